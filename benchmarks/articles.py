"""How well and how fast bodies are read, beside the extractors that others use, in one run on the open pages.

    uv run --no-sync --with-requirements benchmarks/articles.txt benchmarks/articles.py [--gold DIR] [--json FILE]

The peers are not in the project's lock, as two of them hold older versions of what the project has. A peer that is not
installed is passed over, and said so. F1 is of the mean precision and recall over 4-word shingles (the
article-extraction benchmark's measure), on the pages with a known body; joiners are counted on a page of our own.
Speed is CPU time of each system over the same decoded pages, the systems taking turns in one process, the faster of
two rounds for each page; read it as ratios.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from transforms.articles.body import read_text
from transforms.articles.metadata import read_authors
from transforms.articles.pages import Page, check_is_bounded, decode_page, parse_html
from transforms.articles.reading import trim_text
from transforms.articles.titles import read_title
from transforms.training.body import is_page_set_aside

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
ROUNDS = 2
JOINED = "<p>سربازان می‌گویند که در حمله به پایگاه ارتش در نزدیکی شهر پنج نفر کشته و ده‌ها نفر زخمی شدند.</p>" * 6
console = Console()

Extract = Callable[[str, str], str]


@dataclass(frozen=True)
class Row:
    """One system: F1 of bodies (0 to 1), pages a CPU-second, how many of 12 joiners are kept."""

    system: str
    tuned: float
    aside: float
    precision: float
    recall: float
    pages_per_second: float
    joiners: int


@dataclass(frozen=True)
class SavedPage:
    """One open page: its characters, and its known body if it has one."""

    id: str
    url: str
    html: str
    body: str | None


def read_ours(html: str, url: str) -> str:
    """Our body, as it goes into the table articles."""
    page = Page(url, html, parse_html(html))
    check_is_bounded(page.tree)
    title, authors = read_title(page), read_authors(page)
    return trim_text(read_text(page, title, authors), title, authors)


def _trafilatura(*, fast: bool = False, favor_precision: bool = False) -> Extract:
    import trafilatura  # noqa: PLC0415 - a peer that is not installed is passed over

    def extract(html: str, _url: str) -> str:
        return trafilatura.extract(html, include_comments=False, fast=fast, favor_precision=favor_precision) or ""

    return extract


def _readability() -> Extract:
    import readability  # noqa: PLC0415

    def extract(html: str, _url: str) -> str:
        summary = readability.Document(html).summary()
        return "\n".join(parse_html(summary).itertext())

    return extract


def _newspaper() -> Extract:
    import newspaper  # noqa: PLC0415

    def extract(html: str, url: str) -> str:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return lambda html, _url: str(extract_plain_text(html, main_content=True, alt_texts=False))


SYSTEMS: Mapping[str, tuple[str, Callable[[], Extract]]] = {
    "nightdesk": ("transforms", lambda: read_ours),
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura fast": ("trafilatura", lambda: _trafilatura(fast=True)),
    "trafilatura precision": ("trafilatura", lambda: _trafilatura(favor_precision=True)),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
}


def read_pages(gold: Path) -> list[SavedPage]:
    """The open pages, decoded."""
    folder = gold / "pages"
    pages = []
    for line in (folder / "ground_truth.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        html = decode_page(gzip.decompress((folder / row["file"]).read_bytes()), "text/html")
        pages.append(SavedPage(row["id"], row["url"], html, row.get("body")))
    return pages


def run_all(systems: Mapping[str, Extract], pages: Sequence[SavedPage]) -> list[Row]:
    """Every system on every page, taking turns, so that the machine's other work falls on all of them."""
    bodies: dict[str, dict[str, str]] = {name: {} for name in systems}
    seconds: dict[str, float] = dict.fromkeys(systems, 0.0)
    for page in pages:
        best = dict.fromkeys(systems, float("inf"))
        for _ in range(ROUNDS):
            for name, extract in systems.items():
                bodies[name][page.id], took = _time(extract, page)
                best[name] = min(best[name], took)
        for name, took in best.items():
            seconds[name] += took
    return [_row(name, extract, bodies[name], seconds[name], pages) for name, extract in systems.items()]


def _time(extract: Extract, page: SavedPage) -> tuple[str, float]:
    start = time.process_time()
    try:
        body = extract(page.html, page.url)
    except Exception as error:  # noqa: BLE001 - peers fail in many ways; a page without text counts as such
        console.print(f"{page.id}: {type(error).__name__}", style="dim")
        body = ""
    return body, time.process_time() - start


def _row(name: str, extract: Extract, bodies: Mapping[str, str], seconds: float, pages: Sequence[SavedPage]) -> Row:
    known = [page for page in pages if page.body]
    parts = {part: [page for page in known if is_page_set_aside(page.id) is part] for part in (False, True)}
    tuned, aside, (precision, recall) = (
        _measure(parts[False], bodies),
        _measure(parts[True], bodies),
        _measure(known, bodies),
    )
    kept = extract(
        f"<html lang='fa'><body><article><h1>حمله</h1>{JOINED}</article></body></html>", "https://a.example/s"
    )
    return Row(
        name, f1(*tuned), f1(*aside), precision, recall, len(pages) / seconds, min(12, 6 * min(2, kept.count("\u200c")))
    )


def _measure(pages: Sequence[SavedPage], bodies: Mapping[str, str]) -> tuple[float, float]:
    """Mean precision, over pages with any text, and mean recall."""
    precisions, recalls = [], []
    for page in pages:
        true, found = shingles(page.body or ""), shingles(bodies[page.id])
        shared = (true & found).total()
        precisions += [shared / found.total()] if found else []
        recalls.append(shared / true.total())
    return mean(precisions) if precisions else 0.0, mean(recalls)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Four words in a row, each as often as it stands; of a shorter text all of it."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def installed() -> Iterator[tuple[str, Extract]]:
    """The systems that can run here."""
    for name, (module, make) in SYSTEMS.items():
        if importlib.util.find_spec(module) is None:
            console.print(f"{name}: not installed, passed over; see benchmarks/articles.txt")
        else:
            yield name, make()


def show(rows: Sequence[Row]) -> Table:
    """The systems beside each other, the most exact first."""
    table = Table("system", "F1 tuned", "F1 set aside", "precision", "recall", "pages a CPU-second", "joiners kept")
    for row in sorted(rows, key=lambda row: -(row.tuned + row.aside)):
        figures = (row.tuned, row.aside, row.precision, row.recall)
        table.add_row(
            row.system, *(f"{figure:.3f}" for figure in figures), f"{row.pages_per_second:.0f}", str(row.joiners)
        )
    return table


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    rows = run_all(dict(installed()), read_pages(options.gold))
    console.print(show(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
