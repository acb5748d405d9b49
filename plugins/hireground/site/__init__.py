"""Read the whole content once, check it together, and hold it with the settings."""
