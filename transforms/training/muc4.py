"""MUC-4 (1992): a message in capitals → its dateline and paragraphs set in mixed case; the key's fillers → strings.

The form of messages and keys is that of the evaluation's own files; see the README of the open gold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transforms.casing import restore_case

MONTHS = dict(zip("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), range(1, 13), strict=True))
_DATE = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d{2,4})\b")
# Town, day, agency in brackets, a dash, what follows in square brackets.
_HEAD = re.compile(r"\A\s*.{0,200}?--\s*(?:\[[^\]]{1,80}\]\s*){0,4}", re.DOTALL)
_BREAK = re.compile(r"\n\s*\n")
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')


@dataclass(frozen=True)
class Paragraph:
    """A part of a message: where it starts in the message, and its text in mixed case, as long as the original."""

    start: int
    text: str


@dataclass(frozen=True)
class Message:
    """One report. `day`: of its dateline, null = it has none; `head`: dateline and markers, as printed."""

    id: str
    text: str
    head: str
    day: date | None
    paragraphs: tuple[Paragraph, ...]


Template = Mapping[str, list[str]]


def read_message(identifier: str, text: str) -> Message:
    found = _HEAD.match(text)
    head = found[0] if found else ""
    paragraphs = []
    start = len(head)
    for gap in [*_BREAK.finditer(text, start), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            paragraphs.append(Paragraph(start, restore_case(text[start:end].replace("\n", " "))))
        start = gap.end() if gap else end
    return Message(identifier, text, head, _day(head or text[:200]), tuple(paragraphs))


def _day(head: str) -> date | None:
    found = _DATE.search(head)
    if not found:
        return None
    year = int(found[3])
    try:
        return date(year if year > 100 else 1900 + year, MONTHS[found[2]], int(found[1]))
    except ValueError:
        return None


def read_rows(path: Path, splits: Iterable[str] = ()) -> Iterator[dict[str, object]]:
    """Rows of a JSON-lines file, of these splits only where some are named."""
    wanted = set(splits)
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if not wanted or row.get("split") in wanted:
                yield row


def quoted(filler: str) -> list[str]:
    """The strings of a filler: '"A" / "B"' gives both ways to say it."""
    return [clean(string) for string in _QUOTED.findall(filler)]


def clean(string: str) -> str:
    return " ".join(string.replace('\\"', " ").replace('"', " ").split())
