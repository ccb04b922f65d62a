"""The script of a day, written and rewritten at the desk without touching the public programme."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, Rows, rows_page
from fardplan.desk.live_tabs import live_desk_address, live_frame, stage_at_desk
from fardplan.live.actions.cues import save_script, script_fingerprint
from fardplan.live.forms.cues import CueRow
from fardplan.live.rules import may_produce
from fardplan.people.viewer import OfficialRequest


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def live_script(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at_desk(request, slug, day, may=may_produce)

    def stored() -> tuple[list[dict[str, Any]], str]:
        return CueRow.initials_of(list(stage.cues.all())), script_fingerprint(stage)

    def save(rows: Rows[CueRow]) -> str:
        written = [row.cue() for row in rows.written]
        save_script(stage=stage, cues=written, seen=rows.seen, by=request.official, now=request.now)
        return live_desk_address("desk:live-script", stage)

    lead = _("Punkterna kommer i den här ordningen. Dagens program för deltagarna ändras inte härifrån.")
    context = live_frame(request, stage, here="desk:live-script") | {
        "heading": _("Körschemat för %(day)s") % {"day": stage.day.title},
        "lead": lead,
        "add": _("Lägg till en punkt"),
        "movable": True,
    }
    frame = Frame("desk/live/script.html", stage.day.dialogue, "live", context)
    return rows_page(request, CueRow, stored, save, frame=frame)


addresses = [path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/korschema/", live_script, name="live-script")]
