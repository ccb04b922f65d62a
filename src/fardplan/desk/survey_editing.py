"""What the pages of a survey share at the desk: how it is reached, its tabs, and an outline with what to mend in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.text import plain_words
from fardplan.desk.access import desk_dialogue
from fardplan.desk.navigation import Link, tabs
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.definition import Definition, Page, Problem, Question, QuestionType, problems_of
from fardplan.surveys.definition.editing import order_of
from fardplan.surveys.definition.kinds import KINDS, Kind
from fardplan.surveys.definition.warnings import Advice, warnings_of
from fardplan.surveys.definition.words import own
from fardplan.surveys.models import Survey
from fardplan.surveys.queries.finding import access_survey_at_desk

HERE = "surveys"
SURVEY_TABS: list[tuple[str, Promise]] = [
    ("desk:survey", _("Frågor")),
    ("desk:survey-check", _("Kontroll")),
    ("desk:survey-preview", _("Förhandsvisa")),
    ("desk:survey-languages", _("Språk")),
    ("desk:survey-versions", _("Publicera")),
    ("desk:survey-collections", _("Insamlingar")),
    ("desk:survey-results", _("Resultat")),
    ("desk:survey-files", _("Filer")),
    ("desk:survey-settings", _("Inställningar")),
]


def survey_of(request: OfficialRequest, slug: str, survey: str) -> tuple[Dialogue, Survey]:
    """A survey, for an official who may write in it."""
    dialogue = desk_dialogue(request, slug, "edit_content")
    return dialogue, access_survey_at_desk(dialogue, survey)


def survey_tabs(survey: Survey, *, here: str) -> list[Link]:
    return tabs(SURVEY_TABS, survey.dialogue.slug, survey.slug, here=here)


def survey_page(
    request: OfficialRequest, template: str, survey: Survey, *, tab: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a survey, under the tab it belongs to."""
    about = {"survey": survey, "tabs": survey_tabs(survey, here=tab)}
    return desk_page(request, template, about | context, dialogue=survey.dialogue, here=HERE, status=status)


# --- what there is to mend --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """A fault or a piece of advice, what it is about in words, and where it is mended."""

    about: str
    message: str
    mend: str
    address: str


def place_address(survey: Survey, definition: Definition, place: str, field: str) -> str:
    """Where a part of a survey is edited, at the field that `checking` names."""
    within = [survey.dialogue.slug, survey.slug]
    field, _colon, language = field.partition(":")
    if field == "phrases":
        return f"{reverse('desk:survey-language', args=[*within, language])}#del-ord"
    if language and language != definition.language:
        return f"{reverse('desk:survey-language', args=[*within, language])}#del-{place or 'hela'}"
    if field == "languages":
        return reverse("desk:survey-languages", args=within)
    if not place:
        asked = field in {"title", "introduction", "thanks"}
        return (
            f"{reverse('desk:survey-words', args=within)}#id_{field}" if asked else reverse("desk:survey", args=within)
        )
    if place in definition.by_name:
        return f"{reverse('desk:survey-question', args=[*within, place])}#id_{_FIELD_IDS.get(field, field)}"
    if any(page.name == place for page in definition.pages):
        if field == "questions":
            return f"{reverse('desk:survey', args=within)}#del-{place}"
        return f"{reverse('desk:survey-page', args=[*within, place])}#id_{field}"
    return reverse("desk:survey", args=within)


# Fields of the shape that the form calls something else.
_FIELD_IDS = {"scale": "low_label", "grid": "north", "type": "label"}


def label_of(definition: Definition, question: Question) -> str:
    """What a question is called on one line; a note is Markdown, a calculation may have its name only."""
    label = own(definition, question.label) or question.name
    return plain_words(label, 160) if question.type == QuestionType.NOTE else label


def place_name(definition: Definition, place: str) -> str:
    """A page or a question as its writer knows it: “3. Kön”, “Sidan Resor”; "" for the whole."""
    question = definition.by_name.get(place)
    if question is not None:
        label = label_of(definition, question)
        number = definition.numbers.get(place)
        return f"{number}. {label}" if number else label
    for page in definition.pages:
        if page.name == place:
            return str(_("Sidan %(title)s")) % {"title": own(definition, page.title) or page.name}
    return ""


def finding_of(survey: Survey, definition: Definition, each: Problem | Advice) -> Finding:
    mend = each.mend if isinstance(each, Advice) else ""
    address = place_address(survey, definition, each.place, each.field)
    return Finding(place_name(definition, each.place), each.message, mend, address)


# --- the outline ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionLine:
    """A question in the outline. `first` and `last` are of the whole survey: such a one cannot go further."""

    question: Question
    kind: Kind
    label: str
    number: int | None
    problems: int
    advice: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class PageLine:
    page: Page
    title: str
    lines: list[QuestionLine]
    problems: int
    advice: int


@dataclass(frozen=True)
class Removed:
    """Something that can be put back."""

    name: str
    label: str


@dataclass(frozen=True)
class Outline:
    """A survey's draft from top to bottom. `order` is what the buttons carry, to be refused when it has changed."""

    pages: list[PageLine]
    order: str
    removed: list[Removed]


def outline_of(survey: Survey, definition: Definition) -> Outline:
    problems = _by_place(problems_of(definition))
    advice = _by_place(warnings_of(definition))
    places = [question.name for question in definition.questions]
    pages = []
    for number, page in enumerate(definition.pages):
        lines = [
            QuestionLine(
                question=question,
                kind=KINDS[question.type],
                label=label_of(definition, question),
                number=definition.numbers.get(question.name),
                problems=problems[question.name],
                advice=advice[question.name],
                is_first=number == 0 and place == 0,
                is_last=number == len(definition.pages) - 1 and question.name == places[-1],
            )
            for place, question in enumerate(page.questions)
        ]
        title = own(definition, page.title)
        pages.append(PageLine(page, title, lines, problems[page.name], advice[page.name]))
    return Outline(pages, order_of(definition), [_removed(each) for each in reversed(survey.removed)])


def _by_place(found: list[Problem] | list[Advice]) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in found:
        counts[each.place] += 1
    return counts


def _removed(taken: dict[str, Any]) -> Removed:
    part = taken["part"]
    words: dict[str, str] = part.get("title" if taken["kind"] == "page" else "label", {})
    label = next(iter(words.values()), "") or part["name"]
    return Removed(part["name"], str(_("Sidan %(title)s")) % {"title": label} if taken["kind"] == "page" else label)
