"""Compare the calendar that subscribers have with the one the working tree would publish."""
