"""The real site, pushed and read over nginx: as authors, readers and subscribers have it."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from built_site import EXTRA, copy_project
from push_server import Author, PushServer, init_server
from web_servers import WebServer, nginx

ROOT = Path(__file__).parents[2]
LAB = "content/seminars/interview-lab.md"
JANUARY, MOVED = "  - 2027-01-19 18:00\n", "  - start: 2027-01-20 18:00\n    moved_from: 2027-01-19 18:00\n"
DOCUMENTED = re.compile(r"```\n(remote: Checking.*?)To server:", re.DOTALL)


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    """Push the project as it is."""
    folder = tmp_path_factory.mktemp("real")
    server = init_server(folder / "srv")
    copy_project(folder / "clone")
    author = Author(folder / "clone")
    author.commit({f"content/{path.relative_to(EXTRA)}": None for path in EXTRA.rglob("*.md")}, "Our own content")
    author.git("branch", "--quiet", "-m", "main")
    author.git("remote", "add", "live", str(server.repository))
    push = author.push()
    assert push.is_taken, push.log
    return server, author


def test_a_rebuild_changes_nothing_in_a_minute(pushed: tuple[PushServer, Author]) -> None:
    """Another folder, hash seed and second give the same bytes: else every night would change every ETag."""
    server, _author = pushed
    number = len(server.releases())
    said = server.publish("rebuild").stdout
    assert said.splitlines()[-1] == f"Nothing is different: readers see release {number}."


def alike(log: str) -> list[str]:
    """Leave out of a log what differs from machine to machine."""
    lines = [re.sub(r"\d[\d,.]*", "0", line).replace("\u202f", " ") for line in log.splitlines()]
    return [
        line.removesuffix(", as nobody").replace("Ada Example", "Mara Lindqvist").replace("tiny.", "hireground.")
        for line in lines
    ]


def test_the_real_site_is_pushed_read_and_changed(pushed: tuple[PushServer, Author], tmp_path: Path) -> None:
    server, author = pushed
    (tmp_path / "nginx").mkdir()
    with nginx(tmp_path / "nginx", server.current) as web:
        site = server.current.resolve()
        pages = [quote(f"/{path.parent.relative_to(site)}/") for path in site.glob("*/**/index.html")]
        assert len(pages) > 100
        assert {web.ask(page).status for page in pages} == {200, 301}  # old addresses lead on
        before = tags(web)
        lab = (author.folder / LAB).read_text()
        assert JANUARY in lab
        author.commit({LAB: lab.replace(JANUARY, MOVED)}, "Move the January lab")
        push = author.push()
        assert push.is_taken, push.log
        after = tags(web)
        changed = {path for path in before if before[path] != after[path]}
        assert changed == {"/seminars/calendar.ics", "/seminars/interview-lab/calendar.ics"}
        unchanged = "/seminars/job-search-after-a-layoff/calendar.ics"
        assert web.ask(unchanged, headers={"If-None-Match": before[unchanged]}).status == 304
    assert server.is_sound()
    documented = DOCUMENTED.search((ROOT / "docs/publishing.md").read_text())
    assert documented
    said = [line.removeprefix("remote:").removeprefix(" ") for line in documented[1].splitlines()]
    assert alike(push.words) == alike("\n".join(said))


def tags(web: WebServer) -> dict[str, str]:
    """Return the ETags of some calendars, as subscribers keep them."""
    names = ("", "interview-lab/", "job-search-after-a-layoff/", "networking-for-introverts/")
    replies = {f"/seminars/{name}calendar.ics": web.ask(f"/seminars/{name}calendar.ics") for name in names}
    return {path: reply.headers["ETag"] for path, reply in replies.items()}
