"""MinHash sketches → for each text the earlier ones that may be alike: LSH whose bands are held in arrays.

Bands and rows are those that datasketch reckons for the threshold. Its own index answers the same, but holds 26 kB of
Python objects for a text, where these arrays hold a third of a kilobyte.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


class LshBands:
    """Which of `count` texts, in their order, share a band of their sketches with an earlier one."""

    def __init__(self, sketches: Iterable[MinHash], count: int, threshold: float, permutations: int) -> None:
        reckoned = MinHashLSH(threshold=threshold, num_perm=permutations)
        keys = np.empty((reckoned.b, count), dtype=np.uint64)
        for at, sketch in enumerate(sketches):
            keys[:, at] = _keys(sketch.hashvalues[: reckoned.b * reckoned.r].reshape(reckoned.b, reckoned.r))
        self._members = np.empty(keys.shape, dtype=np.uint32)
        meetings = [self._sort(band, keys[band]) for band in range(reckoned.b)]
        met = np.concatenate(meetings) if meetings else np.empty((0, 4), dtype=np.uint32)
        self._met = met[np.argsort(met[:, 0], kind="stable")]
        self._first = np.searchsorted(self._met[:, 0], np.arange(count + 1))

    def _sort(self, band: int, keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Sorts the band's members by key; a row (text, band, start, end) of them for each that meets earlier ones."""
        order = np.argsort(keys, kind="stable")
        self._members[band] = order
        places = np.arange(len(keys))
        is_first = np.ones(len(keys), dtype=bool)
        is_first[1:] = keys[order][1:] != keys[order][:-1]
        starts = np.maximum.accumulate(np.where(is_first, places, 0))
        meets = ~is_first
        rows = (order[meets], np.full(meets.sum(), band), starts[meets], places[meets])
        return np.stack(rows, axis=1).astype(np.uint32)

    def earlier(self, text: int) -> list[int]:
        """The earlier texts that share a band with the one at this place, in order."""
        rows = self._met[self._first[text] : self._first[text + 1]]
        found: set[int] = set()
        for _, band, start, end in rows.tolist():
            found.update(self._members[band, start:end].tolist())
        return sorted(found)


def _keys(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number for each row of a sketch."""
    made = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        made = (made ^ (made >> _HALF)) * _SPREAD + column
    return made
