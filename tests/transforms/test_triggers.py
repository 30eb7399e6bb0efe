"""Trigger words: what is found, what idioms hide, and the event type they make."""

import pytest

from transforms.schema import EVENT_TYPE_OF, WEAPON_TYPES
from transforms.triggers import classify, find_article_triggers, find_triggers
from transforms.triggers.hauls import lies_in_haul

FOUND = [
    ("Gunmen ambushed an army patrol near Menaka.", "Armed clash"),
    ("Clashes erupted between the two sides at dawn.", "Armed clash"),
    ("Soldiers and rebels exchanged fire for two hours.", "Armed clash"),
    ("Heavy fighting was reported outside the town.", "Armed clash"),
    ("A gun battle raged in the old quarter.", "Armed clash"),
    ("Four officers were shot dead at a checkpoint.", "Attack"),
    ("Unknown men opened fire on a minibus.", "Attack"),
    ("A councillor was gunned down outside his home.", "Attack"),
    ("The judge was assassinated on her way to court.", "Attack"),
    ("Fighters beheaded two captives.", "Attack"),
    ("The massacre left 40 villagers dead.", "Attack"),
    ("A teenager was stabbed in the market.", "Attack"),
    ("Five farmers were hacked to death with machetes.", "Attack"),
    ("Police are investigating a drive-by shooting on Elm Street.", "Attack"),
    ("The homicide is the city's tenth this year.", "Attack"),
    ("A car bomb tore through a crowded street.", "Remote explosive/landmine/IED"),
    ("An IED hit a convoy.", "Remote explosive/landmine/IED"),
    ("The vehicle drove over a landmine.", "Remote explosive/landmine/IED"),
    ("A blast shook the capital.", "Remote explosive/landmine/IED"),
    ("A suicide bomber blew himself up at a wedding.", "Suicide bomb"),
    ("Air strikes flattened three houses.", "Air/drone strike"),
    ("Airstrikes continued overnight.", "Air/drone strike"),
    ("Helicopters dropped barrel bombs on the suburb.", "Air/drone strike"),
    ("A drone strike killed a commander.", "Air/drone strike"),
    ("Artillery shelling hit the market.", "Shelling/artillery/missile attack"),
    ("Mortar rounds landed near the school.", "Shelling/artillery/missile attack"),
    ("A ballistic missile struck the port.", "Shelling/artillery/missile attack"),
    ("Chlorine was used in the attack, doctors said.", "Chemical weapon"),
    ("Victims of the sarin attack were flown out.", "Chemical weapon"),
    ("Someone threw a hand grenade into the bar.", "Grenade"),
    ("A sound bomb was found in the yard.", "Grenade"),
    ("A guided aerial bomb hit a bakery.", "Air/drone strike"),
    ("Two shepherds were wounded by a mine.", "Remote explosive/landmine/IED"),
    ("Bandits abducted 30 pupils.", "Abduction/forced disappearance"),
    ("Two nurses were taken hostage.", "Abduction/forced disappearance"),
    ("An angry crowd lynched two suspects.", "Mob violence"),
    ("Rioters pelted police with stones.", "Violent demonstration"),
    ("Police fired tear gas at the march.", "Protest with intervention"),
    ("Houses were torched and shops looted.", "Looting/property destruction"),
    ("Government troops recaptured the town.", "Government regains territory"),
    ("Insurgents seized control of the base.", "Non-state actor overtakes territory"),
    ("Soldiers raped several women.", "Sexual violence"),
    ("Bandits opened indiscriminate fire on a bus.", "Attack"),
    ("A soldier's rifle went off in the yard.", "Attack"),
    ("A blast struck the police vehicle.", "Remote explosive/landmine/IED"),
    ("Two suicide truck bombers hit the base.", "Suicide bomb"),
    ("Police arrested eleven suspects.", "Arrests"),
]

IDIOMS = [
    "He suffered a heart attack on Sunday.",
    "Her panic attacks returned during the pandemic.",
    "The striker's shot on goal went over.",
    "He has the best shooting percentage in the league.",
    "A late header killed off the game.",
    "They lacked ideas in attack on the penalty area.",
    "The film bombed at the box office.",
    "Sunday's match is a clash of styles.",
    "He lost a long battle with cancer.",
    "Teachers announced strike action in March.",
    "The supermarket price war goes on.",
    "The two firms struck a deal on Monday.",
    "Households were hit by inflation.",
    "The minister gave a hostage to fortune.",
    "A blast of cold air arrives on Friday.",
    "The coach came under fire from critics.",
    "She is shooting a film in Prague.",
    "The bill was killed in the Senate.",
    "A cyber attack took the site offline.",
    "Analysts expect an explosion in prices.",
    "The bank arrested the decline of the currency.",
    "Bird strikes grounded the jet.",
    "Two people died in a car crash.",
    "At least 300 people were killed in an earthquake.",
    "The court struck down the law.",
    "Nurses' strikes over pay resume next week.",
    "It was a personal attack, the senator said.",
    "The players went on strike.",
    "The joke was grossly offensive.",
    "The goalkeeper blasted the ball upfield.",
    "He shot 71 percent from the line.",
    "He was trying to strike the driver.",
    "The orchestra performed in Vienna.",
    "Anger exploded after the vote.",
    "A deal had at last been struck in Geneva.",
    "The will was neither witnessed nor executed.",
    "The bank executed the trade on Monday.",
    "A prisoner hanged himself in his cell.",
    "The tent has much dead space.",
    "Firefighters battled the blaze until dawn.",
    "Only displaced students may enrol.",
]


