"""Characters that nobody sees and no text of ours holds: programs stop at them, and readers are misled by them."""

import re

NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line break
    r"\u2028\u2029"  # line breaks that only some programs know
    r"\u202a-\u202e"  # they turn the text around them about; marks and isolates (U+200E, U+2066) do not
    rf"\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]"  # what Unicode calls no characters, and XML cannot hold
)
