"""Read pelicanconf.py into `SiteSettings`: unknown or wrong settings stop the build before it reads a file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field

from hireground.embeds.forges import Editor
from hireground.embeds.services import Services
from hireground.mathematics.formulas import INSTALL, is_installed
from hireground.seminars.calendar.calendar_file import Publisher
from hireground.seminars.model.model import Defaults, Place, Zone
from hireground.seminars.model.people import Person
from hireground.seminars.pages.catalogues import catalogues
from hireground.site.assets import inline_directives, read_inline
from hireground.site.files import ACTIVE
from hireground.site.look import Look, look_problems, sheet
from hireground.site.policy import NO_FRAMES, editing, written
from hireground.site.seminar_settings import SeminarSettings, Switch
from hireground.site.settings_file import (
    has_seminars_alone,
    makes_every_page,
    run_settings,
    seminar_values,
    settings_document,
)
from hireground.slugs import Slugs
from hireground.text.fields import refuse
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.keys import names_of
from hireground.text.languages import SOURCE_LANGUAGE, Language, speaks
from hireground.text.problems import CONTROL_CHARACTERS, InvalidContentError, Problem, Refusal, one_of, quoted
from hireground.text.source import LINK
from hireground.text.validation import validate
from hireground.text.web_addresses import url_problem
from hireground.text.yaml.marks import texts_in
from hireground.theme import ENGINE_THEME, theme_of


def check_siteurl(url: str) -> str:
    """Let an address pass, or none: on a laptop the site has none."""
    return refuse(url, url_problem(url) if url else None).rstrip("/")


def parse_kinds(value: object) -> tuple[str, ...]:
    """Read the ends of names of files that are published too."""
    kinds = value if isinstance(value, tuple | list) else (value,)
    for kind in kinds:
        if not (isinstance(kind, str) and re.fullmatch(r"\.\w+", kind)):
            raise Refusal(f'{quoted(str(kind))} is not the end of a file\'s name; write it as in (".gpx", ".step")')
    return tuple(kind.lower() for kind in kinds)


Kinds = Annotated[tuple[str, ...], BeforeValidator(parse_kinds)]


def parse_elsewhere(value: object) -> tuple[str, ...]:
    """Read the beginnings of addresses that are not the site's."""
    paths = value if isinstance(value, tuple | list) else (value,)
    for path in paths:
        if not (isinstance(path, str) and re.fullmatch(r"/(?!/)[^\s?#]+", path)):
            raise Refusal(f'{quoted(str(path))} is not the beginning of an address; write it as in ("/shop/",)')
    return tuple(paths)


Elsewhere = Annotated[tuple[str, ...], BeforeValidator(parse_elsewhere)]


