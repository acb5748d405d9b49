"""Make the bytes of an output: a page by its template, anything else by its function."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache

from hireground.build.texts import BlockRenderer
from hireground.output import Output
from hireground.pelican.templates import BLOCK, LocalizedEnvironment, block_renderer, localized, template_loader
from hireground.store import digest
from hireground.web.resources import Resources

TEMPLATES = Path(".cache", "templates")


class ThemeEnvironment(Environment):
    """Gives every template the environment's own globals, which Jinja looks through each time a macro is imported."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a template's globals; Jinja lays the few that a template may have above the environment's."""
        return super().make_globals(d) if d else self.globals


@dataclass(frozen=True)
class Rendering:
    """The theme's templates in every language it speaks, and the block that shows seminars in a post."""

    templates: LocalizedEnvironment
    render_block: BlockRenderer

    def made(self, output: Output) -> bytes:
        """Return the bytes of an output."""
        if not isinstance(output.maker, str):
            return output.maker(output.value)
        template = self.templates.get_template(f"{output.maker}.html")
        return template.render({"output_file": output.path, **output.value}).encode()


def rendering(resources: Resources, settings: Mapping[str, Any]) -> Rendering:
    """Read the theme's templates; `settings` are those of the settings file."""
    own = resources.site.settings
    options = settings["JINJA_ENVIRONMENT"]
    folder = own.root / TEMPLATES / digest(repr(sorted(options.items())).encode()).hex()[:8]
    folder.mkdir(parents=True, exist_ok=True)
    environment = ThemeEnvironment(
        loader=template_loader(own.theme),
        bytecode_cache=FileSystemBytecodeCache(str(folder)),
        auto_reload=False,
        **options,
    )
    names = {
        "SITE": resources.site, "SITE_ASSETS": resources.assets, "SITE_WORDINGS": resources.wordings,
        "SITE_WORDING": resources.wording, "SITE_CARDS": resources.cards, "SITE_ICONS": resources.icons,
        "SITE_PICTURES": resources.pictures, "SITENAME": own.sitename, "SITESUBTITLE": own.tagline,
        "DEFAULT_LANG": own.language, "SITE_NAV": own.nav, "SITE_LINKS": own.links, "SITE_SOCIAL": own.social,
        "SITE_FOOTER": own.footer,
    }  # fmt: skip
    templates = localized(environment, names)
    return Rendering(templates, _block_renderer(resources, templates))


def _block_renderer(resources: Resources, templates: LocalizedEnvironment) -> BlockRenderer:
    @cache
    def of(language: str | None) -> Callable[[str, Mapping[str, Any]], str]:
        wording = resources.wordings.get(language or "") or resources.wording
        return block_renderer(resources.site, wording, templates.of(language).get_template(BLOCK))

    return lambda language, title, written: of(language)(title, written)
