"""A new dialogue in one page: what to begin from, its name, its days and its last day."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fardplan.base.form_fields import CalendarDate, ClockTime
from fardplan.base.forms import Line
from fardplan.desk.access import administrator_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.starts import STARTS, Wishes, begin, copy_of
from fardplan.dialogue.forms import Address
from fardplan.dialogue.models import Dialogue
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import OfficialRequest

MOST_DAYS = 20


class NewDialogue(forms.Form):
    start = forms.ChoiceField(label=_("Börja från"), widget=forms.RadioSelect)
    title = Line(label=_("Namn"), max_length=160, help_text=_("Till exempel ”Regiondagarna 2030”."))
    slug = Address()
    first_day = CalendarDate(
        label=_("Första dagen"), help_text=_("För en remiss utan dagar: den dag synpunkter börjar tas emot.")
    )
    starts = ClockTime(label=_("Dagarna börjar"), initial=time(13, 0))
    number_of_days = forms.IntegerField(
        label=_("Antal dagar"), min_value=1, max_value=MOST_DAYS, initial=3,
        help_text=_("Med två veckor mellan dem från början; datumen ändrar du sedan en och en."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    closes_on = CalendarDate(label=_("Sista dagen för synpunkter"))
    contact_email = forms.EmailField(
        label=_("E-post till en funktion"), max_length=254, help_text=_("Dit deltagarna vänder sig.")
    )

    def __init__(self, *args: Any, earlier: list[Dialogue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = [(f"kopia:{one.slug}", _("Som %(title)s, med nya datum") % {"title": one.title}) for one in earlier]
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)  # noqa: S101 - for the type checker
        templates = [(each.name, format_lazy("{title}. {text}", title=each.title, text=each.text)) for each in STARTS]
        start.choices = [*templates, *copies]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_day") and data.get("closes_on") and data["closes_on"] < data["first_day"]:
            self.add_error("closes_on", _("Sista dagen ska inte komma före den första."))
        return data

    @property
    def wishes(self) -> Wishes:
        names = ("title", "slug", "first_day", "starts", "number_of_days", "closes_on", "contact_email")
        return Wishes(**{name: self.cleaned_data[name] for name in names})


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_dialogue(request: OfficialRequest) -> HttpResponse:
    earlier = list(Dialogue.objects.select_related("strategy").order_by("-published_at", "-id")[:20])

    def save(form: NewDialogue) -> str:
        kind, _colon, slug = form.cleaned_data["start"].partition(":")
        source = next((one for one in earlier if kind == "kopia" and one.slug == slug), None)
        file = copy_of(source) if source else next(each for each in STARTS if each.name == kind).file()
        dialogue = begin(file=file, wishes=form.wishes, strategy_of=source, by=request.official, now=request.now)
        return reverse("desk:dialogue", args=[dialogue.slug])

    in_six_weeks = timezone.localdate(request.now) + timedelta(weeks=6)
    initial = {
        "start": STARTS[0].name,
        "first_day": in_six_weeks,
        "closes_on": in_six_weeks + timedelta(days=31),
        "contact_email": our_organisation().email,
    }
    context = {
        "heading": _("Ny dialog"),
        "submit": _("Skapa dialogen"),
        "cancel": reverse("desk:start"),
        "lead": _("Allt går att ändra sedan, och ingen ser dialogen förrän du publicerar den."),
    }
    form = NewDialogue(request.POST or None, initial=initial, earlier=earlier)
    frame = Frame("desk/form.html", None, "start", context, _("Dialogen är skapad."))
    return form_page(request, form, save, frame=frame)


addresses = [path("ny/", new_dialogue, name="new-dialogue")]
