"""The list of contributions at the desk as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fardplan.base import audit
from fardplan.base.errors import NotFound
from fardplan.base.spreadsheet import Cell, file_answer
from fardplan.contributions.about import about_of
from fardplan.contributions.rules import is_public, public_reply, status_of
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import queue_of
from fardplan.ledger.queries import knowing_changes
from fardplan.people.viewer import OfficialRequest

COLUMNS = (
    gettext_lazy("Nummer"),
    gettext_lazy("Kom in"),
    gettext_lazy("Väg in"),
    gettext_lazy("Avsändare"),
    gettext_lazy("Beskrivning"),
    gettext_lazy("Kommun"),
    gettext_lazy("Gäller"),
    gettext_lazy("Slag"),
    gettext_lazy("Teman"),
    gettext_lazy("Handläggare"),
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
    chosen = queue_of(request, dialogue).filter
    said = knowing_changes(chosen.qs.select_related("assigned_to").prefetch_related("themes"), now=request.now)
    rows = [_row(each, request) for each in said]
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
        each.get_kind_display(),
        ", ".join(theme.name for theme in each.themes.all()),
        str(each.assigned_to or ""),
        each.text,
        each.proposed_text,
        status_of(each, now=request.now, led_to_change=each.has_led).label,
        _("ja") if is_public(each, now=request.now) else _("nej"),
        each.get_hidden_rule_display() if each.hidden_at else "",
        reply.get_outcome_display() if reply else "",
        reply.text if reply else "",
        reply.reason if reply else "",
    )


addresses = [path("dialog/<slug:slug>/synpunkter/synpunkter.<str:kind>", as_file, name="contributions-file")]
