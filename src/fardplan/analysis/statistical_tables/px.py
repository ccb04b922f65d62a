"""Reading PC-Axis (.px) files into a table, in the file's own language or another one it has."""

from __future__ import annotations

import re
from itertools import islice
from sys import intern

from fardplan.analysis.statistical_tables.json_values import label_of
from fardplan.analysis.statistical_tables.problems import SHOWN, Problem, Unreadable, checked_cells
from fardplan.analysis.statistical_tables.px_keywords import Keywords, Variable
from fardplan.analysis.statistical_tables.px_syntax import PxFile, parse_px
from fardplan.analysis.statistical_tables.table import NIL, Category, CellNote, Dimension, Note, Role, Table

_CELL = re.compile(r'"([^"]*+)"|([^\s,;]++)')
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}+(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?")
_MISSING = re.compile(r"\.{1,7}|-")


def read_px(content: bytes, *, language: str = "") -> Table:
    """The table of a .px file. Raises Unreadable with line and keyword.

    `language` is one of the file's LANGUAGES; what is not translated, or a language the file does not have, is read
    in its own. Dots and dashes are kept as the cell's status; what they are shown as (DATASYMBOL1 ... DATASYMBOLNIL)
    stands in the table's `status_labels`. Nothing but LAST-UPDATED counts as a date: CREATION-DATE is that of a file.
    """
    file = parse_px(content)
    keywords = Keywords(file.statements, language.lower())
    for sparse in keywords.all("KEYS"):
        raise Unreadable(Problem.SPARSE, "KEYS", line=sparse.line)
    variables = keywords.variables
    cells = checked_cells([len(variable.codes) for variable in variables], "VALUES", line=variables[0].line)
    values, statuses = _cells(file, cells)
    dimensions = tuple(_dimension(keywords, variable) for variable in variables)
    dates = [category.updated for dimension in dimensions for category in dimension.categories if category.updated]
    return Table(
        title=keywords.text("TITLE") or keywords.text("DESCRIPTION"),
        dimensions=dimensions,
        values=values,
        statuses=statuses,
        table_id=keywords.text("TABLEID") or keywords.text("MATRIX"),
        contents=keywords.text("CONTENTS"),
        source=keywords.text("SOURCE"),
        updated=_moment(keywords.text("LAST-UPDATED")) or max(dates, default=""),
        unit=keywords.text("UNITS"),
        decimals=_decimals(keywords),
        language=keywords.language,
        reference_period=keywords.text("REFPERIOD") or keywords.text("BASEPERIOD"),
        notes=_notes(keywords, "NOTE"),
        cell_notes=_cell_notes(keywords),
        status_labels=_status_labels(keywords),
    )


def _dimension(keywords: Keywords, variable: Variable) -> Dimension:
    is_metric = keywords.metric == variable.own_name
    kind = keywords.text("VARIABLE-TYPE", variable.own_name).lower()
    role = Role.CLASSIFICATION
    if is_metric:
        role = Role.METRIC
    elif keywords.has("TIMEVAL", variable.own_name) or kind in ("t", "time"):
        role = Role.TIME
    elif keywords.has("MAP", variable.own_name) or kind in ("g", "geo", "geographical"):
        role = Role.GEO
    return Dimension(
        code=variable.code,
        label=label_of(variable.name),
        categories=tuple(_category(keywords, variable, at, is_metric=is_metric) for at in range(len(variable.codes))),
        role=role,
        notes=_notes(keywords, "NOTE", variable.own_name),
        total=_total(keywords, variable),
    )


def _category(keywords: Keywords, variable: Variable, at: int, *, is_metric: bool) -> Category:
    own_label = variable.own_labels[at]
    period = keywords.text("REFPERIOD", own_label) or keywords.text("BASEPERIOD", own_label)
    return Category(
        code=variable.codes[at],
        label=label_of(variable.labels[at]) or variable.codes[at],
        unit=keywords.text("UNITS", own_label) if is_metric else "",
        updated=_moment(keywords.text("LAST-UPDATED", own_label)) if is_metric else "",
        reference_period=period if is_metric else "",
        notes=_notes(keywords, "VALUENOTE", variable.own_name, own_label),
    )


def _total(keywords: Keywords, variable: Variable) -> str | None:
    """The code of the value that ELIMINATION names; YES means that all values are added, and names none."""
    value = keywords.text("ELIMINATION", variable.own_name)
    for labels in (variable.labels, variable.own_labels, variable.codes):
        if value in labels:
            return variable.codes[labels.index(value)]
    return None


def _notes(keywords: Keywords, keyword: str, *own_names: str) -> tuple[Note, ...]:
    """Mandatory notes (the keyword with an X) first; a # begins a new line."""
    return tuple(
        Note(text, mandatory)
        for mandatory in (True, False)
        for each in keywords.every(keyword + "X" * mandatory, *own_names)
        if (text := keywords.paragraphs(each))
    )


def _cell_notes(keywords: Keywords) -> tuple[CellNote, ...]:
    found = []
    for mandatory in (True, False):
        for each in keywords.all("CELLNOTE" + "X" * mandatory):
            if len(each.names) != len(keywords.variables):
                expected = f"{len(keywords.variables)} values"
                raise Unreadable(
                    Problem.WRONG_LENGTH, each.where, line=each.line, expected=expected, found=len(each.names)
                )
            codes = tuple(
                None if name == "*" else keywords.code_of(variable, name, each)
                for variable, name in zip(keywords.variables, each.names, strict=True)
            )
            if text := keywords.paragraphs(each):
                found.append(CellNote(codes, Note(text, mandatory)))
    return tuple(found)


def _status_labels(keywords: Keywords) -> tuple[tuple[str, str], ...]:
    symbols = [("." * dots, f"DATASYMBOL{dots}") for dots in range(1, 7)] + [(NIL, "DATASYMBOLNIL")]
    shown = [(symbol, keywords.text(keyword)) for symbol, keyword in symbols]
    return tuple((symbol, text) for symbol, text in shown if text and text != symbol)


def _decimals(keywords: Keywords) -> int | None:
    text = keywords.text("SHOWDECIMALS") or keywords.text("DECIMALS")
    return int(text) if re.fullmatch(r"\d{1,2}", text) else None


def _moment(text: str) -> str:
    """CCYYMMDD hh:mm as ISO 8601, without a time zone since the format has none; other words as they are."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:\s+(\d\d:\d\d)(?::\d\d)?)?", text)
    if not found:
        return text
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day}T{found[4]}" if found[4] else day


def _cells(file: PxFile, cells: int) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
    """All cells; one too many is enough to know that there are too many."""
    values: list[float | None] = []
    statuses: list[str] = []
    for found in islice(_CELL.finditer(file.data), cells + 1):
        written = found[2] if found[1] is None else found[1].strip()
        if _NUMBER.fullmatch(written) and abs(number := float(written)) != float("inf"):
            values.append(number)
            statuses.append("")
        elif _MISSING.fullmatch(written):
            values.append(None)
            statuses.append(intern(written))
        else:
            line = file.data_line + file.data.count("\n", 0, found.start())
            raise Unreadable(Problem.NOT_A_NUMBER, "DATA", line=line, found=written[:SHOWN] or '""')
    if len(values) != cells:
        count = "more" if len(values) > cells else len(values)
        raise Unreadable(Problem.WRONG_LENGTH, "DATA", line=file.data_line, expected=f"{cells} cells", found=count)
    if not file.data.rstrip().endswith(";"):
        raise Unreadable(Problem.UNFINISHED, "DATA", line=file.data_line)
    return tuple(values), tuple(statuses)
