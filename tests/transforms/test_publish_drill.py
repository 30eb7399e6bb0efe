"""The drill of `benchmarks/publish_drill.py` in small: readers of a bucket while its writer is killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish_drill import ENGINES, Place, drill, expect, touched
from s3_server import make_bucket, serve_s3


def test_a_release_that_lost_a_row_or_mixes_two_would_be_seen() -> None:
    assert expect(0)["2026-06"] == (200, 0, 0)
    assert touched(6) == {"2026-07", "2026-09", "2026-11"}
    assert expect(6)["2026-07"] == expect(6)["2026-09"] == (200, 6, 6)
    assert expect(6)["2026-06"] == (200, 5, 5)
    assert expect(6) != expect(7)


@pytest.mark.drill
def test_readers_of_a_bucket_never_see_two_states_while_its_writer_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_s3() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        outcome = drill(Place(tmp_path, f"s3://{make_bucket()}/lake", environment), kills=3)
    assert outcome.whole_after_kill == 3
    assert outcome.releases >= 3
    assert set(outcome.readers) == set(ENGINES)
    for tally in outcome.readers.values():
        assert (tally.torn, tally.errors) == (0, [])
        assert tally.reads > 0
