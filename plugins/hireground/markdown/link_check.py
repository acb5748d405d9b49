"""Check the links of a body: missing files, files that readers cannot see, broken addresses."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, cached_property
from html import unescape
from pathlib import Path, PurePosixPath
from typing import TypeVar
from unicodedata import normalize

from hireground.markdown.links import PELICAN, SCHEME, BodyLink, as_read, file_of, folder_problem, links_in, torn
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, printable, quoted, span_fix, write
from hireground.text.source import ENDINGS, spelled
from hireground.text.web_addresses import EMAIL, WINDOWS_PATH, email_problem, host_problem, is_site

T = TypeVar("T")
ALLOWED_SCHEMES = frozenset(
    {"https:", "http:", "webcal:", "bitcoin:", "doi:", "ftp:", "ftps:", "geo:", "im:", "irc:", "ircs:", "magnet:"}
    | {"mailto:", "matrix:", "mms:", "news:", "nntp:", "openpgp4fpr:", "sftp:", "sip:", "sips:", "sms:", "smsto:"}
    | {"ssh:", "tel:", "urn:", "wtai:", "xmpp:"}
)
"""Those that the HTML Standard calls safe (safelisted schemes), DOIs, and calls over TLS."""
SUSPECT = re.compile(
    r"script\s*:|\bdata:|&(?:#|colon|tab|newline)"
    r"|<[a-z][^<>]*[\s/](?:href|src|action|formaction|poster|data|cite|background|srcdoc|srcset|xlink:href)\s*=",
    re.IGNORECASE,
)
"""What a body has in it that may hide a scheme: few have, and only those are converted to see."""
MAYBE_SUSPECT = re.compile(r":(?:(?<=script:)|(?<=data:)|(?<=\s:))|&(?:#|colon|tab|newline)|<[a-z]", re.IGNORECASE)
"""What every suspect has in it: it begins with a sign, so that the letters between signs are passed over at once."""
MOST_HINTS = 100
"""What is probably meant is said of the first problems of a text; whoever has more has one cause for many."""
MOST_COMPARED = 200_000
"""Names, for all the hints of a text together: a site of many files gets fewer hints."""
IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
"""What browsers leave out of an address (WHATWG URL, basic parser)."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x20\\]+")


def hidden_problems(
    document: Document, addresses: Callable[[], frozenset[str]], seen: Container[str]
) -> Iterator[Problem]:
    """Yield schemes that are not allowed, of what the converted body leads to and nobody has `seen` in its source."""
    suspect = _suspicious(document.body)
    if suspect is None:
        return
    found = (address for address in sorted(addresses()) if address not in seen)
    schemes = dict.fromkeys(scheme for scheme in map(scheme_of, found) if scheme and scheme not in ALLOWED_SCHEMES)
    places = _places(document.body, [*schemes][:MOST_HINTS])
    for scheme in schemes:
        told = f"{quoted(scheme)} links are not allowed; write an address that starts with https://"
        yield document.problem(document.mark_at(places.get(scheme, suspect)), told)


def _suspicious(body: str) -> int | None:
    """Return the first place at which a body may hide a scheme; None if there is none."""
    if MAYBE_SUSPECT.search(body) and (found := SUSPECT.search(body)):
        return found.start()
    start = 0
    for line in body.split("\n") if "](" in body or "{:" in body else ():
        opened, braces = line.rfind("]("), line.find("{:")
        if opened > line.rfind(")") or -1 < braces < line.rfind("="):
            return start + max(opened, braces)
        start += len(line) + 1
    return None


def scheme_of(address: str) -> str:
    """Return the scheme of an address as browsers find it, in small letters with its colon; empty if it has none."""
    match = SCHEME.match(IGNORED.sub("", address))
    return match[0].lower() if match else ""


def _places(body: str, schemes: Iterable[str]) -> Mapping[str, int]:
    """Find the line that says each scheme once its entities and gaps are gone."""
    left, places, start = {*schemes}, dict[str, int](), 0
    for line in body.splitlines(keepends=True) if left else ():
        said = CONTROL_CHARACTERS.sub("", unescape(line)).lower()
        for scheme in [one for one in left if one in said]:
            places[scheme] = start + len(line) - len(line.lstrip())
            left.discard(scheme)
        start += len(line)
    return places


