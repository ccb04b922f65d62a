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
