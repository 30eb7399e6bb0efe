"""What a visit to a site found, as lines for a person, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spiders.archive import Capture, Payload
from spiders.visit import Answer, Visit
from transforms.articles import Article, Refused, read_article

# Feeds and sections of one site; a sitemap index may have more files than a person wants to read of.
SHOWN_ANSWERS = 8
_SILENT = {"timeout", "connection_failed", "site_unreachable", "robots_unreachable", "asked_to_wait"}


@dataclass(frozen=True)
class Judgement:
    """A visit in words. `fault` says what is wrong and what to do; null if the site works."""

    lines: tuple[str, ...]
    fault: str | None


def judge_visit(visit: Visit) -> Judgement:
    """Whether a site answered, announced articles, and its first article could be read."""
    article, refusals = _first_article(visit)
    lines = [_answer_line(answer) for answer in visit.answers[:SHOWN_ANSWERS]]
    if len(visit.answers) > SHOWN_ANSWERS:
        lines.append(f"  … and {len(visit.answers) - SHOWN_ANSWERS} more pages")
    lines += [f"  article  {refusal}" for refusal in refusals]
    if article is not None:
        lines += _article_lines(article)
    return Judgement(tuple(lines), None if article else _fault(visit, refusals))


def mark_verified(toml: Path) -> bool:
    """Write verified = true where the file says false; whether it did."""
    text = toml.read_text(encoding="utf-8")
    marked = re.sub(r"^verified = false$", "verified = true", text, flags=re.MULTILINE)
    if marked != text:
        toml.write_text(marked, encoding="utf-8")
    return marked != text


def _first_article(visit: Visit) -> tuple[Article | None, list[str]]:
    """The first article that can be read, and what became of those before it."""
    refusals = []
    for capture, payload in visit.articles:
        if payload is None:
            refusals.append(f"{capture.url}: {capture.outcome}")
            continue
        try:
            return _read(visit, capture, payload), refusals
        except Refused as refused:
            refusals.append(f"{capture.url}: {refused.reason}: {refused.detail}")
    return None, refusals


def _read(visit: Visit, capture: Capture, payload: Payload) -> Article:
    """Raises Refused."""
    return read_article(
        payload.body,
        url=capture.final_url or capture.url,
        content_type=payload.content_type,
        site_zone=visit.site.timezone,
        fetched_at=capture.fetched_at,
        canonical_hosts=visit.site.canonical_hosts,
        layouts=visit.site.layouts,
    )


def _fault(visit: Visit, refusals: list[str]) -> str:
    outcomes = {answer.outcome for answer in visit.answers}
    if "ok" not in outcomes:
        return f"nothing that announces articles could be read ({', '.join(sorted(outcomes))}): {_advice(outcomes)}"
    if refusals:
        return "none of the first articles could be read: see why above; article_url may be too wide"
    unwanted = [link.url for answer in visit.answers for link in answer.links if link.kind == "article"]
    if unwanted:
        return f"none of {len(unwanted)} links is an article by article_url and skip_url; the first is {unwanted[0]}"
    return "it announces no article: look for other feeds, sitemaps or sections"


def _advice(outcomes: set[str]) -> str:
    """What a person can do where every page of links failed in one of these ways."""
    if outcomes <= _SILENT:
        return "look whether it answers a browser, and try again later"
    if outcomes == {"robots_disallowed"}:
        return "robots.txt forbids it; find another way in, or leave the site out"
    return "correct its addresses"


def _answer_line(answer: Answer) -> str:
    if answer.outcome != "ok":
        status = "" if answer.status in (None, 200) else f" {answer.status}"
        return f"  {answer.kind:8} {answer.url}: {answer.outcome}{status}"
    named = f"{len(answer.links)} links"
    dated = sum(bool(link.published or link.modified) for link in answer.links)
    return f"  {answer.kind:8} {answer.url}: {named}, {dated} dated, {len(answer.wanted)} articles"


def _article_lines(article: Article) -> Iterator[str]:
    by = f", by {', '.join(article.authors)}" if article.authors else ""
    yield f"  article  {article.url}"
    yield f"           “{article.title}”{by}"
    yield f"           {article.published_at.isoformat()}, {article.word_count} words: {article.text[:60].strip()}…"
    if article.missed:
        yield f"           nothing stood at {', '.join(article.missed)} of [[article]]: read without"
