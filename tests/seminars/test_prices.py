"""What an author writes of a price is what readers and search engines are told, and nothing else."""

from typing import Any

import pytest
from examples import NOW, SITEURL, WORDING, session_of

from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import standing
from hireground.seminars.pages.schema_org import education_event

LINK = "registration: {url: https://register.example.org}"
WORDS = {
    # the key's value: what readers read, and the link's words
    "free": ("Free", "Register now (it’s free)"),
    "25 USD": ("25 USD", "Register now (25 USD)"),
    "12.500 KWD": ("12.500 KWD", "Register now (12.500 KWD)"),
    "25 USD (students 10 USD)": ("25 USD (students 10 USD)", "Register now (25 USD; students 10 USD)"),
    "5-20 EUR": ("5–20 EUR", "Register now (5–20 EUR)"),
    "0 to 20 EUR": ("0–20 EUR", "Register now (0–20 EUR)"),
    "5000000 IDR": ("5,000,000 IDR", "Register now (5,000,000 IDR)"),
    "1234567890.50 USD": ("1,234,567,890.50 USD", "Register now (1,234,567,890.50 USD)"),
    "pay what you can": ("Pay what you can", "Register now"),
    "donation (10 EUR suggested)": ("Donation (10 EUR suggested)", "Register now"),
    "free for members": ("Free for members", "Register now"),
    "[25 USD, 23 EUR]": ("25 USD; 23 EUR", "Register now"),
    "[100 USD until 2027-01-15, 150 USD, 50 USD for students]": (
        "100 USD until January 15, 2027; 150 USD from January 16, 2027; 50 USD for students",
        "Register now",
    ),
    "[100 USD, 60 USD from 2027-02-17]": (
        "100 USD until February 16, 2027; 60 USD from February 17, 2027",
        "Register now",
    ),
}


def session(price: str) -> Session:
    return session_of(f"price: {price}\n{LINK}\nsessions: [2027-02-18 18:00]")


@pytest.mark.parametrize("price", WORDS)
def test_words(price: str) -> None:
    one = session(price)
    assert (WORDING.price(one), WORDING.register(one)) == WORDS[price]


@pytest.mark.parametrize("price", WORDS)
def test_a_price_reads_back_as_an_author_writes_it(price: str) -> None:
    written = str(session(price).price).replace("–", "-")
    again = f"[{written}]" if price.startswith("[") else written
    assert (
        session(again.replace("5,000,000", "5000000").replace("1,234,567,890", "1234567890")).price
        == session(price).price
    )


def offers(price: str) -> list[dict[str, Any]]:
    one = session(price)
    found = education_event(one, standing(one, NOW), SITEURL)["offers"]
    return found if isinstance(found, list) else [found]


def test_each_price_is_an_offer_with_its_days() -> None:
    early, late, students = offers("[100 USD until 2027-01-15, 150 USD, 50 USD for students]")
    assert (early["price"], early["validThrough"]) == ("100", "2027-01-15T23:59:00-08:00")
    assert (late["price"], late["validFrom"]) == ("150", "2027-01-16T00:00:00-08:00")
    assert (students["price"], students["name"]) == ("50", "students")
    assert {one["url"] for one in (early, late, students)} == {"https://register.example.org"}


@pytest.mark.parametrize("registration", ["", "registration: by invitation\n"])
def test_a_price_is_said_where_nobody_says_whether_there_are_seats(registration: str) -> None:
    one = session_of(f"price: 25 USD\n{registration}sessions: [2027-02-18 18:00]")
    offer = education_event(one, standing(one, NOW), SITEURL)["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("25", "USD")
    assert "availability" not in offer


def test_a_range_has_both_ends() -> None:
    (offer,) = offers("5-20 EUR")
    assert (offer["price"], offer["priceCurrency"]) == ("5", "EUR")
    assert (offer["priceSpecification"]["minPrice"], offer["priceSpecification"]["maxPrice"]) == ("5", "20")


@pytest.mark.parametrize(
    ("price", "is_free"), [("free", True), ("donation", True), ("25 USD", False), ("[free for members, 9 EUR]", False)]
)
def test_free_is_said_of_what_everybody_gets_for_nothing(price: str, is_free: bool) -> None:  # noqa: FBT001 -- a case
    one = session(price)
    event = education_event(one, standing(one, NOW), SITEURL)
    assert event["isAccessibleForFree"] == is_free
