"""Definitions to test with: a short survey, and one with every type of question."""

from __future__ import annotations

from typing import Any

from fardplan.surveys.definition import Definition, read


def words(sv: str, en: str = "") -> dict[str, str]:
    return {"sv": sv, "en": en or f"{sv} (en)"}


def choices(**labels: str) -> list[dict[str, Any]]:
    return [{"name": name, "label": words(label)} for name, label in labels.items()]


def question(name: str, kind: str, label: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": words(label), **fields}


def definition(*pages: list[dict[str, Any]], **fields: Any) -> Definition:
    return read(
        {
            "format": 1,
            "languages": ["sv", "en"],
            "title": words("Medborgarenkät"),
            "introduction": words("Svara på några frågor."),
            "thanks": words("Tack!"),
            "pages": [
                {"name": f"del_{number}", "title": words(f"Del {number}"), "questions": questions}
                for number, questions in enumerate(pages, start=1)
            ],
            **fields,
        }
    )


MUNICIPALITIES = {"k1080": "Karlskrona", "k1081": "Ronneby", "k1082": "Karlshamn"}


def short() -> Definition:
    """Two pages: where one lives and how old one is; one scale and one text that becomes a contribution."""
    return definition(
        [
            question("kommun", "area", "Vilken kommun bor du i?", choices=choices(**MUNICIPALITIES), background=True),
            question("alder", "birth_year", "Vilket år är du född?", classes=[16, 30, 45, 65], wont_say=True,
                     background=True),
        ],
        [
            question("matchar", "scale", "Hur väl stämmer det?", dont_know=True, required=True,
                     scale={"low_label": words("Inte alls"), "high_label": words("Mycket väl")}),
            question("saknas", "text", "Saknas något?", long=True, contribution=True, public=False),
        ],
    )  # fmt: skip


def every_type() -> Definition:
    """Every type of question, with relevance, a constraint, piping and a calculation."""
    modes = choices(buss="Buss", cykel="Cykel", bil="Bil")
    return definition(
        [
            question("valkommen", "note", "Välkommen!"),
            question("kommun", "area", "Vilken kommun bor du i?", choices=choices(**MUNICIPALITIES), background=True),
            question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man"), other=True, wont_say=True,
                     background=True),
            question("alder", "birth_year", "Vilket år är du född?", classes=[16, 30, 45, 65], background=True),
        ],
        [
            question("resor", "multiple", "Hur reser du?", choices=modes, other=True, most=2, dont_know=True),
            question("buss_ofta", "number", "Hur många gånger i veckan åker du buss?", whole=True, minimum=0,
                     maximum=50, relevant="selected(${resor}, 'buss')"),
            question("matchar", "scale", "Hur väl stämmer det?", required=True, dont_know=True,
                     scale={"low_label": words("Inte alls"), "high_label": words("Mycket väl")}),
            question("delar", "matrix", "Hur nöjd är du?", rows=choices(skola="Skolan", vard="Vården"),
                     scale={"low": 1, "high": 4}, wont_say=True),
        ],
        [
            question("viktigast", "ranking", "Vad är viktigast?", most=2, shuffled=True,
                     choices=choices(bostad="Bostäder", restid="Restid", natur="Natur")),
            question("poang", "points", "Fördela 100 poäng", choices=choices(a="Livsmiljöer", b="Näringsliv")),
            question("flyttade", "date", "När flyttade du hit?", earliest="1900-01-01", latest="2026-12-31"),
            question("plats", "map", "Var behövs något?", grid={
                "south": 56.0, "west": 14.4, "north": 56.5, "east": 16.1, "columns": 6, "rows": 4}),
            question("dubbla", "calculation", "", calculation="${buss_ofta} * 2"),
            question("andra", "text", "Vad skulle du ändra i ${kommun}?", long=True, contribution=True,
                     constraint="string-length(.) >= 3", constraint_message=words("Skriv minst tre tecken."),
                     public=False),
        ],
    )  # fmt: skip


