"""The log: who did what and when. Nothing in it can be changed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base.form_fields import CalendarDate
from fardplan.base.forms import Line
from fardplan.base.models import AuditEntry
from fardplan.base.search import matches
from fardplan.desk.access import administrator_required, desk_dialogue, official_required
from fardplan.desk.log_words import DETAILS, WORDS
from fardplan.desk.page import desk_page, page_of
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest


class LogFilter(forms.Form):
    who = Line(label=_("Vem"), required=False)
    action = forms.ChoiceField(label=_("Vad"), required=False)
    since = CalendarDate(label=_("Från och med"), required=False)
    until = CalendarDate(label=_("Till och med"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        words = sorted(((code, str(said)) for code, said in WORDS.items()), key=lambda pair: pair[1])
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)  # noqa: S101 - for the type checker
        action.choices = [("", str(_("allt"))), *words]

    def applied_to(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that were asked for; what cannot be understood is left out of the question."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("who"):
            entries = entries.filter(matches(asked["who"], "actor"))
        if asked.get("action"):
            entries = entries.filter(action=asked["action"])
        zone = timezone.get_current_timezone()
        if asked.get("since"):
            entries = entries.filter(at__gte=datetime.combine(asked["since"], time(), tzinfo=zone))
        if asked.get("until"):
            entries = entries.filter(at__lt=datetime.combine(asked["until"], time(), tzinfo=zone) + timedelta(days=1))
        return entries


def _log_page(
    request: OfficialRequest, entries: QuerySet[AuditEntry], *, dialogue: Dialogue | None, here: str
) -> HttpResponse:
    chosen = LogFilter(request.GET)
    page = page_of(request, chosen.applied_to(entries))
    rows = [
        (
            entry,
            WORDS.get(entry.action, entry.action),
            [(DETAILS.get(key, key), value) for key, value in entry.detail.items()],
        )
        for entry in page
    ]
    return desk_page(
        request, "desk/log.html", {"page": page, "rows": rows, "filter": chosen}, dialogue=dialogue, here=here
    )


@official_required
@require_safe
def log(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "see_log")
    return _log_page(request, AuditEntry.objects.filter(dialogue_id=dialogue.pk), dialogue=dialogue, here="log")


@administrator_required
@require_safe
def whole_log(request: OfficialRequest) -> HttpResponse:
    return _log_page(request, AuditEntry.objects.all(), dialogue=None, here="whole-log")


addresses = [
    path("dialog/<slug:slug>/logg/", log, name="log"),
    path("logg/", whole_log, name="whole-log"),
]
