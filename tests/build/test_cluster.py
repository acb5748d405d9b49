"""A build that a Dask cluster shares gives the same bytes, whatever becomes of the workers."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import distributed
import pytest
from tiny_site import DEADLINE, LONG_POST, environment, run_tool, small_settings

from hireground.build.cluster import dask, kit
from hireground.build.cluster.dask import SETTING, Cluster, connected
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.shares import LEAST
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.store import Store
from hireground.terminal import RefusedError
from hireground.text.localtime import build_moment
from hireground.web.resources import read_resources

POSTS, DATES = LEAST + 5, LEAST + 5
SETTINGS = small_settings(SITEURL="https://example.org", SITE_SEARCH=False)
MOMENT = {"SOURCE_DATE_EPOCH": "1795392000"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site with enough of everything to share: texts, cards, pages, calendars, and a theme of its own."""
    root = tmp_path_factory.mktemp("shared")
    for name in ("content/posts", "content/seminars", "theme/templates/partials", "theme/locale"):
        (root / name).mkdir(parents=True)
    for number in range(POSTS):
        (root / f"content/posts/post-{number}.md").write_text(LONG_POST.replace("title: A", f"title: A {number}"))
    dates = "\n".join(f"  - 2027-{1 + number // 28:02}-{1 + number % 28:02} 18:00" for number in range(DATES))
    head = "title: Lab\nsummary: Try it.\ntopics: [trying]\nprice: free\nplace: Hall"
    (root / "content/seminars/lab.md").write_text(f"---\n{head}\nsessions:\n{dates}\n---\nBring a pen.\n")
    (root / "content/places.yaml").write_text("- {name: Hall, address: 1 Main Street, city: Springfield}\n")
    (root / "theme/templates/page.html").write_text('{% extends "!theme/page.html" %}')
    (root / "theme/locale/en.po").write_text('msgid "Posts"\nmsgstr "Letters"\n')
    (root / "pelicanconf.py").write_text(SETTINGS)
    return root


@pytest.fixture(scope="module")
def alone(root: Path) -> dict[str, bytes]:
    """Build it on this machine alone, and forget what was made."""
    run = run_tool(root, "build", "--settings", "pelicanconf.py")
    assert (run.returncode, run.stderr) == (0, "")
    made = files_in(root / "output")
    shutil.rmtree(root / ".cache")
    return made


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def keys(root: Path) -> Keys:
    values = run_settings(root / "pelicanconf.py")
    site = load_site(site_settings(values, root / "pelicanconf.py"), build_moment(MOMENT))
    return Keys(read_resources(site), values)


@pytest.fixture
def cluster(keys: Keys, root: Path) -> Iterator[Cluster]:
    """Yield a cluster whose workers are threads."""
    cluster = Cluster("tcp://example.org:8786", lambda: kit.packed(keys, run_settings(root / "pelicanconf.py")))
    with ThreadPoolExecutor(3) as cluster.executor:
        yield cluster


# Any executor of the standard library's interface


def test_results_are_in_order(cluster: Cluster) -> None:
    assert cluster.shared(str, range(LEAST * 3)) == [f"{number}" for number in range(LEAST * 3)]


def test_pages_and_cards_are_made_elsewhere_as_here(cluster: Cluster, keys: Keys, root: Path) -> None:
    templates = rendering(keys.resources, run_settings(root / "pelicanconf.py"))
    plan = Plan(keys.resources, templates.render_block, keys, Store())
    pages = [output for output in plan.outputs() if isinstance(output.maker, str)][-LEAST:]
    made = cluster.made(pages)
    assert made == {page.path: templates.made(page) for page in pages}
    assert b"Letters" in made["posts/index.html"]
    cards = [*dict.fromkeys(plan.cards.values())][:LEAST]
    assert keys.resources.cards
    assert cluster.drawn(cards) == {card: keys.resources.cards.renderer.png(card) for card in cards}
    assert len(cards) == len(pages) == LEAST


def wrong_from_fifty(number: int) -> int:
    if number >= 50:
        raise ValueError(number)
    return number


def test_an_error_is_the_one_that_it_is_here(cluster: Cluster) -> None:
    with pytest.raises(ValueError, match=r"^50$"):
        cluster.shared(wrong_from_fifty, range(LEAST * 2))


def test_a_worker_of_another_version_is_refused(cluster: Cluster) -> None:
    cluster.engine = (cluster.engine[0], "hireground 0.0.1 of other code (0123456789ab)")
    words = r"a worker of the cluster at tcp://example.org:8786 has hireground [^;]+; install hireground [^;]+ there"
    with pytest.raises(RefusedError, match=f"^{words}"):
        cluster.shared(str, range(LEAST))


def test_a_worker_with_another_theme_is_refused(cluster: Cluster, keys: Keys, root: Path) -> None:
    pack = cluster.pack
    cluster.pack = lambda: pack().replace(b"Letters", b"Notices")
    templates = rendering(keys.resources, run_settings(root / "pelicanconf.py"))
    plan = Plan(keys.resources, templates.render_block, keys, Store())
    with pytest.raises(RefusedError, match="has another theme, or other versions of libraries; install"):
        cluster.made([output for output in plan.outputs() if isinstance(output.maker, str)])


# Dask


@contextmanager
def running(root: Path, program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Dask's programs until it is not needed any more."""
    command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", "--host", "127.0.0.1", *arguments]
    with subprocess.Popen(command, cwd=root, env=environment(), stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_worker_that_is_killed_costs_only_time(root: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    """It is stopped at first, so that its share of the work is certainly not done when it dies."""
    file = tmp_path / "scheduler.json"
    worker = ("dask_worker", "--scheduler-file", str(file), "--no-nanny", "--nthreads", "1")
    with (
        running(tmp_path, "dask_scheduler", "--port", "0", "--scheduler-file", str(file)),
        running(tmp_path, *worker, "--name", "good"),
        running(tmp_path, *worker, "--name", "bad") as bad,
        distributed.Client(scheduler_file=str(file), timeout=DEADLINE, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=DEADLINE)
        workers = client.scheduler_info()["workers"]
        (at,) = (address for address, worker in workers.items() if worker["name"] == "bad")
        bad.send_signal(signal.SIGSTOP)
        shared = environment(**{SETTING: json.loads(file.read_text())["address"]})
        command = [sys.executable, "-m", "hireground", "build", "--settings", "pelicanconf.py", "--output", "shared"]
        with subprocess.Popen(command, cwd=root, env=shared, stderr=subprocess.PIPE, text=True) as build:
            while not client.processing()[at]:
                assert build.poll() is None
            bad.kill()
            _, said = build.communicate(timeout=DEADLINE)
    assert (build.returncode, said) == (0, "")
    assert files_in(root / "shared") == alone


def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "SECONDS", 0.1)
    words = (
        r"no scheduler answers at tcp://127.0.0.1:9; start one with `dask scheduler`, or take HIREGROUND_CLUSTER out"
    )
    with pytest.raises(RefusedError, match=f"^{words}$"), connected("tcp://127.0.0.1:9"):
        pass
