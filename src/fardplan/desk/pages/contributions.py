"""Contributions at the desk: the queue, one contribution with all that can be done with it, and the list as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fardplan.base import audit
from fardplan.base.errors import DomainError, NotFound
from fardplan.base.spreadsheet import Cell, file_answer
from fardplan.contributions import actions
from fardplan.contributions.about import about_of
from fardplan.contributions.desk_forms import AnswerReconsiderationForm, DeskFilter, HideForm, Seen
from fardplan.contributions.desk_queries import (
    access_contribution_at_desk,
    counts,
    desk_queue,
    history_of,
    open_reconsideration,
    open_reports,
)
from fardplan.contributions.letters import receipt_address
from fardplan.contributions.models import Contribution
from fardplan.contributions.rules import is_public, public_reply, published_rules, status_of
from fardplan.desk.access import desk_dialogue, official_required, rights_on_page
from fardplan.desk.page import desk_page, page_of
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import has_led_to_change, knowing_changes, led_to_change
from fardplan.people.viewer import OfficialRequest

PER_PAGE = 25

QUEUE_NAMES = {
    "": gettext_lazy("Alla"),
    "unread": gettext_lazy("Olästa"),
    "unpublished": gettext_lazy("Inte publicerade"),
    "unanswered": gettext_lazy("Obesvarade"),
    "drafted": gettext_lazy("Påbörjade svar"),
    "answered": gettext_lazy("Besvarade"),
    "reported": gettext_lazy("Rapporterade"),
    "hidden": gettext_lazy("Dolda"),
    "disputed": gettext_lazy("Ska prövas igen"),
}

# What the history calls each act; anything else is shown by its own name.
ACTS = {
    "submission.registered": gettext_lazy("Registrerad"),
    "contribution.read": gettext_lazy("Läst"),
    "contribution.published": gettext_lazy("Publicerad"),
    "contribution.hidden": gettext_lazy("Dold"),
    "contribution.shown_again": gettext_lazy("Visas igen"),
    "contribution.disputed": gettext_lazy("Avsändaren bad oss pröva igen"),
    "contribution.reconsidered": gettext_lazy("Prövad igen"),
    "contribution.reported": gettext_lazy("Rapporterad"),
    "contribution.reports_dismissed": gettext_lazy("Rapporterna ledde inte till något"),
    "contribution.reply_removed": gettext_lazy("Togs bort från ett svar"),
    "reply.begun": gettext_lazy("Svar påbörjat"),
    "reply.changed": gettext_lazy("Svar ändrat"),
    "reply.published": gettext_lazy("Svar publicerat"),
    "reply.withdrawn": gettext_lazy("Svar tillbakadraget"),
    "reply.extended": gettext_lazy("Svaret gäller fler synpunkter"),
}


@official_required
@require_safe
def queue(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    return desk_page(request, "desk/contributions/queue.html", _queue(request, dialogue), dialogue=dialogue, here=HERE)


HERE = "contributions"


def _queue(request: OfficialRequest, dialogue: Dialogue) -> dict[str, Any]:
    """The list on the left: what the address asks for, and how many wait where."""
    chosen = _chosen(request, dialogue)
    waiting = counts(dialogue)
    asked = request.GET.get("ko", "")
    return {
        "filter": chosen,
        "page": page_of(request, chosen.qs, per_page=PER_PAGE),
        "queues": [
            (name, label, waiting[name or "all"], name == asked)
            for name, label in QUEUE_NAMES.items()
            if waiting[name or "all"] or name in {"", "unread", "unanswered", asked}
        ],
        "asked_queue": asked,
    }


def _chosen(request: OfficialRequest, dialogue: Dialogue) -> DeskFilter:
    return DeskFilter(
        request.GET,
        desk_queue(dialogue),
        dialogue=dialogue,
        now=request.now,
        has_led_to_change=has_led_to_change(now=request.now),
    )


@official_required
@require_safe
def contribution(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    found = access_contribution_at_desk(dialogue, label)
    if found.label != label:
        return redirect("desk:contribution", slug=slug, label=found.label)
    return _contribution_page(request, dialogue, found)


def _contribution_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    found: Contribution,
    *,
    hide_form: HideForm | None = None,
    answer_form: AnswerReconsiderationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = {"revision": found.revision}
    submission, contact = found.submission, found.submission.contact
    has_led = found.pk in led_to_change([found.pk], now=request.now)
    context = _queue(request, dialogue) | {
        "contribution": found,
        "submission": submission,
        "about": about_of(found),
        "status": status_of(found, now=request.now, led_to_change=has_led),
        "reply": public_reply(found, now=request.now),
        "is_public": is_public(found, now=request.now),
        "reports": list(open_reports(found)),
        "reconsideration": open_reconsideration(found),
        "history": [(ACTS.get(event.action, event.action), event) for event in history_of(found)],
        "email": contact.email if contact and "see_senders" in rights_on_page(request, dialogue) else "",
        "has_email": contact is not None and bool(contact.email),
        "receipt": receipt_address(submission) if submission.registered_by_id else "",
        "next_unread": _next_unread(dialogue, after=found),
        "rules": published_rules(),
        "hide_form": hide_form or HideForm(initial=seen, prefix="dolj"),
        "answer_form": answer_form or AnswerReconsiderationForm(initial=seen, prefix="prova"),
        "query": request.GET.urlencode(),
    }
    return desk_page(
        request, "desk/contributions/contribution.html", context, dialogue=dialogue, here=HERE, status=status
    )


def _next_unread(dialogue: Dialogue, *, after: Contribution) -> Contribution | None:
    return desk_queue(dialogue).filter(read_at=None, hidden_at=None).exclude(pk=after.pk).first()


# --- what can be done -------------------------------------------------------------------------------------------------

Act = Callable[..., object]
PLAIN: dict[str, tuple[Act, Promise]] = {
    "last": (actions.mark_read, gettext_lazy("%(label)s är markerad som läst.")),
    "publicera": (actions.publish, gettext_lazy("%(label)s visas nu för alla.")),
    "visa-igen": (actions.unhide, gettext_lazy("%(label)s visas igen. Avsändaren får besked om det finns en adress.")),
    "rapporter": (actions.dismiss_reports, gettext_lazy("Rapporterna är avslutade. %(label)s visas som förut.")),
}


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, label: str, what: str) -> HttpResponse:
    """One press of a button. Whoever comes second is told, and shown how it stands now."""
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = Seen(request.POST)
    if what not in PLAIN or not form.is_valid():
        raise NotFound(_("Sidan finns inte."))
    do, done = PLAIN[what]
    try:
        do(contribution=found, revision=form.cleaned_data["revision"], by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, str(done) % {"label": found.label})
    return redirect(_back_to(request, found))


@official_required
@require_POST
def hide(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = HideForm(request.POST, prefix="dolj")
    status = 422
    if form.is_valid():
        try:
            actions.hide(contribution=found, by=request.official, now=request.now, **form.cleaned_data)
        except DomainError as error:
            status = _refused(form, error, found)
        else:
            messages.success(request, _("%(label)s är dold. Avsändaren får veta varför.") % {"label": found.label})
            return redirect(_back_to(request, found))
    return _contribution_page(request, dialogue, found, hide_form=form, status=status)


@official_required
@require_POST
def reconsider(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "moderate")
    found = access_contribution_at_desk(dialogue, label)
    form = AnswerReconsiderationForm(request.POST, prefix="prova")
    status = 422
    if form.is_valid():
        try:
            actions.answer_reconsideration(
                contribution=found,
                show=form.cleaned_data["show"] == "yes",
                answer=form.cleaned_data["answer"],
                revision=form.cleaned_data["revision"],
                by=request.official,
                now=request.now,
            )
        except DomainError as error:
            status = _refused(form, error, found)
        else:
            messages.success(request, _("Ditt svar är sparat, och avsändaren kan läsa det."))
            return redirect(_back_to(request, found))
    return _contribution_page(request, dialogue, found, answer_form=form, status=status)


def _refused(form: Seen, error: DomainError, found: Contribution) -> int:
    """Say why at the form, with everything written still in it; the next press is about what is shown now."""
    form.add_error(error.field if error.field in form.fields else None, f"{error.message} {error.what_next}".strip())
    form.look_again(revision=found.revision)
    return error.status


def _back_to(request: OfficialRequest, found: Contribution) -> str:
    """The contribution, in the same filtered queue."""
    address = reverse("desk:contribution", args=[found.submission.dialogue.slug, found.label])
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


# --- as a file --------------------------------------------------------------------------------------------------------

COLUMNS = (
    gettext_lazy("Nummer"),
    gettext_lazy("Kom in"),
    gettext_lazy("Väg in"),
    gettext_lazy("Avsändare"),
    gettext_lazy("Beskrivning"),
    gettext_lazy("Kommun"),
    gettext_lazy("Gäller"),
    gettext_lazy("Synpunkt"),
    gettext_lazy("Förslag till ny text"),
    gettext_lazy("Läge"),
    gettext_lazy("Visas"),
    gettext_lazy("Dold enligt"),
    gettext_lazy("Utfall"),
    gettext_lazy("Svar"),
    gettext_lazy("Motivering"),
)


@official_required
@require_safe
def as_file(request: OfficialRequest, slug: str, kind: str) -> HttpResponse:
    """What the list shows, as CSV or XLSX. No contact details are in it."""
    dialogue = desk_dialogue(request, slug, "read_contributions")
    if kind not in {"csv", "xlsx"}:
        raise NotFound(_("Sidan finns inte."))
    rows = [_row(each, request) for each in knowing_changes(_chosen(request, dialogue).qs, now=request.now)]
    audit.record(
        "contributions.exported",
        on=dialogue,
        by=request.official,
        at=request.now,
        dialogue_id=dialogue.pk,
        rows=len(rows),
        kind=kind,
    )
    return file_answer(f"synpunkter-{dialogue.slug}", kind, COLUMNS, rows, sheet=_("Synpunkter"))


def _row(each: Any, request: OfficialRequest) -> tuple[Cell, ...]:
    submission, reply = each.submission, public_reply(each, now=request.now)
    return (
        each.label,
        submission.received_at,
        submission.get_channel_display(),
        submission.get_sender_kind_display(),
        submission.sender_label,
        submission.municipality,
        about_of(each).label,
        each.text,
        each.proposed_text,
        status_of(each, now=request.now, led_to_change=each.has_led).label,
        _("ja") if is_public(each, now=request.now) else _("nej"),
        each.get_hidden_rule_display() if each.hidden_at else "",
        reply.get_outcome_display() if reply else "",
        reply.text if reply else "",
        reply.reason if reply else "",
    )


addresses = [
    path("dialog/<slug:slug>/synpunkter/", queue, name="contributions"),
    path("dialog/<slug:slug>/synpunkter/synpunkter.<str:kind>", as_file, name="contributions-file"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/", contribution, name="contribution"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/dolj/", hide, name="hide"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/prova-igen/", reconsider, name="answer-reconsideration"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/<slug:what>/", act, name="act-on-contribution"),
]
