"""What a person has to mend before an answer holds: what must be answered, how many, the survey's own conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fardplan.analysis.expressions import allows
from fardplan.surveys.definition import (
    Answers,
    Asked,
    Definition,
    Question,
    QuestionType,
    asked_of,
    is_declined,
    said,
)
from fardplan.surveys.definition.asked import as_values, tree_of
from fardplan.surveys.filling.saying import Saying


def fault_in(
    definition: Definition, question: Question, value: Any, known: Mapping[str, Any], *, language: str, today: date
) -> str:
    """A sentence on what is wrong with an answer (None: there is none); "" when nothing is.

    `known` are the answers to what was asked before.
    """
    if value is None:
        return Saying(definition, language).plain("must_answer") if question.required else ""
    if is_declined(value):
        return ""
    if question.type == QuestionType.MATRIX and question.required:
        missing = [definition.say(row.label, language) for row in question.rows if row.name not in value]
        if missing:
            return _("Svara också på: %(rows)s.") % {"rows": ", ".join(missing)}
    if question.type in {QuestionType.MULTIPLE, QuestionType.RANKING} and (fault := _too_few_or_many(question, value)):
        return fault
    if question.constraint and not allows(
        tree_of(question.constraint), as_values(known), own=as_values({"own": value})["own"], today=today
    ):
        words = definition.say(question.constraint_message, language)
        return said(definition, words, known, language=language, today=today) or _(
            "Svaret uppfyller inte frågans villkor. Ändra det."
        )
    return ""


def _too_few_or_many(question: Question, value: list[str]) -> str:
    chosen = len(value)
    if question.least is not None and chosen < question.least:
        return _("Välj minst %(least)d svar.") % {"least": question.least}
    if question.most is not None and chosen > question.most:
        return _("Du har valt %(chosen)d svar. Välj högst %(most)d.") % {"chosen": chosen, "most": question.most}
    return ""


def faults_in(
    definition: Definition, answers: Answers, *, language: str, today: date, half: Collection[str] = ()
) -> tuple[Asked, list[tuple[Question, str]]]:
    """What is asked of somebody with these answers, and what is left to mend, in the order of the questions. `half` are
    the questions that have been answered by half."""
    asked = asked_of(definition, answers, today=today)
    faults = []
    for question in definition.questions:
        if question.name in asked.questions:
            value = asked.answers.get(question.name)
            fault = fault_in(definition, question, value, asked.answers, language=language, today=today)
            if question.name in half:
                fault = _("Det du har skrivit är inte klart. Gör färdigt det, eller ta bort det.")
            if fault:
                faults.append((question, fault))
    return asked, faults
