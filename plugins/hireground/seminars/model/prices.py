"""Read durations and prices: `1h 30m`, `free`, `25 USD` or `25 USD (students 10 USD)`."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import BeforeValidator

from hireground.seminars.model.model import Price
from hireground.text.fields import NONE, expect_text
from hireground.text.problems import Refusal, printable, quoted

UNITS = {
    "d": "days",
    "day": "days",
    "h": "hours",
    "hour": "hours",
    "m": "minutes",
    "min": "minutes",
    "minute": "minutes",
}
LONGEST = dt.timedelta(days=14)
DURATION_PART = re.compile(r"(\d{1,4})\s*(days?|d|hours?|h|minutes?|mins?|min|m)\b\s*", re.ASCII)
LOOSE_PART = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?)\s*(days?|d|hours?|hrs?|h|minutes?|mins?|min|m|stunden?|std)(?![a-z])\.?",
    re.ASCII | re.IGNORECASE,
)


def parse_duration(text: object) -> dt.timedelta:
    """Read `90m`, `3h`, `1h 30m` or `2 days`."""
    words = expect_text(text)
    parts = list(DURATION_PART.finditer(words))
    if not parts or "".join(part[0] for part in parts) != words:
        raise _length_meant(words)
    length = sum((dt.timedelta(**{_unit(part[2]): int(part[1])}) for part in parts), dt.timedelta())
    if not dt.timedelta() < length <= LONGEST:
        raise Refusal(f'{quoted(words)} is no length of a session; write one from "1m" to "14 days"')
    return length


def _unit(word: str) -> str:
    return UNITS[word if word in UNITS else word.rstrip("s")]


def _length_meant(words: str) -> Refusal:
    """Write the author's own number as a duration, if there is nothing else in the words."""
    why = f"{quoted(words)} is not written as a duration"
    if words.isdecimal():
        return Refusal(f'{why}; write "{printable(words)}m" for minutes, or "{printable(words)}h" for hours')
    clock = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?: ?(?:h|hours?))?", words)
    parts = [("h", clock[1]), ("m", clock[2])] if clock else [(p[2].lower(), p[1]) for p in LOOSE_PART.finditer(words)]
    left = "" if clock else re.sub(r"\band\b|[ ,.]", "", LOOSE_PART.sub("", words))
    minutes = sum(float(number.replace(",", ".")) * {"d": 1440, "m": 1}.get(unit[0], 60) for unit, number in parts)
    hours, rest = divmod(round(minutes), 60)
    spelled = " ".join(filter(None, (f"{hours}h" if hours else "", f"{rest}m" if rest else "")))
    is_sure = spelled and not left and minutes == round(minutes)
    return Refusal(why, spelled if is_sure else None, hint="" if is_sure else 'write it as in "90m", "3h" or "1h 30m"')


Duration = Annotated[dt.timedelta, BeforeValidator(parse_duration)]


FREE = "free"
PRICE = re.compile(r"(\d{1,9}(?:\.\d\d)?) ([A-Z]{3})(?: \((.+)\))?", re.ASCII)
AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<group>[.,' ])\d{3})(?:(?P=group)\d{3})*|\d{1,9})"
    r"(?:(?P<point>[.,])(?P<part>\d\d?|-{1,2}|–))?",
    re.ASCII,
)
SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP"}
WORDS = {"DOLLAR": "USD", "US DOLLAR": "USD", "BUCK": "USD", "EURO": "EUR", "YEN": "JPY", "RUPIAH": "IDR"}
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose 1.500 is one and a half."""
GRATIS = frozenset({"free", "0", "gratis", "nothing", "no charge", "free of charge", "kostenlos"})
HOW_TO = 'write "free", "25 USD" or "25 USD (students 10 USD)"'


def parse_price(text: object) -> Price | None:
    """Read a price; `none` takes back what the seminar says."""
    if isinstance(text, list):
        raise Refusal(f"a list stands here, and one price belongs; {HOW_TO}, with all other prices in the brackets")
    words = expect_text(text)
    if words in {FREE, NONE}:
        return Price(amount=Decimal(0)) if words == FREE else None
    match = PRICE.fullmatch(words)
    if not match:
        raise _meant(words)
    amount, currency, note = match.groups()
    if not is_currency(currency):
        raise Refusal(f'{quoted(currency)} is no currency; write its three letters, such as "{amount} USD"')
    if not Decimal(amount):
        raise Refusal(f"{quoted(words)} costs nothing", f"{FREE}" if not note else None, hint=HOW_TO if note else "")
    return Price(amount=Decimal(amount), currency=currency, note=note or "")


def _meant(words: str) -> Refusal:
    """Write the author's own amount and currency as they should be, if the words say nothing else."""
    if words.lower().strip(" !.") in GRATIS:
        return Refusal(f"{quoted(words)} is not written as a price", FREE)
    why = f"{quoted(words)} is not written as a price"
    bare, bracket, note = words.partition("(")
    note = note.removesuffix(")").strip() if bracket else ""
    amounts = [match for match in AMOUNT.finditer(bare) if not bare[match.end() : match.end() + 1].isdigit()]
    number = _number(amounts[0]) if len(amounts) == 1 else ""
    if not number or ("(" in note or ")" in note):
        return Refusal(f"{quoted(words)} is no price; {HOW_TO}")
    left = " ".join(f"{bare[: amounts[0].start()]} {bare[amounts[0].end() :]}".split())
    if not left:
        return Refusal(f'{quoted(words)} has no currency; write its three letters too, as in "{number} USD"')
    currency = _currency(left)
    if not currency or (amounts[0]["group"] and currency in THREE_DECIMALS):
        return Refusal(f"{why}; {HOW_TO}")
    if not Decimal(number):
        return Refusal(why, None if note else FREE, hint=HOW_TO if note else "")
    return Refusal(why, f"{number} {currency}{f' ({note})' if note else ''}")


def _number(match: re.Match[str]) -> str:
    """Write an amount with a point and two decimals, or none; empty if it may be another."""
    if match["group"] and match["group"] == match["point"]:
        return ""
    whole = re.sub(r"\D", "", match["whole"])
    part = match["part"] if (match["part"] or "-").isdigit() else ""
    return f"{whole}.{part.ljust(2, '0')}" if part else whole


def _currency(words: str) -> str:
    """Find the one currency that words stand for, and nothing else; empty if there is none."""
    if words in SIGNS:
        return SIGNS[words]
    name = words.upper().strip(". ")
    if re.fullmatch(r"[A-Z]{3}", name) and is_currency(name):
        return name
    return WORDS.get(name.removesuffix("S"), "")
