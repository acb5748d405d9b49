"""Read what other tools keep, each into the same frozen records."""
