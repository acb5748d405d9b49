"""Register the block with Python-Markdown (pymdown-extensions' Blocks); a renderer makes its HTML."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import uuid4
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from hireground.seminars.block.fields import BlockFields
from hireground.seminars.block.find import as_written
from hireground.text.keys import names_of

NAME = "seminars"
Renderer = Callable[[str, Mapping[str, Any]], str]
"""A block's title, and its keys as they are written, to HTML."""


class SeminarsBlock(Block):
    """`/// seminars | Title` with its keys, which `check` has found right before anything is rendered."""

    NAME: ClassVar = NAME
    ARGUMENT = None
    OPTIONS: ClassVar = dict.fromkeys(names_of(BlockFields), (None, None))

    def on_create(self, parent: Element) -> Element:
        """Put the rendered sessions where the block stands."""
        options = {name: self.options[name] for name in names_of(BlockFields)}
        written = {name: as_written(value) for name, value in options.items() if value is not None}
        html = self.config["render"](self.argument or "", written)
        SubElement(parent, "div", {"class": "seminars-block"}).text = self.md.postprocessors[NAME].keep(html)
        return parent[-1]


class _Placeholders(Postprocessor):
    """Puts the blocks' HTML in place at the very end, past the sanitizing; authors cannot guess the placeholders."""

    def __init__(self) -> None:
        super().__init__()
        self.token, self.blocks = uuid4().hex, list[str]()

    def keep(self, html: str) -> str:
        """Return the placeholder of a block."""
        self.blocks.append(html)
        return f"{self.token}{len(self.blocks) - 1}."

    def run(self, text: str) -> str:
        return re.sub(rf"{self.token}(\d+)\.", lambda match: self.blocks[int(match[1])], text) if self.blocks else text


class SeminarsBlocks(BlocksExtension):
    """Registers the block; `render` makes its HTML."""

    def __init__(self, render: Renderer) -> None:
        self.config: dict[str, Any] = {"render": [render, "makes the block's HTML"]}
        self.made = _Placeholders()
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802 -- the library's
        """Register the block."""
        md.registerExtension(self)
        md.postprocessors.register(self.made, NAME, 1)
        block_mgr.register(SeminarsBlock, self.getConfigs())

    def reset(self) -> None:
        """Forget the blocks of the text before."""
        self.made.blocks.clear()
