"""A page to its headline, without the name of the site.

Pages say their headline in up to six places, each with its own faults: JSON-LD cuts it short, og:title is written for
social networks and carries the site's name, the h1 may be a label or a logo, <title> is written for search engines.
So the places vote, each with what is left of it once the site's name is cut.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from transforms.articles.headlines import find_headline
from transforms.articles.pages import Page
from transforms.articles.site_names import SEPARATOR, UNSPACED, cut_site_name, fold, is_site_name, starts_of

# JSON-LD headlines are often cut at 110 characters, before a word or within one; a shorter one that ends with a whole
# word is another headline.
SHORTEST_CUT_HEADLINE, SHORTEST_CUT_AT_A_WORD = 60, 90
# Places that a newsroom fills for this very story; the others repeat one of them.
MAIN_PLACES = ("json-ld", "og:title", "h1")
OTHER_NAMES = ("dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline", "citation_title")

# What another place says the title without: a site, a section, an author, behind a mark that ends no word or sentence.
_ADDITION = re.compile(r"\s*(?:_|[^\w\s,;.…?!'\"’”»)\]]).{1,60}$")
# Marks that close what stands before them.
_CLOSING = re.compile(r"[\"'’”“»)\]?!.…]*")
_CUT = re.compile(r"(?:…|\.\.\.)$")
# Soft hyphens, spaces and joiners without width between the letters of scripts that join none.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
# What scripts that write the metadata forget to take out: elements, and characters escaped for another language.
_ELEMENT = re.compile(r"</?(?:a|b|br|cite|em|i|mark|p|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(?=['\"/]))")
# What only the site and its sections stand behind; « is none where a quotation ends behind it.
_LAST_PARTS = re.compile(rf"\s[|｜<]\s|\s[«‹]\s(?!.*[»›])|(?<=[{UNSPACED}])(?:\s*｜\s*|_)")
# A shorter first part is a label ("Live | …"), not the headline; in UTF-8, where a Chinese character weighs more.
SHORTEST_FIRST_PART = 12


@dataclass(frozen=True)
class Candidate:
    """What one place of the page says the title is."""

    place: str
    title: str

    @cached_property
    def folded(self) -> str:
        return fold(self.title)


def read_title(page: Page) -> str | None:
    """The headline without the site's name; null where the page has none.

    What two of JSON-LD, og:title and the headline on the page say wins; else the one of them that most other places
    repeat, in that order.
    """
    found = [Candidate(place, cut_site_name(_clean(title), page)) for place, title in _candidates(page)]
    candidates = [each for each in found if each.folded and not is_site_name(each.title, page)]
    if not candidates:
        return None
    candidates = [Candidate(each.place, _cut_addition(each, candidates)) for each in candidates]
    candidates = [Candidate(each.place, _complete(each, candidates)) for each in candidates]
    main = [each for each in candidates if each.place in MAIN_PLACES]
    is_shown = any(each.place == "h1" for each in main)
    if not main or (not is_shown and len({each.folded for each in candidates}) == 1):
        return _cut_last_parts(candidates[0].title, page)
    return _most_said(main, candidates)


def _candidates(page: Page) -> Iterator[tuple[str, str]]:
    """What each place says; of places that may stand twice the first."""
    if page.linked.headline:
        yield "json-ld", page.linked.headline
    shared = page.meta("og:title")[:1]
    yield from (("og:title", title) for title in shared)
    headline = find_headline(page)
    if headline is not None:
        yield "h1", headline.text
    # Newsrooms fill this one from og:title, so that it says nothing more.
    yield from (("twitter:title", title) for title in page.meta("twitter:title")[:1] if title not in shared)
    for name in OTHER_NAMES:
        yield from ((name, title) for title in page.meta(name)[:1])
    if page.head_title:
        yield "title", page.head_title
    yield from (("heading", heading) for heading in _headings(page))


def _headings(page: Page) -> Iterator[str]:
    """The first lesser heading that <title> begins with, else the first of them."""
    starts = {fold(start) for start in starts_of(page.head_title)}
    headings = [heading.text_content() for heading in page.tree.iter("h2", "h3", "h4")]
    told = (words for words in headings if len(words) >= SHORTEST_FIRST_PART and fold(words) in starts)
    yield from [next(told, None) or headings[0]] if headings else []


def _clean(title: str) -> str:
    """The words as a reader sees them: without what was escaped twice, and hints where a word may be broken."""
    words = html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else "", title))
    return _ELEMENT.sub("", words).translate(_UNSEEN)


def _cut_addition(candidate: Candidate, candidates: Sequence[Candidate]) -> str:
    """The title without a first or last part that another place leaves out, unless another main place has it too."""
    title = candidate.title
    others = [other for other in candidates if other is not candidate and len(other.title) >= SHORTEST_FIRST_PART]
    if candidate.folded in {other.folded for other in others if other.place in MAIN_PLACES}:
        return title
    for other in sorted(others, key=lambda other: -len(other.title)):
        end = _end_of(other, candidate)
        if end and _ADDITION.match(title, end) and (title[end] != ":" or len(title) < 2 * end):
            return other.title
    told = {other.folded for other in others if other.place != "heading"}
    ends = (title[mark.end() :] for mark in SEPARATOR.finditer(title) if mark.start() < len(title) / 2)
    return next((end for end in ends if fold(end) in told), title)


def _end_of(start: Candidate, whole: Candidate) -> int:
    """Where in the whole title its start ends, by letters and digits, as quotes differ; 0 = it starts otherwise."""
    if not start.folded or start.folded == whole.folded or not whole.folded.startswith(start.folded):
        return 0
    ends = (at for at in range(1, len(whole.title)) if fold(whole.title[:at]) == start.folded)
    end = next(ends, 0)
    closing = _CLOSING.match(whole.title, end)
    return closing.end() if end and closing else 0


def _most_said(main: Sequence[Candidate], candidates: Sequence[Candidate]) -> str:
    in_main = Counter(each.folded for each in main)
    in_all = Counter(each.folded for each in candidates)
    most = max(main, key=lambda each: (in_main[each.folded], in_all[each.folded])).folded
    same = [each.title for each in candidates if each.folded == most]
    # Where a line break was lost, two words are one in some places.
    spellings = Counter(map(_spelling, same))
    return max(same, key=lambda title: spellings[_spelling(title)])


def _spelling(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", title.casefold()))


def _complete(candidate: Candidate, candidates: Sequence[Candidate]) -> str:
    """The whole of a headline that was cut short; a site's name behind it does not count.

    What the page shows as its headline is whole.
    """
    title = candidate.title
    shown = (each.folded for each in candidates if each.place == "h1")
    if candidate.folded in shown and not _CUT.search(title):
        return title
    start = Candidate(candidate.place, title.rstrip(".… "))
    shortest = SHORTEST_FIRST_PART if _CUT.search(title) else SHORTEST_CUT_HEADLINE
    if len(start.title) < shortest:
        return title
    ends = [(other.title, end) for other in candidates if (end := _end_of(start, other))]
    whole = [(other, end) for other, end in ends if not _ADDITION.match(other, end)]
    longest, end = max(whole, key=lambda told: len(told[0]), default=(title, len(title)))
    is_whole_word = not longest[end : end + 1].isalnum()
    is_other = is_whole_word and not _CUT.search(title) and len(start.title) < SHORTEST_CUT_AT_A_WORD
    return title if is_other else longest


def _cut_last_parts(title: str, page: Page) -> str:
    """A title that nothing confirms, without what stands behind its first bar, or as a section of the address."""
    first = _LAST_PARTS.split(title, maxsplit=1)[0]
    title = first if len(first.encode()) >= SHORTEST_FIRST_PART else title
    last = next((mark for mark in reversed(list(SEPARATOR.finditer(title))) if mark.start()), None)
    sections = {fold(part) for part in page.path.split("/")[:-1]}
    return title[: last.start()] if last and fold(title[last.end() :]) in sections - {""} else title
