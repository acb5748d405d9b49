"""Make the bytes of an output: a page by its template, anything else by its function."""

import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, escape

from hireground.build.texts import BlockRenderer
from hireground.checksums import put_file
from hireground.output import Output, given
from hireground.pelican.defaults import JINJA_ENVIRONMENT
from hireground.pelican.templates import BLOCK, LocalizedEnvironment, block_renderer, localized, template_loader
from hireground.store import SIZE, digest
from hireground.theme import THEME_FOLDER
from hireground.web.resources import Resources

TEMPLATES = Path(".cache", "templates")
ENGINE_S = THEME_FOLDER.resolve() / "templates"
SPECIAL = re.compile("[&<>'\"]")
PLAIN = frozenset({partial, BuiltinMethodType})
"""What is called with just what it is given."""
INNER = ("_block_vars", "_loop_vars")
"""What Jinja adds for those that want its context."""


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates: the engine's in `__pycache__` beside them, as Python does, a site's in its `.cache`.

    Where Python writes no bytecode, or the site has options of its own, the engine's are in the site's `.cache`, too.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any]) -> None:
        self.folder = folder
        own = digest(Path(__file__).read_bytes()).hex()
        self.compiler = f"{version('jinja2')} {sys.version} {sorted(options.items())} {own}"
        is_shared = options == JINJA_ENVIRONMENT and not sys.dont_write_bytecode
        self.shared = (Path(cache_from_source(f"{ENGINE_S / 'all.py'}")).parent,) if is_shared else ()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of the file in which a template is kept."""
        kind = "engine" if Path(filename or "").is_relative_to(ENGINE_S) else "site"
        return f"{kind}-{super().get_cache_key(name, filename)}.{sys.implementation.cache_tag}"

    def get_source_checksum(self, source: str) -> str:
        """Return the digest of a template's text and of all that its code depends on."""
        return digest(self.compiler.encode(), source.encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code from where it is kept; what is damaged is as good as missing."""
        for file in self._places(bucket.key):
            with suppress(OSError):
                data = file.read_bytes()
                if bucket.code is None and data[:SIZE] == digest(data[SIZE:]):
                    bucket.bytecode_from_string(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code at the first place that can be written; another process may do so at the same time."""
        data = bucket.bytecode_to_string()
        for file in self._places(bucket.key):
            with suppress(OSError):
                put_file(file, digest(data) + data)
                return

    def _places(self, key: str) -> list[Path]:
        folders = (*self.shared, self.folder) if key.startswith("engine-") else (self.folder,)
        return [folder / key for folder in folders]


class ThemeCode(CodeGenerator):
    """Lets templates print by `ThemeEnvironment.printed`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 -- Jinja's own
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.printed({finalize.src or ''}")


class ThemeContext(Context):
    """Calls what templates call; Jinja looks for what wants its context, each time and at all that is called."""

    @internalcode
    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Jinja's own
        """Call a macro, or a function that takes what it is given; leave all others to Jinja."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in PLAIN and (kind is not MethodType or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        for inner in INNER if kwargs else ():
            kwargs.pop(inner, None)
        try:
            return called(*args, **kwargs)
        except StopIteration:
            return self.environment.undefined("value was undefined because a callable raised a StopIteration exception")


class ThemeEnvironment(Environment):
    """Reads and calls templates in less time than Jinja, with the same result: a third of a page's time.

    Every template has the environment's own globals, which Jinja looks through each time a macro is imported.
    """

    code_generator_class = ThemeCode
    context_class = ThemeContext

    @staticmethod
    @internalcode
    def printed(value: Any) -> str:  # noqa: ANN401 -- whatever a template prints
        """Escape what a template prints; it is put together at once, so that no piece must say that it is escaped."""
        kind = type(value)
        return value if kind is Markup or (kind is str and not SPECIAL.search(value)) else escape(value)

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
        return template.render({"output_file": output.path, **given(output.value)}).encode()


def rendering(resources: Resources, settings: Mapping[str, Any]) -> Rendering:
    """Read the theme's templates; `settings` are those of the settings file."""
    own = resources.site.settings
    options = settings["JINJA_ENVIRONMENT"]
    environment = ThemeEnvironment(
        loader=template_loader(own.theme),
        bytecode_cache=CompiledTemplates(own.root / TEMPLATES, options),
        **{"auto_reload": False, "cache_size": -1, **options},  # a cache without an end needs no lock
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
