"""Writing a system file of SPSS (.sav), which R, Stata, PSPP and jamovi read too: row by row, whatever the size.

The format is documented by the PSPP project ("System File Format"). Texts are UTF-8. What is written: variables with
long names, labels, value labels, user-missing values and formats, and cases without compression.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO, Literal

Value = float | int | str | date | None
Measure = Literal["nominal", "ordinal", "scale"]

LONGEST_TEXT = 32_767  # bytes in one value
LONGEST_NAME = 64
_LONGEST_LABEL, _LONGEST_VALUE_LABEL = 255, 120  # bytes
_LINE = 80  # bytes in a line of the notes
_SEGMENT = 252  # bytes of a long text in each variable it is divided over, as it is declared
_FIRST_DAY = date(1582, 10, 14).toordinal()
_SYSTEM_MISSING = -sys.float_info.max
_LOWEST = float.fromhex("-0x1.ffffffffffffep+1023")
_NUMBER, _TEXT, _DATE = 5, 1, 39  # print formats: F, A and SDATE (2026/05/01)
_MEASURES = {"nominal": 1, "ordinal": 2, "scale": 3}
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}


@dataclass(frozen=True)
class Variable:
    """`width` is 0 for a number or a date, else the most bytes a text takes. `missing` are at most three values that
    count as missing. These, and value labels, are for numbers only."""

    name: str
    label: str = ""
    width: int = 0
    decimals: int = 0
    is_date: bool = False
    values: Mapping[float, str] = field(default_factory=dict)
    missing: tuple[float, ...] = ()
    measure: Measure = "nominal"


def names_for(wanted: Sequence[str]) -> list[str]:
    """Names SPSS can take, as near as can be and in the same order: ASCII, no hyphens, told apart without regard to
    case, none of its own words."""
    names: list[str] = []
    taken: set[str] = set()
    for each in wanted:
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in each)[:LONGEST_NAME]
        plain = plain if plain[:1].isalpha() else f"v{plain}"[:LONGEST_NAME]
        plain = f"{plain}_1" if plain.upper() in _RESERVED else plain
        name, number = plain, 1
        while name.upper() in taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - 1 - len(str(number))]}_{number}"
        taken.add(name.upper())
        names.append(name)
    return names


def write(
    file: BinaryIO,
    variables: Sequence[Variable],
    rows: Iterable[Sequence[Value]],
    *,
    number: int,
    title: str,
    at: datetime,
    weight: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Write `number` rows, each with a value for every variable; None is missing.

    `weight` is the name of the variable that rows are weighted by when the file is opened. `notes` are shown with it.
    Names must be as `names_for` gives them. A text that is longer than the width is cut between two letters.
    """
    layout = _Layout(variables)
    file.write(_header(layout, number=number, title=title, at=at, weight=weight))
    for piece in layout.dictionary(notes):
        file.write(piece)
    file.write(struct.pack("<ii", 999, 0))
    pack = struct.Struct(layout.case).pack
    for row in rows:
        file.write(pack(*layout.values(row)))


def _header(layout: _Layout, *, number: int, title: str, at: datetime, weight: str) -> bytes:
    weighted_by = next((segment.at for segment in layout.firsts if segment.variable.name == weight), 0)
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[at.month - 1]
    return b"".join(
        (
            b"$FL2",
            _padded("@(#) SPSS DATA FILE Färdplan".encode("ascii", "replace"), 60),
            struct.pack("<iiiii", 2, layout.units, 0, weighted_by, number),
            struct.pack("<d", 100.0),
            f"{at.day:02d} {month} {at.year % 100:02d}".encode(),
            f"{at:%H:%M:%S}".encode(),
            _padded(_cut(title, 64), 64),
            bytes(3),
        )
    )


