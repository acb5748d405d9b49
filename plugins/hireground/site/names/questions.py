"""Ask an author about a name that is nearly another, which may be meant as it stands."""

from dataclasses import replace

from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal
from hireground.text.yaml.marks import Loc


def asked(document: Document, loc: Loc, refusal: Refusal) -> Problem:
    """Build a warning at a name, which the author may have meant: its fix is a question."""
    of = loc if loc in document.marks.values else loc[:-1]
    found = refused(document, of, refusal, exact=loc, is_warning=True)
    return replace(found, fix=replace(found.fix, is_question=True)) if found.fix else found
