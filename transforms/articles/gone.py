"""Captures that found a page gone → the versions of its article that say so, or the doors by which they leave.

The archive calls a page `gone` that answers 410, or twice running 404 or by a redirect to the front page. Whether its
story was taken down, or the site has lost its addresses, is seen by the other pages that were looked at again in that
night.
"""

from __future__ import annotations

from collections.abc import Iterable

from spiders.archive import Capture
from transforms.articles.known import Known, KnownVersion
from transforms.articles.page import Article, Refusal
from transforms.texts import text_digest

GONE = "gone"
# So many stories may be taken down in a night of a site, however few others were looked at again.
FEW = 4


def judge_gone(
    captures: Iterable[Capture], known: Known, read: Iterable[str]
) -> tuple[list[tuple[Capture, Article]], list[Refusal]]:
    """The captures that were found gone, each with its article without a word, and those that are refused.

    `read` are the canonical URLs of the pages that were read in this night. Where more than FEW pages that stood until
    now are gone, and more than were found in their place, none is believed to be.
    """
    gone = [(capture, known.find(capture.url)) for capture in captures if capture.outcome == GONE]
    refused = [_refuse(capture, "gone_unread") for capture, version in gone if version is None]
    found = [(capture, version) for capture, version in gone if version is not None]
    there = set(read) & known.first.keys()
    fresh = {version.canonical_url for _, version in found if version.text} - there
    if len(fresh) > FEW and len(fresh) > len(there):
        seen = f"{len(fresh)} pages are gone and {len(there)} in their place: has the site other addresses now?"
        doubted = [capture for capture, version in found if version.canonical_url in fresh]
        refused += [_refuse(capture, "gone_with_most", seen) for capture in doubted]
        found = [(capture, version) for capture, version in found if version.canonical_url not in fresh]
    return [(capture, _without_words(capture, version, known)) for capture, version in found], refused


def _refuse(capture: Capture, reason: str, seen: str = "") -> Refusal:
    return Refusal(capture.url, reason, f"HTTP {capture.status}" + (f"; {seen}" if seen else ""))


def _without_words(capture: Capture, version: KnownVersion, known: Known) -> Article:
    return Article(
        url=capture.url,
        canonical_url=version.canonical_url,
        title=version.title,
        authors=(),
        agencies=(),
        dateline_raw=None,
        published_at=known.first[version.canonical_url],
        published_raw=None,
        modified_at=None,
        modified_raw=None,
        language=None,
        section=None,
        tags=(),
        is_paywalled=None,
        is_live_blog=False,
        is_round_up=False,
        text="",
        word_count=0,
        text_digest=text_digest(version.title, ""),
    )
