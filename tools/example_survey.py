"""Make the answers of the example's survey: drawn by chance, the same bytes every time. Nobody has given them.

python -m tools.example_survey           write the files of responses beside the example
python -m tools.example_survey --check   say whether they are what would be written

What is asked stands in src/fardplan/example/survey/enkat.json; how many were invited and what was written in words
stand in the dialogue file. Here it is decided what people think. Those who follow the open link
are more critical than the sample, older people than young ones; Sölvesborg is more pleased than Olofström; some skip a
question, more of them the further they come; and who thinks well of one part tends to think well of the next.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

EXAMPLE = Path(__file__).resolve().parent.parent / "src" / "fardplan" / "example"
DIALOGUE_FILE = EXAMPLE / "blekingedagen-2020.yaml"
SEED = "Blekingedagen 2020"

AGES = ("10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-")
MUNICIPALITIES = ("1082", "1080", "1060", "1081", "1083")  # Karlshamn, Karlskrona, Olofström, Ronneby, Sölvesborg
PARTS = ("oppet", "livet", "trygghet", "nara", "arbete")
PRIORITIES = (
    "bostader", "restid", "service", "energi", "kultur", "ungas_halsa", "aldres_trygghet", "larande", "praktik",
    "sprak", "industri", "smaforetag",
)  # fmt: skip
OF_THE_YOUNG = {"bostader": 1.5, "kultur": 2.2, "ungas_halsa": 3.0, "praktik": 2.5, "larande": 1.3, "restid": 1.4}
OF_THE_OLD = {"aldres_trygghet": 4.0, "service": 2.0, "smaforetag": 0.7, "praktik": 0.5, "kultur": 0.8, "sprak": 0.8}
IN_OLOFSTROM = {"service": 1.6, "restid": 1.8, "industri": 1.5}
USUAL = {"bostader": 1.7, "service": 1.4, "ungas_halsa": 1.5, "energi": 1.2, "restid": 1.2, "industri": 0.9}


@dataclass(frozen=True)
class Way:
    """One collection: how many answered, who they are, and how they lean. Weights are in the order of the lists."""

    slug: str
    number: int
    ages: Sequence[float]
    municipalities: Sequence[float]
    women: float
    lean: float  # added to every opinion on a scale of five
    sources: Mapping[str, float]
    english: float
    days: Mapping[str, int]  # how many each day; for the open link and the schools only a proportion


OPEN_DAYS = {
    "2020-11-23": 15, "2020-11-24": 11, "2020-11-25": 8, "2020-11-26": 7, "2020-11-27": 6, "2020-11-28": 4,
    "2020-11-29": 5, "2020-11-30": 6, "2020-12-01": 14, "2020-12-02": 8, "2020-12-03": 7, "2020-12-04": 9,
}  # fmt: skip
SAMPLE_DAYS = {
    "2020-11-24": 21, "2020-11-25": 38, "2020-11-26": 34, "2020-11-27": 26, "2020-11-28": 19, "2020-11-29": 23,
    "2020-11-30": 14, "2020-12-01": 32, "2020-12-02": 37, "2020-12-03": 33, "2020-12-04": 23,
}  # fmt: skip
SCHOOL_DAYS = {
    "2020-11-24": 5, "2020-11-25": 6, "2020-11-26": 5, "2020-11-27": 3, "2020-11-30": 4, "2020-12-01": 3,
    "2020-12-02": 5, "2020-12-04": 2,
}  # fmt: skip


def ways() -> list[Way]:
    """The three collections."""
    return [
        Way(
            "oppen", 800, (5, 8, 14, 18, 21, 18, 12, 4), (20, 46, 5, 19, 10), 0.58, -0.35,
            {"web": 0.97, "kiosk": 0.015, "paper": 0.015}, 0.03, OPEN_DAYS,
        ),
        Way(
            "urval", sum(SAMPLE_DAYS.values()), (0, 9, 12, 13, 17, 19, 19, 11), (21, 41, 8, 18, 12), 0.52, 0.05,
            {"web": 0.74, "paper": 0.23, "phone": 0.03}, 0.02, SAMPLE_DAYS,
        ),
        Way(
            "unga", 214, (1, 0, 0, 0, 0, 0, 0, 0), (18, 40, 12, 16, 14), 0.51, 0.0,
            {"web": 1.0}, 0.02, SCHOOL_DAYS,
        ),
    ]  # fmt: skip


class Person(NamedTuple):
    """What decides somebody's answers. `mood` is what they think of things at large."""

    age: str
    municipality: str
    gender: str
    mood: float


def responses(way: Way, written: Sequence[tuple[str, str]], chance: Random) -> list[dict[str, Any]]:
    """The responses of a collection. `written` are the day and the question of each text that became a submission."""
    days = _days(way, chance)
    made = [_response(way, day, chance) for day in days]
    for day, question in written:
        free = [each for each in made if each["day"] == day and question not in each["answers"]]
        free[int(chance.random() * len(free))]["answers"][question] = "_written"
    return made


def _days(way: Way, chance: Random) -> list[str]:
    if sum(way.days.values()) == way.number:
        return [day for day, number in way.days.items() for _each in range(number)]
    return chance.choices(list(way.days), list(way.days.values()), k=way.number)


def _response(way: Way, day: str, chance: Random) -> dict[str, Any]:
    person = Person(
        age=chance.choices(AGES, way.ages)[0],
        municipality=chance.choices(MUNICIPALITIES, way.municipalities)[0],
        gender="annan" if chance.random() < 0.01 else "kvinna" if chance.random() < way.women else "man",
        mood=chance.gauss(0, 0.6),
    )
    said: dict[str, Any] = {"day": day, "answers": _answers(way, person, chance)}
    source = chance.choices(list(way.sources), list(way.sources.values()))[0]
    if source != "web":
        said["source"] = source
    if source == "web" and chance.random() < way.english:
        said["language"] = "en"
    if source == "web" and chance.random() < 0.008:
        said["flags"] = ["too_fast"]
    return said


