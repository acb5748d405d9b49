"""A build that keeps what did not change gives what a clean build gives, after any sequence of edits."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built_site import copy_project
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PIL import Image
from site_repository import Repository
from tiny_site import reads_every_text, small_settings

from hireground.build.by_engine import Built, write_whole_site
from hireground.build.command import build as build_and_say
from hireground.build.edits.site import MOST
from hireground.build.inputs import ENGINE, Inputs
from hireground.build.journal import Journal, read_journal
from hireground.build.site import build_site, is_unchanged
from hireground.preview.live_folder import LiveFolder
from hireground.preview.live_site import LiveSite
from hireground.preview.messages import Edited, Settled
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.site.settings_file import run_settings
from hireground.text.problems import InvalidContentError
from hireground.web.beside import Helpers


def settings_of(name: str) -> str:
    menu = (("Posts", "posts/"), (name, "about/"))
    return small_settings(SITENAME=name, SITE_CARDS=False, SITE_SEARCH=False, SITE_MATH=True, SITE_NAV=menu)


PLACES = "- {{name: Town Hall, address: {street}, city: Berlin, country: DE}}\n"
POST = "---\ntitle: {title}\ndate: {date}\nsummary: About it.\ntopics: [{topic}]\n---\n{body}\n"
SEMINAR = """---
title: The Lab
summary: Try it.
place: Town Hall
topics: [trying]
sessions:
{sessions}
---
{body}
"""
BLOCK = "/// seminars | Soon\n    topic: trying\n///"
EPOCH = 1_795_392_000
START = 1_796_490_000
"""When the seminar's date begins, unless it was edited."""
EPOCHS = (EPOCH, EPOCH + 1, START - 1, START, START + 3 * 60 * 60, START + 7 * 60 * 60, START + 10**6, 1_830_000_000)
"""A date begins, ends, and a day begins between some of them; others are a second apart, or weeks."""
TOPICS = ("networking", "interviews", "trying")
WORDS = st.sampled_from(
    [
        "Plain words.",
        "More *words* and a [link](two.md).",
        BLOCK,
        "## A heading\n\nText.",
        "![A hall](../images/hall.png)",
        "A formula, $x^2$.",
        "/// letter\nDear reader\n///",
        "A note.[^1]\n\n[^1]: Below.",
    ]
)
SENTENCES = ("One sentence more.", "And another one.", "*Words* that stand out.")
NAMES = st.sampled_from(["one", "two", "three", "four"])


def build(root: Path, output: str = "output") -> Path:
    """Build as an author does; what the last build left is used again."""
    build_site(root / "pelicanconf.py", root / output)
    return root / output


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what each file below a folder holds, by its path."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".build")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def write_site(root: Path) -> None:
    for name in ("posts", "pages", "seminars", "images"):
        (root / "content" / name).mkdir(parents=True)
    (root / "pelicanconf.py").write_text(settings_of("Small"))
    (root / "content/places.yaml").write_text(PLACES.format(street="Rathausstr. 15"))
    (root / "content/pages/about.md").write_text("---\ntitle: About\n---\nWho we are.\n")
    (root / "content/posts/two.md").write_text(
        POST.format(title="Two", date="2026-11-02 08:00", topic="interviews", body=BLOCK)
    )
    (root / "content/seminars/lab.md").write_text(
        SEMINAR.format(sessions="  - 2026-12-05 18:00\n  - 2027-01-05 18:00", body="Bring a pen.")
    )


