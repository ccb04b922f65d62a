"""One contribution at the desk with all that can be done with it: several page modules show it, each with its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import DomainError
from fardplan.contributions.about import about_of
from fardplan.contributions.desk_filter import chosen_query
from fardplan.contributions.desk_forms import AnswerReconsiderationForm, HideForm, Seen, StandByForm
from fardplan.contributions.desk_queries import (
    desk_queue,
    history_of,
    open_reconsideration,
    open_reports,
    verdicts_on,
)
from fardplan.contributions.letters import receipt_address
from fardplan.contributions.likeness import alike_to
from fardplan.contributions.models import Contribution
from fardplan.contributions.rules import is_public, public_reply, published_rules, status_of
from fardplan.desk.access import rights_on_page
from fardplan.desk.answering import HERE, Queue, list_context, queue_of
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries.desk import traces_from
from fardplan.ledger.rules import is_published
from fardplan.people.viewer import OfficialRequest
from fardplan.rooms.queries import asked_of

# What the history calls each act; anything else is shown by its own name.
ACTS = {
    "submission.registered": _("Registrerad"),
    "room_note.registered": _("Inskickad från ett samtalsrum"),
    "contribution.assigned": _("Tilldelad"),
    "contribution.read": _("Läst"),
    "contribution.published": _("Publicerad"),
    "contribution.hidden": _("Dold"),
    "contribution.marked": _("Markerad i brevet"),
    "contribution.marked_again": _("Markeringen flyttad"),
    "contribution.moved": _("Flyttad"),
    "contribution.shown_again": _("Visas igen"),
    "contribution.disputed": _("Avsändaren bad oss pröva igen"),
    "contribution.reconsidered": _("Prövad igen"),
    "contribution.reported": _("Rapporterad"),
    "contribution.reports_dismissed": _("Rapporterna ledde inte till något"),
    "contribution.reply_removed": _("Togs bort från ett svar"),
    "contribution.themes": _("Teman ändrade"),
    "contribution.verdict": _("Avsändaren sade vad hen tycker om svaret"),
    "contribution.stood_by": _("Vi stod fast vid svaret"),
    "reply.approved": _("Svar godkänt"),
    "reply.begun": _("Svar påbörjat"),
    "reply.changed": _("Svar ändrat"),
    "reply.published": _("Svar publicerat"),
    "reply.ready": _("Svar klart för en andra läsare"),
    "reply.sent_back": _("Svar tillbaka till den som skrev"),
    "reply.withdrawn": _("Svar tillbakadraget"),
    "reply.extended": _("Svaret gäller fler synpunkter"),
}
# What of an entry's details the history shows beside it.
_TOLD = ("to", "added", "removed", "note", "answer", "words")


def contribution_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    found: Contribution,
    *,
    hide_form: HideForm | None = None,
    answer_form: AnswerReconsiderationForm | None = None,
    stand_form: StandByForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = {"revision": found.revision}
    queue = queue_of(request, dialogue)
    context = {
        **list_context(request, dialogue, queue, chosen=found),
        **_said(request, dialogue, found),
        **_beside(dialogue, queue, found),
        "reports": list(open_reports(found)),
        "reconsideration": open_reconsideration(found),
        "history": [(ACTS.get(event.action, event.action), _told(event.detail), event) for event in history_of(found)],
        "rules": published_rules(),
        "hide_form": hide_form or HideForm(initial=seen, prefix="dolj"),
        "answer_form": answer_form or AnswerReconsiderationForm(initial=seen, prefix="prova"),
        "verdicts": verdicts_on(found),
        "alike": alike_to(dialogue, [found]),
        "stand_form": stand_form or StandByForm(initial=seen, prefix="fast"),
    }
    return desk_page(
        request, "desk/contributions/contribution.html", context, dialogue=dialogue, here=HERE, status=status
    )


def _said(request: OfficialRequest, dialogue: Dialogue, found: Contribution) -> dict[str, Any]:
    submission, contact = found.submission, found.submission.contact
    traces = traces_from(found)
    has_led = any(is_published(trace.change, now=request.now) for trace in traces)
    return {
        "contribution": found,
        "submission": submission,
        "traces": traces,
        "its_themes": list(found.themes.all()),
        "about": about_of(found),
        "room_point": asked_of(found),
        "status": status_of(found, now=request.now, led_to_change=has_led),
        "reply": public_reply(found, now=request.now),
        "is_public": is_public(found, now=request.now),
        "email": contact.email if contact and "see_senders" in rights_on_page(request, dialogue) else "",
        "has_email": contact is not None and bool(contact.email),
        "receipt": receipt_address(submission) if submission.registered_by_id else "",
        "chosen_by_sender": chosen_by_sender(found),
    }


def chosen_by_sender(found: Contribution) -> str:
    """What the sender said it was about, when it has been moved since: kept with what came in."""
    chosen, now = found.submission.about, about_of(found)
    if not chosen or found.part is not None or chosen == now.exact_anchor:
        return ""
    return chosen.partition(":")[2] or gettext("Hela strategin")


def _beside(dialogue: Dialogue, queue: Queue, found: Contribution) -> dict[str, Any]:
    """Where it stands in the list, and what nobody has read yet."""
    unread = desk_queue(dialogue).filter(read_at=None, hidden_at=None).exclude(pk=found.pk)
    return {
        "place": queue.found.ids.index(found.pk) + 1 if found.pk in queue.found.ids else 0,
        "number_found": len(queue.found.ids),
        "next_unread": unread.first(),
    }


def _told(detail: dict[str, object]) -> str:
    """The details of an entry that say more than its name."""
    parts = [detail[name] for name in _TOLD if detail.get(name)]
    return "; ".join(", ".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts)


def refused(form: Seen, error: DomainError, found: Contribution) -> int:
    """Say why at the form, with everything written still in it; the next press is about what is shown now."""
    form.add_error(error.field if error.field in form.fields else None, f"{error.message} {error.what_next}".strip())
    form.look_again(revision=found.revision)
    return error.status


def back_to(request: OfficialRequest, found: Contribution) -> str:
    """The contribution, in the same filtered queue."""
    address = reverse("desk:contribution", args=[found.submission.dialogue.slug, found.label])
    query = chosen_query(request.GET)
    return f"{address}?{query}" if query else address
