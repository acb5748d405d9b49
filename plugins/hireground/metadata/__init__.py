"""Take out of files what they say of places, devices and persons, without changing what readers see or hear."""
