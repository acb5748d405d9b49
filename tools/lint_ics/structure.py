"""A component against its rule: what is missing, foreign, repeated or mutually exclusive (RFC 5545 3.6)."""

from collections.abc import Iterator, Sequence

from tools.lint_ics.components import COMPONENTS, Rule
from tools.lint_ics.content import Component, Fault, Property
from tools.lint_ics.properties import PROPERTIES

PER_LANGUAGE = frozenset({"NAME", "DESCRIPTION"})


def root_faults(roots: Sequence[Component]) -> Iterator[Fault]:
    """Expect one VCALENDAR (RFC 5545 3.4)."""
    for root in roots:
        if root.name != "VCALENDAR":
            yield root.fault("stands outside VCALENDAR; move it inside (RFC 5545 3.4)")
    for calendar in [root for root in roots if root.name == "VCALENDAR"][1:]:
        yield calendar.fault("a second VCALENDAR; write one to a file (RFC 5545 3.4)")


def structure_faults(component: Component) -> Iterator[Fault]:
    """Check a component of a known name, and those inside it."""
    rule = COMPONENTS[component.name]
    yield from _missing(component, rule)
    yield from _exclusive(component)
    yield from _foreign(component, rule)
    yield from _repeated(component, rule)
    for child in component.components:
        if child.name in rule.children:
            yield from structure_faults(child)
        else:
            yield child.fault(f"does not belong in {component.name}; {_allowed(rule)} ({rule.section})")


def _allowed(rule: Rule) -> str:
    names = " and ".join(sorted(rule.children))
    return f"the site writes only {names} there" if names else "the site writes no component there"


def _missing(component: Component, rule: Rule) -> Iterator[Fault]:
    for name in sorted(rule.required - component.properties.keys()):
        yield component.fault(f"no {name}; add one ({rule.section})")
    if rule.children and not component.components:
        names = " or ".join(sorted(rule.children))
        yield component.fault(f"no component in it; add a {names} ({rule.section})")


def _exclusive(event: Component) -> Iterator[Fault]:
    if event.all("DTEND") and event.all("DURATION"):
        later = max(event.all("DTEND")[0], event.all("DURATION")[0], key=lambda each: each.line.number)
        yield later.fault("DTEND and DURATION exclude each other; keep DTEND (RFC 5545 3.6.1)")


def _foreign(component: Component, rule: Rule) -> Iterator[Fault]:
    for name in component.properties.keys() - rule.required - rule.once - rule.many:
        each = component.all(name)[0]
        if name in PROPERTIES:
            yield each.fault(f"does not belong in {component.name}; remove it ({rule.section})")
        elif not name.startswith("X-") and each.is_sound:
            message = "neither RFC 5545 nor RFC 7986 knows this property; correct its name or put X- before it"
            yield each.fault(f"{message} (RFC 5545 3.8.8.2)")


def _repeated(component: Component, rule: Rule) -> Iterator[Fault]:
    for name, (first, *others) in component.properties.items():
        if others and name in rule.required | rule.once:
            for each in others:
                yield each.fault(f"a second {name} in {component.name}; keep one ({rule.section})")
        elif others and name in PER_LANGUAGE & rule.many:
            yield from _second_languages(name, (first, *others))


def _second_languages(name: str, properties: Sequence[Property]) -> Iterator[Fault]:
    languages = [each.parameter("LANGUAGE").lower() for each in properties]
    for index, each in enumerate(properties):
        if languages[index] in languages[:index]:
            yield each.fault(f"a second {name} in the same language; keep one (RFC 7986 5)")
