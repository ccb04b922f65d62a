"""A table written as JSON-stat 2 is the same table when it is read again, and other programs find their way in it."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from typing import Any

import pytest

from fardplan.analysis.statistical_tables import (
    Category,
    CellNote,
    Dimension,
    Note,
    Role,
    Table,
    read_json_stat,
    read_kolada,
    read_px,
    write_json_stat,
)
from tests.analysis.statistical_tables.tables import as_bytes, population, px
from tests.analysis.statistical_tables.test_kolada import AREAS, FIGURES, FIRST, LAST

ANSWERS = Table(
    title="Hur väl stämmer det önskade läget?",
    dimensions=(
        Dimension("question", "fråga", (Category("q1", "Hela texten"),)),
        Dimension(
            "measure",
            "mått",
            (Category("share", "andel", "procent", 1), Category("n", "antal svar", "svar", 0)),
            Role.METRIC,
        ),
        Dimension("answer", "svar", (Category("1", "Inte alls"), Category("5", "Helt")), total=None),
    ),
    values=(37.5, 62.5, 300, None),
    statuses=("", "", "", "hidden"),
    source="Enkäten",
    updated="2026-11-23",
    notes=(Note("Öppen länk: de som svarat har själva valt att göra det.", mandatory=True),),
    status_labels=(("hidden", "för få svar"),),
)


@pytest.mark.parametrize(
    "table",
    [
        ANSWERS,
        read_json_stat(as_bytes(population())),
        read_px(px()),
        read_px(px(), language="en"),
        read_kolada([as_bytes(FIRST), as_bytes(LAST)], key_figures=as_bytes(FIGURES), areas=as_bytes(AREAS)),
    ],
    ids=["answers", "json-stat", "px", "px in English", "kolada"],
)
def test_what_is_written_is_read_back_equal(table: Table) -> None:
    written = write_json_stat(table)
    assert read_json_stat(written) == table
    assert write_json_stat(read_json_stat(written)) == written


def test_random_tables_are_read_back_equal() -> None:
    dice = random.Random(5)
    for _ in range(100):
        sizes = [dice.randint(1, 4) for _ in range(dice.randint(1, 4))]
        dimensions = tuple(_dimension(dice, f"d{at}", size) for at, size in enumerate(sizes))
        cells = math.prod(sizes)
        numbers = [None, 0.0, dice.gauss(0, 1e6), float(dice.getrandbits(60))]
        table = Table(
            title=dice.choice(["", "Titel"]),
            dimensions=dimensions,
            values=tuple(dice.choice(numbers) for _ in range(cells)),
            statuses=tuple(dice.choice(["", "", "..", "e"]) for _ in range(cells)),
            unit=dice.choice(["", "kr"]),
            decimals=dice.choice([None, 0, 2]),
            notes=tuple(Note(f"not {number}", dice.random() < 0.5) for number in range(dice.randint(0, 3))),
            cell_notes=tuple(
                CellNote(tuple(dice.choice([None, *each.codes]) for each in dimensions), Note("x", dice.random() < 0.5))
                for _ in range(dice.randint(0, 2))
            ),
        )
        assert read_json_stat(write_json_stat(table)) == table


def _dimension(dice: random.Random, code: str, size: int) -> Dimension:
    codes = [f"{code}:{number}" for number in range(size)]
    dice.shuffle(codes)
    return Dimension(
        code,
        dice.choice(["Etikett", "label"]),
        tuple(
            Category(
                each,
                f"värde {each}",
                unit=dice.choice(["", "kr"]),
                decimals=dice.choice([None, 0, 3]),
                updated=dice.choice(["", "2026-01-02"]),
                reference_period=dice.choice(["", "31 december"]),
                notes=(Note("a", dice.random() < 0.5), Note("b", dice.random() < 0.5))[: dice.randint(0, 2)],
                children=tuple(other for other in codes if other != each and dice.random() < 0.2),
            )
            for each in codes
        ),
        dice.choice(list(Role)),
        (Note("om dimensionen", dice.random() < 0.5),)[: dice.randint(0, 1)],
        dice.choice([None, codes[0]]),
    )


def test_the_words_of_the_format_are_the_published_ones() -> None:
    assert json.loads(write_json_stat(ANSWERS)) == {
        "version": "2.0",
        "class": "dataset",
        "label": "Hur väl stämmer det önskade läget?",
        "source": "Enkäten",
        "updated": "2026-11-23",
        "note": ["Öppen länk: de som svarat har själva valt att göra det."],
        "role": {"metric": ["measure"]},
        "id": ["question", "measure", "answer"],
        "size": [1, 2, 2],
        "dimension": {
            "question": {"label": "fråga", "category": {"index": ["q1"], "label": {"q1": "Hela texten"}}},
            "measure": {
                "label": "mått",
                "category": {
                    "index": ["share", "n"],
                    "label": {"share": "andel", "n": "antal svar"},
                    "unit": {
                        "share": {"base": "procent", "decimals": 1},
                        "n": {"base": "svar", "decimals": 0},
                    },
                },
            },
            "answer": {
                "label": "svar",
                "category": {"index": ["1", "5"], "label": {"1": "Inte alls", "5": "Helt"}},
            },
        },
        "extension": {"noteMandatory": {"0": True}, "status": {"label": {"hidden": "för få svar"}}},
        "value": [37.5, 62.5, 300, None],
        "status": {"3": "hidden"},
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"values": (1.0, 2.0, 3.0)},
        {"statuses": ("",)},
        {"values": (1.0, 2.0, 3.0, float("nan"))},
        {"dimensions": (*ANSWERS.dimensions[:2], replace(ANSWERS.dimensions[2], code="question"))},
        {"cell_notes": (CellNote(("q1",), Note("x")),)},
    ],
)
def test_a_table_that_contradicts_itself_cannot_be_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"cells|twice|finite|each dimension"):
        replace(ANSWERS, **changes)
