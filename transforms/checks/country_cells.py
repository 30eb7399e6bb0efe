"""Where on the map a country may be, in half-degree cells: `country_cells.csv`, made by `cells_build`."""

from __future__ import annotations

from pathlib import Path

CELLS = Path(__file__).with_name("country_cells.csv")
CELLS_A_DEGREE = 2
