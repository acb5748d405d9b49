"""The languages that a theme speaks: English, and those that its `locale` folder has a catalogue of."""

from pathlib import Path

SOURCE_LANGUAGE = "en"
"""What the templates are written in."""


def catalogues(folder: Path) -> tuple[str, ...]:
    """Return the codes of the languages that the theme is translated to."""
    return tuple(sorted(file.stem for file in folder.glob("*.po")))


def speaks(folder: Path, language: str) -> bool:
    """Whether the theme has words in a language, or in the one that it is a kind of: pt for pt-BR."""
    return not {language, base_of(language)}.isdisjoint({SOURCE_LANGUAGE, *catalogues(folder)})


def base_of(language: str) -> str:
    """Return `pt` of `pt-BR`."""
    return language.partition("-")[0]
