"""What the desk's pages of a survey need to be looked at, in the example: one with every type of question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from fardplan.base import clock
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import editing
from fardplan.surveys.models import Survey
from tests.browser.desk import dialogue
from tests.surveys.definitions import definition, every_type, question

SLUG = "alla-slag"
DAY = timedelta(days=1)


def survey() -> Survey:
    """Published once, and changed since: a question is gone and another is new, with faults and something to advise."""
    of, by = dialogue(), Official.objects.filter(is_administrator=True)[0]
    found = Survey.objects.filter(dialogue=of, slug=SLUG).first()
    if found is not None:
        return found
    made = actions.make_survey(
        dialogue=of, slug=SLUG, name="Alla slags frågor", definition=every_type(), by=by, now=clock.now()
    )
    actions.publish_version(survey=made, by=by, now=clock.now())
    seen = editing.order_of(every_type())
    actions.remove_part(survey=made, name="poang", seen=seen, by=by, now=clock.now())
    asks = question("ny", "scale", "Hur nöjd är du med skolan och vården?", scale={})
    new = definition([asks]).by_name["ny"]
    changed = new.model_copy(update={"label": {"sv": new.label["sv"]}, "relevant": "${kommun} = 'k1080'"})
    return actions.edit_draft(
        survey=made, edit=lambda stored: editing.add_question(stored, "del_3", changed), by=by, now=clock.now()
    )


def page(url_name: str, *more: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(url_name, args=[dialogue().slug, survey().slug, *more]) + query


def of_dialogue(url_name: str) -> Callable[[], str]:
    def address() -> str:
        survey()
        return reverse(url_name, args=[dialogue().slug])

    return address


def of_collection(url_name: str) -> Callable[[], str]:
    """A page of a collection with some answers, most of them alone in their background."""

    def address() -> str:
        of, now = survey(), clock.now()
        found = of.collections.filter(slug="provet").first()
        if found is None:
            fields = {"slug": "provet", "name": "Provet", "kind": "open", "opens_at": now, "closes_at": now + DAY}
            by = Official.objects.filter(is_administrator=True)[0]
            found = actions.add_collection(survey=of, fields=fields, by=by, now=now)
            version = of.versions.get()
            for code in ("k1080", "k1081", "k1082", "k1082"):
                found.responses.create(version=version, answers={"kommun": code}, day=now.date())
        return reverse(url_name, args=[dialogue().slug, of.slug, found.slug])

    return address
