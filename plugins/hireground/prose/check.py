"""Say everything that is probably wrong with the words of one text."""

from collections.abc import Callable, Iterator
from itertools import chain

from hireground.markdown.link_check import LinkedFiles
from hireground.prose.blocks import block_findings, conflict_findings
from hireground.prose.body import Body, Finding
from hireground.prose.dialects import dialect_findings
from hireground.prose.elements import element_findings
from hireground.prose.headings import heading_findings
from hireground.prose.leftovers import leftover_findings
from hireground.prose.lists import list_findings
from hireground.prose.policy import policy_findings
from hireground.prose.templates import template_findings
from hireground.prose.wiki import wiki_findings
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem
from hireground.text.source import has_conflict

FORMS = (conflict_findings, block_findings, template_findings, dialect_findings, element_findings)
"""What another program would read: of two that begin in one place, the longer one is said."""
SLIPS = (heading_findings, list_findings, leftover_findings)


def prose_problems(
    document: Document, html: Callable[[], str], files: LinkedFiles, *, has_policy: bool = True
) -> Iterator[Problem]:
    """Yield the findings in a document's body; `html` converts it, and is asked only if something seems wrong.

    `has_policy` says that its page tells browsers what to load.
    """
    body = Body(document, html)
    if not body.words.strip():
        return
    done = 0
    found = chain(
        wiki_findings(body, files), *(check(body) for check in FORMS), policy_findings(body) if has_policy else ()
    )
    for finding in sorted(found, key=lambda one: (one.start, -one.end)):
        if finding.start >= done and _is_seen(body, finding):
            done = max(done, finding.end)
            yield body.problem(finding)
    if not has_conflict(body.words):  # what stands between such marks is no text yet
        for check in SLIPS:
            yield from map(body.problem, check(body))


def _is_seen(body: Body, finding: Finding) -> bool:
    return not finding.seen or body.shows(finding.seen)