class Edits(RuleBasedStateMachine):
    """Edits of a small site, each followed by a build that may keep what it made, and one that may not."""

    root: Path
    monkeypatch: pytest.MonkeyPatch
    live: LiveSite
    before: set[tuple[Path, int]]
    commits: int

    @initialize()
    def begin(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        write_site(self.root)
        self.edit_picture(0)
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        self.live, self.before, self.commits = live_site(self.root), states_of(self.root), 0

    @rule(name=NAMES, body=WORDS, topic=st.sampled_from(TOPICS), day=st.integers(1, 28))
    def write_post(self, name: str, body: str, topic: str, day: int) -> None:
        day = 1 if name == "two" else day  # others link to it, which readers must be able to follow
        text = POST.format(title=name.title(), date=f"2026-11-{day:02} 08:00", topic=topic, body=body)
        (self.root / f"content/posts/{name}.md").write_text(text)

    @rule(path=st.sampled_from(["posts/one.md", "posts/two.md", "pages/about.md"]), words=st.sampled_from(SENTENCES))
    def write_more(self, path: str, words: str) -> None:
        """Which mostly shows on the text's own page and in feeds alone."""
        file = self.root / "content" / path
        if file.is_file():
            file.write_text(f"{file.read_text()}\n{words}\n")

    @rule(name=st.sampled_from(["one", "three", "four"]))
    def delete_post(self, name: str) -> None:
        (self.root / f"content/posts/{name}.md").unlink(missing_ok=True)

    @rule(body=WORDS.filter(lambda words: "two.md" not in words), hour=st.integers(8, 20), note=st.booleans())
    def edit_seminar(self, body: str, hour: int, *, note: bool) -> None:
        off = "\n    status: cancelled\n    note: The heating is broken." if note else ""
        sessions = f"  - start: 2026-12-05 {hour:02}:00{off}\n  - 2027-01-05 18:00"
        (self.root / "content/seminars/lab.md").write_text(SEMINAR.format(sessions=sessions, body=body))

    @rule()
    def move_a_date(self) -> None:
        sessions = "  - {start: 2026-12-12 18:00, moved_from: 2026-12-05 18:00}"
        (self.root / "content/seminars/lab.md").write_text(SEMINAR.format(sessions=sessions, body="Moved."))

    @rule(street=st.sampled_from(["Rathausstr. 15", "Neue Str. 1"]))
    def edit_place(self, street: str) -> None:
        (self.root / "content/places.yaml").write_text(PLACES.format(street=street))

    @rule(name=st.sampled_from(["Small", "Not So Small"]))
    def edit_settings(self, name: str) -> None:
        (self.root / "pelicanconf.py").write_text(settings_of(name))

    @rule(epoch=st.sampled_from(EPOCHS))
    def wait(self, epoch: int) -> None:
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))

    @rule(words=st.sampled_from(["All rights reserved.", "Some rights reserved."]))
    def edit_template(self, words: str) -> None:
        file = self.root / "theme/templates/partials/footer.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<footer>{words}</footer>\n")

    @rule(words=st.sampled_from(["Soon", "Next"]))
    def edit_phrases(self, words: str) -> None:
        file = self.root / "theme/locale/en.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "Seminars"\nmsgstr "{words}"\n')

    @rule(shade=st.integers(1, 255))
    def edit_picture(self, shade: int) -> None:
        Image.new("RGB", (40, 30), (shade, 0, 0)).save(self.root / "content/images/hall.png")

    @rule()
    def do_nothing(self) -> None:
        """What stands there is right."""

    @rule(data=st.data())
    def spoil_a_file_of_the_output(self, data: st.DataObject) -> None:
        """Whoever changes the output by hand gets the right file back."""
        if (self.root / "output").is_dir():
            path = data.draw(st.sampled_from(sorted(path for path in files_of(self.root / "output"))))
            (self.root / "output" / path).unlink()
            (self.root / "output" / path).write_bytes(b"spoiled")

    @rule()
    def lose_the_output(self) -> None:
        """As a host does, which gives a build nothing but `.cache` back."""
        shutil.rmtree(self.root / "output", ignore_errors=True)
        shutil.rmtree(self.root / ".output.spare", ignore_errors=True)

    @rule()
    def commit(self) -> None:
        repository = Repository(self.root)
        repository.days = self.commits = self.commits + 1
        repository.commit({})

    @rule()
    def take_another_clone(self) -> None:
        """In which every file has another time."""
        cloned(self.root)

    @rule()
    def start_the_preview_again(self) -> None:
        self.live = LiveSite(self.live.settings_file, LiveFolder(self.live.folder.root.parent))

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.root / ".cache", ignore_errors=True)

    @invariant()
    def is_as_a_clean_build(self) -> None:
        clean = self.root.with_name("clean")
        shutil.rmtree(clean, ignore_errors=True)
        # What takes long and is not of this build's making stays: compiled templates and icons.
        shutil.copytree(self.root, clean, ignore=shutil.ignore_patterns("builds", "results.sqlite", "output"))
        expected = files_of(build(clean))
        assert files_of(build(self.root)) == expected
        now = states_of(self.root)
        edited = frozenset(path for path, _state in self.before ^ now)
        self.before = now
        settle(self.live, edited)
        assert files_of(self.live.folder.root) == expected


