"""Check which parameters a property has, and the value of each (RFC 5545 3.2, RFC 7986 6)."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hireground.lint_ics.content import LineProblem, Parameter, Property, quote, shortened
from hireground.lint_ics.properties import ANYTHING, Definition
from hireground.lint_ics.uris import EMAIL, MAILTO, URI


class Form(NamedTuple):
    """What one parameter may say: the pattern, the same in words, and where the standard says so."""

    pattern: str
    words: str
    section: str
    is_list: bool = False


def _one_of(names: str, section: str, *, is_list: bool = False) -> Form:
    return Form(f"(?:{names.replace(' ', '|')}|X-[A-Z0-9-]+)", f"one of {names.replace(' ', ', ')}", section, is_list)


FORMS: Mapping[str, Form] = {
    "ALTREP": Form(URI, "an absolute URI in quotation marks", "RFC 5545 3.2.1"),
    "CN": Form(r".+", "a name", "RFC 5545 3.2.2"),
    "CUTYPE": _one_of("INDIVIDUAL GROUP RESOURCE ROOM UNKNOWN", "RFC 5545 3.2.3"),
    "DELEGATED-FROM": Form(MAILTO, "quoted mailto: addresses", "RFC 5545 3.2.4", is_list=True),
    "DELEGATED-TO": Form(MAILTO, "quoted mailto: addresses", "RFC 5545 3.2.5", is_list=True),
    "DIR": Form(URI, "an absolute URI in quotation marks", "RFC 5545 3.2.6"),
    "FMTTYPE": Form(r"[A-Z0-9!#$&.+^_-]+/[A-Z0-9!#$&.+^_-]+", "a media type such as image/png", "RFC 5545 3.2.8"),
    "FBTYPE": _one_of("FREE BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE", "RFC 5545 3.2.9"),
    "LANGUAGE": Form(r"[A-Z]{2,8}(?:-[A-Z0-9]{1,8})*", "a language tag such as en-GB", "RFC 5545 3.2.10"),
    "MEMBER": Form(MAILTO, "quoted mailto: addresses", "RFC 5545 3.2.11", is_list=True),
    "PARTSTAT": _one_of("NEEDS-ACTION ACCEPTED DECLINED TENTATIVE DELEGATED", "RFC 5545 3.2.12"),
    "RANGE": Form("THISANDFUTURE", "THISANDFUTURE", "RFC 5545 3.2.13"),
    "RELATED": Form("START|END", "START or END", "RFC 5545 3.2.14"),
    "RELTYPE": _one_of(
        "PARENT CHILD SIBLING SNOOZE FINISHTOSTART FINISHTOFINISH STARTTOFINISH STARTTOSTART FIRST NEXT DEPENDS-ON "
        "REFID CONCEPT",
        "RFC 5545 3.2.15",
    ),
    "ROLE": _one_of("CHAIR REQ-PARTICIPANT OPT-PARTICIPANT NON-PARTICIPANT", "RFC 5545 3.2.16"),
    "RSVP": Form("TRUE|FALSE", "TRUE or FALSE", "RFC 5545 3.2.17"),
    "SENT-BY": Form(MAILTO, "a mailto: address in quotation marks", "RFC 5545 3.2.18"),
    "TZID": Form(r".+", "a time zone", "RFC 5545 3.2.19"),
    "DISPLAY": _one_of("BADGE GRAPHIC FULLSIZE THUMBNAIL", "RFC 7986 6.1", is_list=True),
    "EMAIL": Form(EMAIL, "an address without mailto:", "RFC 7986 6.2"),
    "FEATURE": _one_of("AUDIO CHAT FEED MODERATOR PHONE SCREEN VIDEO", "RFC 7986 6.3", is_list=True),
    "DERIVED": Form("TRUE|FALSE", "TRUE or FALSE", "RFC 9073 5.3"),
    "ENCODING": Form("8BIT|BASE64", "8BIT or BASE64", "RFC 5545 3.2.7"),
    "GAP": Form(r"[+-]?P[0-9DWTHMS]+", "a duration such as P1D", "RFC 9253 6.2"),
    "LINKREL": Form(r".+", "a relation, or a quoted URI", "RFC 9253 6.1"),
    "ORDER": Form(r"[1-9][0-9]*", "a whole number from 1", "RFC 9073 5.1"),
    "SCHEMA": Form(URI, "an absolute URI in quotation marks", "RFC 9073 5.2"),
    "LABEL": Form(r".+", "a label", "RFC 7986 6.4"),
}


ANYWHERE = frozenset({"ORDER"})
"""What any property may have."""


def parameter_problems(each: Property, definition: Definition) -> Iterator[LineProblem]:
    """Check every parameter of a property, and that VALUE is there where it must be."""
    seen: set[str] = set()
    for parameter in each.parameters:
        if parameter.name in seen:
            yield each.parameter_problem(parameter, "said twice; keep one (RFC 5545 3.2)")
        elif parameter.name == "VALUE":
            yield from _type_problems(each, parameter, definition)
        elif parameter.name in definition.parameters or parameter.name in ANYWHERE:
            yield from _form_problems(each, parameter)
        elif definition != ANYTHING and not parameter.name.startswith("X-"):
            yield each.parameter_problem(parameter, "does not belong to this property; remove it (RFC 5545 3.2)")
        seen.add(parameter.name)
    if definition.must_name_type and "VALUE" not in seen:
        wanted = f";VALUE={definition.types[0]}"
        yield each.problem(f"does not say what its value is; write {each.name}{wanted}:… (RFC 7986 5)")


def _type_problems(each: Property, parameter: Parameter, definition: Definition) -> Iterator[LineProblem]:
    if definition != ANYTHING and (len(parameter.values) != 1 or parameter.values[0].upper() not in definition.types):
        said, allowed = shortened(",".join(parameter.values)), " or ".join(definition.types)
        yield each.parameter_problem(
            parameter, f"{said} is no type of this property; write {allowed} (RFC 5545 3.2.20)"
        )


def _form_problems(each: Property, parameter: Parameter) -> Iterator[LineProblem]:
    form = FORMS[parameter.name]
    if len(parameter.values) > 1 and not form.is_list:
        yield each.parameter_problem(parameter, f"several values; keep one, or quote its commas ({form.section})")
        return
    for value in parameter.values:
        if not re.fullmatch(form.pattern, value, re.IGNORECASE | re.DOTALL):
            yield each.parameter_problem(parameter, f"{quote(value)} will not do; write {form.words} ({form.section})")
