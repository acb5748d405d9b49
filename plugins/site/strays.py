"""Files that an author takes for content and nothing reads: never left out in silence."""

from collections.abc import Iterator
from pathlib import Path

from plugins.reader.problems import Problem
from plugins.reader.quote import quoted

KINDS = ("posts", "pages", "seminars")
LISTS = ("places", "people")
LIKE_MARKDOWN = frozenset({".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn", ".rst", ".txt", ".docx", ".odt"})


def is_hidden(path: Path) -> bool:
    """Tell what Pelican and editors hide: `.git`, `._about.md`, `.#about.md`."""
    return any(part.startswith(".") for part in path.parts)


def markdown_files(root: Path, folder: Path) -> Iterator[Path]:
    """Yield the Markdown files of a folder by their paths from `root`."""
    for file in sorted((root / folder).rglob("*.md")):
        if not is_hidden(file.relative_to(root / folder)):
            yield file.relative_to(root)


def stray_problems(root: Path, content: Path) -> Iterator[Problem]:
    """Yield the files that look like content and stand or end where nothing is read."""
    if not (root / content).is_dir():
        yield Problem(content, 1, 1, "there is no such folder; PATH in the settings names the one that has the content")
    for file in sorted((root / content).rglob("*")):
        path = file.relative_to(root / content)
        if is_hidden(path) or path.parts[0].startswith("_"):
            continue
        message, is_warning = _fault(file, path)
        if message:
            yield Problem(content / path, 1, 1, message, is_warning)


def _fault(file: Path, path: Path) -> tuple[str, bool]:
    """Say what is wrong with where a file stands, and whether it is only a warning."""
    if file.is_symlink() and file.is_dir():
        return "this is a link to a folder, and nothing in it is read; copy the folder itself here", False
    is_text = path.suffix in LIKE_MARKDOWN or (path.suffix.lower() == ".md" and path.suffix != ".md")
    if path.parts[0] in KINDS and is_text and len(path.parts) > 1:
        stem = path.name.removesuffix(path.suffix).removesuffix(".md")
        return f"only files that end in .md are read; rename this one to {quoted(f'{stem}.md')}", False
    if len(path.parts) == 1 and path.stem.lower() in LISTS and path.name not in {f"{one}.yaml" for one in LISTS}:
        return f"nothing reads this; rename it to {quoted(f'{path.stem.lower()}.yaml')}", False
    if path.suffix == ".md" and path.parts[0] not in KINDS:
        return "nothing reads this; move it to content/posts, content/pages or content/seminars", True
    return "", False