def cloned(root: Path) -> None:
    """Put a site in its place again as a host does: with `.cache`, without an output, each file with another time."""
    before = root.with_name("before")
    root.rename(before)
    left = shutil.ignore_patterns("output", ".output.spare")
    shutil.copytree(before, root, ignore=left, copy_function=shutil.copyfile)
    shutil.rmtree(before)


def live_site(root: Path) -> LiveSite:
    """Return what a preview of a site keeps, from before its first build."""
    shutil.rmtree(root.with_name("live"), ignore_errors=True)
    return LiveSite(root / "pelicanconf.py", LiveFolder(root.with_name("live")))


def states_of(root: Path) -> set[tuple[Path, int]]:
    """Return what somebody who watches a site sees of each file."""
    files = (file for name in ("content", "theme") for file in (root / name).rglob("*") if file.is_file())
    return {(file, file.stat().st_mtime_ns) for file in (*files, root / "pelicanconf.py")}


def settle(live: LiveSite, edited: frozenset[Path]) -> None:
    """Let the preview do all that an edit is followed by."""
    save = Edited(1, edited, frozenset({"posts/two/index.html", "seminars/lab/index.html"}))
    news = [*live.build(save, run_settings(live.settings_file))]
    assert [each for each in news if isinstance(each, Settled)]