@pytest.mark.parametrize(("sentence", "sub_event_type"), FOUND)
def test_strongest_trigger_tells_the_sub_event_type(sentence: str, sub_event_type: str) -> None:
    strongest = max(find_triggers(sentence), key=lambda trigger: trigger.weight)
    assert strongest.sub_event_type == sub_event_type
    assert strongest.event_type == EVENT_TYPE_OF[sub_event_type]


@pytest.mark.parametrize("sentence", IDIOMS)
def test_words_of_violence_in_idioms_are_no_triggers(sentence: str) -> None:
    assert find_triggers(sentence) == []


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in FOUND])
def test_prefilter_lets_every_incident_through(sentence: str) -> None:
    assert find_triggers(sentence)


def test_idiom_hides_only_its_own_words() -> None:
    triggers = find_triggers("Hours after they struck a deal, gunmen ambushed the envoy.")
    assert [trigger.raw for trigger in triggers] == ["ambushed"]


def test_protests_that_explode_stay_protests() -> None:
    assert [trigger.raw for trigger in find_triggers("Protests have exploded in the capital.")] == ["Protests"]


def test_air_strikes_over_a_city_are_not_a_labour_strike() -> None:
    assert [trigger.raw for trigger in find_triggers("Air strikes over Gaza City hit workers.")] == ["Air strikes"]


def test_offsets_hold_in_text_with_accents_and_curly_quotes() -> None:
    text = "À Aïn, they “gunned down” José"
    (trigger,) = find_triggers(text)
    assert text[trigger.start : trigger.end] == trigger.raw == "gunned down"


def test_trigger_is_a_whole_word() -> None:
    assert find_triggers("The skilled attaché painted bombazine.") == []


def test_trigger_hints_at_its_weapon() -> None:
    weapons = {trigger.weapon_type for trigger in find_triggers("Gunmen shot dead two men; a grenade went off.")}
    assert weapons == {"Firearms", "Explosives"}
    assert weapons <= set(WEAPON_TYPES)


@pytest.mark.parametrize(
    ("sentence", "weapon_type"), [("They executed nine captives.", None), ("They beheaded nine captives.", "Melee")]
)
def test_how_captives_were_executed_is_not_known_unless_told(sentence: str, weapon_type: str | None) -> None:
    assert [trigger.weapon_type for trigger in find_triggers(sentence)] == [weapon_type]


@pytest.mark.parametrize(
    ("sentence", "taken"),
    [
        ("Troops killed four rebels and confiscated two rifles, a mortar and rockets.", "mortar rockets"),
        ("Weapons including rockets were handed over, and mortars fell on a school.", ""),
        ("Rebels seized control of the base with mortars.", ""),
    ],
)
def test_weapons_that_are_taken_from_somebody_were_not_fired(sentence: str, taken: str) -> None:
    found = [trigger.raw for trigger in find_triggers(sentence) if lies_in_haul(sentence, trigger.start)]
    assert [word for word in found if word in {"mortar", "mortars", "rockets"}] == taken.split()


