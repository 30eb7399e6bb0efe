"""MUC-4 (1992): a message in capitals → its dateline and paragraphs set in mixed case; the key's fillers → strings.

The form of messages and keys is that of the evaluation's own files; see the README of the open gold.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from transforms.casing import restore_case

MONTHS = dict(zip("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), range(1, 13), strict=True))
_DATE = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d{2,4})\b")
# Town, day, agency in brackets, a dash, what follows in square brackets.
_HEAD = re.compile(r"\A\s*.{0,200}?--\s*(?:\[[^\]]{1,80}\]\s*){0,4}", re.DOTALL)
_BREAK = re.compile(r"\n\s*\n")
_DESCRIBED = re.compile(r'"\s*:\s*"')
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')


ROLES = ("perpetrator", "organization", "target", "victim_name", "victim", "weapon")
SLOT = dict(
    zip(
        ROLES,
        ("perp_ind_id", "perp_org_id", "phys_tgt_id", "hum_tgt_name", "hum_tgt_desc", "inc_instr_id"),
        strict=True,
    )
)
"""The key's slots whose fillers are strings of the text."""

ARTICLES = frozenset({"a", "an", "the"})
_PUNCTUATION = str.maketrans("", "", string.punctuation)


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


def read_rows(path: Path, splits: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Rows of a JSON-lines file, of these splits only where some are named."""
    wanted = set(splits)
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if not wanted or row.get("split") in wanted:
                yield row


def quoted(filler: str) -> list[str]:
    """The strings of a filler: '"A" / "B"' gives both ways to say it."""
    return [clean(found) for found in _QUOTED.findall(filler)]


def clean(text: str) -> str:
    return " ".join(text.replace('\\"', " ").replace('"', " ").split())


def compared(text: str) -> str:
    """The form in which strings are compared: lower case, no punctuation, no articles."""
    words = text.lower().translate(_PUNCTUATION).split()
    return " ".join(word for word in words if word not in ARTICLES)


def strings_of(role: str, filler: str) -> list[str]:
    """The ways in which the key says what fills the role; of a description what stands before its name."""
    if role == "victim":
        parts = _DESCRIBED.split(filler, maxsplit=1)
        filler = f'{parts[0]}"' if len(parts) == 2 else filler
    return quoted(filler) or [clean(filler.strip("? "))]


def strings_by_role(templates: Sequence[Template]) -> dict[str, set[str]]:
    """All strings of each role, in the form in which strings are compared."""
    return {
        role: {
            compared(way)
            for template in templates
            for filler in template[SLOT[role]]
            for way in strings_of(role, filler)
        }
        for role in ROLES
    }
