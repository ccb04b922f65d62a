"""Tables of statistics and indicators come through a file, in both directions, with the numbers people saw."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from fardplan.analysis.statistical_tables import write_json_stat
from fardplan.base import audit
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.exporting import export_dialogue
from fardplan.exchange.importing import import_dialogue
from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import load, load_path
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import figures_of
from tests.conftest import at
from tests.exchange.conftest import EVERYTHING
from tests.exchange.test_importing import without_what_was_said
from tests.indicators import makers

NOW = at("2020-12-10 09:00")

pytestmark = pytest.mark.django_db


def bring_in(folder: Path, text: str = EVERYTHING, *, replace: bool = False) -> Dialogue:
    file = load(text, folder=folder)
    return import_dialogue(file, by=audit.SYSTEM, now=NOW, replace=replace)


def test_the_numbers_are_those_of_the_files(folder: Path) -> None:
    young, place = bring_in(folder).indicators.order_by("position")
    assert [(line.label, line.latest and line.latest.value) for line in figures_of(young).lines] == [
        ("barn", 13646), ("10-19 år", 18263), ("20-29 år", 16948),
    ]  # fmt: skip
    assert (young.table.table_id, young.table.unit, young.table.updated) == ("TAB6471", "", "2026-06-08T06:00:00Z")
    assert from_text(place.table.content) == makers.named_kolada({"2019": 61, "2020": 63})
    with place.table.file.open("rb") as kept:
        assert kept.read() == makers.kolada({"2019": 61, "2020": 63})
    # What everyone sees is from an earlier file, and the row says why.
    assert [(each.period, each.value) for each in figures_of(place).lines[0].series.observations] == [
        ("2018", 59), ("2019", 61),
    ]  # fmt: skip
    assert place.fault == {"fault": "UNKNOWN_CODE", "dimension": "kommun eller region", "codes": ["1081"]}


def test_a_name_that_was_fetched_beside_the_numbers_is_written_and_other_tables_are_not(
    folder: Path, tmp_path: Path
) -> None:
    written = export_dialogue(bring_in(folder), tmp_path / "out").parent / "files" / "statistics"
    assert sorted(path.name for path in written.iterdir()) == [
        "folkmangd.json", "indicator-bra-plats.json", "svar.json", "svar.table.json",
    ]  # fmt: skip
    assert (written / "folkmangd.json").read_bytes() == makers.POPULATION.read_bytes()


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        (("table: svar", "table: finns-inte"), "indicators[1].table", "Tabellen finns-inte finns inte i filen."),
        (("[0-9, 10-19, 20-29]", "[0-9, 7-9]"), "indicators[0].choice", "7-9 finns inte under ålder i tabellen."),
        (("dimension: Kon,", "dimension: Alder,"), "indicators[0].choice[1].dimension", "står redan tidigare"),
        (("slug: bra-plats", "slug: unga"), "indicators[1].slug", "står redan tidigare"),
        (("statistik/svar.json", "film/dag1.vtt"), "statistical_tables[1].file", "varken JSON-stat, PC-Axis"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_place(
    folder: Path, change: tuple[str, str], field: str, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        bring_in(folder, EVERYTHING.replace(*change))
    assert [(problem.field, says in str(problem.message)) for problem in refused.value.problems] == [(field, True)]


def test_a_hostile_table_is_refused_with_the_place_in_it_and_leaves_no_file(folder: Path) -> None:
    text = makers.POPULATION.read_text(encoding="utf-8").replace("13646,", '"<script>",')
    (folder / "statistik" / "folkmangd.json").write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused, match=r"value\[0\]\): Här står något annat än det ska \(ett tal eller null\)"):
        bring_in(folder)
    assert not default_storage.exists("statistics") or default_storage.listdir("statistics")[1] == []


def test_replacing_a_dialogue_replaces_its_tables_and_their_files(
    folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    text = without_what_was_said()
    bring_in(folder, text)
    newer = write_json_stat(makers.population())
    (folder / "statistik" / "folkmangd.json").write_bytes(newer)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        dialogue = bring_in(folder, text, replace=True)
    assert [table.slug for table in dialogue.statistical_tables.order_by("id")] == ["folkmangd", "svar"]
    kept = {f"statistics/{name}" for name in default_storage.listdir("statistics")[1]}
    assert kept == {str(table.file.name) for table in dialogue.statistical_tables.all()}


def test_the_examples_tables_are_read(tmp_path: Path) -> None:
    example = Path(makers.STATISTICS).parent / "blekingedagen-2020.yaml"
    named = {table.file for table in load_path(example).content.statistical_tables}
    assert named == {f"statistics/{path.name}" for path in makers.STATISTICS.glob("*.json")}
