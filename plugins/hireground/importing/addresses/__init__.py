"""Work out what pages of the old site were called, and lead each of these addresses to where it is now."""
