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


def test_a_fight_stays_one_where_only_people_are_told_dead_and_no_fight_makes_one() -> None:
    (fight,) = _mentions(
        "Police and gang members exchanged fire in Recife, Brazil, on Monday. Five people were killed."
    )
    (attack,) = _mentions("Police opened fire in Recife, Brazil, on Monday. Five people were killed.")
    assert (fight.sub_event_type, attack.sub_event_type) == ("Armed clash", "Attack")


def test_clashes_whose_dead_are_only_people_are_a_fight() -> None:
    (clans,) = _mentions("Ten people died on Monday in fighting between two rival clans near Galkayo in Somalia.")
    (nobody,) = _mentions("Seven people were killed in clashes in Goma in Congo on Monday.")
    assert (clans.sub_event_type, nobody.sub_event_type) == ("Armed clash", "Armed clash")
    assert clans.actor is not None
    assert clans.actor.type == "communal militia"


def test_what_troops_confiscate_is_no_weapon_of_the_fight() -> None:
    (fight,) = _mentions("Soldiers killed four rebels near Goma in Congo on Monday and confiscated rocket launchers.")
    assert (fight.sub_event_type, fight.weapon_type) == ("Armed clash", None)


def test_a_town_left_without_a_fight_changed_hands_in_peace() -> None:
    (quiet,) = _mentions("M23 took control of the town of Masisi on Monday without a fight after soldiers withdrew.")
    (stormed,) = _mentions("M23 took control of the town of Masisi on Monday after clashes with soldiers.")
    assert (quiet.event_type, stormed.event_type) == ("Strategic developments", "Battles")


def test_what_fighters_carry_makes_their_fight_no_bombardment() -> None:
    (fight,) = _mentions(
        "Militants attacked a police post near Bannu in Pakistan with hand grenades on Monday. The exchange of fire "
        "continued for an hour, and five policemen were killed."
    )
    assert fight.sub_event_type == "Armed clash"


def test_the_dead_of_both_sides_add_up_though_the_title_counts_one() -> None:
    published = datetime(2024, 3, 13, 9, tzinfo=UTC)
    title = "Five policemen killed in attack in Pakistan"
    text = (
        "Five policemen were killed when militants attacked a post near Bannu in Pakistan on Monday, police said. "
        "Four attackers were killed in the exchange of fire, police said."
    )
    article = ArticleText("art", 1, "https://example.org/a", None, "Example", title, text, published, "en")
    (fight,) = read_article(article).mentions
    assert (fight.fatalities.best, fight.fatalities_target, fight.fatalities_actor) == (9, 5, 4)


def test_the_headline_of_a_round_up_counts_for_none_of_its_incidents() -> None:
    published = datetime(2024, 3, 13, 9, tzinfo=UTC)
    text = (
        "In Bannu, gunmen threw a grenade at a shop on Monday. The shopkeeper and eight customers were wounded, "
        "police in Pakistan said.\n\nSeparately, gunmen killed two labourers in Quetta on Monday."
    )
    title = "Two killed in separate attacks in Pakistan"
    article = ArticleText("art", 1, "https://example.org/a", None, "Example", title, text, published, "en")
    told = {mention.where.place.name: mention for mention in read_article(article).mentions if mention.where.place}
    assert (told["Bannu"].fatalities.best, told["Bannu"].injuries.best) == (None, 9)
    assert told["Quetta"].fatalities.best == 2


def test_no_casualties_means_none_dead_and_none_injured() -> None:
    (bombing,) = _mentions(
        "Rebels bombed an oil pipeline near Saravena in Colombia on Monday. No casualties were reported."
    )
    assert (bombing.fatalities.best, bombing.injuries.best) == (0, 0)


def test_another_strike_is_another_incident() -> None:
    found = _mentions(
        "Israeli air strikes killed nine people in Khan Younis in Gaza on Monday, medics said.\n\n"
        "Another strike on a house in Jabalia killed eight people, medics said."
    )
    assert [mention.fatalities.best for mention in found] == [9, 8]
