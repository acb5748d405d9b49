"""`inv bench quality`: what validators, axe and the other checks find on each kind of page, and what it weighs."""

import sys
import tempfile
from pathlib import Path

from accessibility import CHECKS
from browser import launched, visiting
from built_site import MACHINES, SITEURL, BuiltSite, build, copy_project
from page_checks import KINDS, LIMITS, css_findings, html_findings, page_of, pictures_above_the_fold, weight
from playwright.sync_api import sync_playwright


def main() -> None:
    """Print one row for each kind; bytes are gzipped, but for pictures above the fold on a desktop."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        root = build(folder, "output", MACHINES[0])
        site = BuiltSite(root)
        write(f"css-tree: {len(css_findings(sorted(root.rglob('*.css'))))} faults\n")
        found = html_findings([root / path for path in site.pages])
        write(f"html-validate: {len(found)} faults in {len(site.pages)} pages\n\n")
        heads = ["kind of page", "faults: html", *CHECKS, *(f"{name} of {limit}" for name, limit in LIMITS.items())]
        told: list[str] = []
        write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
        with sync_playwright() as playwright, launched(playwright) as chromium, visiting(chromium, site) as context:
            page = context.new_page()
            for kind, url in KINDS.items():
                page.goto(f"{SITEURL}/{url}")
                pictures = pictures_above_the_fold(page, site)
                problems = [
                    html_findings([root / page_of(site, kind).path]),
                    *(check(page) for check in CHECKS.values()),
                ]
                told += [f"{kind}: {problem}\n" for each in problems for problem in each]
                cells = [kind, *map(len, problems), *weight(site, kind), pictures]
                write(f"| {' | '.join(map(str, cells))} |\n")
        write("".join(["\n", *told]))


def write(words: str) -> None:
    """Print at once, since a page takes seconds."""
    sys.stdout.write(words)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
