"""An author's value as a message shows it: on one line, nothing invisible in it, not too long."""

LONGEST = 80
LONGEST_LINE = 160
"""A line to copy is worth more room than a value to recognize."""


def plain(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line; a character that nobody sees is spelled `<U+200B>`."""
    line = "".join(map(_visible, text[: longest + 1]))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return " " if char in "\n\t" else f"<U+{ord(char):04X}>"


def quoted(text: str) -> str:
    """Return `text` in quotes."""
    return f'"{plain(text)}"'


def write(line: str) -> str:
    """Return `write "timezone: America/Los_Angeles"`; a line that has quotes of its own stands without more."""
    shown = plain(line, LONGEST_LINE)
    return f"write {shown}" if '"' in shown else f'write "{shown}"'
