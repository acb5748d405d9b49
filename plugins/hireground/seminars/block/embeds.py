"""Define the keys of a block that shows what another site has, such as `/// video | Title`, and check them."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from hireground.markdown.link_check import LinkedFiles
from hireground.markdown.links import file_of
from hireground.seminars.block.find import Block
from hireground.text.fields import Url
from hireground.text.fixes import refused
from hireground.text.keys import Hint
from hireground.text.problems import InvalidContentError, Problem, Refusal, quoted, write
from hireground.text.validation import Model, validate


class EmbedFields(Model):
    """The keys of such a block: where the thing is, a picture of it, and what to show where that is another address."""

    hints: ClassVar[Mapping[str, Hint]] = {
        **dict.fromkeys(("src", "link", "href", "address"), Hint("url")),
        **dict.fromkeys(("image", "poster", "thumbnail"), Hint("picture")),
        **dict.fromkeys(("embed", "iframe"), Hint("frame")),
        "title": Hint("", 'stands after the bar; write "/// video | {value}"'),
    }

    url: Url = Field(examples=["https://video.example.org/talk"])
    picture: str | None = Field(None, examples=["../images/talk.jpg"])
    frame: Url | None = Field(None, examples=["https://video.example.org/embed/talk"])


def embed_problems(block: Block, files: LinkedFiles) -> Iterator[Problem]:
    """Yield what is wrong with a block's title, keys and picture."""
    document = block.document
    if not block.title:
        example = write(f"/// {block.name} | The talk in ten minutes")
        words = f"the block has no title, which says what it is to those who cannot see it; {example}"
        yield document.problem(block.opening, words)
    try:
        validate(EmbedFields, document)
    except InvalidContentError as error:
        yield from error.problems
    picture = document.fields.get("picture")
    if isinstance(picture, str) and picture:
        file = file_of(picture, files.source)
        how = 'copy the picture to content/images, and write it as in "../images/talk.jpg"'
        nothing = Refusal(f"{quoted(picture)} is no file of the site; {how}")
        if refusal := files.problem(file, picture, is_image=True) if file else nothing:
            yield refused(document, ("picture",), refusal)
