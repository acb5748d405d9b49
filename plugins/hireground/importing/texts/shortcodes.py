"""Say in Markdown what templates of other tools said: Liquid tags and Hugo's shortcodes.

What has no counterpart stays as it stands, so that `check` names it, and so does the report.
"""

import re
from collections.abc import Iterator

from hireground.importing.model import Fate, Note
from hireground.importing.texts.template_words import LIQUID, SHORTCODE, Given, given, one_line, pointed, replaced
from hireground.importing.texts.unknown_templates import without_pairs, without_unknown
from hireground.markdown.links import without_code

HIGHLIGHT = re.compile(
    r"\{%-?\s*(?:highlight|codeblock|code)\b([^%\n]*)%\}[ \t]*\n?(.*?)\n?[ \t]*"
    r"\{%-?\s*end(?:highlight|codeblock|code)\s*-?%\}"
    r"|\{\{[<%]\s*highlight\b([^>%\n]*)[>%]\}\}[ \t]*\n?(.*?)\n?[ \t]*\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
VERBATIM = re.compile(r"\{%-?\s*(?:raw|verbatim)\s*-?%\}(.*?)\{%-?\s*end(?:raw|verbatim)\s*-?%\}", re.DOTALL)
COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{\{[<%]\s*/\*.*?\*/\s*[>%]\}\}", re.DOTALL)
BLOCK = re.compile(
    r"\{\{[<%]\s*(?P<hugo>callout|note|notice|admonition|alert|hint|tip|warning|info|quote|blockquote|details|spoiler)\b"
    r"(?P<given>[^>%\n]*)[>%]\}\}(?P<inner>.*?)\{\{[<%]\s*/\s*(?P=hugo)\s*[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>callout|note|notice|alert|blockquote|quote|pullquote)\b(?P<said>[^%\n]*)%\}"
    r"(?P<text>.*?)\{%-?\s*end(?P=liquid)\s*-?%\}",
    re.DOTALL,
)
OUTPUT = re.compile(r"\{\{-?\s*(['\"]?)([^{}\n|'\"]+?)\1\s*((?:\|[^{}\n]*)?)-?\}\}")
SITE_ADDRESSES = ("site.baseurl", "site.url", "base_path", "SITEURL", "site.Params.baseurl", "base", "site.github.url")
KINDS = {
    **dict.fromkeys(("warning", "danger", "error", "caution", "important", "attention"), "warning"),
    **dict.fromkeys(("tip", "success", "hint"), "tip"),
}
PICTURES = frozenset(
    ("img", "image", "figure", "photo", "illus", "picture", "responsive_image", "responsive-image", "imgcap")
)
FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "soundcloud": "https://soundcloud.com/{}",
    "speakerdeck": "https://speakerdeck.com/{}",
    "slideshare": "https://www.slideshare.net/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "codepen": "https://codepen.io/{}",
    "bandcamp": "https://bandcamp.com/{}",
}
WORDS = {"youtube": "Video on YouTube", "vimeo": "Video on Vimeo", "gist": "Gist", "tweet": "Post on Twitter"}
FILES = frozenset({"video", "audio", "notebook", "include_code", "pdf", "video_tag", "asset"})
LINKS = frozenset({"ref", "relref", "post_url", "link"})
NOTHING = frozenset({"toc", "more", "seo", "feed_meta", "clear", "br", "hr", "rawhtml", "endrawhtml"})


def without_templates(body: str, source: str) -> tuple[str, tuple[Note, ...]]:
    """Return a body in which templates are Markdown, and what the report says of those that are not."""
    if "{{" not in body and "{%" not in body:
        return body, ()
    for pattern, make in ((HIGHLIGHT, _code), (COMMENT, lambda _match: ""), (BLOCK, _block)):
        body = replaced(body, pattern, make)
    body = replaced(body, VERBATIM, _verbatim)
    body, pairs = without_pairs(body, source)
    for pattern, make in ((SHORTCODE, _shortcode), (LIQUID, _tag), (OUTPUT, _output)):
        body = replaced(body, pattern, make)
    body, unknown = without_unknown(body, source)
    return body, (*pairs, *unknown, *_left(body, source))


def _left(body: str, source: str) -> Iterator[Note]:
    shown = without_code(body)
    for pattern, number in ((SHORTCODE, 2), (LIQUID, 1)):
        for match in pattern.finditer(shown):
            kind = "a template that has no counterpart"
            yield Note(Fate.TO_DECIDE, kind, source, f"{match[number]}: {match[0][:60]}")


def _verbatim(match: re.Match[str]) -> str:
    inner = match[1]
    if "\n" in inner.strip():
        return inner if "```" in inner else f"\n```\n{inner.strip(chr(10))}\n```\n"
    return inner if "`" in inner or not re.search(r"\{[{%]", inner) else f"`{inner.strip()}`"