@dataclass(frozen=True)
class FileNames:
    """The content's files, from its root, looked up by what an author may have meant."""

    paths: frozenset[PurePosixPath]

    @cached_property
    def folders(self) -> frozenset[PurePosixPath]:
        """Every folder that has a file in it."""
        return frozenset(parent for path in self.paths for parent in path.parents)

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[PurePosixPath]]:
        """The files of each name, as it is `spelled`; the last in order comes first."""
        found: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
        for path in sorted(self.paths, reverse=True):
            found[spelled(path.name)].append(path)
        return found

    def like(self, file: PurePosixPath, source: PurePosixPath) -> PurePosixPath | None:
        """Return the file whose name is nearest to another's, and is of a text where that is one's."""
        by_stem = self._texts if is_text(file) else self._others
        near = get_close_matches(spelled(file.stem), by_stem, n=1)
        return next((path for stem in near for path in reversed(by_stem[stem]) if path != source), None)

    @cached_property
    def _texts(self) -> Mapping[str, Sequence[PurePosixPath]]:
        return self._by_stem(is_of_texts=True)

    @cached_property
    def _others(self) -> Mapping[str, Sequence[PurePosixPath]]:
        return self._by_stem(is_of_texts=False)

    def _by_stem(self, *, is_of_texts: bool) -> Mapping[str, Sequence[PurePosixPath]]:
        found: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
        for path in sorted(self.paths, reverse=True):
            if is_text(path) == is_of_texts:
                found[spelled(path.stem)].append(path)
        return found


@dataclass(frozen=True)
class Folder:
    """The content's files; `hidden` says of those that readers cannot see what they are.

    `refuses` says why a file can be given to nobody; nothing if it can.
    """

    names: FileNames
    hidden: Mapping[PurePosixPath, str]
    refuses: Callable[[PurePosixPath], str] = lambda _file: ""

    def without_hidden(self) -> "Folder":
        """Return the same folder as those see it who see everything."""
        return replace(self, hidden={})


