"""The one moment of a build."""

import datetime as dt
import os
from collections.abc import Mapping


def build_moment(environment: Mapping[str, str] = os.environ) -> dt.datetime:
    """Return the build's `now` (UTC): SOURCE_DATE_EPOCH in seconds if it is set, else this moment."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC).replace(microsecond=0)
