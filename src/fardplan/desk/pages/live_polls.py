"""Polls at the desk: prepared before the day, opened and closed with one press while it goes on; and their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import hub
from fardplan.base.errors import Conflict, Invalid, NotFound
from fardplan.base.spreadsheet import file_answer
from fardplan.base.text import whole_number
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.live_tabs import live_desk_address, live_page, live_tabs, rehearsal_words, stage_at_desk
from fardplan.desk.poll_file import result_columns, result_rows
from fardplan.live.actions import polls as actions
from fardplan.live.actions.poll_words import decide_on_words
from fardplan.live.actions.showing import show
from fardplan.live.choices import PollKind, Showing
from fardplan.live.forms.polls import HandsForm, PollForm
from fardplan.live.models import Poll, Stage
from fardplan.live.queries.polls import access_poll_at_desk, options_of, polls_of
from fardplan.live.queries.tallies import cloud_of, result_of
from fardplan.live.rules import is_open, may_produce
from fardplan.live.topics import poll_topic, stage_topic
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest

HERE = "desk:live-polls"
MOST_WORDS_AT_ONCE = 60
TIMES = (30, 60, 120, 300)  # seconds
LONGEST_TIME = 24 * 60 * 60
# What a show of hands may be answered with, in the language of the dialogue.
HANDS = {"ja": ("Ja",), "ja-nej": ("Ja", "Nej"), "ja-nej-vet-inte": ("Ja", "Nej", "Vet inte")}
IN_ENGLISH = {"Ja": "Yes", "Nej": "No", "Vet inte": "Do not know"}


def _stage(request: OfficialRequest, slug: str, day: str) -> Stage:
    return stage_at_desk(request, slug, day, may=may_produce)


def _poll(request: OfficialRequest, slug: str, day: str, poll_id: int) -> Poll:
    return access_poll_at_desk(_stage(request, slug, day), poll_id)


def _address(name: str, poll: Poll) -> str:
    return live_desk_address(name, poll.stage, poll.pk)


def _following(stage: Stage, *polls: Poll) -> dict[str, Any]:
    """What a page that follows carries; what has been told is read before what the page shows."""
    topics = [stage_topic(stage), *(poll_topic(poll) for poll in polls)]
    return {"since": hub.newest_id(), "polls_ticket": hub.ticket(topics), "polls_topic": stage_topic(stage)}


# --- the list ---------------------------------------------------------------------------------------------------------


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def polls_page(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = _stage(request, slug, day)
    if request.method == "POST":
        return _ask_for_hands(request, stage)
    following = _following(stage)
    rows = [(poll, is_open(poll, now=request.now), _address("desk:live-poll", poll)) for poll in polls_of(stage)]
    kinds = [(kind, live_desk_address("desk:live-new-poll", stage, kind.value)) for kind in PollKind]
    acts = {poll.pk: _address("desk:live-act-on-poll", poll) for poll, _open, _where in rows}
    return live_page(
        request,
        "desk/live/polls.html",
        stage,
        here=HERE,
        rows=rows,
        acts=acts,
        kinds=kinds,
        shown_poll=stage.shown_poll_id if stage.shows == Showing.POLL else None,
        **following,
    )


def _ask_for_hands(request: OfficialRequest, stage: Stage) -> HttpResponse:
    form = HandsForm(request.POST)
    question = (form.is_valid() and form.cleaned_data["question"]) or ""
    answers = HANDS.get(request.POST.get("svar", ""), HANDS["ja"])
    if stage.day.dialogue.language == "en":
        answers = tuple(IN_ENGLISH[answer] for answer in answers)
    with override(stage.day.dialogue.language):
        question = question or _("Räck upp handen")
    made = actions.ask_for_hands(stage=stage, question=question, answers=answers, by=request.official, now=request.now)
    messages.success(request, _("Handuppräckningen är öppen."))
    return redirect(_address("desk:live-poll", made))


# --- one poll ---------------------------------------------------------------------------------------------------------


@official_required
@require_safe
def poll_page(request: OfficialRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    poll = _poll(request, slug, day, poll_id)
    following = _following(poll.stage, poll)
    options = options_of(poll)
    cloud = cloud_of(poll) if poll.kind == PollKind.WORDS else []
    return live_page(
        request,
        "desk/live/poll.html",
        poll.stage,
        here=HERE,
        poll=poll,
        options=options,
        result=result_of(poll, options) if poll.opened_at else None,
        is_open=is_open(poll, now=request.now),
        new_words=sum(word.is_new and not word.is_shown for word in cloud),
        is_on_stage=poll.stage.shows == Showing.POLL and poll.stage.shown_poll_id == poll.pk,
        times=TIMES,
        act=_address("desk:live-act-on-poll", poll),
        edit=_address("desk:live-edit-poll", poll),
        words=_address("desk:live-poll-words", poll),
        file=_address("desk:live-poll-file", poll),
        back=live_desk_address(HERE, poll.stage),
        **following,
    )


def _frame(request: OfficialRequest, stage: Stage, **context: Any) -> Frame:
    about = {
        "stage": stage,
        "day": stage.day,
        "tabs": live_tabs(request.official, stage, here=HERE),
        "rehearsal_words": rehearsal_words(stage),
    }
    return Frame("desk/form.html", stage.day.dialogue, "live", about | context)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_poll(request: OfficialRequest, slug: str, day: str, poll_kind: str) -> HttpResponse:
    stage = _stage(request, slug, day)
    if poll_kind not in PollKind.values:
        raise NotFound(_("Det finns ingen sådan omröstning."))
    kind = PollKind(poll_kind)

    def save(form: PollForm) -> str:
        made = actions.save_poll(
            stage=stage,
            changes=form.changes,
            options=form.cleaned_data.get("options", []),
            by=request.official,
            now=request.now,
        )
        return _address("desk:live-poll", made)

    form = PollForm(request.POST or None, instance=Poll(stage=stage, kind=kind))
    heading = _("Ny omröstning: %(kind)s") % {"kind": kind.label}
    return form_page(
        request, form, save, frame=_frame(request, stage, heading=heading, cancel=live_desk_address(HERE, stage))
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_poll(request: OfficialRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    poll = _poll(request, slug, day, poll_id)
    if poll.opened_at is not None:
        raise Conflict(
            _("Omröstningen har öppnats, så frågan och svaren står fast."), what_next=_("Gör en kopia och ändra i den.")
        )

    def save(form: PollForm) -> str:
        actions.save_poll(
            stage=poll.stage,
            poll=poll,
            changes=form.changes,
            options=form.cleaned_data.get("options", []),
            seen=form.cleaned_data["seen"],
            by=request.official,
            now=request.now,
        )
        return _address("desk:live-poll", poll)

    form = PollForm(request.POST or None, instance=Poll.objects.get(pk=poll.pk))
    frame = _frame(request, poll.stage, heading=_("Ändra omröstningen"), cancel=_address("desk:live-poll", poll))
    return form_page(request, form, save, frame=frame)


# --- acts -------------------------------------------------------------------------------------------------------------


def _open(request: OfficialRequest, poll: Poll) -> str:
    seconds = whole_number(request.POST.get("sekunder"))
    if seconds > LONGEST_TIME:
        raise Invalid(_("Tiden är för lång: högst ett dygn."))
    actions.open_poll(poll=poll, by=request.official, now=request.now, seconds=seconds or None)
    return _("Omröstningen är öppen.")


def _close(request: OfficialRequest, poll: Poll) -> str:
    actions.close_poll(poll=poll, by=request.official, now=request.now)
    return _("Omröstningen är stängd. Den kan öppnas igen.")


def _close_for_good(request: OfficialRequest, poll: Poll) -> str:
    actions.close_poll_for_good(poll=poll, by=request.official, now=request.now)
    return _("Omröstningen är stängd för gott. Ingen röst kan längre knytas till en webbläsare.")


def _show(request: OfficialRequest, poll: Poll) -> str:
    show(stage=poll.stage, what=Showing.POLL, poll_id=poll.pk, by=request.official, now=request.now)
    return _("Omröstningen visas på scenen.")


def _move(step: int) -> Callable[[OfficialRequest, Poll], str]:
    def move(request: OfficialRequest, poll: Poll) -> str:
        actions.move_poll(poll=poll, step=step, by=request.official, now=request.now)
        return _("Flyttad.")

    return move


ACTS: dict[str, Callable[[OfficialRequest, Poll], str]] = {
    "oppna": _open,
    "stang": _close,
    "stang-for-gott": _close_for_good,
    "visa": _show,
    "upp": _move(-1),
    "ner": _move(1),
}


@official_required
@require_POST
def act_on_poll(request: OfficialRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    """One press. What cannot be done is said on the page one pressed from."""
    poll = _poll(request, slug, day, poll_id)
    name = request.POST.get("gor", "")
    lists = live_desk_address(HERE, poll.stage)
    try:
        if name == "kopiera":
            copy = actions.copy_poll(poll=poll, by=request.official, now=request.now)
            messages.success(request, _("Här är kopian. Den är inte öppnad."))
            return redirect(_address("desk:live-poll", copy))
        if name == "ta-bort":
            actions.remove_poll(poll=poll, by=request.official, now=request.now)
            messages.success(request, _("Omröstningen är borttagen."))
            return redirect(lists)
        if name in ACTS:
            messages.success(request, ACTS[name](request, poll))
    except (Conflict, Invalid) as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    return redirect(lists if "lista" in request.POST else _address("desk:live-poll", poll))


# --- words ------------------------------------------------------------------------------------------------------------


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def words_page(request: OfficialRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    poll = _poll(request, slug, day, poll_id)
    if poll.kind != PollKind.WORDS:
        raise NotFound(_("Omröstningen har inga ord."))
    if request.method == "POST":
        _decide(request, poll, request.official)
        return redirect(_address("desk:live-poll-words", poll))
    following = _following(poll.stage, poll)
    cloud = cloud_of(poll)
    new = [word for word in cloud if word.is_new and not word.is_shown]
    return live_page(
        request,
        "desk/live/poll_words.html",
        poll.stage,
        here=HERE,
        poll=poll,
        new=new[:MOST_WORDS_AT_ONCE],
        new_count=len(new),
        shown=[word for word in cloud if word.is_shown],
        hidden=[word for word in cloud if word.is_hidden],
        back=_address("desk:live-poll", poll),
        here_address=_address("desk:live-poll-words", poll),
        **following,
    )


def _decide(request: OfficialRequest, poll: Poll, by: Official) -> None:
    """Hide those marked; with "show" let the others of the page be shown."""
    listed, marked = request.POST.getlist("pa-sidan"), set(request.POST.getlist("ord"))
    does = request.POST.get("gor", "")
    to_show = [stem for stem in listed if stem not in marked] if does == "visa-ovriga" else []
    to_show += list(marked) if does == "visa" else []
    to_hide = list(marked) if does in {"visa-ovriga", "dolj"} else []
    shown = decide_on_words(poll=poll, stems=to_show, is_shown=True, by=by, now=request.now)
    hidden = decide_on_words(poll=poll, stems=to_hide, is_shown=False, by=by, now=request.now)
    said = [
        ngettext("%(number)d ord visas.", "%(number)d ord visas.", shown) % {"number": shown} if shown else "",
        ngettext("%(number)d ord är dolt.", "%(number)d ord är dolda.", hidden) % {"number": hidden} if hidden else "",
    ]
    if any(said):
        messages.success(request, " ".join(filter(None, said)))


# --- as a file --------------------------------------------------------------------------------------------------------


@official_required
@require_safe
def poll_file(request: OfficialRequest, slug: str, day: str, poll_id: int) -> HttpResponse:
    """The results as they are now: how many of each, never who."""
    poll = _poll(request, slug, day, poll_id)
    result = result_of(poll, options_of(poll))
    return file_answer(f"omrostning-{poll.pk}", "csv", result_columns(result), result_rows(result))


_POLLS = "dialog/<slug:slug>/dagar/<slug:day>/just-nu/omrostningar/"
addresses = [
    path(_POLLS, polls_page, name="live-polls"),
    path(f"{_POLLS}ny/<slug:poll_kind>/", new_poll, name="live-new-poll"),
    path(f"{_POLLS}<int:poll_id>/", poll_page, name="live-poll"),
    path(f"{_POLLS}<int:poll_id>/andra/", edit_poll, name="live-edit-poll"),
    path(f"{_POLLS}<int:poll_id>/gor/", act_on_poll, name="live-act-on-poll"),
    path(f"{_POLLS}<int:poll_id>/ord/", words_page, name="live-poll-words"),
    path(f"{_POLLS}<int:poll_id>/resultat.csv", poll_file, name="live-poll-file"),
]
