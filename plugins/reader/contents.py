"""Whether a text is long enough for a table of contents, where its author does not say."""

LONG = 1_200
"""Words, about five minutes of reading."""
SECTIONS = 3


def has_contents(told: bool | None, body: str, html: str) -> bool:  # noqa: FBT001 -- what the author wrote
    """Do as the author says, else as the length and the sections have it."""
    return told if told is not None else len(body.split()) >= LONG and html.count("<h2 ") >= SECTIONS
