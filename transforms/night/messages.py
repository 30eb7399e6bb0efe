"""The message of a night that was sent last, so that a night made again does not repeat it."""

from __future__ import annotations

from datetime import date

from transforms.folders import Folders
from transforms.tables import replacing


def is_sent(folders: Folders, night: date, text: str) -> bool:
    """Whether the last message of the night said the same."""
    path = folders.message(night)
    return path.is_file() and path.read_text(encoding="utf-8") == text


def keep_sent(folders: Folders, night: date, text: str) -> None:
    """Note what the night's message said."""
    path = folders.message(night)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as aside:
        aside.write_text(text, encoding="utf-8")
