"""A catalogue to what is wrong with it: phrases without a translation, or one that lost a part."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

FIELD = re.compile(r"\{\w*\}")


def untranslated(file: Path) -> Iterator[str]:
    """Yield a line for each phrase that readers would get in English, or without a name, date or number."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.stem.replace("-", "_"))
    for message in catalogue:
        if message.id:
            yield from _faults(message)


def _faults(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    words = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy or not all(words):
        yield f'"{ids[0]}" is not translated'
    elif any(set(FIELD.findall(str(word))) != set(FIELD.findall(ids[-1])) for word in words):
        yield f'"{ids[0]}" has other braces in its translation'
