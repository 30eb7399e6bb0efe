"""Where words of violence tell of none: "heart attack", "struck a deal", "died in a car crash".

Fixed phrases are in `lexicon/idioms.csv`; phrases with an open slot are patterns here, over folded text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.patterns import cued
from transforms.phrases import Phrases, fold, read_lexicon, split_cell

_A = r"(?:an? |the |his |her |their |its )?"
_WORKERS = r"(?:teachers?|nurses?|drivers?|doctors?|pilots?|writers?|actors?|miners?|unions?|rail|tube|airport|postal)"
_BILL = r"(?:bill|amendment|deal|proposal|measure|project|legislation|motion|merger)"
_FILM = r"(?:films?|movies?|videos?|scenes?|footage|photos?|pictures?|documentary|series|episode)"
_CLUB = (
    r"(?:united|fc|rovers|wanderers|athletic|real madrid|barcelona|arsenal|chelsea|liverpool|tottenham"
    r"|juventus|bayern)"
)
_ABSTRACT = (
    r"(?:inflation|corruption|poverty|covid(?: 19)?|obesity|climate change|cancer|racism|recession|the virus|addiction"
    r"|dementia|alzheimer's|illness|injury|depression)"
)
_GROWING = r"(?:prices|costs|demand|growth|sales|use|popularity|interest|numbers|cases|colou?rs?)"
_MISHAP = (
    r"(?:car crash|plane crash|bus crash|train crash|road accident|traffic accident|car accident|road crash|earthquake"
    r"|floods?|flooding|landslides?|avalanche|wildfires?|cyclone|hurricane|typhoon|heatwave|cancer|heart attack|stroke"
    r"|natural causes|covid(?: 19)?|cholera|ebola|malaria|measles|illness|coronavirus|drowning)"
)
_PAPER = (
    r"(?:wills?|deed|contract|document|order|warrant|agreement|trade|transaction|plan|strategy|search|code|program"
    r"|programme|mission|manoeuvre|maneuver|dive|turn|pass)"
)
# What bursts without a bomb: the verb alone is left out, so that the protest stays one.
_BURSTING = cued(
    r"\b(?:protests?|demonstrations?|anger|rage|fury|outrage|tensions?|debates?|disputes?|rows?|scandals?|violence|fighting"
    r"|clashes|unrest|demand|popularity|population|prices?|costs|sales|numbers|economy|crisis|conflict|market|cases)"
    r" (?:(?:has|have|had|is|are|was|were|been|again|then|also) ){0,2}(?P<burst>explod(?:ed|es|ing|e))\b",
)
_PATTERNS = (
    # Sport
    r"shot (?:an? )?(?:\d+|\w+)(?: under| over)? (?:par|percent|per cent)\b",
    (
        r"(?:shot|struck|fired|blasted|strikes?) (?:\w+ ){0,3}(?:into|past|over) the "
        r"(?:net|bar|crossbar|goalkeeper|keeper|(?:top |bottom )?corner)"
    ),
    (
        r"(?:battle|battled|battles|fight|fought|clash|attack) (?:\w+ ){0,2}"
        r"for (?:the |a )?(?:\w+ )?(?:title|trophy|championship|promotion|seat|market share)"
    ),
    rf"(?:clash|battle|tie|shootout) (?:between|against|with) (?:\w+ ){{1,3}}{_CLUB}\b",
    r"shots? (?:on|at) (?:goal|target)",
    # Illness and accident
    rf"(?:battl\w+|fight|fighting|fought|attacks?|war) (?:\w+ ){{0,2}}(?:against|with|on) {_ABSTRACT}\b",
    rf"(?:fight|fighting|fought|battling|battled) {_ABSTRACT}\b",
    rf"(?:killed|died|dead|injured|dies|deaths) (?:\w+ ){{0,2}}(?:in|by|from|of) {_A}(?:\w+ ){{0,2}}{_MISHAP}\b",
    rf"{_MISHAP} (?:\w+ ){{0,2}}(?:killed|kills|killing|injured|left|death toll|deaths)\b",
    # Labour and business
    r"(?<!air )(?<!drone )(?<!missile )strikes? over (?:\w+ ){0,3}(?:pay|wages|pensions|conditions|jobs|cuts)\b",
    rf"(?<!air )(?<!drone )strikes? by (?:\w+ ){{0,2}}{_WORKERS}\b",
    rf"{_WORKERS}'? strikes?\b",
    r"(?:struck|strikes?|striking) an? (?:\w+ )?(?:deal|agreement|bargain|pose|balance|chord|tone|accord)",
    # "Trying to strike the driver": a blow, not an air strike.
    (
        r"(?<!air )(?<!drone )strikes? (?:him|her|(?:an?|the|his|her|another) (?:\w+ )?"
        r"(?:driver|man|woman|boy|girl|child|officer|pedestrian|victim))\b"
    ),
    rf"(?:explosion|blast) (?:in|of) (?:\w+ ){{0,2}}{_GROWING}\b",
    rf"{_BILL} (?:was|were|has been|had been|being) killed",
    rf"kill(?:ed|ing|s)? (?:off )?{_A}(?:\w+ )?{_BILL}\b",
    r"arrest(?:ed|ing)? (?:the |a |its |their )?(?:\w+ )?(?:decline|slide|fall|slump|spread|deterioration|trend)",
    r"(?:fell|fallen) to (?:\$|\d|its |second|third|the lowest)",
    r"(?:hit|blasted|bombarded|flooded) (?:by|with) (?:inflation|questions|emails|messages|complaints|calls)",
    r"\d[\d,.]* pounds\b",
    (
        r"(?:deal|agreement|bargain|truce|accord|compromise|balance|pact)s? "
        r"(?:(?:\w+ ){0,4}be(?:en|ing)? |(?:was|were|is) )?struck\b"
    ),
    r"strikes? (?:an? |the )?(?:\w+ )?(?:compromise|fancy|middle ground|nerve)\b",
    rf"{_PAPER}s? (?:\w+ ){{0,4}}(?:was|were|is|are|be|been|being|nor) (?:\w+ly )?executed\b",
    rf"execut(?:ed|ing) {_A}(?:\w+ )?{_PAPER}s?\b",
    # Who was driven out at some time: "only displaced students may enrol".
    (
        r"(?:(?:internally|other|only|how|the|these|those|for|of|by|many|some|help) |(?<=: ))displaced (?:\w+ )?"
        r"(?:people|persons|faculty|\w+s)\b"
    ),
    r"hang(?:ed|ing) (?:himself|herself|themselves)",
    r"(?:neither|nor) (?:\w+ (?:n?or )?)?executed\b",
    r"dead (?:space|end|heat|weight|zone|reckoning|batter(?:y|ies)|calm|ringer|certain|centre|center|set)s?\b",
    r"(?:battl|fight|fought)\w* (?:an? |the )?(?:\w+ )?(?:blazes?|fires?|flames|wildfires?)\b",
    # Film, talk and the courts
    rf"(?:shot|shoot|shoots|shooting) {_A}(?:\w+ )?{_FILM}\b",
    r"(?:film|album|show|movie) (?:\w+ )?bombed|bombed (?:at the|with) (?:box office|critics|audiences)",
    r"(?:took|takes?|taking|have|had|having|give|gave) (?:an? |another |one more |the best )?(?:shot|stab|crack) at",
    (
        r"under fire (?:from|for|over) (?:\w+ ){0,2}"
        r"(?:critics|fans|voters|lawmakers|investors|opponents|shareholders|comments|remarks|handling)"
    ),
    r"struck down (?:by the (?:\w+ )?court|a law|the law|the ban|a ban)",
)
_OPEN = cued(r"\b(?:" + "|".join(_PATTERNS) + ")")


def find_idioms(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each phrase whose words of violence are not meant."""
    for idiom in _phrases().matches(text):
        yield idiom.start, idiom.end
    folded = fold(text)
    for pattern in _OPEN.finditer(folded):
        yield pattern.span()
    for pattern in _BURSTING.finditer(folded):
        yield pattern.span("burst")


@cache
def _phrases() -> Phrases[str]:
    return Phrases((words, row["field"]) for row in read_lexicon("idioms") for words in split_cell(row["words"]))
