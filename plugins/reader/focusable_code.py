"""Blocks of code that can be scrolled by keyboard: what scrolls must take the focus (WCAG 2.1.1)."""

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

BLOCK = '<div class="highlight"><pre>'


class _Focusable(Postprocessor):
    def run(self, text: str) -> str:
        return text.replace(BLOCK, BLOCK.replace("<pre>", '<pre tabindex="0">'))


class FocusableCode(Extension):
    """Lets the keyboard reach every block of code."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run once the stashed HTML is back in its place."""
        md.postprocessors.register(_Focusable(md), "focusable_code", 5)
