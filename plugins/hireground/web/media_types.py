"""Look up the content type of a file by its name, the same on every machine and server."""

from collections.abc import Mapping

from hireground import urls

OCTETS = "application/octet-stream"
CHARSET = "; charset=utf-8"
NAMED: Mapping[str, str] = {
    urls.atom_of(""): "application/atom+xml",
    urls.rss_of(""): "application/rss+xml",
    urls.json_feed_of(""): "application/feed+json",
    "events.json": "application/jscalendar+json",
}
"""Names whose ending says too little."""
TEXT: Mapping[str, str] = {
    ".html": "text/html",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".xml": "application/xml",
    ".ics": "text/calendar",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain",
    ".bib": "application/x-bibtex",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
}
"""Endings of files that are text, which is UTF-8 and is worth compressing."""
BINARY: Mapping[str, str] = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".pdf": "application/pdf",
    ".wasm": "application/wasm",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}


def media_type(path: str) -> str:
    """Return the content type of a file, with its charset if it is text."""
    name = path.rpartition("/")[2].lower()
    for endings, more in ((NAMED, CHARSET), (TEXT, CHARSET), (BINARY, "")):
        found = next((kind for ending, kind in endings.items() if name.endswith(ending)), None)
        if found:
            return found + more
    return OCTETS


def is_text(path: str) -> bool:
    """Tell what is text, by its name."""
    return path.lower().endswith(tuple(TEXT))
