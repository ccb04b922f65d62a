"""Made-up people who answer a survey of every kind of table, drawn from a seed: to count, to publish and to attack."""

from __future__ import annotations

from random import Random
from typing import Any

from fardplan.surveys.definition import Definition
from tests.surveys.definitions import choices, definition, question, words

AREAS = {"norr": "Norr", "soder": "Söder", "oster": "Öster", "vaster": "Väster", "kust": "Kusten"}


def asked(*, areas: dict[str, str] | None = None, required: bool = False) -> Definition:
    """Three backgrounds, questions everybody must answer, some that may be skipped, one that only some are asked."""
    return definition(
        [
            question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man"), other=True, wont_say=True,
                     background=True),
            question("alder", "birth_year", "Födelseår", classes=[16, 30, 45, 65, 80], background=True, groups=[
                {"name": "ung", "label": words("Under 45"), "of": ["16-29", "30-44"]},
                {"name": "aldre", "label": words("65 eller äldre"), "of": ["65-79", "80-"]}]),
            question("omrade", "area", "Område", choices=choices(**(areas or AREAS)), background=True,
                     required=required),
        ],
        [
            question("matchar", "scale", "Hur väl stämmer det i ${omrade}?", required=True,
                     scale={"low_label": words("Inte alls"), "high_label": words("Mycket väl")}),
            question("bra", "single", "Bra plats?", required=True, choices=choices(ja="Ja", nej="Nej"),
                     positive=["ja"], benchmark="N00667"),
            question("delar", "matrix", "Hur nöjd?", required=True, rows=choices(skola="Skolan", vard="Vården"),
                     scale={"low": 1, "high": 4}),
            question("resor", "multiple", "Hur reser du?", choices=choices(buss="Buss", cykel="Cykel", bil="Bil"),
                     other=True, dont_know=True),
            question("ofta", "number", "Hur ofta?", whole=True, minimum=0, maximum=50,
                     relevant="selected(${resor}, 'buss')"),
            question("vikt", "ranking", "Viktigast?", most=2,
                     choices=choices(bostad="Bostäder", restid="Restid", natur="Natur")),
            question("poang", "points", "Fördela", choices=choices(a="A", b="B"), total=10),
            question("lon", "number", "Lön"),
            question("flytt", "date", "När flyttade du hit?", earliest="1950-01-01", latest="2020-12-31"),
            question("plats", "map", "Var?", grid={
                "south": 56.0, "west": 14.4, "north": 56.5, "east": 16.1, "columns": 3, "rows": 3}),
            question("saknas", "text", "Saknas något?"),
            question("hemlig", "single", "Visas inte", choices=choices(a="A", b="B"), public=False),
        ],
    )  # fmt: skip


def draw(
    number: int, *, seed: int = 1, definition: Definition | None = None, leaning: float = 0.0
) -> list[dict[str, Any]]:
    """So many answers. What people think depends on their age, by `leaning` more on where they live."""
    random = Random(seed)
    whole = definition or asked()
    areas = list(whole.by_name["omrade"].codes)
    drawn: dict[str, list[str | None]] = {
        "kon": [*whole.by_name["kon"].codes, "_other", "_wont_say", None],
        "alder": [*whole.by_name["alder"].codes, None],
        "omrade": [*areas],
    }
    weights = {name: [random.random() ** 2 + 0.02 for _ in codes] for name, codes in drawn.items()}
    return [_one(random, whole, areas, weights, leaning) for _ in range(number)]


def _one(random: Random, whole: Definition, areas: list[str], weights: Any, leaning: float) -> dict[str, Any]:
    ages = [*whole.by_name["alder"].codes, None]
    said: dict[str, Any] = {
        "kon": random.choices(["kvinna", "man", "_other", "_wont_say", None], weights["kon"])[0],
        "alder": random.choices(ages, weights["alder"])[0],
        "omrade": random.choices(areas, weights["omrade"])[0],
    }
    mood = 0.3 + 0.1 * ages.index(said["alder"]) + leaning * areas.index(said["omrade"])
    said["matchar"] = str(1 + sum(random.random() < mood for _ in range(4)))
    said["bra"] = "ja" if random.random() < mood else "nej"
    said["delar"] = {row: str(random.randint(1, 4)) for row in ("skola", "vard")}
    if random.random() < 0.9:
        modes = [mode for mode in ("buss", "cykel", "bil", "_other") if random.random() < 0.4]
        said["resor"] = modes or "_dont_know"
        if "buss" in modes:
            said["ofta"] = random.randint(0, 50)
    if random.random() < 0.8:
        said["vikt"] = random.sample(["bostad", "restid", "natur"], random.randint(1, 2))
        a = random.randint(0, 10)
        said["poang"] = {"a": a, "b": 10 - a} if a not in (0, 10) else {"a" if a else "b": 10}
    if random.random() < 0.5:
        said["lon"] = random.randint(10_000, 90_000)
        said["flytt"] = f"{random.randint(1950, 2020)}-05-01"
        said["plats"] = random.choice(["A1", "B2", "B2", "B2", "C3", "C3", "A2"])
    if random.random() < 0.3:
        said["saknas"] = "_written"
    said["hemlig"] = random.choice("ab")
    return {name: value for name, value in said.items() if value is not None}
