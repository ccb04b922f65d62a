"""The dialogue's home: what it is about, what comes next, what has been, and how to have a say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fardplan.dialogue import states
from fardplan.dialogue.queries import access_dialogue, published_documents
from fardplan.dialogue.states import State
from fardplan.indicators.queries import how_many_published
from fardplan.media.queries import kept_from
from fardplan.people.viewer import ViewerRequest
from fardplan.strategy.queries import overview
from fardplan.surveys.definition import minutes_of
from fardplan.surveys.queries.standing import OnPage, changes_of_surveys, counting_surveys, surveys_on_page


@require_safe
def home(request: ViewerRequest, slug: str) -> HttpResponse:
    now = request.now
    counting = {"indicators_shown": how_many_published(now=now), **counting_surveys()}
    dialogue = access_dialogue(request.viewer, slug, counting=counting)
    days = states.days_now(dialogue.days.all(), now=now)
    ended = [found.day for found in days if found.state is State.ENDED]
    kept = kept_from(ended, now=now)
    phases = states.phases_now(list(dialogue.phases.all()), now=now)
    closes = dialogue.contributions_close_at
    surveys = surveys_on_page(dialogue, now=now)
    changes = (
        states.changes_of_contributing(dialogue)
        + changes_of_surveys(surveys)
        + [moment for found in days for moment in states.changes_of_day(found.day)]
    )
    context = {
        "dialogue": dialogue,
        "here": "dialogue",
        "days": days,
        "next": states.next_day(days),
        "contributing": states.contributing(dialogue, now=now),
        "replies_were_due": states.replies_were_due(dialogue, now=now),
        "days_left": None if closes is None else states.calendar_days_until(closes, now=now),
        "overview": overview(dialogue.strategy_id, now=now),
        "happened": [(day, kept[day.pk]) for day in ended],
        "phases": phases,
        "phases_are_example": all(found.phase.is_example for found in phases),
        "hosts": dialogue.hosts.all(),
        "surveys": [_card(found, now=now) for found in surveys],
        "documents": published_documents(dialogue, now=now),
        "seconds_until_change": states.seconds_until_change(changes, now=now),
    }
    return render(request, "public/dialogue.html", context)


def _card(found: OnPage, *, now: datetime) -> dict[str, Any]:
    """A survey as the home shows it, in the page's language where it has that."""
    asks, closes = found.asks, found.standing.closes_at
    here = get_language() or asks.language
    language = here if here in asks.languages else asks.language
    return {
        "survey": found.survey,
        "standing": found.standing,
        "title": asks.say(asks.title, language),
        "language": language,
        "minutes": minutes_of(asks, language),
        "days_left": None if closes is None else states.calendar_days_until(closes, now=now),
    }


addresses = [path("<slug:slug>/", home, name="dialogue")]