@dataclass(frozen=True)
class _Segment:
    """A variable as the file has it: eight signs of name, and its place among all units of eight bytes from 1."""

    variable: Variable
    short: str
    width: int
    at: int
    is_first: bool

    @property
    def units(self) -> int:
        return max(1, -(-self.width // 8))


class _Layout:
    """Where everything lies: a text of more than 255 bytes is divided over several variables."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = variables
        self.segments: list[_Segment] = []
        at = 1
        for variable in variables:
            for place, width in enumerate(_widths(variable.width)):
                short = f"V{len(self.segments) + 1:07d}"
                segment = _Segment(variable, short, width, at, is_first=place == 0)
                self.segments.append(segment)
                at += segment.units
        self.units = at - 1
        self.firsts = [segment for segment in self.segments if segment.is_first]
        self.case = "<" + "".join(f"{_bytes_of(each.width)}s" if each.width else "d" for each in variables)

    def values(self, row: Sequence[Value]) -> list[float | bytes]:
        return [
            _text_case(value, variable.width) if variable.width else _number(value)
            for variable, value in zip(self.variables, row, strict=True)
        ]

    def dictionary(self, notes: Sequence[str]) -> Iterator[bytes]:
        for segment in self.segments:
            yield _variable(segment)
        for segment in self.firsts:
            if segment.variable.values:
                yield _value_labels(segment)
        if notes:
            lines = [line for note in notes for line in _lines(note)]
            yield struct.pack("<ii", 6, len(lines)) + b"".join(_padded(line, _LINE) for line in lines)
        yield _extension(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001))
        yield _extension(4, 8, struct.pack("<3d", _SYSTEM_MISSING, sys.float_info.max, _LOWEST))
        yield _extension(11, 4, b"".join(map(_display, self.segments)))
        names = "\t".join(f"{segment.short}={segment.variable.name}" for segment in self.firsts)
        yield _extension(13, 1, names.encode())
        long = [each for each in self.firsts if each.variable.width > 255]
        if long:
            yield _extension(14, 1, b"".join(f"{each.short}={each.variable.width:05d}\0\t".encode() for each in long))
        yield _extension(20, 1, b"UTF-8")


def _widths(width: int) -> list[int]:
    if width <= 255:
        return [width]
    whole, rest = divmod(width, _SEGMENT)
    return [255] * whole + [rest] if rest else [255] * (whole - 1) + [_SEGMENT]


def _bytes_of(width: int) -> int:
    return sum(8 * -(-each // 8) for each in _widths(width))


def _text_case(value: Value, width: int) -> bytes:
    """A text as it lies in a case: 255 bytes in each segment of 256, filled with spaces."""
    data = _cut(str(value), width) if value is not None else b""
    if width <= 255:
        return _padded(data, _bytes_of(width))
    pieces = [data[start : start + 255] for start in range(0, max(len(data), 1), 255)]
    return _padded(b"".join(_padded(piece, 256) for piece in pieces), _bytes_of(width))


def _number(value: Value) -> float:
    if value is None:
        return _SYSTEM_MISSING
    if isinstance(value, date):
        return (value.toordinal() - _FIRST_DAY) * 86_400.0
    return float(value)


def _variable(segment: _Segment) -> bytes:
    variable = segment.variable
    label = _cut(variable.label, _LONGEST_LABEL) if segment.is_first else b""
    printed = _format(variable, segment.width)
    pieces = [
        struct.pack("<6i", 2, segment.width, int(bool(label)), len(variable.missing), printed, printed),
        segment.short.encode(),
    ]
    if label:
        pieces += [struct.pack("<i", len(label)), label + bytes(-len(label) % 4)]
    pieces += [struct.pack("<d", value) for value in variable.missing]
    follows = struct.pack("<6i", 2, -1, 0, 0, 0x011D01, 0x011D01) + b" " * 8
    return b"".join([*pieces, *[follows] * (segment.units - 1)])


def _format(variable: Variable, width: int) -> int:
    if width:
        return _TEXT << 16 | width << 8
    if variable.is_date:
        return _DATE << 16 | 10 << 8
    return _NUMBER << 16 | (8 if not variable.decimals else 12) << 8 | variable.decimals


def _value_labels(segment: _Segment) -> bytes:
    labels = []
    for value, words in segment.variable.values.items():
        text = _cut(words, _LONGEST_VALUE_LABEL)
        labels.append(struct.pack("<dB", value, len(text)) + text + bytes(-(len(text) + 1) % 8))
    return struct.pack("<ii", 3, len(labels)) + b"".join(labels) + struct.pack("<iii", 4, 1, segment.at)


def _lines(note: str) -> Iterator[bytes]:
    """A note as the file has it: lines of at most eighty bytes, broken between two words."""
    line = ""
    for word in note.split():
        longer = f"{line} {word}".strip()
        if line and len(longer.encode()) > _LINE:
            yield _cut(line, _LINE)
            longer = word
        line = longer
    yield _cut(line, _LINE)


def _display(segment: _Segment) -> bytes:
    width = min(max(segment.width, 8), 40)
    return struct.pack("<3i", _MEASURES[segment.variable.measure], width, 0 if segment.width else 1)


def _extension(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(data) // size) + data


def _padded(data: bytes, length: int) -> bytes:
    return data.ljust(length, b" ")


def _cut(text: str, most: int) -> bytes:
    """In UTF-8, cut between two letters where it is too long."""
    data = text.encode("utf-8", "replace")
    return data if len(data) <= most else data[:most].decode("utf-8", "ignore").encode()
