"""Write seminars from what calendars, exports and lists of talks say of them."""
