"""What a card says: the picture that other sites and messengers show beside a link."""

from dataclasses import dataclass

SIZE = (1200, 630)
"""Open Graph's own, and large enough for all who show one."""


@dataclass(frozen=True)
class Card:
    """A title, what it is the title of, and up to two facts below; the site's name stands on every card."""

    title: str
    kicker: str = ""
    facts: tuple[str, ...] = ()

    @property
    def alt(self) -> str:
        """What it shows, for who cannot see it."""
        return ". ".join(part.rstrip(".") for part in (self.kicker, self.title, *self.facts) if part)
