"""A published incident → which claimant's figures its counts come from, asked of the reconciling itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from transforms.explain.explanation import CountReading, IncidentReading, VoiceReading
from transforms.explain.findings import bounds_text
from transforms.incidents.describe import Reports, gather_reports
from transforms.incidents.reconcile import QUANTITIES, most_credible, newest_figures, reconcile

_COLUMNS = {"killed": "fatalities", "injured": "injuries", "abducted": "abducted"}


def read_incident(
    row: dict[str, Any], mentions: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame
) -> IncidentReading:
    """The incident of one row of the incidents table; frames are the release's rows of that incident."""
    newest = articles.sort_values("version").drop_duplicates("article_id", keep="last")
    current = mentions[mentions["is_current"].astype(bool)]
    told = gather_reports(current, claims[claims["is_current"].astype(bool)], newest).get(row["incident_id"])
    return IncidentReading(
        incident_id=row["incident_id"],
        summary=row["summary"],
        revision=int(row["revision"]),
        is_current=bool(row["is_current"]),
        sources=tuple(row["sources"]),
        voices=() if told is None else tuple(_voices(told)),
        counts=() if told is None else tuple(_counts(row, told)),
    )


def _voices(told: Reports) -> Iterator[VoiceReading]:
    for quantity in QUANTITIES:
        figures = newest_figures(quantity, told.assertions, told.accounts)
        best = most_credible(figures) if figures else None
        for figure in figures:
            yield VoiceReading(
                quantity=quantity,
                claimant=figure.claimant,
                credibility=figure.credibility,
                said_on=figure.published_at.date(),
                bounds=(figure.count.low, figure.count.best, figure.count.high),
                is_best=figure is best,
            )


def _counts(row: dict[str, Any], told: Reports) -> Iterator[CountReading]:
    """Each count, reconciled once more; told apart from the published one where rules have changed since."""
    made = reconcile(told.assertions, told.accounts)
    for quantity, count in zip(QUANTITIES, (made.killed, made.injured, made.abducted), strict=True):
        bounds = (None, None, None) if count is None else (count.low, count.best, count.high)
        stood = _published(row, quantity)
        if count is None and stood == bounds:
            continue
        steps = ["best: the figure of the most credible claimant, of several the newest"]
        steps += ["low and high: the bounds of all figures that count the same people"]
        if stood != bounds:
            steps.append(f"published as {bounds_text(stood)}: read or reconciled by an earlier version")
        yield CountReading(quantity, bounds, tuple(steps))


def _published(row: dict[str, Any], quantity: str) -> tuple[int | None, int | None, int | None]:
    values = [row[f"{_COLUMNS[quantity]}_{bound}"] for bound in ("low", "best", "high")]
    low, best, high = (None if pd.isna(value) else int(value) for value in values)
    return low, best, high
