"""Links to register, to subscribe and to add a session to other calendars hold what they should, whole and short."""

import datetime as dt
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from examples import SITEURL, WORDING, session_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.model import Place, Session
from hireground.seminars.model.places import Online
from hireground.seminars.model.registration import RegistrationState, registration_state
from hireground.seminars.pages.calendar_links import calendar_links, shortened, subscribe_links
from hireground.seminars.pages.links import Link, fill, mailto, registration_link, way_href

DATES = "sessions: [2026-12-05 09:00]"
PLAIN = session_of(f"place: Bellevue Library\n{DATES}", "Letters")
WHOLE_DAYS = session_of("place: Bellevue Library\nsessions: [{start: 2027-01-30, end: 2027-01-31, all_day: yes}]")
ONE_DAY = session_of("sessions: [{start: 2027-03-14, all_day: yes}]")
STREET = "Bellevue Library, 1111 110th Ave NE, Bellevue, WA 98004"
HOSTILE = 'R&D?: 50% "off" #1 = a+b; <b>x</b>\r\nline {date} é 👩🏽‍💻 עברית'
FILLED = {
    "https://register.example.org/": "https://register.example.org/",
    "https://register.example.org/{date}": "https://register.example.org/2026-12-05",
    "https://register.example.org/?d={date}&t={time}": "https://register.example.org/?d=2026-12-05&t=09%3A00",
    "https://register.example.org/{seminar}/{uid}": "https://register.example.org/example/UID",
    "https://register.example.org/?d={date}&d={date}#s={seminar}": (
        "https://register.example.org/?d=2026-12-05&d=2026-12-05#s=example"
    ),
    "https://{seminar}.example.org:8443/%7Bdate%7D?a=%20b&utm_source=blog": (
        "https://example.example.org:8443/%7Bdate%7D?a=%20b&utm_source=blog"
    ),
}
ONLINE = "Online: https://e.org"
SCHEMES = {"http", "https", "mailto", "webcal"}
LONGEST = 2000


def registering(**registration: str) -> Session:
    return replace(PLAIN, registration=Registration.model_validate({"closes": PLAIN.start, **registration}))


def link(session: Session, kind: str) -> str:
    (found,) = (one.href for one in calendar_links(session, SITEURL, WORDING) if one.kind == kind)
    return found


def query(href: str) -> dict[str, str]:
    """Parse a query as a browser's form would not: `+` is a plus, nothing is repeated."""
    pairs = parse_qs(urlsplit(href).query.replace("+", "%2B"), keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in pairs.values())
    return {name: values[0] for name, values in pairs.items()}


def address_of(session: Session) -> str:
    """Return where people register."""
    assert session.registration
    return way_href(session.registration, session, WORDING)


@pytest.mark.parametrize("template", FILLED, ids=str)
def test_template(template: str) -> None:
    assert address_of(registering(url=template)) == FILLED[template].replace("UID", PLAIN.uid)


@given(st.text())
def test_what_fills_a_template_stays_one_value(text: str) -> None:
    odd = replace(PLAIN, uid=text, seminar_slug=text)
    filled = fill("https://register.example.org/{seminar}/?u={uid}&n={seminar}#x", odd)
    assert urlsplit(filled).hostname == "register.example.org"
    assert unquote(urlsplit(filled).path) == f"/{text}/"
    assert query(filled) == {"u": text, "n": text}
    assert urlsplit(filled).fragment == "x"
    assert filled.isascii()


@pytest.mark.parametrize("title", ["Letters", HOSTILE, "a & b = c?", "100 % + more", "\n"], ids=ascii)
def test_letter_reads_back(title: str) -> None:
    href = address_of(replace(registering(email="a+b@example.org"), title=title))
    assert unquote(urlsplit(href).path) == "a+b@example.org"
    assert query(href) == {
        "subject": f"Registration: {title}, Saturday, December 5, 2026",
        "body": (
            f"Please register me for “{title}” on Saturday, December 5, 2026, "
            "9:00\u202fAM to 10:30\u202fAM, Pacific Time.\r\n\r\nMy name: "
        ),
    }
    assert href.isascii()
    assert not set(href) & set(' "<>\r\n+')


@given(st.text())
def test_any_title_survives_a_letter(title: str) -> None:
    href = mailto("name@example.org", replace(PLAIN, title=title), WORDING)
    assert query(href)["subject"] == f"Registration: {title}, Saturday, December 5, 2026"
    assert query(href).keys() == {"subject", "body"}


