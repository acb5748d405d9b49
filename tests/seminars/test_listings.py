"""Every session is in the listings of its month, place, speakers, series and topics, and in no other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import pytest
from babel import Locale
from examples import NOW, SITEURL, WORDING, seminar_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.block.fields import BlockFields, block_ics_path, matching, shown
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import (
    Kind,
    all_sessions,
    facet_slugs,
    facets,
    language_url,
    level_url,
    listings,
)
from hireground.seminars.pages.month_grid import month_grid, weekdays
from hireground.seminars.pages.pages import listing_pages, session_pages
from hireground.seminars.pages.views import SessionView, block_groups, session_view

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


def desk_of(*seminars: Seminar) -> RenderContext:
    views = {view.session.uid: view for view in views_of(*seminars)}
    found = listings(all_sessions(seminars), WORDING.month, "Seminars", WORDING.spoken)
    return RenderContext(siteurl=SITEURL, now=NOW, wording=WORDING, views=views, listings=found)


def numbered(views: Iterable[SessionView]) -> list[str]:
    return [f"{view.session.start:%m-%d %H:%M}" for view in views]


def test_whole_days_stand_on_each_of_them() -> None:
    days = [day for week in month_grid(dt.date(2026, 12, 1), views_of(seminar(ALL_DAY)), Locale("en")) for day in week]
    on = {f"{day.date:%m-%d}": numbered(day.views) for day in days if day.views}
    assert on == {"12-30": ["12-30 00:00"], "12-31": ["12-30 00:00", "12-31 22:00"]}


OVER_THE_MONTHS = """
  - {start: 2027-02-27 09:00, end: 2027-03-02 17:00}
  - {start: 2027-02-28 20:00, end: 24:00}
  - {start: 2027-02-28 22:00, end: 01:00}
  - {start: 2027-03-31 23:00, end: 2027-04-01 07:00}
