"""The block as Python-Markdown sees it (pymdown-extensions' Blocks); what it becomes is the renderer's affair."""

from collections.abc import Callable
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from plugins.seminars.block import BlockFields

Renderer = Callable[[str, BlockFields], str]
"""A block's title and keys to HTML."""


class SeminarsBlock(Block):
    """`/// seminars | Title` with its keys, which `check` has found right before anything is rendered."""

    NAME = "seminars"
    ARGUMENT = None
    OPTIONS: ClassVar = dict.fromkeys(BlockFields.model_fields, (None, None))

    def on_create(self, parent: Element) -> Element:
        """Put the rendered sessions where the block stands."""
        written = {name: self.options[name] for name in BlockFields.model_fields if self.options[name] is not None}
        html = self.config["render"](self.argument or "", BlockFields.model_validate(written))
        holder = SubElement(parent, "div", {"class": "seminars-block"})
        holder.text = self.md.htmlStash.store(html)
        return holder


class SeminarsBlocks(BlocksExtension):
    """Registers the block; `render` makes its HTML."""

    def __init__(self, render: Renderer) -> None:
        self.config: dict[str, Any] = {"render": [render, "makes the block's HTML"]}
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: ARG002, N802 -- the library's
        """Register the block."""
        block_mgr.register(SeminarsBlock, self.getConfigs())
