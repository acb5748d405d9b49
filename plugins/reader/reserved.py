"""The names of places in a page that the theme gives, so that no heading of a text takes one: `#speakers`."""

from markdown.extensions.toc import slugify


def words(text: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(text.split())


RESERVED = words(
    "browse calendar coming dates feeds lists main mentions more next others past posts related seminars speakers toc"
)


def heading_id(text: str, separator: str) -> str:
    """Return a heading's place: its words, with one more where the theme has the same."""
    slug: str = slugify(text, separator)
    return f"{slug}{separator}text" if slug in RESERVED else slug