"""


def test_what_lasts_over_a_months_end_is_in_both_and_a_night_in_its_own() -> None:
    choir = seminar(OVER_THE_MONTHS)
    first, second, third, fourth = (f"{session.start:%m-%d %H:%M}" for session in choir.sessions)
    found = {one.month: one for one in desk_of(choir).listings if one.month}
    months = {f"{month:%m}": [f"{one.start:%m-%d %H:%M}" for one in found[month].sessions] for month in found}
    assert months == {"02": [first, second, third], "03": [first, fourth], "04": [fourth]}
    for month, listing in found.items():
        block = matching(BlockFields(month=f"{month:%Y-%m}"), choir.sessions)
        assert (block, listing.sessions) == (listing.sessions, listing.sessions)
    grid = month_grid(dt.date(2027, 3, 1), views_of(choir), Locale("en"))
    on = {f"{day.date:%m-%d}": numbered(day.views) for week in grid for day in week if day.views}
    assert on == {"03-01": [first], "03-02": [first], "03-31": [fourth]}


def test_a_block_shows_what_has_a_recording_and_others_keep_their_address() -> None:
    links = "recording: https://video.example.org/1"
    choir = seminar(f"  - {{start: 2026-11-02 18:00, {links}}}\n  - 2026-11-09 18:00")
    assert matching(BlockFields(has="recording"), choir.sessions) == choir.sessions[:1]
    assert matching(BlockFields(has="slides"), choir.sessions) == ()
    paths = [block_ics_path("Live", fields) for fields in (BlockFields(month="2026-12"), BlockFields(has="slides"))]
    assert paths == ["seminars/lists/live-f1ec45a7.ics", "seminars/lists/live-6f2cb8dc.ics"]


SOME_DATES = """
  - {start: 2026-11-02 18:00, price: free}
  - {start: 2026-11-28 22:00, duration: 5h, online: https://meet.example.org/a}
  - {start: 2026-12-05 18:00, status: cancelled}
  - {start: 2026-12-12 18:00, price: 10 USD, online: https://meet.example.org/a}
  - {start: 2026-12-30, end: 2027-01-02, all_day: yes, price: free}
"""


@pytest.mark.parametrize(
    ("keys", "days"),
    [
        ({}, "11-02 11-28 12-05 12-12 12-30"),
        ({"next": "2"}, "11-28 12-12"),  # at half past one in the night of the second
        ({"next": "5", "free": "yes"}, "12-30"),
        ({"date": "2026-12-31"}, "12-30"),
        ({"date": "2026-12-13"}, ""),
        ({"from": "2026-12-05", "until": "2026-12-12"}, "12-05 12-12"),
        ({"from": "2027-01-02"}, "12-30"),
        ({"until": "2026-11-28"}, "11-02 11-28"),
        ({"free": "yes"}, "11-02 12-30"),
        ({"online": "yes"}, "11-28 12-12"),
        ({"online": "yes", "free": "yes"}, ""),
    ],
)
def test_the_keys_of_a_block_narrow_it(keys: dict[str, str], days: str) -> None:
    dates = seminar(SOME_DATES).sessions
    night = dates[1].start + dt.timedelta(hours=3, minutes=30)
    found = shown(BlockFields.model_validate(keys), dates, night)
    assert " ".join(f"{one.start:%m-%d}" for one in found) == days


def test_the_calendar_of_a_block_keeps_what_its_page_does_no_longer_show() -> None:
    dates = seminar(SOME_DATES).sessions
    few = BlockFields.model_validate({"next": "1", "level": "3"})
    assert matching(few, dates) == dates
    assert block_ics_path("Live", few) == block_ics_path("Live", BlockFields())
    others = [BlockFields.model_validate({key: "2026-12-05"}) for key in ("date", "from", "until")]
    assert len({block_ics_path("Live", fields) for fields in (few, *others)}) == 1 + len(others)


def test_what_goes_on_stands_once_in_the_list_of_all() -> None:
    everything = next(one for one in listing_pages(desk_of(seminar(OVER_THE_MONTHS))) if one.maker == "seminars")
    shown = [(f"{listing.month:%m}", len(views)) for listing, views in everything.value["months"]]
    assert shown == [("02", 3), ("03", 1)]


def test_parallel_talks_stand_together_in_the_order_of_their_file() -> None:
    talks = "".join(f"  - {{start: 2027-03-01 11:00, title: {name}}}\n" for name in ("Ropes", "Knots", "Splices"))
    other = seminar("  - {start: 2027-03-01 11:00, title: Aside}", name="other")
    titles = [one.title for one in all_sessions([seminar(talks), other])]
    assert titles in (["Aside", "Ropes", "Knots", "Splices"], ["Ropes", "Knots", "Splices", "Aside"])


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
    context = desk_of(one)
    assert numbered(context.coming(one.sessions)) == ["12-02 18:00", "12-03 18:00", "12-04 18:00"]
    assert numbered(context.past(one.sessions)) == ["03-03 18:00", "03-02 18:00", "03-01 18:00"]
    assert [view.can_be_added for view in context.coming(one.sessions)] == [False, False, True]


DATES = {
    # the states of the dates, day by day; a missed one, and the date that it leads to
    "full open": (0, "12-02"),
    "open full": (1, "12-01"),
    "full full open": (0, "12-03"),
    "cancelled postponed": (0, None),
    "waiting waiting": (0, None),
    "past cancelled walk-in": (0, "12-03"),
}
STATES = {
    "full": "registration: {email: a@example.org, availability: full}",
    "open": "registration: {email: a@example.org}",
    "waiting": "registration: {email: a@example.org, availability: full, waiting_list: b@example.org}",
    "cancelled": "status: cancelled",
    "postponed": "status: postponed",
    "walk-in": "registration: not needed",
    "past": "",
}


@pytest.mark.parametrize("states", DATES)
def test_a_missed_date_leads_to_one_that_can_be_had(states: str) -> None:
    days = [f"{'2026-03' if state == 'past' else '2026-12'}-{day:02}" for day, state in enumerate(states.split(), 1)]
    lines = [f"  - {{start: {day} 18:00, {STATES[state]}}}" for day, state in zip(days, states.split(), strict=True)]
    context = desk_of(seminar("\n".join(lines)))
    number, wanted = DATES[states]
    views = context.of(context.having(Kind.ALL)[0].sessions)
    link = context.next_date(views[number], [view for view in views if not view.is_past])
    assert (link.href.rstrip("/")[-5:] if link else None) == wanted


def test_a_day_far_away_is_said_with_its_year() -> None:
    one = seminar("  - {start: 2026-12-05 18:00, status: cancelled}\n  - 2027-01-23 18:00\n  - 2028-01-22 18:00")
    context = desk_of(one)
    first, near, far = context.of(one.sessions)
    words = [context.next_date(first, dates) for dates in ([near, far], [far])]
    assert [link and link.text for link in words] == ["Next date: Sat, Jan 23", "Next date: Saturday, January 22, 2028"]


def test_home_leads_with_what_can_be_had_and_shows_a_seminar_once() -> None:
    full = seminar(f"  - {{start: 2026-12-01 18:00, {STATES['full']}}}\n  - 2026-12-08 18:00", name="full")
    weekly = seminar("\n".join(f"  - 2026-12-{day:02} 19:00" for day in range(2, 9)), name="weekly")
    gone = seminar("  - {start: 2026-12-01 09:00, status: cancelled}\n  - 2027-03-01 09:00", name="gone")
    shown = desk_of(full, weekly, gone).home
    assert shown.lead
    assert numbered([shown.lead.view, *shown.lead.others]) == [
        "12-02 19:00",
        "12-03 19:00",
        "12-04 19:00",
        "12-05 19:00",
    ]
    rows = [row for row in shown.rows if not row.is_further]
    assert numbered(row.view for row in rows) == ["12-01 18:00", "03-01 09:00"]
    assert numbered(rows[0].others) == ["12-08 18:00"]


def test_home_says_whether_there_were_ever_seminars() -> None:
    over = seminar("  - {start: 2026-03-01 18:00, recording: https://video.example.org/1}\n  - 2026-03-02 18:00")
    (was, never) = (desk_of(over).home, desk_of().home)
    assert (was.lead, was.has_seminars, numbered(was.recordings)) == (None, True, ["03-01 18:00"])
    assert (never.lead, never.has_seminars, never.recordings) == (None, False, ())


def test_where_no_date_is_left_others_of_the_series_are_or_all() -> None:
    gone = seminar("  - {start: 2026-12-05 18:00, status: cancelled}", "series: Craft\n", "gone")
    kin = seminar("  - 2026-12-06 18:00", "series: Craft\n", "kin")
    other = seminar("  - 2026-12-07 18:00", name="other")
    found = [desk_of(gone, *others).elsewhere(gone.sessions[0]) for others in ((kin, other), (other,), ())]
    assert [link and link.href.removeprefix(SITEURL) for link in found] == [
        "/seminars/series/craft/",
        "/seminars/",
        None,
    ]


def test_every_listing_has_its_page_and_every_session_its_listings() -> None:
    one = seminar(
        "  - 2026-12-05 09:00\n  - {start: 2027-01-05 09:00, speakers: [Jörg Ä], topics: [R&D, letters]}",
        "place: Bellevue Library\nspeakers: [Mara Lindqvist]\ntopics: [Letters]\nseries: Craft\n",
    )
    context = desk_of(one)
    found = {listing.url: numbered(context.of(listing.sessions)) for listing in context.listings}
    first, second = "12-05 09:00", "01-05 09:00"
    assert found == {
        "seminars/": [first, second],
        "seminars/2026/12/": [first],
        "seminars/2027/01/": [second],
        "seminars/in/bellevue-library/": [first, second],
        "by/jorg-a/": [second],
        "by/mara-lindqvist/": [first],
        "seminars/series/craft/": [first, second],
        "topics/letters/": [first, second],
        "topics/r-d/": [second],
    }
    pages = [page.path for page in listing_pages(context, joined=frozenset())]
    assert sorted(pages) == sorted([*(f"{url}index.html" for url in found), "seminars/past/index.html"])
    (topic,) = (listing for listing in context.having(Kind.TOPIC) if listing.url == "topics/letters/")
    assert topic.name == "Letters"


def test_talks_are_listed_by_the_language_and_the_level_that_they_say() -> None:
    dates = "  - 2026-12-08 18:00\n  - {start: 2026-12-09 18:00, language: es, level: Everybody}\n"
    two = seminar(dates, "level: PhD students\n")
    desk, (first, second) = desk_of(two, seminar("  - 2026-12-10 18:00", name="other")), two.sessions
    found = {one.url: (one.kind, one.name, one.sessions) for one in desk.listings}
    assert found["seminars/spoken/es/"] == (Kind.LANGUAGE, "Spanish", (second,))
    assert found["seminars/for/phd-students/"] == (Kind.LEVEL, "PhD students", (first,))
    assert found["seminars/for/everybody/"] == (Kind.LEVEL, "Everybody", (second,))
    assert [url for url in found if url.startswith(("seminars/spoken/", "seminars/for/"))] == [*found][-3:]
    assert (language_url("es"), level_url("PhD students")) == ("seminars/spoken/es/", "seminars/for/phd-students/")
    narrowed = {one.kind: [choice.slug for choice in one.choices] for one in facets(two.sessions, desk.listings)}
    assert narrowed[Kind.LEVEL] == ["everybody", "phd-students"]
    assert facet_slugs(second)[Kind.LANGUAGE] == ("es",)


def test_months_lead_to_their_neighbours() -> None:
    context = desk_of(seminar("  - 2026-12-05 09:00\n  - 2027-02-05 09:00\n  - 2027-03-05 09:00"))
    months = [page.value for page in listing_pages(context) if page.maker == "month"]
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
    pages = [(page.path, page.maker) for page in session_pages(one, desk_of(one), {one.url: object()})]
    assert len({save_as for save_as, _template in pages}) == len(pages)
    moved = {
        page.path: page.value["target"]
        for page in session_pages(one, desk_of(one), {one.url: object()})
        if page.maker == "redirect"
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
