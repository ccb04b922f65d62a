"""The columns of a file with everybody's answers: those of all versions together, with words for people and programs.

The columns of the latest version come first, in its order, then those only earlier ones had. A question that earlier
versions asked in a way that cannot be counted together keeps a column of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from fardplan.surveys.definition import (
    DONT_KNOW,
    OTHER,
    WONT_SAY,
    Answers,
    Column,
    Definition,
    Question,
    QuestionType,
    columns_of,
)
from fardplan.surveys.results.merging import is_comparable, plain

Kind = Literal["code", "number", "text", "date", "wrote"]
Cell = str | int | float | None

NUMBER_OF_MISSING = {DONT_KNOW: -8, WONT_SAY: -9}
NUMBER_OF_MISSING_FAR = {DONT_KNOW: -999_999_998, WONT_SAY: -999_999_999}
"""Where an answer may itself be below nought."""


@dataclass
class FileColumn:
    """A column of the file. `of` is its column in each version; `codes` are the answers with their words.

    code: one of `codes` · number · text · date · wrote: 1 for a text that is not in the file, 0 for none
    """

    name: str
    kind: Kind
    label: str
    question: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    of: dict[int, Column] = field(default_factory=dict)
    decimals: int = 0
    is_weight: bool = False

    def value(self, version: int, answers: Answers) -> Cell:
        """What a response has here; a code of our own where it was declined, None where there is nothing."""
        column = self.of.get(version)
        if column is None:
            return None
        found = column.value(answers)
        if self.kind == "wrote" and found not in (DONT_KNOW, WONT_SAY):
            return int(bool(found))
        if isinstance(found, str) and self.kind == "number" and not found.startswith("_"):
            return None  # what was worked out came to words
        return found

    @property
    def numbers(self) -> dict[str, int]:
        """What each code is in a file that wants numbers: itself where all are whole numbers, else its place from 1."""
        own = [code for code in self.codes if code != OTHER]
        whole = all(code.isdigit() and str(int(code)) == code for code in own)
        numbers = {code: int(code) if whole else place for place, code in enumerate(own, start=1)}
        if OTHER in self.codes:
            numbers[OTHER] = max(numbers.values(), default=0) + 1
        return numbers

    @property
    def missing_numbers(self) -> dict[str, int]:
        """What stands for "Vet inte" and "Vill inte svara" there."""
        questions = [column.question for column in self.of.values() if column.question.type == QuestionType.NUMBER]
        may_be_below = any(question.minimum is None or question.minimum < 0 for question in questions)
        found = NUMBER_OF_MISSING_FAR if may_be_below else NUMBER_OF_MISSING
        return {code: found[code] for code in self.missing}


def file_columns(definitions: Mapping[int, Definition], *, language: str, with_texts: bool) -> list[FileColumn]:
    """The columns of all versions (by number), with words in a language of the survey. Empty where there is none.

    Without `with_texts` a free text is only told to be there; a text that became a contribution is so anyway.
    """
    found: dict[str, FileColumn] = {}
    for number in sorted(definitions, reverse=True):
        definition = definitions[number]
        for column in columns_of(definition):
            name = column.name
            if name in found and not _goes_with(column, found[name]):
                name = f"{name}__version_{number}"
            if name not in found:
                found[name] = _file_column(name, column, definition, language=language, with_texts=with_texts)
            else:
                fresh = _file_column(name, column, definition, language=language, with_texts=with_texts)
                found[name].codes = found[name].codes | {
                    code: words for code, words in fresh.codes.items() if code not in found[name].codes
                }
                found[name].missing = found[name].missing | fresh.missing
            found[name].of[number] = column
    for each in found.values():
        if OTHER in each.codes:
            each.codes[OTHER] = each.codes.pop(OTHER)  # last, also when a later version has more choices
    return list(found.values())


def _goes_with(column: Column, other: FileColumn) -> bool:
    known = next(iter(other.of.values()))
    return column.kind == known.kind and column.part == known.part and is_comparable(column.question, known.question)


def _file_column(name: str, column: Column, definition: Definition, *, language: str, with_texts: bool) -> FileColumn:
    question = column.question
    say = _saying(definition, language)
    label = say(question.label) or question.name
    if part := _part(column, say):
        label = f"{label} – {part}"
    missing = {
        code: words
        for code, words, there in (
            (DONT_KNOW, _("Vet inte"), question.dont_know),
            (WONT_SAY, _("Vill inte svara"), question.wont_say),
        )
        if there
    }
    kind = _kind(column, with_texts=with_texts)
    is_about_other = column.kind == "text" and bool(column.part)
    made = FileColumn(name, kind, label, question.name, missing={} if is_about_other else missing)
    if kind == "code":
        made.codes = _codes(question, say)
    elif column.kind == "chosen":
        made.codes = {"0": _("inte valt"), "1": _("valt")}
    elif kind == "wrote":
        made.codes = {"0": _("skrev inget"), "1": _("skrev en text")}
    elif kind == "number" and question.type == QuestionType.NUMBER and not question.whole:
        made.decimals = 2
    return made


def _saying(definition: Definition, language: str) -> Callable[[dict[str, str]], str]:
    return lambda words: " ".join(definition.say(plain(words), language).split())


def _kind(column: Column, *, with_texts: bool) -> Kind:
    if column.question.type == QuestionType.CALCULATION:
        return "text" if with_texts else "number"
    if column.kind in ("chosen", "place", "number"):
        return "number"
    if column.kind == "text" and (column.question.contribution or not with_texts):
        return "wrote"
    return column.kind  # type: ignore[return-value]


def _part(column: Column, say: Callable[[dict[str, str]], str]) -> str:
    """The choice or row a column is about, in words."""
    if not column.part:
        return ""
    if column.kind == "text" or column.part == OTHER:
        return _("Annat")
    listed = column.question.rows if column.question.type == QuestionType.MATRIX else column.question.choices
    return next((say(each.label) or each.name for each in listed if each.name == column.part), column.part)


def _codes(question: Question, say: Callable[[dict[str, str]], str]) -> dict[str, str]:
    """The codes of a question with their words: ends of a scale, and ages, have them too."""
    labels = {choice.name: say(choice.label) or choice.name for choice in question.choices}
    if question.scale and not question.choices:
        ends = {str(question.scale.low): question.scale.low_label, str(question.scale.high): question.scale.high_label}
        labels = {code: f"{code} {say(ends.get(code, {}))}".strip() for code in question.scale.codes}
    if question.type == QuestionType.BIRTH_YEAR:
        labels = {code: age_words(code) for code in question.age_classes}
    codes = {code: labels.get(code, code) for code in question.codes}
    return codes | ({OTHER: _("Annat")} if question.other else {})


def age_words(code: str) -> str:
    """30-44 as people say it."""
    lowest, _dash, highest = code.partition("-")
    if not highest:
        return _("%(lowest)s år och äldre") % {"lowest": lowest}
    return _("%(lowest)s–%(highest)s år") % {"lowest": lowest, "highest": highest}
