"""How much a browser sends for a page of a survey at the most. A server takes so much in one request and no more:
a page above it would be refused when somebody has filled it in."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from fardplan.surveys.definition.shape import Question, QuestionType

OF_OUR_OWN = 20  # fields: which button, the trap, what stands at the head of a form taken down from paper
BYTES_PER_CHARACTER = 12  # an emoji as forms send it


def most_fields() -> int:
    """How many fields the questions of one form may have together."""
    return (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 10_000) - OF_OUR_OWN


def most_characters() -> int:
    """How long what is written on one form may be together, with room for the names of its fields."""
    return (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 10_000_000) * 9 // 10 // BYTES_PER_CHARACTER


def fields_of(questions: Sequence[Question]) -> int:
    """How many fields are sent when everything is answered, and every box ticked."""
    return sum(map(_fields, questions))


def characters_of(questions: Sequence[Question]) -> int:
    """How much can be written."""
    return sum(question.longest for question in questions if question.type == QuestionType.TEXT)


def _fields(question: Question) -> int:
    if not question.is_asked:
        return 0
    beside = int(question.other) + int(question.dont_know) + int(question.wont_say) + int(bool(question.relevant))
    match question.type:
        case QuestionType.MULTIPLE | QuestionType.POINTS:
            return beside + len(question.choices)
        case QuestionType.RANKING:
            return beside + min(question.most or len(question.choices), len(question.choices))
        case QuestionType.MATRIX:
            return beside + len(question.rows)
    return beside + 1
