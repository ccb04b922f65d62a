"""The fixed columns of a version: the same for every response, whatever was asked of whom.

Counting, every file and the paper form go by them, so that a column is never there in one and missing in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from fardplan.surveys.definition.shape import Definition, Question, QuestionType
from fardplan.surveys.definition.values import CHOSEN, OTHER_TEXT, Answers, codes_of, is_declined

Kind = Literal["code", "chosen", "place", "number", "text", "date"]


@dataclass(frozen=True)
class Column:
    """`part` is the choice or row the column is about, "" for the whole question.

    code: one of `codes` · chosen: 1 or 0 · place: 1 for the most important · number · text · date (2026-05-01)
    """

    name: str
    question: Question
    part: str
    kind: Kind
    codes: tuple[str, ...] = ()

    def value(self, answers: Answers) -> str | int | float | None:
        """What a response has here; None where there is no answer, a code of our own where it was declined."""
        if self.kind == "text" and self.part:
            return answers.get(self.question.name + OTHER_TEXT)
        found: Any = answers.get(self.question.name)
        if found is None or is_declined(found):
            return found  # type: ignore[no-any-return]
        match self.kind:
            case "chosen":
                return int(self.part in found)
            case "place":
                return found.index(self.part) + 1 if self.part in found else None
        return found.get(self.part) if self.part else found  # type: ignore[no-any-return]


def columns_of(definition: Definition) -> tuple[Column, ...]:
    """The columns of a definition, in the order of its questions."""
    return tuple(column for question in definition.questions for column in _columns(question))


def _columns(question: Question) -> list[Column]:
    name, codes = question.name, codes_of(question)
    other = [Column(f"{name}{OTHER_TEXT}", question, "other", "text")] if question.other else []
    match question.type:
        case QuestionType.NOTE:
            return []
        case _ if question.type in CHOSEN:
            return [Column(name, question, "", "code", codes), *other]
        case QuestionType.MULTIPLE:
            parts = [code for code in codes if not is_declined(code)]
            return [*(Column(f"{name}__{part.lstrip('_')}", question, part, "chosen") for part in parts), *other]
        case QuestionType.MATRIX:
            return [Column(f"{name}__{row.name}", question, row.name, "code", codes) for row in question.rows]
        case QuestionType.RANKING:
            return [Column(f"{name}__{code}", question, code, "place") for code in question.codes]
        case QuestionType.POINTS:
            return [Column(f"{name}__{code}", question, code, "number") for code in question.codes]
        case QuestionType.NUMBER:
            return [Column(name, question, "", "number")]
        case QuestionType.DATE:
            return [Column(name, question, "", "date")]
    return [Column(name, question, "", "text")]
