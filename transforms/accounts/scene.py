"""What a place named in a sentence has to do with what happened: its scene, or where somebody comes from.

Police and schools tell the town that they serve; the wounded are taken to a hospital elsewhere, suspects are caught
elsewhere, and people are said to be of a place wherever they are hurt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from spacy.tokens import Token

from transforms.places import PlaceMention
from transforms.places.prominence import is_capital_of

if TYPE_CHECKING:
    from transforms.accounts.sentences import Sentence

Role = Literal["scene", "named", "agency", "school", "hospital", "origin", "custody", "speech", "way", "afar", "launch"]

# How much of the sentence before and after a name tells its role, in characters.
REACH = 90

_CAPITALS = r"(?:['’]s)?(?: (?:[A-Z][\w.'’-]*|of|and|the|at)){0,4}"
# "In Cameroon's restive North-West region", "in the Zam area of Darazinda": the unit is set in the scene by what
# stands before it.
_SET_IN = re.compile(
    r"\b(?:in|near|at|outside|inside|across)\s+(?:[a-z-]+\s+){0,2}(?:[A-Z][\w’'-]+\s){0,2}[A-Z][\w-]+[’']s?\s+(?:[a-z-]+\s+){0,2}$"
    r"|\b(?:in|near|at|outside|inside)\s+(?:the\s+)?(?:[A-Z][\w’'-]+\s+){1,3}(?:area|village|town|neighbou?rhood|locality"
    r"|suburb|part|section|quarter)\s+(?:of|in)\s+(?:the\s+)?$"
)
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "agency",
        re.compile(
            r"(?:['’]s)?(?:[ -](?:City|County|Metro|Metropolitan|Parish|Township|Village|Regional|Area|State|Dade))*"
            r"[ -](?:[Pp]olice|PD\b|[Ss]heriff|[Dd]eput(?:y|ies)|[Ff]ire\b|District Attorney|[Pp]rosecutor"
            r"|[Cc]oroner|[Mm]ayor|[Oo]fficers?\b|[Dd]etective|[Ii]nvestigators|[Hh]omicide|Public Safety"
            r"|State['’]s Attorney|[Mm]edical [Ee]xaminer|[Ee]mergency|Civil Defen[cs]e|Media Cent(?:er|re)|Council"
            r"|[Cc]oordination)"
        ),
    ),
    (
        "hospital",
        re.compile(_CAPITALS + r" (?:area )?(?:Hospital|Medical|Health|[Hh]ospitals?|[Tt]rauma|Clinic|Infirmary)\b"),
    ),
    ("school", re.compile(_CAPITALS + r" (?:High|Elementary|Middle|Schools?|University|College|Academy)\b")),
    (
        "origin",
        re.compile(
            r"(?:['’]s?)?(?:[ -](?:area|born|based|backed|led|trained))?[ -](?:man|men|woman|women|boys?|girls?"
            r"|teens?|teenagers?|residents?|natives?|couple|mother|father|family|youth|students?|toddler|child|infant|mom"
            r"|dad|based|born|backed|rapper|native|bound|registered|brothers|sisters?|grandmother|grandfather|duo|trio|baby)\b"
        ),
    ),
)
# What came before the hospital and the arrest: "taken to hospital after a shooting in".
_DEED = r"\b(?:after|following|shootings?|killings?|murders?|slayings?|deaths?|attacks?|robber(?:y|ies)|homicides?)\b"
_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "launch",
        re.compile(
            r"\b(?:[Mm]issiles?|[Rr]ockets?|[Ss]hells|[Dd]rones?|[Mm]ortars)\b[^.;,]{0,40}\bfrom "
            r"(?:the )?(?:\w+ ){0,3}(?:(?:town|city|village|province|region) of )?$"
        ),
    ),
    (
        "hospital",
        re.compile(
            r"\b(?:taken|flown|airlifted|air-lifted|transported|rushed|transferred|evacuated|treated"
            r"|hospitali[sz]ed|lifeflighted|flighted|admitted|shifted|referred|ferried)\b(?:(?!" + _DEED + r")[^.;])*$"
            r"|\b(?:hospitals?|medical cent(?:er|re)|clinic|morgue)\b[^.;,]{0,12}$"
        ),
    ),
    (
        "origin",
        re.compile(
            r"\b(?:\d+,? (?:both )?of|, (?:both |all )?of|(?:residents?|natives?|citizens?|members?) of|from"
            r"|(?:live[sd]?|living|resided?|resides|grew up|born|raised|based|headquartered|stationed) (?:\w+ )?in"
            r"|moved to|home ?town of|originally from|fled)\s+(?:the\s+)?(?:\w+\s+(?:of|city|town|village)\s+){0,2}$"
        ),
    ),
    (
        "custody",
        re.compile(
            r"\b(?:arrested|captured|custody|apprehended|extradited|arraigned|appear(?:ed|s)|court|jail(?:ed)?"
            r"|hearing|trial|caught|surrendered|tracked|fled to|funeral|vigil|buried|memorial|indicted|convicted"
            r"|sentenced)\b(?:(?!" + _DEED + r")[^.;]){0,60}$"
        ),
    ),
    (
        "speech",
        re.compile(
            r"\b(?:said|says|told|spoke|speaking|reporters?|journalists|newsmen|statement|interview|conference|talks|meeting"
            r"|summit|correspondent"
            r"|envoy|ambassador|embassy|resolution|visit(?:ed|ing)?"
            r"|confirmed|disclosed|briefed)\b"
            r"(?:(?!\bthat\b)[^.;,]){0,30}$"
        ),
    ),
    (
        "way",
        re.compile(r"\b(?:to|towards?|into|via|between|linking|leading|supply|border with|route from)\s+(?:\w+\s+)?$"),
    ),
)
_AGENCY_BEFORE = re.compile(
    r"\b(?:[Pp]olice|[Aa]uthorities|[Oo]fficials|[Dd]eputies|[Ss]heriff|[Mm]ayor|[Dd]octors|[Aa]ctivists?|[Rr]esidents?)"
    r" (?:in|of|from) (?:the )?$"
)
# "To journalists in Miramshah": nothing but the telling was there.
_TOLD_THERE = re.compile(
    r"\b(?:(?:told|to) (?:\w+ )?(?:reporters|journalists|newsmen|correspondents)"
    r"|(?:told|at|in|during|to) (?:an? |the )?(?:\w+ )?(?:press conference|news conference|briefing|interview))"
    r"(?: \w+){0,2}? (?:in|at|from) (?:the )?(?:\w+ ){0,3}$"
)
_AWAY = re.compile(r"\b(?:miles?|kilomet(?:er|re)s?|km|minutes|north|south|east|west)\b[^.;,]{0,25}\b(?:from|of)\s+$")
# "About 80 km from Quito": near by what it is far from.
_DISTANT = re.compile(
    r"\d\s?(?:miles?|kilomet(?:er|re)s?|km)\b[^.;,]{0,25}\b(?:from|of)\s+"
    r"(?:(?:the )?(?:[a-z-]+ ){0,3}(?:capital|city|town|port)(?: of)? )?$"
)
# Where people come from is not where they were hit: "two labourers, both from Rahim Yar Khan in Punjab".
_COMES_FROM = re.compile(
    r"\b(?:both|all|hail(?:s|ed|ing)?|originally|natives?|residents?|citizens?|came|comes?|coming|arriv(?:ed|ing)"
    r"|(?:cross(?:ed|ing)|spill(?:ed|ing))(?: over)?|infiltrat(?:ed|ing)) (?:of|from)"
    r" (?:the (?:\w+ )?(?:town|city|village|district|province|state) of )?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"(?: (?:North|South|East|West|County|District))?,? (?:in )?(?:the )?(?:\w+ )?")
_OPENS = re.compile(r"\W*(?:In|From) ")
_STATE_SPEAKS = re.compile(
    r",? (?:the |a |an |its )?(?:[\w’'-]+ ){0,3}?(?:[Mm]inist(?:ry|er)|[Gg]overnment|[Pp]resident|[Ss]poke\w+"
    r"|[Oo]fficials?|[Aa]rmy|[Mm]ilitary|[Cc]hief of [Ss]taff|[Ee]mbassy|[Pp]arliament)\b[^.;,]{0,60}?"
    r"\b(?:said|says|denied|accused|called|rejected|announced|confirmed|condemned|blamed|told|described|vowed|warned"
    r"|demanded)\b"
)
# Where the wounded are treated is another place of the same happening, and so is what it is far from, and where the
# missiles came from.
_ELSEWHERE = frozenset({"hospital", "afar", "launch"})
# Where a clause begins: what hangs there is told by another verb.
_CLAUSES = frozenset("relcl advcl ccomp acl parataxis csubj csubjpass".split())
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
# A place counts for a verb up to this rank: clauses between them and what its role weighs against it.
MOST_RANK = 2
# "Captured in": custody is where the act of such a verb was.
_AGAINST: Mapping[Role, int] = {"scene": 0, "custody": 0, "named": 1, "way": 1, "agency": 2, "speech": 3, "hospital": 3}
_FURTHEST = 4


def role_of(mention: PlaceMention, sentence: Sentence) -> Role:
    """What the words around the name say of it; "scene" by a locative cue alone, "named" where nothing is said."""
    return read_role(sentence.text, mention.start - sentence.start, mention.end - sentence.start, mention.cue)


def read_role(text: str, start: int, end: int, cue: str) -> Role:
    """The role of the name at these characters of a sentence."""
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if _AGENCY_BEFORE.search(before):
        return "agency"
    found = next((role for role, pattern in _AFTER if pattern.match(after)), None)
    if found is None and _DISTANT.search(before):
        return "afar"
    if found is None and not _AWAY.search(before):
        found = next((role for role, pattern in _BEFORE if pattern.search(before)), None)
    is_set = (cue and cue not in ("institution", "dateline", "of")) or _SET_IN.search(before)
    return found or ("scene" if is_set else "named")


def clauses_between(place: Token, event: Token) -> int:
    """How many clauses lie between a name and a word of an event: 0 = told of it, in its own clause."""
    up, down = _chain(place), _chain(event)
    met = next((token for token in up if token in down), None)
    if met is None:
        return 9
    climbed = [*up[: up.index(met)], *down[: down.index(met)]]
    return sum(token.dep_ in _CLAUSES or (token.dep_ == "conj" and token.tag_ in _VERBS) for token in climbed)


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def nearest_clause(mention: PlaceMention, sentence: Sentence) -> int:
    """Clauses between the name and the nearest word of violence in its sentence; 9 = none there."""
    names = sentence.tokens(mention.start, mention.end)
    events = [token for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)]
    return min((clauses_between(names[-1], event) for event in events), default=9) if names else 9


def place_of_verb(
    sentence: Iterable[Token], verb: tuple[int, int], places: Iterable[PlaceMention]
) -> PlaceMention | None:
    """The place that the clause of a verb is set in; None = the sentence sets it nowhere.

    `verb` and the places are characters of the document that the sentence is of. The nearest clause, the role and
    whether it is a town count first, then how far the name stands from the verb.
    """
    tokens = list(sentence)
    event = next((token for token in tokens if token.idx < verb[1] and token.idx + len(token) > verb[0]), None)
    if event is None:
        return None
    ranked = []
    for place in places:
        names = [token for token in tokens if token.idx < place.end and token.idx + len(token) > place.start]
        if place.is_adjective or place.is_metonym or not names:
            continue
        role = read_role(event.doc.text, place.start, place.end, place.cue)
        rank = clauses_between(names[-1], event) + _AGAINST.get(role, _FURTHEST)
        if rank <= MOST_RANK:
            is_country = place.place is not None and place.place.kind in ("country", "admin1")
            ranked.append((rank + is_country, abs(place.start - verb[0]), place))
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None


def find_homes(sentence: Sentence) -> list[PlaceMention]:
    """The places that people of the sentence are said to come from, with what these lie in."""
    homes: list[PlaceMention] = []
    for mention in sentence.places:
        before = sentence.text[: mention.start - sentence.start]
        follows = homes and _WITHIN.fullmatch(
            sentence.text[homes[-1].end - sentence.start : mention.start - sentence.start]
        )
        if follows or _COMES_FROM.search(before):
            homes.append(mention)
    return homes


def find_scenes(sentence: Sentence) -> list[PlaceMention]:
    """Places below the level of a country that the sentence can be set in; no adjective, no capital for its state."""
    homes = find_homes(sentence)
    return [
        mention
        for mention in sentence.places
        if mention.place is not None
        and not mention.is_adjective
        and not mention.is_metonym
        and mention.place.kind != "country"
        and mention.cue != "dateline"
        and mention not in homes
        and role_of(mention, sentence) not in _ELSEWHERE
        and not _is_of_telling(mention, sentence)
    ]


def _is_of_telling(mention: PlaceMention, sentence: Sentence) -> bool:
    """True for where somebody told the press, and for the capital that a state speaks from: "In Baku, the ministry"."""
    at = mention.start - sentence.start
    if _TOLD_THERE.search(sentence.text, max(0, at - REACH), at):
        return True
    opens = _OPENS.fullmatch(sentence.text, 0, at) is not None
    is_capital = mention.place is not None and is_capital_of(mention.raw, mention.place.country)
    return opens and is_capital and _STATE_SPEAKS.match(sentence.text, mention.end - sentence.start) is not None
