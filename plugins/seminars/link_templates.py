"""Links that hold `{date}`, `{time}`, `{seminar}` or `{uid}`, to be filled in for each session."""

import re
import string

from plugins.reader.addresses import EMAIL
from plugins.reader.fields import check_url, expect_text
from plugins.reader.quote import plain, quoted
from plugins.reader.suggest import did_you_mean, one_of

LINK_KEYS = ("date", "time", "seminar", "uid")


def parse_link_template(text: object) -> str:
    """Let a link pass that may hold `{date}`, `{time}`, `{seminar}` and `{uid}`."""
    template = expect_text(text)
    email = template.removeprefix("mailto:")
    if EMAIL.fullmatch(email):
        raise ValueError(f'{quoted(template)} is an e-mail address; write "email: {plain(email)}"')
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        raise ValueError(f"{quoted(template)} has a brace without its partner; write {_braces(template)}") from None
    for _text, name, spec, conversion in parts:
        if name is not None and (name not in LINK_KEYS or spec or conversion):
            word = f"{{{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}}}"
            known = [f"{{{key}}}" for key in LINK_KEYS]
            raise ValueError(f"{quoted(word)} is not filled in here; {did_you_mean(word, known, one_of(known))}")
    try:
        check_url(template.format_map({key: f"0{key}0" for key in LINK_KEYS}))
    except ValueError as error:
        raise ValueError(_unfilled(str(error))) from None
    return template


def _unfilled(message: str) -> str:
    """Put the author's own braces back, so that the words to write are theirs."""
    for key in LINK_KEYS:
        message = message.replace(f"0{key}0", f"{{{key}}}")
    return message


def _braces(template: str) -> str:
    """Close the brace of a word that is known, or show how it is done."""
    words = "|".join(LINK_KEYS)
    half = rf"\{{({words})(?!\w|\}})|(?<![\w{{])({words})\}}"
    fixed = re.sub(half, lambda match: f"{{{match[1] or match[2]}}}", template)
    try:
        list(string.Formatter().parse(fixed))
    except ValueError:
        fixed = "{date}"
    return quoted(fixed)