class SiteSettings(Look):
    """What the plugins need of Pelican's settings, read from `settings_file`; `content` is the folder in `root`.

    `static_paths` are the folders and files of the content that are published whole; `more_files` are the kinds of
    files that are published beside those that always are. `elsewhere` are the beginnings of addresses that something
    else answers at; without `makes_every_page` Pelican's settings or plugins add more. `foreign_posts` are the folders
    of posts and pages where these are Pelican's own, and not read by the engine.
    """

    root: Path
    content: Path
    settings_file: Path
    siteurl: Annotated[str, AfterValidator(check_siteurl)] = Field(
        "", alias="SITEURL", examples=["https://example.org"]
    )
    sitename: str = Field("", alias="SITENAME", examples=["Hire Ground"])
    author: str = Field("", alias="AUTHOR", examples=["Mara Lindqvist"])
    language: Language = Field("en", alias="DEFAULT_LANG", examples=["en"])
    locale: str = ""
    timezone: Zone = Field("UTC", alias="TIMEZONE", examples=["America/Los_Angeles"])
    shows_drafts: Switch = Field(default=False, alias="SHOW_DRAFTS")
    has_search: Switch = Field(default=True, alias="SITE_SEARCH")
    has_cards: Switch = Field(default=True, alias="SITE_CARDS")
    has_frames: Switch = Field(default=False, alias="SITE_FRAMES")
    has_llms: Switch = Field(default=False, alias="SITE_LLMS")
    shows_kitchen_sink: Switch = Field(default=False, alias="SHOW_KITCHEN_SINK")
    raw_html: Switch = Field(default=True, alias="RAW_HTML")
    unicode_slugs: Switch = Field(default=False, alias="SITE_UNICODE_SLUGS")
    has_formulas: Switch = Field(default=False, alias="SITE_MATH")
    services: Services = Field(Services(), alias="SITE_SERVICES", examples=[{"video": ("YouTube",)}])
    editor: Editor | None = Field(None, alias="SITE_EDITOR", examples=[{"forge": "github", "repository": "you/site"}])
    seminars: SeminarSettings = Field(
        alias="SEMINARS", examples=[{"uid_namespace": "…", "organizer": {"name": "Hire Ground"}}]
    )

    more_files: Kinds = Field((), alias="SITE_FILES", examples=[(".gpx", ".step")])
    elsewhere: Elsewhere = Field((), alias="SITE_ELSEWHERE", examples=[("/shop/",)])
    static_paths: tuple[str, ...] = ("images",)
    makes_every_page: bool = True
    foreign_posts: tuple[str, ...] | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of files that are published beside those that always are, by the end of their names."""
        return frozenset(self.more_files) | (ACTIVE if self.raw_html else frozenset())

    @property
    def has_kitchen_sink(self) -> bool:
        """Whether this build has the page of every element and state."""
        return self.shows_kitchen_sink or self.shows_drafts

    @property
    def directives(self) -> Mapping[str, str]:
        """What the policy of every page says otherwise than the engine's: what it may load, and may hold itself."""
        return {**self.services.directives, **inline_directives(read_inline(self.theme, sheet(self.colors.own)))}

    @property
    def editor_policy(self) -> str:
        """The policy of the editor's page as a header; empty if the site has none."""
        return written(editing(self.editor.asked, self.editor.pictures), NO_FRAMES) if self.editor else ""

    @property
    def publisher(self) -> Publisher:
        """What all the site's calendars have in common."""
        own = self.seminars
        return Publisher(
            siteurl=self.siteurl, namespace=own.uid_namespace, timezone=self.timezone, sitename=self.sitename,
            tagline=self.tagline, color=own.calendar_color, image=own.calendar_image and quote(own.calendar_image),
            has_deadlines=own.deadlines,
        )  # fmt: skip

    def defaults(
        self, places: Mapping[str, Place], people: Mapping[str, Person], slugs: Slugs | None = None
    ) -> Defaults:
        """Return what is true of a seminar that says nothing else."""
        own = self.seminars
        return Defaults(
            namespace=own.uid_namespace, timezone=self.timezone, duration=own.duration, organizer=own.organizer,
            places=places, people=people, cancelled_stay_visible=own.cancelled_stay_visible,
            slugs=slugs or Slugs(self.unicode_slugs), siteurl=self.siteurl,
        )  # fmt: skip


def read_settings(path: Path) -> SiteSettings:
    """Run a settings file, without Pelican; raises `InvalidContentError`."""
    return site_settings(run_settings(path), path)


OURS = {name for name in names_of(SiteSettings) if name.isupper()}
NEAR = 0.85


def site_settings(values: Mapping[str, Any], path: Path) -> SiteSettings:
    """Take the site's settings out of Pelican's; raises `InvalidContentError`, each problem where it is set."""
    is_alone = has_seminars_alone(values)
    values = seminar_values(values) if is_alone else values
    document = settings_document(path, values)
    misspelled, found = _misspelled(document), [*_unseen(document)]
    fields = _fields(document.fields, path.resolve())
    if link := _linked_part(path.resolve().parent, str(values.get("PATH") or "content")):
        found.append(Problem(Path(link), 1, 1, LINK))
    if is_alone:
        fields["theme"] = ENGINE_THEME  # a folder named theme is the site's own affair
    found += misspelled.values()
    if "SEMINARS" in misspelled:
        raise InvalidContentError(found)
    try:
        known = replace(document, fields=fields)
        content = fields["root"] / fields["content"]
        settings = validate(SiteSettings, known, context={"content": content})
        found += _problems_of_look(settings, document, content)
    except InvalidContentError as error:
        found += error.problems
    if found:
        raise InvalidContentError(found)
    return settings


