"""Words of casualty reports: what was done to people or things, and who or what was hit.

Each word or phrase gets a one-letter class that `transforms.casualties.phrases` strings together:
V past or participle with an object ("killed"), G gerund ("killing"), Z present ("kills"),
K base form ("kill"), D done without an object ("died"), J state ("dead"), M noun of the act
with "of" ("the killing of"), T toll, U suffering ("suffered" wounds), b be, h have, w relative,
t "to", d modal, e negation, & and, o or, i including, f of, p preposition, s subordinator,
N freeing, r rise of a toll, a adverb, v other verb.
"""

from __future__ import annotations

from typing import Final

_TRANSITIVE: Final = {
    "killed": "kill kills killed killing, murder murders murdered murdering, slay slays slain slaying, "
    "assassinate assassinates assassinated assassinating, execute executes executed executing, "
    "massacre massacres massacred massacring, behead beheads beheaded beheading, lynch lynches lynched lynching, "
    "slaughter slaughters slaughtered slaughtering, martyr - martyred martyring, "
    "eliminate eliminates eliminated eliminating, neutralise neutralises neutralised neutralising, "
    "neutralize neutralizes neutralized neutralizing, decapitate decapitates decapitated decapitating, "
    "liquidate liquidates liquidated liquidating, - - electrocuted -, - - hanged -, - - lynched -, - - slew -, "
    "- - butchered butchering",
    "injured": "wound wounds wounded wounding, injure injures injured injuring, hurt hurts hurt hurting, "
    "maim maims maimed maiming",
    "abducted": "abduct abducts abducted abducting, kidnap kidnaps kidnapped kidnapping, "
    "capture captures captured capturing, - - kidnaped kidnaping",
    "arrested": "arrest arrests arrested arresting, detain detains detained detaining, "
    "apprehend apprehends apprehended apprehending, nab nabs nabbed nabbing",
    "displaced": "displace displaces displaced displacing, uproot uproots uprooted uprooting",
    "destroyed": "destroy destroys destroyed destroying, torch torches torched torching, "
    "demolish demolishes demolished demolishing, raze razes razed razing, wreck wrecks wrecked wrecking, "
    "burn burns burned burning, - - burnt -",
}
_LIMBS: Final = "leg foot arm hand eye finger legs feet arms hands eyes fingers limbs sight eyesight vision hearing"
# Phrases of several words: class and quantity. The longest phrase at a place wins.
_PHRASES: Final = {
    ("V", "killed"): "shot dead, shot and killed, shot and fatally wounded, gunned down, shot to death, "
    "stabbed to death, beaten to death, beat to death, beats to death, burned to death, burnt to death, "
    "hacked to death, crushed to death, tortured to death, fatally shot, fatally stabbed, fatally wounded, "
    "fatally injured, fatally struck, mortally wounded, put to death, cut down, stabbed and killed, "
    "struck and killed, hit and killed, beaten and killed, bludgeoned to death, choked to death, strangled to death, "
    "bludgeoned, clubbed to death, knifed to death, kicked to death, stoned to death, hacked, bayoneted, "
    "machine-gunned, gassed, shot fatally, sent to hell, taken out of combat, blown to pieces, trampled to death, "
    "starved to death, macheted to death, axed to death, speared to death, battered to death, pelted to death, "
    "slashed to death, mauled to death",
    ("J", "killed"): "dead, deceased, lifeless, found dead, found shot dead, found shot to death, found murdered, "
    "found slain, found beheaded, found killed, found fatally shot, pronounced dead, declared dead, confirmed dead, "
    "certified dead, pronounced deceased, shot dead in the head, dead on arrival, dead at the scene, fatally",
    (
        "D",
        "killed",
    ): "died, dies, die, passed on, embraced martyrdom, attained martyrdom, became martyrs, became a martyr, "
    "gave up the ghost, had their throats cut, had their throats slit, had his throat cut, had his throat slit, "
    "had her throat cut, had her throat slit, perished, perishes, passed away, passes away, succumbed, succumbs, "
    "lost his life, lost her life, lost their lives, lost their life, losing their lives, losing his life, "
    "losing her life, lose their lives, lost lives, fell in battle, fell in combat, fell in the line, "
    "fallen in battle, fallen in combat, fallen in the line, fell while, fallen while, bled to death, burned alive, "
    "burnt alive, did not survive, didn't survive, died by suicide, met their deaths, drowned, fell martyr, "
    "fell victim, fell victims, fallen victim, fallen victims, paid the supreme price, paid the ultimate price, "
    "made the supreme sacrifice, made the ultimate sacrifice, laid down their lives, laid down his life",
    ("D", "missing"): "went missing, gone missing, disappeared, vanished, could not be accounted for, "
    "cannot be accounted for, has not been accounted for, have not been accounted for",
    ("J", "missing"): "missing, unaccounted for, still missing, reported missing",
    ("D", "displaced"): "fled, fled their homes, fleeing their homes, forced to flee, forced from their homes, "
    "driven from their homes, driven out of their homes, left their homes, left the town, left the village, "
    "left the city, abandoned their homes, forced out of their homes, made homeless, left homeless",
    ("D", "injured"): ", ".join(
        f"{verb} {limb}{end}"
        for limb in (f"{whose} {part}" for whose in "a an his her their both".split() for part in _LIMBS.split())
        for verb, end in (("lost", ""), ("losing", ""), ("had", " amputated"))
    ),
    # "The footage of a body camera": nobody died.
    ("x", ""): "body camera, body cameras, body cam, body cams, body armour, body armor, body bag, body bags, "
    "body language, body heat, body moisture, body temperature, body weight, body image, body fat, body shop, "
    "body odour, body odor, body of water, bodies of water, body of work, body of evidence",
    # "The fighting died down": nobody did.
    ("a", ""): "so far, thus far",
    ("v", ""): "died down, died away, died out, dying down",
    ("J", "displaced"): "homeless",
    (
        "V",
        "abducted",
    ): "taken hostage, taken hostages, taken as hostages, taken prisoner, taken captive, carried off, held hostage, "
    "held captive, went away with, gone away with, made off with, whisked away, whisked off, took away, taking away, "
    "taken away, dragged away, led away, marched off",
    ("V", "arrested"): "captured alive, taken into custody, rounded up, placed under arrest, put under arrest",
    ("Z", "arrested"): "rounds up",
    ("J", "abducted"): "in captivity, in the hands of the kidnappers, in the hands of their kidnappers, "
    "in the hands of their captors",
    ("J", "arrested"): "in custody, under arrest, behind bars",
    ("V", "injured"): "shot and wounded, shot and injured, shot and seriously wounded, shot and critically wounded, "
    "shot and critically injured, stabbed, non-fatally shot, wounded by gunfire",
    ("J", "injured"): "hospitalized, hospitalised, in critical condition, in serious condition, in stable condition, "
    "in fair condition, in good condition, in grave condition, in critical but stable condition, "
    "in guarded condition, in extremely critical condition, in intensive care, treated for injuries, "
    "fighting for his life, fighting for her life, in moderate condition, in a critical condition, "
    "in a serious condition, in a stable condition, receiving treatment, receiving medical treatment, "
    "receiving medical care, undergoing treatment, undergoing medical treatment, under treatment, in hospital, "
    "in the hospital, in hospitals, treated for minor injuries, treated for wounds, treated for gunshot wounds, "
    "treated for a gunshot wound, being treated for injuries, grazed, grazed by a bullet, expected to survive, "
    "recovering, non-fatal",
    ("S", "injured"): "shot, struck by gunfire, hit by gunfire, struck by a bullet, hit by a bullet, "
    "struck by bullets, hit by bullets, struck by stray bullet, gunshot wound victim",
    ("V", "destroyed"): "set on fire, set ablaze, burned down, burnt down, burned out, blown up, set alight, gutted, "
    "shot down, downed, knocked out, set fire to, sets fire to, reduced to ashes, reduced to rubble, levelled, "
    "leveled, flattened, burned to ashes, burnt to ashes",
    ("G", "destroyed"): "setting fire to, setting ablaze",
    ("G", "killed"): "fatally shooting, fatally striking, fatally wounding, fatally stabbing, fatally injuring, "
    "mortally wounding, gunning down, shooting dead, shooting and killing, stabbing to death",
    ("X", "destroyed"): "set, setting, sets",
    ("X", "injured"): "treated, treating",
    ("X", "killed"): "shooting, shoots, stabbing, stabs, beating, beats, beat, hacking, hacks, clubbing, trampling, "
    "crushing, stoned, stoning, kicked, kicking, strangled, strangling, knifed, knifing, speared, bludgeoned",
    ("X", "abducted"): "picked, took, taking, takes, take, held, holding, holds, hold, marched, marching, herded, "
    "herding",
    ("X", "displaced"): "forced, forcing, forces to flee, driven, driving",
    ("F", "killed"): "claimed, claiming, claims, cost, costing, taking the lives of, claimed the lives of, "
    "claims the lives of, took the lives of, claiming the lives of, cost the lives of, take the lives of, "
    "caused the death of, caused the deaths of, claimed the life of, claims the life of, claiming the life of, "
    "took the life of, taking the life of, cost the life of",
    ("M", "killed"): "death of, deaths of, killing of, killings of, murder of, murders of, assassination of, "
    "assassinations of, execution of, executions of, massacre of, slaying of, slayings of, beheading of, "
    "beheadings of, bodies of, body of, corpses of, corpse of, remains of, lives of, loss of, martyrdom of, "
    "slit the throats of, slit the throat of, slitting the throats of, slitting the throat of, cut the throats of, "
    "cut the throat of, homicide of, shooting death of, shooting deaths of, fatal shooting of, fatal shootings of, "
    "lynching of, buried, burying",
    ("M", "injured"): "wounding of, injuring of, injury of, injuries of, injuries to",
    ("M", "abducted"): "kidnapping of, kidnappings of, abduction of, abductions of, capture of",
    ("M", "arrested"): "arrest of, arrests of, detention of",
    ("M", "missing"): "disappearance of, disappearances of, whereabouts of, lost contact with",
    ("M", "displaced"): "displacement of",
    ("M", "destroyed"): "destruction of, burning of",
    ("T", "killed"): "number of, toll, death toll, body count, number of dead, number of deaths, "
    "number of fatalities, number of people killed, number of killed, number of those killed, toll of dead, "
    "number of victims, number of martyrs, fatality count, put the dead at, puts the dead at, putting the dead at, "
    "number of casualties, death count",
    ("T", "injured"): "number of wounded, number of injured, number of people injured, number of people wounded, "
    "number of injuries, toll of wounded, number of those injured",
    ("T", "abducted"): "number of people taken, number of those taken, number of hostages, number of captives, "
    "number of people seized, number of abductees",
    ("H", "injured"): "admitted, shifted, ferried, referred, taken, rushed, flown, airlifted, transported, sent, "
    "sends, sending, evacuated",
    ("Y", "injured"): "struck, striking, strikes, hit, hits, hitting",
    ("Q", "killed"): "turned the gun on himself, turned the gun on herself, turning the gun on himself, "
    "turning the gun on herself, took his own life, took her own life, taking his own life, taking her own life, "
    "committed suicide, committing suicide, then himself, then herself, then shot himself, then shot herself",
    ("L", "killed"): "lost, losing, loses",
    ("L", "abducted"): "seized, seizing, seizes, seize",
    ("L", "arrested"): "picked up, picking up, picks up, recaptured, re-captured, rearrested, re-arrested",
    ("N", "abducted"): "freed, freeing, frees, rescued, rescuing, rescues",
    ("U", "injured"): "suffered, suffering, suffering from, suffers, sustained, sustaining, received, survived with",
}
_CLASSES: Final = {
    "b": "was were is are been being be gets got get remain remains remained become stood lay lie lying",
    "h": "has have had having",
    "w": "who that which whom whose",
    "t": "to",
    "d": "could would will may might can must should shall cannot",
    "e": "not never n't",
    "&": "and & plus|as well as|along with|together with|in addition to|alongside",
    "o": "or and/or|nor",
    "i": "including|among them|among whom|among those|of whom|include|included|includes|among|comprising|"
    "consisting of|made up of|both of them|most of them|all of them|many of them|some of them|half of them|mostly|"
    "mainly|more than half of them|the majority of them|the majority of whom|most of whom|half of whom|namely",
    "f": "of",
    "p": "in at on by near from with during into through outside inside around against for across along between amid "
    "toward towards under behind opposite without within due per via upon onto off out over beside throughout",
    "s": "after before when while as until since because where if although though but whereas despite following once "
    "so unless amid|according to",
    "r": "rise rises rose risen rising climb climbs climbed climbing reach reaches reached reaching increase "
    "increases increased jump jumps jumped mount mounts mounted stand stands stood soar soared soars hit hits passed "
    "surpassed tops topped surged revised raised raising raise bring brings brought bringing put puts putting grew "
    "grown grows updated exceeds exceeded lowered reduced now",
    "a": "purportedly supposedly reputedly "
    "also later reportedly allegedly immediately instantly then already still believed reported said feared "
    "known thought presumed seriously critically badly severely slightly lightly tragically apparently confirmed "
    "previously recently subsequently initially just early all both themselves since mortally separately today "
    "yesterday accidentally brutally simultaneously overnight either only two-thirds instead even moderately gravely "
    "potentially possibly likely minor critically-injured soon eventually left leaving leaves leave presumed feared "
    "found being",
    "v": "said says say told tells tell reported reports report announced declared added attacked opened exploded "
    "blew went came come comes goes ran drove made make makes found find called call took did does do led lead began "
    "begins became fell hit hits struck stormed carried fired launched targeted happened occurred erupted broke "
    "caught saw seen see was' think thought believes believe knew know knows arrived entered left opposed responded "
    "heard kept sent gave given got claimed claims denied alleged accused charged convicted sentenced vowed pledged "
    "threatened sought fought clashed rammed detonated evacuated released surrounded ambushed raided overran wants "
    "want wanted tried try identified confirmed described recovered pulled taken showed shows show wore",
}


def _verbs() -> dict[tuple[str, ...], tuple[str, str]]:
    entries: dict[tuple[str, ...], tuple[str, str]] = {}
    for quantity, rows in _TRANSITIVE.items():
        for row in rows.split(", "):
            for word, kind in zip(row.split(), "KZVG", strict=True):
                if word != "-":
                    entries[(word,)] = (kind, quantity)
    return entries


def _lexicon() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First word -> its phrases (words, class, quantity), the longest first."""
    entries: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, phrases in _CLASSES.items():
        for group in phrases.split("|"):
            several = kind in "&oi" or (kind == "s" and group == "according to")
            for phrase in [group] if several and group not in ("and & plus", "or and/or") else group.split():
                entries.setdefault(tuple(phrase.split()), (kind, ""))
    for (kind, quantity), listed in _PHRASES.items():
        for phrase in listed.split(", "):
            entries[tuple(phrase.split())] = (kind, quantity)
    entries |= _verbs()
    lexicon: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (kind, quantity) in sorted(entries.items(), key=lambda entry: -len(entry[0])):
        lexicon.setdefault(words[0], []).append((words, kind, quantity))
    return lexicon


LEXICON: Final = _lexicon()
