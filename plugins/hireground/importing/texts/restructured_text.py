"""Read reStructuredText: its title, the fields above its text, and the text as HTML."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from hireground.importing.reading import Raw, UnreadableError, Value, named

FIELD = re.compile(r"^:([A-Za-z][\w -]*):(?:[ \t]+(.*))?$")
SETTINGS: Mapping[str, object] = MappingProxyType(
    {
        "file_insertion_enabled": False, "raw_enabled": False, "_disable_config": True, "report_level": 5,
        "halt_level": 5, "syntax_highlight": "none", "initial_header_level": 2, "doctitle_xform": True,
        "math_output": "LaTeX", "smart_quotes": False, "line_length_limit": 20_000, "embed_stylesheet": False,
    }
)  # fmt: skip
"""No file is included and nothing raw is taken: a text is data."""


def restructured(path: PurePosixPath, text: str) -> Raw:
    """Return a text with its keys, its body as HTML; raises `UnreadableError`."""
    keys, rest = _fields(text)
    try:
        from docutils.core import publish_parts  # noqa: PLC0415 -- wanted only for these texts

        parts = publish_parts(_marked_links(rest), writer="html5", settings_overrides=dict(SETTINGS))
    except RecursionError:
        raise UnreadableError("too much stands in one another") from None
    except Exception as error:  # noqa: BLE001 -- whatever docutils makes of somebody's markup
        raise UnreadableError(f"not reStructuredText: {' '.join(str(error).split())[:100]}") from None
    title = re.sub(r"<[^<>]*>", "", str(parts["title"])).strip()
    found = {**({"title": title} if title else {}), **keys}
    return Raw(path, named(found), _formulas(str(parts["fragment"])), bool(keys), is_html=True)


def _fields(text: str) -> tuple[dict[str, Value], str]:
    """Take the fields out that stand above a text, or below its title, with the lines that go on with one."""
    keys: dict[str, Value] = {}
    kept: list[str] = []
    last, is_above = "", True
    for line in text.split("\n"):
        match = FIELD.match(line) if is_above else None
        if match:
            last = match[1]
            keys[last] = (match[2] or "").strip()
        elif is_above and last and line.startswith((" ", "\t")) and line.strip():
            keys[last] = f"{keys[last]} {line.strip()}".strip()
        else:
            is_above = is_above and (not last or not line.strip()) and len(kept) < 10  # noqa: PLR2004 -- a title is short
            kept.append(line)
    return keys, "\n".join(kept)


def _marked_links(text: str) -> str:
    """Write `|filename|` as `{filename}`, since bars stand for substitutions here."""
    return re.sub(r"<\|(filename|static|attach)\|", r"<{\1}", text)


def _formulas(html: str) -> str:
    """Mark formulas as scripts, which the converter to Markdown knows."""
    html = re.sub(
        r'<pre class="math"[^>]*>(.*?)</pre>',
        r'<script type="math/tex; mode=display">\1</script>',
        html,
        flags=re.DOTALL,
    )
    inline = r'<(tt|code|span) class="(?:math|formula)"[^>]*>(.*?)</\1>'
    return re.sub(inline, r'<script type="math/tex">\2</script>', html, flags=re.DOTALL)
