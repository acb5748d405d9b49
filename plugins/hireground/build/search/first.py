"""Write a script for the search page: it asks for a query's part of the index before Pagefind's code is loaded."""

import json
from pathlib import Path

from hireground.build.search.pagefind import chunks_of

NAME = "first.js"
SCRIPT = """\
// Asks at once for what a query in the address needs; Pagefind would ask for one after the other.
const [files, chunks] = {lists};
const words = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase().match(/[\\p{{L}}\\p{{N}}]+/gu) ?? [];
const ofWords = words.map((word) => chunks.find(([last]) => word <= last)?.[1]);
for (const name of words.length ? new Set([...files, ...ofWords.filter(Boolean)]) : []) {{
  const link = document.createElement("link");
  const {{ href }} = new URL(name, import.meta.url);
  document.head.append(Object.assign(link, {{ rel: "preload", as: "fetch", crossOrigin: "", href }}));
}}
"""


def write_first(index: Path) -> None:
    """Write the script of an index: its code and its list of pages, and the chunk that a word is in."""
    files = sorted(file.name for pattern in ("*.pf_meta", "wasm.*.pagefind") for file in index.glob(pattern))
    lists = json.dumps([files, chunks_of(index)], ensure_ascii=False, separators=(",", ":"))
    (index / NAME).write_text(SCRIPT.format(lists=lists), "utf-8")
