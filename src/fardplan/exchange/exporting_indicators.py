"""Tables of statistics and indicators in the shape of the format."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile

from fardplan.analysis.statistical_tables import BadChoice, Unreadable, read_table
from fardplan.base.errors import Invalid
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.exporting_media import Files
from fardplan.exchange.shape_indicators import ChosenShape, IndicatorShape, NameShape, StatisticalTableShape
from fardplan.indicators.models import GoodDirection, Indicator, StatisticalTable
from fardplan.indicators.numbers import as_text, from_text, numbers_of


def table_shapes(dialogue: Dialogue, files: Files) -> list[StatisticalTableShape]:
    return [_table(table, files) for table in dialogue.statistical_tables.order_by("id")]


def _table(table: StatisticalTable, files: Files) -> StatisticalTableShape:
    path = f"files/statistics/{table.slug}"
    says_more = _read_anew(table.file) != table.content
    return StatisticalTableShape(
        slug=table.slug,
        title=table.title,
        source=table.source,
        licence=table.licence,
        file=files.add(path, table.file),
        file_name=table.file_name,
        table_file=files.add_text(f"{path}.table.json", table.content) if says_more else None,
        address=table.address or None,
        brought=table.brought_at,
    )


def _read_anew(stored: FieldFile) -> str:
    with stored.open("rb") as opened:
        content = opened.read()
    try:
        return as_text(read_table(content))
    except Unreadable:
        return ""


def indicator_shapes(dialogue: Dialogue, files: Files, *, example: bool) -> list[IndicatorShape]:
    rows = Indicator.objects.filter(dialogue=dialogue).select_related("table")
    return [_indicator(indicator, files, example=example) for indicator in rows]


def _indicator(indicator: Indicator, files: Files, *, example: bool) -> IndicatorShape:
    path = f"files/statistics/indicator-{indicator.slug}.json"
    return IndicatorShape(
        slug=indicator.slug,
        heading=indicator.heading,
        table=indicator.table.slug,
        choice=[ChosenShape(dimension=code, codes=codes) for code, codes in indicator.choice.items()],
        names=[NameShape(code=code, name=name) for code, name in indicator.names.items()],
        time=indicator.time_code,
        why=indicator.why,
        section=indicator.section_key or None,
        unit=indicator.unit,
        good=GoodDirection(indicator.good),
        table_file=files.add_text(path, indicator.content) if _is_from_before(indicator) else None,
        published=indicator.published_at,
        example=indicator.is_example if indicator.is_example != example else None,
    )


def _is_from_before(indicator: Indicator) -> bool:
    """Whether the numbers it shows are not those of its table as the table is now."""
    try:
        numbers = numbers_of(from_text(indicator.table.content), indicator.choice, indicator.time_code, indicator.names)
    except (BadChoice, Invalid):
        return True
    return as_text(numbers) != indicator.content
