"""Write one link for all dates, where the links of all are the same but for the date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from hireground.importing.seminars.model import Date
from hireground.importing.writing import Value


def with_templates(dates: list[Date]) -> list[Date]:
    """Return the dates with `{date}` and the like in their links, if those are one link then."""
    links = [date.keys["registration"] for date in dates if "registration" in date.keys]
    filled = [_template(date.keys["registration"], date) for date in dates if "registration" in date.keys]
    if all(link == links[0] for link in links) or any(one != filled[0] for one in filled):
        return dates
    return [
        replace(date, keys={**date.keys, "registration": filled[0]}) if "registration" in date.keys else date
        for date in dates
    ]


def _template(value: Value, date: Date) -> Value:
    if isinstance(value, Mapping):
        return {name: _template(one, date) if name in {"url", "also"} else one for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_template(one, date) for one in value)
    return _with_gaps(value, date) if isinstance(value, str) else value


def _with_gaps(link: str, date: Date) -> str:
    start = date.start
    if not isinstance(start, dt.date):
        return link
    gaps = {"uid": date.uid, "date": f"{start:%Y-%m-%d}"}
    gaps |= {"time": f"{start:%H:%M}"} if isinstance(start, dt.datetime) or date.is_all_day else {}
    for name, said in gaps.items():
        link = link.replace(quote(said, safe=""), f"{{{name}}}") if said else link
    return link
