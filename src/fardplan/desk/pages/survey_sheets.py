"""Codes on paper and in files: letters, cards, and a list for a print shop. Each time is written in the log."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fardplan.base.spreadsheet import file_answer
from fardplan.desk.access import official_required
from fardplan.desk.collecting import collection_page
from fardplan.desk.pages.survey_waves import wave_at_desk
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions.inviting import printed
from fardplan.surveys.forms.inviting import Sheets
from fardplan.surveys.models import Invitation, Wave
from fardplan.surveys.queries.inviting import to_reach
from fardplan.surveys.sheets import COLUMNS, cards_of, letters_of, rows_of

AT_ONCE = 500  # letters in one PDF


def _takes(request: HttpRequest) -> bool:
    return "vad" in request.GET


@official_required
@require_safe
@never_cache
@reauthentication_required(enabled=_takes)  # type: ignore[untyped-decorator]
def sheets(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> HttpResponse:
    """The choice of what to take out; the file itself once something has been chosen."""
    this = wave_at_desk(request, slug, survey, collection, wave)
    waiting = to_reach(this)
    number = waiting.count()
    form = Sheets(request.GET if _takes(request) else None, channel=this.channel, number=number, at_once=AT_ONCE)
    if not form.is_valid() or not number:
        status = 422 if form.is_bound else 200
        return collection_page(
            request, "desk/collecting/sheets.html", this.collection, "desk:survey-waves",
            status=status, wave=this, form=form, number=number,
        )  # fmt: skip
    what, rows = form.cleaned_data["vad"], list(waiting.select_related("contact").order_by("number"))
    if what != Sheets.FILE:
        start = ((form.cleaned_data.get("part") or 1) - 1) * AT_ONCE
        rows = rows[start : start + AT_ONCE]
    for each in rows:
        each.wave = this
    printed(wave=this, what=what, number=len(rows), by=request.official, now=request.now)
    return _answer(this, rows, form.cleaned_data, f"{survey}-{collection}-utskick-{this.number}")


def _answer(wave: Wave, rows: list[Invitation], chosen: dict[str, Any], name: str) -> HttpResponse:
    if chosen["vad"] == Sheets.FILE:
        return file_answer(name, "csv", COLUMNS, rows_of(wave, rows))
    if chosen["vad"] == Sheets.LETTERS:
        body = letters_of(wave, rows, window="left" if chosen["fonster"] == "left" else "right")
    else:
        body = cards_of(wave, rows)
    disposition = f'attachment; filename="{name}-{chosen["vad"]}.pdf"'
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": disposition})


addresses = [
    path(
        "dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/utskick/<int:wave>/blad/",
        sheets,
        name="survey-sheets",
    ),
]
