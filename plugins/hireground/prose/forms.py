"""List the signs of other markup languages and editors, and what each means in Markdown where that is certain."""
# ruff: noqa: RUF001 -- the signs are what is looked for

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from hireground.prose.meanings import Meaning, around, changed, comment, folded, heading, linked, pictured, spaced

HOW = "write it in Markdown, or between backticks if it is meant as it stands"
RARE = r"""{}\^|%=@~?(［（>!"[]':#"""
"""Signs that few texts have, the rarest first: a text without one has no form that needs it."""


@dataclass(frozen=True)
class Form:
    """One sign of another language: what a body must have in it, how it looks, what it is called, what it means.

    `how` says what to do where the meaning is not certain. `seen` is what readers must see of it.
    """

    sign: str
    pattern: str
    kind: str
    meaning: Meaning | None = None
    how: str = HOW
    seen: str = ""

    @cached_property
    def found(self) -> re.Pattern[str]:
        """What finds it; most texts have the signs of few forms, and compile no more."""
        return re.compile(self.pattern, re.MULTILINE)


MARK, INSERTED, DELETED = around("<mark>", "</mark>"), around("<ins>", "</ins>"), around("<del>", "</del>")
URL = r"https?://[^\s\[\]<>()`\"']+"
FILE = r"[\w./%-]+\.(?:md|html?|pdf|png|jpe?g|svg|webp)(?:#[\w-]+)?"
TARGET = rf"(?:https?://|mailto:|\.{{0,2}}/|#)[^\s()（）]+|{FILE}"
LINE = r"^[ \t]*"
COMMANDS = (
    "documentclass|usepackage|chapter|section|subsection|subsubsection|paragraph|texttt|cite|citep|citet|footnote|url"
    "|includegraphics|caption|label|maketitle|tableofcontents"
)
ENVIRONMENTS = "itemize|enumerate|description|figure|table|tabular|center|quote|verbatim|document|abstract|lstlisting"
CONTENTS = 'take it out, and write "toc: yes" above the text'
LATEX, ASCIIDOC, RST = "a command of LaTeX", "AsciiDoc", "reStructuredText"
CRITIC, MDX, TURNED = "a mark of CriticMarkup", "a line of MDX", "a link with its brackets turned about"
WIDE, SPACED, UNCLOSED = "a link with wide brackets", "a link with a space in it", "a link that is never closed"

