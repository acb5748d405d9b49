"""Report problems to programs: as JSON, and as SARIF 2.1.0, which editors and code hosts read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from hireground.text.problems import Position, Problem, Replacement
from hireground.version import VERSION

Json = Mapping[str, object]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
NO_KIND = "content"


def as_json(problems: Sequence[Problem]) -> str:
    """Write every problem with its fix; lines and columns count from 1, an end is after the last character."""
    return json.dumps({"problems": [_problem(problem) for problem in problems]}, ensure_ascii=False, indent=2) + "\n"


def _problem(problem: Problem) -> Json:
    written: dict[str, object] = {
        "path": problem.path.as_posix(),
        "line": problem.line,
        "column": problem.column,
        "level": _level(problem),
        "kind": problem.kind,
        "message": problem.said,
    }
    if problem.fix:
        replacements = [{**_region(one.start, one.end), "text": one.text} for one in problem.fix.replacements]
        asks = {"isQuestion": True} if problem.fix.is_question else {}
        written["fix"] = {"words": problem.fix.words, "replacements": replacements, **asks}
    return written


def _level(problem: Problem) -> str:
    return "warning" if problem.is_warning else "error"


def _region(start: Position, end: Position) -> Json:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), (*start, *end), strict=True))


def as_sarif(problems: Sequence[Problem], folder: Path) -> str:
    """Write a SARIF log; `folder` is the site's, from the root that its addresses are relative to."""
    driver = {"name": "hireground", "version": VERSION, "rules": _rules(problems)}
    results = [_result(problem, folder) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rules(problems: Iterable[Problem]) -> list[Json]:
    return [{"id": kind} for kind in sorted({problem.kind or NO_KIND for problem in problems})]


def _result(problem: Problem, folder: Path) -> Json:
    artifact = {"uri": quote((folder / problem.path).as_posix()), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": problem.line, "startColumn": problem.column}
    result: dict[str, object] = {
        "ruleId": problem.kind or NO_KIND,
        "level": _level(problem),
        "message": {"text": problem.said},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if problem.fix:
        replacements = [_replacement(one) for one in problem.fix.replacements]
        change = {"artifactLocation": artifact, "replacements": replacements}
        result["fixes"] = [{"description": {"text": problem.fix.words}, "artifactChanges": [change]}]
    return result


def _replacement(one: Replacement) -> Json:
    return {"deletedRegion": _region(one.start, one.end), "insertedContent": {"text": one.text}}
