"""Write the configuration of Sveltia CMS for a site."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from hireground.editor.fields import Field, fields_of
from hireground.embeds.forges import Editor
from hireground.seminars.model.model import Place
from hireground.seminars.model.people import Person
from hireground.seminars.model.schema import SeminarFields
from hireground.site.post import PageFields, PostFields
from hireground.site.settings import SiteSettings

LISTS: Mapping[str, type[BaseModel]] = {"people": Person, "places": Place}
TEXTS: Mapping[str, type[BaseModel]] = {"posts": PostFields, "seminars": SeminarFields, "pages": PageFields}
SUMMARIES = {"posts": "{{date | date('YYYY-MM-DD')}} {{title}}"}
HOW = "Markdown; a picture of the assets is `![What it shows](../images/name.jpg)`"
KEPT: Field = {"name": "written", "widget": "hidden"}
"""The front matter as it was, for what nobody changes to stay byte for byte; format.js puts it in, and takes it out."""


def configuration(settings: SiteSettings, editor: Editor, lists: frozenset[str]) -> Mapping[str, Any]:
    """Return the whole configuration; `lists` are the lists of content that there are, such as "places"."""
    return {
        "backend": backend(editor),
        "site_url": settings.siteurl,
        "display_url": settings.siteurl,
        "app_title": settings.sitename,
        "media_folder": f"{settings.content.as_posix()}/images",
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "output": {"omit_empty_optional_fields": True},
        "collections": [*collections(settings.content.as_posix(), lists)],
    }


def backend(editor: Editor) -> Mapping[str, Any]:
    """Return where it writes to; people sign in with a token of their own, or by the site's authenticator too."""
    address = {"base_url": editor.address, "api_root": editor.api} if editor.address else {}
    branch = {"branch": editor.branch} if editor.branch else {}
    site, path = editor.sign_in
    by_account = {"base_url": site, "auth_endpoint": path} if site else {}
    methods = ["oauth", "token"] if site else ["token"]
    return {
        "name": editor.forge, "repo": editor.repository, **branch, **address, **by_account, "auth_methods": methods,
        "skip_ci": False,
    }  # fmt: skip


def collections(content: str, lists: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    """Yield a folder for each kind of text, and the lists of people and places."""
    for name, model in TEXTS.items():
        summary = {"summary": SUMMARIES[name]} if name in SUMMARIES else {}
        yield {
            "name": name, "label": name.capitalize(), "label_singular": name.removesuffix("s").capitalize(),
            "folder": f"{content}/{name}", "create": True, "slug": "{{title}}", "format": name,
            "media_folder": f"/{content}/images", "public_folder": "../images", **summary,
            "editor": {"preview": False},
            "fields": [*fields_of(model, lists), body(), KEPT],
        }  # fmt: skip
    if lists:
        files = [listed(content, name, model, lists) for name, model in LISTS.items() if name in lists]
        yield {"name": "lists", "label": "People and places", "files": files}


def body() -> Field:
    """Return the field of the text: Markdown as it is written, since another editor would write it otherwise."""
    return {"name": "body", "label": "Text", "widget": "text", "hint": HOW, "required": False}


def listed(content: str, name: str, model: type[BaseModel], lists: frozenset[str]) -> Mapping[str, Any]:
    """Return the file of a list."""
    items: Field = {
        "name": name, "label": name.capitalize(), "widget": "list", "root": True, "summary": "{{name}}",
        "collapsed": True, "fields": fields_of(model, lists),
    }  # fmt: skip
    return {
        "name": name,
        "label": name.capitalize(),
        "file": f"{content}/{name}.yaml",
        "format": "list",
        "fields": [items],
    }
