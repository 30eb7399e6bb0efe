"""What a night's last run came to, kept in its folder as `crawl.json`.

A backfill keeps its own in `backfill-<first day>-<last day>.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from spiders.archive import list_nights, night_folder
from spiders.dated_urls import Span
from spiders.disk import replace_file
from spiders.verdict import Ending, Verdict

SUMMARY = "crawl.json"


@dataclass(frozen=True)
class Summary:
    """What crawl.json keeps of the last run of a night.

    `skipped` maps a reason to URLs left out and one of them; `counts` are the whole night's, by door.
    """

    complete: bool
    exit_code: int
    message: str
    skipped: dict[str, tuple[int, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def write_summary(
    path: Path, site: str, night: date, verdict: Verdict, ending: Ending, started_at: datetime, ended_at: datetime
) -> None:
    """Write the file, a night's SUMMARY or a backfill's, whole or not at all."""
    skipped = ending.plan.skipped if ending.plan else {}
    values = {
        "site": site,
        "night": night.isoformat(),
        "complete": verdict.is_complete,
        "exit_code": verdict.exit_code,
        "verdict": verdict.message,
        "finish_reason": ending.reason,
        "counts": verdict.counts,
        "skipped": {reason: {"records": len(urls), "example": urls[0]} for reason, urls in skipped.items()},
        "started_at": started_at.isoformat(),
        "ended_at": ended_at.isoformat(),
    }
    replace_file(path, json.dumps(values, indent=2, ensure_ascii=False).encode())


def summary_path(folder: Path, span: Span | None = None) -> Path:
    """Where a night's folder keeps what its last run came to, or the last run of a backfill of these days."""
    return folder / (SUMMARY if span is None else f"backfill-{span.first}-{span.last}.json")


def read_summary(path: Path) -> Summary | None:
    """What the file says; null if no run came to its end."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    skipped = {reason: (entry["records"], entry["example"]) for reason, entry in values["skipped"].items()}
    return Summary(values["complete"], values["exit_code"], values["verdict"], skipped, values["counts"])


def new_articles_before(raw: Path, site: str, night: date, nights: int) -> list[int]:
    """How many new articles each of the site's last complete nights brought, at most so many nights, newest first."""
    earlier = [before for before in reversed(list_nights(raw, site)) if before < night]
    summaries = (read_summary(summary_path(night_folder(raw, site, before))) for before in earlier[:nights])
    return [summary.counts.get("ok", 0) for summary in summaries if summary is not None and summary.complete]
