"""Citations of talks read back as what the site says, whatever signs are in it; BibTeX by a strict grammar."""

import json
import re

import pytest
from examples import SITEURL, WORDING, session_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.model.model import Session
from hireground.seminars.pages.citations import Citation, bibtex, citation_files, citation_of, csl_json, parts_of

TALK = "{start: 2026-12-05 18:00, title: The Knot, language: en}"
NAMES = {
    "Mara Lindqvist": ("Mara", "Lindqvist"),
    "Donald E. Knuth": ("Donald E.", "Knuth"),
    "Ludwig van der Berg": ("Ludwig", "van der Berg"),
    "Jean-Luc O’Neill": ("Jean-Luc", "O’Neill"),
    "Gabriel García Márquez": None,  # one family name or two
    "Dr. Mara Lindqvist": None,
    "Plato": None,
    "Lindqvist, Mara": None,
    "山田 太郎": None,
    "Acme 3000": None,
}
UNESCAPED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{sign}": sign for sign in "$&#%_"},
}


def talk(more: str = "", dates: str = TALK) -> Session:
    return session_of(
        f"speakers: [Mara Lindqvist, 山田 太郎]\nplace: Bellevue Library\n{more}\nsessions: [{dates}]", "Knots"
    )


def read(entry: str) -> tuple[str, dict[str, str]]:
    """Read one entry: a key, and fields whose braces match; nothing else may stand there."""
    head = re.match(r"@misc\{([A-Za-z0-9-]+),\n", entry)
    assert head, entry
    fields, at = {}, head.end()
    while entry[at:] != "}\n":
        name = re.compile(r"  ([a-z]+) = (?:([a-z]{3})|(\{))").match(entry, at)
        assert name, entry[at:]
        assert name[1] not in fields
        at = name.end()
        if name[3]:
            depth, start = 1, at
            while depth:
                depth += {"{": 1, "}": -1}.get(entry[at], 0)
                at += 1
            fields[name[1]] = entry[start : at - 1]
        else:
            fields[name[1]] = name[2]
        assert entry[at : at + 2] == ",\n", entry[at:]
        at += 2
    return head[1], fields


def shown(latex: str) -> str:
    """Return what LaTeX prints; a sign of its own that is left bare is a fault."""
    pieces = re.findall(r"\\text[a-z]+\{\}|\\[$&#%_]|[^\\{}$&#%_^~]", latex)
    assert "".join(pieces) == latex, latex
    return "".join(UNESCAPED.get(piece, piece) for piece in pieces)


def test_a_talk_is_cited() -> None:
    said = citation_of(talk(), SITEURL, WORDING)
    assert said
    key, fields = read(bibtex(said).decode())
    assert key == "example-2026-12-05"
    assert fields == {
        "author": "Lindqvist, Mara and {山田 太郎}",
        "title": "{The Knot}",
        "howpublished": "Talk, Knots",
        "address": "Bellevue Library, Bellevue",
        "year": "2026",
        "month": "dec",
        "date": "2026-12-05",
        "url": f"{SITEURL}/seminars/example/2026-12-05/",
    }
    assert json.loads(csl_json(said)) == [
        {
            "id": "example-2026-12-05",
            "type": "speech",
            "title": "The Knot",
            "author": [{"given": "Mara", "family": "Lindqvist"}, {"literal": "山田 太郎"}],
            "genre": "Talk",
            "event-title": "Knots",
            "event-place": "Bellevue Library, Bellevue",
            "issued": {"date-parts": [[2026, 12, 5]]},
            "language": "en",
            "URL": f"{SITEURL}/seminars/example/2026-12-05/",
        }
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_split_where_that_is_certain(name: str) -> None:
    assert parts_of(name) == NAMES[name]


@given(st.text(), st.lists(st.one_of(st.text(min_size=1), st.sampled_from([*NAMES])), min_size=1), st.text())
def test_any_words_read_back(title: str, names: list[str], where: str) -> None:
    said = Citation("k", title, tuple(names), "Talk", "Knots & co", where, (2026, 1, 31), "", "https://e.org/%C3%A9/")
    _key, fields = read(bibtex(said).decode())
    assert shown(fields["title"][1:-1]) == " ".join(title.split())
    assert shown(fields.get("address", "")) == " ".join(where.split())
    assert fields["url"] == said.url
    whole = [name for name in names if parts_of(name) is None]
    assert [shown(one) for one in re.findall(r"(?:^| and )\{((?:[^{}]|\{\})*)\}", fields["author"])] == [
        " ".join(name.split()) for name in whole
    ]
    (item,) = json.loads(csl_json(said))
    assert item.get("title", "") == title
    assert len(item["author"]) == len(names)


@pytest.mark.parametrize(
    "session",
    [
        talk(dates="{start: 2026-12-05 18:00, speakers: TBA}"),
        talk(dates="{start: 2026-12-05 18:00, status: cancelled}"),
        talk(dates="{start: 2026-12}"),
    ],
)
def test_what_nobody_can_cite_has_no_file(session: Session) -> None:
    assert [*citation_files(session, SITEURL, WORDING)] == []
    assert len([*citation_files(talk(), SITEURL, WORDING)]) == 2
