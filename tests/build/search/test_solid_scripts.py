"""What is written without spaces is divided in the copy of a page that is indexed; all else stays as it is."""

import pytest

from hireground.build.search.solid_scripts import DIVIDER, divided


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>東京2020年</p>", "<p>東|京|2020|年</p>"),
        ("<p>は<em>東京</em>で。次</p>", "<p>は|<em>東|京|</em>で|。|次</p>"),
        ('<p title="東京">LinkedInで plain words</p>', '<p title="東京">LinkedIn|で plain words</p>'),
        ("<p>Don’t “只问”</p>", "<p>Don’t “|只|问|”</p>"),
    ],
)
def test_each_sign_is_a_word(html: str, expected: str) -> None:
    assert divided(html.encode()).decode() == expected.replace("|", DIVIDER)


def test_marks_of_thai_stay_with_their_letters() -> None:
    words = divided("<p>ที่นี่</p>".encode()).decode().split(DIVIDER)
    assert [len(word.removeprefix("<p>").removesuffix("</p>")) for word in words] == [3, 3]


@pytest.mark.parametrize("html", ["<p>Plain “words”, Füße, Москва…</p>", "<p>قالت</p>", ""])
def test_other_pages_are_the_very_same(html: str) -> None:
    page = html.encode()
    assert divided(page) is page
