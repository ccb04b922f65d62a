"""A survey as it is written down: its shape, its JSON, what an answer may be, who is asked what, and its columns.

Knows no database. Everything that reads or writes a survey goes by this.
"""

from fardplan.surveys.definition.asked import Asked, asked_of, relevant_questions, said, shown_answer, without_answers
from fardplan.surveys.definition.checking import Problem, problems_of
from fardplan.surveys.definition.columns import Column, columns_of
from fardplan.surveys.definition.minutes import minutes_of
from fardplan.surveys.definition.reading import Unreadable, as_data, canonical, hash_of, read, read_text
from fardplan.surveys.definition.shape import (
    Choice,
    ClassGroup,
    Definition,
    Grid,
    Page,
    Question,
    QuestionType,
    Scale,
    Words,
)
from fardplan.surveys.definition.values import (
    DONT_KNOW,
    OTHER,
    OTHER_TEXT,
    WONT_SAY,
    WRITTEN,
    Answers,
    age_class,
    codes_of,
    is_declined,
    is_valid,
)

__all__ = [
    "DONT_KNOW",
    "OTHER",
    "OTHER_TEXT",
    "WONT_SAY",
    "WRITTEN",
    "Answers",
    "Asked",
    "Choice",
    "ClassGroup",
    "Column",
    "Definition",
    "Grid",
    "Page",
    "Problem",
    "Question",
    "QuestionType",
    "Scale",
    "Unreadable",
    "Words",
    "age_class",
    "as_data",
    "asked_of",
    "canonical",
    "codes_of",
    "columns_of",
    "hash_of",
    "is_declined",
    "is_valid",
    "minutes_of",
    "problems_of",
    "read",
    "read_text",
    "relevant_questions",
    "said",
    "shown_answer",
    "without_answers",
]
