"""A language's code: `en`, `pt-BR`."""

import re
from typing import Annotated

from pydantic import AfterValidator

from plugins.reader.fields import refuse
from plugins.reader.quote import quoted, write

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)


def check_language(code: str) -> str:
    """Let a language's code pass: `en`, `pt-BR`."""
    if LANGUAGE.fullmatch(code):
        return code
    from babel import Locale  # noqa: PLC0415 -- a large table, wanted only for this message

    meant = next((known for known, name in Locale("en").languages.items() if name.lower() == code.lower()), "en")
    return refuse(code, f"{quoted(code)} is no language's code; {write(meant)}")


Language = Annotated[str, AfterValidator(check_language)]
