"""What is known of a site's pages before a night, from the article versions of earlier nights."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from spiders.archive import page_of

# Columns of earlier versions that a page is compared with.
KNOWN_BY = ("version", "article_id", "url", "canonical_url", "published_at", "text_digest", "title", "text")


@dataclass(frozen=True)
class KnownVersion:
    """The newest version of an article that was read before."""

    version: int
    canonical_url: str
    digest: str
    title: str
    text: str


@dataclass
class Known:
    """What is known of a site's pages before a night.

    `first` has the first publication by canonical URL, `newest` the newest version by article_id, `told_at` the
    article_id that a page was last read as, whatever variant of its address was asked.
    """

    first: dict[str, datetime] = field(default_factory=dict)
    newest: dict[str, KnownVersion] = field(default_factory=dict)
    told_at: dict[str, str] = field(default_factory=dict)

    def add(self, articles: pd.DataFrame) -> None:
        """Take on rows, with the columns of KNOWN_BY, that are not older than those known."""
        if articles.empty:
            return
        rows = zip(*(articles[name] for name in KNOWN_BY), strict=True)
        for version, article_id, url, canonical, published_at, *said in sorted(rows):
            self.first.setdefault(canonical, pd.Timestamp(published_at).to_pydatetime())
            self.newest[article_id] = KnownVersion(int(version), canonical, *said)
            self.told_at |= {page_of(canonical): article_id, page_of(url): article_id}

    def find(self, url: str) -> KnownVersion | None:
        """The newest version of the article that the page was last read as; null = it was never read as one."""
        article_id = self.told_at.get(page_of(url))
        return None if article_id is None else self.newest[article_id]
