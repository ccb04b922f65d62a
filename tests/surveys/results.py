"""A published result to test pages with, written by hand: an invited sample, weighted, with one of most things.

`open_sample()` is the same answers from an open link: without intervals and without differences.
"""

from __future__ import annotations

from typing import Any

from fardplan.surveys.results import shape
from tests.surveys.definitions import words


def _choices(*codes: str, **labels: str) -> list[dict[str, Any]]:
    return [{"code": code} for code in codes] + [
        {"code": code, "label": words(label)} for code, label in labels.items()
    ]


def _answers(codes: str, *figures: tuple[int, ...]) -> list[dict[str, Any]]:
    """Unweighted, weighted, low and high, and for a group points, low and high of the difference to the others."""
    found = []
    for code, (plain, weighted, low, high, *apart) in zip(codes.split(), figures, strict=True):
        one: dict[str, Any] = {"code": code, "unweighted": plain, "weighted": weighted}
        one["interval"] = {"low": low, "high": high}
        if apart:
            one["apart"] = {"points": apart[0], "interval": {"low": apart[1], "high": apart[2]}}
        found.append(one)
    return found


BACKGROUNDS: list[dict[str, Any]] = [
    {
        "question": "kommun",
        "label": words("Vilken kommun bor du i?"),
        "responses": 456,
        "source": "SCB, folkmängd 31 december 2019",
        "groups": [
            {"code": "k1080", "label": words("Karlskrona"), "is_shown": True, "n": 260, "population": 52,
             "respondents": 57, "weighted": 52},
            {"code": "k1081", "label": words("Ronneby"), "is_shown": True, "n": 100, "population": 23,
             "respondents": 22, "weighted": 23},
            {"code": "k1082", "label": words("Karlshamn"), "is_shown": True, "n": 100, "population": 25,
             "respondents": 21, "weighted": 25},
            {"code": "_not_said", "is_shown": False},
        ],
    },
    {
        "question": "alder",
        "label": words("Vilket år är du född?"),
        "responses": 456,
        "source": "SCB, folkmängd 31 december 2019",
        "groups": [
            {"code": "16-29", "is_shown": True, "n": 50, "population": 21, "respondents": 11, "weighted": 20},
            {"code": "30-44", "is_shown": True, "n": 90, "population": 22, "respondents": 19, "weighted": 21},
            {"code": "45-64", "is_shown": True, "n": 150, "population": 30, "respondents": 34, "weighted": 30},
            {"code": "65-", "is_shown": True, "n": 160, "population": 27, "respondents": 36, "weighted": 29},
            {"code": "_not_said", "is_shown": False},
        ],
    },
]  # fmt: skip

MATCHES: dict[str, Any] = {
    "name": "matchar",
    "number": 3,
    "type": "scale",
    "label": words("Hur väl stämmer det?"),
    "page": words("Del 2"),
    "responses": 456,
    "minimum": 30,
    "scale_low": words("Inte alls"),
    "scale_high": words("Mycket väl"),
    "positive": ["4", "5"],
    "tables": [
        {
            "measure": "shares",
            "choices": _choices("1", "2", "3", "4", "5"),
            "dont_know": 25,
            "total": {
                "n": 431,
                "answers": _answers("1 2 3 4 5", (5, 6, 4, 10), (9, 10, 7, 14), (24, 25, 20, 31), (39, 37, 31, 42),
                                    (23, 22, 18, 27)),
                "positive": _answers("_positive", (62, 59, 53, 65))[0],
            },
            "divisions": [
                {
                    "background": "kommun",
                    "responses": 456,
                    "rows": [
                        {
                            "group": "k1080",
                            "n": 250,
                            "answers": _answers("1 2 3 4 5", (3, 4, 2, 8, -5, -11, 0), (8, 8, 5, 13, -4, -11, 2),
                                                (23, 23, 17, 30, -4, -13, 5), (42, 40, 33, 48, 6, -5, 16),
                                                (24, 25, 19, 32, 6, -3, 15)),
                            "positive": _answers("_positive", (66, 65, 57, 72, 12, 1, 23))[0],
                        },
                        {
                            "group": "k1081",
                            "n": 90,
                            "answers": _answers("1 2 3 4 5", (9, 9, 4, 19, 4, -4, 13), (12, 13, 6, 24, 4, -5, 14),
                                                (26, 27, 17, 41, 3, -10, 16), (34, 33, 22, 47, -5, -19, 9),
                                                (19, 18, 10, 31, -5, -15, 7)),
                            "positive": _answers("_positive", (53, 51, 38, 65, -10, -25, 5))[0],
                        },
                        {"group": "k1082", "minimum": 30},
                        {"group": "_not_said", "minimum": 30},
                    ],
                }
            ],
        }
    ],
}  # fmt: skip

LIVING: dict[str, Any] = {
    "name": "bra_plats",
    "number": 4,
    "type": "single",
    "label": words("Är Blekinge en bra plats att bo på?"),
    "responses": 456,
    "minimum": 30,
    "positive": ["ja"],
    "tables": [
        {
            "measure": "shares",
            "choices": _choices(ja="Ja", nej="Nej"),
            "wont_say": 6,
            "total": {
                "n": 450,
                "answers": _answers("ja nej", (90, 89, 84, 93), (10, 11, 7, 16)),
                "positive": _answers("_positive", (90, 89, 84, 93))[0],
            },
        }
    ],
    "benchmark": {
        "indicator": "N00667",
        "title": words("Bra plats att bo och leva på"),
        "place": "Blekinge",
        "period": "2020",
        "official": 92.4,
        "uncertainty": 1.1,
        "source": "Kolada, SCB:s medborgarundersökning",
        "ours": 89,
        "gap": -3,
    },
}

