"""Tables of statistics and indicators, from the file and the folder beside it."""

from __future__ import annotations

from pathlib import PurePosixPath

from fardplan.analysis.statistical_tables import BadChoice, Table
from fardplan.base.errors import Invalid
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.shape_indicators import IndicatorShape, StatisticalTableShape
from fardplan.exchange.work import Work
from fardplan.indicators import words
from fardplan.indicators.actions.tables import follow, keep_in
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import Brought, as_text, brought, dimension_names, from_text, numbers_of


def import_indicators(work: Work, dialogue: Dialogue) -> None:
    for indicator in dialogue.indicators.all():
        indicator.delete()
    for old in dialogue.statistical_tables.all():
        work.forget_file(old.file)
        old.delete()
    tables = {
        shape.slug: _import_table(work, dialogue, shape, number)
        for number, shape in enumerate(work.content.statistical_tables)
    }
    for number, shape in enumerate(work.content.indicators):
        _import_indicator(work, tables[shape.table], shape, number)


def _import_table(work: Work, dialogue: Dialogue, shape: StatisticalTableShape, number: int) -> StatisticalTable:
    path = ("statistical_tables", number)
    name = shape.file_name or PurePosixPath(shape.file).name
    came = _brought(work, shape.file, name, *path, "file")
    if shape.table_file is not None:
        said = _brought(work, shape.table_file, name, *path, "table_file")
        came = Brought(came.file, name, said.table)
    row = StatisticalTable(
        dialogue=dialogue, slug=shape.slug, title=shape.title, source=shape.source, licence=shape.licence
    )
    keep_in(row, came, now=shape.brought)
    work.files.append(str(row.file.name))
    row.address = shape.address or ""
    work.save(row, *path)
    return row


def _brought(work: Work, file: str, name: str, *path: str | int) -> Brought:
    try:
        return brought(work.path_of(file).read_bytes(), name)
    except Invalid as error:
        raise work.refuse(f"{file}: {error.message}", *path) from error


def _import_indicator(work: Work, table: StatisticalTable, shape: IndicatorShape, number: int) -> None:
    path = ("indicators", number)
    row = Indicator(
        dialogue=table.dialogue,
        table=table,
        slug=shape.slug,
        heading=shape.heading,
        why=shape.why,
        section_key=shape.section or "",
        choice={chosen.dimension: list(chosen.codes) for chosen in shape.choice},
        names={each.code: each.name for each in shape.names},
        time_code=shape.time,
        unit=shape.unit,
        good=shape.good,
        is_example=work.is_example(shape),
        position=number,
        published_at=shape.published,
    )
    whole = from_text(table.content)
    if shape.table_file is None:
        row.content = as_text(_numbers(work, whole, row, *path, "choice"))
    else:
        follow(row, whole)
        earlier = _brought(work, shape.table_file, "", *path, "table_file").table
        row.content = as_text(_numbers(work, earlier, row, *path, "table_file"))
    work.save(row, *path)


def _numbers(work: Work, table: Table, row: Indicator, *path: str | int) -> Table:
    try:
        return numbers_of(table, row.choice, row.time_code, row.names)
    except BadChoice as error:
        raise work.refuse(words.faulty_choice(words.fault_of(error, dimension_names(table))), *path) from error
    except Invalid as error:
        raise work.refuse(str(error.message), *path) from error
