"""Put values into the templates of new files.

A template's `@name@` is replaced by that value; `@name:py@`, `@name:yaml@` and `@name:md@` by the value as Python, YAML
and Markdown write it.
"""

import json
import re
from collections.abc import Mapping

from hireground.terminal import RefusedError
from hireground.text.yaml.marks import NULLS

FIELD = re.compile(r"@([a-z_]+)(?::(py|yaml|md))?@")
MARKS = re.compile(r"([\\`*_\[\]<>#|$])")
"""What Markdown may read as more than itself."""
PLAIN = re.compile(r"[^\W\d_](?:[\w ,.'’!?()&/–—-]*[\w.'’!?)])?")
EMOJI_JOINER = "\u200d"


def filled(template: str, values: Mapping[str, object]) -> str:
    """Put the values where a template names them; raises `RefusedError` for an unknown name."""
    if wrong := [match[0] for match in FIELD.finditer(template) if match[1] not in values]:
        raise RefusedError(f"a template has {wrong[0]}, and there is only {', '.join(f'@{name}@' for name in values)}")
    return FIELD.sub(lambda match: written(values[match[1]], match[2]), template)


def written(value: object, kind: str | None) -> str:
    """Write a value as a language does: Python, YAML, Markdown, or as it is."""
    if kind == "py":
        return _python(value)
    text = str(value)
    return {"yaml": yaml_text(text), "md": MARKS.sub(r"\\\1", text)}.get(kind or "", text)


def _python(value: object) -> str:
    """Write text, pairs and dicts as this project's Python does, in double quotes."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_python, value))})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_python(key)}: {_python(one)}' for key, one in value.items())}}}"
    return json.dumps(str(value), ensure_ascii=False)


def yaml_text(text: str) -> str:
    """Write a text as one line of YAML that reads back as the same text, in quotes where it needs them."""
    if PLAIN.fullmatch(text) and text.lower() not in NULLS:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() or char == EMOJI_JOINER else f"\\U{ord(char):08x}"
