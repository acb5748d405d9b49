"""Words that mean harm, in every field and on every surface: each is carried as it is, or refused with its place."""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path, PurePath
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import icalendar
import pytest
from errors_corpus import NOW, write_base
from hostile_site import SitePair, build_pair, name_of, texts, write_files, write_named, write_wide

from hireground.markdown.convert import converter
from hireground.markdown.extensions import typeset
from hireground.published.check import check
from hireground.slugs import slugify

# List all that a built file says, each text with its place, by readers of its format that are not ours.

Said = tuple[str, str]
"""A place in a file, and what stands there."""
Reading = Callable[[bytes], Iterator[Said]]


def by_html5lib(data: bytes) -> Iterator[Said]:
    """Read a page as browsers do; raises where they would have to guess."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    yield from _tree("", parser.parse(data))


def _tree(way: str, element: ET.Element) -> Iterator[Said]:
    here = f"{way}/{element.tag}"
    if not isinstance(element.tag, str):
        yield f"{way}/comment", element.text or ""
    else:
        yield from _element(here, {str(name): value for name, value in element.attrib.items()})
        yield from _text(here, element.attrib.get("type"), element.text or "")
        for child in element:
            yield from _tree(here, child)
    yield f"{here} after", element.tail or ""


DIRECTION = re.compile("</?bdi>")


def by_tokens(data: bytes) -> Iterator[Said]:
    """Read a page tag by tag with Python's own parser; names that run from right to left are marked, others are not."""
    parser = _Tokens(convert_charrefs=True)
    parser.feed(DIRECTION.sub("", data.decode()))
    parser.close()
    yield from parser.said


