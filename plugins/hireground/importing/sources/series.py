"""Find the talks and events within a whole site, a Jekyll collection or a section of Hugo's: each is one seminar."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hireground.importing.fields import FILE_DATE, stem_of, words_of
from hireground.importing.model import Answers, Fate, Note, Record, SourceFile, SourceText
from hireground.importing.reading import Keys, Raw
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import Places
from hireground.importing.sources.talks import DATE, Reader, is_talk

EVENT = ("event", "event_name", "event_url", "date_end", "talk_type", "start_time", "end_time", "event_start_date")
FEWEST, SHARE = 2, 0.8
"""Texts of a folder, and how many of them are talks, so that the folder is a series."""

Texts = Iterable[tuple[Raw, SourceText]]
Groups = Mapping[str, list[tuple[Raw, SourceText]]]


@dataclass(frozen=True)
class Found:
    """The series of a site: their files, the places that they name, and what the report says."""

    seminars: tuple[SourceFile, ...] = ()
    places: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()


def is_event(raw: Raw) -> bool:
    """Tell whether a text is a talk or an event by its keys."""
    has_date = any(raw.keys.get(name) for name in DATE) or bool(FILE_DATE.match(raw.path.stem))
    return has_date and (is_talk({"date": "", **raw.keys}) or any(name in raw.keys for name in EVENT))


def divided(texts: Texts, folder_of: Callable[[Raw], str]) -> tuple[list[tuple[Raw, SourceText]], Groups]:
    """Divide texts into posts and pages, and the folders that are series; no text without a folder's name is in one."""
    folders: dict[str, list[tuple[Raw, SourceText]]] = {}
    for raw, text in texts:
        folders.setdefault(folder_of(raw), []).append((raw, text))
    series = {
        name: found
        for name, found in folders.items()
        if name and len(found) >= FEWEST and sum(is_event(raw) for raw, _text in found) >= SHARE * len(found)
    }
    return [pair for name, found in folders.items() if name not in series for pair in found], series


def read_series(
    groups: Mapping[str, list[tuple[Raw, SourceText]]], titles: Mapping[str, str], answers: Answers, timezone: str
) -> Found:
    """Return a seminar for each folder; every old address of a talk leads to the page of its date."""
    notes: list[Note] = []
    places = Places(answers.known_places)
    said = replace(answers, source_timezone=answers.source_timezone or timezone)
    reader = Reader(said, places, notes)
    series = []
    for name, texts in sorted(groups.items()):
        shown = [(raw, text) for raw, text in texts if text.status != "draft"]
        one = reader.series(Path(name), list(_rows(shown)), titles.get(name, ""))
        series.append(replace(one, origins={raw.path.as_posix(): text for raw, text in shown}))
        drafts = len(texts) - len(shown)
        if drafts:
            notes.append(Note(Fate.LEFT_OUT, "talks that are drafts", name, f"{drafts:,}"))
    files, more = seminar_files(series, answers.timezone)
    return Found(files, tuple(places.records.values()), (*notes, *more))


def _rows(texts: Texts) -> Iterator[tuple[str, Keys, str]]:
    for raw, text in texts:
        match = FILE_DATE.match(raw.path.stem)
        dated: Keys = {"date": match[1]} if match and not any(words_of(raw.keys.get(name)) for name in DATE) else {}
        title: Keys = {} if words_of(raw.keys.get("title")) else {"title": stem_of(raw.path).replace("-", " ")}
        authors: Keys = {"authors": list(text.authors)} if "authors" in raw.keys else {}
        yield raw.path.as_posix(), {**title, **raw.keys, **authors, **dated}, text.body
