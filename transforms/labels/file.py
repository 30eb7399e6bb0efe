"""Labels files: one JSON row an article, only ever appended to; the last row of an article is the one that counts.

A row is written in one piece and on the disk before it counts as saved. A killed write may leave half a row at the
end of the file: it is passed over when read, and cut off before the next row is written.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from transforms.labels import LabelError, LabelledArticle


def read_labels(path: Path) -> Iterator[LabelledArticle]:
    """The newest label of each article version in a labels file or a folder of them, in order of first labelling.

    Over several files of a folder the label with the latest `labelled_at` counts.

    Raises:
        LabelError: the path is missing, or a row is no label; the message names file and line.
    """
    newest: dict[tuple[str, int], LabelledArticle] = {}
    for file in _files(path):
        for label in _rows(file):
            key = (label.article_id, label.version)
            if key not in newest or label.labelled_at >= newest[key].labelled_at:
                newest[key] = label
    yield from newest.values()


def append_label(path: Path, label: LabelledArticle) -> None:
    """Add one row; when this returns it is on the disk. Several processes may append to one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    row = (label.model_dump_json() + "\n").encode()
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _mend_tail(file.fileno())
        file.write(row)
        file.flush()
        os.fsync(file.fileno())


def parse_label(row: str | bytes, name: str) -> LabelledArticle:
    """One row as a label; raises LabelError with the row's `name`, the field and what was expected."""
    try:
        return LabelledArticle.model_validate_json(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise LabelError(f"{name}: {field + ': ' if field else ''}{first['msg']}") from error


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise LabelError(f"{path}: no such file or folder; expected a labels file (JSON lines) or a folder of them")
    return sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]


def _rows(file: Path) -> Iterator[LabelledArticle]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip() or (not line.endswith(b"\n") and not _is_whole(line)):
                continue
            yield parse_label(line, f"{file.name}:{number}")


def _mend_tail(handle: int) -> None:
    """End the file's last row with a newline, or cut it off where it is only half a row."""
    data_end = os.lseek(handle, 0, os.SEEK_END)
    start = data_end
    tail = b""
    while start > 0 and b"\n" not in tail:
        start = max(0, start - 65_536)
        tail = os.pread(handle, data_end - start, start)
    torn = tail[tail.rfind(b"\n") + 1 :]
    if torn and _is_whole(torn):
        os.write(handle, b"\n")
    elif torn:
        os.ftruncate(handle, data_end - len(torn))


def _is_whole(row: bytes) -> bool:
    try:
        json.loads(row)
    except ValueError:
        return False
    return True
