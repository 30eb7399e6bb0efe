"""One incident → claim, mention, article, capture and the archived bytes: each step looked at, each break named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiders.archive import ArchiveError
from transforms.lake import Release
from transforms.verify.pages import Archive, is_shown, read_capture
from transforms.verify.rows import Row, find_rows

_COUNTS = {"fatalities": "killed", "injuries": "injured", "abducted": "abducted"}


class UnknownIncidentError(ValueError):
    """The release has no such incident."""


@dataclass(frozen=True)
class Step:
    """One step of the way back: `depth` 0 is the incident. `broken` says what is wrong; None = it holds."""

    depth: int
    text: str
    broken: str | None = None


def trace_incident(release: Release, archive: Archive, incident_id: str) -> list[Step]:
    """The incident's figures, and below each of its current mentions the article, the page and the claims.

    An incident that was merged is followed to the one that stands for it.

    Raises:
        UnknownIncidentError: the release has none of that id.
    """
    rows = find_rows(release, "incidents", "incident_id", [incident_id])
    if not rows:
        raise UnknownIncidentError(f"{incident_id}: not in release {release.id}; expected an incident_id, inc-…")
    (incident,) = rows
    heir = incident["superseded_by"]
    if heir is not None:
        merged = Step(0, f"{incident_id} was merged into {heir}: {incident['merge_reason']}")
        return [merged, *trace_incident(release, archive, heir)]
    mentions = [row for row in find_rows(release, "mentions", "incident_id", [incident_id]) if row["is_current"]]
    claims = find_rows(release, "claims", "mention_id", [row["mention_id"] for row in mentions])
    steps = list(_incident_steps(incident, mentions))
    articles = find_rows(release, "articles", "article_id", [row["article_id"] for row in mentions])
    captures = find_rows(release, "captures", "capture_id", [row["capture_id"] for row in articles])
    for mention in mentions:
        told = [claim for claim in claims if claim["mention_id"] == mention["mention_id"]]
        steps += _mention_steps(mention, told, articles, captures, archive)
    return steps


def _incident_steps(incident: Row, mentions: Sequence[Row]) -> Iterator[Step]:
    yield Step(
        0,
        f"{incident['incident_id']} revision {incident['revision']}, {incident['event_date']}: {incident['summary']}",
        _count_break(incident, mentions),
    )
    for name, word in _COUNTS.items():
        low, best, high = (incident[f"{name}_{bound}"] for bound in ("low", "best", "high"))
        if (low, best, high) == (None, None, None):
            continue
        told = any(mention[f"{name}_{bound}"] is not None for mention in mentions for bound in ("low", "best", "high"))
        yield Step(1, f"{word} {_bounds(low, best, high)}", None if told else "no current mention has such a figure")


def _count_break(incident: Row, mentions: Sequence[Row]) -> str | None:
    if len(mentions) == incident["mention_count"]:
        return None
    return f"counts {incident['mention_count']} mentions, has {len(mentions)}"


def _mention_steps(
    mention: Row, claims: Sequence[Row], articles: Sequence[Row], captures: Sequence[Row], archive: Archive
) -> Iterator[Step]:
    key = (mention["article_id"], mention["article_version"])
    article = next((row for row in articles if (row["article_id"], row["version"]) == key), None)
    yield Step(1, f"{mention['mention_id']} {mention['source']}, {mention['url']}")
    if article is None:
        yield Step(2, f"article {key[0]} version {key[1]}", "is not in the release")
        return
    yield Step(2, f"article {key[0]} version {key[1]}: {article['title']!r}, published {article['published_at']}")
    capture = next((row for row in captures if row["capture_id"] == article["capture_id"]), None)
    page, step = _read_page(article, capture, archive)
    yield step
    for claim in claims:
        yield _claim_step(claim, article["text"], page)


def _read_page(article: Row, capture: Row | None, archive: Archive) -> tuple[tuple[bytes, str | None] | None, Step]:
    """The archived page, None where it cannot be read, and the step that says where it lies."""
    if capture is None:
        return None, Step(2, f"capture {article['capture_id']}", "is not in the release")
    where = f"capture {capture['capture_id']}: {capture['warc_path']} at byte {capture['warc_offset']}"
    try:
        body, content_type = read_capture(archive, capture)
    except ArchiveError as error:
        return None, Step(2, where, str(error))
    return (body, content_type), Step(2, f"{where}: {len(body)} bytes, sha256 {capture['payload_digest']}")


def _claim_step(claim: Row, text: str, page: tuple[bytes, str | None] | None) -> Step:
    figure = f"{claim['quantity']} {_bounds(claim['low'], claim['best'], claim['high'])}"
    figure += ", a running total or background" if claim["is_cumulative"] else ""
    span = f"characters {claim['start']} to {claim['end']}"
    said = f"{claim['claim_id']} {figure}, {claim['claimant']}: {claim['sentence']!r}, {span}"
    if text[claim["start"] : claim["end"]].split() != claim["sentence"].split():
        return Step(3, said, "the article's text has something else there")
    if page is None:
        return Step(3, said)
    return Step(
        3, f"{said}, {'on the page' if is_shown(claim['sentence'], *page) else 'not on the page word for word'}"
    )


def _bounds(low: int | None, best: int | None, high: int | None) -> str:
    numbers = ["open" if number is None else str(number) for number in (low, best, high)]
    return numbers[0] if len(set(numbers)) == 1 else f"{numbers[1]} ({numbers[0]} to {numbers[2]})"
