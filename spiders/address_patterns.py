"""Addresses of a site's articles -> the regular expressions that they share, as a person would write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

# A shape that fewer of the addresses have is an exception: a live page, an advertisement.
LEAST_SHARE = 0.1
# So many sections are named one by one; more of them are any word.
MOST_WORDS = 5
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|ece|cms|jsp)$")
_SLUG_HYPHENS = 2

Shape = tuple[str, ...]


def guess_patterns(urls: Iterable[str]) -> list[str]:
    """A pattern for each shape that a tenth or more of the addresses have, the most frequent first.

    A day in the path becomes the groups year, month and day. Empty where the addresses have no path.
    """
    paths = [(_site_of(url), urlsplit(url).path) for url in urls]
    segments = [(site, [part for part in path.split("/") if part]) for site, path in paths]
    groups: defaultdict[tuple[str, Shape], list[list[str]]] = defaultdict(list)
    for site, parts in segments:
        if parts:
            groups[site, _shape(parts)].append(parts)
    total = sum(len(members) for members in groups.values())
    least = max(LEAST_SHARE * total, min(2, total))
    kept = [(key, members) for key, members in groups.items() if len(members) >= least]
    kept.sort(key=lambda group: -len(group[1]))
    return [_pattern(site, shape, members) for (site, shape), members in kept]


def looks_like_article(url: str) -> bool:
    """Whether an address looks like an article's rather than a section's: a number or a long slug at its end."""
    last = _EXTENSION.sub("", urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return bool(re.search(r"\d{3}", last)) or last.count("-") > _SLUG_HYPHENS


def _site_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _shape(parts: list[str]) -> Shape:
    """A kind for each segment; the last is the article's own, with its extension."""
    kinds = [_kind(part) for part in parts[:-1]]
    last = parts[-1]
    extension = _EXTENSION.search(last)
    kinds.append("number" if last.isdigit() else f"own{extension[0] if extension else ''}")
    return tuple(kinds)


def _kind(part: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d", part):
        return "year"
    if re.fullmatch(r"\d{1,2}", part):
        return "short"
    if part.isdigit():
        return "number"
    return "slug" if part.count("-") > _SLUG_HYPHENS else "word"


def _pattern(site: str, shape: Shape, members: list[list[str]]) -> str:
    columns = list(zip(*members, strict=True))
    expressions = [_expression(kind, column) for kind, column in zip(shape, columns, strict=True)]
    at = next((i for i in range(len(shape) - 2) if shape[i : i + 3] == ("year", "short", "short")), None)
    if at is not None:
        names = ("year", "month", "day")
        expressions[at : at + 3] = [f"(?P<{name}>{part})" for name, part in zip(names, expressions[at:], strict=False)]
    end = "$" if _EXTENSION.search(shape[-1]) else "/?$"
    return f"^{re.escape(site)}/{'/'.join(expressions)}{end}".replace(r"\-", "-")


def _expression(kind: str, values: Iterable[str]) -> str:
    distinct = Counter(values)
    if kind in ("year", "short", "number"):
        lengths = {len(value) for value in distinct}
        return rf"\d{{{lengths.pop()}}}" if len(lengths) == 1 else r"\d+"
    if kind == "word" and len(distinct) <= MOST_WORDS:
        words = "|".join(re.escape(word) for word in sorted(distinct))
        return words if len(distinct) == 1 else f"(?:{words})"
    return "[^/]+" + re.escape(kind.removeprefix("own")) if kind.startswith("own") else "[^/]+"