def test_any_sequence_of_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Here(Edits):
        root = tmp_path / "site"

    Here.monkeypatch = monkeypatch
    case = Here.TestCase
    case.settings = settings(
        max_examples=3, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case("runTest").runTest()


HOUR = 60 * 60


def same_size_and_time(root: Path) -> None:
    file = root / "content/posts/two.md"
    before = file.stat()
    file.write_text(file.read_text().replace("About it.", "About us."))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def write(path: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return edit


CHANGES: dict[str, Callable[[Path], None]] = {
    "a post": write(
        "content/posts/two.md", POST.format(title="Two", date="2026-11-02 08:00", topic="new", body="New.")
    ),
    "a post, just after it was written": same_size_and_time,
    "a new post": write(
        "content/posts/a.md", POST.format(title="A", date="2026-11-03 08:00", topic="new", body="New.")
    ),
    "a post is gone": lambda root: (root / "content/posts/two.md").unlink(),
    "a seminar": write("content/seminars/lab.md", SEMINAR.format(sessions="  - 2026-12-05 18:00", body="Other.")),
    "a setting": write("pelicanconf.py", settings_of("Other")),
    "a module of the settings": write("other.py", "X = 1\n"),
    "a template": write("theme/templates/partials/footer.html", "<footer>Ours.</footer>\n"),
    "a style sheet": write("theme/static/css/print.css", "/* ours */\n"),
    "a page of the output": write("output/posts/two/index.html", "other"),
    "a page of the output is gone": lambda root: (root / "output/posts/two/index.html").unlink(),
    "a stranger in the output": write("output/stranger.html", "other"),
    "a commit": lambda root: Repository(root).commit({}),
    "what a killed build left": lambda root: (root / ".output.new-1a2b3c4d").mkdir(),
    "a folder behind a link": lambda root: (root / "content/images").symlink_to(root / "content/posts"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site that was built a second before a date begins."""
    root = tmp_path_factory.mktemp("unchanged") / "site"
    write_site(root)
    (root / "other.py").write_text("")
    (root / "content/images").rmdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(START - 1))
        build(root)
        yield root


@pytest.fixture
def root(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same, whatever a test does to it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START - 1))
    copy = built.with_name("copy")
    shutil.copytree(built, copy)
    yield built
    shutil.rmtree(built)
    copy.rename(built)


def is_right(root: Path, *, compressed: bool = False) -> bool:
    """Tell whether a build would be content with what stands there."""
    settings = root / "pelicanconf.py"
    return is_unchanged(Inputs(settings, run_settings(settings), compressed), read_journal(root, root / "output"))


def test_nothing_is_written_where_nothing_changed(root: Path) -> None:
    before = files_of(root / "output"), (root / "output").stat().st_ino
    assert is_right(root)
    build(root)
    assert (files_of(root / "output"), (root / "output").stat().st_ino) == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(root: Path, change: str) -> None:
    assert is_right(root)
    CHANGES[change](root)
    assert not is_right(root)


def test_compressed_copies_are_another_site(root: Path) -> None:
    assert not is_right(root, compressed=True)


def test_a_time_at_which_nothing_happens_is_no_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START - 4 * HOUR))
    build(root)
    for seconds, expected in ((-5 * HOUR, False), (-4 * HOUR, True), (-HOUR, True), (-1, True), (0, False)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + seconds))
        assert is_right(root) == expected, seconds


def test_a_clock_that_is_set_back_shows_the_site_of_its_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was kept from later: what ended is to come again, and what was made then is made anew."""
    for seconds in (25 * HOUR, -30 * HOUR, -60 * 24 * HOUR):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + seconds))
        kept = files_of(build(root))
        fresh = root.with_name("fresh")
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("output", ".cache"))
        assert kept == files_of(build(fresh)), seconds
        shutil.rmtree(fresh)


def test_an_edit_is_seen_though_its_time_is_one_to_come(root: Path) -> None:
    """As a clock that was ahead has left it: no such time says that a file is as it was."""
    post = root / "content/posts/two.md"
    for words in ("First words.", "Other words."):
        post.write_text(POST.format(title="Two", date="2026-11-02 08:00", topic="x", body=words))
        os.utime(post, (2_000_000_000, 2_000_000_000))
        assert words in (build(root) / "posts/two/index.html").read_text()
    assert is_right(root)


def test_a_warning_is_said_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And what stands there is counted again."""
    (root / "content/posts/two.md").write_text(
        POST.format(title="Two", date="2026-11-02", topic="x", body="![](a.png)")
    )
    Image.new("RGB", (4, 3)).save(root / "content/posts/a.png")
    first = build_and_say(root / "pelicanconf.py", root / "output"), capsys.readouterr().err
    assert is_right(root)
    capsys.readouterr()
    again = build_and_say(root / "pelicanconf.py", root / "output"), capsys.readouterr().err
    assert "a picture without a description" in first[1]
    numbers = [sum(path.endswith(end) for path in files_of(root / "output")) for end in (".html", ".ics")]
    assert "Built {} pages and {} calendars".format(*numbers) in first[0]
    assert (again[0].partition(" in ")[0], again[1]) == (first[0].partition(" in ")[0], first[1])


def test_what_did_not_change_is_the_same_file(root: Path) -> None:
    before = {path: (root / "output" / path).stat() for path in files_of(build(root))}
    text = POST.format(title="Two", date="2026-11-02 08:00", topic="interviews", body=f"Other words.\n\n{BLOCK}")
    (root / "content/posts/two.md").write_text(text)
    after = {path: (root / "output" / path).stat() for path in files_of(build(root))}
    changed = {path for path in before.keys() & after.keys() if before[path].st_ino != after[path].st_ino}
    assert "posts/two/index.html" in changed
    assert "seminars/lab/index.html" not in changed
    assert "index.html" not in changed
    assert all(before[path].st_mtime_ns == after[path].st_mtime_ns for path in before.keys() & after.keys() - changed)


def test_a_lost_output_is_put_together_from_what_is_kept(root: Path) -> None:
    """Nothing is rendered, drawn or joined again; files of authors and the theme are put in their places."""
    before = files_of(root / "output")
    shutil.rmtree(root / "output")
    shutil.rmtree(root / ".cache/builds")
    outcome = build_site(root / "pelicanconf.py", root / "output")
    assert outcome
    assert files_of(root / "output") == before
    costly = (".html", ".ics", "atom.xml", "rss.xml", "qr.svg")
    assert {path for path in before if path.endswith(costly)}
    assert {path for path in outcome.fresh if path.endswith(costly)} == set()
    assert "kept" in build_and_say(root / "pelicanconf.py", root / "output", explained=["posts/two/"])


def test_a_clone_with_the_cache_of_another_makes_no_page(root: Path, tmp_path: Path) -> None:
    """As a host builds a commit: with other times of files, at another place, and with what it kept of `.cache`."""
    Repository(root).commit({})
    before = files_of(build(root))
    clone = tmp_path / "clone"
    shutil.copytree(root, clone, ignore=shutil.ignore_patterns("output"), copy_function=shutil.copyfile)
    outcome = build_site(clone / "pelicanconf.py", clone / "output")
    assert outcome
    assert files_of(clone / "output") == before
    assert {path for path in outcome.fresh if path.endswith((".html", ".ics", "atom.xml", "rss.xml"))} == set()


def reads_no_text(root: Path, *, compressed: bool = False) -> bool:
    """Build, and tell whether that was done without reading a text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hireground.build.anew.write_whole_site", refuse)
        patch.setattr("hireground.build.edits.site.write_edited", refuse)
        try:
            build_site(root / "pelicanconf.py", root / "output", compressed=compressed)
        except AssertionError:
            return False
    return True


def refuse(*_arguments: object) -> None:
    raise AssertionError


def with_files(root: Path) -> None:
    """Let a site have what is made of pictures, a picture as it is, and a file without what it says of its author."""
    (root / "content/images").mkdir(exist_ok=True)
    Image.new("RGB", (40, 30)).save(root / "content/images/hall.png")

    Image.new("RGB", (40, 30)).save(root / "content/images/plan.gif")
    (root / "content/images/sign.svg").write_text(DRAWING)
    links = "![A hall](../images/hall.png) [A plan](../images/plan.gif) [A sign](../images/sign.svg)"
    more(links)(root)


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><metadata>Somebody</metadata><path d="M0 0h9v9z"/></svg>\n'


def states_of_files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what each file below a folder holds, and its time."""
    return {path: (data, (folder / path).stat().st_mtime_ns) for path, data in files_of(folder).items()}


@pytest.mark.parametrize("compressed", [False, True])
def test_a_lost_folder_of_an_unchanged_site_is_put_together_without_reading_a_text(
    root: Path, *, compressed: bool
) -> None:
    """Each file has its time again, but for compressed copies, so that nobody who has it loads it anew."""
    with_files(root)
    build_site(root / "pelicanconf.py", root / "output", compressed=compressed)
    before = states_of_files(root / "output")
    for lost in ("output", "output/posts", "output/index.html"):
        shutil.rmtree(root / lost) if (root / lost).is_dir() else (root / lost).unlink()
        assert reads_no_text(root, compressed=compressed), lost
        after = states_of_files(root / "output")
        kept = {path: state for path, state in after.items() if not path.endswith(".gz")}
        assert kept == {path: state for path, state in before.items() if not path.endswith(".gz")}
        assert files_of(root / "output") == {path: data for path, (data, _time) in before.items()}
    assert is_right(root, compressed=compressed)


@pytest.mark.parametrize("lost", [".cache/results.sqlite", ".cache/pictures", "content/posts/two.md"])
def test_a_lost_folder_is_made_anew_where_it_is_not_kept(root: Path, lost: str) -> None:
    with_files(root)
    build(root)
    shutil.rmtree(root / "output")
    shutil.rmtree(root / lost) if (root / lost).is_dir() else (root / lost).unlink()
    assert not reads_no_text(root)
    build(root)
    assert is_as_clean(root)


def test_what_is_kept_and_was_spoiled_is_made_anew(root: Path) -> None:
    with_files(root)
    build(root)
    shutil.rmtree(root / "output")
    for picture in (root / ".cache/pictures").rglob("*.png"):
        picture.unlink()
        picture.write_bytes(b"spoiled")
    assert not reads_no_text(root)
    build(root)
    assert is_as_clean(root)


def test_what_is_the_same_in_a_lost_folder_has_its_time_again_though_the_site_changed(root: Path) -> None:
    build(root)
    before = states_of_files(root / "output")
    shutil.rmtree(root / "output")
    CHANGES["a new post"](root)
    assert not reads_no_text(root)
    build(root)
    assert is_as_clean(root)
    after = states_of_files(root / "output")
    pages = {path for path, (data, _time) in before.items() if path.endswith(".html") and after[path][0] == data}
    assert "about/index.html" in pages
    assert {path: after[path][1] for path in pages} == {path: before[path][1] for path in pages}


def test_an_edit_in_a_lost_folder_is_an_edit(root: Path) -> None:
    with_files(root)
    build(root)
    shutil.rmtree(root / "output")
    more(FEW_WORDS)(root)
    assert is_edit(root)
    assert is_as_clean(root)


def test_a_calendar_that_was_refused_is_refused_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it is no less so because it is kept."""
    CHANGES["a seminar"](root)
    monkeypatch.setattr("hireground.seminars.calendar.ical.calendar", lambda *_args: b"BEGIN:VCALENDAR\r\n")
    for _ in range(2):
        with pytest.raises(InvalidContentError) as error:
            build(root)
        assert "seminars/calendar.ics" in str(error.value)


def test_a_build_says_why_a_file_was_made_or_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, output = root / "pelicanconf.py", root / "output"
    assert "kept" in build_and_say(settings, output, explained=["posts/two/"])
    CHANGES["a post"](root)
    write("content/pages/new.md", "---\ntitle: New\n---\nNew.\n")(root)
    write("output/about/index.html", "other")(root)
    said = build_and_say(settings, output, explained=["posts/two/", "new/", "posts/gone/", "about/index.html"])
    assert said.splitlines()[1:] == [
        "posts/two/index.html: made, since what it shows changed",
        "new/index.html: made, since the last build had none",
        "posts/gone/index.html: the site has no such file",
        "about/index.html: taken from .cache, since the file of the last build is not as it was written",
    ]
    CHANGES["a template"](root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + 24 * HOUR))
    said = build_and_say(settings, output, explained=["posts/two/", "404.html", "robots.txt"])
    assert said.splitlines()[1:] == [
        "posts/two/index.html: made, since the engine, the theme or a setting changed",
        "404.html: made, since the engine, the theme or a setting, what it shows, the day that it names changed",
        "robots.txt: kept, since nothing that it is made from has changed",
    ]


