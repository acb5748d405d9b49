"""Write seminars as calendars and as the other files that programs read."""
