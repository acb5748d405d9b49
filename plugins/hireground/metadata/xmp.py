"""Blank in XMP, the metadata that Adobe's programs write, what names a person, a place or a device."""

import re

PERSONAL = (
    rb"GPS\w*|\w*Serial\w*|\w*Owner\w*|\w*[Cc]reator(?!Tool)\w*|\w*[Aa]uthor\w*|\w*[Aa]rtist\w*|\w*By[Ll]ine\w*|City|State|"
    rb"Country\w*|\w*Location\w*|Sublocation|\w*Person\w*|\w*[Cc]ontact\w*|[Cc]redit\w*|Source|History|Ingredients|"
    rb"Pantry|Manifest|DerivedFrom|\w*LastModifiedBy|Company|Manager|[Cc]ontributor|Make|Model|Lens\w*|UserComment|"
    rb"CaptionWriter|Headline|[Rr]ights|\w*CopyrightNotice|WebStatement|filePath"
)
TAG = re.compile(rb"<(/?)((?:[\w.-]+:)?[\w.-]+)([^<>]*)>")
IS_PERSONAL = re.compile(rb"(?:[\w.-]+:)?(?:" + PERSONAL + rb")")
ATTRIBUTE = re.compile(rb"""\s([\w.:-]+)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
SYNTAX = re.compile(rb"xmlns\b.*|xml:lang|rdf:(?:parseType|about)")
"""The attributes that are no words."""


def blanked_xmp(words: bytes) -> bytes:
    """Return XMP of the same length, with spaces for what names somebody or something."""
    blank, depth, at = bytearray(words), 0, 0
    for tag in TAG.finditer(words):
        if depth:
            blank[at : tag.start()] = b" " * (tag.start() - at)
        is_closing, name, attributes = tag.groups()
        is_personal = bool(IS_PERSONAL.fullmatch(name))
        for one in ATTRIBUTE.finditer(attributes):
            if not SYNTAX.fullmatch(one[1]) and (depth or is_personal or IS_PERSONAL.fullmatch(one[1])):
                start, end = (tag.start(3) + place for place in one.span(2 if one[2] is not None else 3))
                blank[start:end] = b" " * (end - start)
        if is_personal and not attributes.endswith(b"/"):
            depth = max(0, depth + (-1 if is_closing else 1))
        at = tag.end()
    return bytes(blank)
