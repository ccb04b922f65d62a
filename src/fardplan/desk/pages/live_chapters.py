"""The chapters of a recording out of the broadcast: looked at first, and never instead of others without asking."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.desk.pages.recordings import TABS
from fardplan.live.actions.chapters import missing_among, write_chapters
from fardplan.live.models import Stage
from fardplan.live.queries.chapters import chapters_from, stage_recorded
from fardplan.media.actions.recordings import NewChapter, chapters_fingerprint
from fardplan.media.models import Recording
from fardplan.media.queries import recording_at_desk
from fardplan.people.viewer import OfficialRequest

A_DAY = 24 * 60 * 60


class LaterForm(forms.Form):
    later = forms.IntegerField(
        label=gettext_lazy("Filmen börjar så många sekunder efter sändningen"),
        help_text=gettext_lazy("Ett minus framför: så många sekunder före."),
        min_value=-A_DAY,
        max_value=A_DAY,
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def chapters_of_day(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    recording = recording_at_desk(desk_dialogue(request, slug, "edit_content"), number)
    stage = stage_recorded(recording)
    if stage is None:
        raise NotFound(_("Ingen sändning har letts härifrån den dagen, så det finns inget att göra kapitel av."))
    form = LaterForm({"later": request.GET.get("later") or 0})
    later = timedelta(seconds=form.cleaned_data["later"]) if form.is_valid() else None
    if request.method != "POST" or later is None:
        return _preview(request, recording, stage, form, later)
    chapters = write_chapters(
        recording=recording, stage=stage, later=later, replace=request.POST.get("gor") == "ersatt",
        seen=request.POST.get("seen", ""), by=request.official, now=request.now,
    )  # fmt: skip
    said = ngettext("Inspelningen har nu %(number)s kapitel.", "Inspelningen har nu %(number)s kapitel.", len(chapters))
    messages.success(request, said % {"number": len(chapters)})
    return redirect("desk:chapters", slug=slug, number=number)


def _preview(
    request: OfficialRequest, recording: Recording, stage: Stage, form: LaterForm, later: timedelta | None
) -> HttpResponse:
    suggested = chapters_from(stage, recording, later=later) if later is not None else []
    chapters = list(recording.chapters.all())
    dialogue = recording.day.dialogue
    context = {
        "heading": recording.title,
        "recording": recording,
        "stage": stage,
        "tabs": tabs(TABS, dialogue.slug, recording.pk, here="desk:chapters"),
        "form": form,
        "suggested": suggested,
        "chapters": chapters,
        "missing": missing_among(suggested, [NewChapter(each.seconds, each.title) for each in chapters]),
        "seen": chapters_fingerprint(recording),
    }
    status = 200 if later is not None else 422
    template = "desk/media/chapters_of_day.html"
    return desk_page(request, template, context, dialogue=dialogue, here="media", status=status)


addresses = [
    path(
        "dialog/<slug:slug>/inspelningar/<int:number>/kapitel/av-sandningen/", chapters_of_day, name="chapters-of-day"
    ),
]