class _Tokens(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.said: list[Said] = []
        self.kind: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"an attribute twice: {attrs}"
        self.said += _element(tag, values)
        self.kind = values.get("type") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.said.append((f"/{tag}", ""))
        self.kind = None

    def handle_data(self, data: str) -> None:
        self.said += _text("text", self.kind, data)

    def handle_comment(self, data: str) -> None:
        self.said.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.said.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.said.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.said.append(("section", data))


def _element(here: str, attributes: dict[str, str]) -> Iterator[Said]:
    yield here, ""
    for name, value in attributes.items():
        if name in {"href", "src"}:
            yield from _address(f"{here}@{name}", value)
        elif value.startswith('[["'):  # what a search knows of dates
            yield from _json(f"{here}@{name}", json.loads(value))
        else:
            yield f"{here}@{name}", value


def _address(way: str, url: str) -> Iterator[Said]:
    """Take an address apart: what stands in its query must not become another parameter."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http", "webcal", "mailto"}:
        yield way, url
        return
    yield f"{way} scheme", parts.scheme
    yield f"{way} host", parts.netloc
    yield f"{way} path", unquote(parts.path, errors="strict")
    yield f"{way} fragment", unquote(parts.fragment, errors="strict")
    for name, value in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)):
        yield from _address(f"{way}?{name}", value) if name in {"cid", "url"} else [(f"{way}?{name}", value)]


def _text(here: str, kind: str | None, text: str) -> Iterator[Said]:
    if kind == "application/ld+json":
        yield from _json(here, json.loads(text))
    elif text:
        yield f"{here} text", text


def by_json(data: bytes) -> Iterator[Said]:
    """Read JSON."""
    yield from _json("", json.loads(data))


def _json(way: str, value: object) -> Iterator[Said]:
    if isinstance(value, dict):
        for name, inner in value.items():
            is_link = name in {"href", "uri", "url"} and isinstance(inner, str)
            yield f"{way} key", name
            if name == "content_html":  # JSON Feed
                yield from ((f"{way}.{name} {where}", said) for where, said in by_tokens(str(inner).encode()))
            else:
                yield from _address(f"{way}.{name}", str(inner)) if is_link else _json(f"{way}.*", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _json(f"{way}[{number}]", inner)
    else:
        yield f"{way}={type(value).__name__}", str(value)


def by_icalendar(data: bytes) -> Iterator[Said]:
    """Read a calendar with collective/icalendar."""
    read = icalendar.Calendar.from_ical(data)
    for component in read.walk():
        assert component.errors == []
        yield str(component.name), ""
        for name, value in component.property_items(recursive=False):
            yield f"{component.name}.{name}", _plain(name, value)
            yield from ((f"{component.name}.{name};{key}", str(one)) for key, one in _parameters(value))


def _parameters(value: object) -> Iterator[tuple[str, object]]:
    yield from dict(getattr(value, "params", {})).items()


def _plain(name: str, value: object) -> str:
    if isinstance(value, icalendar.vCategory):
        return "\n".join(map(str, value.cats))
    if name == "NAME" or name.startswith("X-WR-"):  # the library leaves what it knows no type of as it is written
        return re.sub(r"\\(.)", r"\1", str(value))
    written = value if isinstance(value, str) else getattr(value, "to_ical", str)()
    return written.decode() if isinstance(written, bytes) else str(written)


def by_element_tree(data: bytes) -> Iterator[Said]:
    """Read XML; the HTML in a feed is read in its turn."""
    root = ET.fromstring(data)  # noqa: S314 -- our own file
    described = {id(one) for item in root.iter("item") for one in item.findall("description")}
    for element in root.iter():
        yield element.tag, ""
        for name, value in element.attrib.items():
            yield f"{element.tag}@{name}", value
        text = element.text or ""
        if element.get("type") == "html" or id(element) in described:
            yield from ((f"{element.tag} {way}", said) for way, said in by_tokens(text.encode()))
        else:
            yield f"{element.tag} text", text
        yield f"{element.tag} after", element.tail or ""


def by_lines(data: bytes) -> Iterator[Said]:
    """Read plain text: no line breaks but its own, and no matter how it is wrapped."""
    text = data.decode()
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} - {"\n"} and sign != "\n"]
    yield "words", re.sub(r"^(=+|-+)$|\s+", "", text, flags=re.MULTILINE)


READINGS: dict[str, Reading] = {
    ".html": by_tokens,
    ".json": by_json,
    ".webmanifest": by_json,
    ".ics": by_icalendar,
    ".xml": by_element_tree,
    ".atom": by_element_tree,
    ".svg": by_element_tree,
    ".txt": by_lines,
}


def said_in(path: PurePath, data: bytes) -> list[Said]:
    """Return all that a file says."""
    reading = READINGS.get(path.suffix)
    return [*reading(data)] if reading else [("bytes", data.decode("latin-1"))]


CARRIED = texts("carried.txt")
MARK = re.compile(r"(z[qn]\d{3}[qn]z)")
SLUG = re.compile(r"zx(\d{3})xz[a-z0-9-]*")
X = "[0-9a-f]"
MADE = re.compile(
    rf"-{X}{{8}}(?=\.ics)|(?<=cards/){X}{{16}}|{X}{{40}}|{X}{{8}}(?:-{X}{{4}}){{3}}-{X}{{12}}"
    r"|\d+(?= min read| minutes to read)"
)
"""What is made from words: names of blocks' calendars and of cards, commits and UUIDs, and the time to read them."""
ESCAPED = re.compile(r"\\([\\;,:])")
CUT = ("a@href?", "meta@content")
"""Where a long text is cut: links to calendars of the web, and descriptions."""
ONE_IN = 12
"""The share of pages that is read by html5lib too: it takes its time."""
WRITERS = {"wide": write_wide, "named": write_named}


@pytest.fixture(scope="module", params=WRITERS)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SitePair:
    return build_pair(tmp_path_factory.mktemp("hostile"), CARRIED, WRITERS[request.param])


def test_there_are_enough_of_them() -> None:
    assert len(set(CARRIED)) >= 200


def files(root: Path) -> dict[str, Path]:
    """Return a site's files, by the names that the plain site has for them."""
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {SLUG.sub(r"zn\1nz", MADE.sub("", name)): path for name, path in found.items() if name[0] != "."}


@cache
def ways_to_say(mark: str) -> tuple[str, ...]:
    """Return all that stands for a mark: the text itself, typeset, in an address, in a parameter."""
    number = int(mark[2:5])
    text = CARRIED[number].strip() if mark[1] == "q" else name_of(CARRIED, number)
    found = {text, typeset(text), slugify(text)}
    found |= {html.escape(text, quote=False), ESCAPED.sub(r"\1", text)}  # Outlook; icalendar's parameters
    found |= {" ".join(one.split()) for one in found}  # descriptions
    found |= {one.rstrip(".") for one in found}  # a card's, which is a sentence
    found |= {re.sub(r"\s+", "", one) for one in found}  # agenda.txt, unwrapped
    return tuple(sorted(found, key=len, reverse=True))


def is_said(hostile: str, plain: str) -> bool:
    """Tell whether a place says what the plain site says, word for word."""
    reached = {0}
    for number, piece in enumerate(MARK.split(plain)):
        ways = ways_to_say(piece) if number % 2 else (piece,)
        reached = {at + len(loc) for at in reached for loc in ways if hostile.startswith(loc, at)}
    return len(hostile) in reached


def is_begun(hostile: str, plain: str) -> bool:
    """Tell whether a text that was cut says what the plain site says, as far as it goes."""
    reached = {0}
    for number, piece in enumerate(MARK.split(plain.removesuffix("…"))):
        ways = ways_to_say(piece) if number % 2 else (piece,)
        if any(loc.startswith(hostile[at:]) for at in reached for loc in ways):
            return True
        reached = {at + len(loc) for at in reached for loc in ways if hostile.startswith(loc, at)}
    return bool(reached)


def is_shortened(hostile: str, plain: str) -> bool:
    """Tell whether a text for a network that allows few letters has the plain one's title and address."""
    (title, *_, address), (plain_title, *_, plain_address) = hostile.split("\n\n"), plain.split("\n\n")
    return is_said(title, plain_title) and address == plain_address


def differences(hostile: Path, plain: Path) -> Iterator[str]:
    pair = (said_in(path, path.read_bytes()) for path in (hostile, plain))
    for one, other in zip_longest(*pair):
        if one is None or other is None or one[0] != other[0]:
            yield f"{hostile}: {one} where the plain site has {other}"
            return
        (where, left), (_where, right) = one, other
        left, right = MADE.sub("", left), MADE.sub("", right)
        if left.endswith("…") and where.startswith(CUT) and is_begun(left.removesuffix("…").rstrip(), right):
            continue
        if hostile.name == "social.json" and "\n\n" in right and is_shortened(left, right):
            continue
        if left != right and not is_said(left, right):
            yield f"{hostile}: {where}: {left!r} where the plain site has {right!r}"


def test_a_site_says_them_all_and_nothing_else_differs(pair: SitePair) -> None:
    hostile, plain = map(files, pair)
    assert hostile.keys() == plain.keys()
    texts = {name: path for name, path in hostile.items() if path.suffix != ".png"}
    found = [problem[:600] for name, path in texts.items() for problem in differences(path, plain[name])]
    assert found[:20] == []


def test_browsers_need_not_guess_how_a_page_is_meant(pair: SitePair) -> None:
    pages = sorted(pair.hostile.rglob("*.html"))[::ONE_IN]
    assert pages
    for path in pages:
        for where, said in by_html5lib(path.read_bytes()):
            if where.startswith("/html/head/style"):  # the theme's own, which the plain site has word for word
                continue
            assert not re.search(r"@(on|style)|/(style|iframe|object|embed|base|form|comment)\b", where), path
            assert not where.endswith(" scheme") or said in {"https", "http", "mailto", "webcal"}, path


# Addresses


def site_with(tmp_path: Path, files: dict[str, str]) -> list[str]:
    """Return what `check` says of a site that has more files."""
    settings = write_base(tmp_path)
    write_files(tmp_path, files)
    return [str(problem) for problem in check(settings, NOW)]


ADDRESSES = texts("addresses.txt")
FIELDS = """\
  - start: 2027-02-01 18:00
    recording: {url}
    slides: {url}
    online: {url}
    registration:
      url: {url}
      waiting_list: {url}
    place:
      name: Somewhere
      url: {url}
    organizer:
      name: Somebody
      url: {url}
    sponsor:
      name: Some Bank
      url: {url}
    speakers:
      - name: Some Speaker
        url: {url}
"""


def test_no_field_takes_an_address_that_is_none(tmp_path: Path) -> None:
    sessions = "".join(FIELDS.format(url=json.dumps(address)) for address in ADDRESSES)
    text = f"---\ntitle: Addresses\nsummary: None of them is one.\nsessions:\n{sessions}---\n"
    said = site_with(tmp_path, {"seminars/addresses.md": text})
    wrong = {
        number for number, line in enumerate(text.splitlines(), 1) if re.search(r'(url|list|ing|ides|ine): "', line)
    }
    assert len(wrong) == 9 * len(ADDRESSES)
    assert {int(problem.split(":")[1]) for problem in said} == wrong


FORMS = (
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "title")',
    "[x]\n\n[x]: {}\n",
    "![x]({})",
    '[x](#a){{: href="{}" }}',
    '<a href="{}">x</a>',
    "<a href='{}'>x</a>",
    "<a href={}>x</a>",
    '<A\nHREF = "{}">x</A>',
    '<svg><a xlink:href="{}">x</a></svg>',
    '<form action="{}"><button>x</button></form>',
    '<button formaction="{}">x</button>',
    '<iframe src="{}"></iframe>',
    '<p markdown="1">[x]({})</p>',
    "- [x]({})",
    "> [x]({})",
)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def test_no_link_of_a_text_leads_to_one(tmp_path: Path) -> None:
    head = "---\ntitle: A {}\ndate: 2026-11-01\nsummary: One.\n---\nSee\n\n{}\n"
    bodies = [form.format(address) for address in [*ADDRESSES, "javasc\nript:alert(1)"] for form in FORMS]
    posts = {f"posts/link-{number:04}.md": head.format(number, body) for number, body in enumerate(bodies)}
    said = {problem.split(":")[0].removeprefix("content/") for problem in site_with(tmp_path, posts)}
    missed = [bodies[number] for number, name in enumerate(posts) if name not in said and schemes(bodies[number])]
    assert missed == []
    assert len(said) > len(bodies) / 2


