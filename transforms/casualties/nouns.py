"""Nouns of casualty reports: people by the victim type of `transforms.schema`, things, and nouns that count dead."""

from __future__ import annotations

from typing import Final

# Participles that stand before a noun ("armed men", "injured" is a state of its own).
PREMODIFIERS: Final = frozenset(
    "armed unarmed allied suspected unidentified alleged wanted masked uniformed trained foreign-backed united "
    "us-backed iran-backed turkey-backed saudi-backed government-backed retired hooded so-called decorated "
    "unnamed organized organised affiliated linked extended disabled red mixed blindfolded handcuffed elected "
    "appointed named related displaced trapped besieged registered embedded beloved aged hundred bearded "
    "turkish-backed western-backed backed sacred kurdish-led us-led led".split()
)

_PEOPLE: Final = {
    "child": "grandsons granddaughters child children boy boys girl girls baby babies infant infants toddler "
    "toddlers minor minors kid kids "
    "schoolchild schoolchildren schoolgirl schoolgirls schoolboy schoolboys teen teens teenager teenagers newborn "
    "newborns son sons daughter daughters grandson granddaughter juvenile juveniles youngster youngsters "
    "pupil pupils "
    "grandchild grandchildren",
    "woman": "woman women mother mothers wife wives grandmother grandmothers nun nuns sister sisters aunt "
    "girlfriend girlfriends housewife niece female females lady ladies",
    "journalist": "journalist journalists reporter reporters cameraman cameramen photographer photographers "
    "correspondent correspondents photojournalist photojournalists broadcaster newsman",
    "aid worker": "medic medics paramedic paramedics rescuer rescuers doctor doctors nurse nurses surgeon surgeons "
    "volunteer volunteers firefighter firefighters humanitarian humanitarians physician",
    "official": "official officials governor governors mayor mayors lawmaker lawmakers minister ministers politician "
    "politicians judge judges prosecutor prosecutors diplomat diplomats ambassador ambassadors councillor "
    "councillors "
    "senator senators president prosecutor deputy candidate candidates bureaucrat spokesman administrator",
    "state forces": "soldier soldiers troop troops policeman policemen policewoman officer officers police "
    "guard guards "
    "serviceman servicemen servicewoman conscript conscripts general generals colonel colonels major captain "
    "captains "
    "lieutenant lieutenants sergeant sergeants marine marines paratrooper paratroopers gendarme gendarmes "
    "trooper troopers commando commandos brigadier corporal peacekeeper peacekeepers forces force personnel army "
    "ranger rangers sailor sailors pilot pilots cadet cadets recruit recruits soldiers' deputies agent agents "
    "cop cops "
    "jawan jawans constable constables infantrymen airmen crewmen patrolman legionnaires adviser advisers",
    "armed group": "militant militants rebel rebels fighter fighters insurgent insurgents terrorist "
    "terrorists gunman "
    "gunmen jihadist jihadists jihadi jihadis militiaman militiamen guerrilla guerrillas bandit bandits attacker "
    "attackers assailant assailants bomber bombers extremist extremists commander commanders combatant combatants "
    "loyalist loyalists operative operatives mercenary mercenaries warlord leader leaders emir emirs islamist "
    "islamists sniper snipers mujahideen mujahid separatist separatists pirate "
    "pirates member members gangster gangsters partisan partisans foe foes enemy element elements",
    "civilian": "vendor vendors barber barbers cook cooks hunter hunters prospectors peasant peasants "
    "tribespeople civilian civilians resident residents villager villagers worshipper worshippers worshiper "
    "worshipers "
    "student students farmer farmers passenger passengers pilgrim pilgrims shopper shoppers bystander bystanders "
    "worker workers employee employees driver drivers shepherd shepherds herder herders refugee refugees trader "
    "traders merchant merchants fisherman fishermen teacher teachers priest priests imam imams pastor pastors cleric "
    "clerics monk monks activist activists protester protesters demonstrator demonstrators tourist tourists "
    "miner miners labourer labourers laborer laborers motorist motorists pedestrian pedestrians engineer engineers "
    "lawyer lawyers professor professors migrant migrants inhabitants inhabitant local locals patient patients "
    "christians muslims innocents citizen citizens mourner mourners elder elders traveller travellers shopkeeper "
    "shopkeepers clerk customer customers guest guests noncombatants homeowner neighbor neighbors neighbour "
    "neighbours "
    "businessman businessmen scientist scientists athlete player players rioter rioters commuter commuters "
    "crew staff nationals national expatriates contractor contractors jesuit jesuits",
    "unknown": "bodyguard bodyguards partner partners colleague colleagues companion companions aide aides bailiff "
    "bailiffs stepdaughter nephews nieces aunts grandparents cyclist cyclists runner runners spouse gamblers porter "
    "porters suspect suspects shooter shooters people person persons man men victim victims individual "
    "individuals others other family families "
    "brother brothers father fathers husband husbands couple couples friend friends relative relatives parent "
    "parents "
    "cousin cousins uncle uncles nephew grandfather prisoner prisoners inmate inmates hostage hostages detainee "
    "detainees captive captives male males adult adults youth youths syrians iraqis afghans palestinians "
    "israelis turks kurds americans russians iranians yemenis somalis nigerians lebanese "
    "one ones someone somebody everyone roommate stepfather "
    "stepson boyfriend fiance fiancee twin twins sibling siblings survivor survivors souls soul dozen "
    "houthi houthis alawites shiites sunnis yazidis druze",
}
_THINGS: Final = (
    "vehicle vehicles car cars truck trucks bus buses tank tanks house houses home homes building buildings "
    "shop shops "
    "store stores school schools church churches mosque mosques hospital hospitals bridge bridges boat boats "
    "ship ships "
    "helicopter helicopters plane planes jet jets aircraft drone drones motorcycle motorcycles motorbike motorbikes "
    "village villages town towns city cities market markets checkpoint checkpoints station stations post posts base "
    "bases camp camps tent tents warehouse warehouses factory factories farm farms depot depots van vans "
    "pickup pickups "
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
    "party parties household households structure structures side sides hotel restaurant"
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

PEOPLE: Final = {word: kind for kind, words in _PEOPLE.items() for word in words.split()}
THINGS: Final = frozenset(_THINGS.split())
