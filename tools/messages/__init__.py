"""Templates and code to message catalogues: every phrase that readers see, once, in each language's PO file."""

from tools.messages.catalogue import LOCALE, phrases, update

__all__ = ["LOCALE", "phrases", "update"]
