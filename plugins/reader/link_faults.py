"""The links of a body to what is wrong with them: nothing there, nothing that readers may see, no address."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from plugins.reader.addresses import EMAIL, WINDOWS_PATH, email_fault, host_fault, is_site
from plugins.reader.frontmatter import Document
from plugins.reader.hidden_links import ALLOWED_SCHEMES, hidden_problems
from plugins.reader.links import PELICAN, SCHEME, Link, file_of, links_in
from plugins.reader.problems import Problem
from plugins.reader.quote import plain, quoted, write


@dataclass(frozen=True)
class Folder:
    """The content's files, from its root; `hidden` says of those that readers cannot see what they are."""

    files: frozenset[PurePosixPath]
    hidden: Mapping[PurePosixPath, str]

    def without_hidden(self) -> "Folder":
        """Return the same folder as those see it who see everything."""
        return Folder(self.files, {})


def link_problems(
    document: Document, source: Path, folder: Folder, targets: Callable[[], frozenset[str]]
) -> Iterator[Problem]:
    """Yield what is wrong with a body's links; `source` is the file's path in the content folder.

    `targets` gives what the body really links to once it is converted, and is asked only when something seems wrong.
    """
    links = tuple(links_in(document))
    surely = {link.target for link in links if not link.is_indented}
    for link in links:
        message = link_fault(link, source, folder)
        if message and link.is_indented and link.target in surely:
            continue  # it may be code, and the same is said of the other
        if message and link.target in targets():
            yield document.problem(link.mark, message)
        elif link.described:
            words = f"a picture without a description; {write(link.described)}"
            yield document.problem(link.mark, words, is_warning=True)
    yield from hidden_problems(document, targets, {link.target for link in links})


def link_fault(link: Link, source: Path, folder: Folder) -> str:
    """Say what is wrong with one link; empty if nothing is."""
    target, scheme = link.target, SCHEME.match(link.target)
    if WINDOWS_PATH.match(target):
        name = target.replace("\\", "/").rpartition("/")[2]
        return (
            f"{quoted(target)} is a file on one computer; copy it to content/images, and {write(f'../images/{name}')}"
        )
    if scheme and scheme[0].lower() not in ALLOWED_SCHEMES:
        return f"{quoted(scheme[0])} links are not allowed; write an address that starts with https://"
    if scheme and scheme[0].lower() == "mailto:":
        return email_fault(target.partition(":")[2].partition("?")[0])
    if (scheme and scheme[0].lower() in {"http:", "https:"}) or target.startswith("//"):
        return host_fault(target) or (_elsewhere(target) if link.is_image else "")
    if not target:
        return 'a link that leads nowhere; write the file or the address between the ( ), such as "(about.md)"'
    file = file_of(target, source)
    return file_fault(file, target, source, folder, is_image=link.is_image) if file else ""


def _elsewhere(target: str) -> str:
    name = target.partition("?")[0].rpartition("/")[2] or "picture.jpg"
    return (
        f"{quoted(target)} is another site's picture, which browsers are told not to load; "
        f"copy it to content/images, and {write(f'../images/{name}')}"
    )


def file_fault(file: PurePosixPath, target: str, source: Path, folder: Folder, *, is_image: bool) -> str:
    """Say what is wrong with a link to a file of the content; empty if nothing is."""
    if file in folder.hidden:
        return f"link to {quoted(target)}, {folder.hidden[file]}; publish that first, or take the link out"
    if file in folder.files:
        return ""
    other = _no_file(file, target, folder)
    if other:
        return f"{quoted(target)} {other}"
    return f"no such {'image' if is_image else 'file'} {quoted(target)}; {_nearest(file, target, source, folder)}"


def _no_file(file: PurePosixPath, target: str, folder: Folder) -> str:
    """Say what a target is that was never meant as a file of the content; empty if it was."""
    if EMAIL.fullmatch(target):
        return f"is an e-mail address; {write(f'mailto:{target}')}"
    if is_site(target):
        return f"is no whole address; {write(f'https://{target}')}"
    if "\\" in target:
        return f"has backslashes, and links have slashes; {write(_with_slashes(target))}"
    if file.parts[:1] == ("..",):
        return "leads out of the content folder; copy the file into it, or write an https:// address"
    if any(known.is_relative_to(file) for known in folder.files):
        return f"is a folder; write a file in it, or the address of a page: {quoted(f'/{file}/')}"
    return ""


def _with_slashes(target: str) -> str:
    return target.replace("\\", "/")


def _nearest(file: PurePosixPath, target: str, source: Path, folder: Folder) -> str:
    """Suggest a file with the same name elsewhere, or with a like one."""
    known = sorted(folder.files - {PurePosixPath(source.as_posix())}, reverse=True)
    by_name = {one.name.lower(): one for one in known}
    by_stem = {one.stem.lower(): one for one in known if is_alike(one, file)}
    found = by_name.get(file.name.lower())
    if not found:
        found = next((by_stem[stem] for stem in get_close_matches(file.stem.lower(), by_stem, n=1)), None)
    if not found:
        return "check its name, and that it is in the content folder"
    near = _from(source, found)
    return f'did you mean "{plain(near)}"?' if near != PELICAN.sub("", target) else "check the name"


def is_alike(one: PurePosixPath, other: PurePosixPath) -> bool:
    """Tell whether both are texts or both are not; `.html` is what a text becomes."""
    texts = {".md", ".html", ""}
    return (one.suffix.lower() in texts) == (other.suffix.lower() in texts)


def _from(source: Path, file: PurePosixPath) -> str:
    """Write the way from one file to another."""
    if file.parent == PurePosixPath(source.parent.as_posix()):
        return file.name
    return PurePosixPath(*[".."] * len(source.parent.parts), file).as_posix()
