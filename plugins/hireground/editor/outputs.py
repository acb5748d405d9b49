"""Describe the files of the editor as outputs; a site without SITE_EDITOR has none."""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files

from hireground import urls
from hireground.editor.configuration import LISTS, configuration
from hireground.editor.packages import CMS, ICONS, YAML, digest_of, part_files
from hireground.output import Output, as_it_is, linked
from hireground.site.policy import editing, written
from hireground.site.site import Site

FORMAT, SHEET = "format.js", f"icons-{ICONS.version}.css"
FACE = f"""@font-face {{
  font-family: "Material Symbols Outlined";
  font-display: block;
  src: url({ICONS.name}) format("woff2");
}}
"""
"""The face that the CMS asks for, from here."""


def editor_outputs(site: Site) -> Iterator[Output]:
    """Yield the page of the editor and what it loads, in the public site alone."""
    own = site.settings
    if own.editor is None or not own.siteurl:
        return
    there = frozenset(name for name in LISTS if (own.root / own.content / f"{name}.yaml").is_file())
    config = json.dumps(configuration(own, own.editor, there), indent=1, ensure_ascii=False).encode()
    code = files("hireground.editor").joinpath(FORMAT).read_bytes()
    ours = f"format-{hashlib.sha256(code).hexdigest()[:8]}.js"
    scripts = {ours: digest_of(code), YAML.name: YAML.digest, CMS.name: CMS.digest}
    policy = written(editing(own.editor.asked, own.editor.pictures))
    page = {"policy": policy, "scripts": scripts, "sheet": SHEET}
    yield Output(urls.file_of(urls.EDITOR.url()), "editor", page)
    yield Output(urls.EDITOR_FILE.url(path=SHEET), as_it_is, FACE.encode())
    yield Output(urls.EDITOR_FILE.url(path="config.json"), as_it_is, config)
    yield Output(urls.EDITOR_FILE.url(path=ours), as_it_is, code)
    for name, file in part_files(own.root, own.theme).items():
        yield Output(urls.EDITOR_FILE.url(path=name), linked, file)