def is_edit(root: Path) -> bool:
    """Build, and tell whether that was done from the plan that the last build kept."""
    return not reads_every_text(lambda: build(root))


def is_as_clean(root: Path) -> bool:
    """Tell whether what stands there is what a build gives that knows of no other."""
    clean = root.with_name("clean")
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("output", ".output.spare", ".cache"))
    try:
        return files_of(build(clean)) == files_of(root / "output")
    finally:
        shutil.rmtree(clean)


def more(words: str, path: str = "content/posts/two.md") -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        file = root / path
        file.write_text(f"{file.read_text()}\n{words}\n")

    return edit


FEW_WORDS = "Only words that nobody else shows."


def edit_words_and_street(root: Path) -> None:
    more(FEW_WORDS)(root)
    (root / "content/places.yaml").write_text(PLACES.format(street="Neue Str. 1"))


PLAIN = {
    "words": more(FEW_WORDS),
    "a page": more(FEW_WORDS, "content/pages/about.md"),
    "a link to another site": more("See [them](https://other.example.org/)."),
    "a link to a text": more("See [us](../pages/about.md)."),
    "bold words and code": more("**Bold** and `code`."),
}
ELSEWHERE = {
    "a heading, which others may link to": more("## A heading"),
    "a block": more(BLOCK),
    "a mention of a seminar": more("See [it](../seminars/lab.md).", "content/pages/about.md"),
    "a file to take along": more("[Take it](../images/hall.png)"),
    "so many words that it takes longer to read": more(400 * "word "),
    "a warning": more("Come on Monday 2026-12-05."),
    "a new post": CHANGES["a new post"],
    "a topic that nobody has any more": CHANGES["a post"],
    "the words of a seminar": more(FEW_WORDS, "content/seminars/lab.md"),
}
WHOLE = {
    "a formula, which needs a style sheet": more("A formula, $x^2$."),
    "something of another site, which needs a script": more(
        "/// video | A film\n    url: https://video.example.org/1\n///"
    ),
    "a post that is gone": CHANGES["a post is gone"],
    "words and a place": edit_words_and_street,
}
SEEN = ELSEWHERE | WHOLE


