"""Many sample sites out of few: the sample newsroom's outlets again and again, under names and hosts of their own."""

from __future__ import annotations

import shutil
from itertools import cycle, islice
from pathlib import Path


def make_many_sites(newsroom: Path, folder: Path, count: int) -> list[str]:
    """Fill `folder` with so many outlets, the first of each kind first; their names."""
    outlets = sorted(path.parent for path in newsroom.glob("*/outlet.toml"))
    names = []
    for number, outlet in enumerate(islice(cycle(outlets), count)):
        name = f"{outlet.name}-{number // len(outlets) + 1}"
        shutil.copytree(outlet, folder / name)
        for file in (folder / name / "outlet.toml", folder / name / "site.toml.j2"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(".example", f"-{number + 1}.example"), encoding="utf-8")
        names.append(name)
    return names
