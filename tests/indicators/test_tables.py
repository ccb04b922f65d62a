"""A table of statistics is kept as it came, and a newer file takes its place without anyone's choice being lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from fardplan.analysis.statistical_tables import Note
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Dialogue
from fardplan.indicators import words
from fardplan.indicators.actions.tables import add_table, change_table, remove_table, replace_table
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import brought, from_text
from fardplan.indicators.queries import figures_of
from fardplan.people.models import Official
from tests.indicators.makers import NOW, POPULATION, file_of, kolada, population, table_of

pytestmark = pytest.mark.django_db

PX = """CHARSET="ANSI";
AXIS-VERSION="2010";
TITLE="Folkmängd efter region och år";
CONTENTS="Folkmängd";
UNITS="antal";
SOURCE="Statistikmyndigheten";
STUB="region";
HEADING="år";
VALUES("region")="Karlskrona","Ronneby";
TIMEVAL("år")=TLIST(A1),"2019","2020";
VALUES("år")="2019","2020";
DATA=
66675 66515
29695 ..;
"""


def test_a_table_keeps_its_file_what_it_says_and_its_mandatory_notes(
    make_table: Callable[..., StatisticalTable],
) -> None:
    table = make_table(POPULATION.read_bytes(), name="Min tabell åäö.json")
    assert (table.title, table.source, table.licence, table.table_id, table.updated, table.slug, table.file_name) == (
        "Folkmängden per månad efter region, ålder, kön och månad", "SCB", "CC0", "TAB6471", "2026-06-08T06:00:00Z",
        "tab6471", "min-tabell-aao.json",
    )  # fmt: skip
    with table.file.open("rb") as kept:
        assert kept.read() == POPULATION.read_bytes()
    assert from_text(table.content) == population()
    assert sum(note.mandatory for note in from_text(table.content).notes) == 3
    assert AuditEntry.objects.get(action="statistical_table.added").subject == str(table)


def test_px_files_are_read_too(make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(PX.encode("cp1252"), name="be0101.px")
    assert (table.title, table.source, table.unit, table.file_name) == (
        "Folkmängd efter region och år", "Statistikmyndigheten", "antal", "be0101.px",
    )  # fmt: skip


def test_two_tables_with_the_same_id_have_addresses_of_their_own(make_table: Callable[..., StatisticalTable]) -> None:
    assert [make_table(population()).slug for _ in range(3)] == ["tab6471", "tab6471-2", "tab6471-3"]


def test_a_file_that_does_not_say_whose_numbers_it_has_needs_a_source(
    dialogue: Dialogue, editor: Official, make_table: Callable[..., StatisticalTable]
) -> None:
    nameless = table_of({"Ronneby": [1, 2, 3]}, source="")
    with pytest.raises(Invalid, match="Skriv källan") as refused:
        make_table(nameless)
    assert refused.value.field == "source"
    assert make_table(nameless, source="Kommunen").source == "Kommunen"
    with pytest.raises(IntegrityError), transaction.atomic():
        StatisticalTable.objects.update(source="")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Filen är tom."),
        (b"<html><script>alert(1)</script></html>", "varken JSON-stat, PC-Axis (.px) eller ett svar från Kolada"),
        (b"PK\x03\x04" + b"\0" * 50, "varken JSON-stat"),
        (b'{"class":"dataset","id":["a"],"size":[2]', "JSON"),
        (b'{"class":"dataset","id":["a"],"size":[2],"dimension":{}}', "(dimension.a): Uppgiften saknas."),
        (b"[" * 100_000, "varken JSON-stat"),
        (b'{"a":' * 100_000, "(rad 1): Listor och objekt ligger i fler än 20 nivåer."),
        (b'{"class":"dataset","id":["a","b"],"size":[99999,99999],"dimension":{}}', "(size): Tabellen har fler"),
        (PX.replace("29695 ..", "29695 .. 12").encode("cp1252"), "(rad 12, DATA): Antalet stämmer inte: det ska vara"),
        (PX.replace('år";\nCONTENTS', "år;\nCONTENTS").encode("cp1252"), "(rad 3"),
        (kolada({"2019": None}), "Tabellen har inga siffror."),
        (kolada({"2019": 1}, next_page="https://api.kolada.se/v3/2"), "fler sidor"),
        (kolada({"2019": 1e200}), "ett tal som är för stort"),
        (b"\0" * 10_000_001, "Filen är för stor. Den får vara högst 10 megabyte."),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_the_place(content: bytes, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        brought(content, "fil.json")
    assert says in str(refused.value.message)
    assert refused.value.field == "upload"


def test_a_newer_file_gives_every_indicator_its_new_numbers_and_takes_the_old_files_place(
    make_indicator: Callable[..., Indicator], editor: Official, django_capture_on_commit_callbacks: object
) -> None:
    indicator = make_indicator()
    old = str(indicator.table.file.name)
    newer = table_of({"Ort 1": [1000, 1010, 1030, 1100]}, years=("2018", "2019", "2020", "2021"), source="Annan")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        done = replace_table(table=indicator.table, brought=brought(file_of(newer), "n.json"), by=editor, now=NOW)
    indicator.refresh_from_db()
    assert ([each.pk for each in done.followed], done.broken, done.had_other_id) == ([indicator.pk], (), "")
    latest = figures_of(indicator).lines[0].latest
    assert latest is not None
    assert (latest.period, latest.value, done.table.source) == ("2021", 1100, "SCB")
    assert not default_storage.exists(old)
    assert default_storage.exists(str(done.table.file.name))


def test_an_indicator_whose_value_is_gone_keeps_its_choice_and_its_numbers_and_says_why(
    make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(areas=2)
    before = figures_of(indicator)
    newer = table_of({"Ort 1": [1, 2, 3]}, table_id="TAB2")
    done = replace_table(table=indicator.table, brought=brought(file_of(newer), "n.json"), by=editor, now=NOW)
    indicator.refresh_from_db()
    assert ([each.pk for each in done.broken], done.had_other_id) == ([indicator.pk], "TAB1")
    assert indicator.choice == {"Region": ["100", "101"]}
    assert indicator.fault == {"fault": "UNKNOWN_CODE", "dimension": "region", "codes": ["101"]}
    assert figures_of(indicator) == before
    # The next file has it again, and the indicator follows without anyone doing anything.
    again = table_of({"Ort 1": [1, 2, 3], "Ort 2": [4, 5, 6]})
    replace_table(table=indicator.table, brought=brought(file_of(again), "n.json"), by=editor, now=NOW)
    indicator.refresh_from_db()
    assert indicator.fault is None
    assert [line.latest and line.latest.value for line in figures_of(indicator).lines] == [3, 6]


def test_a_table_that_indicators_use_stays(
    make_indicator: Callable[..., Indicator], make_table: Callable[..., StatisticalTable], editor: Official,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    with pytest.raises(Conflict, match="tar sina siffror"):
        remove_table(table=make_indicator().table, by=editor, now=NOW)
    unused = make_table(population())
    name = str(unused.file.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_table(table=unused, by=editor, now=NOW)
    assert not default_storage.exists(name)


def test_only_those_who_edit_the_content_touch_the_tables(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable], make_official: Callable[..., Official]
) -> None:
    table, reader = make_table(population()), make_official("politician")
    came = brought(POPULATION.read_bytes(), "t.json")
    for act in (
        lambda: add_table(dialogue=dialogue, brought=came, by=reader, now=NOW),
        lambda: replace_table(table=table, brought=came, by=reader, now=NOW),
        lambda: change_table(table=table, changes={"title": "Ny"}, seen=None, by=reader, now=NOW),
        lambda: remove_table(table=table, by=reader, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert StatisticalTable.objects.get().title == table.title


def test_a_dialogue_takes_its_tables_and_indicators_with_it(
    dialogue: Dialogue, make_indicator: Callable[..., Indicator]
) -> None:
    make_indicator()
    dialogue.delete()
    assert (StatisticalTable.objects.count(), Indicator.objects.count()) == (0, 0)


def test_a_note_that_concerns_what_was_chosen_follows_it(make_table: Callable[..., StatisticalTable]) -> None:
    table = table_of({"Ort 1": [1, 2, 3]}, notes=(Note("Läs detta.", mandatory=True), Note("Kan läsas.")))
    assert from_text(make_table(replace(table, title="En")).content).notes == table.notes


def test_a_newer_file_with_far_too_many_times_leaves_the_numbers_as_they_were(
    make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator()
    weeks = tuple(f"{year}V{week:02d}" for year in range(1950, 2010) for week in range(1, 53))
    newer = table_of({"Ort 1": [1.0] * len(weeks)}, years=weeks)
    done = replace_table(table=indicator.table, brought=brought(file_of(newer), "n.json"), by=editor, now=NOW)
    (broken,) = done.broken
    assert words.faulty_choice(broken.fault or {}).startswith("En indikator kan visa högst 3000 siffror.")
    assert len(figures_of(broken).periods) == 3
