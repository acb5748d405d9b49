"""Data to YAML that reads back as the same text, in one line."""

import re

from plugins.reader.strict_yaml import Data, YamlError, parse_yaml

HIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff"\\]')


def flow(data: Data) -> str:
    """Write a value as it may stand anywhere, also inside `[ ]` and `{ }`."""
    if isinstance(data, dict):
        return f"{{{', '.join(f'{flow(key)}: {flow(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(map(flow, data))}]"
    if data is None:
        return "~"
    return data if _is_plain(data) else f'"{HIDDEN.sub(_escaped, data)}"'


def _is_plain(text: str) -> bool:
    try:
        return parse_yaml(f"[{{k: {text}}}, {text}]")[0] == [{"k": text}, text]
    except YamlError:
        return False


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}" if match[0] in '"\\' else f"\\u{ord(match[0]):04x}"
