"""Tables of statistics to test with: the example's own, and answers as Kolada gives them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import fardplan
from fardplan.analysis.statistical_tables import (
    Category,
    Dimension,
    Role,
    Table,
    read_json_stat,
    read_kolada,
    write_json_stat,
)
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.indicators import IndicatorFacts, publish_indicator, save_indicator
from fardplan.indicators.actions.tables import add_table
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import brought
from fardplan.people.models import Official

STATISTICS = Path(fardplan.__file__).parent / "example" / "statistics"
POPULATION = STATISTICS / "TAB6471-blekinge.json"
NOW = datetime(2020, 11, 20, 8, tzinfo=UTC)


def table_of(
    values: Mapping[str, list[float | None]],
    *,
    years: tuple[str, ...] = ("2018", "2019", "2020"),
    time_role: Role = Role.TIME,
    title: str = "Folkmängd",
    source: str = "SCB",
    unit: str = "invånare",
    **fields: Any,
) -> Table:
    """A table of areas by year: table_of({"Karlskrona": [66, 67, 68]})."""
    return Table(
        title=title,
        dimensions=(
            Dimension("Region", "region", tuple(Category(f"10{at}", name) for at, name in enumerate(values)), Role.GEO),
            Dimension("Tid", "år", tuple(Category(year, year) for year in years), time_role),
        ),
        values=tuple(value for row in values.values() for value in row),
        statuses=tuple("" if value is not None else ".." for row in values.values() for value in row),
        source=source,
        unit=unit,
        table_id=fields.pop("table_id", "TAB1"),
        **fields,
    )


def file_of(table: Table) -> bytes:
    return write_json_stat(table)


def population() -> Table:
    """Blekinge in April 2026 by age and sex."""
    return read_json_stat(POPULATION.read_bytes())


def kolada(
    values: Mapping[str, float | None], *, figure: str = "N00667", area: str = "1080", next_page: str = ""
) -> bytes:
    """One page of an answer from Kolada, for all, by year."""
    rows = [
        {
            "kpi": figure,
            "municipality": area,
            "period": int(year),
            "values": [{"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False}],
        }
        for year, value in values.items()
    ]
    answer: dict[str, Any] = {"count": len(rows), "values": rows}
    return json.dumps(answer | ({"next_page": next_page} if next_page else {})).encode()


def figures(figure: str = "N00667", title: str = "Bra plats att bo och leva på, andel (%)") -> bytes:
    """What Kolada says of a key figure."""
    return json.dumps({"values": [{"id": figure, "title": title, "description": "Andel som svarat bra."}]}).encode()


def areas(**names: str) -> bytes:
    known = names or {"1080": "Karlskrona", "1081": "Ronneby"}
    return json.dumps({"values": [{"id": code, "title": name, "type": "K"} for code, name in known.items()]}).encode()


def named_kolada(values: Mapping[str, float | None], *, figure: str = "N00667", area: str = "1080") -> Table:
    return read_kolada([kolada(values, figure=figure, area=area)], key_figures=figures(figure), areas=areas())


@pytest.fixture
def make_table(dialogue: Dialogue, editor: Official) -> Callable[..., StatisticalTable]:
    """make_table(a Table or the bytes of a file): kept in the dialogue."""

    def make(
        content: Table | bytes, *, name: str = "tabell.json", of: Dialogue | None = None, **about: Any
    ) -> StatisticalTable:
        came = brought(file_of(content) if isinstance(content, Table) else content, name)
        return add_table(dialogue=of or dialogue, brought=came, by=editor, now=NOW, **about)

    return make


@pytest.fixture
def make_indicator(make_table: Callable[..., StatisticalTable], editor: Official) -> Callable[..., Indicator]:
    """make_indicator(): one published series of three years. With `areas` as many series to compare."""

    def make(
        *, table: StatisticalTable | None = None, areas: int = 1, is_published: bool = True, **about: Any
    ) -> Indicator:
        if table is None:
            rows: dict[str, list[float | None]] = {
                f"Ort {number}": [1000.0 * number, 1010.0 * number, 1030.0 * number] for number in range(1, areas + 1)
            }
            table = make_table(table_of(rows))
        about.setdefault("choice", {"Region": [f"10{number}" for number in range(areas)]})
        about.setdefault("heading", "Hur många bor här?")
        made = save_indicator(table=table, facts=IndicatorFacts(**about), by=editor, now=NOW)
        return publish_indicator(indicator=made, by=editor, now=NOW) if is_published else made

    return make
