"""The words around place names: locative cues, words for kinds of places, and capitalised words that name none."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Beside the place or somewhere around it, not in it.
NEAR_CUES = _words("""
    near outside around north south east west northeast northwest southeast southwest north-east north-west
    south-east south-west outskirts suburb suburbs vicinity nearby surrounding beyond countryside toward towards
""")
# "northern Syria": in a part of it.
PARTS = _words("""
    northern southern eastern western central northeastern northwestern southeastern southwestern north-eastern
    north-western south-eastern south-western rural downtown
""")
# Only a place stands after these (and a date, which the gazetteer does not know).
STRONG_CUES = _words("in near at outside around inside across throughout within") | NEAR_CUES | PARTS
_WEAK_CUES = _words("""
    on to from into over against toward towards between hit hits struck targeted targeting shelled bombed pounded
    attacked captured seized retook entered besieged raided stormed via through off reached leaving left held hold
    recaptured retaken overran overrun took taken controls of
""")
CUES = STRONG_CUES | _WEAK_CUES
_KIND_WORDS = {
    "admin1": "province governorate state oblast countryside provinces department departments",
    "admin2": "county district parish prefecture raion municipality territory tehsil taluka upazila woreda"
    " cercle lga regency",
    "region": "region desert valley forest island mountains mountain peninsula area barrens plain heights plains",
    "city": """city town village suburb neighbourhood neighborhood camp hamlet settlement port capital enclave quarter
        border-town market-town""",
}
# The kind of place that a word beside its name asks for.
UNIT_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
# "north of", "the outskirts of": near when "of" follows.
DIRECTIONS = _words("""
    north south east west northeast northwest southeast southwest north-east north-west south-east south-west
    outskirts suburb suburbs countryside edge vicinity part parts center centre heart rest
""")
# May stand between a cue and the name: "in the besieged northern city of".
BETWEEN = _words("""
    the a an of northern southern eastern western central northeastern northwestern southeastern southwestern
    north-eastern north-western south-eastern south-western rural downtown upper lower greater besieged nearby
    neighbouring neighboring restive volatile embattled war-torn key strategic ancient historic coastal border mainly
    mostly town city village province region district capital their its his in
""")
HELD = re.compile(r"-(?:held|controlled|occupied|run|besieged|majority|administered|ruled|dominated|torn)$")
# "Houston police", "Aleppo University": a local body tells where without being the place.
INSTITUTIONS = _words("""
    police sheriff sheriffs hospital fire university college school court airport prison jail mosque church station
    municipality mayor high elementary middle market stadium pd
