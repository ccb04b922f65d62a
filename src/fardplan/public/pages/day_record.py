"""The day as it became, to read and to fetch: questions and answers, polls, what happened when, the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.base.spreadsheet import Cell, csv_bytes
from fardplan.live.models import Stage
from fardplan.live.queries.captions import as_plain_text, transcript_of
from fardplan.live.queries.record import Record, record_of
from fardplan.live.rules import is_over
from fardplan.media.queries import kept_from
from fardplan.people.viewer import ViewerRequest
from fardplan.public.day_record_file import as_json, poll_rows, question_rows
from fardplan.public.on_stage import live_address, stage_at
from fardplan.rooms.queries import have_rooms_said


@require_safe
def record_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    """While the day goes on there is no record yet: then it leads to what goes on."""
    stage = stage_at(request, slug, day)
    if not is_over(stage, now=request.now):
        return redirect(live_address("public:now", stage))
    record = record_of(stage, now=request.now)
    kept = kept_from([stage.day], now=request.now)[stage.day.pk]
    context = {
        "dialogue": stage.day.dialogue,
        "day": stage.day,
        "stage": stage,
        "record": record,
        "recorded_seconds": kept.recording.seconds if kept.recording is not None else 0,
        "rooms_have_said": have_rooms_said(stage.day, now=request.now),
        "goes_on": False,
    }
    return render(request, "public/live/record.html", context)


# --- files ------------------------------------------------------------------------------------------------------------


def _csv(columns: Iterable[str], rows: Iterable[list[Cell]]) -> bytes:
    return csv_bytes(list(columns), rows)


def _questions(record: Record) -> bytes:
    return _csv(
        [_("Nummer"), _("Ställd"), _("Fråga"), _("Vem"), _("Tema"), _("Stöd"), _("Läge"), _("Besvarad"), _("Av"),
         _("Sekund i sändningen"), _("Svar")],
        question_rows(record),
    )  # fmt: skip


def _polls(record: Record) -> bytes:
    return _csv([_("Fråga"), _("Slag"), _("Har svarat"), _("Svar"), _("Antal"), _("Procent")], poll_rows(record))


FILES: dict[str, tuple[str, Callable[[Record], bytes]]] = {
    "fragor.csv": ("text/csv; charset=utf-8", _questions),
    "omrostningar.csv": ("text/csv; charset=utf-8", _polls),
    "allt.json": ("application/json", as_json),
}


@require_safe
def record_file(request: ViewerRequest, slug: str, day: str, name: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    if not is_over(stage, now=request.now):
        raise NotFound(_("Filen finns när dagen är över."), what_next=_("Följ dagen på sidan ”Just nu” så länge."))
    if name.startswith("text-") and name.endswith(".txt"):
        return _file(f"{day}-{name}", "text/plain; charset=utf-8", _text(stage, name[5:-4]))
    if name not in FILES:
        raise NotFound(_("Filen finns inte."), what_next=_("Gå till sidan om vad som hände och hämta den därifrån."))
    kind, make = FILES[name]
    return _file(f"{day}-{name}", kind, make(record_of(stage, now=request.now)))


def _file(name: str, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text(stage: Stage, language: str) -> bytes:
    """Raises NotFound when nothing was said in that language, and while captions are off."""
    paragraphs = transcript_of(stage, language) if stage.has_captions else []
    if not paragraphs:
        raise NotFound(_("Det finns ingen text på det språket."))
    return as_plain_text(paragraphs).encode("utf-8")


addresses = [
    path("<slug:slug>/dagar/<slug:day>/det-har-hande/", record_page, name="day-record"),
    path("<slug:slug>/dagar/<slug:day>/det-har-hande/<str:name>", record_file, name="day-record-file"),
]
