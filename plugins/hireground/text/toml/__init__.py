"""Read front matter in TOML, as Hugo's authors write it."""
