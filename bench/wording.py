"""Swedish word material for generated drafts and contributions: our own sentences about no real place's plans.

The shapes of sentences come back and so do the function words, so that unrelated passages share some of their wording,
as passages of one strategy do.
"""

from random import Random


def _listed(text: str) -> list[str]:
    return text.split()


_FIRST = _listed("""
bostads kust skogs vatten energi buss tåg skol vård kultur idrotts ungdoms lands stads hamn industri närings
kompetens forsknings natur klimat mark service digital folkhälso trygghets arbets språk besöks lant frilufts
tillgänglighets miljö havs avfalls trafik bredbands omställnings utbildnings äldre
""")
_SECOND = _listed("""
planering utveckling strategi samverkan försörjning satsning nät miljö plats väg miljöer insatser lösningar
möjligheter verksamhet centrum tjänster program mål uppföljning finansiering stöd kunskap resurser behov
frågor ansvar kvalitet underlag kedjor stråk områden arbete rådgivning nätverk övergång beredskap
investeringar
""")
_PLAIN = _listed("""
bostäder orter kommuner unga äldre företag elever resor turer stränder skogar byar torg bibliotek föreningar
kvällar somrar vägar cykelvägar fiskare lantbruk småföretag nyanlända familjer grannar mötesplatser idéer jobb
praktikplatser kurser verkstäder fritidsgårdar hamnar båtar tåg bussar utsläpp lokaler boenden patienter
vårdcentraler forskare uppfinningar varor råvaror maskiner odlingar parker stigar badplatser museer scener
körer lag tävlingar vandrare turister
""")
_VERBS = _listed("""
utvecklas stärks byggs planeras samordnas prövas finansieras prioriteras förbättras öppnas förnyas skyddas
återställs kopplas delas följs mäts bevaras utvidgas fördubblas halveras införs erbjuds ordnas säkras lyfts
sprids underlättas bildas effektiviseras breddas kartläggs redovisas anpassas fördelas inleds
""")
_ADJECTIVES = _listed("""
fler bättre tryggare nära öppna hållbara gröna lokala gemensamma långsiktiga enkla snabba små stora nya
tillgängliga jämlika billiga levande starka flexibla tydliga trygga robusta fossilfria sammanhållna smarta
kreativa barnvänliga tysta rena välskötta attraktiva inkluderande konkurrenskraftiga
""")
_PLACES = _listed("""
Karlshamn Karlskrona Olofström Ronneby Sölvesborg skärgården inlandet kusten skogsbygden stationssamhällena
tätorterna landsbygden grannlänen Östersjöområdet
""")
_TIMES = ("varje år", "före 2030", "på sikt", "redan nu", "året om", "inom fem år", "under planperioden")
_WHO = _listed("""
regionen kommunerna staten näringslivet föreningarna högskolan folkhögskolorna invånarna länsstyrelsen
skolorna arbetsgivarna fastighetsägarna vårdgivarna
""")
_OPENINGS = (
    "I {p}",
    "För {m}",
    "Genom {n}",
    "Utan {n}",
    "Med stöd av {n}",
    "När {n} {v}",
    "Där {m} saknar {k}",
    "Tillsammans med {w}",
    "Inom {n}",
    "Senast om {number} år",
    "Jämfört med {p}",
    "Enligt {w}",
    "Oavsett {k}",
    "Så länge {n} {v}",
    "Trots {a} {k}",
)
_CLAUSES = (
    "{v} {n} i {p}",
    "ska {n} räcka till för {m}",
    "får {m} {a} {k}",
    "blir {n} en fråga för {w}",
    "behöver {w} ta större ansvar för {n}",
    "kan {m} välja mellan {n} och {k}",
    "märks det att {n} {v}",
    "hänger {n} ihop med {k}",
    "växer behovet av {n}",
    "går det att nå {n} utan bil",
    "delar {w} och {w} på kostnaden för {n}",
    "ska andelen {m} med {k} öka",
    "saknas i dag {a} {n}",
    "prövas {a} {n} i mindre skala",
    "står {n} för en tredjedel av {k}",
    "vill vi se {a} {m} och {a} {k}",
    "räknas {n} som {k}",
    "tappar {p} {m} till {p}",
)
_ENDINGS = (
    "",
    "",
    " {t}",
    ", också i {p}",
    " så att {m} kan stanna",
    ", vilket kräver {n}",
    " och det ska märkas i {p}",
    " innan {k} {v}",
    " i samverkan med {w}",
    ", men aldrig på bekostnad av {n}",
    " för att {m} ska våga satsa",
    ", något som {w} följer upp {t}",
    " i stället för {n}",
    " med {number} procent",
)
_MAINS = (
    "{A} {n} {v} i {p}",
    "{W} och {w} ska tillsammans utveckla {n}",
    "{N} är en förutsättning för {k}",
    "Den som arbetar med {n} möter {m}",
    "Länet behöver {a} {n}",
    "Vi vill att {m} har tillgång till {n}",
    "Målet är {a} {m} och {a} {k}",
    "Satsningar på {n} gynnar {m}",
    "Både {m} och {m} berörs av {n}",
    "{A} {m} vittnar om {n}",
    "Därför prioriteras {n} framför {k}",
    "Det som görs för {n} prövas även i {p}",
    "{W} ansvarar för {n}",
    "Särskilt viktigt är {n}",
    "En viktig del är {n} nära {m}",
)
_SHORT = (
    "{a} {m} i {p}",
    "{n} för {a} {m}",
    "{m} med {n} {t}",
    "{m} och {m} i {p}",
    "{a} {k} för {m}",
    "{n} och {n} för {m} i {p}",
    "{n} med {number} procent {t}",
)
_REPEATED = (
    "Målet följs upp varje år i den regionala uppföljningen.",
    "Så vill vi att det ska vara.",
    "Regionen samordnar arbetet.",
    "Läs mer om indikatorerna i bilagan.",
    "Ansvariga är regionen och länets kommuner tillsammans med berörda aktörer.",
    "Prioriteringen bidrar till de globala målen för hållbar utveckling.",
    "Det här avsnittet kompletteras efter remissen.",
)
_ALIKE = (
    "I {p} ska {n} {v} så att {m} har nära till {k}.",
    "{W} ska ta fram en handlingsplan för {n} senast nästa år.",
    "Indikator: andelen {m} som är nöjda med {n} i {p}.",
    "Mål {number}: {n} ska öka med {number} procent till 2030.",
    "{W} har det samlade ansvaret för {n} och redovisar arbetet i årsredovisningen.",
)
_HEADINGS_ALIKE = ("Mål", "Nuläge", "Så arbetar vi", "Prioriteringar", "Uppföljning", "Önskat läge", "Ansvar")


