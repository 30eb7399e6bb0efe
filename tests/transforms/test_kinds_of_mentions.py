from datetime import UTC, datetime

from transforms.extract import read_article
from transforms.mentions import Mention
from transforms.texts import ArticleText


def _mentions(text: str) -> tuple[Mention, ...]:
    published = datetime(2024, 3, 13, 9, tzinfo=UTC)
    article = ArticleText("art", 1, "https://example.org/a", None, "Example", "", text, published, "en")
    return read_article(article).mentions


def test_an_abduction_in_which_people_were_killed_is_an_attack() -> None:
    (alone,) = _mentions("Gunmen abducted 12 villagers near Maradi in Niger on Monday.")
    (deadly,) = _mentions("Gunmen abducted 12 villagers near Maradi in Niger on Monday. They killed three people.")
    assert (alone.sub_event_type, deadly.sub_event_type) == ("Abduction/forced disappearance", "Attack")


def test_a_threat_is_not_the_act() -> None:
    (threat,) = _mentions("Militants threatened on Monday to attack schools in Maradi, Niger.")
    assert (threat.status, threat.event_type) == ("threatened", "Strategic developments")


def test_the_sum_of_separate_attacks_is_of_none_of_them() -> None:
    found = _mentions(
        "Seven people were killed in separate attacks in Niger on Monday.\n\n"
        "Gunmen killed four farmers in Maradi on Monday.\n\n"
        "Separately, a bomb killed three soldiers in Diffa on Monday."
    )
    assert sorted(mention.fatalities.best or 0 for mention in found) == [3, 4]
