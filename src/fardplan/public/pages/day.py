"""A day: before, while it goes on and after, on the same page, by the clock."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.dialogue import states
from fardplan.dialogue.queries import access_dialogue, published_documents, sessions_of
from fardplan.dialogue.rules import takes_signups
from fardplan.dialogue.states import State
from fardplan.live.queries.following import can_be_followed, with_situation
from fardplan.live.queries.record import summary_of
from fardplan.media.queries import days_with_broadcast, kept_from, rooms_now
from fardplan.people.viewer import ViewerRequest
from fardplan.public.films import BROADCAST, film_elsewhere, let_in, signed_film
from fardplan.public.pages.posters import code_context
from fardplan.rooms.queries import with_rooms_said
from fardplan.signup.browser import signup_of


@require_safe
def day_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    now = request.now
    all_days = with_situation(with_rooms_said(days_with_broadcast(dialogue), now=now))
    days = states.days_now(all_days, now=now)
    place = next((index for index, found in enumerate(days) if found.day.slug == day), None)
    if place is None:
        raise NotFound(_("Dagen finns inte."), what_next=_("Gå till dialogens sida och välj en dag där."))
    found = days[place]
    has_been = found.state in {State.ENDED, State.CANCELLED}
    sessions = sessions_of(found.day)
    rooms = [] if has_been else rooms_now(found.day, now=now)
    signed_up = None if has_been else signup_of(request, found.day)
    changes = states.changes_of_day(found.day, sessions) + states.changes_of_contributing(dialogue)
    changes += [each.opens_at for each in rooms]
    broadcast = getattr(found.day, "broadcast", None)
    film = signed = None
    if broadcast is not None and found.state is State.LIVE:
        film = film_elsewhere(request, broadcast, name=BROADCAST, title=str(_("Sändningen")))
        signed = signed_film(request, broadcast)
    follows = found.state is not State.CANCELLED and can_be_followed(found.day, now=now)
    context = {
        "dialogue": dialogue,
        "day": found.day,
        "follow_address": reverse("public:now", args=[dialogue.slug, found.day.slug]) if follows else "",
        **(code_context(found.day) if follows else {}),
        "now_on": found,
        "previous": days[place - 1] if place else None,
        "following": days[place + 1] if place + 1 < len(days) else None,
        "count": len(days),
        "programme": states.programme_now(sessions, now=now),
        "programme_is_example": bool(sessions) and all(session.is_example for session in sessions),
        "takes_signups": takes_signups(found.day, now=now),
        "contributing": states.contributing(dialogue, now=now),
        "replies_were_due": states.replies_were_due(dialogue, now=now),
        "broadcast": broadcast,
        "broadcast_film": film,
        "signed_film": signed,
        "rooms": rooms,
        "has_place": signed_up is not None and signed_up.has_place,
        "signed_up": signed_up,
        "kept": kept_from([found.day], now=now)[found.day.pk] if found.state is State.ENDED else None,
        "record": summary_of(found.day, now=now) if found.state is State.ENDED else None,
        "rooms_have_said": getattr(found.day, "rooms_have_said", False),
        "hosts": dialogue.hosts.all(),
        "documents": published_documents(dialogue, now=now, day=found.day),
        "seconds_until_change": states.seconds_until_change(changes, now=now),
    }
    return let_in(render(request, "public/day.html", context), film, signed)


addresses = [path("<slug:slug>/dagar/<slug:day>/", day_page, name="day")]
