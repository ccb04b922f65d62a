"""Conditions that are chosen in lists, and the formula they make: "Visa bara om … är …".

A formula that lists could have made is shown in the lists again; any other is for those who write formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from fardplan.analysis.expressions import ExpressionError, Tree, parse
from fardplan.surveys.definition.shape import Definition, Question, QuestionType
from fardplan.surveys.definition.values import CHOSEN, DONT_KNOW, OTHER, WONT_SAY, codes_of

Joint = Literal["and", "or"]
Sign = Literal["=", "selected", ">=", "<=", "=number", "answered"]
MOST_CONDITIONS = 3  # in lists; a formula may hold more
MOST_OFFERED = 60  # choices of one question

_ORDERED = {QuestionType.SCALE, QuestionType.NUMBER, QuestionType.CALCULATION}


@dataclass(frozen=True)
class Condition:
    """What a question's answer is. `value` is a code, or a number as it was written; "" where none is needed."""

    name: str
    sign: Sign
    value: str = ""
    turned: bool = False  # "är inte"

    @property
    def key(self) -> str:
        """As in the list; the number is written in a field of its own."""
        by_code = self.sign in {"=", "selected"}
        return f"{self.name}|{self.sign}|{self.value}" if by_code else f"{self.name}|{self.sign}|"

    @property
    def formula(self) -> str:
        ref = f"${{{self.name}}}"
        match self.sign:
            case "selected":
                asks = f"selected({ref}, '{self.value}')"
                return f"not({asks})" if self.turned else asks
            case "=":
                return f"{ref} {'!=' if self.turned else '='} '{self.value}'"
            case "answered":
                return f"{ref} {'=' if self.turned else '!='} ''"
            case "=number":
                return f"{ref} {'!=' if self.turned else '='} {self.value}"
        asks = f"{ref} {self.sign} {self.value}"
        return f"not({asks})" if self.turned else asks


def formula_of(conditions: Sequence[Condition], joint: Joint) -> str:
    """ "" for no conditions."""
    return f" {joint} ".join(condition.formula for condition in conditions)


def conditions_of(formula: str) -> tuple[list[Condition], Joint] | None:
    """The conditions a formula holds; None when lists cannot say the same."""
    if not formula:
        return [], "and"
    try:
        tree = parse(formula)
    except ExpressionError:
        return None
    joint: Joint = "and"
    parts: list[Tree] = [tree]
    if isinstance(tree, list) and tree[0] in ("and", "or"):
        joint, parts = "or" if tree[0] == "or" else "and", tree[1:]
    found = [_condition(part) for part in parts]
    known = [each for each in found if each is not None]
    return (known, joint) if len(known) == len(found) <= MOST_CONDITIONS else None


def _condition(tree: Tree) -> Condition | None:
    if not isinstance(tree, list):
        return None
    if tree[0] == "not" and isinstance(tree[1], list) and tree[1][0] in {"selected", ">=", "<="}:
        inner = _condition(tree[1])
        return Condition(inner.name, inner.sign, inner.value, turned=True) if inner else None
    if len(tree) != 3 or not isinstance(tree[1], list) or tree[1][0] != "ref":
        return None
    sign, name, value = tree[0], str(tree[1][1]), tree[2]
    if isinstance(value, list) and len(value) == 2 and value[0] == "-" and isinstance(value[1], int | float):
        value = -value[1]
    turned = sign == "!="
    if sign == "selected" and isinstance(value, str):
        return Condition(name, "selected", value)
    if sign in ("=", "!=") and value == "":
        return Condition(name, "answered", turned=not turned)
    if sign in ("=", "!=") and isinstance(value, str):
        return Condition(name, "=", value, turned)
    if sign in ("=", "!=") and isinstance(value, int | float):
        return Condition(name, "=number", number_text(value), turned)
    if sign in (">=", "<=") and isinstance(value, int | float):
        return Condition(name, ">=" if sign == ">=" else "<=", number_text(value))
    return None


def number_text(number: float) -> str:
    """A number as a formula has it: 5, 2.5."""
    return f"{number:.15g}"


def earlier(definition: Definition, name: str, *, page: str = "") -> list[Question]:
    """What comes before a question, or before a page; with `page`, before a question that stands last on that page."""
    found: list[Question] = []
    for each in definition.pages:
        if each.name == name:
            return found
        for question in each.questions:
            if question.name == name:
                return found
            found.append(question)
        if each.name == page:
            return found
    return found


def offered(definition: Definition, before: Sequence[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What one can choose a condition among: a heading for each earlier question, and (key, words) under it."""
    groups = []
    for question in before:
        if question.type != QuestionType.NOTE and (options := _options(definition, question)):
            groups.append((heading_of(definition, question), options))
    return groups


def heading_of(definition: Definition, question: Question) -> str:
    """The number and label of a question, or the name of a calculation."""
    label = definition.say(question.label, definition.language).strip() or question.name
    number = definition.numbers.get(question.name)
    return f"{number}. {label}" if number else label


def _options(definition: Definition, question: Question) -> list[tuple[str, str]]:
    labels = {choice.name: definition.say(choice.label, definition.language) for choice in question.choices}
    labels |= {OTHER: _("Annat"), DONT_KNOW: _("Vet inte"), WONT_SAY: _("Vill inte svara")}
    found: list[Condition] = []
    words: list[str] = []
    if question.type in CHOSEN or question.type == QuestionType.MULTIPLE:
        sign: Sign = "selected" if question.type == QuestionType.MULTIPLE else "="
        for code in codes_of(question)[:MOST_OFFERED]:
            found.append(Condition(question.name, sign, code))
            words.append(labels.get(code) or code)
    if question.type in _ORDERED:
        for sign, said in ((">=", _("minst talet bredvid")), ("<=", _("högst talet bredvid"))):
            found.append(Condition(question.name, sign))
            words.append(said)
    if question.type in {QuestionType.NUMBER, QuestionType.CALCULATION}:
        found.append(Condition(question.name, "=number"))
        words.append(_("precis talet bredvid"))
    if question.is_asked:
        found.append(Condition(question.name, "answered"))
        words.append(_("besvarad"))
    number = definition.numbers.get(question.name)
    of = _("Fråga %(number)d") % {"number": number} if number else question.name
    return [(condition.key, f"{of}: {said}") for condition, said in zip(found, words, strict=True)]


def chosen(key: str, *, turned: bool, number: float | None) -> Condition | None:
    """The condition of a key from the list, with the number written beside it. None when the number is missing."""
    name, _bar, rest = key.partition("|")
    sign, _bar, value = rest.partition("|")
    match sign:
        case "=" | "selected":
            return Condition(name, "=" if sign == "=" else "selected", value, turned)
        case "answered":
            return Condition(name, "answered", turned=turned)
    if number is None:
        return None
    known: dict[str, Sign] = {">=": ">=", "<=": "<=", "=number": "=number"}
    return Condition(name, known[sign], number_text(number), turned)