class LinkedFiles:
    """Says what is wrong with one text's links to files; the first come with hints of what is meant.

    `page` says what to write for the address of a page, from the text's own; None for any other.
    """

    def __init__(self, source: Path, folder: Folder, page: Callable[[str], str | None] = lambda _target: None) -> None:
        self.source, self.folder, self.page = source, folder, page
        self.hints = min(MOST_HINTS, MOST_COMPARED // (len(folder.names.paths) + 1))

    def problem(self, file: PurePosixPath, target: str, *, is_image: bool) -> Refusal | None:
        """Say what is wrong with a link to a file of the content; None if nothing is."""
        folder = self.folder
        if file in folder.hidden:
            how = "publish that first, or take the link out"
            return Refusal(f"link to {quoted(target)}, {folder.hidden[file]}; {how}")
        if file in folder.names.paths:
            why = folder.refuses(file)
            return Refusal(f"link to {quoted(target)}: {why}") if why else None
        self.hints -= 1
        if meant := self.page(target):
            return Refusal(f"{quoted(target)} is an address, and what starts without a slash is a file's name", meant)
        message = f"no such {'image' if is_image else 'file'} {quoted(target)}"
        return _no_file(file, target, folder.names) or self._nearest(file, target, message)

    def _nearest(self, file: PurePosixPath, target: str, message: str) -> Refusal:
        """Suggest the one file with the same name elsewhere, or ask whether one with a like name is meant."""
        names, own = self.folder.names, PurePosixPath(self.source.as_posix())
        same = [one for one in names.by_name.get(spelled(file.name), ()) if one != own]
        same.sort(key=lambda one: spelled(one.as_posix()) == spelled(file.as_posix()))  # which is meant, if there
        like = None if same or self.hints < 0 else names.like(file, own)
        if not (same or like):
            return Refusal(f"{message}; check its name, and that it is in the content folder")
        near = relative(self.source, found := [*same[-1:], *([like] if like else [])][0])
        if near == PELICAN.sub("", target):
            return Refusal(f"{message}; check the name")
        if normalize("NFC", found.as_posix()) == normalize("NFC", file.as_posix()):
            words = f"{message} in just these letters: in its name, marks and letters are put together otherwise"
            return Refusal(words, f"{near}{_rest(target)}")
        if len(same) == 1:
            return Refusal(message, f"{near}{_rest(target)}", is_guess=True)
        return Refusal(f'{message}; did you mean "{printable(near)}"?')


def link_problems(document: Document, files: LinkedFiles, targets: Callable[[], frozenset[str]]) -> Iterator[Problem]:
    """Yield what is wrong with a body's links.

    `targets` gives what the body really links to once it is converted, and is asked only when something seems wrong.
    """
    links, told = tuple(links_in(document)), set[int]()
    for link, refusal in judged(links, lambda link: link_problem(link, files) or torn(link), targets):
        told.add(id(link))
        yield refused_link(document, link, refusal)
    for link in links:
        if link.described and id(link) not in told:
            words = f"a picture without a description; {write(link.described)}"
            yield document.problem(link.mark, words, is_warning=True)
    yield from hidden_problems(document, targets, {link.target for link in links})


def judged(
    links: Iterable[BodyLink], judge: Callable[[BodyLink], T | None], targets: Callable[[], frozenset[str]]
) -> Iterator[tuple[BodyLink, T]]:
    """Yield the links that have something wrong, with what `judge` says of it; each target is judged once."""
    links = tuple(links)
    surely = {link.target for link in links if not link.is_indented}
    known: dict[tuple[str, bool], T | None] = {}
    reached = cache(lambda: frozenset(map(as_read, targets())))
    for link in links:
        said = (link.target, link.is_image)
        if said not in known:
            known[said] = judge(link)
        refusal = known[said]
        if refusal is None or (link.is_indented and link.target in surely):
            continue  # it may be code, and the same is said of the other
        if link.is_torn or as_read(link.target) in reached():
            yield link, refusal


def refused_link(document: Document, link: BodyLink, refusal: Refusal, *, is_warning: bool = False) -> Problem:
    """Build the problem of a link, whose target another can take the place of."""
    target = refusal.write
    if not isinstance(target, str):
        return document.problem(link.mark, str(refusal), is_warning=is_warning)
    words = f'did you mean "{printable(target)}"?' if refusal.is_guess else ""
    fix = span_fix((link.mark.line, link.mark.column), link.target, target, words)
    return document.problem(link.mark, refusal.message, fix=fix, is_warning=is_warning)


def link_problem(link: BodyLink, files: LinkedFiles) -> Refusal | None:
    """Say what is wrong with one link; None if nothing is."""
    target, scheme = link.target, SCHEME.match(link.target)
    if WINDOWS_PATH.match(target):
        name = target.replace("\\", "/").rpartition("/")[2]
        how = f"copy it to content/images, and {write(f'../images/{name}')}"
        return Refusal(f"{quoted(target)} is a file on one computer; {how}")
    if scheme and scheme[0].lower() not in ALLOWED_SCHEMES:
        return Refusal(f"{quoted(scheme[0])} links are not allowed; write an address that starts with https://")
    if scheme and scheme[0].lower() == "mailto:":
        return _mail_problem(target)
    if (scheme and scheme[0].lower() in {"http:", "https:"}) or target.startswith("//"):
        return host_problem(target) or (_elsewhere(target) if link.is_image else None)
    if not target:
        how = 'write the file or the address between the ( ), such as "(about.md)"'
        return Refusal(f"a link that leads nowhere; {how}")
    file = file_of(target, files.source)
    return files.problem(file, target, is_image=link.is_image) if file else None


def _mail_problem(target: str) -> Refusal | None:
    """Say what is wrong with the address of a letter; its subject and the like stay."""
    address = target.partition(":")[2].partition("?")[0]
    refusal = email_problem(address)
    if refusal and isinstance(refusal.write, str):
        return Refusal(refusal.message, target.replace(address, refusal.write, 1))
    return refusal


def _elsewhere(target: str) -> Refusal:
    name = target.partition("?")[0].rpartition("/")[2] or "picture.jpg"
    how = f"copy it to content/images, and {write(f'../images/{name}')}, as `hireground check --fix --external` does"
    return Refusal(f"{quoted(target)} is another site's picture, which browsers are told not to load; {how}")


def _no_file(file: PurePosixPath, target: str, names: FileNames) -> Refusal | None:
    """Say what a target is that was never meant as a file of the content; None if it was."""
    if EMAIL.fullmatch(target):
        return Refusal(f"{quoted(target)} is an e-mail address", f"mailto:{target}")
    if is_site(target):
        return Refusal(f"{quoted(target)} is no whole address", f"https://{target}")
    if "\\" in target:
        return Refusal(f"{quoted(target)} has backslashes, and links have slashes", target.replace("\\", "/"))
    if file.parts[:1] == ("..",):
        how = "copy the file into it, or write an https:// address"
        return Refusal(f"{quoted(target)} leads out of the content folder; {how}")
    return folder_problem(target, file, names.paths) if file in names.folders else None


def _rest(target: str) -> str:
    """Return the place within a page that a link leads to."""
    place = target.partition("#")[2]
    return f"#{place}" if place else ""


def is_text(file: PurePosixPath) -> bool:
    """Tell a text by its name; `.html` is what a text becomes."""
    return file.suffix.lower() in {*ENDINGS, ".html", ""}


def relative(source: Path, file: PurePosixPath) -> str:
    """Write the relative path from one file to another."""
    if file.parent == PurePosixPath(source.parent.as_posix()):
        return file.name
    return PurePosixPath(*[".."] * len(source.parent.parts), file).as_posix()
