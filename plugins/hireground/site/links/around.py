"""Follow the links that stand around texts: in front matter, in the settings' menus, in a site's own templates."""

import re
from collections.abc import Iterator
from pathlib import Path

from hireground.markdown.link_check import LinkedFiles
from hireground.markdown.links import named_file
from hireground.site.links.check import BareAddresses, SiteLinks
from hireground.site.settings import SiteSettings
from hireground.site.settings_file import settings_document
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, printable, span_fix
from hireground.text.yaml.marks import texts_in
from hireground.theme import OWN, Theme

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
IN_TEMPLATE = re.compile(r"""\s(?:href|src|action)\s*=\s*"(?:{{-?\s*SITEURL\s*-?}})?(?P<address>/(?!/)[^"{}\s]*)\"""")
FILES = frozenset({"slides", "recording"})
"""Keys that may name a file."""


def field_problems(document: Document, source: Path, site: SiteLinks) -> Iterator[Problem]:
    """Yield the values above a text that are whole addresses of this site, or files, where it has nothing."""
    files = LinkedFiles(source, site.folder)
    judge = BareAddresses(site, f"{site.siteurl}/") if site.siteurl else None
    for loc, value in texts_in((), document.fields):
        if FILES & {*loc} and (file := named_file(value, source)):
            refusal = files.problem(file, value.strip(), is_image=False) if file.parts[0] == "images" else None
            if refusal:
                yield refused(document, loc, refusal)
        elif (
            judge and "://" in value and ADDRESS.fullmatch(value.strip()) and (refusal := judge.refusal(value.strip()))
        ):
            yield refused(document, loc, refusal)


def menu_problems(settings: SiteSettings, site: SiteLinks) -> Iterator[Problem]:
    """Yield the entries of the menu and the footer that lead nowhere, each where it is set."""
    menus = {"SITE_NAV": settings.nav, "SITE_LINKS": settings.links, "SITE_SOCIAL": settings.social}
    document = settings_document(settings.settings_file, menus)
    judge = BareAddresses(site, "")
    for name, links in menus.items():
        for number, (_words, address) in enumerate(links):
            if refusal := judge.refusal(address):
                yield refused(document, (name, number, 1), refusal)


def template_problems(settings: SiteSettings, site: SiteLinks) -> Iterator[Problem]:
    """Yield the addresses in templates of the site's own that lead nowhere; what a template computes is left alone."""
    judge = BareAddresses(site, "/")
    for folder in settings.theme.folders[:-1]:
        for name, file in Theme((folder,)).files("templates").items():
            text = file.read_text("utf-8", errors="replace")
            for match in IN_TEMPLATE.finditer(text):
                if refusal := judge.refusal(match["address"]):
                    yield _in_template(Path(OWN, "templates", name), text, match, refusal)


def _in_template(path: Path, text: str, match: re.Match[str], refusal: Refusal) -> Problem:
    start = match.start("address")
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    if not isinstance(refusal.write, str):
        return Problem(path, line, column, str(refusal))
    words = f'did you mean "{printable(refusal.write)}"?' if refusal.is_guess else ""
    return Problem(
        path, line, column, refusal.message, fix=span_fix((line, column), match["address"], refusal.write, words)
    )