@pytest.mark.parametrize("state", RegistrationState)
def test_link_of_each_state(state: RegistrationState) -> None:
    session = replace(
        registering(url="https://register.example.org", waiting_list="mailto:wait@example.org"),
        recording="https://video.example.org",
    )
    expected = {
        RegistrationState.OPEN: Link("register", "https://register.example.org", "Register now"),
        RegistrationState.FEW_PLACES: Link("register", "https://register.example.org", "Register now"),
        RegistrationState.WAITING_LIST: Link("waiting-list", "mailto:wait@example.org", "Join the waiting list"),
        RegistrationState.PAST: Link("recording", "https://video.example.org", "Watch the recording"),
    }
    assert registration_link(session, state, WORDING) == expected.get(state)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("price: free", "Register now (it’s free)"),
        ("price: 25 USD", "Register now (25 USD)"),
        ("price: 25 USD (students 10 USD)", "Register now (25 USD; students 10 USD)"),
        ("price: none", "Register now"),
        ("", "Register now"),
    ],
)
def test_free_is_said_only_where_the_file_says_free(price: str, words: str) -> None:
    session = session_of(f'{price}\nregistration: {{url: "https://register.example.org"}}\n{DATES}')
    found = registration_link(session, registration_state(session, session.modified), WORDING)
    assert found
    assert found.text == words


def test_google() -> None:
    assert query(link(PLAIN, "google")) == {
        "action": "TEMPLATE",
        "text": "Letters",
        "dates": "20261205T170000Z/20261205T183000Z",
        "ctz": "America/Los_Angeles",
        "location": STREET,
        "details": f"What it is about.\n\n{SITEURL}/seminars/example/2026-12-05/",
    }
    days = query(link(WHOLE_DAYS, "google"))
    assert days["dates"] == "20270130/20270201"
    assert "ctz" not in days


@pytest.mark.parametrize(("kind", "host"), [("outlook", "outlook.live.com"), ("office365", "outlook.office.com")])
def test_outlook(kind: str, host: str) -> None:
    address = link(PLAIN, kind)
    assert address.startswith(f"https://{host}/calendar/0/action/compose?")
    assert query(address) == {
        "rru": "addevent",
        "path": "/calendar/action/compose",
        "startdt": "2026-12-05T17:00:00Z",
        "enddt": "2026-12-05T18:30:00Z",
        "subject": "Letters",
        "location": STREET,
        "body": f"What it is about.<br><br>{SITEURL}/seminars/example/2026-12-05/",
    }
    days = query(link(WHOLE_DAYS, kind))
    assert (days["startdt"], days["enddt"], days["allday"]) == ("2027-01-30", "2027-02-01", "true")


def test_yahoo() -> None:
    assert query(link(PLAIN, "yahoo")) == {
        "v": "60",
        "title": "Letters",
        "st": "20261205T170000Z",
        "et": "20261205T183000Z",
        "in_loc": STREET,
        "desc": f"What it is about.\n\n{SITEURL}/seminars/example/2026-12-05/",
    }
    one, two = query(link(ONE_DAY, "yahoo")), query(link(WHOLE_DAYS, "yahoo"))
    assert (one["st"], one["dur"], "et" in one) == ("20270314", "allday", False)
    assert (two["st"], two["et"], "dur" in two) == ("20270130", "20270201", False)


@pytest.mark.parametrize("summary", [HOSTILE, "<script>alert(1)</script> R&D", "a &amp; b"], ids=ascii)
def test_outlook_takes_its_text_for_html(summary: str) -> None:
    body = query(link(replace(PLAIN, summary=summary), "outlook"))["body"]
    assert "<" not in body.replace("<br>", "")
    assert unescape(body.replace("<br>", "\n")).partition("\n\nhttps:")[0] == summary


texts = st.one_of(
    st.text(max_size=400),
    st.builds(str.__mul__, st.sampled_from(["ä", "👩🏽‍💻 ", "<&>", "word ", "%", "\n", "x"]), st.integers(1, 900)),
)


@given(texts, texts, texts)
def test_links_of_any_session_stay_short_and_whole(title: str, summary: str, name: str) -> None:
    session = replace(
        PLAIN, title=title, summary=summary, place=None, online=Online.model_construct(url="https://e.org", name=name)
    )
    for one in calendar_links(session, SITEURL, WORDING):
        assert len(one.href) < LONGEST
        assert one.href.isascii()
        assert not set(one.href) & set('+ "<>\r\n')
        assert urlsplit(one.href).scheme in SCHEMES
    for kind, key in (("google", "details"), ("outlook", "body"), ("office365", "body"), ("yahoo", "desc")):
        text = query(link(session, kind))[key]
        assert text.endswith(f"{SITEURL}/{session.url}")
        start = unescape(text.replace("<br>", "\n")) if key == "body" else text
        kept = start.removesuffix(f"\n\n{SITEURL}/{session.url}").removesuffix(f"{ONLINE}").removesuffix("…")
        assert summary.startswith(kept.rstrip("\n").removesuffix("…")) or kept == ""
    for kind, key in (("google", "text"), ("outlook", "subject"), ("yahoo", "title")):
        assert title.startswith(query(link(session, kind))[key].removesuffix("…"))


