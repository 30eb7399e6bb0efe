"""Figures of dead, wounded, abducted and the like, read from single sentences.

An expected figure is written "killed 19+ update": quantity, bounds, then scope and flags. Bounds:
"19" exactly, "19+" at least 19, ">40" more than 40, "<=30" up to 30, "10-15" between, "<9" fewer
than ten, "12~" a low bound only.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.casualties import read_casualties
from transforms.casualties.figure import Figure, sum_parts
from transforms.casualties.kinds import type_victims

Bounds = tuple[int | None, int | None, int | None]

WIRE = [
    ("At least 19 Syrian regime forces and allied militiamen were killed in the attack.", "killed 19+"),
    ("At least 19 Syrian regime forces, allied militiamen killed in attack: monitor", "killed 19+"),
    ("Rebels killed 19 soldiers near the river.", "killed 19"),
    ("Nine civilians who lived there were killed along with two soldiers.", "killed 9; killed 2"),
    ("A raid killed 22 people, a local rescuer and a resident said.", "killed 22"),
    ("We buried everyone in one place.", ""),
    ("The rebels gave no casualty figures.", ""),
    ("It said that one of its cadres had died.", "killed 1"),
    ("Four of its members had fallen while on duty.", "killed 4"),
    ("Two tax collectors who had been abducted by separatist fighters were executed.", "abducted 2; killed 2"),
    ("Two men died in a strike in southern Lebanon and three others were shot dead.", "killed 2; killed 3"),
    ("Fourteen people with bullet and machete wounds were brought to the hospital.", "injured 14"),
    ("They found three men and one woman with gunshot wounds.", "injured 3 joint; injured 1 joint"),
    ("Officials put the number of people taken at 11.", "abducted 11"),
    ("The fighting has driven some 600 from their homes.", "displaced 600"),
    ("The group clashed with the army, killing 13 soldiers and wounding others.", "killed 13; injured 1~"),
    ("Nineteen people died when the bus hit a mine.", "killed 19"),
    ("Twelve miners lost their lives in the raid.", "killed 12"),
    ("Six villagers perished in the flames.", "killed 6"),
    ("Three herders were found dead near the well.", "killed 3"),
    ("Two guards were shot dead at the gate.", "killed 2"),
    ("Four fighters were martyred in the shelling, the party said.", "killed 4"),
    ("Two of the patients succumbed on Tuesday.", "killed 2 subset"),
    ("The raid ended, leaving 12 dead and 30 wounded.", "killed 12; injured 30"),
    ("Twelve dead, 30 hurt as truck bomb hits depot", "killed 12; injured 30"),
    ("The shelling claimed the lives of 12 people.", "killed 12"),
    ("The bombing claimed 12 lives.", "killed 12"),
    ("Officials gave a death toll of 40.", "killed 40"),
    ("Some 300 villagers have fallen victim to the raids.", "killed 300"),
    (
        "Four miners were killed in the ambush, two days after a blast on the same road left 31 people dead.",
        "killed 4; killed 31 cumulative",
    ),
    (
        "The crash raised the total number of peacekeepers killed in Mali to 18.",
        "killed 18 cumulative",
    ),
    ("The death toll stood at 25 on Sunday.", "killed 25"),
    ("The death toll rose to 25 on Sunday.", "killed 25 update"),
    ("The death toll from the market blast has risen to 25 from 21.", "killed 25 update"),
    ("The death toll has reached 110.", "killed 110 update"),
    ("The toll climbed to at least 60.", "killed 60+ update"),
    ("Rescuers pulled out three more bodies, bringing the death toll to 44.", "killed 3 increment; killed 44 update"),
    ("Death Toll from Market Blast Rises to 45", "killed 45 update"),
    ("The bodies of 12 people were found in a well.", "killed 12"),
    ("Twelve bodies were recovered from the river.", "killed 12"),
    ("Residents buried 43 people on Friday.", "killed 43"),
    ("The killing of six priests shocked the town.", "killed 6"),
    ("The army regretted the deaths of nine civilians.", "killed 9"),
    ("Police are investigating the murder of two teachers.", "killed 2"),
    ("All 17 on board were killed.", "killed 17"),
    ("The two men were shot and killed.", "killed 2"),
    ("A woman and her two children were killed.", "killed 1; killed 2"),
    ("A policeman and three civilians were killed.", "killed 1; killed 3"),
    ("Five soldiers, two policemen and a civilian died.", "killed 5; killed 2; killed 1"),
    ("Five civilians, including two children, were killed.", "killed 5; killed 2 subset"),
    ("The blast killed 14 people, including three women and a child.", "killed 14; killed 3 subset; killed 1 subset"),
    ("Nine people were killed, among them a journalist.", "killed 9; killed 1 subset"),
    ("Those killed include 11 militants from the brigade.", "killed 11 subset"),
    ("Among the dead were two nurses.", "killed 2 subset"),
    ("Sixteen people died, 11 of them children.", "killed 16; killed 11 subset"),
    ("Strikes left 35 people including 22 children dead.", "killed 35; killed 22 subset"),
    ("Clashes left 23 civilians - including nine children - dead.", "killed 23; killed 9 subset"),
    ("Three more people later died.", "killed 3 increment"),
    ("Another three people died on Tuesday.", "killed 3 increment"),
    ("A gunman killed one soldier and wounded another.", "killed 1; injured 1"),
    ("The mine killed one soldier and wounded three more.", "killed 1; injured 3"),
    ("The shell killed two people on Monday and another three died overnight.", "killed 2; killed 3 increment"),
    ("The attackers killed him and his wife.", "killed 1; killed 1"),
    ("Gunmen kill 12 in raid on mosque", "killed 12"),
    ("Blast kills 12 in capital", "killed 12"),
    ("29 Rebels Dead in Fighting", "killed 29"),
    ("Two dead, four wounded in market shooting", "killed 2; injured 4"),
    ("Airstrike leaves eight dead", "killed 8"),
    ("Ten soldiers killed, six wounded in ambush", "killed 10; injured 6"),
    ("19 killed 30 wounded in twin blasts", "killed 19; injured 30"),
    ("More than 40 people were killed.", "killed >40"),
    ("Over 40 people were killed.", "killed >40"),
    ("Up to 30 rebels were killed.", "killed <=30"),
    ("As many as 30 rebels were killed.", "killed <=30"),
    ("Nearly 60 people have been killed.", "killed <=60"),
    ("Fewer than 10 people were hurt.", "injured <9"),
    ("Between 10 and 15 fighters were killed.", "killed 10-15"),
    ("Ten to 15 fighters were killed.", "killed 10-15"),
    ("Some 40 people were killed.", "killed 40"),
    ("About 1,200 people were displaced.", "displaced 1200"),
    ("No fewer than seven hostages died.", "killed 7+"),
    ("Dozens of people were killed.", "killed 12~"),
    ("Scores were wounded when the stand collapsed under fire.", "injured 20~"),
    ("Hundreds of civilians have been killed.", "killed 100~"),
    ("The strike killed several people.", "killed 3~"),
    ("A dozen soldiers were captured.", "abducted 12"),
    ("Half a dozen people were hurt.", "injured 6"),
    ("Thirty people were killed or wounded.", "killed 30 joint"),
    ("The strike killed or wounded 30 fighters.", "killed 30 joint"),
    ("Nineteen killed and injured in attack on checkpoint", "killed 19 joint"),
    ("The clashes caused 40 casualties.", "killed 40 joint"),
    ("Six people, four women and two men, were killed.", "killed 6; killed 4 subset; killed 2 subset"),
    ("The strike killed a commander and five of his guards.", "killed 1; killed 5"),
    ("A rocket killed 12 soldiers and 30 were wounded.", "killed 12; injured 30"),
    ("Gunmen killed 12 soldiers and wounded 30.", "killed 12; injured 30"),
    ("Twelve people were killed and at least 30 others injured.", "killed 12; injured 30+"),
    ("Twelve people in a minibus were killed.", "killed 12"),
    ("Twelve people who were praying in the mosque were killed.", "killed 12"),
    ("Twelve wounded soldiers were flown to the capital.", "injured 12"),
    ("The attack, which killed 85 people, shocked the country.", "killed 85"),
    ("Two suicide bombers attacked the base and six troops were killed.", "killed 6"),
    ("They killed and beheaded five civilians.", "killed 5"),
    ("An elder was assassinated in the bazaar.", "killed 1"),
    ("A gas attack massacred 80 people.", "killed 80"),
    ("Two hostages were beheaded.", "killed 2"),
    ("The court said the men had executed 25 captives.", "killed 25"),
    ("Two medics among 31 dead in shelling", "killed 2 subset; killed 31"),
    ("Among the 12 dead were three nurses.", "killed 12; killed 3 subset"),
    ("The number of rebels killed in the town has risen to 39.", "killed 39 update"),
    ("Air raids killed 45 people in Homs and 22 in Hama.", "killed 45; killed 22"),
    ("The group said that four women and a child were among the dead.", "killed 4 subset; killed 1 subset"),
    ("Six farmers including a girl were among at least 22 people killed.", "killed 6 subset; killed 22+"),
    ("The raid killed at least 26 people, a hospital official said.", "killed 26+"),
    ("The mine killed two herders and injured a third.", "killed 2; injured 1"),
    ("They shot one of the guards dead.", "killed 1 subset"),
    ("Surgeons treated 20 people for burns.", "injured 20"),
    ("The attackers fled and one was captured alive.", "arrested 1"),
    ("Around 1.000.000 people were displaced.", "displaced 1000000"),
    ("The ship True North was hit by a missile fired from the coast.", ""),
    ("The army lost five men.", "killed 5"),
    ("Both victims were killed.", "killed 2"),
    ("Twelve policemen, five CJTF and a herdsman were killed.", "killed 12; killed 5; killed 1"),
    ("Four members of the Arakan Army and Bamar Fighters and a monk died.", "killed 4; killed 1"),
    ("Six guards sustained injuries when the wall fell.", "injured 6"),
    ("Seven others are undergoing treatment at a clinic.", "injured 7"),
    ("Three of the miners remain in hospital.", "injured 3 subset"),
    ("The girl died while receiving treatment.", "killed 1"),
    ("At least 70 regime and rebel fighters have been killed.", "killed 70+"),
    ("The jets destroyed 20 militants in the valley.", "killed 20"),
    ("The victims, a man and a woman, were found dead.", "killed 1; killed 1"),
    (
        "Clashes left 23 civilians - including nine children - and 16 rebels dead.",
        "killed 23; killed 9 subset; killed 16",
    ),
]

BACKGROUND = [
    ("More than 400,000 people have been killed in the war.", "killed >400000 cumulative"),
    ("The militants have killed at least 1,170 soldiers since March 2019.", "killed 1170+ cumulative"),
    ("The office recorded 861 people killed over the same months.", "killed 861 cumulative"),
    ("It documented 45 civilians killed between March and August.", "killed 45 cumulative"),
    ("In the first six months of the year 320 people were killed.", "killed 320 cumulative"),
    ("Some 4,000 people died in more than a year of fighting.", "killed 4000 cumulative"),
    ("So far this year 300 civilians have been killed.", "killed 300 cumulative"),
    ("Over the past decade 20,000 people have died.", "killed 20000 cumulative"),
    ("The 10-year conflict has displaced 2 million people.", "displaced 2000000 cumulative"),
    ("Since the start of the war, 90 journalists have been killed.", "killed 90 cumulative"),
    ("In the last three years, at least 50 aid workers were abducted.", "abducted 50+ cumulative"),
    ("It was the deadliest attack since 2014, killing 40 people.", "killed 40"),
    ("Forty people were killed in the worst attack since 2014.", "killed 40"),
    ("Six people have been killed since Monday.", "killed 6"),
    ("Shells killed two civilians in the city, which has been divided since July 2012.", "killed 2"),
    ("They planned to kill 12 officers.", ""),
    ("The group threatened to execute 21 hostages.", ""),
    ("Hundreds could be killed if the dam breaks.", ""),
    ("The bomb would have killed 50 people.", ""),
    ("Two soldiers may have been killed.", "killed 2"),
    ("At least 10 people were feared dead.", "killed 10+"),
    ("The minister was killed in 2017.", "killed 1"),
    ("In 2017 the town had 3,000 people.", ""),
    ("Police found 12 rifles near the road.", ""),
    ("The two sides held three days of talks.", ""),
    ("A 34-year-old was appointed.", ""),
    ("The siege began at 10:54 am on Highway 4.", ""),
]

ZERO = [
    ("No casualties were reported.", "killed 0 denied; injured 0 denied"),
    ("There were no deaths.", "killed 0 denied"),
    ("No one was killed.", "killed 0 denied"),
    ("Nobody was hurt in the blast.", "injured 0 denied"),
    ("No injuries were reported.", "injured 0 denied"),
    ("No officers were injured.", "injured 0 denied"),
    ("None of the passengers was hurt.", "injured 0 denied"),
    ("The boy was not injured.", "injured 0 denied"),
    ("There were no immediate reports of casualties.", ""),
    ("No further casualties were reported.", ""),
]

OTHER_QUANTITIES = [
    ("Gunmen kidnapped 12 students from a college.", "abducted 12"),
    ("They took 20 people hostage.", "abducted 20"),
    ("Pirates seized 15 sailors off the coast.", "abducted 15"),
    ("Two engineers were seized on the road.", "abducted 2"),
    ("The rebels seized two villages and 30 rifles.", ""),
    ("Officers nabbed four suspects.", "arrested 4"),
    ("Twenty workers were taken hostage.", "abducted 20"),
    ("Bandits abducted a priest and two nuns.", "abducted 1; abducted 2"),
    ("The fighters captured 11 soldiers.", "abducted 11"),
    ("Police arrested 15 suspects.", "arrested 15"),
    ("Two men were taken into custody.", "arrested 2"),
    ("Troops detained more than 200 people overnight.", "arrested >200"),
    ("Twenty people are missing.", "missing 20"),
    ("Four journalists went missing near the front.", "missing 4"),
    ("Ten people were killed and six are still missing.", "killed 10; missing 6"),
    ("Fighting displaced 3,000 families.", "displaced 3000"),
    ("Some 12,000 people have fled their homes.", "displaced 12000"),
    ("The boy fled.", ""),
    ("No one is in custody.", ""),
    ("The raids forced 5,000 people to flee.", "displaced 5000"),
    ("Two vehicles were burned.", "destroyed 2"),
    ("They retreated after setting a vehicle on fire.", "destroyed 1"),
    ("The shelling destroyed three houses and a school.", "destroyed 3; destroyed 1"),
    ("Militants torched 60 houses.", "destroyed 60"),
    ("Insurgents set two trucks ablaze.", "destroyed 2"),
]

LOCAL_CRIME = [
    ("John Smith, 34, was shot and killed on Monday.", "killed 1"),
    ("Maria Lopez, 22, of Eastville, died at the scene.", "killed 1"),
    ("Tom Reed and Ann Cole were killed.", "killed 1; killed 1"),
    ("Tom Reed, 41, and his son were found dead.", "killed 1; killed 1"),
    ("The suspect fatally shot Ann Cole.", "killed 1"),
    ("A man has been charged in the death of Ann Cole.", "killed 1"),
    ("A man was fatally shot.", "killed 1"),
    ("A man was shot in the leg.", "injured 1 joint"),
    ("A 19-year-old was shot in the leg.", "injured 1 joint"),
    ("Two men were shot, one fatally.", "injured 2 joint; killed 1 subset"),
    ("Man fatally shot, four others injured on Oak Street", "killed 1; injured 4"),
    ("Teen found shot to death in alley", "killed 1"),
    ("Boy, 7, dies after accidental shooting", "killed 1"),
    ("The victim was pronounced dead at the hospital.", "killed 1"),
    ("Medics pronounced him dead.", "killed 1"),
    ("A woman is in critical condition.", "injured 1"),
    ("Two teenagers were hospitalized.", "injured 2"),
    ("Three people were taken to the hospital.", "injured 3"),
    ("The shooting sent four people to a local hospital.", "injured 4"),
    ("One of five people shot outside a club has died.", "injured 5 joint; killed 1 subset"),
    ("A teenager wounded in a shooting last week has died.", "injured 1; killed 1"),
    ("A mother who was shot by her son has died.", "injured 1 joint; killed 1"),
    ("A young mother from St. Albans was killed.", "killed 1"),
    ("The bus driver killed Ann Cole, 21, and Peter Reed, 22, on Friday.", "killed 1; killed 1"),
    ("Image 2 of 8: a man was killed on Friday.", "killed 1"),
    ("A girl suffered a gunshot wound to the arm.", "injured 1 joint"),
    ("A driver suffered a fatal gunshot wound.", "killed 1"),
    ("Someone opened fire, striking three men.", "injured 3 joint"),
    ("A bystander was grazed by a bullet.", "injured 1"),
    ("He shot his wife before turning the gun on himself.", "injured 1 joint; killed 1"),
    ("One person is dead and two others are recovering.", "killed 1; injured 2"),
    ("A shooting left a 17-year-old boy dead.", "killed 1"),
    ("Officers found a body in the driveway.", "killed 1"),
    ("The gunman killed himself.", "killed 1"),
]


def _bounds(text: str) -> Bounds:
    if text.startswith(">"):
        return int(text[1:]) + 1, int(text[1:]) + 1, None
    if text.startswith("<="):
        return None, int(text[2:]), int(text[2:])
    if text.startswith("<"):
        return None, None, int(text[1:])
    if "-" in text:
        low, high = text.split("-")
        return int(low), None, int(high)
    value = int(re.sub(r"\D", "", text))
    if text.endswith("~"):
        return value, None, None
    return value, value, None if text.endswith("+") else value


def _expected(figures: str) -> list[tuple[str, Bounds, str, bool, bool]]:
    rows = []
    for figure in filter(None, figures.split("; ")):
        quantity, bounds, *flags = figure.split()
        scope = next((flag for flag in flags if flag not in ("joint", "denied")), "total")
        rows.append((quantity, _bounds(bounds), scope, "joint" in flags, "denied" in flags))
    return rows


def _read(sentence: str) -> list[tuple[str, Bounds, str, bool, bool]]:
    return [
        (figure.quantity, (figure.low, figure.best, figure.high), figure.scope, figure.joint, figure.is_denied)
        for figure in read_casualties(sentence)
    ]


@pytest.mark.parametrize(("sentence", "figures"), WIRE + BACKGROUND + ZERO + OTHER_QUANTITIES + LOCAL_CRIME)
def test_figures_of_a_sentence(sentence: str, figures: str) -> None:
    assert _read(sentence) == _expected(figures)


def test_phrase_number_and_victims_keep_their_places() -> None:
    sentence = "In the desert at least 19 Syrian regime forces and allied militiamen were killed on Tuesday."
    (figure,) = read_casualties(sentence)
    assert sentence[figure.start : figure.end] == ("at least 19 Syrian regime forces and allied militiamen were killed")
    assert sentence[figure.number_start : figure.number_end] == "at least 19"
    assert (figure.victims_raw, figure.modifier_raw) == ("Syrian regime forces and allied militiamen", "at least")
    assert figure.victims_type == "state forces"


def test_victims_of_a_unit_are_named_whole() -> None:
    (figure,) = read_casualties("Those killed include 11 militants from the Iran-backed Baqer Brigade.")
    assert figure.victims_raw == "militants from the Iran-backed Baqer Brigade"
    assert figure.victims_type == "armed group"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("soldiers", "state forces"),
        ("Syrian soldiers and civilians", "state forces"),
        ("police officers", "state forces"),
        ("rebel forces", "armed group"),
        ("militants", "armed group"),
        ("regime fighters", "state forces"),
        ("villagers", "civilian"),
        ("children", "child"),
        ("women", "woman"),
        ("aid workers", "aid worker"),
        ("paramedics", "aid worker"),
        ("Turkish journalist", "journalist"),
        ("mayor", "official"),
        ("people", "unknown"),
        ("displaced people", "civilian"),
        ("16-year-old", "child"),
        ("members of the country's security forces", "state forces"),
        ("Red Crescent volunteers", "aid worker"),
        ("", "unknown"),
    ],
)
def test_victims_are_typed_by_their_noun(words: str, kind: str) -> None:
    assert type_victims(words) == kind


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("Nineteen soldiers died.", "count"),
        ("A soldier was killed.", "single"),
        ("The pilot was killed.", "definite"),
        ("He was killed.", "pronoun"),
        ("John Smith, 34, was killed.", "name"),
        ("The blast wounded others.", "vague"),
        ("No one was killed.", "none"),
    ],
)
def test_form_says_how_the_victims_are_counted(sentence: str, form: str) -> None:
    (figure,) = read_casualties(sentence)
    assert figure.form == form


@pytest.mark.parametrize(
    ("sentence", "is_hedged"),
    [
        ("At least 10 people were feared dead.", True),
        ("Ten people reportedly died.", True),
        ("Ten people died.", False),
    ],
)
def test_hedge_is_marked(sentence: str, is_hedged: bool) -> None:
    (figure,) = read_casualties(sentence)
    assert figure.is_hedged is is_hedged


def test_vague_number_keeps_the_conservative_figure_apart() -> None:
    dozens, forty = (read_casualties(f"{number} people were killed.")[0] for number in ("Dozens of", "More than 40"))
    assert (dozens.best, dozens.conservative, forty.conservative) == (None, 12, 40)


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("A policeman and three civilians were killed.", (4, 4, 4)),
        ("Five soldiers, two policemen and a civilian died.", (8, 8, 8)),
        ("At least five soldiers and two civilians died.", (7, 7, None)),
        ("Dozens of soldiers and two civilians died.", (14, None, None)),
    ],
)
def test_coordinated_parts_add_up(sentence: str, bounds: Bounds) -> None:
    total = sum_parts(read_casualties(sentence))
    assert total is not None
    assert (total.low, total.best, total.high) == bounds


@pytest.mark.parametrize(
    "sentence",
    [
        "Five civilians, including two children, were killed.",
        "Six people, four women and two men, were killed.",
        "The attack killed 12 soldiers and wounded 30.",
        "The shell killed nine people on Monday and three died in the market.",
        "No one was killed.",
    ],
)
def test_nothing_is_added_to_a_total(sentence: str) -> None:
    assert sum_parts(read_casualties(sentence)) is None


def test_figures_of_one_statement_share_a_chain() -> None:
    first, second, third = read_casualties("A rocket killed a guard and two drivers and 30 were wounded.")
    assert first.chain == second.chain != third.chain
    assert isinstance(third, Figure)


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Two jawans were killed and five others wounded.", ["state forces", "state forces"]),
        ("The raid killed a farmer and wounded three.", ["civilian", "civilian"]),
        ("The raid killed nine people and wounded three.", ["unknown", "unknown"]),
        ("They stopped a van full of passengers and shot dead six of them.", ["civilian"]),
        ("Nearly 300 houses were destroyed.", ["unknown"]),
    ],
)
def test_others_and_bare_numbers_are_of_the_kind_before_them(sentence: str, kinds: list[str]) -> None:
    assert [figure.victims_type for figure in read_casualties(sentence)] == kinds


@pytest.mark.parametrize("words", ["he was shot and ", "killed 45 in Homs and 22 in Hama and ", "12 who were killed "])
def test_text_without_sentence_ends_is_read_in_time_that_grows_with_its_length(words: str) -> None:
    figures = read_casualties("Nine people were killed in a raid, " + words * (6_000 // len(words)))
    assert (figures[0].quantity, figures[0].best) == ("killed", 9)


def test_offsets_hold_in_text_without_sentence_ends() -> None:
    text = "The talks went on, " * 80 + "and 14 soldiers were killed in a raid, " + "the talks went on, " * 80
    (figure,) = read_casualties(text)
    assert text[figure.number_start : figure.number_end] == "14"
    assert text[figure.start : figure.end] == "14 soldiers were killed"


def test_a_number_larger_than_the_world_is_none() -> None:
    assert read_casualties("999,999,999 million people were killed.") == []
    assert read_casualties("9" * 400 + " people were killed.") == []


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("killed wounded 12 of and the who were , ( ) one soldiers - at least dozens".split())))
def test_every_figure_stands_where_it_says(words: list[str]) -> None:
    text = " ".join(words)
    for figure in read_casualties(text):
        assert 0 <= figure.start <= figure.number_start < figure.number_end <= len(text)
        assert figure.number_end <= figure.end <= len(text)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Six were killed in Homs, four in Hama and one in Idlib.", "killed 6; killed 4; killed 1"),
        ("Three siblings aged between 4 and 12 were found dead.", "killed 3"),
        ("Two men were kidnapped and their driver killed.", "abducted 2; killed 1"),
        ("I saw five of my cousins die.", "killed 5"),
        ("An official put the dead at 14.", "killed 14"),
        ("The raid sent 300 people fleeing.", "displaced 300"),
        ("The group documented the disappearance of 20 men.", "missing 20"),
        ("The dead are five men and two women.", "killed 5; killed 2"),
        ("He said that four were among the victims and that 11 people had been hurt.", "killed 4; injured 11"),
        ("The toll rose by three to 21.", "killed 21"),
        ("A mob beat to death two men suspected of kidnapping a child.", "killed 2"),
        ("A passer-by was wounded.", "injured 1"),
        ("The wounded, who were between 17 and 23, are expected to survive.", ""),
        ("An army spokesman said the second ship, the Verbena, was struck by a missile.", ""),
        ("The raiders killed three herders and 200 cows.", "killed 3"),
        ("They have killed 40,000 jobs.", ""),
        ("Two children were not hurt.", ""),
        ("Two soldiers paid the supreme price.", "killed 2"),
        ("Three others could not be accounted for.", "missing 3"),
        ("They set fire to at least 45 houses and 34 vehicles.", "destroyed 45; destroyed 34"),
        ("The militants slit the throats of six fishermen.", "killed 6"),
        ("The army freed three hostages.", "abducted 3"),
        ("Firefighters rescued 12 people from the rubble.", ""),
        ("The missile killed a family of five, two of them children.", "killed 5; killed 2"),
        ("At least 46 people, half of them children, were killed.", "killed 46; killed 23"),
        ("They killed several civilians, governor Magomed Isayev said.", "killed None"),
        ("The raid killed Hezbollah commander Ali Karam in Beirut.", "killed 1"),
        ("Rebels shot dead village watchman Renato Dela Cruz, 51, in the hills.", "killed 1"),
        ("Gunmen killed candidate Irma Coutino, 51, and four other people.", "killed 1; killed 4"),
        ("The strike killed a commander, Saad Murad, and his nephew.", "killed 1; killed 1"),
        ("Rafiqul Hasan, a 25-year-old student of the university, died.", "killed 1"),
        ("Armed men took nine passengers off a bus and killed them.", "killed 9"),
        ("They killed its owner and two cleaners.", "killed 1; killed 2"),
        ("About 300 families were forced out of their homes.", "displaced 300"),
        ("Around 900 people left the town that week.", "displaced 900"),
        ("The hospital received nine bodies, among them those of two girls.", "killed 9; killed 2"),
        ("Two commanders, who had led the raid, are among the dead.", "killed 2"),
        ("A boy of six is counted among the dead.", "killed 1"),
        ("They have 14 injured, four of whom needed surgery.", "injured 14; injured 4"),
        ("Forty people were kidnapped, ten of whom have come home.", "abducted 40"),
        ("Six others of the rebels were wounded.", "injured 6"),
        ("The medics have treated seven people with bullet wounds.", "injured 7"),
        ("Twelve people survived with burns.", "injured 12"),
        ("A miner had his leg amputated.", "injured 1"),
        ("The group lost two of its own.", "killed 2"),
        ("Four marines became martyrs.", "killed 4"),
        ("The fighting that began shortly before eight has died down.", ""),
        ("A neighbour brought it to the hospital.", ""),
        ("Five houses opposite the station were destroyed.", "destroyed 5"),
        ("The raiders took away two pick-ups.", ""),
        ("They picked 12 women and marched them into the hills.", "abducted 12"),
        ("An elderly couple were wounded.", "injured 2"),
        ("The pupils were not hurt.", "injured 0"),
        ("It is the 23rd killing of an activist this year.", "killed 23"),
        ("A boy was killed along with his uncle.", "killed 1; killed 1"),
        ("Raiders made off with nine herders.", "abducted 9"),
        ("Nine herders are in the hands of their captors.", "abducted 9"),
        ("The army executed nine captured rebels.", "killed 9"),
        ("Police took nine students into custody.", "arrested 9"),
        ("Doctors treated nine people.", "injured 9"),
        ("Doctors treated nine people for cholera.", ""),
        ("Three tanks were knocked out.", "destroyed 3"),
        ("Two guards had their throats slit.", "killed 2"),
        ("A guard was hit by a sniper and died.", "killed 1"),
        ("His is the sixth murder in the town of the year.", "killed 6"),
    ],
)
def test_figures_are_read_in_less_common_clauses(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "It has killed some 150 civilians since the beginning of June.",
        "The agency has counted 260 dead since fighting broke out there on May 10.",
        "Thousands have been killed since its invasion of February 2022.",
        "The group is responsible for the deaths of 4,000 people.",
        "There were 107 violent deaths in the province in January.",
    ],
)
def test_what_a_span_of_time_counts_is_cumulative(sentence: str) -> None:
    assert [figure.scope for figure in read_casualties(sentence)] == ["cumulative"]


def test_the_dead_of_one_fight_are_no_running_total() -> None:
    (figure,) = read_casualties("Six people have died since the clashes started on Monday.")
    assert figure.scope == "total"


def test_a_toll_that_rises_by_so_many_is_increased() -> None:
    (figure,) = read_casualties("The death toll rose by three.")
    assert (figure.best, figure.scope) == (3, "increment")


def test_who_the_dead_are_said_to_be_is_their_kind() -> None:
    (figure,) = read_casualties("Two of the dead were civilians.")
    assert (figure.best, figure.victims_type) == (2, "civilian")


@pytest.mark.parametrize(
    ("sentence", "is_sum"),
    [
        ("The raid killed two guards, while six children were also killed in the market.", True),
        ("The raid killed two guards, while six children were killed in the market.", True),
        ("The raid killed nine people, while six children were killed in the market.", False),
        ("Ten people were killed in Goma and four soldiers died in Bukavu.", True),
        ("At least 23 rebels were killed, while four soldiers lost their lives.", True),
        ("The shell killed two people on Monday and another three died overnight.", True),
        ("The blast killed 17 people in Goma, after five died in Bukavu.", False),
        ("A bomb killed ten people in Homs and last month four died in Hama.", False),
    ],
)
def test_who_died_beside_others_adds_to_them(sentence: str, is_sum: bool) -> None:
    first, second = read_casualties(sentence)
    assert (first.chain == second.chain) == is_sum


def test_the_ages_told_behind_the_victims_make_them_children() -> None:
    figures = [
        *read_casualties("Four siblings aged between 3 and 11 died."),
        *read_casualties("Two people aged 40 died."),
    ]
    assert [figure.victims_type for figure in figures] == ["child", "unknown"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The attack brought to 12 the number of dead.", "killed 12"),
        ("Eleven girls were taken into the forest.", "abducted 11"),
        ("Forty homes were reduced to ashes.", "destroyed 40"),
        ("There were no arrests.", "arrested 0"),
        ("Nobody is in custody.", ""),
        ("Six persons who sustained gunshot wounds were receiving treatment.", "injured 6"),
    ],
)
def test_figures_are_read_in_the_words_of_local_papers(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Nine villagers were killed, including seven girls, and 24 others wounded.", "killed 9; killed 7; injured 24"),
        ("Two men died, including a cook, and at least 28 others were hurt.", "killed 2; killed 1; injured 28"),
        ("Ten people, including two boys and three women, were killed.", "killed 10; killed 2; killed 3"),
        ("Ten people including two boys and three women were killed.", "killed 10; killed 2; killed 3"),
        ("Police arrested four men including a cook, and two boys died.", "arrested 4; arrested 1; killed 2"),
    ],
)
def test_what_follows_a_list_of_parts_is_of_the_whole_or_begins_anew(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


def test_the_islamic_state_in_capitals_is_no_verb() -> None:
    (figure,) = read_casualties("Ten IS fighters were killed in an air strike.")
    assert (figure.best, figure.victims_raw) == (10, "IS fighters")
    assert [figure.best for figure in read_casualties("THE TOLL IS 12 DEAD, POLICE SAY")] == [12]


@pytest.mark.parametrize(
    ("sentence", "victims"),
    [
        ("Two gunmen shot dead Ali Hassan in Cairo.", ["Ali Hassan"]),
        ("A soldier killed Ali Hassan on Monday.", ["Ali Hassan"]),
        ("Two men stabbed Ali Hassan to death.", ["Ali Hassan"]),
        ("Two gunmen abducted Ali Hassan.", ["Ali Hassan"]),
        ("Three soldiers killed Friday were buried.", ["soldiers"]),
        ("One Killed, Others Injured in Blast", [None, "Others"]),
        ("An air strike killed Abu Othman al-Afari, a commander.", ["Abu Othman al-Afari"]),
        ("Gunmen killed Mohammed bin Ali near Baghdad.", ["Mohammed bin Ali"]),
        ("Abdel Fattah el-Sayed was shot dead.", ["Abdel Fattah el-Sayed"]),
        ("Ali Hassan, who led the group, was shot dead.", ["Ali Hassan"]),
        ("Ali Hassan, the mayor of Mosul, was shot dead.", ["mayor of Mosul"]),
        ("New Delhi, the capital, was hurt.", []),
        ("Ann Cole, Ben Dunn, and Carl Evans were killed.", ["Ann Cole", "Ben Dunn", "Carl Evans"]),
        ("In Kano, Nigeria, Ali Musa and Omar Bello were killed.", ["Ali Musa", "Omar Bello"]),
    ],
)
def test_people_who_are_named_are_counted_and_not_their_killers(sentence: str, victims: list[str | None]) -> None:
    assert [figure.victims_raw for figure in read_casualties(sentence)] == victims


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Gunmen killed the police chief of Zuru and two farmers.", "killed 1 state forces; killed 2 civilian"),
        (
            "A bomb killed the archbishop, his wife and two guards.",
            "killed 1 civilian; killed 1 woman; killed 2 state forces",
        ),
        ("A bomb hurt three people, the chief of the Goma hospital said.", "injured 3 unknown"),
        ("A football coach and two of his players were shot to death.", "killed 1 civilian; killed 2 civilian"),
        ("Two men were hurt in the head.", "injured 2 unknown"),
    ],
)
def test_holders_of_an_office_are_people(sentence: str, told: str) -> None:
    figures = read_casualties(sentence)
    assert "; ".join(f"{figure.quantity} {figure.best} {figure.victims_type}" for figure in figures) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Six soldiers were among those killed.", "killed 6"),
        ("The rockets fell without causing any casualties.", "killed 0; injured 0"),
        ("The army took the town without casualties.", "killed 0; injured 0"),
        ("Over 40 soldiers were purportedly killed.", "killed 40"),
        ("A woman was shot at close range and killed.", "injured 1; killed 1"),
        ("Five others were taken as hostages.", "abducted 5"),
        ("A man was burnt alive by a mob.", "killed 1"),
        ("It is unknown how many militants were killed.", ""),
        ("One of several such raids killed three.", "killed 3"),
        ("Two policemen were shot at.", ""),
        ("Villagers were killed by gunmen.", ""),
        ("They killed 23 people, many of them young people.", "killed 23"),
        ("The death toll could reach dozens of civilians.", ""),
        ("The toll is expected to rise to 30.", ""),
        ("The toll may have risen to 30.", "killed 30"),
    ],
)
def test_small_words_decide_what_is_counted(sentence: str, told: str) -> None:
    figures = read_casualties(sentence)
    assert "; ".join(f"{figure.quantity} {figure.conservative}" for figure in figures) == told


def test_the_nth_of_a_year_leaves_the_one_who_died_today_his_own_figure() -> None:
    figures = read_casualties("A guard was shot dead on Monday, the 12th guard killed in Mexico this year.")
    assert [(figure.best, figure.scope) for figure in figures] == [(1, "total"), (12, "cumulative")]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("A driver was killed and two guards lost their legs.", "killed 1; injured 2"),
        ("A third man lost his sight.", "injured 1"),
        ("Doctors say three of the wounded have passed on.", "killed 3"),
        ("An elder passed on the letter.", ""),
        ("The Red Cross treated seven residents for tear gas.", "injured 7"),
        ("Nine people are still being treated in Tenkodogo.", "injured 9"),
        ("Nine patients were being treated for cholera.", ""),
        ("The clinic said 12 people were admitted with burns.", "injured 12"),
        ("Two men were admitted to the party.", ""),
        ("Police picked up four suspects.", "arrested 4"),
        ("The bus picked up 12 passengers.", ""),
        ("Six of the escapees have been recaptured.", "arrested 6"),
        ("There was no loss of life or injury.", "killed 0; injured 0"),
        ("No deaths or injuries were reported.", "killed 0; injured 0"),
        ("His wife and a son aged nine were led away.", "abducted 1; abducted 1"),
        ("An officer was hurt and an excavator destroyed.", "injured 1; destroyed 1"),
    ],
)
def test_who_is_in_care_in_custody_or_in_no_harm_is_counted_as_such(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Soldiers shot and killed a Palestinian near the fence.", "killed 1 unknown"),
        ("Two Palestinians and an Israeli were wounded.", "injured 2 unknown; injured 1 unknown"),
        ("An Israeli bombardment killed five people.", "killed 5 unknown"),
        ("He shot dead 20 people in a cafe and 15 others in the street.", "killed 20 unknown; killed 15 unknown"),
        ("A car bomb destroyed the embassy.", ""),
        ("A gunman killed the astronomer.", ""),
        ("Two killed the day after.", "killed 2 unknown"),
        ("The army killed a large number of jihadists.", "killed 3 armed group"),
        ("A strike killed the head of the council.", "killed 1 unknown"),
        ("Ten were hurt and the head of the clinic, Ali Omar, said two may die.", "injured 10 unknown"),
        ("According to the group, al-Adnani was killed.", "killed 1 unknown"),
        ("Khalil Daoud, 25, from the town of Alouk, was killed.", "killed 1 unknown"),
        ("Omar, 27, was shot and killed by police who knew him.", "killed 1 unknown"),
        ("He died along with other armed escorts.", "killed 1 unknown"),
        ("Five family members were killed.", "killed 5 civilian"),
        ("A service member and a member of parliament were hurt.", "injured 1 state forces; injured 1 official"),
        ("Six members of the group were hurt.", "injured 6 armed group"),
    ],
)
def test_who_is_called_by_a_people_a_name_or_a_membership_is_counted(sentence: str, told: str) -> None:
    figures = read_casualties(sentence)
    assert "; ".join(f"{figure.quantity} {figure.conservative} {figure.victims_type}" for figure in figures) == told


def test_thousands_since_a_war_broke_out_are_a_running_total() -> None:
    (figure,) = read_casualties("More than 2,800 people have been killed since the unrest broke out in the south.")
    assert figure.scope == "cumulative"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "In April, 76 people--61 militants, 11 civilians and four soldiers--died in clashes.",
            "76 total; 61 subset; 11 subset; 4 subset",
        ),
        ("Ian Lyons, 31, of Lurgan was shot as he sat in a car.", "1 total"),
        ("Diallo, 22, a native of Guinea, was shot and killed.", "1 total"),
        ("Seven fighters of Ahrar al-Sham [an Aleppo Conquest member] were killed.", "7 total"),
        ("Thirty people were killed in one of several attacks.", "30 total"),
        ("The fire killed tens of thousands of acres of pines.", ""),
        ("Some of those who had protested against Mr. Saleh were killed.", ""),
        ("Two juveniles and 19-year-old Omar Said were killed.", "2 total; 1 total"),
        ("The officers' body cameras showed no issues retaining body heat.", ""),
        ("If Omar was killed by the strike, the group will say so.", ""),
        ("A total of 88 people were Monday killed when a bomb went off.", "88 total"),
        ("A total of 5875 terrorists were killed during the year 2015.", "5875 cumulative"),
        ("Clashes killed 14,000 people in the 10 years before the election.", "14000 cumulative"),
    ],
)
def test_dashes_brackets_and_conditions_bound_a_figure(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.best} {figure.scope}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("At least 14 Islamic State (ISIS) militants were killed.", "killed 14"),
        ("Some 25 militants from the Islamic State of Iraq and the Levant (ISIL) were killed.", "killed 25"),
        ("Five members of Hamas and Islamic Jihad were killed.", "killed 5"),
        ("Three members of the Islamic State and two soldiers were killed.", "killed 3; killed 2"),
        ("A member of the special oil infrastructure protection force was killed.", "killed 1"),
        ("Radwan Omar, whom they described as a leader, was killed in a district of the city.", "killed 1"),
        ("Omar, who worked as a technician, was shot dead.", "killed 1"),
        ("Mosul, a city in the north, was hurt by the war.", ""),
        ("An officer whose name stood on a list has been shot dead.", "killed 1"),
        ("Strikes killed between 160-200 fighters.", "killed None"),
        ("A lawyer has been publically executed.", "killed 1"),
        ("Two elderly women were brutally murdered.", "killed 2"),
        ("Gunmen killed two city council officials and the district head.", "killed 2; killed 1"),
        ("Ann Cole from Leeds and Ben Dunn from York were killed.", "killed 1; killed 1"),
        ("Bandits are reported to have killed 36 people.", "killed 36"),
        ("The war has so far killed 12 people.", "killed 12"),
        ("The raid failed with scores of soldiers and rebel fighters killed.", "killed None"),
    ],
)
def test_long_names_titles_and_asides_hide_nobody(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Residents beat two men and burned them to death.", "killed 2"),
        ("A crowd stoned a driver to death.", "killed 1"),
        ("They torched three cars and burned them.", "destroyed 3"),
        ("A boy was hit in the knee.", "injured 1"),
        ("A batsman was hit in the head by a ball.", ""),
    ],
)
def test_what_was_done_to_death_or_to_a_body_tells_the_harm(sentence: str, told: str) -> None:
    assert "; ".join(f"{figure.quantity} {figure.best}" for figure in read_casualties(sentence)) == told


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("More than 60 people have been killed in the area since January.", "cumulative"),
        ("At least 100 troops have been killed since the Kenyan army first entered the province.", "cumulative"),
        ("Since September 22 when the army launched an offensive, some 320 civilians were killed.", "cumulative"),
        ("He lives in a city where more than 50 people have died in gang feuds.", "cumulative"),
        ("Well over 100,000 people have been killed.", "cumulative"),
        ("At the camp at least 69,000 prisoners were shot.", "cumulative"),
        ("Nine people have been killed in Goma since Sunday.", "total"),
        ("Ten people were killed in the deadliest attack since January.", "total"),
        ("Nine people have been killed since the army entered the town on Monday.", "total"),
        ("A blast killed four people in a market where guards stood.", "total"),
    ],
)
def test_a_war_a_year_or_a_city_sums_up(sentence: str, scope: str) -> None:
    assert [figure.scope for figure in read_casualties(sentence)] == [scope]
