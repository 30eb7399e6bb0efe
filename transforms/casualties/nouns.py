"""Nouns of casualty reports: people by the victim type of `transforms.schema`, things, and nouns that count dead."""

from __future__ import annotations

from typing import Final

from transforms.phrases import read_lexicon, split_cell

# Participles that stand before a noun ("armed men", "injured" is a state of its own).
PREMODIFIERS: Final = frozenset(
    "armed unarmed allied suspected unidentified alleged wanted masked uniformed trained foreign-backed united "
    "us-backed iran-backed turkey-backed saudi-backed government-backed retired hooded so-called decorated "
    "unnamed organized organised affiliated linked extended disabled red mixed blindfolded handcuffed elected "
    "appointed named related displaced trapped besieged registered embedded beloved aged hundred bearded "
    "turkish-backed western-backed backed sacred kurdish-led us-led led".split()
)

_THINGS: Final = (
    "vehicle vehicles car cars truck trucks bus buses tank tanks house houses home homes building buildings "
    "shop shops "
    "store stores school schools church churches mosque mosques hospital hospitals bridge bridges boat boats "
    "ship ships "
    "helicopter helicopters plane planes jet jets aircraft drone drones motorcycle motorcycles motorbike motorbikes "
    "village villages town towns city cities market markets checkpoint checkpoints station stations post posts base "
    "bases camp camps tent tents warehouse warehouses factory factories farm farms depot depots van vans "
    "pickup pickups pick-up pick-ups "
    "tanker tankers trailer trailers apartment apartments classroom classrooms clinic clinics position positions "
    "headquarters hut huts convoy convoys bulldozer bulldozers rocket rockets missile missiles shell shells mortar "
    "mortars launcher launchers weapon weapons gun guns rifle rifles bomb bombs barrel barrels mine mines "
    "explosion explosions blast blasts attack attacks raid raids strike strikes airstrike airstrikes shooting "
    "shootings "
    "incident incidents operation operations clash clashes ambush bombing bombings district districts area areas "
    "neighborhood neighborhoods neighbourhood neighbourhoods province provinces region regions country countries "
    "site sites place places location locations street streets road roads floor floors shot shots bullet "
    "bullets round "
    "rounds case cases group groups organization organizations organisation organisations time times report reports "
    "agency agencies border hall door doors window windows pipeline pipelines tower towers train trains trucks "
    "ambulance ambulances property properties crop crops field fields kiosk kiosks installation installations "
    "facility facilities outpost outposts tunnel tunnels cache caches device devices charge charges count counts "
    "casing casings caliber firearm firearms handgun pistol grenade grenades child's meeting meetings suv "
    "residence residences dog dogs animal animals cattle livestock sheep horse horses "
    "cow cows goat goats camel camels pig pigs chicken chickens bird birds cat cats bull bulls calves lamb lambs "
    "donkey donkeys mule mules elephant elephants rhino rhinos lion lions hens fish trees plants job jobs deal deals "
    "bill bills hopes dreams careers businesses projects profits "
    "party parties household households structure structures side sides hotel restaurant "
    "excavator excavators digger diggers tractor tractors crane cranes lorry lorries minibus minibuses bicycle "
    "bicycles scooter scooters jeep jeeps wagon wagons locomotive locomotives canoe canoes dinghy dinghies "
    "trawler trawlers "
    "ferry ferries howitzer howitzers radar radars turbine turbines generator generators transformer transformers "
    "substation substations pylon pylons hangar hangars silo silos granary granaries barn barns shed sheds garage "
    "garages workshop workshops mill mills bakery bakeries stall stalls pharmacy pharmacies temple temples synagogue "
    "synagogues chapel chapels shrine shrines cathedral monastery convent library libraries kindergarten "
    "kindergartens dormitory dormitories courthouse greenhouse greenhouses bungalow bungalows cottage cottages"
)
# Nouns that count dead or hurt by themselves: "40 deaths", "12 bodies".
CASUALTY_NOUNS: Final = {
    "deaths": "killed",
    "death": "killed",
    "fatalities": "killed",
    "fatality": "killed",
    "casualties": "casualties",
    "casualty": "casualties",
    "bodies": "killed",
    "body": "killed",
    "corpses": "killed",
    "martyrs": "killed",
    "martyr": "killed",
    "injuries": "injured",
    "injury": "injured",
    "arrests": "arrested",
    "arrest": "arrested",
    "kidnappings": "abducted",
    "abductions": "abducted",
    "murders": "killed",
    "homicides": "killed",
    "killings": "killed",
    "lives": "lives",
}
VAGUE_PEOPLE: Final = frozenset("others many several some scores hundreds".split())
PRONOUNS: Final = frozenset("he she him himself herself".split())
DETERMINERS: Final = frozenset("a an the his her their its this that another one our my".split())
INDEFINITE: Final = frozenset("a an another one".split())

# Words for people → the kind of victims that they name, "unknown" where anybody may go by them.
PEOPLE: Final = {word: row["kind"] for row in read_lexicon("victim_nouns") for word in split_cell(row["words"])}
THINGS: Final = frozenset(_THINGS.split())
# Who is called by his country or people: "a Palestinian", unless a noun follows ("a Palestinian village").
PEOPLES: Final = frozenset(
    "kurd yazidi hindu muslim christian jew sikh shiite sunni alawite druze tutsi hutu hazara rohingya copt".split()
) | {name.casefold().split()[-1] for row in read_lexicon("countries") for name in split_cell(row["demonyms"])}