@pytest.mark.parametrize("edit", [*PLAIN, *SEEN])
def test_an_edit_of_texts_is_built_from_the_kept_plan(root: Path, edit: str) -> None:
    (root / "content/images").mkdir()
    Image.new("RGB", (4, 3)).save(root / "content/images/hall.png")
    build(root)
    (PLAIN | SEEN)[edit](root)
    assert (is_edit(root), is_as_clean(root)) == (edit not in WHOLE, True), edit


def test_whoever_looks_into_the_words_of_texts_is_known() -> None:
    """A room that begins to must be in `outward` of `build/edits/outputs.py`, or show the words on their own page."""
    rooms = [
        file for file in ENGINE.rglob("*.py") if file.parts[len(ENGINE.parts)] not in {"importing", "new", "published"}
    ]
    found = {file.relative_to(ENGINE).as_posix() for file in rooms if "entry.document.body" in file.read_text()}
    assert found == {
        "build/contents.py",  # a text's own page, and feeds
        "build/edits/outputs.py",
        "build/edits/site_again.py",  # what a changed text needs of the theme
        "overview/stats.py",  # no file of the site
        "pelican/site.py",  # another way to build
        "site/entry.py",  # an empty text
        "web/resources.py",  # style sheets and scripts that some texts need
    }


