from datetime import UTC, datetime

import pytest

from transforms.extract import read_article
from transforms.mentions import Mention
from transforms.texts import ArticleText

NEWS = "Gunmen attacked a bus near Garissa in Kenya on Monday, killing four passengers."
EARLIER = "In April 2015, gunmen stormed the university in Garissa and killed 148 people."


def _mentions(text: str) -> tuple[Mention, ...]:
    published = datetime(2024, 3, 13, 9, tzinfo=UTC)
    article = ArticleText("art", 1, "https://example.org/a", None, "Example", "Bus attacked", text, published, "en")
    return read_article(article).mentions


def test_an_earlier_incident_with_its_month_and_dead_is_a_mention_after_the_news() -> None:
    news, earlier = _mentions(f"{EARLIER} {NEWS}")
    assert (news.fatalities.best, news.when.day.isoformat()) == (4, "2024-03-11")
    assert (earlier.rank, earlier.fatalities.best, earlier.when.day.isoformat()) == (2, 148, "2015-04-01")


def test_a_year_alone_is_history() -> None:
    assert len(_mentions(f"{NEWS} In 2015, gunmen stormed the university in Garissa and killed 148 people.")) == 1


def test_an_article_that_only_retells_has_no_mention() -> None:
    assert _mentions(EARLIER) == ()


def test_what_happened_last_month_is_no_part_of_the_news_of_this_week() -> None:
    news, earlier = _mentions(f"{NEWS} Last month a watchman was killed in Garissa by gunmen.")
    assert (news.fatalities.best, earlier.fatalities.best, earlier.when.day.isoformat()) == (4, 1, "2024-02-01")


def test_what_the_news_came_days_after_is_a_mention_of_its_own_day_after_the_news() -> None:
    news, earlier = _mentions(f"{NEWS} The attack came two days after a bomb killed nine policemen in Mandera.")
    assert (news.fatalities.best, news.when.day.isoformat()) == (4, "2024-03-11")
    assert (earlier.fatalities.best, earlier.when.day.isoformat(), earlier.is_retold) == (9, "2024-03-09", True)


def test_a_running_total_goes_with_what_the_article_is_about() -> None:
    total = "Bandits have killed 700 people in the county since 2019."
    news, earlier = _mentions(f"{NEWS} In Mandera, a bomb killed two policemen on Sunday. {total}")
    assert [claim.best for claim in news.claims if claim.is_cumulative] == [700]
    assert not [claim for claim in earlier.claims if claim.is_cumulative]


def test_a_similar_attack_of_last_month_is_a_mention_of_its_own() -> None:
    _, earlier = _mentions(f"{NEWS} Last month, ten people were killed in a similar raid near Garissa.")
    assert (earlier.fatalities.best, earlier.when.day.isoformat()) == (10, "2024-02-01")


def test_a_history_that_counts_people_is_a_running_total_of_the_news() -> None:
    (news,) = _mentions(f"{NEWS} Some 60 people were killed in such attacks last year.")
    assert (news.fatalities.best, [claim.best for claim in news.claims if claim.is_cumulative]) == (4, [60])


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed three policemen in Basra, Iraq, on Thursday, two days after gunmen shot dead five men in Mosul.",
        "Two days after gunmen shot dead five men in Mosul, a bomb killed three policemen in Basra, Iraq, on Thursday.",
    ],
)
def test_an_act_some_days_after_another_in_another_town_is_told_apart_from_it(text: str) -> None:
    news, before = _mentions(text)
    assert [(each.where.raw, each.fatalities.best, each.is_retold) for each in (news, before)] == [
        ("Basra", 3, False),
        ("Mosul", 5, True),
    ]
    assert [each.when.day.isoformat() for each in (news, before)] == ["2024-03-07", "2024-03-05"]
