import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import pytest
from babel import Locale
from examples import NOW, SITEURL, WORDING, seminar_of
from hypothesis import given
from hypothesis import strategies as st

from plugins.seminars.announcement import block_groups
from plugins.seminars.desk import Desk
from plugins.seminars.listings import Kind, all_sessions, listings
from plugins.seminars.model import Seminar
from plugins.seminars.month_grid import month_grid, weekdays
from plugins.seminars.pages import listing_pages, session_pages
from plugins.seminars.views import SessionView, session_view

ALL_DAY = """
  - start: 2026-12-30
    end: 2027-01-02
    all_day: yes
  - 2026-12-31 22:00
"""


def seminar(sessions: str, more: str = "", name: str = "example") -> Seminar:
    return seminar_of(f"---\ntitle: {name.title()}\nsummary: About {name}.\n{more}sessions:\n{sessions}\n---\n", name)


def views_of(*seminars: Seminar) -> tuple[SessionView, ...]:
    return tuple(session_view(session, NOW, SITEURL, WORDING) for session in all_sessions(seminars))


def desk_of(*seminars: Seminar) -> Desk:
    views = {view.session.uid: view for view in views_of(*seminars)}
    found = listings(all_sessions(seminars), WORDING.month, "Seminars")
    return Desk(siteurl=SITEURL, wording=WORDING, views=views, listings=found)


def numbered(views: Iterable[SessionView]) -> list[str]:
    return [f"{view.session.start:%m-%d %H:%M}" for view in views]


def test_whole_days_stand_on_each_of_them() -> None:
    days = [day for week in month_grid(dt.date(2026, 12, 1), views_of(seminar(ALL_DAY)), Locale("en")) for day in week]
    on = {f"{day.date:%m-%d}": numbered(day.views) for day in days if day.views}
    assert on == {"12-30": ["12-30 00:00"], "12-31": ["12-30 00:00", "12-31 22:00"]}


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["en", "en-US", "de", "ar-EG"]))
def test_a_month_s_grid_holds_each_of_its_days_once(day: dt.date, language: str) -> None:
    locale = Locale.parse(language, sep="-")
    weeks = month_grid(day.replace(day=1), (), locale)
    inside = [field.date for week in weeks for field in week if not field.is_outside]
    assert inside == [day.replace(day=number) for number in range(1, len(inside) + 1)]
    assert (inside[-1] + dt.timedelta(days=1)).day == 1
    assert {len(week) for week in weeks} == {7}
    assert {week[0].date.weekday() for week in weeks} == {locale.first_week_day}
    assert [long for _short, long in weekdays(locale)] == [
        locale.days["format"]["wide"][field.date.weekday()] for field in weeks[0]
    ]


def test_what_is_over_is_past_whatever_became_of_it() -> None:
    given_ = "\n".join(
        f"  - {{start: {day} 18:00, status: {status}}}"
        for day, status in [
            ("2026-03-01", "confirmed"),
            ("2026-03-02", "cancelled"),
            ("2026-03-03", "postponed"),
            ("2026-12-02", "cancelled"),
            ("2026-12-03", "postponed"),
            ("2026-12-04", "confirmed"),
        ]
    )
    one = seminar(given_)
    desk = desk_of(one)
    assert numbered(desk.coming(one.sessions)) == ["12-02 18:00", "12-03 18:00", "12-04 18:00"]
    assert numbered(desk.past(one.sessions)) == ["03-03 18:00", "03-02 18:00", "03-01 18:00"]
    assert [view.can_be_added for view in desk.coming(one.sessions)] == [False, False, True]


def test_every_listing_has_its_page_and_every_session_its_listings() -> None:
    one = seminar(
        "  - 2026-12-05 09:00\n  - {start: 2027-01-05 09:00, speakers: [Jörg Ä], topics: [R&D, letters]}",
        "place: Bellevue Library\nspeakers: [Mara Lindqvist]\ntopics: [Letters]\nseries: Craft\n",
    )
    desk = desk_of(one)
    found = {listing.url: numbered(desk.of(listing.sessions)) for listing in desk.listings}
    first, second = "12-05 09:00", "01-05 09:00"
    assert found == {
        "seminars/": [first, second],
        "seminars/2026/12/": [first],
        "seminars/2027/01/": [second],
        "seminars/in/bellevue-library/": [first, second],
        "seminars/by/jorg-a/": [second],
        "seminars/by/mara-lindqvist/": [first],
        "seminars/series/craft/": [first, second],
        "seminars/about/letters/": [first, second],
        "seminars/about/r-d/": [second],
    }
    pages = [page.save_as for page in listing_pages(desk)]
    assert sorted(pages) == sorted([*(f"{url}index.html" for url in found), "seminars/past/index.html"])
    (topic,) = (listing for listing in desk.having(Kind.TOPIC) if listing.url == "seminars/about/letters/")
    assert topic.name == "Letters"


