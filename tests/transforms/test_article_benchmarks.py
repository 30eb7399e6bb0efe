"""The parts of the benchmarks of bodies and of wire copies."""

from articles import SavedPage, f1, run_all, shingles
from copies import COPIES, measure

WORDS = "soldiers gunmen town post officials said before dawn road village market river bridge army police".split()


def story(start: int) -> str:
    """A body of 200 words that shares few runs of words with those of other starts."""
    return " ".join(f"{WORDS[(start * at + at // 7) % len(WORDS)]}{(start * at) % 97}" for at in range(200))


def test_systems_are_scored_on_the_same_pages() -> None:
    pages = [SavedPage(str(n), f"https://a.example/{n}", "<p>", "one two three four five") for n in range(6)]
    systems = {"right": lambda _html, _url: "one two three four five", "silent": lambda _html, _url: ""}

    right, silent = run_all(systems, pages)

    assert (right.tuned, right.aside, right.joiners) == (1.0, 1.0, 0)
    assert (silent.tuned, silent.recall) == (0.0, 0.0)


def test_shingles_are_four_words_in_a_row() -> None:
    assert list(shingles("one two three four five")) == [
        ("one", "two", "three", "four"),
        ("two", "three", "four", "five"),
    ]
    assert not shingles("")
    assert f1(0.0, 0.0) == 0.0


def test_copies_are_found_and_follow_ups_are_not() -> None:
    found = {each.kind: each for each in measure({str(start): story(start) for start in (3, 5, 11)})}

    assert all(found[kind].right == found[kind].texts == 3 for kind in COPIES)
    assert found["other story"].named == found["follow-up"].named == 0