def schemes(body: str) -> set[str]:
    """Return the schemes that a browser may follow in a converted body, but for those that are allowed."""
    tree = html5lib.parse(converter().convert(body), namespaceHTMLElements=False)
    values = [
        str(value) for element in tree.iter() for name, value in element.attrib.items() if name not in {"title", "alt"}
    ]
    found = (SCHEME.match(re.sub(r"[\t\n\r]", "", value).lstrip("".join(map(chr, range(33))))) for value in values)
    safe = {"https", "http", "ftp", "mailto", "tel", "webcal"}  # of those that stand in `ADDRESSES`
    return {match[1].lower() for match in found if match} - safe


# Signs that nobody sees

REFUSED = texts("refused.txt")


@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "as it is"])
def test_signs_that_nobody_sees_are_refused_where_they_stand(is_escaped: bool, tmp_path: Path) -> None:  # noqa: FBT001
    files = {}
    for number, text in enumerate(REFUSED):
        written = json.dumps(text, ensure_ascii=is_escaped)
        head = f"---\ntitle: Unseen\ndate: 2026-11-01\nsummary: {written if is_escaped else text}\n---\nWords.\n"
        files[f"posts/unseen-{number:02}.md"] = head
    settings = write_base(tmp_path)
    for name, text in files.items():
        (tmp_path / "content" / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    said = [str(problem) for problem in check(settings, NOW)]
    told = {line.split(":")[0].removeprefix("content/"): line for line in said}
    is_whole = {name for name, text in files.items() if is_escaped or "\r" not in text}
    assert set(told) >= is_whole
    assert [line for name, line in told.items() if name in is_whole and ".md:4:" not in line] == []


@pytest.mark.parametrize("text", [text for text in REFUSED if text.isascii()] + ["a\nb", "a\u202eb"], ids=ascii)
def test_settings_hold_none_either(text: str, tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    words = settings.read_text("utf-8").replace('"Mara Lindqvist"', repr(text)).replace('"Hire Ground"', repr(text))
    settings.write_text(f"{words}SITE_NAV = (({text!r}, 'posts/'),)\nSITESUBTITLE = {text!r}\n", "utf-8")
    said = [str(problem) for problem in check(settings, NOW)]
    assert {line.split(": ")[1] for line in said} >= {
        "AUTHOR",
        "SITENAME",
        "SITESUBTITLE",
        "SITE_NAV[0][0]",
        'SEMINARS["organizer"]["name"]',
    }


@pytest.mark.parametrize(
    "address", ["javascript://example.org/%0aalert(1)", 'https://example.org/"><script>', "//example.org"]
)
def test_the_site_s_own_address_is_one(address: str, tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    settings.write_text(
        settings.read_text("utf-8").replace("https://hireground.example.org", address.replace('"', '\\"')), "utf-8"
    )
    assert [str(problem).split(": ")[1] for problem in check(settings, NOW)] == ["SITEURL"]
