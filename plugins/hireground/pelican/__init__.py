"""Connect the engine to Pelican; no other room imports it."""
