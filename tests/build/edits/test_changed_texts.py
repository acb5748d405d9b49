"""A build after posts and pages changed gives what a clean build gives, though it reads no others."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from site_repository import Repository
from tiny_site import reads_every_text, small_settings

from hireground.build.journal import read_journal
from hireground.build.site import build_site
from hireground.text.problems import InvalidContentError

Change = Callable[[Path], None]
EPOCH = 1_795_392_000
"""The first moment of 2026-11-23, UTC."""
LAB = """---
title: The Lab
summary: Try it.
topics: [trying]
sessions:
  - 2026-12-05 18:00
  - 2027-01-05 18:00
---
Bring a pen. See [Three](../posts/three.md).
"""
WORDS = """---
title: Words
summary: Of a topic of its own.
topics: [talking]
sessions:
  - {start: 2026-11-12 18:00, slides: "https://small.example.org/topics/rare/"}
---
Listen.
"""
LABOR = """---
slug: lab
lang: de
translation: true
title: Das Labor
summary: Versuch es.
---
Bring einen Stift.
"""


def post(title: str, day: str, words: str = "Words.", more: str = "", topic: str = "offers") -> str:
    return f"---\ntitle: {title}\ndate: {day}\nsummary: About it.\ntopics: [{topic}, letters]\n{more}---\n{words}\n"


TEXTS = {
    "posts/one.md": post("One", "2026-11-01 08:00", "The [second](two.md) is next.", "series: Numbers\n"),
    "posts/two.md": post(
        "Two", "2026-11-02 08:00", "## Here\n\nA list:\n\n/// seminars | Soon\n    topic: trying\n///"
    ),
    "posts/three.md": post("Three", "2026-11-03 08:00", "To [a place](two.md#here).", "series: Numbers\n"),
    "posts/four.md": post("Four", "2026-11-04 08:00", "See [it](../seminars/lab.md).", topic="writing"),
    "posts/vier.md": post("Vier", "2026-11-04 09:00", "Worte.", "slug: four\nlang: de\ntranslation: true\n"),
    "posts/later.md": post("Later", "2026-12-24 08:00"),
    "posts/draft.md": post("Draft", "2026-11-05 08:00", more="status: draft\n"),
    "posts/hidden.md": post("Hidden", "2026-11-06 08:00", more="status: hidden\n"),
    "posts/third.md": post("Three", "2026-11-07 08:00", "On Monday 2026-12-05, or not. [Take it](../files/notes.txt)."),
    "posts/dates.md": post("Dates", "2026-11-09 08:00", "[The first](/seminars/lab/2026-12-05/).", topic="rare"),
    "pages/about.md": "---\ntitle: About\n---\nWho we are. Our [letters](/topics/letters/).\n",
    "pages/soon.md": "---\ntitle: Soon\n---\n/// seminars | Soon\n    topic: trying\n///\n",
    "seminars/lab.de.md": LABOR,
    "files/notes.txt": "Notes.\n",
    "files/plan.txt": "A plan.\n",
    "seminars/lab.md": LAB,
    "seminars/words.md": WORDS,
}


def painted(kind: str = "png", width: int = 700) -> bytes:
    """Return a picture of one color."""
    file = io.BytesIO()
    Image.new("RGB", (width, 400), (10, 80, 160)).save(file, kind)
    return file.getvalue()


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"{size}><path d="M0 0h9v9z"/></svg>'
THERE = "images/there.png"


def build(root: Path) -> tuple[dict[str, bytes], list[str]]:
    """Build a site, and return its files, and what the build warned of."""
    build_site(root / "pelicanconf.py", root / "output")
    files = (file for file in (root / "output").rglob("*") if file.is_file() and file.name != ".build")
    span = read_journal(root, root / "output").span
    assert span
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}, span.warnings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("changed") / "site"
    for path, text in TEXTS.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(text)
    (root / "content/images").mkdir()
    (root / "content" / THERE).write_bytes(painted())
    (root / "content/topics.yaml").write_text("- {name: letters, slug: letters}\n")
    (root / "pelicanconf.py").write_text(small_settings(SITE_CARDS=False, SITE_SEARCH=False, SITE_MATH=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        build(root)
        yield root


@pytest.fixture
def root(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same site at the same place, whatever a test does to it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    shutil.copytree(built, tmp_path / "copy")
    yield built
    shutil.rmtree(built)
    (tmp_path / "copy").rename(built)


def is_from_kept_plan(root: Path) -> bool:
    """Build, and tell whether the kept plan served; what comes out is always what a clean build gives."""
    is_whole = reads_every_text(lambda: build(root))
    found = build(root)
    clean = root.with_name("clean")
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("output", ".output.spare", ".cache"))
    try:
        assert found == build(clean)
    finally:
        shutil.rmtree(clean)
    return not is_whole


def put(root: Path, path: str, text: str) -> None:
    (root / "content" / path).write_text(text)


def other(path: str, before: str, after: str) -> Change:
    """Change a text that is there."""
    assert before in TEXTS[path]
    return lambda root: put(root, path, TEXTS[path].replace(before, after))


def new(name: str, text: str) -> Change:
    return lambda root: put(root, f"posts/{name}.md", text)


def lab(before: str, after: str) -> Change:
    return other("seminars/lab.md", before, after)


def seminar(name: str, title: str, topic: str, more: str = "") -> Change:
    text = f"---\ntitle: {title}\nsummary: It.\ntopics: [{topic}]\nsessions: [2026-12-08 18:00]\n{more}---\nWords.\n"
    return lambda root: put(root, f"seminars/{name}.md", text)


def picture(path: str, data: bytes) -> Change:
    def change(root: Path) -> None:
        (root / "content" / path).write_bytes(data)

    return change


def several(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


FROM_PLAN: dict[str, Change] = {
    "a title": other("posts/two.md", "title: Two", "title: Second"),
    "a title that others have": other("posts/two.md", "title: Two", "title: One"),
    "a title that another had, too": other("posts/three.md", "title: Three", "title: Third"),
    "what was warned of": other("posts/third.md", "Monday 2026-12-05", "Saturday 2026-12-05"),
    "a file to take along": other("posts/one.md", "is next.", "is next. [Take it](../files/plan.txt)."),
    "a file less": other("posts/third.md", "[Take it](../files/notes.txt).", ""),
    "a summary": other("posts/one.md", "About it.", "About this."),
    "a day, so that it has other neighbors": other("posts/one.md", "2026-11-01", "2026-11-08"),
    "a topic more": other("posts/one.md", "[offers", "[new, offers"),
    "a topic nearly as another": other("posts/one.md", "[offers", "[ofers, offers"),
    "another topic": other("posts/one.md", "[offers", "[writing"),
    "another series": other("posts/two.md", "topics:", "series: Numbers\ntopics:"),
    "an author": other("posts/two.md", "topics:", "author: Ada Example\ntopics:"),
    "an old address": other("posts/two.md", "topics:", "aliases: [/old/]\ntopics:"),
    "a change": other("posts/two.md", "topics:", "modified: 2026-11-10 08:00\ntopics:"),
    "a text that mentions a seminar": other(
        "posts/one.md", "The [second]", "[It](../seminars/lab.md) and the [second]"
    ),
    "a text that mentions one no more": other("posts/four.md", "See [it](../seminars/lab.md).", "Nothing."),
    "a block less": other("posts/two.md", "\n\n/// seminars | Soon\n    topic: trying\n///", ""),
    "another block": other("posts/one.md", "is next.", "is next.\n\n/// seminars | Next\n    topic: trying\n///"),
    "a draft is published": other("posts/draft.md", "status: draft\n", ""),
    "a text to come is published": other("posts/later.md", "2026-12-24", "2026-11-20"),
    "a text to come comes earlier": other("posts/later.md", "2026-12-24", "2026-11-25"),
    "a hidden text is published": other("posts/hidden.md", "status: hidden\n", ""),
    "a page's title": other("pages/about.md", "About", "About us"),
    "a page's old address": other("pages/about.md", "---\nWho", "aliases: [/us/]\n---\nWho"),
    "a translation's title": other("posts/vier.md", "Vier", "Viertens"),
    "an original's title": other("posts/four.md", "title: Four", "title: Fourth"),
    "a new post": new("five", post("Five", "2026-11-07 08:00")),
    "a new post among the oldest": new("zero", post("Zero", "2025-01-01 08:00")),
    "a new post to come": new("soon", post("Soon", "2026-11-23 08:00")),
    "a new draft": new("idea", post("Idea", "2026-11-07 08:00", more="status: draft\n")),
    "a new translation": new("zwei", post("Zwei", "2026-11-02 09:00", more="slug: two\nlang: de\ntranslation: true\n")),
    "a new post without a text": new("five", post("Five", "2026-11-07 08:00", "")),
    "a new post, and a link to it": several(
        new("five", post("Five", "2026-11-07 08:00", "Before it was [one](one.md).")),
        other("posts/one.md", "is next.", "is next. [Five](five.md) is last."),
    ),
    "two new posts of a new series": several(
        new("five", post("Five", "2026-11-07 08:00", more="series: More\n")),
        new("six", post("Six", "2026-11-08 08:00", more="series: More\n")),
    ),
    "the last text of a topic": other("posts/four.md", "[writing", "[offers"),
    "a seminar's summary": lab("Try it.", "Try this."),
    "a seminar's words": lab("Bring a pen.", "Bring two pens."),
    "a seminar's title": lab("The Lab", "The New Lab"),
    "a seminar that blocks show no more": several(lab("[trying]", "[resting]"), seminar("talk", "A Talk", "trying")),
    "a date is cancelled": lab("  - 2026-12-05 18:00", "  - {start: 2026-12-05 18:00, status: cancelled, note: Ill.}"),
    "a date moves": lab("  - 2027-01-05 18:00", "  - {start: 2027-01-12 18:00, moved_from: 2027-01-05 18:00}"),
    "a date moves that a text leads to": lab(
        "  - 2026-12-05 18:00", "  - {start: 2026-12-12 18:00, moved_from: 2026-12-05 18:00}"
    ),
    "a date more": lab("  - 2027-01-05", "  - 2027-02-05 18:00\n  - 2027-01-05"),
    "a date less": lab("  - 2027-01-05 18:00\n", ""),
    "a date at another hour": lab("2027-01-05 18:00", "2027-01-05 20:00"),
    "a translation's words": other("seminars/lab.de.md", "Bring einen Stift.", "Bring zwei Stifte."),
    "a new seminar": seminar("talk", "A Talk", "trying"),
    "a new seminar that is a draft": seminar("talk", "A Talk", "trying", "draft: yes\n"),
    "a seminar and a post": several(lab("Try it.", "Try this."), new("five", post("Five", "2026-11-07 08:00"))),
    "a place that others lead to": several(
        other("posts/two.md", "## Here", "## There"), other("posts/three.md", "#here", "#there")
    ),
    "a place more": other("posts/two.md", "## Here", "## Here\n\n## There"),
    "a new picture": picture("images/new.png", painted(width=900)),
    "a picture that is there by another name": picture("images/twin.png", painted()),
    "a new drawing": picture("images/new.svg", DRAWING.format(size=' width="9" height="9"').encode()),
    "a new drawing without a size": picture("images/new.svg", DRAWING.format(size="").encode()),
    "a new picture in a text": several(
        picture("images/new.jpg", painted("jpeg")),
        other("posts/one.md", "is next.", "is next.\n\n![It](../images/new.jpg)"),
    ),
    "a new post with a picture of its own": several(
        picture("images/five.jpg", painted("jpeg", 1400)),
        new(
            "five",
            post("Five", "2026-11-07 08:00", "![It](../images/five.jpg)", "image: ../images/five.jpg\nimage_alt: It\n"),
        ),
    ),
    "a new picture beside its new post": several(
        picture("posts/five.jpg", painted("jpeg")), new("five", post("Five", "2026-11-07 08:00", "![It](five.jpg)"))
    ),
    "a new picture in a page": several(
        picture("images/new.png", painted()), other("pages/about.md", "Who we are.", "![Us](../images/new.png)")
    ),
    "a new picture in a seminar": several(
        picture("images/new.png", painted()), lab("Bring a pen.", "![A pen](../images/new.png)")
    ),
    "a picture that is saved as it was": lambda root: os.utime(root / "content" / THERE, (0, 0)),
    "a new page": lambda root: put(root, "pages/terms.md", "---\ntitle: Terms\n---\nBe kind.\n"),
}
WHOLE: dict[str, Change] = {
    "another address": other("posts/two.md", "topics:", "slug: second\ntopics:"),
    "a text becomes a draft": other("posts/four.md", "topics:", "status: draft\ntopics:"),
    "another language": other("posts/vier.md", "lang: de", "lang: fr"),
    "a new language": new("deux", post("Deux", "2026-11-02 09:00", more="slug: two\nlang: fr\ntranslation: true\n")),
    "another address of a seminar": several(
        lab("topics:", "slug: laboratory\ntopics:"),
        other("seminars/lab.de.md", "slug: lab", "slug: laboratory"),
        other("posts/dates.md", "/lab/", "/laboratory/"),
    ),
    "a seminar becomes a draft": several(
        lab("topics:", "draft: yes\ntopics:"),
        other("posts/four.md", "See [it](../seminars/lab.md).", "Nothing."),
        other("posts/dates.md", "[The first](/seminars/lab/2026-12-05/)", "Nothing"),
        other("pages/soon.md", "topic: trying", "next: 3"),
        other("posts/two.md", "topic: trying", "next: 3"),
    ),
    "a formula in a seminar": lab("Bring a pen.", "Bring $x^2$ pens."),
    "another picture": picture(THERE, painted(width=900)),
    "a picture is gone": lambda root: (root / "content" / THERE).unlink(),
    "a new file that is no picture": picture("files/more.txt", b"More."),
    "a text is gone": lambda root: (root / "content/posts/hidden.md").unlink(),
}


@pytest.mark.parametrize("change", [*FROM_PLAN, *WHOLE])
def test_a_change_gives_what_a_clean_build_gives(root: Path, change: str) -> None:
    (FROM_PLAN | WHOLE)[change](root)
    assert is_from_kept_plan(root) == (change in FROM_PLAN)


def test_changes_one_after_the_other_and_back_again(root: Path) -> None:
    """A page that another build has made meanwhile is made again, though it is to be as it was."""
    for change in ("a title", "a new post", "a day, so that it has other neighbors", "a block less"):
        FROM_PLAN[change](root)
        assert is_from_kept_plan(root)
        for path in ("posts/one.md", "posts/two.md"):
            put(root, path, TEXTS[path])
            assert is_from_kept_plan(root)


def test_a_feed_has_a_text_no_more_that_only_the_last_build_had_in_it(root: Path) -> None:
    for topic in ("offers", "writing"):
        put(root, "posts/five.md", post("Five", "2026-11-07 08:00", topic=topic))
        assert is_from_kept_plan(root)


def test_words_after_a_title(root: Path) -> None:
    FROM_PLAN["a title"](root)
    assert is_from_kept_plan(root)
    for path in ("posts/four.md", "posts/two.md", "pages/about.md"):
        put(root, path, f"{TEXTS[path]}\nMore words.\n")
        assert is_from_kept_plan(root)


def test_changes_of_a_site_that_put_its_texts_aside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As large ones do while they are built."""
    before = build(root)
    monkeypatch.setattr("hireground.build.text_plan.AT_ONCE", 2)
    for kept in (".cache", "output"):
        shutil.rmtree(root / kept)
    assert build(root) == before
    for change in ("a title", "a new post", "a seminar's words", "a place more", "a text that mentions one no more"):
        FROM_PLAN[change](root)
        assert is_from_kept_plan(root)