def _code(match: re.Match[str]) -> str:
    words = given(match[1] or match[3] or "").words
    text = match[2] if match[2] is not None else match[4] or ""
    fence = "````" if "```" in text else "```"
    lang = words[0].lower() if words and re.fullmatch(r"[\w+#.-]+", words[0]) else ""
    return f"\n{fence}{lang}\n{text.strip(chr(10))}\n{fence}\n"


def _block(match: re.Match[str]) -> str:
    name = match["hugo"] or match["liquid"]
    said = given(match["given"] or match["said"] or "")
    text = (match["inner"] if match["hugo"] else match["text"]).strip("\n")
    if name in {"quote", "blockquote", "pullquote"}:
        return "\n" + "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")) + "\n"
    word = said.get("type", "emoji", "class") or next(iter(said.words), "") or name
    title = said.get("title", "summary") or (" ".join(said.words) if name in {"details", "spoiler"} else "")
    head = f"!!! {KINDS.get(word.lower(), 'note')}" + (f' "{title}"'.replace('""', '"') if title else "")
    lines = "\n".join(f"    {line}".rstrip() for line in text.strip().split("\n"))
    return f"\n{head}\n\n{lines}\n"


def _shortcode(match: re.Match[str]) -> str:
    closes, name, rest = match.groups()
    if closes:
        return "" if name in PICTURES | FILMS.keys() | FILES else match[0]
    return _counterpart(name.lower(), rest, match[0])


def _tag(match: re.Match[str]) -> str:
    name, rest = match[1].lower(), match[2]
    if name in {"endvideo", "endfigure", "endgallery"}:
        return ""
    return _counterpart(name, rest, match[0])


def _counterpart(name: str, rest: str, whole: str) -> str:
    said = given(rest)
    if name == "include" and said.words:  # a theme's own figure, called as its file is
        return _counterpart(said.words[0].rpartition("/")[2].partition(".")[0].lower(), rest, whole)
    if name in PICTURES:
        return _picture(said) or whole
    if name in FILMS:
        return _film(name, said) or whole
    if name in FILES or name == "gallery":
        return _files(name, said) or whole
    if name in LINKS and said.words:
        return said.words[0] if name in {"ref", "relref"} else f"{{{name}}}{said.words[0]}"
    return "" if name in NOTHING else whole


def _picture(said: Given) -> str:
    source = said.get("src", "image", "url", "path", "image_path", "link", "file")
    words = [word for word in said.words if not re.fullmatch(r"\d+(?:px|%)?|left|right|center|\{.*\}", word)]
    is_file = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)\b|^https?:", re.IGNORECASE)
    found = next((word for word in words if is_file.search(word)), "")
    source = source or found
    if not source:
        return ""
    after = words[words.index(found) + 1 :] if found in words else words
    caption = said.get("caption", "title", "attr") or ""
    alt = said.get("alt") or " ".join(after) or caption
    title = f' "{caption}"'.replace('"', '"') if caption and '"' not in caption else ""
    return f"![{one_line(alt)}]({pointed(source)}{title})"


def _film(name: str, said: Given) -> str:
    ident = said.get("id", "v", "user", "name") or next(iter(said.words), "")
    if name in {"tweet", "twitter"}:
        ident = said.get("id") or (said.words[-1] if said.words else "")
    if name == "gist" and len(said.words) > 1 and "/" not in said.words[0] and not said.words[0].isdigit():
        ident = f"{said.words[0]}/{said.words[1]}"
    if not ident:
        return ""
    address = ident if ident.startswith(("http://", "https://")) else FILMS[name].format(ident)
    title = said.get("title", "caption") or WORDS.get(name, name.capitalize())
    return f"[{one_line(title)}]({pointed(address)})"


def _files(name: str, said: Given) -> str:
    if name == "gallery":
        words = (*said.words, *said.named.values())
        pictures = [word for word in words if re.search(r"\.(?:png|jpe?g|gif|webp)$", word)]
        return "\n\n".join(f"![]({pointed(one)})" for one in pictures)
    source = said.get("src", "file", "url", "path", "mp4", "webm") or next(
        (word for word in said.words if "." in word or "/" in word), ""
    )
    title = said.get("title", "caption", "alt") or source.rpartition("/")[2]
    return f"[{one_line(title)}]({pointed(source)})" if source else ""


def _output(match: re.Match[str]) -> str:
    """Put nothing in place of the site's address, and a path in place of `{{ "/x" | relative_url }}`."""
    quote, name, filters = match.groups()
    if quote and "url" in filters:
        return name.strip()
    if not quote and name.strip() in SITE_ADDRESSES:
        return ""
    return match[0]