def _fields(values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the site's settings, without Pelican's own."""
    folder = file.parent
    content = (folder / str(values.get("PATH") or "content")).resolve()
    own = {name: values[name] for name in OURS & values.keys()}
    theme = theme_of(folder, folder / str(values.get("THEME") or "theme"))
    locale = str(values.get("LOCALE_NAME") or values.get("DEFAULT_LANG") or "en")
    root = content if content == folder else content.parent
    where = {"root": root, "content": content.relative_to(root), "theme": theme, "locale": locale}
    where["settings_file"] = file
    foreign = {"foreign_posts": values["FOREIGN_POSTS"]} if "FOREIGN_POSTS" in values else {}
    static = {*(values.get("STATIC_PATHS", ("images",)) or ()), *(values.get("EXTRA_PATH_METADATA") or ())}
    whole = {"makes_every_page": makes_every_page(values)}
    return {"SEMINARS": {}, **own, **where, **foreign, **whole, "static_paths": tuple(sorted(map(str, static)))}


def _linked_part(folder: Path, path: str) -> str:
    """Return what is a link on the way from the site's folder to its content; empty if nothing is."""
    steps = Path(path).relative_to(folder) if Path(path).is_relative_to(folder) else Path(path)
    here = folder
    for step in () if steps.is_absolute() else steps.parts:
        here /= step
        if here.is_symlink():
            return here.relative_to(folder).as_posix()
    return ""


def _misspelled(document: Document) -> Mapping[str, Problem]:
    """Return the settings of ours that nobody set, where something like them is set instead."""
    names = [str(loc[0]) for loc in document.marks.keys if len(loc) == 1]
    found = {}
    for name in OURS:
        near = get_close_matches(name, set(names) - OURS, n=1, cutoff=NEAR)
        if near and name not in names and near[0] in document.fields:
            found[name] = refused(document, (near[0],), Refusal("unknown setting", rename=name), at_key=True)
    return found


def _problems_of_look(settings: SiteSettings, document: Document, content: Path) -> Iterator[Problem]:
    """Yield what is wrong with settings that are right word by word: a language without words, colors, a logo."""
    codes, language = catalogues(settings.theme), settings.language
    codes = () if settings.foreign_posts is not None else codes  # whose theme is Pelican's
    if codes and not speaks(codes, language):
        how = f"write {one_of([SOURCE_LANGUAGE, *codes])}, or translate them in theme/locale/{language}.po"
        yield refused(document, ("DEFAULT_LANG",), Refusal(f"the theme has no words in {quoted(language)}; {how}"))
    if settings.has_formulas and not is_installed():
        yield refused(document, ("SITE_MATH",), Refusal(f"formulas need a library; {INSTALL}"))
    for kind in (one for one in settings.more_files if one in ACTIVE and not settings.raw_html):
        how = "such files may run in readers' browsers; take it out, or write RAW_HTML = True"
        yield refused(document, ("SITE_FILES",), Refusal(f"{quoted(kind)}: {how}"))
    for loc, refusal in look_problems(settings, content):
        yield refused(document, loc, refusal)


def _unseen(document: Document) -> Iterator[Problem]:
    """Yield the settings that have signs nobody sees, or a line break, which begins something else in a header."""
    for name in sorted(OURS & document.fields.keys()):
        for loc, text in texts_in((name,), document.fields[name]):
            sign = CONTROL_CHARACTERS.search(text) or (name != "SEMINARS" and re.search(r"\n", text))
            if sign:
                what = "a line break" if sign[0] == "\n" else f"a control character (U+{ord(sign[0]):04X})"
                yield refused(document, loc, Refusal(f"{what} stands in {quoted(text)}; take it out"))