def test_months_lead_to_their_neighbours() -> None:
    desk = desk_of(seminar("  - 2026-12-05 09:00\n  - 2027-02-05 09:00\n  - 2027-03-05 09:00"))
    months = [page.context for page in listing_pages(desk) if page.template == "month"]
    around = [
        [one and one.month.month for one in (month["previous"], month["next"])] for month in months
    ]  # fmt: skip
    assert around == [[None, 2], [12, 3], [2, None]]


def test_two_sessions_that_left_one_day_share_its_old_address() -> None:
    one = seminar(
        "  - {start: 2027-01-05 09:00, moved_from: 2026-12-05 09:00}\n"
        "  - {start: 2027-01-06 09:00, moved_from: 2026-12-05 14:00}\n"
        "  - {start: 2027-01-07 09:00, moved_from: 2027-01-06 09:00}"
    )
    pages = [(page.save_as, page.template) for page in session_pages(one, desk_of(one), object())]
    assert len({save_as for save_as, _template in pages}) == len(pages)
    moved = {
        page.save_as: page.context["target"]
        for page in session_pages(one, desk_of(one), object())
        if page.template == "redirect"
    }
    assert moved["seminars/example/2026-12-05/index.html"] == f"{SITEURL}/seminars/example/2027-01-05/"
    assert "seminars/example/2027-01-06/index.html" not in moved


REGISTER = 'price: free\nregistration: {url: "https://register.example.org/?d={date}"}\n'


@pytest.mark.parametrize(
    ("sessions", "more", "action"),
    [
        ("  - 2026-12-05 09:00", REGISTER, ("https://register.example.org/?d=2026-12-05", "Register now (it’s free)")),
        (
            "  - 2026-12-05 09:00\n  - 2026-12-06 09:00",
            REGISTER,
            (f"{SITEURL}/seminars/example/#dates", "Register now (it’s free)"),
        ),
        (
            "  - 2026-12-05 09:00\n  - 2026-12-06 09:00",
            'registration: {url: "https://register.example.org/"}\n',
            ("https://register.example.org/", "Register now"),
        ),
        (
            "  - 2026-12-05 09:00\n  - {start: 2026-12-06 09:00, price: 5 USD}",
            REGISTER,
            (f"{SITEURL}/seminars/example/#dates", "Register now"),
        ),
        (
            "  - {start: 2026-12-05 09:00, status: cancelled}\n  - 2026-12-06 09:00\n  - 2026-01-06 09:00",
            REGISTER,
            ("https://register.example.org/?d=2026-12-06", "Register now (it’s free)"),
        ),
        ("  - {start: 2026-12-05 09:00, status: cancelled}\n  - 2026-01-06 09:00", REGISTER, None),
        ("  - 2026-12-05 09:00", "registration: not needed\n", None),
    ],
)
def test_a_block_has_one_link_to_register(sessions: str, more: str, action: tuple[str, str] | None) -> None:
    (group,) = block_groups(views_of(seminar(sessions, more)), defaultdict(str), SITEURL, WORDING)
    assert (group.action and (group.action.href, group.action.text)) == action
    assert len(group.views) == sessions.count("  - ")


SUMMARIES = {"early": "Comes first.", "late": "Comes later."}


def test_a_block_s_groups_begin_with_what_comes_first() -> None:
    early = seminar("  - 2026-12-05 09:00\n  - 2026-12-20 09:00", name="early")
    late = seminar("  - 2026-12-10 09:00", name="late")
    groups = block_groups(views_of(late, early), SUMMARIES, SITEURL, WORDING)
    assert [(group.title, len(group.views)) for group in groups] == [("Early", 2), ("Late", 1)]
    assert [group.summary for group in groups] == ["Comes first.", "Comes later."]
    assert block_groups((), {}, SITEURL, WORDING) == ()