def test_an_output_that_was_lost_or_spoiled_is_right_after_a_change(root: Path) -> None:
    FROM_PLAN["a title"](root)
    (root / "output/posts/four/index.html").write_text("spoiled")
    shutil.rmtree(root / "output/topics")
    assert is_from_kept_plan(root)
    shutil.rmtree(root / "output")
    FROM_PLAN["a summary"](root)
    assert is_from_kept_plan(root)


WRONG = {
    "its address is another's": (post("Five", "2026-11-07 08:00", more="slug: two\n"), "belongs to"),
    "a link to nothing": (post("Five", "2026-11-07 08:00", "[No](no.md)"), "no.md"),
    "an old address that is a page": (post("Five", "2026-11-07 08:00", more="aliases: [/posts/two/]\n"), "is there"),
    "a name that shares an address": (post("Five", "2026-11-07 08:00", topic='C, "C++"'), "share the page"),
    "a translation of nothing": (post("Five", "2026-11-07 08:00", more="lang: de\ntranslation: true\n"), "original"),
    "no date": ("---\ntitle: Five\nsummary: It.\n---\nWords.\n", "date"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_new_text_that_is_wrong_is_refused(root: Path, wrong: str) -> None:
    text, said = WRONG[wrong]
    before = {file: file.read_bytes() for file in (root / "output").rglob("*") if file.is_file()}
    put(root, "posts/five.md", text)
    with pytest.raises(InvalidContentError, match=said):
        build(root)
    assert before == {file: file.read_bytes() for file in (root / "output").rglob("*") if file.is_file()}
    put(root, "posts/five.md", post("Five", "2026-11-07 08:00"))
    assert is_from_kept_plan(root)


def test_a_new_picture_that_is_none_is_refused(root: Path) -> None:
    picture("images/new.png", b"none")(root)
    with pytest.raises(InvalidContentError, match=r"images/new\.png"):
        build(root)
    picture("images/new.png", painted())(root)
    assert is_from_kept_plan(root)


def test_a_picture_is_changed_after_it_was_new(root: Path) -> None:
    FROM_PLAN["a new post with a picture of its own"](root)
    assert is_from_kept_plan(root)
    picture("images/five.jpg", painted("jpeg", 500))(root)
    assert not is_from_kept_plan(root)
    FROM_PLAN["a title"](root)
    assert is_from_kept_plan(root)


def test_a_text_that_others_lead_to_cannot_become_a_draft(root: Path) -> None:
    put(root, "posts/two.md", TEXTS["posts/two.md"].replace("topics:", "status: draft\ntopics:"))
    with pytest.raises(InvalidContentError, match=r"one\.md.*a draft that readers cannot see"):
        build(root)


def test_an_address_that_a_text_leads_to_cannot_go(root: Path) -> None:
    put(root, "seminars/lab.md", LAB.replace("  - 2026-12-05 18:00\n", ""))
    with pytest.raises(InvalidContentError, match=r"dates\.md.*/seminars/lab/2026-12-05/"):
        build(root)


def test_a_place_that_a_text_leads_to_cannot_go(root: Path) -> None:
    put(root, "posts/two.md", TEXTS["posts/two.md"].replace("## Here", "## There"))
    with pytest.raises(InvalidContentError, match=r"three\.md.*#here"):
        build(root)


def test_an_address_that_slides_stand_at_cannot_go(root: Path) -> None:
    put(root, "posts/dates.md", TEXTS["posts/dates.md"].replace("[rare, ", "["))
    with pytest.raises(InvalidContentError, match=r"words\.md.*/topics/rare/"):
        build(root)


def test_commits_of_seminars_are_seen(root: Path) -> None:
    """Calendars say when a date last changed, by its commits."""
    repository = Repository(root)
    repository.commit({})
    build(root)
    for change in ("a date is cancelled", "a title", "a date moves"):
        (FROM_PLAN)[change](root)
        repository.days += 1
        repository.commit({})
        assert is_from_kept_plan(root)


def test_a_text_that_is_due_while_others_change_is_published_in_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new post makes the site another at its own moment, which no build knew before."""
    put(root, "posts/soon.md", post("Soon", "2026-11-23 06:00"))
    assert is_from_kept_plan(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 7 * 60 * 60))
    is_from_kept_plan(root)
    assert (root / "output/posts/soon/index.html").is_file()


def test_a_plan_that_was_copied_often_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it does not grow for ever."""
    monkeypatch.setattr("hireground.build.edits.kept_plan.MOST_RENEWALS", 2)
    found = []
    for number in range(6):
        put(root, "posts/two.md", TEXTS["posts/two.md"].replace("title: Two", f"title: Two and {number}"))
        found.append(is_from_kept_plan(root))
    assert found == [True, True, True, False, True, True]
