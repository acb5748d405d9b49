"""IANA names to zones of the pinned `tzdata` package, never of the machine: the same times everywhere."""

import io
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def zone_names() -> frozenset[str]:
    """Every name `zone` accepts, aliases included."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def zone_data(name: str) -> bytes:
    """Return the zone's TZif file (RFC 8536); a name that is not in `zone_names` raises ZoneInfoNotFoundError."""
    if name not in zone_names():
        raise ZoneInfoNotFoundError(f"no such zone: {name}")
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


class Zone(ZoneInfo):
    """A zone that can be pickled and copied: what comes out is the same object."""

    def __reduce__(self) -> tuple[object, ...]:
        return zone, (self.key,)


@cache
def zone(name: str) -> ZoneInfo:
    """Load a zone, one object per name; unknown names raise ZoneInfoNotFoundError, a KeyError."""
    return Zone.from_file(io.BytesIO(zone_data(name)), key=name)
