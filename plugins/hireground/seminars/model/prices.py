"""Read durations and prices: `1h 30m`, `free`, `25 USD` or `25 USD (students 10 USD)`.

Several prices stand in a list: `[100 USD until 2027-01-15, 150 USD, 50 USD for students]`. One that follows another
until a day, for the same people in the same currency, begins on the day after it.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import BeforeValidator

from hireground.text.fields import NONE, expect_text, parse_day
from hireground.text.problems import Refusal, printable, quoted
from hireground.text.validation import Model

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


class Price(Model):
    """What it costs; `amount` 0 is free, said so by the author. No `Price` at all means unknown.

    `most` is the end of a range; `who` pays it, if not everybody, and from which day until which. `is_open` is left to
    those who come, with `words` that say how. `others` are what it costs otherwise.
    """

    amount: Decimal
    most: Decimal | None = None
    currency: str = ""
    note: str = ""
    words: str = ""
    who: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    others: tuple["Price", ...] = ()

    @property
    def every(self) -> tuple["Price", ...]:
        """Each price that there is, this one first."""
        return (self, *self.others)

    @property
    def is_free(self) -> bool:
        """Whether the author says that it costs nobody anything."""
        return all(not (one.currency or one.words) for one in self.every)

    @property
    def is_open(self) -> bool:
        """Whether people give what they like."""
        return bool(self.words)

    @property
    def is_one(self) -> bool:
        """Whether everybody pays this, on any day."""
        return not (self.others or self.who or self.since or self.until)

    @property
    def amount_words(self) -> str:
        """The amount without what is said beside it, large ones in groups of digits: `5,000,000 IDR`."""
        if self.words or not self.currency:
            return self.words or FREE
        most = f"–{_grouped(self.most)}" if self.most else ""
        return f"{_grouped(self.amount)}{most} {self.currency}"

    def __str__(self) -> str:
        """Write it as an author does."""
        parts = (
            self.amount_words,
            f"for {self.who}" if self.who else "",
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
            f"({self.note})" if self.note else "",
        )
        return ", ".join((" ".join(filter(None, parts)), *map(str, self.others)))


LEAST_GROUPED = 10_000


def _grouped(amount: Decimal) -> str:
    return f"{amount:,}" if amount >= LEAST_GROUPED else f"{amount}"


FREE = "free"
NUMBER = r"\d{1,12}(?:\.\d{2,3})?"
DATED = r"\d{4}-\d\d-\d\d"
PRICE = re.compile(
    rf"(?:(?P<open>free|donation|pay what you can)"
    rf"|(?P<amount>{NUMBER})(?: ?(?:-|–|to) ?(?P<most>{NUMBER}))? (?P<currency>[A-Z]{{3}}))"
    rf"(?: for (?P<who>[^(),;]{{1,80}}?))?(?: from (?P<since>{DATED}))?(?: until (?P<until>{DATED}))?"
    rf"(?: \((?P<note>.+)\))?",
    re.ASCII,
)
BETWEEN = re.compile(r" *(?:/|;|,| or ) *")
AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<group>[.,' ])\d{3})(?:(?P=group)\d{3})*|\d{1,9})"
    r"(?:(?P<point>[.,])(?P<part>\d\d?|-{1,2}|–))?",
    re.ASCII,
)
SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP"}
WORDS = {"DOLLAR": "USD", "US DOLLAR": "USD", "BUCK": "USD", "EURO": "EUR", "YEN": "JPY", "RUPIAH": "IDR"}
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose 1.500 is one and a half."""
WITHOUT_AMOUNT = {
    **dict.fromkeys(("free", "0", "gratis", "nothing", "no charge", "free of charge", "kostenlos"), FREE),
    **dict.fromkeys(
        ("pay what you want", "pay as you wish", "pay what you like", "pay as you can"), "pay what you can"
    ),
    **dict.fromkeys(("donations", "a donation", "by donation", "on donation", "donation-based"), "donation"),
}
HOW_TO = 'write "free", "25 USD", "25 USD (students 10 USD)", "5-20 USD", "donation" or a list of several'


def parse_price(value: object) -> Price | None:
    """Read a price, or a list of them; `none` takes back what the seminar says."""
    if isinstance(value, list):
        return _joined([_one(expect_text(each)) for each in value])
    words = expect_text(value)
    if words == NONE:
        return None
    if not PRICE.fullmatch(words):
        several = BETWEEN.split(words)
        if len(several) > 1 and all(PRICE.fullmatch(one) for one in several):
            raise Refusal(f"{quoted(words)} holds {len(several)} prices, which stand in a list", several)
    return _joined([_one(words)])


def _joined(prices: list[Price]) -> Price:
    """Lay further prices beside the first; one without a day begins when the one before it ends."""
    if not prices:
        raise Refusal(f"no price stands in the list; {HOW_TO}")
    dated: list[Price] = []
    for price in prices:
        same = [n for n, one in enumerate(dated) if (one.who, one.currency) == (price.who, price.currency)]
        if same:
            dated[same[-1]], price = _in_turn(dated[same[-1]], price)  # noqa: PLW2901 -- the same price, with its days
        dated.append(price)
    return dated[0].model_copy(update={"others": tuple(dated[1:])})


def _in_turn(before: Price, after: Price) -> tuple[Price, Price]:
    """Let one price end where the next begins: early birds, and those who come late."""
    day = dt.timedelta(days=1)
    if before.until and not after.since:
        return before, after.model_copy(update={"since": before.until + day})
    if after.since and not before.until:
        return before.model_copy(update={"until": after.since - day}), after
    if before.until and after.since and before.until < after.since:
        return before, after
    raise Refusal(f'"{before}" and "{after}" hold at once; write for whom, as in "{after} for students", or until when')


def _one(words: str) -> Price:
    """Read one price of a list."""
    match = PRICE.fullmatch(words)
    if not match:
        raise _meant(words)
    said = match.groupdict("")
    days = {key: parse_day(said[key]) if said[key] else None for key in ("since", "until")}
    beside = {"who": said["who"], "note": said["note"], **days}
    if said["open"]:
        return Price(amount=Decimal(0), words="" if said["open"] == FREE else said["open"], **beside)
    amount, most, currency = Decimal(said["amount"]), Decimal(said["most"] or 0), said["currency"]
    if not is_currency(currency):
        raise Refusal(f'{quoted(currency)} is no currency; write its three letters, such as "{said["amount"]} USD"')
    if said["most"] and most <= amount:
        raise Refusal(f"{quoted(words)} ends below its start; write the lower amount first")
    if not amount and not most:
        raise Refusal(
            f"{quoted(words)} costs nothing",
            f"{FREE}" if not said["note"] else None,
            hint=HOW_TO if said["note"] else "",
        )
    return Price(amount=amount, most=most or None, currency=currency, **beside)


def _meant(words: str) -> Refusal:
    """Write the author's own amount and currency as they should be, if the words say nothing else."""
    why, plain = f"{quoted(words)} is not written as a price", words.lower().strip(" !.")
    if plain in WITHOUT_AMOUNT:
        return Refusal(why, WITHOUT_AMOUNT[plain])
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