STREETS = ("1111 110th Ave NE", "東京都千代田区丸の内一丁目9番1号 セミナービル12階", "Straße des 17. Juni 135 & Hof")


@given(texts, texts, texts, texts, st.sampled_from(STREETS))
def test_words_give_way_to_the_street(title: str, summary: str, name: str, note: str, street: str) -> None:
    place = Place.model_construct(name=name, room="Room 2", address=street, city="Bellevue", country="US")
    session = replace(PLAIN, title=title, summary=summary, note=note, place=place)
    for kind, key in (("google", "location"), ("outlook", "location"), ("office365", "location"), ("yahoo", "in_loc")):
        href = link(session, kind)
        assert len(href) < LONGEST
        assert query(href)[key].endswith(f"{street}, Bellevue")


def test_a_long_summary_is_cut_at_a_word() -> None:
    summary = "Forty-five words and more. " * 60
    text = query(link(replace(PLAIN, summary=summary.strip()), "google"))["details"].partition("\n\n")[0]
    assert 700 < len(text) <= 901
    assert text.endswith("…")
    assert summary.startswith(text.removesuffix("…"))
    assert summary[len(text.removesuffix("…"))] == " "


@given(st.text(), st.integers(-5, 60))
def test_shortened_text_fits(text: str, room: int) -> None:
    short = shortened(text, room, ascii)
    assert short == text or not short or len(ascii(short)) <= room
    assert text.startswith(short.removesuffix("…"))


def test_subscribe() -> None:
    path, name = "seminars/about/r-d/calendar.ics", "R&D + more?"
    found = {one.kind: one.href for one in subscribe_links(path, name, SITEURL, WORDING)}
    assert found["webcal"] == f"webcal://hireground.example.org/{path}"
    assert found["url"] == f"{SITEURL}/{path}"
    assert query(found["google"]) == {"cid": found["webcal"]}
    assert query(found["outlook"]) == {"url": found["url"], "name": name}
    assert query(found["office365"]) == {"url": found["url"], "name": name}
    assert {urlsplit(href).scheme for href in found.values()} == {"https", "webcal"}
    assert all("+" not in href for href in found.values())


def test_a_laptop_without_an_address_offers_the_file_alone() -> None:
    assert [one.href for one in subscribe_links("seminars/calendar.ics", "x", "", WORDING)] == [
        "/seminars/calendar.ics"
    ]
    served = subscribe_links("seminars/calendar.ics", "x", "http://127.0.0.1:8000", WORDING)
    assert served[0].href == "webcal://127.0.0.1:8000/seminars/calendar.ics"


def test_times_of_a_link_are_the_session_s_in_any_zone() -> None:
    for name in ("Europe/Berlin", "Asia/Kolkata", "Atlantic/Reykjavik", "UTC", "Pacific/Chatham"):
        session = session_of(f"timezone: {name}\nsessions: [2027-03-28 12:00]")
        written = query(link(session, "google"))["dates"].split("/")
        parsed = [dt.datetime.strptime(one, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC) for one in written]
        assert parsed == [session.start, session.end]
        assert dt.datetime.fromisoformat(query(link(session, "outlook"))["startdt"]) == session.start


def test_a_link_says_what_the_file_says() -> None:
    session = session_of(
        f"""place: Bellevue Library
price: 25 USD
speakers: [Mara Lindqvist]
registration: {{url: "https://register.example.org/{{date}}"}}
online: https://meet.example.org/letters
{DATES}"""
    )
    lines = [
        *("What it is about.", "", "With Mara Lindqvist (Hire Ground)", "Price: 25 USD"),
        "Register: https://register.example.org/2026-12-05",
        *("Online: https://meet.example.org/letters", "", f"{SITEURL}/{session.url}"),
    ]
    for kind, key, place in (("google", "details", "location"), ("yahoo", "desc", "in_loc")):
        said = query(link(session, kind))
        assert (said[place], said[key].split("\n")) == (STREET, lines)
        long = query(link(replace(session, summary="Words, words. " * 300), kind))
        assert long[place] == STREET
        assert long[key].split("\n")[1:] == lines[1:], "the summary is what is cut"
    assert query(link(session, "outlook"))["location"] == STREET
    assert query(link(session, "outlook"))["body"].split("<br>") == lines


def test_an_online_session_is_where_its_file_says() -> None:
    session = session_of(f"online: https://meet.example.org/letters\n{DATES}")
    assert query(link(session, "google"))["location"] == "https://meet.example.org/letters"