WORDS = (
    Form(
        "==",
        r"(?<![=\w\\])==(?P<text>[^\s=](?:[^=\n]*[^\s=])?)==(?![=\w])",
        "a mark of other programs",
        MARK,
        seen="==",
    ),
    Form(
        "^^",
        r"(?<![\^\\])\^\^(?P<text>[^\s^](?:[^^\n]*[^\s^])?)\^\^(?!\^)",
        "a mark of other programs",
        INSERTED,
        seen="^^",
    ),
    Form("{++", r"\{\+\+(?P<text>[^{}\n]+?)\+\+\}", CRITIC, INSERTED, seen="{++"),
    Form("{--", r"\{--(?P<text>[^{}\n]+?)--\}", CRITIC, DELETED, seen="{"),
    Form("{==", r"\{==(?P<text>[^{}\n]+?)==\}", CRITIC, MARK, seen="{=="),
    Form("{>>", r"\{>>(?P<text>[^{}\n]+?)<<\}", CRITIC, comment, seen="{>>"),
    Form("{~~", r"\{~~(?P<text>[^{}\n~]+)~>(?P<new>[^{}\n~]+)~~\}", CRITIC, changed, seen="{"),
    Form(
        "||",
        r"(?<![|\\\w])\|\|(?P<text>[^\s|](?:[^|\n]*[^\s|])?)\|\|(?![|\w])",
        "a spoiler of a chat program",
        seen="||",
    ),
    Form(">!", r"^[ ]{0,3}>!(?P<text>[^\n<]+)!<", "a spoiler of Reddit", seen="!<"),
    Form("%%", r"(?<!%)%%(?P<text>[^%]+)%%(?!%)", "a comment of Obsidian", comment, seen="%%"),
    Form("'''", r"(?<!')'''(?P<text>[^'\n]+)'''(?!')", "bold type of a wiki", around("**")),
    Form("''", r"(?<!['\w])''(?P<text>[^\s'](?:[^'\n]*[^\s'])?)''(?!['\w])", "italic type of a wiki", around("*")),
    Form(
        "^[",
        r"(?<![\\!])\^\[(?P<text>[^\[\]\n]+)\]",
        "a footnote of Pandoc",
        seen="^[",
        how='write "[^1]" here, and a line "[^1]: …" below',
    ),
    Form(
        "[@",
        r"(?<!\\)\[@[\w:.-]+[^\[\]\n]*\](?!\()",
        "a citation of Pandoc",
        seen="[@",
        how="write the source, or a footnote",
    ),
    Form(
        "]{",
        r"\[(?P<text>[^\[\]\n]+)\]\{(?:[.#][\w-]|[\w-]+=)[^{}\n]*\}",
        "a span of Pandoc",
        seen="]{",
        how="take the braces and brackets out, or write it in HTML",
    ),
    Form("\\textbf", r"\\textbf\{(?P<text>[^{}\n]*)\}", LATEX, around("**"), seen="\\"),
    Form("\\", r"\\(?:emph|textit)\{(?P<text>[^{}\n]*)\}", LATEX, around("*"), seen="\\"),
    Form("\\href", r"\\href\{(?P<target>[^{}\n]*)\}\{(?P<text>[^{}\n]*)\}", LATEX, linked, seen="\\"),
    Form("\\", rf"\\(?:{COMMANDS})\b(?:\[[^\[\]\n]*\])?\{{[^{{}}\n]*\}}", LATEX, seen="\\"),
    Form("\\", rf"\\(?:begin|end)\{{(?:{ENVIRONMENTS})\*?\}}|^\\item\b", LATEX, seen="\\"),
    Form(
        "{",
        r"\{(?:props|frontmatter|metadata|page|post|this)\.[\w.]+(?:\([^(){}\n]*\))?\}",
        "an expression of MDX",
        seen="{",
    ),
    Form("{/*", r"\{/\*(?P<text>[^*]+)\*/\}", "a comment of MDX", comment, seen="{/"),
    Form("((", r"\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)|\(\([\w-]{9}\)\)", "a block of another program's notes", seen="(("),
)
BLOCKS = (
    Form(
        "##",
        r"^(?P<level>#{2,6})(?P<text>[^\s#{][^\n]*)$",
        "a heading without a space behind its signs",
        heading,
        seen="##",
    ),
    Form(
        "==",
        r'^(?P<level>={2,6})[ \t]+(?P<text>[^\s="“][^\n]*)$',
        f"a heading of a wiki or of {ASCIIDOC}",
        heading,
        seen="=",
    ),
    *(
        Form(f"h{level}. ", rf"^h(?P<level>{level})\. (?P<text>\S[^\n]*)$", "a heading of Textile", heading, seen="h")
        for level in range(1, 7)
    ),
    Form(
        "bq. ", r"^bq\. (?P<text>\S[^\n]*)$", "a quotation of Textile", lambda match: f"> {match['text']}", seen="bq."
    ),
    Form("#+", rf"{LINE}#\+(?:[A-Za-z_]+:|(?i:begin|end)_\w+)[^\n]*$", "a line of Org mode", seen="#+"),
    Form(":PROPERTIES:", rf"{LINE}:PROPERTIES:[ \t]*$", "a drawer of Org mode", seen=":PROPERTIES:"),
    Form("???", r"^[ \t>]*\?\?\?\+?(?=[ \t]+[\"'\w])", "a folded box of MkDocs", folded, seen="??"),
    Form("=== ", rf"{LINE}===[!+]?[ \t]+[\"“][^\n]+[\"”][ \t]*$", "a tab of MkDocs", seen="==="),
    Form("8<--", rf"{LINE}-{{1,20}}8<-{{1,20}}[^\n]*$", "a file put in by MkDocs", seen="8<"),
    Form("{", r"\{(?:/[#:@]?|[#:@])(?:if|each|else|await|html|const|key)\b[^{}\n]*\}", "a tag of Svelte", seen="{"),
    Form(
        "{code",
        r"(?<!\\)\{code(?::[^{}\n]*)?\}",
        "a block of Jira",
        seen="{code",
        how="write a line of three backticks",
    ),
    Form(
        "{", r"(?<!\\)\{(?:noformat|quote|panel|expand|color|info|excerpt)(?::[^{}\n]*)?\}", "a block of Jira", seen="{"
    ),
    Form("{::", r"\{::/?[a-z]+[^{}\n]*\}", "a tag of kramdown", seen="{::"),
    Form("{:", r"\{:\s?toc\b[^{}\n]*\}", "another program's list of contents", how=CONTENTS),
    Form(".. ", rf"{LINE}\.\. (?:image|figure):: (?P<target>\S+)[ \t]*$", f"a picture of {RST}", pictured, seen="."),
    Form(".. ", rf"{LINE}\.\. (?:\w[\w:-]*::|_[\w -]+:|\|\w[^|\n]*\|)[^\n]*$", f"a line of {RST}", seen="."),
    Form(
        "image::",
        r"^image::(?P<target>[^\s\[]+)\[(?P<text>[^\[\],\n]*)[^\[\]\n]*\][ \t]*$",
        f"a picture of {ASCIIDOC}",
        pictured,
        seen="image::",
    ),
    Form("include::", r"^include::\S+\[[^\[\]\n]*\]", f"a file put in by {ASCIIDOC}", seen="include::"),
    Form(
        "]",
        r"^\[(?:source|NOTE|TIP|WARNING|IMPORTANT|CAUTION|quote|listing|options|cols|role)\b[^\[\]\n]*\][ \t]*$",
        f"a line of {ASCIIDOC}",
        seen="[",
    ),
    Form("import ", r"^import\s[^\n]*\sfrom\s+[\"'][^\n]+$|^import\s+[\"'][^\n\"']+[\"'];?[ \t]*$", MDX, seen="import"),
    Form("export ", r"^export\s+(?:const|default|function|let|var|async)\b[^\n]*$", MDX, seen="export"),
)
LINKS = (
    Form(
        "image:",
        r"(?<!\w)image:(?P<target>[^\s:\[]{1,300})\[(?P<text>[^\[\],\n]*)[^\[\]\n]*\]",
        f"a picture of {ASCIIDOC}",
        pictured,
        seen="image:",
    ),
    Form(
        "link:",
        r"(?<!\w)link:(?P<target>[^\s\[]{1,300})\[(?P<text>[^\[\]\n]+)\]",
        f"a link of {ASCIIDOC}",
        linked,
        seen="link:",
    ),
    Form("xref:", r"(?<!\w)xref:[^\s\[]{1,300}\[[^\[\]\n]*\]", f"a link of {ASCIIDOC}", seen="xref:"),
    Form(
        "! [",
        r"(?<![\\\w!?.,:;)\]}\"'*_`~…’”»])! \[(?P<text>[^\[\]\n]*)\]\((?P<target>[^\s()]+)\)",
        "a picture with a space in it",
        pictured,
        seen="!",
    ),
    Form(
        "](",
        r"(?<!\\)\[[^\[\]\n]+\]\((?:https?://|\.{0,2}/)[^\s()\[\]…]+(?=\]|\s|\Z)(?![^\n)]*\))",
        UNCLOSED,
        how='write ")" behind its address',
        seen="](",
    ),
    Form(
        "] (",
        rf"(?<![\\\]])(?<!^[-*+] )\[(?P<text>[^\[\]\n]+)\](?P<gap>[ ]+)\((?P<target>{TARGET})(?:[ ]+\"[^\"\n]*\")?\)",
        SPACED,
        spaced,
        seen="]",
    ),
    Form(
        "]\n",
        rf"(?<![\\\]])\[(?P<text>[^\[\]\n]+)\](?P<gap>\n[ ]{{0,3}})\((?P<target>{TARGET})(?:[ ]+\"[^\"\n]*\")?\)",
        SPACED,
        spaced,
        seen="]",
    ),
    Form("］", rf"[［【](?P<text>[^\[\]\n［］【】]+)[］】][（(](?P<target>{TARGET})[）)]", WIDE, linked, seen="］"),
    Form("（", rf"\[(?P<text>[^\[\]\n]+)\]（(?P<target>{TARGET})）", WIDE, linked, seen="（"),
    Form(
        "[http",
        rf"(?<![\]!\\\[])\[(?P<target>{URL})[ \t]+(?P<text>[^\[\]\n]+)\](?![(\[:])",
        "a link of a wiki",
        linked,
        seen="[",
    ),
    Form(
        ")[",
        rf"(?<![\]\w])\((?P<text>[^()\n\[\]]+)\)\[(?P<target>{URL}|[\w./-]+\.md|/[\w./-]+/)\]",
        TURNED,
        linked,
        seen=")[",
    ),
    Form(
        '":http',
        rf'(?<![\w"])"(?P<text>[^"\n]+)":(?P<target>{URL}[^\s.,;:!?()\[\]<>"])',
        "a link of Textile",
        linked,
        seen=":http",
    ),
    Form(
        "(",
        r"\((?:link|file|email|tel): ?\S{1,300} +(?:text|title|target|rel|class): ?[^()\n]*\)",
        "a tag of Kirby",
        seen="(",
    ),
    Form("(image:", r"\(image: ?[^\s()]+\.\w{3,4}\b[^()\n]*\)", "a tag of Kirby", seen="("),
)


def by_rarest(forms: Iterable[Form]) -> Iterator[tuple[str, tuple[Form, ...]]]:
    """Yield the forms that need one rare sign; those that need none come last."""
    forms = tuple(forms)
    by_sign = [next((sign for sign in RARE if sign in form.sign), "") for form in forms]
    for sign in sorted({*by_sign}, reverse=True):
        yield sign, tuple(form for form, own in zip(forms, by_sign, strict=True) if own == sign)


FORMS = tuple(by_rarest((*WORDS, *BLOCKS, *LINKS)))