def _answers(way: Way, person: Person, chance: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {"kommun": person.municipality}
    if chance.random() > 0.04:
        answers["alder"] = "_wont_say" if chance.random() < 0.02 else person.age
    for number, part in enumerate(PARTS):
        if chance.random() > 0.01 + 0.008 * number:
            unsure = 0.05 if part == "arbete" else 0.025
            answers[part] = "_dont_know" if chance.random() < unsure else _on_scale(way, person, part, chance)
    if chance.random() > 0.05:
        answers["prioriteringar"] = _three(person, chance)
    if chance.random() > 0.09:
        answers["poang"] = _points(person, chance)
    _of_the_place(way, person, answers, chance)
    if chance.random() > 0.11:
        answers["kon"] = "_wont_say" if chance.random() < 0.02 else person.gender
    return answers


def _on_scale(way: Way, person: Person, part: str, chance: Random) -> str:
    """1 to 5: the part's own standing, who one is, what one thinks at large, and chance."""
    at = AGES.index(person.age)
    lean = {"oppet": 3.5, "livet": 3.9, "trygghet": 3.65, "nara": 3.35, "arbete": 3.75}[part] + way.lean + person.mood
    lean += {"1083": 0.3, "1060": -0.3, "1081": -0.05}.get(person.municipality, 0)
    if part == "nara":
        lean += -0.09 * (at - 2) - (0.1 if way.slug == "oppen" else 0)
    if part == "livet":
        lean += -0.35 if at <= 1 else 0.05
    if part == "arbete":
        lean += 0.15 if person.gender == "man" else 0
    if part == "trygghet":
        lean += 0.2 if at >= 6 else 0
    return str(max(1, min(5, round(chance.gauss(lean, 0.95)))))


def _three(person: Person, chance: Random) -> list[str] | str:
    if chance.random() < 0.015:
        return "_dont_know"
    at = AGES.index(person.age)
    of_age = OF_THE_YOUNG if at <= 1 else OF_THE_OLD if at >= 6 else {}
    of_place = IN_OLOFSTROM if person.municipality == "1060" else {}
    left = {name: USUAL.get(name, 0.8) * of_age.get(name, 1) * of_place.get(name, 1) for name in PRIORITIES}
    chosen: set[str] = set()
    for _each in range(3 if chance.random() < 0.93 else 2):
        name = chance.choices(list(left), list(left.values()))[0]
        chosen.add(name)
        del left[name]
    return [name for name in PRIORITIES if name in chosen]


def _points(person: Person, chance: Random) -> dict[str, int]:
    """People give tens, and many of them as much to both."""
    if chance.random() < 0.2:
        return {"a": 50, "b": 50}
    mean = 66 if AGES.index(person.age) <= 1 else 52 if person.gender == "man" else 58
    mean -= 8 if person.municipality == "1060" else 0
    a = max(0, min(100, 10 * round(chance.gauss(mean, 17) / 10)))
    return {"a": a, "b": 100 - a}


def _of_the_place(way: Way, person: Person, answers: dict[str, Any], chance: Random) -> None:
    pleased = person.mood + way.lean / 2 + {"1083": 0.35, "1060": -0.4}.get(person.municipality, 0)
    if chance.random() > 0.05:
        at = chance.gauss(pleased, 0.8)
        names = ("mycket_dalig", "ganska_dalig", "ganska_bra", "mycket_bra")
        answers["bra_plats"] = names[sum(at > limit for limit in (-2.0, -1.05, 0.45))]
        if chance.random() < 0.015:
            answers["bra_plats"] = "_dont_know"
    if chance.random() > 0.06:
        at = chance.gauss(pleased, 0.9) - (0.5 if person.age == "10-19" else 0)
        answers["rekommendera"] = ("nej", "kanske", "ja")[sum(at > limit for limit in (-0.95, 0.05))]
        if chance.random() < 0.04:
            answers["rekommendera"] = "_dont_know"


def lines_of(made: Sequence[dict[str, Any]]) -> bytes:
    """As the export writes them: one on each line, in an order that has nothing to do with time."""
    lines = [json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for each in made]
    return "".join(sorted(lines, key=lambda line: sha256(line.encode()).digest()[:8])).encode()


def files() -> dict[Path, bytes]:
    """What is to stand in each file of responses."""
    content = yaml.safe_load(DIALOGUE_FILE.read_text(encoding="utf-8"))
    received = {
        f"S-{number:03d}": _day_of(each["received"]) for number, each in enumerate(content["submissions"], start=1)
    }
    collections = {each["slug"]: each for each in content["surveys"][0]["collections"]}
    found = {}
    for way in ways():
        texts = collections[way.slug]["text_answers"]
        written = [(received[each["submission"]], each["question"]) for each in texts]
        made = responses(way, written, Random(f"{SEED} {way.slug}"))
        found[EXAMPLE / collections[way.slug]["responses_file"]] = lines_of(made)
    return found


def _day_of(value: object) -> str:
    """YAML reads some moments as such and others as text."""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)[:10]


def main() -> int:
    made = files()
    if "--check" in sys.argv:
        stale = [path.name for path, content in made.items() if not path.exists() or path.read_bytes() != content]
        if stale:
            print(f"not up to date: {', '.join(stale)}: python -m tools.example_survey")
        return 1 if stale else 0
    for path, content in made.items():
        path.write_bytes(content)
        ages = Counter(json.loads(line)["answers"].get("alder", "") for line in content.decode().splitlines())
        print(path.name, sum(ages.values()), len(content), dict(sorted(ages.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