def test_other_words_in_every_text_of_a_whole_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    root = tmp_path / "site"
    root.mkdir()
    copy_project(root)
    build(root)
    site = load_site(read_settings(root / "pelicanconf.py"), dt.datetime.fromtimestamp(EPOCH, dt.UTC))
    texts = [path for path, entry in {**site.posts, **site.pages}.items() if site.shows(entry)][:MOST]
    for path in texts:  # as many words as before, or it may take longer to read
        before, stop, after = (root / path).read_text().rpartition(".")
        assert stop
        (root / path).write_text(f"{before}!{after}")
    assert is_edit(root)
    assert is_as_clean(root)


def test_edits_after_another_and_back(root: Path) -> None:
    """What was edited and is as it was again is as it was on its page, too."""
    files = [root / "content/posts/two.md", root / "content/pages/about.md"]
    before, texts = files_of(root / "output"), [file.read_text() for file in files]
    for file in files:
        more(FEW_WORDS, file.relative_to(root).as_posix())(root)
        assert is_edit(root)
        assert is_as_clean(root)
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
        assert is_edit(root)
    assert files_of(root / "output") == before
    assert is_right(root)


def replaced_by_another(file: Path) -> None:
    data = bytes(file.stat().st_size)
    file.unlink()
    file.write_bytes(data)


def copied(spare: Path) -> None:
    shutil.copytree(spare, spare.with_name("copied"))
    shutil.rmtree(spare)
    spare.with_name("copied").rename(spare)


