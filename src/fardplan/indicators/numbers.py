"""A table read from a file, and the numbers of an indicator taken out of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from fardplan.analysis.statistical_tables import (
    BadChoice,
    Dimension,
    Fault,
    Role,
    Table,
    Unreadable,
    excerpt,
    read_json_stat,
    read_table,
    write_json_stat,
)
from fardplan.base.errors import Invalid
from fardplan.indicators import words
from fardplan.indicators.rules import LARGEST, MOST_BYTES, MOST_COMPARED, MOST_NUMBERS

Choice = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Brought:
    """A table that has come in: the file to the byte, what was read out of it, and where it was fetched."""

    file: bytes
    file_name: str
    table: Table
    address: str = ""


def brought(content: bytes, file_name: str, *, field: str = "upload") -> Brought:
    """What somebody uploads. Raises Invalid, with the place, for a file that cannot be read or is too large."""
    if len(content) > MOST_BYTES:
        megabytes = MOST_BYTES // 1_000_000
        message = _("Filen är för stor. Den får vara högst %(megabytes)d megabyte.")
        raise Invalid(message % {"megabytes": megabytes}, field=field)
    try:
        table = read_table(content)
    except Unreadable as error:
        raise Invalid(words.why_unreadable(error), field=field) from error
    if not any(value is not None for value in table.values):
        raise Invalid(_("Tabellen har inga siffror."), field=field)
    if any(abs(value) > LARGEST for value in table.values if value is not None):
        raise Invalid(_("Tabellen har ett tal som är för stort för att visas."), field=field)
    return Brought(content, file_name, table)


def time_dimension(table: Table, time_code: str = "") -> Dimension:
    """The dimension that is time, by the table or by what somebody chose. Raises BadChoice."""
    if time_code and time_code not in table.codes:
        raise BadChoice(Fault.UNKNOWN_DIMENSION, codes=[time_code])
    found = table.dimension(time_code) if time_code else table.with_role(Role.TIME)
    if found is None:
        raise BadChoice(Fault.NO_TIME)
    return found


def numbers_of(table: Table, choice: Choice, time_code: str = "", names: Mapping[str, str] | None = None) -> Table:
    """The numbers an indicator shows: all times, and one code of each other dimension, or several of one.

    In what comes back the dimension that is time says so, and codes in `names` are called that. Raises BadChoice for a
    choice that cannot be made, Invalid for more than can be compared.
    """
    time = time_dimension(table, time_code)
    several = [code for code, codes in choice.items() if len(codes) > 1 and code != time.code]
    if len(several) > 1:
        raise BadChoice(Fault.NOT_ONE, several[1], choice[several[1]])
    if several and len(choice[several[0]]) > MOST_COMPARED:
        raise Invalid(_("Jämför högst %(number)d serier i ett diagram.") % {"number": MOST_COMPARED})
    found = excerpt(table, {**choice, time.code: time.codes})
    if len(found.values) > MOST_NUMBERS:
        message = _("En indikator kan visa högst %(number)d siffror. Jämför färre, eller ta en tabell med färre tider.")
        raise Invalid(message % {"number": MOST_NUMBERS})
    if not any(value is not None for value in found.values):
        raise BadChoice(Fault.NO_VALUE, codes=[code for codes in choice.values() for code in codes])
    return replace(found, dimensions=tuple(_named(_as_time(each, time.code), names or {}) for each in found.dimensions))


def _as_time(dimension: Dimension, time_code: str) -> Dimension:
    if dimension.code == time_code:
        return replace(dimension, role=Role.TIME)
    return replace(dimension, role=Role.CLASSIFICATION) if dimension.role is Role.TIME else dimension


def _named(dimension: Dimension, names: Mapping[str, str]) -> Dimension:
    if dimension.role is Role.TIME:
        return dimension
    called = tuple(replace(each, label=names.get(each.code, each.label)) for each in dimension.categories)
    return replace(dimension, categories=called)


def dimension_names(table: Table) -> dict[str, str]:
    return {dimension.code: dimension.label for dimension in table.dimensions}


def as_text(table: Table) -> str:
    """A table as it is kept: JSON-stat 2."""
    return write_json_stat(table).decode()


def from_text(content: str) -> Table:
    """A table as it was kept."""
    return read_json_stat(content.encode())
