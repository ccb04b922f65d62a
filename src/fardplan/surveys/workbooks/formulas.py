"""Relevance, constraints, calculations and texts with `${name}`: in our names, and only what is understood."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fardplan.analysis.expressions import ExpressionError, parse, parse_label
from fardplan.surveys.definition.formula_words import sentence_of
from fardplan.surveys.workbooks.names import Names, mentioned, recoded, renamed
from fardplan.surveys.workbooks.notes import Notes
from fardplan.surveys.workbooks.sheets import Record

LONGEST = 2_000


class Formulas:
    """What can be referred to so far, and the codes its choices have become."""

    def __init__(self, *, notes: Notes) -> None:
        self.names = Names()
        self.before: list[str] = []
        self._codes: dict[str, Mapping[str, str]] = {}
        self._notes = notes

    def knows(self, name: str, codes: Mapping[str, str] | None = None) -> None:
        """From here on the question can be referred to. `codes` are those that are not called what they were."""
        self.before.append(name)
        if codes:
            self._codes[name] = codes

    def formula(self, record: Record, column: str, *, own: str = "", without: str) -> str:
        """A formula that is understood; "" with a note that says `without` when it is not."""
        written = record.take(column)
        if not written:
            return ""
        formula = renamed(written, self.names.given)
        codes: dict[str, str] = {}
        for name in [*mentioned(formula), own]:
            codes |= self._codes.get(name, {})
        formula = recoded(formula, codes)
        try:
            if len(formula) > LONGEST:
                raise ExpressionError("too_long", LONGEST + 1, str(LONGEST))
            parse(formula, names=[*self.before, *([own] if own else [])], with_own=bool(own))
        except ExpressionError as error:
            self._notes.add(record.sheet, record.number, column, written, f"{sentence_of(error)} {without}")
            return ""
        return formula

    def words(self, record: Record, column: str) -> dict[str, str]:
        """Words by language, in our names. What they mention and is not there is noted: they are taken as they are."""
        words = {language: renamed(text, self.names.given) for language, text in record.take_words(column).items()}
        for text in words.values():
            try:
                parse_label(text, names=self.before)
            except ExpressionError as error:
                self._notes.add(record.sheet, record.number, column, text, f"{sentence_of(error)} {_('Rätta texten.')}")
        return words


def both(outer: str, inner: str) -> str:
    """A formula that holds when both do; either may be ""."""
    return f"({outer}) and ({inner})" if outer and inner else outer or inner
