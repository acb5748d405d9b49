"""Where people meet on the web: RFC 7986 CONFERENCE, schema.org VirtualLocation."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.reader.addresses import EMAIL
from plugins.reader.fields import NONE, Line, Url, expect_text
from plugins.reader.model import Model
from plugins.reader.names import listed, refuse_twice
from plugins.reader.quote import quoted
from plugins.reader.suggest import did_you_mean, one_of


class Feature(StrEnum):
    """What people have there, in the words of RFC 7986 §6.3 and RFC 8984 §4.2.6."""

    AUDIO = "audio"
    VIDEO = "video"
    SCREEN = "screen"
    CHAT = "chat"
    PHONE = "phone"


def parse_feature(text: object) -> Feature:
    """Read one feature."""
    word = expect_text(text)
    if word not in set(Feature):
        known = did_you_mean(word, Feature, one_of(Feature))
        raise ValueError(f"{quoted(word)} is nothing that a meeting on the web has; {known}")
    return Feature(word)


Features = Annotated[
    tuple[Annotated[Feature, BeforeValidator(parse_feature)], ...],
    BeforeValidator(listed),
    AfterValidator(refuse_twice),
]


class Online(Model):
    """A meeting's link; a call with picture and sound unless the author says something else."""

    url: Url = Field(examples=["https://meet.example.org/career"])
    name: Line = Field("Online", examples=["Video call"])
    features: Features = Field((Feature.AUDIO, Feature.VIDEO), examples=["[chat]"])


def online_link(value: object) -> object:
    """Read a link alone as the link of an online session."""
    if not isinstance(value, str):
        return value
    if value.lower() in {"yes", "true", "no"} or EMAIL.fullmatch(value):
        raise ValueError(f'{quoted(value)} is no link; write one such as "online: https://meet.example.org/career"')
    return None if value == NONE else {"url": value}


OnlineOrLink = Annotated[Online | None, BeforeValidator(online_link)]
