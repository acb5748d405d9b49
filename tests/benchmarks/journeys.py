"""`inv bench journeys`: how many taps and screens four journeys take on a phone of 360 by 740 pixels."""

import datetime as dt
import sys
import tempfile
from pathlib import Path

from browser import JOURNEYS, Phone, launched, visiting
from built_site import MACHINES, NOW, BuiltSite, build, copy_project
from playwright.sync_api import sync_playwright

SIZE = {"width": 360, "height": 740}


def main() -> None:
    """Print a row for each journey."""
    sys.stdout.write("| journey | before | taps | screen |\n|---|---|---:|---:|\n")
    with tempfile.TemporaryDirectory() as name:
        copy_project(Path(name))
        site = BuiltSite(build(Path(name), "output", MACHINES[0]))
        with sync_playwright() as playwright, launched(playwright) as browser:
            for words, (journey, _most, before) in JOURNEYS.items():
                with visiting(browser, site, viewport=SIZE) as context:
                    page = context.new_page()
                    page.clock.install(time=NOW + dt.timedelta(minutes=1))
                    taken = journey(Phone(page, ""))
                sys.stdout.write(f"| {words} | {before} | {taken.taps} | {taken.screen} |\n")


if __name__ == "__main__":
    main()
