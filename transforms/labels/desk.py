"""The articles on a labeller's desk: what the page shows of each, and what it saves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from transforms.labels import ROLES, LabelError, LabelledArticle
from transforms.labels.draft import Draft, draft_article
from transforms.labels.file import append_label, parse_label, read_labels
from transforms.schema import (
    CLAIMANT_TYPES,
    EVENT_TYPE_OF,
    QUANTITIES,
    SIDES,
    STATUSES,
    VICTIM_TYPES,
    WEAPON_TYPES,
)
from transforms.texts import ArticleText, text_digest

VOCABULARIES = {
    "role": ROLES,
    "status": STATUSES,
    "sub_event_type": tuple(EVENT_TYPE_OF),
    "weapon_type": WEAPON_TYPES,
    "quantity": QUANTITIES,
    "claimant_type": CLAIMANT_TYPES,
    "victims_type": VICTIM_TYPES,
    "side": SIDES,
}
Key = tuple[str, int]


@dataclass
class Desk:
    """Articles to label, the file that labels go to, who labels; what was labelled before is found in the file.

    One at a time reads or saves: the language model is one for all.
    """

    articles: Sequence[ArticleText]
    out: Path
    labeller: str
    _saved: dict[Key, LabelledArticle] = field(init=False, default_factory=dict)
    _drafts: dict[Key, Draft] = field(init=False, default_factory=dict)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        if self.out.exists():
            self._saved = {(label.article_id, label.version): label for label in read_labels(self.out)}

    def overview(self) -> list[dict[str, Any]]:
        """One object an article, in order: title and whether it is labelled."""
        return [{"title": article.title, "is_labelled": self._label(article) is not None} for article in self.articles]

    def sheet(self, number: int) -> dict[str, Any]:
        """The article with our reading, and the label that stands in the file, null = none."""
        article = self._article(number)
        with self._lock:
            draft = self._draft(article)
        label = self._label(article)
        return {
            "title": article.title,
            "text": article.text,
            "url": article.url,
            "source": article.source,
            "published_at": article.published_at.isoformat(),
            "draft": [mention.model_dump(mode="json") for mention in draft.mentions],
            "saved": None if label is None else [mention.model_dump(mode="json") for mention in label.mentions],
            "labeller": None if label is None else label.labeller,
        }

    def save(self, number: int, body: bytes, now: datetime) -> LabelledArticle:
        """Append the label whose `mentions` the page sent; raises LabelError, and saves nothing, if it does not fit."""
        article = self._article(number)
        try:
            mentions = json.loads(body)["mentions"]
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError('expected a JSON object {"mentions": [...]}') from error
        with self._lock:
            draft = self._draft(article)
            row = {
                "article_id": article.article_id,
                "version": article.version,
                "url": article.url,
                "site": article.site,
                "source": article.source,
                "title": article.title,
                "text": article.text,
                "published_at": article.published_at.isoformat(),
                "language": article.language,
                "text_digest": text_digest(article.title, article.text),
                "draft_digest": draft.digest,
                "reader": draft.reader,
                "labeller": self.labeller,
                "labelled_at": now.isoformat(),
                "mentions": mentions,
            }
            label = parse_label(json.dumps(row), article.title)
            append_label(self.out, label)
            self._saved[article.article_id, article.version] = label
        return label

    def _article(self, number: int) -> ArticleText:
        if not 0 <= number < len(self.articles):
            raise LabelError(f"article {number}: there are {len(self.articles)}, counted from 0")
        return self.articles[number]

    def _label(self, article: ArticleText) -> LabelledArticle | None:
        """The article's label, if its text is still the one that was labelled."""
        label = self._saved.get((article.article_id, article.version))
        is_same = label is not None and label.text_digest == text_digest(article.title, article.text)
        return label if is_same else None

    def _draft(self, article: ArticleText) -> Draft:
        key = (article.article_id, article.version)
        if key not in self._drafts:
            self._drafts[key] = draft_article(article)
        return self._drafts[key]
