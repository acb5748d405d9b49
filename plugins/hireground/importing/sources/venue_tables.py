"""Read the tables of venues and organizers that The Events Calendar writes beside its table of events."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from hireground.importing.fields import words_of
from hireground.importing.model import Record
from hireground.importing.reading import Keys, UnreadableError, decoded, named
from hireground.text.web_addresses import email_problem, url_problem

LARGEST = 10_000_000
KEYS = {
    "address": ("venue_address", "venue_address_2"), "city": ("venue_city",), "region": ("venue_state/province",),
    "postal_code": ("venue_zip",), "country": ("venue_country",),
}  # fmt: skip


def rows_beside(events: Path, name: str) -> Iterator[Keys]:
    """Yield the rows of a table that stands beside one of events, if there is one."""
    for file in sorted(events.parent.glob("*.csv")):
        if name not in file.stem.lower() or file == events:
            continue
        try:
            yield from (
                named({str(key): str(value or "") for key, value in row.items()})
                for row in csv.DictReader(decoded(file, LARGEST).split("\n"))
            )
        except (UnreadableError, csv.Error):
            continue


def venues(events: Path) -> Mapping[str, Keys]:
    """Return the rows of venues by their names."""
    return {name: row for row in rows_beside(events, "venue") if (name := words_of(row.get("venue_name")))}


def organizers(events: Path) -> Mapping[str, Record]:
    """Return organizers by their names, as a seminar has them."""
    found: dict[str, Record] = {}
    for row in rows_beside(events, "organizer"):
        name = words_of(row.get("organizer_name"))
        email, url = words_of(row.get("organizer_email")), words_of(row.get("organizer_website"))
        said = {"name": name, "email": "" if email_problem(email) else email, "url": "" if url_problem(url) else url}
        if name:
            found[name] = {key: value for key, value in said.items() if value}
    return found


def venue_keys(venue: Keys) -> Mapping[str, str]:
    """Return what is known of a venue, by the keys of a place."""
    return {
        key: ", ".join(words for name in names if (words := words_of(venue.get(name)))) for key, names in KEYS.items()
    }
