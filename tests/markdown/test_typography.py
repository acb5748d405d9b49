"""Quotation marks, apostrophes and spaces are those of the language that a text is written in."""
# ruff: noqa: RUF001 -- Chinese has its own colon

import pytest

from hireground.markdown.convert import converter
from hireground.markdown.extensions import typeset

SAID = """Er sagte: "Das *ist* 'gut'." Hans' Auto, ("x")"""
NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Er sagte: “Das <em>ist</em> ‘gut’.” Hans’ Auto, (“x”)"),
        ("de", "Er sagte: „Das <em>ist</em> ‚gut‘.“ Hans’ Auto, („x“)"),
        ("de-AT", "Er sagte: „Das <em>ist</em> ‚gut‘.“ Hans’ Auto, („x“)"),
        ("de-CH", "Er sagte: «Das <em>ist</em> ‹gut›.» Hans’ Auto, («x»)"),
        ("es", "Er sagte: «Das <em>ist</em> “gut”.» Hans’ Auto, («x»)"),
        ("it", "Er sagte: «Das <em>ist</em> “gut”.» Hans’ Auto, («x»)"),
        ("nl", "Er sagte: “Das <em>ist</em> ‘gut’.” Hans’ Auto, (“x”)"),
        ("pt-BR", "Er sagte: “Das <em>ist</em> ‘gut’.” Hans’ Auto, (“x”)"),
        ("pt-PT", "Er sagte: «Das <em>ist</em> “gut”.» Hans’ Auto, («x»)"),
        ("pl", "Er sagte: „Das <em>ist</em> ‚gut’.” Hans’ Auto, („x”)"),
        ("sv", "Er sagte: ”Das <em>ist</em> ’gut’.” Hans’ Auto, (”x”)"),
        ("xx", "Er sagte: “Das <em>ist</em> ‘gut’.” Hans’ Auto, (“x”)"),
    ],
)
def test_quotes_are_the_language_s(language: str, expected: str) -> None:
    assert converter(language=language).convert(SAID) == f"<p>{expected}</p>"


def test_french_has_its_spaces_and_lines_do_not_break_at_them() -> None:
    text = (
        """Il dit "bonjour", *quoi* ? L'*État* : l'"or" à 10 € ; « déjà ». `a ?` et "l'été" aujourd'hui. Vu à 8:30 ?"""
    )
    html = converter(language="fr").convert(text)
    expected = (
        "<p>Il dit «_bonjour_», <em>quoi</em>_? L’<em>État</em>~: l’«_or_» à 10_€_; «_déjà_». "
        "<code>a ?</code> et «_l’été_» aujourd’hui. Vu à 8:30_?</p>"
    )
    assert html == expected.replace("_", NARROW).replace("~", NO_BREAK)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ja", """彼は"はい、'そう'です"と言った。It's "ok"。""", "彼は「はい、『そう』です」と言った。It’s 「ok」。"),
        ("zh", '他说："好。"我说："不"。', "他说：“好。”我说：“不”。"),
        ("zh-TW", '他說："好。"', "他說：「好。」"),
        ("he", """המנכ"ל אמר: "שלום" לג'ירפה""", "המנכ״ל אמר: ”שלום” לג׳ירפה"),
        ("ar", 'قالت: "اكتب."', "قالت: «اكتب.»"),
        ("nl", "'t Huis van '68", "’t Huis van ’68"),
        ("fr", """L'art d'écrire : "court" !""", f"L’art d’écrire{NO_BREAK}: «{NARROW}court{NARROW}»{NARROW}!"),
    ],
)  # fmt: skip
def test_titles_are_set_as_texts_are(language: str, text: str, expected: str) -> None:
    assert typeset(text, language) == expected
    assert converter(language=language).convert(text) == f"<p>{expected}</p>"


def test_a_quotation_goes_on_over_emphasis_and_ends_with_its_paragraph() -> None:
    html = converter(language="ja").convert('"*次*"の\n\n"段落')
    assert html == "<p>「<em>次</em>」の</p>\n<p>「段落</p>"


def test_code_addresses_and_formulas_stay_as_they_are() -> None:
    html = converter(language="de").convert('`"a"` <https://example.org/?q="b"> "c"')
    assert "<code>&quot;a&quot;</code>" in html or '<code>"a"</code>' in html
    assert "„b“" not in html
    assert html.endswith("„c“</p>")
