import pytest

from spiders.site import Expectation
from transforms.night.articles import find_fault

HALF = Expectation(min_dated_share=0.5, min_text_share=0.8)


@pytest.mark.parametrize(
    ("pages", "refused"), [(10, {}), (10, {"no_date": 5}), (10, {"empty_text": 2}), (4, {"no_date": 4}), (0, {})]
)
def test_a_site_within_its_shares_is_well(pages: int, refused: dict[str, int]) -> None:
    assert find_fault(HALF, pages, refused) is None


def test_a_site_that_lost_its_dates_or_its_texts_is_told_with_its_bound() -> None:
    undated, empty = find_fault(HALF, 10, {"no_date": 6}), find_fault(HALF, 10, {"empty_text": 2, "too_short": 1})
    assert undated is not None
    assert empty is not None
    assert undated.startswith("6 of 10 pages have no date, min_dated_share is 0.5: ")
    assert empty.startswith("3 of 10 pages have no text, min_text_share is 0.8: ")