CLASSIFIED = [
    ("Jihadists ambushed soldiers.", "armed group", "state forces", "Armed clash"),
    ("Gunmen attacked an army post, killing nine.", "armed group", "state forces", "Armed clash"),
    ("Nine soldiers were killed in the attack.", None, "state forces", "Armed clash"),
    ("Militiamen attacked the village and killed nine.", "communal militia", "civilian", "Attack"),
    ("A gunman shot dead four people.", "armed group", "civilian", "Attack"),
    ("Warplanes bombed the town, killing nine.", "state forces", "civilian", "Air/drone strike"),
    ("The group bombed a police station.", "armed group", "police", "Remote explosive/landmine/IED"),
    ("A suicide bomber attacked the mosque.", "armed group", "civilian", "Suicide bomb"),
    ("Shelling killed six people.", None, None, "Shelling/artillery/missile attack"),
    ("Gunmen kidnapped a priest.", "armed group", "civilian", "Abduction/forced disappearance"),
    (
        "Police opened fire on protesters, killing three.",
        "police",
        "protesters",
        "Excessive force against protesters",
    ),
    (
        "Police fired tear gas shells, then opened fire on a crowd of farmers, killing four.",
        "police",
        "civilian",
        "Excessive force against protesters",
    ),
    ("Police fired tear gas at protesters.", "police", "protesters", "Protest with intervention"),
    ("A mob lynched a suspected thief.", "rioters", "civilian", "Mob violence"),
    ("The army recaptured the town after clashes.", "state forces", "armed group", "Government regains territory"),
    (
        "Rebels overran the base and seized control.",
        "armed group",
        "state forces",
        "Non-state actor overtakes territory",
    ),
    ("Thousands protested in the capital.", "protesters", None, "Peaceful protest"),
    ("Police arrested eleven suspects.", "police", "civilian", "Arrests"),
    ("Three rebels died in an encounter with troops.", "state forces", "armed group", "Armed clash"),
    ("Nurses marched through the town.", "protesters", None, "Peaceful protest"),
    ("Gunmen stormed the hotel before soldiers retook the building.", "armed group", "police", "Armed clash"),
    ("Two guided bombs hit a shop.", None, "civilian", "Air/drone strike"),
    ("A grenade was thrown into a bar; the blast broke windows and an explosion followed.", None, None, "Grenade"),
    (
        "Artillery shells hit a camp before an explosion was heard.",
        None,
        "civilian",
        "Shelling/artillery/missile attack",
    ),
    ("A car bomb and a grenade exploded in a blast.", None, "civilian", "Remote explosive/landmine/IED"),
    (
        "Thousands protested. The protest went on, and protests grew. He had set points for strikes.",
        "protesters",
        None,
        "Peaceful protest",
    ),
    ("A suicide bomber detonated a bomb in a market.", "armed group", "civilian", "Suicide bomb"),
    ("The blast hit a mosque; the suicide attacker's bomb exploded early.", None, "civilian", "Suicide bomb"),
]


@pytest.mark.parametrize(("sentence", "actor_type", "target_type", "expected"), CLASSIFIED)
def test_event_type_follows_triggers_and_sides(
    sentence: str, actor_type: str | None, target_type: str | None, expected: str
) -> None:
    assert classify(find_triggers(sentence), actor_type, target_type) == (EVENT_TYPE_OF[expected], expected)


@pytest.mark.parametrize(
    ("sentence", "actor_type", "actor_raw", "expected"),
    [
        ("They attacked the village.", "state forces", "Syrian jets", "Air/drone strike"),
        ("They attacked the village.", "state forces", "Syrian troops", "Attack"),
        ("They had bombed a hideout.", "unknown", "F-16 jets", "Air/drone strike"),
        ("They beat to death a suspected thief.", "civilian", "residents", "Mob violence"),
        ("They beat to death a suspected thief.", "civilian", "a driver", "Attack"),
        (
            "A car bomb struck the office; the bombing killed five.",
            "state forces",
            "the regime",
            "Remote explosive/landmine/IED",
        ),
    ],
)
def test_the_words_for_the_actor_tell_aircraft_and_mobs(
    sentence: str, actor_type: str, actor_raw: str, expected: str
) -> None:
    assert classify(find_triggers(sentence), actor_type, "civilian", actor_raw)[1] == expected


@pytest.mark.parametrize(
    ("lead", "then", "expected"),
    [
        ("A gunfight raged near the dam.", "A bomb exploded under a patrol.", "Armed clash"),
        ("Fighters stormed the barracks.", "One blew himself up at the gate.", "Armed clash"),
        ("A bomb exploded under a patrol.", "A gunfight followed.", "Remote explosive/landmine/IED"),
        ("The army clashed with rebels.", "Air strikes and shelling went on.", "Air/drone strike"),
    ],
)
def test_a_fight_that_opens_the_story_stays_one_whatever_bomb_goes_off_in_it(
    lead: str, then: str, expected: str
) -> None:
    told = find_triggers(f"{lead} {then}")
    assert classify(told, "armed group", "state forces", None, find_triggers(lead))[1] == expected


def test_nothing_told_is_another_strategic_development() -> None:
    assert classify([], None, None) == ("Strategic developments", "Other")


def test_triggers_of_an_article_are_those_of_its_title_and_text_in_one() -> None:
    title, text = "Car bomb kills nine", "A heart\nattack killed him. Four were shot dead, the army\nshelled Mora."
    found = find_article_triggers(title, text)
    assert found == find_triggers(f"{title}\n{text}")
    assert {trigger.start > len(title) for trigger in found} == {True, False}
