"""Which pages and questions somebody is asked, and what `${name}` in a text stands for, given their answers so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fardplan.analysis.expressions import Tree, calculation_order, evaluate, holds, parse, parse_label, render
from fardplan.surveys.definition.shape import Definition, Page, Question, QuestionType
from fardplan.surveys.definition.values import DONT_KNOW, OTHER, OTHER_TEXT, WONT_SAY, Answers

_PUT_IN = re.compile(r"\$\{[^}]*\}")


@lru_cache(maxsize=4_096)
def tree_of(expression: str) -> Tree:
    """The tree of an expression that has been checked, kept."""
    return parse(expression, with_own=True)


@lru_cache(maxsize=4_096)
def _label_tree(label: str) -> Tree:
    return parse_label(label)


@dataclass(frozen=True)
class Asked:
    """What one person is asked. `answers` are theirs, without those to questions they are no longer asked, and with
    what has been calculated."""

    pages: tuple[Page, ...]
    questions: frozenset[str]
    answers: Answers


def asked_of(definition: Definition, answers: Mapping[str, Any], *, today: date) -> Asked:
    """Go through the survey once, from the beginning: what is asked depends only on what came before it.

    An answer to a question that is not asked counts as missing, also for what is asked later.
    """
    known: Answers = {}
    pages: list[Page] = []
    asked: set[str] = set()
    for page in definition.pages:
        if page.relevant and not holds(tree_of(page.relevant), as_values(known), today=today):
            continue
        here = False
        for question in page.questions:
            if question.relevant and not holds(tree_of(question.relevant), as_values(known), today=today):
                continue
            if question.type == QuestionType.CALCULATION:
                value = evaluate(tree_of(question.calculation), as_values(known), today=today)
                known[question.name] = value
                continue
            here = True
            asked.add(question.name)
            for name in (question.name, question.name + OTHER_TEXT):
                if name in answers:
                    known[name] = answers[name]
        if here or page.text:
            pages.append(page)
    return Asked(tuple(pages), frozenset(asked), known)


def relevant_questions(
    definition: Definition, page: Page, answers: Mapping[str, Any], *, today: date
) -> list[Question]:
    """The questions and notes of a page that are shown for these answers, in order."""
    values = as_values(answers)
    return [
        question
        for question in page.questions
        if question.type != QuestionType.CALCULATION
        and (not question.relevant or holds(tree_of(question.relevant), values, today=today))
    ]


def as_values(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as expressions take them. "Vet inte" and "Vill inte svara" can be asked for by their codes."""
    return {name: list(value) if isinstance(value, dict) else value for name, value in answers.items()}


def said(definition: Definition, label: str, answers: Mapping[str, Any], *, language: str, today: date) -> str:
    """A text with the answers put in: choices by their labels, numbers with a decimal comma in Swedish."""
    if "${" not in label:
        return label
    shown = {name: shown_answer(definition, name, value, answers, language=language) for name, value in answers.items()}
    return render(_label_tree(label), shown, today=today)


def without_answers(label: str) -> str:
    """A text as nobody in particular reads it: three dots stand for what would have been an earlier answer."""
    return _PUT_IN.sub("…", label)


def shown_answer(definition: Definition, name: str, value: Any, answers: Mapping[str, Any], *, language: str) -> str:
    """An answer as people read it; "" for one that is missing or was declined."""
    question = definition.by_name.get(name)
    if question is None or value in (DONT_KNOW, WONT_SAY):
        return ""
    labels = {choice.name: definition.say(choice.label, language) for choice in question.choices}
    labels[OTHER] = str(answers.get(name + OTHER_TEXT, ""))
    if isinstance(value, list):
        return ", ".join(labels.get(code) or str(code) for code in value)
    if isinstance(value, float):
        number = f"{value:.15g}"
        return number.replace(".", ",") if language == "sv" else number
    return labels.get(value, value) if isinstance(value, str) else ("" if isinstance(value, dict) else str(value))


def order_of_calculations(definition: Definition) -> tuple[str, ...]:
    """Raises analysis.expressions.CircularError."""
    trees = {each.name: tree_of(each.calculation) for each in definition.questions if each.calculation}
    return calculation_order(trees)
