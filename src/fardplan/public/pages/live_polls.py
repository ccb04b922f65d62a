"""Voting while the day goes on: a part of the page of those who take part, and a page of its own for each poll.

Looking sets no cookie. The first vote of a browser is answered by the cookie and by asking for the same form again
(307, which browsers and `fetch` follow by themselves); whoever comes back without it does not take cookies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.base import clock, hub
from fardplan.base.errors import DomainError, NotAllowed
from fardplan.base.origin import without_cookie
from fardplan.base.templatetags.fardplan import clock_time
from fardplan.live import pace
from fardplan.live.actions.voting import vote
from fardplan.live.answers import FIELD, MOST_WORDS, in_words, read_answer
from fardplan.live.choices import PollKind
from fardplan.live.models import Ballot, Poll, PollOption, Stage
from fardplan.live.participant import known
from fardplan.live.queries.polls import Vote, access_poll, options_of, polls_shown, votes_of
from fardplan.live.queries.tallies import Result, Tally, result_of, tallies_kept, tally_of
from fardplan.live.rules import is_open, shows_results
from fardplan.live.topics import poll_topic, results_topic, stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public import first_cookie
from fardplan.public.kept_page import found_for_a_second
from fardplan.public.on_stage import live_address, stage_at

POLL_SCRIPTS = [f"fardplan/js/{name}.js" for name in ("live", "live-view", "live-page", "live-polls")]


@dataclass(frozen=True)
class Choice:
    """Something to choose in the form. `rank` is the place it was given, when options are ranked."""

    value: str
    text: str
    is_chosen: bool = False
    rank: int | None = None


@dataclass(frozen=True)
class PollOnPage:
    """A poll as one browser sees it now. `result` is None while it may not see it."""

    poll: Poll
    address: str
    is_open: bool
    choices: Sequence[Choice]
    vote: Vote | None = None
    result: Result | None = None
    number: str = ""
    words: Sequence[str] = field(default_factory=list)


def polls_context(request: ViewerRequest, stage: Stage) -> dict[str, Any]:
    """For `public/live/parts/polls.html`, on a page that has `since` (hub.newest_id) in its context."""
    going_on, over = polls_shown(stage, now=request.now)
    votes = votes_of(going_on, known(request) if request.COOKIES else None)
    polls = [*going_on, *over]
    tallies = tallies_kept([poll for poll in polls if _may_see(request, poll, votes.get(poll.pk))])
    shown = {
        poll.pk: _on_page(request, poll, list(poll.options.all()), votes.get(poll.pk), tallies.get(poll.pk))
        for poll in polls
    }
    topics = [poll_topic(poll) for poll in going_on if shown[poll.pk].result is not None]
    return {
        "has_polls": True,
        "open_polls": [shown[poll.pk] for poll in going_on],
        "closed_polls": [shown[poll.pk] for poll in over],
        "polls_topic": stage_topic(stage),
        "polls_ticket": hub.ticket([stage_topic(stage), results_topic(stage.pk), *topics]),
        "polls_results_topic": results_topic(stage.pk),
        "poll_address_pattern": live_address("public:poll", stage, 0).replace("/0/", "/{id}/"),
        "word_places": range(MOST_WORDS),
    }


def _on_page(
    request: ViewerRequest, poll: Poll, options: Sequence[PollOption], found: Vote | None, tally: Tally | None
) -> PollOnPage:
    """`tally` is None for whoever may not see it now."""
    return PollOnPage(
        poll=poll,
        address=live_address("public:poll", poll.stage, poll.pk),
        is_open=is_open(poll, now=request.now),
        choices=_choices(poll, options, found),
        vote=found,
        result=result_of(poll, options, tally) if tally is not None else None,
        number=in_words(found.number) if found and found.number is not None else "",
        words=found.words if found else [],
    )


def _may_see(request: ViewerRequest, poll: Poll, found: Vote | None) -> bool:
    return shows_results(poll, has_voted=found is not None, now=request.now)


def _choices(poll: Poll, options: Sequence[PollOption], found: Vote | None) -> list[Choice]:
    if poll.kind == PollKind.SCALE:
        step = found.number if found else None
        return [Choice(str(number), str(number), number == step) for number in range(1, poll.scale_steps + 1)]
    chosen, ranks = (found.options, found.ranks) if found else (frozenset(), {})
    return [Choice(str(each.pk), each.text, each.pk in chosen, ranks.get(each.pk)) for each in options]


# --- a page of its own ------------------------------------------------------------------------------------------------


@without_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def poll_page(request: ViewerRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    who = known(request)
    if request.method == "POST" and who is None and not first_cookie.has_been_tried(request):
        return first_cookie.with_key(request)
    if request.method != "POST":
        return _page(request, *_found(request, slug, day, poll_id))
    poll, options = found_for_a_second(request, lambda: _found(request, slug, day, poll_id))
    is_asked_by_script = "application/json" in request.headers.get("Accept", "")
    try:
        if who is None:
            raise _refused_the_cookie()
        pace.keep(
            pace.Act.VOTE, stage=poll.stage, by=who, request=request, now=clock.now(), about=(poll.pk, poll.question)
        )
        answer = read_answer(poll, options, _values(request))
        ballot = vote(poll=poll, answer=answer, participant=who, now=request.now)
    except DomainError as error:
        if is_asked_by_script:
            return JsonResponse({"error": f"{error.message} {error.what_next}".strip()}, status=error.status)
        return _page(request, *_found(request, slug, day, poll_id), error=error)
    if is_asked_by_script:
        return JsonResponse(_said(request, poll, ballot))
    return redirect(f"{live_address('public:poll', poll.stage, poll.pk)}#omrostning-{poll.pk}")


def _found(request: ViewerRequest, slug: str, day: str, poll_id: int) -> tuple[Poll, list[PollOption]]:
    poll = access_poll(stage_at(request, slug, day), poll_id)
    return poll, options_of(poll)


def _values(request: ViewerRequest) -> Mapping[str, Sequence[str]]:
    return {name: values for name, values in request.POST.lists() if name.startswith(FIELD)}


def _refused_the_cookie() -> NotAllowed:
    return NotAllowed(
        _("Din webbläsare tar inte emot kakor, så vi kan inte ta emot din röst."),
        what_next=_(
            "En kaka gör att var och en får en röst. Den säger inte vem du är. Tillåt kakor för den här "
            "webbplatsen och rösta igen, eller rösta i en annan webbläsare."
        ),
    )


def _said(request: ViewerRequest, poll: Poll, ballot: Ballot) -> dict[str, Any]:
    """What a script needs: when the vote was kept, and the way to the tally for whoever may see it now."""
    may_see = shows_results(poll, has_voted=True, now=request.now)
    return {"saved": clock_time(ballot.changed_at), "ticket": hub.ticket([poll_topic(poll)]) if may_see else ""}


def _page(
    request: ViewerRequest, poll: Poll, options: Sequence[PollOption], *, error: DomainError | None = None
) -> HttpResponse:
    stage = poll.stage
    since = hub.newest_id()
    found = votes_of([poll], known(request)).get(poll.pk)
    tally = tally_of(poll) if _may_see(request, poll, found) else None
    on_page = _on_page(request, poll, options, found, tally)
    topics = [stage_topic(stage), results_topic(stage.pk)]
    topics += [poll_topic(poll)] if on_page.result is not None else []
    context = {
        "stage": stage,
        "day": stage.day,
        "dialogue": stage.day.dialogue,
        "on_page": on_page,
        "poll": poll,
        "error": error,
        "since": since,
        "polls_ticket": hub.ticket(topics),
        "polls_results_topic": results_topic(stage.pk),
        "word_places": range(MOST_WORDS),
        "scripts": POLL_SCRIPTS,
        "now_address": live_address("public:now", stage),
    }
    return render(request, "public/live/poll.html", context, status=error.status if error else 200)


addresses = [path("<slug:slug>/dagar/<slug:day>/just-nu/omrostning/<int:poll_id>/", poll_page, name="poll")]
