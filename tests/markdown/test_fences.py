"""Whatever stands behind a fence, its code is shown: nonsense among the options of a fence is nobody's bug."""

import itertools

import pytest

from hireground.markdown.convert import converter

OPTIONS = (
    *("linenostart", "hl_lines", "linenums", "linenos", "lang", "lang_prefix", "css_class", "guess_lang"),
    *("pygments_style", "pygments_formatter", "use_pygments", "noclasses", "full", "cssfile", "stripnl", "class", "id"),
)
VALUES = (
    *("", " ", "x", "x y", "true", "none", "inline", "table", "img", "/etc/passwd", "{", "}", "'", '"', "²", "٣"),
    *("0", "-1", "1.5", "1e9", "0x10", "1 2 x", "-", "--", "5-1", "1-99999999999", "1 " * 9000, "9" * 20, "9" * 5000),
)
FENCES = (
    '{{ .python {option}="{value}" }}',
    "{{ .python {option}={value} }}",
    'python {option}="{value}"',
    "{{.python {option}='{value}'}}",
    '{{ {option}="{value}" .python #one }}',
    '{{ .python {option}="{value}" {option}="{value}" hl_lines="1 x" linenostart=9 }}',
    "{value}",
    "{{.{value} }}",
)


@pytest.mark.parametrize("option", OPTIONS)
def test_any_option_of_any_value_leaves_the_code(option: str) -> None:
    said = [form.format(option=option, value=value) for form, value in itertools.product(FENCES, VALUES)]
    html = converter().convert("\n\n".join(f"```{words}\nthe_code\n```" for words in said))
    assert html.count("the_code") == html.count('class="highlight"') == len(said)


def test_lines_are_numbered_and_marked_as_asked() -> None:
    html = converter().convert('``` { .python linenums=yes linenostart=41 hl_lines="2" }\na\nb\n```')
    assert "42" in html
    assert html.count('class="hll"') == 1
