"""Say in Markdown what tags of templates and shortcodes of other programs mean, where that is certain."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

WORD = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w.-]*+)\s*+[=:]\s*+)?(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"']++))"""
)
FILE = re.compile(r"[^\s\"'<>]+\.\w{1,5}(?:#\S*)?|(?:https?://|/)[^\s\"'<>]+")
PICTURE_FILE = re.compile(r"[^\s\"'<>]+\.(?:avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)
SIZES = re.compile(r"^(?:\d+\s*)+")
QUOTED = re.compile(r"""(?<!\w)"[^"]*"|(?<!\w)'[^']*'(?!\w)""")
VIDEO_ID = re.compile(r"[\w-]{5,20}")
PICTURE_NAMES = frozenset({"figure", "fig", "img", "image", "picture", "photo", "illus", "imgcap", "responsive_image"})
VIDEOS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
BOXES = {
    **{
        name: name
        for name in ("note", "tip", "important", "warning", "caution", "danger", "hint", "attention", "error")
    },
    "info": "note",
    "notice": "note",
    "callout": "note",
    "alert": "note",
    "admonition": "note",
    "success": "tip",
}
"""What boxes are called elsewhere, and here."""


@dataclass(frozen=True)
class Tag:
    """The words between the signs of a tag: its name, and what follows with a key and without."""

    name: str
    values: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    value: str = ""
    text: str = ""

    @property
    def language(self) -> str:
        """The language of code between two tags."""
        said = self.get("lang", "language") or next(iter(self.values), "") or self.value.strip("=\"' ")
        return said if re.fullmatch(r"[\w+#.-]*", said) else ""

    @property
    def box(self) -> str:
        """The kind of a box: its own name, or the word behind it."""
        said = self.get("style", "type", "class") or next(iter(self.values), "")
        return said.lower() if said.lower() in BOXES else self.name

    @property
    def title(self) -> str:
        """The title of a box."""
        said = self.get("title", "header") or next((value for value in self.values if value.lower() not in BOXES), "")
        return said.replace('"', "")

    def get(self, *names: str) -> str:
        """Return the first of some keys that is there; empty if none is."""
        return next((self.keys[name] for name in names if name in self.keys), "")

    def first(self, pattern: re.Pattern[str]) -> str:
        """Return the first value that a pattern fits; empty if none does."""
        return next((value for value in self.values if pattern.fullmatch(value)), "")


def parse_tag(text: str) -> Tag:
    """Read `img left /a.png "A title"` or `figure src="/a.png"`, without the signs around it."""
    name, values, keys = "", list[str](), dict[str, str]()
    inner = text.lstrip("-~ \n\t").rstrip("-/~ \n\t")
    for match in WORD.finditer(inner):
        value = next(said for said in (match["double"], match["single"], match["bare"], "") if said is not None)
        if match["key"]:
            keys.setdefault(match["key"].lower(), value)
        elif name:
            values.append(value)
        else:
            name = value.lower()
    return Tag(name, tuple(values), keys, text=inner)


def markdown_of(tag: Tag) -> str | None:
    """Return what a tag means in Markdown; None where that is not certain."""
    name = tag.name
    if name == "include":  # Jekyll: {% include youtube.html id="…" %}
        said = next(iter(tag.values), "")
        name, tag = said.partition(".")[0].lower(), Tag("", tag.values[1:], tag.keys, text=tag.text.partition(said)[2])
    if name in PICTURE_NAMES:
        return picture(tag)
    if name in VIDEOS:
        return video(name, tag)
    make = MEANINGS.get(name)
    return make(tag) if make else None


def picture(tag: Tag) -> str | None:
    """Write a picture, with its title as the words below it."""
    source = tag.get("src", "link", "url", "path", "image_path", "file") or tag.first(PICTURE_FILE) or tag.first(FILE)
    if not source or " " in source:
        return None
    alt, title = _words_of_picture(tag.text.partition(source)[2])
    title = tag.get("caption", "title") or title
    alt = tag.get("alt") or alt or title
    return written_picture(alt, source, title)


def _words_of_picture(text: str) -> tuple[str, str]:
    """Read what follows a picture's file: `300 200 "A title" "What it shows"`, or words, which say what it shows."""
    text = SIZES.sub("", text.strip("\"' "))
    if text.startswith(("'", '"')):
        title, alt = ([*QUOTED.findall(text), "", ""])[:2]
        return alt.strip("\"'"), title.strip("\"'")
    return ("", "") if "=" in text else (text.strip("\"'"), "")


def written_picture(alt: str, source: str, title: str = "") -> str | None:
    """Write a picture in Markdown; None where a quote or a bracket would end it."""
    if any(sign in alt + source for sign in "[]()<>") or '"' in title or "<" in title:
        return None
    return f'![{alt}]({source} "{title}")' if title else f"![{alt}]({source})"


def video(name: str, tag: Tag) -> str | None:
    """Write the address of a video, which becomes a link."""
    said = tag.get("id", "src", "url", "videoid", "video_id") or next(iter(tag.values), "")
    if said.startswith("https://"):
        return said
    return VIDEOS[name].format(said) if VIDEO_ID.fullmatch(said) else None


def file_meant(tag: Tag) -> str | None:
    """Return the file that Hugo's `ref "x.md"` or Jekyll's `link _posts/x.md` means."""
    said = tag.get("path") or next(iter(tag.values), "")
    return said.rpartition("_posts/")[2] if re.fullmatch(r"[\w./-]+\.md(?:#[\w-]+)?", said) else None


def post_meant(tag: Tag) -> str | None:
    """Return the file that Jekyll's `post_url 2014-01-02-name` means."""
    said = next(iter(tag.values), "")
    return f"{said.rpartition('/')[2]}.md" if re.fullmatch(r"[\w/-]*\d{4}-\d\d-\d\d-[\w-]+", said) else None


def gist(tag: Tag) -> str | None:
    """Write the address of a gist."""
    if tag.values and re.fullmatch(r"[\w-]+/\w+", tag.values[0]):
        return f"https://gist.github.com/{tag.values[0]}"
    is_whole = len(tag.values) > 1 and all(re.fullmatch(r"[\w-]+", value) for value in tag.values[:2])
    return f"https://gist.github.com/{tag.values[0]}/{tag.values[1]}" if is_whole else None


def _nothing(_tag: Tag) -> str:
    return ""


MEANINGS: dict[str, Callable[[Tag], str | None]] = {
    "ref": file_meant,
    "relref": file_meant,
    "link": file_meant,
    "post_url": post_meant,
    "gist": gist,
    **dict.fromkeys(("toc", "more"), _nothing),
}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~"}
"""The signs of what forums write between two tags."""
