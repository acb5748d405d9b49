"""`inv bench lighthouse`: Lighthouse's four scores for home, post, seminar and month, served by nginx over TLS."""

import sys
import tempfile
from pathlib import Path

from built_site import MACHINES, build, copy_project
from lighthouse_runs import CATEGORIES, PAGES, report, scores
from page_checks import KINDS
from web_servers import nginx

from hireground.build.compression import compress


def main() -> None:
    """Print one row for each page, and what cost it points."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        root = build(folder, "output", MACHINES[0])
        compress(root)
        sys.stdout.write(f"| page | {' | '.join(CATEGORIES)} |\n|---{'|---' * len(CATEGORIES)}|\n")
        with nginx(folder, root) as server:
            for kind in PAGES:
                found = report(server, f"/{KINDS[kind]}", CATEGORIES)
                sys.stdout.write(f"| {kind} | {' | '.join(str(score) for score in scores(found).values())} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