PARTS: dict[str, Any] = {
    "name": "delar",
    "number": 5,
    "type": "matrix",
    "label": words("Hur nöjd är du?"),
    "responses": 456,
    "minimum": 30,
    "positive": ["3", "4"],
    "tables": [
        {
            "code": "skola",
            "label": words("Skolan"),
            "measure": "shares",
            "choices": _choices("1", "2", "3", "4"),
            "wont_say": 40,
            "total": {
                "n": 380,
                "answers": _answers("1 2 3 4", (8, 9, 6, 13), (21, 22, 17, 28), (51, 50, 43, 56), (20, 19, 15, 25)),
                "positive": _answers("_positive", (71, 69, 63, 75))[0],
            },
        },
        {"code": "vard", "label": words("Vården"), "measure": "shares", "choices": _choices("1", "2", "3", "4"),
         "why": "not_yet"},
    ],
}  # fmt: skip

SEVERAL: dict[str, Any] = {
    "name": "resor",
    "number": 6,
    "type": "multiple",
    "label": words("Hur reser du?"),
    "responses": 456,
    "minimum": 30,
    "tables": [
        {
            "measure": "shares",
            "choices": [*_choices(buss="Buss", cykel="Cykel", bil="Bil"), {"code": "_other"}],
            "dont_know": 3,
            "total": {
                "n": 448,
                "answers": _answers("buss cykel bil _other", (31, 34, 28, 40), (29, 30, 25, 36), (66, 63, 56, 69),
                                    (4, 4, 2, 7)),
            },
        }
    ],
}  # fmt: skip

RANKED: dict[str, Any] = {
    "name": "viktigast",
    "number": 7,
    "type": "ranking",
    "label": words("Vad är viktigast?"),
    "responses": 456,
    "minimum": 30,
    "tables": [
        {
            "code": code,
            "label": words(label),
            "measure": "shares",
            "choices": _choices("1", "2", "_not_placed"),
            "total": {"n": 440, "answers": _answers("1 2 _not_placed", *figures)},
        }
        for code, label, figures in [
            ("bostad", "Bostäder", ((50, 49, 43, 55), (30, 30, 25, 36), (20, 21, 16, 27))),
            ("restid", "Restid", ((30, 31, 25, 37), (30, 30, 25, 36), (40, 39, 33, 45))),
            ("natur", "Natur", ((20, 20, 15, 26), (40, 40, 34, 46), (40, 40, 34, 46))),
        ]
    ],
}

OTHERS: list[dict[str, Any]] = [
    {
        "name": "poang", "number": 8, "type": "points", "label": words("Fördela 100 poäng"), "responses": 456,
        "minimum": 30,
        "tables": [
            {"code": "a", "label": words("Livsmiljöer"), "measure": "mean",
             "total": {"n": 402, "mean": {"unweighted": 58, "weighted": 57, "interval": {"low": 54, "high": 60}}}},
            {"code": "b", "label": words("Näringsliv"), "measure": "mean",
             "total": {"n": 402, "mean": {"unweighted": 42, "weighted": 43, "interval": {"low": 40, "high": 46}}}},
        ],
    },
    {
        "name": "buss_ofta", "number": 9, "type": "number", "label": words("Hur många gånger i veckan åker du buss?"),
        "responses": 456, "asked_of_all": False, "minimum": 30,
        "tables": [
            {"measure": "mean", "choices": _choices("0-10", "11-20", "21-30", "31-40", "41-50"),
             "total": {"n": 139,
                       "answers": _answers("0-10 11-20 21-30 31-40 41-50", (80, 79, 70, 86), (18, 19, 12, 28),
                                           (2, 2, 0, 8), (0, 0, 0, 4), (0, 0, 0, 4)),
                       "mean": {"unweighted": 6.2, "weighted": 6.4, "interval": {"low": 5.4, "high": 7.4}}}},
        ],
    },
    {
        "name": "plats", "number": 10, "type": "map", "label": words("Var behövs något?"), "responses": 456,
        "minimum": 10,
        "tables": [
            {"measure": "squares", "total": {"n": 210}, "squares": [{"code": "B2", "n": 90}, {"code": "C2", "n": 80}]},
        ],
    },
    {
        "name": "saknas", "number": 11, "type": "text", "label": words("Saknas något?"), "responses": 456,
        "minimum": 30, "tables": [{"measure": "written", "total": {"n": 163}}],
    },
]  # fmt: skip


def sample_data() -> dict[str, Any]:
    """As it stands in `Release.tables`."""
    return {
        "format": 1,
        "languages": ["sv", "en"],
        "title": words("Medborgarenkät"),
        "collection": "Slumpurvalet",
        "kind": "invited",
        "claim": "sample",
        "population": "Alla som är 16 år eller äldre och bor i Blekinge",
        "versions": [1],
        "responses": 456,
        "left_out": 2,
        "minimum": 30,
        "batch": 50,
        "is_final": True,
        "weights": {"by": ["kommun", "alder"], "effective": 391, "design_effect": 1.17, "least": 0.3, "most": 3.0},
        "backgrounds": BACKGROUNDS,
        "questions": [MATCHES, LIVING, PARTS, SEVERAL, RANKED, *OTHERS],
    }


def sample() -> shape.Result:
    return shape.read(sample_data())


def open_sample() -> shape.Result:
    """The same from an open link."""
    data = _without_intervals(sample_data())
    return shape.read(data | {"collection": "Öppna länken", "kind": "open", "claim": "self_selected"})


def _without_intervals(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_intervals(value) for key, value in data.items() if key not in ("interval", "apart")}
    return [_without_intervals(each) for each in data] if isinstance(data, list) else data
