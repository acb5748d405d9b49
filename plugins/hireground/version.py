"""Say which version of the engine this is; the wheel takes it from here."""

VERSION = "0.2.0"