""")
# "Bourbon Street", "Independence and Wabash avenues", "Holladay Park": called after a place that lies elsewhere.
CALLED_AFTER = re.compile(
    r"(?:['’]s?)?(?: (?:[A-Z][\w.'’-]*|and|Jr\.)){0,2}? "
    r"(?:(?:Street|St\.?|Road|Rd|Avenue|Ave|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Highway|Hwy|Parkway|Pkwy"
    r"|Terrace|Way|Circle|Trail|Apartments?|Mall|Hotel|Inn|Motel|Park|Bridge|Towers?|Gardens|Freeway|Expressway|Turnpike"
    r"|Casino|Plaza|Restaurant|Bar|Cafe|Condominiums?|Townhomes|Homes|Subdivision|Creek|Cemetery|Funeral Home"
    r"|Projects?|Manor|Estates|Villas?|Suites|Station|Market)(?![\w-])(?! (?:neighbo|area|section|district))"
    r"|(?:streets|avenues|roads|drives|boulevards|Streets|Avenues|Roads)\b)"
)
# "Palestine street", "the Canada Bridge": a country gives its name to these.
ROAD_CALLED_AFTER = re.compile(r" (?:[Ss]treet|[Ss]quare|[Rr]oad|[Aa]venue|[Bb]oulevard|[Bb]ridge)\b")
# After a demonym: "the Afghan capital", not "the Afghan capital, Kabul".
CAPITAL = re.compile(r" capital\b(?! (?:of|city|punishment|gains?|markets?|flows?|letters?)\b)(?!,? [A-Z])")
# Only a place stands behind these: "three residents of Myrnohrad", "the Dara district of Panjshir".
# "Air strikes on Idlib", "the shelling of Aleppo".
ACT_UPON = re.compile(
    r"\b(?:(?:air ?|drone |missile |rocket |artillery |mortar )?(?:strikes?|raids?|attacks?|fire) on"
    r"|(?:shelling|bombing|bombardment|siege) (?:of|on)) (?:the (?:\w+ )?(?:city|town) of )?$",
    re.IGNORECASE,
)
OF_PLACE = re.compile(
    r"\b(?:residents|inhabitants|villagers|mayor|governor|prefect|outskirts|direction|district|province|municipality"
    r"|commune|village|suburb|neighbou?rhood|sector) of (?:the )?$"
)
# "Maradun Local Government Area of": the unit that Nigeria writes in three words.
LONG_UNIT = re.compile(r" [Ll]ocal [Gg]overnment(?: [Aa]rea)?\b")
# Between a name and what it lies in: "the Beoga district of Puncak", "Machil sector of Kupwara".
UNIT_OF = re.compile(
    r" (?:(?:Local Government )?[Aa]rea|LGA|[Dd]istrict|[Cc]ounty|[Mm]unicipality|[Ss]ector|[Rr]egency|[Cc]ommune"
    r"|[Ss]ub-?district|[Tt]ehsil|[Ww]ard|[Qq]uarter|[Nn]eighbou?rhood|[Rr]egion|[Pp]art)"
    r" (?:of|in) (?:the )?(?:(?:north|south|east|west)\w*(?:-\w+)? )?"
)
# "Across the Dnipro river": neither the city nor an unknown place.
RIVER = re.compile(r" (?:[Rr]ivers?|[Rr]iver(?:bank|side)s?)\b(?! (?:[Ss]tate|[Pp]rovince|[Cc]ounty))")
# What stands before the name of a street: "the 1900 block of North Mayfield Avenue".
BLOCK_BEFORE = re.compile(r"\bblocks? of (?:(?:[NSEW]|North|South|East|West|[NS][EW])\.? )?$")
# A part of a city, named with it or alone: only near a place of the text is its namesake meant.
QUARTERS = _words("neighborhood neighbourhood neighborhoods section quarter suburb")
_SPOKE = (
    "said|says|say|saying|denie[sd]|deny|accuse[sd]|condemn(?:s|ed)|announce[sd]|insists?|insisted|warn(?:s|ed)|blame[sd]|"
    "vow(?:s|ed)|urge[sd]|call(?:s|ed)|claim(?:s|ed)|back(?:s|ed)|support(?:s|ed)|sent|want(?:s|ed)|agreed|believes?|"
    "considers?|regards?|supplies"
)
_GOVERNS = "government|regime|authorities|officials?|army|military|forces|troops|and (?:its|his) allies"
# After a name: a government or army speaks or acts.
AS_GOVERNMENT = re.compile(rf"(?:\s+and\s+[A-Z]\w+)?\s+(?:(?:has|have|had|also|is|was)\s+)?(?:{_SPOKE}|{_GOVERNS})\b")
# Before a name: somebody acts, and it is the state.
BY_GOVERNMENT = re.compile(r"\b(?:by|with|blamed|accused|told|backed by|between|ally|allies)\s+$")
CALENDAR = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
    ramadan eid christmas easter
""")
# Words that begin sentences or names and are also villages somewhere.
NEVER_PLACES = (
    CALENDAR
    | _words("""
    islamic police army general president god allah reuters afp facebook twitter youtube parliament congress senate
    council security interior defense defence ministry islam english arabic mr mrs dr ms observatory state media
    democratic free front party people peoples national international civil human rights war group house man men he
    she they it we you but and the this that these those i his her its their our mosque hospital school union center
    centre local both two three officials another many most some all of here there what when where while why how who
    green white black red north south east west northern southern eastern western northeast northwest southeast
    southwest central street road avenue boulevard drive lane court highway interstate route lake river area circle
    district county township block honda ford toyota shell fox macy lexus chevrolet dodge walmart target date more
    major captain lieutenant sergeant officer sheriff deputy deputies chief mayor judge coroner detective patrol car
    park high elementary home university college church hall capital story photo image getty share save live update
    updated posted published copyright source read click follow contact video news world east-side west-side federal
    bureau department office force forces brigade division battalion column unit command operation camp university
    metro metropolitan one two three four five six seven eight nine ten twelve twenty thirty forty fifty hundred dozens
    killed kills kill dead militants attack attacks wounded injured armed baath i-95 n s e w nw ne sw se
    hamas daesh isis isil hezbollah hizbullah hizballah hizbollah houthi houthis taliban assad nusra kremlin fatah
    secretary arab arabs kurd kurds levant europe africa asia gulf mediterranean euphrates tigris
    balkans caucasus sahara
    khan abu deir tal tel tell ain ein ras kafr jabal jebel wadi sheikh umm beit bani al-sharqi sharqi bustan
    side sides gardens heights harbor north-side south-side
    great old new upper lower point center centre square plaza bank hill hills valley beach elm oak pine maple
""")
    | {"middle east", "old city", "west africa", "east africa", "north africa", "central asia", "old town"}
)