def fifty() -> Definition:
    """Fifty questions of every type on six pages: as long as anybody should ever be asked to answer."""
    ends = {"low_label": words("Inte alls"), "high_label": words("Mycket väl")}
    about_you = [
        question("kommun", "area", "Vilken kommun bor du i?", choices=choices(**MUNICIPALITIES), background=True,
                 wont_say=True),
        question("alder", "birth_year", "Vilket år är du född?", classes=[16, 30, 45, 65], background=True,
                 wont_say=True),
        question("kon", "single", "Vilket kön har du?", choices=choices(kvinna="Kvinna", man="Man"), other=True,
                 wont_say=True, background=True),
        question("gor", "single", "Vad gör du mest?", choices=choices(arbetar="Arbetar", laser="Studerar",
                 pension="Är pensionär"), other=True),
        question("hushall", "number", "Hur många bor i ditt hushåll?", whole=True, minimum=1, maximum=20),
        question("bil", "single", "Har hushållet bil?", choices=choices(ja="Ja", nej="Nej")),
    ]  # fmt: skip
    themes = [
        [
            *(question(f"t{theme}_skala_{number}", "scale", f"Påstående {number} om tema {theme}: det stämmer för mig.",
                       scale=ends, dont_know=True, required=number == 1) for number in range(1, 7)),
            question(f"t{theme}_rader", "matrix", f"Hur nöjd är du med tema {theme}?",
                     rows=choices(skola="Skolan", vard="Vården", buss="Bussarna"), scale={"high": 5} | ends,
                     dont_know=True),
            question(f"t{theme}_flera", "multiple", f"Vad är viktigt i tema {theme}?", most=2, other=True,
                     dont_know=True, choices=choices(nara="Nära", billigt="Billigt", tryggt="Tryggt")),
            question(f"t{theme}_ord", "text", f"Saknas något i tema {theme}?", long=True, contribution=True,
                     public=False),
        ]
        for theme in range(1, 5)
    ]  # fmt: skip
    last = [
        question("slut", "note", "Nu är det **en sida** kvar."),
        question("viktigast", "ranking", "Vad är viktigast?", most=3, shuffled=True, choices=choices(
            bostad="Bostäder", restid="Restid", natur="Natur", kultur="Kultur", jobb="Jobb")),
        question("poang", "points", "Fördela 100 poäng", choices=choices(a="Livsmiljöer", b="Näringsliv")),
        question("flyttade", "date", "När flyttade du hit?", earliest="1920-01-01", latest="2026-12-31"),
        question("plats", "map", "Var behövs en mötesplats?", dont_know=True, grid={
            "south": 56.0, "west": 14.4, "north": 56.5, "east": 16.1, "columns": 6, "rows": 4}),
        question("resor", "multiple", "Hur reser du?", choices=choices(buss="Buss", cykel="Cykel", bil="Bil")),
        question("ofta", "number", "Hur många gånger i veckan åker du buss?", relevant="selected(${resor}, 'buss')",
                 minimum=0, maximum=50, unit=words("gånger")),
        question("betyg", "scale", "Hur var enkäten?", scale={"low": 0, "high": 10, "low_label": words("Dålig"),
                 "high_label": words("Bra")}),
        question("ort", "text", "Vilken ort tänkte du mest på?", longest=80, relevant="${kommun} != ''"),
        question("aret", "calculation", "", calculation="${ofta} * 52"),
    ]  # fmt: skip
    return definition(about_you, *themes, last)


def answers_to_fifty() -> list[dict[str, Any]]:
    """What somebody answers on each page of `fifty`, as it is kept."""
    theme = [
        {
            **{f"t{number}_skala_{each}": str(1 + (each + number) % 5) for each in range(1, 7)},
            f"t{number}_rader": {"skola": "4", "vard": "2", "buss": "_dont_know"},
            f"t{number}_flera": ["nara", "tryggt"],
        }
        for number in range(1, 5)
    ]
    return [
        {"kommun": "k1081", "alder": "30-44", "kon": "kvinna", "gor": "arbetar", "hushall": 3, "bil": "nej"},
        theme[0],
        theme[1],
        theme[2] | {"t3_ord": "Fler bussar på kvällen."},
        theme[3],
        {
            "viktigast": ["restid", "natur"], "poang": {"a": 60, "b": 40}, "flyttade": "2001-05-01", "plats": "C2",
            "resor": ["buss", "cykel"], "ofta": 4.5, "betyg": "8", "ort": "Ronneby",
        },
    ]  # fmt: skip
