"""Read a price that a calendar says: only one that is written the same again."""

import datetime as dt
import re
from dataclasses import dataclass

from hireground.importing.own_calendars.languages import Words
from hireground.seminars.model.prices import Price, parse_price
from hireground.seminars.pages.wording import AMOUNTS, PRICE_PHRASES
from hireground.text.problems import Refusal

BETWEEN = re.compile(r"; (?![^(]*\))")
"""What stands between prices, and not in brackets."""
GROUPED = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True)
class PriceSaid:
    """Prices as front matter has them, and who pays for it."""

    prices: tuple[str, ...]
    sponsor: str = ""


def price_said(line: str, words: Words, near: dt.date) -> PriceSaid | None:
    """Read `Free for students (bring your card); 10 USD (sponsored by Example Bank)`."""
    *before, last = BETWEEN.split(line)
    last, sponsor = _without_sponsor(last, words)
    texts = [_one(one, words, near) for one in (*before, last)]
    try:
        price = parse_price(texts) if all(texts) else None
    except Refusal:
        return None
    return PriceSaid(tuple(texts), sponsor) if price and _written(price, sponsor, words) == line else None


def _without_sponsor(text: str, words: Words) -> tuple[str, str]:
    bare, bracket, beside = text.removesuffix(")").rpartition(" (")
    *notes, last = beside.split("; ")
    found = words.said("sponsored by {name}", last) if bracket and text.endswith(")") else None
    if not found:
        return text, ""
    return (f"{bare} ({'; '.join(notes)})" if notes else bare), found["name"]


def _one(text: str, words: Words, near: dt.date) -> str:
    """Write one price as front matter has it; empty where a day or an amount is none."""
    bare, bracket, note = text.partition(" (")
    said = {}
    for name, phrase in reversed([*zip(("for", "from", "until"), PRICE_PHRASES, strict=True)]):
        found = words.said(phrase, bare)
        if not found:
            continue
        day = None if name == "for" else words.day(found["said"], near, is_long=False)
        if name == "for" or day:
            bare, said[name] = found["price"], found["said"] if name == "for" else f"{day:%Y-%m-%d}"
    known = {words.wording.gettext(phrase): amount for amount, phrase in AMOUNTS.items()}
    amount = known.get(bare, GROUPED.sub("", bare))
    parts = (amount, *(f"{name} {said[name]}" for name in ("for", "from", "until") if name in said))
    return " ".join(parts) + (f" ({note}" if bracket else "")


def _written(price: Price, sponsor: str, words: Words) -> str:
    paid = words.wording.gettext("sponsored by {name}").format(name=sponsor) if sponsor else ""
    *before, last = price.every
    return "; ".join(
        (*(words.wording.one_price(one, one.note) for one in before), words.wording.one_price(last, last.note, paid))
    )
