"""Whatever a site's settings made of addresses, each that readers may know leads to where its text is now."""

from pathlib import Path

import pytest
from text_cases import TextCase, accepted, read_cases

from hireground.importing.detect import read_source
from hireground.importing.model import Answers
from hireground.importing.plan import planned

CASES = Path(__file__).parents[1] / "cases" / "old_addresses"
SITES = [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", SITES, ids=lambda case: f"{case.source.stem} {case.name}")
def test_the_addresses_of_an_old_site_lead_on(case: TextCase, tmp_path: Path) -> None:
    for path, data in case.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    result = planned(read_source(tmp_path, None, Answers(timezone="America/Los_Angeles")), "en")
    aliases = [
        f"{alias.strip()} {path}"
        for path, text in result.texts.items()
        for line in text.split("\n")
        if line.startswith("aliases:")
        for alias in line.removeprefix("aliases: [").removesuffix("]").split(",")
    ]
    lines = [*sorted(aliases), *(f"{old} {new}" for old, new in sorted(result.redirects.items()))]
    said = "".join(f"{line}\n" for line in lines)
    assert said.rstrip() == accepted(case, said.rstrip()).rstrip()
