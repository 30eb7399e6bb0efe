"""Where a page prints when its story was published: `<time>` elements and lines near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from transforms.articles.blocks import NO_TEXT
from transforms.articles.date_words import SHORT_YEAR
from transforms.articles.headline_pieces import find_pieces, join_pieces, names_of
from transforms.articles.headlines import MOST_PIECES, find_headline, near_headline
from transforms.articles.pages import Page

# A date line is short; what is longer is a sentence that speaks of a date.
LONGEST_DATE_LINE = 80
# Of so many elements around the headline, those before them are looked at for a date.
LABELS_ABOVE = 2

# What says that a page was changed then, not published.
UPDATED = re.compile(
    r"updat|modif|revis|edited|mis [àa] jour|aktuali|actuali|atuali|aggiorna|bijgewerkt|opdater|oppdater|uppdater|"
    r"päivite|muokattu|güncel|обнов|оновл|更新|수정|تحديث|به‌?روز",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
# A day in any script's digits names its year by four of them, or all of itself by numbers.
_YEAR = re.compile(rf"(?<!\d)\d{{4}}(?!\d)|{SHORT_YEAR.pattern}|(?<![\d-])\d\d-\d\d-\d\d(?![\d-])")


def find_times(page: Page) -> list[HtmlElement]:
    """The first `<time>` near the headline, and the one beside it where the first tells of an update."""
    times = [element for element in near_headline(page) if element.tag == "time"]
    beside = [other for other in times[1:3] if _are_together(times[0], other) and not tells_update(other)]
    return times[:1] + (beside[:1] if times and tells_update(times[0]) else [])


def _are_together(one: HtmlElement, other: HtmlElement) -> bool:
    return {*islice(one.iterancestors(), 2)} & {*islice(other.iterancestors(), 2)} != set()


def tells_update(time: HtmlElement) -> bool:
    """Whether its own words, a label before it or its class say that something was changed then."""
    names = names_of(time).lower()
    said_by_name = bool(UPDATED.search(names)) and "publish" not in names
    return said_by_name or bool(UPDATED.search(f"{_label(time)} {time.text_content()}"[-LONGEST_DATE_LINE:]))


def _label(element: HtmlElement) -> str:
    """The words before it; of another element, words with a number are not about this one."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    words = previous.text_content()
    return (previous.tail or "").strip() or (words if not _NUMBER.search(words) else "")


def value_of(element: HtmlElement) -> str:
    """The instant that it names, as written for machines or else for readers."""
    return str(element.get("datetime") or element.text_content())


def find_lines(page: Page) -> Iterator[str]:
    """Lines near the headline that may name a day, those whose words stand in several elements last."""
    for element in near_headline(page):
        for words in (element.text if element.tag not in NO_TEXT else None, element.tail):
            if words and _may_name_day(words):
                yield words.strip()
    # <p><b>4</b> <span>Feb 2021</span></p>
    for element in near_headline(page):
        if 0 < len(element) <= MOST_PIECES and element.tag not in NO_TEXT:
            words = join_pieces(find_pieces(element))
            if _may_name_day(words):
                yield words


def find_lines_above(page: Page) -> Iterator[str]:
    """Labels before the element that holds the headline, the nearest first."""
    headline = find_headline(page)
    for holder in islice(headline.element.iterancestors(), LABELS_ABOVE) if headline else ():
        for element in holder.itersiblings(preceding=True):
            words = join_pieces(find_pieces(element)) if element.tag not in NO_TEXT else ""
            if _may_name_day(words):
                yield words


def _may_name_day(words: str) -> bool:
    return len(words) <= LONGEST_DATE_LINE and bool(_YEAR.search(words))
