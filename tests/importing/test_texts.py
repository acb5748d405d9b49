"""Forms of other tools come over as readers had them, and stay where nobody can know what they meant."""

from pathlib import Path, PurePosixPath

import pytest

from hireground.importing.dates import moment_of, written
from hireground.importing.model import Answers, Fate, SourceText
from hireground.importing.plan import planned
from hireground.importing.reading import Raw, split
from hireground.importing.sources.jekyll import read_jekyll
from hireground.importing.sources.pelican_settings import is_pelican
from hireground.importing.sources.pelican_site import read_pelican
from hireground.importing.sources.plain import read_folder
from hireground.importing.texts.bodies import converted
from hireground.importing.texts.expansions import expanded, templates_in
from hireground.importing.texts.places import with_places
from hireground.text.timezones import zone

A_POST = PurePosixPath("posts/a.md")
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
    ((), "{% for one in all %} says it.", "`{% for one in all %}` says it."),
    (JEKYLL, "<blockquote>Said once.\n\nAnd on.", "<blockquote>Said once.</blockquote>\n\nAnd on."),
    (JEKYLL, "<blockquote>Said once.\n```sh\nls\n```", "<blockquote>Said once.</blockquote>\n```sh\nls\n```"),
    (JEKYLL, "The <style> of it, and the <My Address> there.", "The \\<style> of it, and the \\<My Address> there."),
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
        A_POST: "---\ntitle: A\n---\n\n## My heading, then\n\n[a](#my-heading,-then) [b](#no) "
        "[c](b.md#Second_Part) [d](b.md#gone) [e](#my-heading-then) [f](https://example.org/#x)\n",
        PurePosixPath("posts/b.md"): "---\ntitle: B\n---\n\n## Second part\n",
    }
    found, notes = with_places(texts)
    wanted = "[a](#my-heading-then) b [c](b.md#second-part) [d](b.md) [e](#my-heading-then) [f](https://example.org/#x)"
    assert wanted in found[A_POST]
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


@pytest.mark.parametrize(
    ("settings", "signs"),
    [
        ('PLUGINS = ["sitemap"]', ()),
        ('PLUGINS = ["liquid_tags.img"]', ("{{", "{%")),
        ("PLUGINS = [one for one in range(3)]", ("{{", "{%")),  # nobody knows
        ("", ("{{", "{%")),
    ],
)
def test_templates_in_a_pelican_site_are_words_without_a_plugin_for_them(
    tmp_path: Path, settings: str, signs: tuple[str, ...]
) -> None:
    (tmp_path / "pelicanconf.py").write_text(f'PATH = "."\n{settings}\n')
    assert read_pelican(tmp_path, Answers(timezone="UTC")).signs == signs


def test_a_key_of_pelican_needs_no_space_below_another() -> None:
    keys, body, _has_keys = split("Title: Knots\nSlug:knots\n\nhttps://example.org", by_lines=True)
    assert (dict(keys), body) == ({"title": "Knots", "slug": "knots"}, "https://example.org")
    assert split("https://example.org\nmore:words\n\nBody", by_lines=True)[0] == {}


def test_names_that_would_share_an_address_get_slugs(tmp_path: Path) -> None:
    for name, tags in {"a": "[C, C++, knots]", "b": "[C++, c#, Knots]"}.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2020-01-01\ntags: {tags}\n---\nWords.\n")
    result = planned(read_folder(tmp_path, Answers(timezone="UTC")), "en")
    assert result.records["topics"] == (
        {"name": "c#", "slug": "c-sharp"},
        {"name": "C++", "slug": "c-plus-plus"},
    )
    assert "topics/c-plus-plus/index.html" in result.answered


def test_a_file_of_another_kind_comes_along_and_is_published_once_the_settings_name_it(tmp_path: Path) -> None:
    files = {"track.gpx": "<gpx/>", "notes.xcf": "x", "form.php": "<?php", "empty.qtz": ""}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    links = " ".join(f"[{name}]({name})" for name in files)
    (tmp_path / "a.md").write_text(f"---\ntitle: A\ndate: 2020-01-01\n---\nSee {links}.\n")
    source = read_folder(tmp_path, Answers(timezone="UTC"))
    for kinds, expected in (
        ((".gpx",), ('SITE_FILES = (".gpx", ".xcf",) in', ["notes.xcf"])),
        ((), ('SITE_FILES = (".gpx", ".xcf",) in', ["track.gpx", "notes.xcf"])),
        ((".gpx", ".xcf"), ("", [])),
    ):
        result = planned(source, "en", kinds=kinds)
        assert {path.name for path in result.copies} == {"track.gpx", "notes.xcf"}
        assert "[track.gpx](../images/track.gpx) [notes.xcf](../images/notes.xcf)" in result.texts[A_POST]
        asked = [note for note in result.notes if "SITE_FILES" in note.kind]
        assert [note.detail for note in asked] == expected[1]
        assert all(expected[0] in note.kind for note in asked)
        refused = [note.detail for note in result.notes if note.fate is Fate.LEFT_OUT]
        assert [words.partition(":")[0] for words in refused] == ["form.php", "empty.qtz"]


@pytest.mark.parametrize(
    ("body", "led_to"),
    [
        ("See [all]({tag}knots).", "See [all](/topics/knots/)."),
        ("See [all]({tag}nothing).", "See all."),
        ("Write [{@x](mailto:{@x).", "Write {@x."),
        ('It is \\<img src="a.png"> there.', 'It is \\<img src="a.png"> there.'),
    ],
)
def test_links_lead_to_lists_and_words_stay_words(tmp_path: Path, body: str, led_to: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\ndate: 2020-01-01\ntags: [knots]\n---\n{body}\n")
    text = planned(read_folder(tmp_path, Answers(timezone="UTC")), "en").texts[A_POST]
    assert text.split("---\n")[2].strip() == led_to


@pytest.mark.parametrize(
    ("said", "folder"), [("src", "src"), (".tmp/src", "src"), ("../src", ""), ("", ""), ("gone", "")]
)
def test_jekyll_reads_the_folder_that_its_settings_name(said: str, folder: str, tmp_path: Path) -> None:
    """Where a build tool makes it, it is the one of the same name."""
    (tmp_path / "_config.yml").write_text(f"source: {said}\n")
    for place in ("src", ""):
        post = tmp_path / place / "_posts" / f"2020-01-01-in-{place or 'the-root'}.md"
        post.parent.mkdir(parents=True)
        post.write_text("---\ntitle: A\n---\nWords.\n")
    names = {Path(text.source).stem[11:] for text in read_jekyll(tmp_path, Answers(timezone="UTC")).texts}
    assert ("in-the-root" in names, "in-src" in names) == (not folder, True)


def test_settings_of_pelican_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('SITENAME = "A"\nSITEURL = ""\nARTICLE_URL = "{slug}.html"\nTHEME = "b"\n')
    assert is_pelican(tmp_path)
    (tmp_path / "settings.py").write_text('DEBUG = True\nSECRET_KEY = "x"\n')
    assert not is_pelican(tmp_path)
