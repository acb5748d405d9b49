"""Write the web app manifest, for those who put the site on their home screen."""

import json

from hireground.pictures.icons import LARGE, Icons
from hireground.site.settings import SiteSettings


def manifest(icons: Icons, settings: SiteSettings) -> bytes:
    """Return the manifest; its addresses start where it stands, so that a site may lie below a path."""
    pictures = [{"src": icons.url(size), "sizes": f"{size}x{size}", "type": "image/png"} for size in LARGE]
    paper = settings.palette["bg"].light if "bg" in settings.palette else ""
    whole = {
        "name": settings.sitename,
        "short_name": settings.sitename,
        "description": settings.tagline,
        "lang": settings.language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [*pictures, {**pictures[-1], "purpose": "maskable"}],
    }
    said = {name: value for name, value in whole.items() if value}
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()