SPOILED: dict[str, Callable[[Path], object]] = {
    "it is as it was": lambda _spare: None,
    "a file more": lambda spare: (spare / "posts/more.html").write_text("x"),
    "a folder more": lambda spare: (spare / "posts/more").mkdir(),
    "a file less": lambda spare: (spare / "posts/index.html").unlink(),
    "another file": lambda spare: replaced_by_another(spare / "posts/index.html"),
    "a file that was written into": lambda spare: (spare / "posts/index.html").write_text("x"),
    "a folder less": lambda spare: shutil.rmtree(spare / "posts"),
    "a copy": copied,
    "no spare": shutil.rmtree,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_whatever_becomes_of_the_spare_the_site_is_right(root: Path, spoil: Callable[[Path], object]) -> None:
    """Also where a build knows what is in it, as after two edits, and then looks at its folders alone."""
    for _ in range(2):
        more(FEW_WORDS)(root)
        build(root)
    assert read_journal(root, root / "output").spare
    spoil(root / ".output.spare")
    more(FEW_WORDS)(root)
    build(root)
    assert is_as_clean(root)
    more(FEW_WORDS, "content/pages/about.md")(root)
    assert is_edit(root)
    assert is_as_clean(root)
    assert is_right(root)


def test_a_file_of_the_site_that_becomes_a_folder_and_one_again(root: Path) -> None:
    """Whatever the spare holds at a path, the new site has what belongs there."""
    file = root / "content/images/a.txt"
    for name in ("a.txt", "a.txt/b.png", "a.txt", "a.txt/b.png"):
        shutil.rmtree(file.parent, ignore_errors=True)
        (root / "content/images" / name).parent.mkdir(parents=True)
        Image.new("RGB", (4, 3)).save(root / "content/images" / name, "PNG")
        build(root)
        assert is_as_clean(root)


@pytest.mark.parametrize("data", [None, b"", b"something else"])
def test_a_plan_that_is_lost_is_made_again(root: Path, data: bytes | None) -> None:
    (plan,) = (root / ".cache/builds").glob("*.plan")
    plan.unlink()
    if data is not None:
        plan.write_bytes(data)
    more(FEW_WORDS)(root)
    build(root)
    assert is_as_clean(root)
    more(FEW_WORDS)(root)
    assert is_edit(root)


def test_a_file_of_the_output_that_was_spoiled_is_right_after_an_edit(root: Path) -> None:
    (root / "output/index.html").write_text("spoiled")
    more(FEW_WORDS)(root)
    build(root)
    assert is_as_clean(root)


def test_an_edit_that_is_wrong_says_all_that_is_wrong(root: Path) -> None:
    more("[Nowhere](nowhere.md)")(root)
    write("content/pages/about.md", "---\ntitel: About\n---\nWho we are.\n")(root)
    before = files_of(root / "output")
    with pytest.raises(InvalidContentError) as error:
        build(root)
    assert {problem.path.name for problem in error.value.problems} == {"two.md", "about.md"}
    assert files_of(root / "output") == before


def do_nothing(_root: Path) -> None:
    """Commit nothing but what was there."""


@pytest.mark.parametrize("edit", ["nothing", *PLAIN])
def test_an_edit_that_another_clone_builds_is_an_edit(root: Path, edit: str) -> None:
    """By what files hold: their times, the commit and the folder's are others. `build.json` names the new commit."""
    repository = Repository(root)
    repository.commit({})
    with_files(root)
    build(root)
    (PLAIN | {"nothing": do_nothing})[edit](root)
    repository.commit({})
    cloned(root)
    assert is_edit(root)
    assert is_as_clean(root)
    assert repository.git("rev-parse", "HEAD").strip() in (root / "output/build.json").read_text()
    build(root)
    assert is_right(root)


OTHERS = {name: change for name, change in CHANGES.items() if "output" not in name and "link" not in name}


@pytest.mark.parametrize("change", [*SEEN, *OTHERS])
def test_what_changed_is_seen_in_another_clone(root: Path, change: str) -> None:
    repository = Repository(root)
    repository.commit({})
    (root / "content/images").mkdir()
    Image.new("RGB", (4, 3)).save(root / "content/images/hall.png")
    build(root)
    (SEEN | OTHERS)[change](root)
    repository.days += 1
    repository.commit({})
    cloned(root)
    build(root)
    assert is_as_clean(root)


def test_times_of_seminars_are_seen_without_git(root: Path) -> None:
    """And once they are committed, also at another moment, their commits' times."""
    before = files_of(root / "output")
    os.utime(root / "content/seminars/lab.md", (EPOCH, EPOCH))
    build(root)
    assert is_as_clean(root)
    assert files_of(root / "output") != before
    repository = Repository(root)
    repository.commit({})
    build(root)
    assert is_as_clean(root)
    repository.days += 3
    repository.git("commit", "--amend", "--quiet", "--no-edit")
    build(root)
    assert is_as_clean(root)


def test_what_is_saved_while_a_site_is_built_is_compared_by_time_alone(root: Path) -> None:
    """Nobody knows whether the build has read it before or after."""

    def build_and_save(*parts: *tuple[Inputs, Path, Path, Journal, Helpers]) -> Built:
        built = write_whole_site(*parts)
        (root / "content/places.yaml").write_text(PLACES.format(street="Neue Str. 1"))
        return built

    CHANGES["a setting"](root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hireground.build.anew.write_whole_site", build_and_save)
        build(root)
    span = read_journal(root, root / "output").span
    assert span
    assert not span.rest_in_bytes
    (root / "content/places.yaml").write_text(PLACES.format(street="Rathausstr. 15"))
    build(root)
    assert is_as_clean(root)
    span = read_journal(root, root / "output").span
    assert span
    assert span.rest_in_bytes
