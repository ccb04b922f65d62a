"""What the pages of a survey's results share: the collection with its counts, the tabs, the choices of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict
from fardplan.desk.access import desk_dialogue
from fardplan.desk.navigation import Link, tabs
from fardplan.desk.page import desk_page
from fardplan.desk.survey_figures import words_in
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.forms.results import GroupsForm
from fardplan.surveys.models import Collection, Survey, Tally
from fardplan.surveys.queries.collecting import access_collection_at_desk
from fardplan.surveys.queries.counting import counts_of, tally_of
from fardplan.surveys.queries.finding import access_survey_at_desk, latest_version
from fardplan.surveys.queries.releasing import about_of, desk_plan_of, margins_of, plan_of
from fardplan.surveys.queries.texts import Texts, texts_of
from fardplan.surveys.results.building import About
from fardplan.surveys.results.counts import Counts
from fardplan.surveys.results.desk import DeskPlan
from fardplan.surveys.results.items import Item, classes_of
from fardplan.surveys.results.shape import Measure
from fardplan.surveys.results.variables import Plan, Variable
from fardplan.surveys.rules import has_closed

HERE = "surveys"
TABS: list[tuple[str, Promise]] = [
    ("desk:survey-result", _("Svaren")),
    ("desk:survey-groups", _("Grupper")),
    ("desk:survey-populations", _("Befolkningen")),
    ("desk:survey-publish", _("Publicera")),
]


@dataclass(frozen=True)
class Here:
    """One collection and what has been counted of it; `counts` is None before it has been counted."""

    collection: Collection
    tally: Tally | None
    is_closed: bool

    @property
    def survey(self) -> Survey:
        return self.collection.survey

    @cached_property
    def counts(self) -> Counts | None:
        return counts_of(self.tally) if self.tally else None

    @cached_property
    def plan(self) -> DeskPlan:
        return desk_plan_of(self.collection, self.counts.versions if self.counts else ())

    @cached_property
    def public_plan(self) -> Plan:
        return plan_of(self.collection, ())

    @cached_property
    def about(self) -> About:
        return about_of(self.collection, self.plan.whole, margins_of(self.collection), is_closed=self.is_closed)

    def context(self, tab: str) -> dict[str, Any]:
        links: list[Link] = tabs(TABS, self.survey.dialogue.slug, self.survey.slug, self.collection.slug, here=tab)
        return {
            "survey": self.survey, "collection": self.collection, "tally": self.tally, "tabs": links,
            "minimum": self.survey.desk_minimum,
        }  # fmt: skip


def here(request: OfficialRequest, slug: str, survey: str, collection: str) -> Here:
    """The collection the address names, for an official who may write in its dialogue.

    Raises Conflict before a version has been published: there is nothing to count.
    """
    of = access_survey_at_desk(desk_dialogue(request, slug, "edit_content"), survey)
    if latest_version(of) is None:
        raise Conflict(
            _("Enkäten har ingen publicerad version än."),
            what_next=_("Publicera frågorna först. Då finns det något att räkna."),
        )
    found = access_collection_at_desk(of, collection)
    return Here(found, tally_of(found), has_closed(found, now=request.now))


def result_page(
    request: OfficialRequest, template: str, of: Here, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    return desk_page(
        request, template, of.context(tab) | context, dialogue=of.survey.dialogue, here=HERE, status=status
    )


def groups_form(
    of: Here, data: QueryDict | None
) -> tuple[GroupsForm, Mapping[str, tuple[Item, str]], Mapping[str, tuple[Variable, str]]]:
    """The form in which a table is chosen, with the items and the backgrounds it offers and what they are called."""
    whole, languages = of.plan.whole, of.plan.whole.languages
    items: dict[str, tuple[Item, str]] = {}
    for name, parts in of.plan.items.items():
        question = whole.by_name[name]
        for item in parts:
            if (
                question.background
                or item.measure not in {Measure.SHARES, Measure.MEAN}
                or not (item.codes or classes_of(item.question))
            ):
                continue
            label = f"{whole.numbers.get(name, '')}. {words_in(question.label, languages)}"
            part = words_in(dict(item.label or {}), languages)
            items[item.key] = (item, f"{label} – {part}" if part else label)
    counts = of.counts
    found = of.plan.variables(counts) if counts is not None else ()
    variables = {each.name: (each, words_in(each.question.label, languages)) for each in found}
    return GroupsForm(data, items=items, variables=variables), items, variables


@dataclass(frozen=True)
class TextQuestion:
    """A question whose texts became contributions: how many came, how many nobody has read, and their queue."""

    texts: Texts
    address: str


def text_questions(survey: Survey) -> list[TextQuestion]:
    """The questions of a survey that somebody has written to, with the queue where the texts are read and answered."""
    address = reverse("desk:contributions", args=[survey.dialogue.slug])
    return [TextQuestion(each, f"{address}?enkat={survey.slug}:{each.question}") for each in texts_of(survey)]
