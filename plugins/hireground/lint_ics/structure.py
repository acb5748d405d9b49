"""Check what a component holds: missing, unknown, repeated or exclusive parts (RFC 5545 3.6, 7986, 9073, 9074)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hireground.lint_ics.content import Component, LineProblem, Property, quote
from hireground.lint_ics.properties import PROPERTIES


class ComponentRule(NamedTuple):
    """One component; X- properties may stand in all of them, as often as they like."""

    section: str
    required: frozenset[str]
    once: frozenset[str]
    many: frozenset[str]
    children: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EXTRA = "LINK CONCEPT REFID STYLED-DESCRIPTION STRUCTURED-DATA"  # RFC 9073 6, RFC 9253 8
_PARTS = _names("PARTICIPANT VLOCATION VRESOURCE")  # RFC 9073 7
_OBSERVANCE = ComponentRule(
    section="RFC 5545 3.6.5",
    required=_names("DTSTART TZOFFSETFROM TZOFFSETTO"),
    once=_names("RRULE"),
    many=_names("COMMENT RDATE TZNAME"),
)

COMPONENTS: Mapping[str, ComponentRule] = {
    "VCALENDAR": ComponentRule(
        section="RFC 5545 3.6",
        required=_names("PRODID VERSION"),
        once=_names(
            "CALSCALE METHOD UID LAST-MODIFIED URL REFRESH-INTERVAL SOURCE COLOR "
            "X-WR-CALNAME X-WR-CALDESC X-WR-TIMEZONE X-PUBLISHED-TTL"
        ),
        many=_names(f"NAME DESCRIPTION CATEGORIES IMAGE {_EXTRA}"),
        children=_names("VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE"),
    ),
    "VEVENT": ComponentRule(
        section="RFC 5545 3.6.1",
        required=_names("DTSTAMP DTSTART UID"),
        once=_names(
            "CLASS CREATED DESCRIPTION DTEND DURATION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY SEQUENCE STATUS "
            "SUMMARY TRANSP URL RECURRENCE-ID RRULE COLOR"
        ),
        many=_names(
            "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT EXDATE REQUEST-STATUS RELATED-TO RESOURCES RDATE IMAGE "
            f"CONFERENCE {_EXTRA}"
        ),
        children=_PARTS | {"VALARM"},
        statuses=_names("TENTATIVE CONFIRMED CANCELLED"),
    ),
    "VTODO": ComponentRule(
        section="RFC 5545 3.6.2",
        required=_names("DTSTAMP UID"),
        once=_names(
            "CLASS COMPLETED CREATED DESCRIPTION DTSTART DUE DURATION GEO LAST-MODIFIED LOCATION ORGANIZER "
            "PERCENT-COMPLETE PRIORITY RECURRENCE-ID SEQUENCE STATUS SUMMARY URL RRULE COLOR"
        ),
        many=_names(
            "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT EXDATE REQUEST-STATUS RELATED-TO RESOURCES RDATE IMAGE "
            f"CONFERENCE {_EXTRA}"
        ),
        children=_PARTS | {"VALARM"},
        statuses=_names("NEEDS-ACTION COMPLETED IN-PROCESS CANCELLED"),
    ),
    "VJOURNAL": ComponentRule(
        section="RFC 5545 3.6.3",
        required=_names("DTSTAMP UID"),
        once=_names(
            "CLASS CREATED DTSTART LAST-MODIFIED ORGANIZER RECURRENCE-ID SEQUENCE STATUS SUMMARY URL RRULE COLOR"
        ),
        many=_names(
            "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT DESCRIPTION EXDATE RELATED-TO RDATE REQUEST-STATUS IMAGE "
            f"{_EXTRA}"
        ),
        children=_PARTS,
        statuses=_names("DRAFT FINAL CANCELLED"),
    ),
    "VFREEBUSY": ComponentRule(
        section="RFC 5545 3.6.4",
        required=_names("DTSTAMP UID"),
        once=_names("CONTACT DTSTART DTEND ORGANIZER URL"),
        many=_names(f"ATTENDEE COMMENT FREEBUSY REQUEST-STATUS {_EXTRA}"),
        children=_PARTS,
    ),
    "VALARM": ComponentRule(
        section="RFC 5545 3.6.6",
        required=_names("ACTION TRIGGER"),
        once=_names("ACKNOWLEDGED DESCRIPTION DURATION PROXIMITY REPEAT SUMMARY UID"),
        many=_names("ATTACH ATTENDEE RELATED-TO STRUCTURED-DATA STYLED-DESCRIPTION"),
        children=_names("VLOCATION"),
    ),
    "PARTICIPANT": ComponentRule(
        section="RFC 9073 7.1",
        required=_names("UID PARTICIPANT-TYPE"),
        once=_names(
            "CALENDAR-ADDRESS CREATED DESCRIPTION DTSTAMP GEO LAST-MODIFIED PRIORITY SEQUENCE STATUS SUMMARY URL"
        ),
        many=_names(f"ATTACH CATEGORIES COMMENT CONTACT LOCATION RELATED-TO REQUEST-STATUS RESOURCES {_EXTRA}"),
        children=_names("VLOCATION VRESOURCE"),
    ),
    "VLOCATION": ComponentRule(
        section="RFC 9073 7.2",
        required=_names("UID"),
        once=_names("DESCRIPTION GEO LOCATION-TYPE NAME URL"),
        many=_names(_EXTRA),
    ),
    "VRESOURCE": ComponentRule(
        section="RFC 9073 7.3",
        required=_names("UID"),
        once=_names("DESCRIPTION GEO NAME RESOURCE-TYPE"),
        many=_names(_EXTRA),
    ),
    "VTIMEZONE": ComponentRule(
        section="RFC 5545 3.6.5",
        required=_names("TZID"),
        once=_names("LAST-MODIFIED TZURL"),
        many=frozenset(),
        children=_names("DAYLIGHT STANDARD"),
    ),
    "DAYLIGHT": _OBSERVANCE,
    "STANDARD": _OBSERVANCE,
}
NEVER_EMPTY = {"VCALENDAR": "VEVENT or VTIMEZONE", "VTIMEZONE": "DAYLIGHT or STANDARD"}
"""The components that must have one in them, and what to add."""
NEEDS = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
"""What an alarm of each kind must have besides."""


PER_LANGUAGE = frozenset({"NAME", "DESCRIPTION"})


def root_problems(roots: Sequence[Component]) -> Iterator[LineProblem]:
    """Expect nothing but VCALENDARs (RFC 5545 3.4)."""
    for root in roots:
        if root.name != "VCALENDAR":
            yield root.problem("stands outside VCALENDAR; move it inside (RFC 5545 3.4)")


def structure_problems(component: Component) -> Iterator[LineProblem]:
    """Check a component of a known name, and those inside it."""
    rule = COMPONENTS[component.name]
    yield from _missing(component, rule)
    yield from _exclusive(component)
    yield from _foreign(component, rule)
    yield from _repeated(component, rule)
    yield from _statuses(component, rule)
    if component.name == "VALARM":
        yield from _alarm(component)
    for child in component.components:
        if child.name in rule.children:
            yield from structure_problems(child)
        elif not child.name.startswith("X-"):  # anybody's own component may stand anywhere
            yield child.problem(f"does not belong in {component.name}; {_allowed(rule)} ({rule.section})")


def _allowed(rule: ComponentRule) -> str:
    names = " and ".join(sorted(rule.children))
    return f"only {names} may stand there" if names else "no component may stand there"


def _statuses(component: Component, rule: ComponentRule) -> Iterator[LineProblem]:
    status = component.first("STATUS")
    if status and rule.statuses and status.value.upper() not in rule.statuses:
        words = " or ".join(sorted(rule.statuses))
        yield status.value_problem(f"{quote(status.value)} will not do; write {words} (RFC 5545 3.8.1.11)")


def _alarm(alarm: Component) -> Iterator[LineProblem]:
    action = alarm.first("ACTION")
    for name in NEEDS.get(action.value.upper(), ()) if action else ():
        if not alarm.all(name):
            yield alarm.problem(f"no {name}, which this kind of alarm shows or sends; add one (RFC 5545 3.6.6)")
    if bool(alarm.all("DURATION")) != bool(alarm.all("REPEAT")):
        yield alarm.problem("DURATION and REPEAT say together how it repeats; write both, or none (RFC 5545 3.6.6)")


def _missing(component: Component, rule: ComponentRule) -> Iterator[LineProblem]:
    for name in sorted(rule.required - component.properties.keys()):
        yield component.problem(f"no {name}; add one ({rule.section})")
    if component.name in NEVER_EMPTY and not component.components:
        yield component.problem(f"no component in it; add a {NEVER_EMPTY[component.name]} ({rule.section})")


def _exclusive(event: Component) -> Iterator[LineProblem]:
    for name in ("DTEND", "DUE"):
        if event.all(name) and event.all("DURATION"):
            later = max(event.all(name)[0], event.all("DURATION")[0], key=lambda each: each.line.number)
            section = COMPONENTS[event.name].section
            yield later.problem(f"{name} and DURATION exclude each other; keep {name} ({section})")


def _foreign(component: Component, rule: ComponentRule) -> Iterator[LineProblem]:
    for name in component.properties.keys() - rule.required - rule.once - rule.many:
        each = component.all(name)[0]
        if name in PROPERTIES:
            yield each.problem(f"does not belong in {component.name}; remove it ({rule.section})")
        elif not name.startswith("X-") and each.is_sound:
            message = "no RFC of iCalendar has this property; correct its name or put X- before it"
            yield each.problem(f"{message} (RFC 5545 3.8.8.2)")


def _repeated(component: Component, rule: ComponentRule) -> Iterator[LineProblem]:
    for name, (first, *others) in component.properties.items():
        if others and name in rule.required | rule.once:
            for each in others:
                yield each.problem(f"a second {name} in {component.name}; keep one ({rule.section})")
        elif others and name in PER_LANGUAGE & rule.many:
            yield from _second_languages(name, (first, *others))


def _second_languages(name: str, properties: Sequence[Property]) -> Iterator[LineProblem]:
    languages = [each.parameter("LANGUAGE").lower() for each in properties]
    for index, each in enumerate(properties):
        if languages[index] in languages[:index]:
            yield each.problem(f"a second {name} in the same language; keep one (RFC 7986 5)")
