"""Whether a definition makes a survey that can be answered: every fault with its place, in words for its writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from fardplan.analysis.expressions import CircularError, ExpressionError, parse, parse_label
from fardplan.surveys.definition.asked import order_of_calculations
from fardplan.surveys.definition.formula_words import sentence_of
from fardplan.surveys.definition.shape import Definition, Page, Question, QuestionType, Words
from fardplan.surveys.definition.size import characters_of, fields_of, most_characters, most_fields
from fardplan.surveys.definition.values import is_day

_CHOOSES = {
    QuestionType.SINGLE,
    QuestionType.MULTIPLE,
    QuestionType.RANKING,
    QuestionType.POINTS,
    QuestionType.AREA,
}
_HAS_OTHER = {QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.AREA}
_MAY_BE_BACKGROUND = {QuestionType.SINGLE, QuestionType.AREA, QuestionType.BIRTH_YEAR}


@dataclass(frozen=True)
class Problem:
    """A fault. `place` is the name of a page or a question, "" for the whole; `field` is as in the shape."""

    place: str
    field: str
    message: str


def problems_of(definition: Definition) -> list[Problem]:
    """Everything that keeps a survey from being published, in the order of its pages. [] when it can be."""
    return [*_of_the_whole(definition), *_of_the_pages(definition), *_of_the_calculations(definition)]


def _of_the_whole(definition: Definition) -> Iterator[Problem]:
    yield from _untranslated(definition, "", "title", definition.title, needed=True)
    yield from _untranslated(definition, "", "introduction", definition.introduction)
    yield from _untranslated(definition, "", "thanks", definition.thanks)
    if not any(question.is_asked for question in definition.questions):
        yield Problem("", "pages", _("Enkäten har inga frågor än. Lägg till minst en."))
    if len(set(definition.languages)) < len(definition.languages):
        yield Problem("", "languages", _("Samma språk står två gånger."))
    counts = Counter([page.name for page in definition.pages] + [each.name for each in definition.questions])
    for name, times in counts.items():
        if times > 1:
            yield Problem(name, "name", _("Två frågor eller sidor heter %(name)s. Byt namn på en.") % {"name": name})


def _of_the_pages(definition: Definition) -> Iterator[Problem]:
    before: list[str] = []
    for page in definition.pages:
        yield from _of_the_page(definition, page, before)
        for question in page.questions:
            yield from _of_the_question(definition, question, before)
            before.append(question.name)


def _of_the_page(definition: Definition, page: Page, before: list[str]) -> Iterator[Problem]:
    yield from _untranslated(definition, page.name, "title", page.title, needed=len(definition.pages) > 1)
    yield from _untranslated(definition, page.name, "text", page.text)
    yield from _piping(page.name, "text", page.text, before)
    yield from _formula(page.name, "relevant", page.relevant, before)
    yield from _size(page)


def _size(page: Page) -> Iterator[Problem]:
    """What a browser could not send in one go."""
    fields, most = fields_of(page.questions), most_fields()
    if fields > most:
        yield Problem(
            page.name, "questions",
            _("Sidan har %(fields)d svar att fylla i, och en webbläsare kan skicka högst %(most)d på en gång. "
              "Dela sidan i två: lägg till en sida och flytta frågor dit.") % {"fields": fields, "most": most},
        )  # fmt: skip
    characters, longest = characters_of(page.questions), most_characters()
    if characters > longest:
        yield Problem(
            page.name, "questions",
            _("Fritexterna på sidan får tillsammans vara %(characters)d tecken långa, och en webbläsare kan skicka "
              "högst %(most)d på en gång. Sänk frågornas största längd, eller dela sidan i två.")
            % {"characters": characters, "most": longest},
        )  # fmt: skip


def _of_the_question(definition: Definition, question: Question, before: list[str]) -> Iterator[Problem]:
    name = question.name
    if "__" in name:
        yield Problem(name, "name", _("Namnet får inte ha två understreck i rad."))
    if question.type != QuestionType.CALCULATION:
        yield from _untranslated(definition, name, "label", question.label, needed=True)
    for field, words in (("hint", question.hint), ("constraint_message", question.constraint_message)):
        yield from _untranslated(definition, name, field, words)
    yield from _piping(name, "label", question.label, before)
    yield from _piping(name, "hint", question.hint, before)
    yield from _formula(name, "relevant", question.relevant, before)
    yield from _formula(name, "constraint", question.constraint, [*before, name], with_own=True)
    yield from _formula(name, "calculation", question.calculation, before)
    yield from _choices(definition, question)
    yield from _limits(question)
    yield from _uses(question)


def _choices(definition: Definition, question: Question) -> Iterator[Problem]:
    name = question.name
    if question.type in _CHOOSES and len(question.choices) < 2:
        yield Problem(name, "choices", _("Frågan behöver minst två svarsalternativ."))
    if question.type == QuestionType.MATRIX and not question.rows:
        yield Problem(name, "rows", _("Frågan behöver minst en rad."))
    if question.type == QuestionType.MATRIX and question.scale is None and len(question.choices) < 2:
        yield Problem(name, "choices", _("Frågan behöver minst två svarsalternativ, eller en skala."))
    for field, listed in (("choices", question.choices), ("rows", question.rows)):
        for code, times in Counter(choice.name for choice in listed).items():
            if times > 1:
                yield Problem(name, field, _("Koden %(code)s står två gånger.") % {"code": code})
        for choice in listed:
            yield from _untranslated(definition, name, field, choice.label, needed=True)
    if unknown := set(question.positive) - set(question.codes):
        yield Problem(name, "positive", _("Det finns inget svarsalternativ %(code)s.") % {"code": min(unknown)})
    for group in question.groups:
        yield from _untranslated(definition, name, "groups", group.label, needed=True)
        if unknown := set(group.of) - set(question.codes):
            yield Problem(name, "groups", _("Det finns inget svarsalternativ %(code)s.") % {"code": min(unknown)})


def _limits(question: Question) -> Iterator[Problem]:
    name = question.name
    if question.type == QuestionType.SCALE and question.scale is None:
        yield Problem(name, "scale", _("Säg mellan vilka tal skalan går."))
    if question.scale is not None and question.scale.low >= question.scale.high:
        yield Problem(name, "scale", _("Skalans högsta tal måste vara större än dess lägsta."))
    if question.type == QuestionType.MAP and question.grid is None:
        yield Problem(name, "grid", _("Säg vilket område kartan visar."))
    if question.grid is not None and (
        question.grid.south >= question.grid.north or question.grid.west >= question.grid.east
    ):
        yield Problem(
            name, "grid", _("Kartans norra kant måste ligga norr om den södra, och den östra öster om den västra.")
        )
    if question.type == QuestionType.BIRTH_YEAR and (
        not question.classes or any(one >= other for one, other in pairwise(question.classes))
    ):
        yield Problem(name, "classes", _("Skriv den lägsta åldern i varje åldersklass, från yngst till äldst."))
    if question.least is not None and question.most is not None and question.least > question.most:
        yield Problem(name, "most", _("Det högsta antalet måste vara minst lika stort som det lägsta."))
    if question.most is not None and question.codes and question.most > len(question.codes) + int(question.other):
        yield Problem(name, "most", _("Det finns inte så många svarsalternativ."))
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        yield Problem(name, "maximum", _("Det största tillåtna talet måste vara minst lika stort som det minsta."))
    for field, day in (("earliest", question.earliest), ("latest", question.latest)):
        if day and not is_day(day):
            yield Problem(name, field, _("Skriv datumet som 2026-05-01."))
    if is_day(question.earliest) and is_day(question.latest) and question.earliest > question.latest:
        yield Problem(name, "latest", _("Det sista datumet måste komma efter det första."))


def _uses(question: Question) -> Iterator[Problem]:
    name = question.name
    if question.other and question.type not in _HAS_OTHER:
        yield Problem(name, "other", _("”Annat” går bara att ha i frågor där man väljer i en lista."))
    if question.background and question.type not in _MAY_BE_BACKGROUND:
        yield Problem(
            name, "background", _("En bakgrundsfråga har ett svar ur en lista: ett val, ett område eller födelseår.")
        )
    if question.contribution and question.type != QuestionType.TEXT:
        yield Problem(name, "contribution", _("Bara fritext kan bli en synpunkt."))
    if question.required and not question.is_asked:
        yield Problem(name, "required", _("Det som ingen svarar på kan inte vara obligatoriskt."))
    if question.type == QuestionType.CALCULATION and not question.calculation:
        yield Problem(name, "calculation", _("Skriv vad som ska räknas ut."))


def _of_the_calculations(definition: Definition) -> Iterator[Problem]:
    try:
        order_of_calculations(definition)
    except CircularError as error:
        names = " → ".join([*error.names, error.names[0]])
        yield Problem(
            error.names[0], "calculation", _("Uträkningarna väntar på varandra: %(names)s.") % {"names": names}
        )
    except ExpressionError:
        return  # told at its place already


def _formula(place: str, field: str, formula: str, names: list[str], *, with_own: bool = False) -> Iterator[Problem]:
    if not formula:
        return
    try:
        parse(formula, names=names, with_own=with_own)
    except ExpressionError as error:
        yield Problem(place, field, sentence_of(error))


def _piping(place: str, field: str, words: Words, names: list[str]) -> Iterator[Problem]:
    for language, label in words.items():
        try:
            parse_label(label, names=names)
        except ExpressionError as error:
            yield Problem(place, f"{field}:{language}", sentence_of(error))


def _untranslated(
    definition: Definition, place: str, field: str, words: Words, *, needed: bool = False
) -> Iterator[Problem]:
    """One language per response: what is said in one must be said in all."""
    if not needed and not any(words.values()):
        return
    for language in definition.languages:
        if not words.get(language, "").strip():
            message = (
                _("Text saknas.")
                if len(definition.languages) == 1
                else _("Text saknas på språket %(language)s.") % {"language": language}
            )
            yield Problem(place, f"{field}:{language}", message)
