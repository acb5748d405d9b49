"""Take calendars of this engine apart by the phrases that they are written with."""