def word(random: Random) -> str:
    """A word in place of another: of any kind, seldom the same twice."""
    kind = random.random()
    if kind < 0.5:
        return compound(random)
    return random.choice(_PLAIN if kind < 0.75 else _ADJECTIVES if kind < 0.88 else _VERBS)


def compound(random: Random) -> str:
    return random.choice(_FIRST) + random.choice(_SECOND)


def _filled(frame: str, random: Random) -> str:
    def slot(name: str) -> str:
        found = {
            "n": lambda: compound(random),
            "k": lambda: compound(random) if random.random() < 0.5 else random.choice(_PLAIN),
            "m": lambda: random.choice(_PLAIN),
            "v": lambda: random.choice(_VERBS),
            "a": lambda: random.choice(_ADJECTIVES),
            "p": lambda: random.choice(_PLACES),
            "t": lambda: random.choice(_TIMES),
            "w": lambda: random.choice(_WHO),
        }[name.lower()]()
        return found.capitalize() if name.isupper() else found

    parts = frame.replace("{number}", str(random.randint(2, 40))).split("{")
    return parts[0] + "".join(slot(part[0]) + part[2:] for part in parts[1:])


def sentence(random: Random) -> str:
    """One of some seven thousand shapes: an opening, a clause, an ending."""
    opened = f"{random.choice(_OPENINGS)} {random.choice(_CLAUSES)}"
    frame = opened if random.random() < 0.5 else random.choice(_MAINS)
    return _filled(frame + random.choice(_ENDINGS) + ".", random)


def paragraph(random: Random) -> str:
    """One to five sentences."""
    return " ".join(sentence(random) for _ in range(random.choice((1, 1, 2, 2, 3, 3, 4, 5))))


def point(random: Random) -> str:
    """A line of a list: three to eight words."""
    return _filled(random.choice(_SHORT), random)


def repeated(random: Random) -> str:
    """A sentence that stands word for word in several places."""
    return random.choice(_REPEATED)


def family(random: Random, size: int) -> list[str]:
    """Passages that differ in a word or two: the same sentence for each place, or for each goal."""
    frame = random.choice(_ALIKE)
    noun, people = compound(random), random.choice(_PLAIN)
    fixed = frame.replace("{n}", noun).replace("{m}", people)
    return [_filled(fixed, random) for _ in range(size)]


def heading(random: Random) -> str:
    if random.random() < 0.3:
        return random.choice(_HEADINGS_ALIKE)
    kind = random.random()
    if kind < 0.4:
        return compound(random).capitalize()
    return f"{random.choice(_ADJECTIVES).capitalize()} {random.choice(_PLAIN if kind < 0.7 else (compound(random),))}"
