"""Say at once what is wrong with the text that somebody types, by what was last read of the other texts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from hireground.build.edits.read_again import Text, files_of, read_text, text_in
from hireground.seminars.model.folder import INDEX
from hireground.seminars.model.model import Seminar
from hireground.site.cross_file_checks import over_when_new, titles_twice
from hireground.site.entry import Entry
from hireground.site.load import problems_of_dates
from hireground.site.names.near import topics_nearly_twice
from hireground.site.post import PageFields, PostFields
from hireground.site.site import Site
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem

MODELS: Mapping[str, type[PageFields] | None] = {"posts": PostFields, "pages": PageFields, "seminars": None}
Documents = Mapping[Path, Document]


def glance(site: Site, documents: Documents, path: Path, held: Mapping[Path, str]) -> tuple[Problem, ...] | None:
    """Say what is wrong with one text; None where only the whole site can tell.

    `documents` are the texts that the site was made of, and `held` those that are not saved.
    """
    known, content = text_in(site, path), site.settings.content
    folder = path.relative_to(content).parts[0] if path.is_relative_to(content) else ""
    if folder not in MODELS or (not known and is_one_of_several(site, path)):
        return None
    files = files_of(known) if known and not isinstance(known, Entry) else (path,)
    try:
        text, reading = read_text(site, MODELS[folder], files, held)
    except InvalidContentError as error:
        return error.problems
    beside = problems_beside(site, {**documents, **reading.documents}, text)
    return (*reading.problems, *(one for one in beside if one.path in files))


def is_one_of_several(site: Site, path: Path) -> bool:
    """Tell whether a new text may be one date of a seminar that has several files."""
    return (site.settings.root / path.parent / INDEX).exists()


def problems_beside(site: Site, documents: Documents, text: Text) -> Iterator[Problem]:
    """Yield what shows only beside other texts."""
    if isinstance(text, Entry):
        is_post = isinstance(text.fields, PostFields)
        posts = {**site.posts, text.path: text} if is_post else site.posts
        pages = site.pages if is_post else {**site.pages, text.path: text}
        yield from titles_twice(posts)
        yield from topics_nearly_twice((*posts.values(), *pages.values()), site.seminars, documents, site.slugs)
    elif isinstance(text, Seminar):
        others = [one for one in site.seminars if one.source != text.source]
        yield from problems_of_dates((*others, text), documents, site.now)
        yield from topics_nearly_twice(
            (*site.posts.values(), *site.pages.values()), (*others, text), documents, site.slugs
        )
        yield from over_when_new([text], site.last_commits, documents, site.now)
