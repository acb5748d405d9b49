"""Tell whose calendars a published commit made, and whether they count for this site.

A site is known by its `uid_namespace`, by its public address, and by what it has forgotten on purpose:

| `uid_namespace` | address | what was published |
|---|---|---|
| the same | the same, another or unknown | counts: a site may move |
| another | the same, or one is unknown | counts, and the new namespace is a problem: subscribers would lose all |
| another | another, both known | is another site's: a warning says that it is not compared |
| the examples', and now another | known | likewise: whoever published under the examples' had none of their own |
| the examples', and now another | the examples' or unknown | is the examples', and nobody's: nothing is said |
| the examples', now too | the examples' or unknown, and now known | likewise |
| the examples', now too | the examples' or unknown, now too | is shown, and one warning asks for a namespace |

An address is unknown where it is empty, cannot be read from the settings, or is reserved for examples. Both addresses
are taken as they are written, not as a host's variable has them, so that all hosts and authors' machines agree.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from hireground.site.settings_file import assignments

EXAMPLES = UUID("5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34")
"""The namespace of the example site, which many sites begin as."""
UNREACHABLE = ("example.org", "example.com", "example.net", "example", "test", "invalid")
RESERVED = (*UNREACHABLE, "localhost")
"""Names that no public site has (RFC 2606, RFC 6761); of them this machine alone answers."""
FORGOTTEN = "forgotten.yaml"
"""The file in the content folder that `hireground publish --forget` writes."""


class Standing(Enum):
    """What a published commit is to the site of today."""

    OWN = auto()
    RENAMED = auto()
    LEFT = auto()
    EXAMPLES = auto()
    OTHERS = auto()
    FORGOTTEN = auto()

    @property
    def is_compared(self) -> bool:
        """Whether subscribers of what was published are this site's."""
        return self not in {Standing.LEFT, Standing.OTHERS}


@dataclass(frozen=True)
class Identity:
    """Whose a commit is: its namespace, its host and path or nothing, and what it has forgotten."""

    namespace: UUID
    address: str
    forgotten: str

    @property
    def is_example(self) -> bool:
        """Whether this is the example site, or one that has said nothing of its own yet."""
        return self.namespace == EXAMPLES and not self.address


def standing(was: Identity, now: Identity) -> Standing:
    """Return what a published commit is to the site of today, by the table above."""
    if was.is_example:
        return Standing.EXAMPLES if now.is_example else Standing.OTHERS
    if now.forgotten and now.forgotten != was.forgotten:
        return Standing.FORGOTTEN
    if was.namespace == now.namespace:
        return Standing.OWN
    is_elsewhere = bool(was.address and now.address) and was.address != now.address
    return Standing.LEFT if is_elsewhere or was.namespace == EXAMPLES else Standing.RENAMED


def identity_of(files: Mapping[Path, bytes], names: Iterable[Path], content: Path, namespace: UUID) -> Identity:
    """Return whose files these are: the settings files `names`, and what is forgotten in `content`.

    `namespace` is that of a site whose settings cannot be read as they are written.
    """
    sources = [files[name] for name in names if name in files]
    forgotten = forgotten_in(files.get(content / FORGOTTEN, b""))
    return Identity(written_namespace(sources) or namespace, written_address(sources), forgotten)


def written_namespace(sources: Iterable[bytes]) -> UUID | None:
    """Return the `uid_namespace` of settings files, the last that says one; None where none can be read."""
    found = None
    for value in _values(sources, "SEMINARS"):
        for key, inner in zip(value.keys, value.values, strict=True) if isinstance(value, ast.Dict) else ():
            if isinstance(key, ast.Constant) and key.value == "uid_namespace" and isinstance(inner, ast.Constant):
                found = _uuid(inner.value) or found
    return found


def written_address(sources: Iterable[bytes]) -> str:
    """Return the host and path of the last SITEURL in settings files; empty where it is unknown.

    In `os.environ.get("SITEURL") or "https://talks.example.org"` it is what stands there when no host says otherwise.
    """
    address = ""
    for value in _values(sources, "SITEURL"):
        words = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant)]
        found = [word for word in words if isinstance(word, str) and "://" in word]
        address = _known(found[0]) if len(found) == 1 else ""
    return address


def forgotten_in(file: bytes) -> str:
    """Return what a site says to have forgotten, without comments; empty if it has forgotten nothing."""
    lines = (line.strip() for line in file.decode("utf-8", "replace").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def _values(sources: Iterable[bytes], name: str) -> Iterator[ast.expr]:
    """Yield what a name is set to, in every file that can be read."""
    for source in sources:
        try:
            statements = ast.parse(source).body
        except (SyntaxError, ValueError):
            continue
        found = (one for statement in statements for one in assignments(statement))
        yield from (value for set_now, _target, value in found if set_now == name)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _known(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if _is_among(host, RESERVED):
        return ""
    return f"{host}{port}{parts.path.rstrip('/')}"


def is_placeholder(url: str) -> bool:
    """Tell whether an address is reserved for examples, so that nothing ever answers there."""
    return _is_among(urlsplit(url).hostname or "", UNREACHABLE)


def _is_among(host: str, names: Iterable[str]) -> bool:
    return any(f".{host}".endswith(f".{name}") for name in names)
