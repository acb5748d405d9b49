"""Describe what a session costs as schema.org's Offers, for each price and each way to register that differs."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from babel.numbers import get_territory_currencies

from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.model import Session
from hireground.seminars.model.prices import Price
from hireground.seminars.model.registration import RegistrationState, Standing
from hireground.seminars.pages.links import fill

Thing = dict[str, Any]
Way = tuple[Registration | None, RegistrationState]
AVAILABILITY = {
    RegistrationState.OPEN: "https://schema.org/InStock",
    RegistrationState.FEW_PLACES: "https://schema.org/LimitedAvailability",
    RegistrationState.FULL: "https://schema.org/SoldOut",
    RegistrationState.WAITING_LIST: "https://schema.org/SoldOut",
    RegistrationState.CLOSED: "https://schema.org/SoldOut",
    RegistrationState.NOT_YET_OPEN: "https://schema.org/PreOrder",
    RegistrationState.WALK_IN: "https://schema.org/InStock",
}


UNSAID = frozenset({RegistrationState.UNANNOUNCED, RegistrationState.INVITED})
"""States in which the price is known, and nobody says whether there are seats."""


def offers_of(session: Session, standing: Standing, page: str) -> Thing | list[Thing] | None:
    """Build an Offer of each price, which agrees with the registration state; no price, no offer."""
    if session.price is None:
        return None
    found = [
        _offer(price, session, way, page)
        for price in session.price.every
        for way in _ways_of(price, session, standing)
        if way[1] in AVAILABILITY or way[1] in UNSAID
    ]
    return found[0] if len(found) == 1 else found or None


def _ways_of(price: Price, session: Session, standing: Standing) -> tuple[Way, ...]:
    """Return the ways to register for a price: `for online` that of its name, else those that no other price is for."""
    registration, prices = session.registration, session.price.every if session.price else ()
    if registration is None:
        return ((None, standing.state),)
    known = standing.ways or tuple((way, standing.state) for way in registration.ways)
    named = {one.who.casefold() for one in prices if one.who}
    own = tuple(pair for pair in known if pair[0].who and pair[0].who.casefold() == price.who.casefold())
    rest = tuple(pair for pair in known if pair[0].who.casefold() not in named) or known
    return own or (rest if standing.ways else rest[:1])


def _offer(price: Price, session: Session, way: Way, page: str) -> Thing:
    """Build one Offer; its address is the page's where people register by mail, by phone or not at all."""
    registration, state = way
    currency = _currency(price, session)
    offer: Thing = {"@type": "Offer", "name": ", ".join(_names(price, registration, session))}
    availability = AVAILABILITY.get(state, "")
    offer |= {"price": str(price.amount), "priceCurrency": currency, "availability": availability, "url": page}
    if price.most:
        span = {"minPrice": str(price.amount), "maxPrice": str(price.most), "priceCurrency": currency}
        offer["priceSpecification"] = {"@type": "PriceSpecification", **span}
    if registration:
        href = fill(registration.url, session) if registration.url else ""
        offer["availabilityEnds"] = registration.closes.isoformat()
        offer["url"] = href if href.startswith("http") else page
        offer |= {"validFrom": registration.opens.isoformat()} if registration.opens else {}
    offer |= {"validFrom": _day(price.since, dt.time(), session)} if price.since else {}
    offer |= {"validThrough": _day(price.until, dt.time(23, 59), session)} if price.until else {}
    return {name: value for name, value in offer.items() if value}


def _currency(price: Price, session: Session) -> str:
    """Return the currency of a price; beside a 0 that of other prices or of the country; empty if none is known."""
    others = (one.currency for one in session.price.every) if session.price else ()
    said = price.currency or next(filter(None, others), "")
    country = session.place.country if session.place else None
    return said or (_of_country(country, session.start.date()) if country else "")


@lru_cache(1 << 10)
def _of_country(country: str, day: dt.date) -> str:
    return next(iter(get_territory_currencies(country, day)), "")


def _names(price: Price, registration: Registration | None, session: Session) -> Iterator[str]:
    """Yield for whom and for what an offer is; a way is named where there are others."""
    if price.who:
        yield price.who
    is_one_of = registration and session.registration and session.registration.also
    if registration and is_one_of and registration.who and registration.who.casefold() != price.who.casefold():
        yield registration.who


def _day(day: dt.date, time: dt.time, session: Session) -> str:
    """Return the first or the last minute of a day where the session takes place."""
    return dt.datetime.combine(day, time, session.timezone).isoformat()
