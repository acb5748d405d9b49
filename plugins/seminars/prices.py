"""`free`, `25 USD` or `25 USD (students 10 USD)` to a price."""

import re
from collections.abc import Iterator
from decimal import Decimal

from babel.numbers import is_currency

from plugins.reader.fields import NONE, expect_text
from plugins.reader.quote import quoted
from plugins.seminars.model import Price

FREE = "free"
PRICE = re.compile(r"(\d{1,6}(?:\.\d\d)?) ([A-Z]{3})(?: \((.+)\))?", re.ASCII)
AMOUNT = re.compile(r"\d{1,6}(?:[.,]\d\d?)?(?!\d)", re.ASCII)
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
WORDS = {"DOLLAR": "USD", "BUCK": "USD", "EURO": "EUR", "POUND": "GBP", "YEN": "JPY", "FRANC": "CHF"}
GRATIS = frozenset({"free", "0", "gratis", "nothing", "no charge", "free of charge", "kostenlos"})
HOW_TO = 'is no price; write "free", "25 USD" or "25 USD (students 10 USD)"'


def parse_price(text: object) -> Price | None:
    """Read a price; `none` takes back what the seminar says."""
    words = expect_text(text)
    if words in {FREE, NONE}:
        return Price(amount=Decimal(0)) if words == FREE else None
    match = PRICE.fullmatch(words)
    if not match:
        raise ValueError(f"{quoted(words)} {_meant(words)}")
    amount, currency, note = match.groups()
    if not is_currency(currency):
        raise ValueError(f'{quoted(currency)} is no currency; write its three letters, such as "{amount} USD"')
    if not Decimal(amount):
        raise ValueError(f'{quoted(words)} costs nothing; write "free"')
    return Price(amount=Decimal(amount), currency=currency, note=note or "")


def _meant(words: str) -> str:
    """Write the author's own amount and currency as they should be, as far as they can be read."""
    if words.lower().strip(" !.") in GRATIS:
        return 'is not written as a price; write "free"'
    amounts = AMOUNT.findall(words)
    if len(amounts) != 1:
        return HOW_TO
    currency = next(_currencies(words), "")
    number = f"{Decimal(amounts[0].replace(',', '.')):f}"
    number = f"{number}0" if re.search(r"\.\d$", number) else number
    if not currency:
        return f'has no currency; write it as in "{number} USD"'
    fixed = f"{number} {currency}" if Decimal(number) else "free"
    return f'is not written as a price; write "{fixed}"'


def _currencies(words: str) -> Iterator[str]:
    yield from (code for sign, code in SIGNS.items() if sign in words)
    for word in re.findall(r"[A-Za-z]+", words):
        if len(word) == len("USD") and is_currency(word.upper()):
            yield word.upper()
        yield from (code for name, code in WORDS.items() if word.upper().removesuffix("S") == name)
