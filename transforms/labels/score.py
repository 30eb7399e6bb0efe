"""Labels against the reader as it is now: a data team's own measure of whether a change made it better or worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from transforms.labels import LabelledArticle, LabelledClaim, LabelledMention, LabelledSpan
from transforms.labels.draft import draft_article

COLUMNS = (
    "status",
    "sub_event_type",
    "event_date",
    "country",
    "admin1",
    "location",
    "actor",
    "target",
    "weapon_type",
    "fatalities_best",
    "fatalities_civilians",
    "injuries_best",
    "abducted_best",
)
# What tells that a read mention is of the labelled incident: values that seldom agree by chance.
_TELLING = ("event_date", "location", "actor", "target", "fatalities_best", "injuries_best", "abducted_best")


@dataclass(frozen=True)
class Agreement:
    """How often the reader agrees: `right` of `labelled`, and of `read`; for columns both are the matched mentions."""

    name: str
    right: int
    labelled: int
    read: int


@dataclass(frozen=True)
class Score:
    """Mentions found, columns exact over these, claims and role spans found; over so many articles."""

    articles: int
    rows: tuple[Agreement, ...]


def score_labels(labels: Iterable[LabelledArticle]) -> Score:
    """Read every labelled article anew and count where label and reading agree."""
    right: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    read: Counter[str] = Counter()
    articles = 0
    for label in labels:
        articles += 1
        for agreement in compare(label.mentions, draft_article(label.article).mentions):
            right[agreement.name] += agreement.right
            labelled[agreement.name] += agreement.labelled
            read[agreement.name] += agreement.read
    return Score(articles, tuple(Agreement(name, right[name], labelled[name], read[name]) for name in labelled))


def compare(labelled: Sequence[LabelledMention], read: Sequence[LabelledMention]) -> list[Agreement]:
    """One article: mentions paired by what they share, columns over the pairs, claims and spans over all."""
    pairs = pair_mentions(labelled, read)
    return [
        Agreement("mentions", len(pairs), len(labelled), len(read)),
        *(
            Agreement(name, sum(getattr(a, name) == getattr(b, name) for a, b in pairs), len(pairs), len(pairs))
            for name in COLUMNS
        ),
        _agree("claims", _claims(labelled), _claims(read)),
        _agree("role spans", _spans(labelled), _spans(read)),
    ]


def pair_mentions(
    labelled: Sequence[LabelledMention], read: Sequence[LabelledMention]
) -> list[tuple[LabelledMention, LabelledMention]]:
    """Each labelled mention with the read one that shares most with it, each used once; sharing nothing is no pair."""
    ranked = sorted(((_shared(a, b), -i, -j) for i, a in enumerate(labelled) for j, b in enumerate(read)), reverse=True)
    pairs: dict[int, int] = {}
    for shared, i, j in ranked:
        if shared and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return [(labelled[i], read[j]) for i, j in sorted(pairs.items())]


def _shared(a: LabelledMention, b: LabelledMention) -> int:
    values = sum(bool(getattr(a, name) is not None and getattr(a, name) == getattr(b, name)) for name in _TELLING)
    return values + len(_matched(a.claims, b.claims))


@dataclass(frozen=True)
class _Item:
    """A claim or span by what must be equal, and the characters that must overlap."""

    key: tuple[object, ...]
    start: int
    end: int


def _claims(mentions: Sequence[LabelledMention]) -> list[_Item]:
    return [_claim_item(claim) for mention in mentions for claim in mention.claims]


def _claim_item(claim: LabelledClaim) -> _Item:
    figure = claim.low if claim.best is None else claim.best
    claimant = claim.claimant.casefold() if claim.claimant else None
    return _Item((claim.quantity, figure, claimant, claim.is_cumulative), claim.start, claim.end)


def _spans(mentions: Sequence[LabelledMention]) -> list[_Item]:
    spans: list[LabelledSpan] = [span for mention in mentions for span in mention.spans]
    return [_Item((span.role,), span.start, span.end) for span in spans]


def _matched(a: Sequence[LabelledClaim], b: Sequence[LabelledClaim]) -> list[_Item]:
    return _common([_claim_item(claim) for claim in a], [_claim_item(claim) for claim in b])


def _agree(name: str, labelled: Sequence[_Item], read: Sequence[_Item]) -> Agreement:
    return Agreement(name, len(_common(labelled, read)), len(labelled), len(read))


def _common(labelled: Sequence[_Item], read: Sequence[_Item]) -> list[_Item]:
    left = list(read)
    found = []
    for item in labelled:
        same = next((o for o in left if o.key == item.key and o.start < item.end and item.start < o.end), None)
        if same is not None:
            left.remove(same)
            found.append(item)
    return found


def score_table(score: Score) -> Grid:
    """The score for a terminal; precision is of what was read, recall of what was labelled, – where there is none."""
    grid = Grid(title=f"{score.articles} labelled articles", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    grid.add_column("what")
    for heading in ("exact, or recall", "precision", "right", "labelled", "read"):
        grid.add_column(heading, justify="right")
    for row in score.rows:
        shares = (_share(row.right, row.labelled), _share(row.right, row.read))
        grid.add_row(row.name, *shares, f"{row.right}", f"{row.labelled}", f"{row.read}")
    return grid


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
