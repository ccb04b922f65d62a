"""Sign-ups as a file. Who people are, and what they need, only when that is asked for, and after signing in anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fardplan.base import audit
from fardplan.base.spreadsheet import Cell, file_answer
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page, ordered
from fardplan.desk.pages.signups import COLUMNS, in_line
from fardplan.desk.signup_filter import SignupFilter
from fardplan.dialogue.queries import access_day
from fardplan.people.viewer import OfficialRequest
from fardplan.signup.models import Need, Signup

Column = tuple[Promise, Callable[[Signup], Cell]]

_ATTENDED: dict[bool | None, Cell] = {True: _("var med"), False: _("var inte med"), None: ""}
_NEEDS = dict(Need.choices)

FACTS: list[Column] = [
    (_("Läge"), lambda signup: signup.get_state_display()),
    (_("Anmäld"), lambda signup: signup.signed_up_at),
    (_("Väg in"), lambda signup: signup.get_channel_display()),
    (_("Kommun"), lambda signup: signup.municipality),
    (_("Språk"), lambda signup: signup.contact.language),
    (_("Närvaro"), lambda signup: _ATTENDED[signup.attended]),
]
WHO: list[Column] = [
    (_("Namn"), lambda signup: signup.contact.name),
    (_("E-post"), lambda signup: signup.contact.email),
    (_("Telefon"), lambda signup: signup.contact.phone),
    (_("Roll"), lambda signup: signup.role),
    (_("Organisation"), lambda signup: signup.organisation),
]
NEEDED: list[Column] = [
    (_("Behov"), lambda signup: ", ".join(str(_NEEDS[need]) for need in signup.needs)),
    (_("Annat behov"), lambda signup: signup.other_need),
    (_("Besked om behovet"), lambda signup: signup.needs_answer),
]


class ExportForm(forms.Form):
    """What the file shall hold. Nothing that tells who anybody is unless it is ticked."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("Text med kommatecken (CSV)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    who = forms.BooleanField(
        label=_("Ta med namn, e-post, telefon, roll och organisation"),
        required=False,
        help_text=_("Personuppgifter: du får visa en gång till att det är du."),
    )
    needed = forms.BooleanField(
        label=_("Ta med behov"),
        required=False,
        help_text=_("Kan vara uppgifter om hälsa. Ta bara med dem till den som ska ordna något."),
    )


def _asks_for_people(request: HttpRequest) -> bool:
    return bool(request.GET.get("who") or request.GET.get("needed"))


@official_required
@require_safe
def export(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "see_signups")
    its_day = access_day(dialogue, day)
    chosen = SignupFilter(request.GET, queryset=in_line(its_day), day=its_day)
    kept = [(name, value) for name, value in request.GET.items() if name in chosen.filters or name == "ordning"]
    context: dict[str, Any] = {
        "day": its_day,
        "form": ExportForm(),
        "number": chosen.qs.count(),
        "all": its_day.signups.count(),
        "kept": kept,
    }
    return desk_page(request, "desk/signups/export.html", context, dialogue=dialogue, here="signups")


@official_required
@require_safe
@never_cache
@reauthentication_required(enabled=_asks_for_people)  # type: ignore[untyped-decorator]
def file(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "see_signups")
    its_day = access_day(dialogue, day)
    chosen = SignupFilter(request.GET, queryset=in_line(its_day), day=its_day)
    rows = list(ordered(request, chosen.qs, COLUMNS, default="lage"))
    who, needed = bool(request.GET.get("who")), bool(request.GET.get("needed"))
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    columns = FACTS + (WHO if who else []) + (NEEDED if needed else [])
    audit.record(
        "signup.exported", on=its_day, by=request.official, at=request.now, dialogue_id=dialogue.pk,
        number=len(rows), format=kind, who=who, needs=needed,
    )  # fmt: skip
    return file_answer(
        f"{dialogue.slug}-{its_day.slug}-anmalda",
        kind,
        [heading for heading, _value in columns],
        [[value(signup) for _heading, value in columns] for signup in rows],
        sheet=str(its_day),
    )


addresses = [
    path("dialog/<slug:slug>/dagar/<slug:day>/anmalningar/export/", export, name="export-signups"),
    path("dialog/<slug:slug>/dagar/<slug:day>/anmalningar/export/fil/", file, name="signups-file"),
]
