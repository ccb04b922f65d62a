"""The dialogue's home: what it is about, what comes next, what has been, and how to have a say."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue import states
from fardplan.dialogue.queries import access_dialogue, published_documents
from fardplan.dialogue.states import State
from fardplan.indicators.queries import how_many_published
from fardplan.media.queries import kept_from
from fardplan.people.viewer import ViewerRequest
from fardplan.strategy.queries import overview


@require_safe
def home(request: ViewerRequest, slug: str) -> HttpResponse:
    now = request.now
    dialogue = access_dialogue(request.viewer, slug, counting={"indicators_shown": how_many_published(now=now)})
    days = states.days_now(dialogue.days.all(), now=now)
    ended = [found.day for found in days if found.state is State.ENDED]
    kept = kept_from(ended, now=now)
    phases = states.phases_now(list(dialogue.phases.all()), now=now)
    closes = dialogue.contributions_close_at
    changes = states.changes_of_contributing(dialogue) + [
        moment for found in days for moment in states.changes_of_day(found.day)
    ]
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
        "documents": published_documents(dialogue, now=now),
        "seconds_until_change": states.seconds_until_change(changes, now=now),
    }
    return render(request, "public/dialogue.html", context)


addresses = [path("<slug:slug>/", home, name="dialogue")]
