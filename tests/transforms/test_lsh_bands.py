import random

from datasketch import MinHash, MinHashLSH

from transforms.articles.lsh_bands import LshBands

PERMUTATIONS, THRESHOLD = 64, 0.3


def sketches(count: int) -> list[MinHash]:
    """Sketches of sets of numbers, a third of them made from an earlier one."""
    chance = random.Random(11)
    sets: list[set[int]] = []
    for _ in range(count):
        own = {chance.randrange(10_000) for _ in range(40)}
        if sets and chance.random() < 0.33:
            own = set(chance.sample(sorted(chance.choice(sets)), 25)) | set(list(own)[: chance.randrange(40)])
        sets.append(own)
    made = []
    for each in sets:
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
        sketch.update_batch(each)
        made.append(sketch)
    return made


def test_it_finds_exactly_what_datasketch_s_own_index_finds() -> None:
    made = sketches(300)
    bands = LshBands(iter(made), len(made), THRESHOLD, PERMUTATIONS)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    found = []
    for at, sketch in enumerate(made):
        expected = sorted(index.query(sketch))
        assert bands.earlier(at) == expected
        index.insert(at, sketch)
        found += expected
    assert len(found) > 50


def test_nothing_is_like_nothing() -> None:
    assert LshBands([], 0, THRESHOLD, PERMUTATIONS)
    assert LshBands(sketches(1), 1, THRESHOLD, PERMUTATIONS).earlier(0) == []
