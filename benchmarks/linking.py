"""How well accounts are linked, what a simulated year of nights costs, and how linking grows with mentions.

    python benchmarks/linking.py [--gold ../shared/gold] [--only gold year size] [--nights 365] [--happenings 40]
        [--sizes 10000 100000 1000000]

gold: GVA's open articles, tuned and set aside apart (tuned on: the weights are fitted to them); FA-KES: articles of one
incident whose provinces lie more than 150 km apart, as read and as coded by the annotators. year: every night is linked
and published as `nightdesk incidents` and `publish` do. size: linking all mentions at once, each size in a process of
its own, with its peak memory. Seconds are the processor's, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from extraction import cut, score
from simulated_year import Night, Plan, simulate
from year_of_nights import NightCost, Year, run_year

from transforms.bring import extract_folder
from transforms.incidents.likeness import EARTH_KM, FORBIDDEN_KM
from transforms.incidents.linking import link_mentions

PARTS = ("gold", "year", "size")
# Towns of the 14 governorates of Syria, roughly: latitude, longitude (GeoNames).
GOVERNORATES = {
    "aleppo": (36.2, 37.2),
    "damascus": (33.5, 36.3),
    "rif dimashq": (33.5, 36.4),
    "daraa": (32.6, 36.1),
    "deir-ez-zor": (35.3, 40.1),
    "hama": (35.1, 36.8),
    "hasaka": (36.5, 40.7),
    "homs": (34.7, 36.7),
    "idlib": (35.9, 36.6),
    "latakia": (35.5, 35.8),
    "quneitra": (33.1, 35.8),
    "raqqa": (35.9, 39.0),
    "sweida": (32.7, 36.6),
    "tartus": (34.9, 35.9),
}


def main() -> int:
    arguments = _read_arguments()
    if "gold" in arguments.only:
        print_gold(arguments.gold)
    if "year" in arguments.only:
        print_year(Plan(arguments.sites, arguments.nights, arguments.happenings))
    if "size" in arguments.only:
        print_sizes(arguments.sizes)
    if arguments.measure:
        print(json.dumps(measure_size(arguments.measure)))
    return 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--happenings", type=float, default=40.0, help="a night")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def print_gold(gold: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = gold / "gva" / "open.jsonl"
        extract_folder(source, Path(folder) / "gva", 2, lambda *_: None)
        for part, path in {**cut(source, Path(folder)), "together": source}.items():
            scores = score([gold / "score_linking.py", path, Path(folder) / "gva"])
            names = ("pairwise_precision", "pairwise_recall", "pairwise_f", "b_cubed_f")
            print(f"gva {part:9s}", "  ".join(f"{name} {scores[name]:.3f}" for name in names))
        source = gold / "fa_kes" / "open.jsonl"
        extract_folder(source, Path(folder) / "fa_kes", 2, lambda *_: None)
        mentions = pq.read_table(Path(folder) / "fa_kes" / "mentions.parquet").to_pandas()
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    coded = {row["url"]: row["gold"]["governorate"] for row in rows}
    print(
        "fa_kes pairs of articles in one incident: {}, more than 150 km apart as read: {}, as annotated: {}".format(
            *count_far(mentions[mentions["rank"] == 1], coded)
        )
    )


def count_far(mentions: pd.DataFrame, coded: Mapping[str, str]) -> tuple[int, int, int]:
    """Pairs of articles in one incident; those read, and those annotated, more than 150 km apart."""
    pairs = read = annotated = 0
    for _, group in mentions[mentions["incident_id"].notna()].groupby("incident_id"):
        for one, other in combinations(group.to_dict("records"), 2):
            pairs += 1
            read += (
                max(one["geo_precision"], other["geo_precision"]) <= 3
                and one["admin1"] != other["admin1"]
                and (
                    _kilometres((one["latitude"], one["longitude"]), (other["latitude"], other["longitude"]))
                    > FORBIDDEN_KM
                )
            )
            town, other_town = (GOVERNORATES.get(coded[row["url"]]) for row in (one, other))
            annotated += town is not None and other_town is not None and _kilometres(town, other_town) > FORBIDDEN_KM
    return pairs, read, annotated


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat, lon), (lat_other, lon_other) = np.radians(one), np.radians(other)
    chord = np.sin((lat - lat_other) / 2) ** 2 + np.cos(lat) * np.cos(lat_other) * np.sin((lon - lon_other) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(chord)))


def print_year(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        year = run_year(simulate(plan), Path(folder))
    print(f"year of {plan.sites} sites, {plan.nights} nights: {year.mentions} mentions, {year.incidents} incidents")
    print(f"  pairwise precision {year.precision:.3f}, recall {year.recall:.3f}, f {year.f:.3f}")
    print(f"  ids lost {year.lost}, merged {year.merged} of {year.given} given; mentions moved to another {year.moved}")
    print("  nights       seconds  months changed  files      MB")
    for costs in _spans(year.costs, 12):
        seconds, months = (np.mean([getattr(cost, name) for cost in costs]) for name in ("seconds", "months"))
        last = costs[-1]
        print(
            f"  {costs[0].number:3d} to {last.number:3d} {seconds:9.2f} {months:15.1f} {last.files:6d} {last.mb:7.1f}"
        )


def _spans(costs: Sequence[NightCost], parts: int) -> Iterator[Sequence[NightCost]]:
    step = -(-len(costs) // parts)
    for start in range(0, len(costs), step):
        yield costs[start : start + step]


def print_sizes(sizes: Sequence[int]) -> None:
    print("  mentions  seconds  mentions/s  peak MB  precision  recall")
    for size in sizes:
        command = [sys.executable, __file__, "--only", "--measure", str(size)]
        done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rate = done["mentions"] / done["seconds"]
        print(f"{done['mentions']:10d} {done['seconds']:8.1f} {rate:11.0f} {done['peak']:8.0f} ", end="")
        print(f"{done['precision']:10.3f} {done['recall']:7.3f}", flush=True)


def measure_size(size: int) -> dict[str, float]:
    """Link about `size` mentions of a year at once."""
    nights = list(simulate(Plan(sites=300, happenings=size / 365 / REPORTS)))
    mentions, texts, truth = join_nights(nights)
    started = time.process_time()
    labels = link_mentions(mentions, texts)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    precision, recall = Year.agreement(dict(zip(mentions["mention_id"], labels, strict=True)), truth)
    return {"mentions": len(mentions), "seconds": seconds, "peak": peak, "precision": precision, "recall": recall}


# Reports of a happening, on average.
REPORTS = 2.2


def join_nights(nights: Sequence[Night]) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, int]]:
    """Mentions and texts of the newest article versions, and what each mention tells of."""
    articles = pd.concat([night.articles for night in nights], ignore_index=True)
    newest = articles.drop_duplicates("article_id", keep="last")[["article_id", "version", "title", "text"]]
    mentions = pd.concat([night.mentions for night in nights], ignore_index=True)
    version = mentions["article_id"].map(newest.set_index("article_id")["version"])
    current = mentions[(mentions["article_version"] == version).to_numpy(dtype=bool)]
    return current, newest, {mention: number for night in nights for mention, number in night.truth.items()}


if __name__ == "__main__":
    sys.exit(main())
