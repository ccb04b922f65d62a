"""“Så här ser sidan ut 1 december 13.05”: an official moves the time of the public pages, for their own eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.form_fields import Moment
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import dialogues_of
from fardplan.people.middleware import end_preview, previewed_moment, start_preview
from fardplan.people.viewer import OfficialRequest


class PreviewForm(forms.Form):
    moment = Moment(label=_("Dag och klockslag"), help_text=_("Svensk tid."))


@dataclass(frozen=True)
class Quick:
    """A moment worth looking at."""

    label: str | Promise
    at: datetime

    @property
    def value(self) -> str:
        return timezone.localtime(self.at).strftime("%Y-%m-%dT%H:%M")


def quick_moments(dialogue: Dialogue) -> list[Quick]:
    """Before, during and after each day, and around the deadline, in order of time."""
    found = []
    for day in dialogue.days.all():
        morning = datetime.combine(timezone.localdate(day.starts_at), time(8), tzinfo=timezone.get_current_timezone())
        about = {"day": day.title}
        found += [
            Quick(_("%(day)s: dagen före") % about, morning - timedelta(days=1)),
            Quick(_("%(day)s: när den pågår") % about, day.starts_at + timedelta(minutes=5)),
            Quick(_("%(day)s: när den är slut") % about, day.ends_at + timedelta(minutes=5)),
        ]
    if dialogue.contributions_close_at:
        found += [
            Quick(_("Sista timmen för synpunkter"), dialogue.contributions_close_at - timedelta(hours=1)),
            Quick(_("När tiden för synpunkter har gått ut"), dialogue.contributions_close_at + timedelta(minutes=1)),
        ]
    return sorted(found, key=lambda quick: quick.at)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview_dialogue(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug)
    form = PreviewForm(request.POST or None, initial={"moment": previewed_moment(request) or request.now})
    if request.method == "POST" and form.is_valid():
        response = redirect("public:dialogue", slug=slug)
        start_preview(response, form.cleaned_data["moment"])
        return response
    context = {"form": form, "moments": quick_moments(dialogue), "previewed": previewed_moment(request)}
    status = 422 if form.errors else 200
    return desk_page(request, "desk/preview.html", context, dialogue=dialogue, here="preview", status=status)


@official_required
@require_http_methods(["GET", "HEAD"])
def preview(request: OfficialRequest) -> HttpResponse:
    """Where the bar on a previewed page leads: choose the dialogue whose moments to look at."""
    dialogues = list(dialogues_of(request.official)[:50])
    if len(dialogues) == 1:
        return redirect("desk:preview-dialogue", slug=dialogues[0].slug)
    context = {"dialogues": dialogues, "previewed": previewed_moment(request)}
    return desk_page(request, "desk/preview_which.html", context, here="preview")


@official_required
@require_POST
def stop_preview(request: OfficialRequest) -> HttpResponse:
    """Back to the real time, on the page one came from."""
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if here else reverse("desk:start"))
    end_preview(response)
    return response


addresses = [
    path("forhandsvisning/", preview, name="preview"),
    path("forhandsvisning/avsluta/", stop_preview, name="stop-preview"),
    path("dialog/<slug:slug>/forhandsvisning/", preview_dialogue, name="preview-dialogue"),
]
