"""Make the links that share a post: plain addresses, without third-party scripts."""

from urllib.parse import quote

from hireground.seminars.pages.links import Link


def share_links(title: str, address: str, email: str) -> tuple[Link, ...]:
    """Return a link a way to share; `address` is the post's own, and `email` the word for that."""
    name, page = quote(title, safe=""), quote(address, safe="")
    both = quote(f"{title}\r\n{address}", safe="")
    return (
        Link("mail", f"mailto:?subject={name}&body={both}", email),
        Link("mastodon", f"https://share.joinmastodon.org/#text={quote(f'{title} {address}', safe='')}", "Mastodon"),
        Link("linkedin", f"https://www.linkedin.com/sharing/share-offsite/?url={page}", "LinkedIn"),
        Link("x", f"https://x.com/intent/post?text={name}&url={page}", "X"),
    )
