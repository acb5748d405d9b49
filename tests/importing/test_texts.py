"""Forms of other tools come over as readers had them, and stay where nobody can know what they meant."""

from pathlib import Path, PurePosixPath

import pytest

from hireground.importing.dates import moment_of, written
from hireground.importing.model import SourceText
from hireground.importing.reading import Raw
from hireground.importing.sources.pelican_settings import is_pelican
from hireground.importing.texts.bodies import converted
from hireground.importing.texts.expansions import expanded, templates_in
from hireground.importing.texts.places import with_places
from hireground.text.timezones import zone

HUGO, JEKYLL = ("{{<", "{{%"), ("{{", "{%")
BODIES = [
    (HUGO, '{{< card url="https://example.org/x" title="Two words" >}}', "[Two words](https://example.org/x)"),
    (HUGO, '{{< card\n  image="/images/a.png"\n  alt="A" >}}', "![A](/images/a.png)"),
    (
        HUGO,
        '{{% slides "https://slides.example.org/1" %}}',
        "[https://slides.example.org/1](https://slides.example.org/1)",
    ),
    (HUGO, "{{< table >}}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{{</ table >}}", "| a | b |\n|---|---|\n| 1 | 2 |"),
    (HUGO, "{{< open_jobs >}}", "{{< open_jobs >}}"),
    (HUGO, "Write {{ .Title }} there.", "Write `{{ .Title }}` there."),
    (JEKYLL, "{% wide_image /images/a.png, https://example.org %}", "![](/images/a.png)"),
    (JEKYLL, '{% figure caption:"Two ropes" %}\n![a](a.png)\n{% endfigure %}', "![a](a.png)\n\nTwo ropes"),
    (JEKYLL, "{% for one in all %}\nx\n{% endfor %}", "{% for one in all %}\nx\n{% endfor %}"),
    (JEKYLL, "{% include nav.html %}", "{% include nav.html %}"),
    (JEKYLL, "The <digest> is written.", "The \\<digest> is written."),
    (JEKYLL, "Press <kbd>A and go.</b>", "Press A and go."),
    (JEKYLL, "Say <?php echo 1; ?> here.", "Say `<?php echo 1; ?>` here."),
    (JEKYLL, "Nobody\u2028 sees\x0b it.", "Nobody sees it."),
    (None, "Write {{ .Title }} there.", "Write {{ .Title }} there."),
]


@pytest.mark.parametrize(("signs", "before", "after"), BODIES, ids=lambda value: str(value)[:20])
def test_a_body_comes_over_as_readers_had_it(signs: tuple[str, ...] | None, before: str, after: str) -> None:
    text = SourceText(
        source="a.md", folder=PurePosixPath(), section="posts", slug="a", title="A", body=before, summary="B"
    )
    assert converted(text, signs).markdown.strip() == after


def test_pieces_that_a_site_keeps_apart_stand_in_its_texts(tmp_path: Path) -> None:
    for name, words in {
        "box/tools.md": "- A rope\n- A knife\n",
        "price.html": "<b>{{ include.cost }}</b>",
        "list.html": "{% for post in site.posts %}{{ post.title }}{% endfor %}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words)
    body = (
        '{% include_cached box/tools.md %}\n\nIt is {% include price.html cost="5 USD" %}.\n\n{% include list.html %}\n'
    )
    found, notes = expanded(Raw(PurePosixPath("a.md"), {}, body), templates_in(tmp_path))
    assert "- A rope\n- A knife" in found.body
    assert "It is **5 USD**." in found.body
    assert "{% include list.html %}" in found.body
    assert len(notes) == 2


def test_a_template_that_fills_all_memory_does_not(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_text("word " * 9_000)
    body = "{% include big.md %}\n" * 500
    found, _notes = expanded(Raw(PurePosixPath("a.md"), {}, body), templates_in(tmp_path))
    assert len(found.body) < 1_100_000


def test_links_to_headings_have_their_names_here() -> None:
    texts = {
        PurePosixPath("posts/a.md"): "---\ntitle: A\n---\n\n## My heading, then\n\n[a](#my-heading,-then) [b](#no) "
        "[c](b.md#Second_Part) [d](b.md#gone) [e](#my-heading-then) [f](https://example.org/#x)\n",
        PurePosixPath("posts/b.md"): "---\ntitle: B\n---\n\n## Second part\n",
    }
    found, notes = with_places(texts)
    wanted = "[a](#my-heading-then) b [c](b.md#second-part) [d](b.md) [e](#my-heading-then) [f](https://example.org/#x)"
    assert wanted in found[PurePosixPath("posts/a.md")]
    assert len(notes) == 4


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-06-11 11:30:00 -4", "2015-06-11 08:30"),
        ("Wed Oct 7 16:55:36 EDT 2015", "2015-10-07 13:55"),
        ("2015-06-11 11:30:00 -0400", "2015-06-11 08:30"),
    ],
)
def test_dates_with_an_offset_are_on_our_clocks(text: str, moment: str) -> None:
    found = moment_of(text, zone("America/Los_Angeles"))
    assert found is not None
    assert written(found) == moment


def test_settings_of_pelican_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('SITENAME = "A"\nSITEURL = ""\nARTICLE_URL = "{slug}.html"\nTHEME = "b"\n')
    assert is_pelican(tmp_path)
    (tmp_path / "settings.py").write_text('DEBUG = True\nSECRET_KEY = "x"\n')
    assert not is_pelican(tmp_path)
