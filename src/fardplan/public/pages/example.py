"""What only the example has: each visitor's own clock, and the mailbox where its mail lands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base import clock, outbox
from fardplan.base.errors import NotAllowed, NotFound
from fardplan.base.models import OutgoingMail
from fardplan.base.origin import is_from_here
from fardplan.people.viewer import ViewerRequest

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MAILS_PER_PAGE = 50


@dataclass(frozen=True)
class Moment:
    """A moment worth seeing, and what there is to see."""

    name: str
    at: datetime
    label: str | Promise
    shows: str | Promise


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


MOMENTS = [
    Moment(
        "before",
        _at("2020-11-24 09:00"),
        _("Före dag 3 (24 november)"),
        _("Dag 1 och 2 har varit och går att se igen. Dag 3 väntar, och formuläret och enkäten är öppna."),
    ),
    Moment(
        "during",
        _at("2020-12-01 14:10"),
        _("Under dag 3 (1 december kl. 14.10)"),
        _("Dagen pågår: sändningen, programmet just nu, samtalsrummen för den som har anmält sig."),
    ),
    Moment(
        "after",
        _at("2020-12-02 09:00"),
        _("Efter dag 3 (2 december)"),
        _("Alla tre dagarna har varit. Det går att lämna synpunkter i tre dagar till."),
    ),
    Moment(
        "closed",
        _at("2020-12-05 09:00"),
        _("Efter sista dagen (5 december)"),
        _("Formuläret är stängt och säger vad som händer nu. Synpunkterna läses och besvaras."),
    ),
    Moment(
        "decided",
        _at("2021-12-01 09:00"),
        _("Efter beslutet (1 december 2021)"),
        _("Hela kedjan: vad som sades, vad som svarades, vad det ändrade i texten och vad som beslutades."),
    ),
]


class ClockForm(forms.Form):
    """Any moment of the example."""

    moment = forms.DateTimeField(
        label=_("Dag och klockslag"),
        help_text=_("Svensk tid, till exempel 2020-12-04 23:59."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "medium"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Skriv dag och klockslag så här: 2020-12-04 23:59.")},
    )

    def clean_moment(self) -> datetime:
        moment: datetime = self.cleaned_data["moment"]
        if not 2000 <= moment.year <= 2099:
            raise forms.ValidationError(_("Välj ett år mellan 2000 och 2099."))
        return moment


def _only_in_the_example() -> None:
    if not settings.EXAMPLE:
        raise NotFound(_("Sidan finns inte."))


# The bar stands on every page; with the usual protection every page would set a cookie. What another site could do is
# to move the visitor's clock in an example, and the browser tells us where a form comes from.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def example_clock(request: ViewerRequest) -> HttpResponse:
    """Set the visitor's own clock; everything real (jobs, mail, limits) keeps real time."""
    _only_in_the_example()
    form = ClockForm(initial={"moment": request.now.astimezone(STOCKHOLM)})
    if request.method == "POST":
        _refuse_other_sites(request)
        words = request.POST.get("moment", "")
        if words in {"stay", "other"}:
            return redirect(f"{reverse('public:example-clock')}?{urlencode({'back': _safe_way_back(request)})}")
        known = next((moment for moment in MOMENTS if moment.name == words), None)
        form = ClockForm(request.POST)
        if known is not None:
            return _back_at(request, known.at)
        if form.is_valid():
            return _back_at(request, form.cleaned_data["moment"])
    context: dict[str, Any] = {"form": form, "moments": MOMENTS, "back": _safe_way_back(request)}
    return render(request, "public/example_clock.html", context, status=422 if form.errors else 200)


def _refuse_other_sites(request: HttpRequest) -> None:
    # Not the Origin alone: a page that sends no referrer, as a receipt, sends "null" there also to ourselves.
    if not is_from_here(request):
        raise NotAllowed(_("Klockan kan bara ställas härifrån."))


def _safe_way_back(request: HttpRequest) -> str:
    """The page the visitor came from, when it is one of ours; the start page otherwise."""
    back = request.POST.get("back") or request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours and back.startswith("/") else "/"


def _back_at(request: HttpRequest, moment: datetime) -> HttpResponse:
    response = redirect(_safe_way_back(request))
    clock.set_example_time(response, moment)
    return response


@require_safe
def mailbox(request: ViewerRequest) -> HttpResponse:
    """Every mail the example would have sent, the latest first."""
    _only_in_the_example()
    page = Paginator(OutgoingMail.objects.order_by("-id"), MAILS_PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "public/example_mailbox.html", {"page": page})


@require_safe
def mail(request: ViewerRequest, number: int) -> HttpResponse:
    found = _mail(number)
    return render(request, "public/example_mail.html", {"mail": found, "text": outbox.as_sent(found) or found.text})


@require_safe
def mail_calendar(request: ViewerRequest, number: int) -> HttpResponse:
    """The calendar file a mail brings."""
    found = _mail(number)
    if not found.calendar:
        raise NotFound(_("Brevet har ingen kalenderfil."))
    method = found.calendar_method or "PUBLISH"
    return HttpResponse(
        found.calendar,
        content_type=f"text/calendar; charset=utf-8; method={method}",
        headers={"Content-Disposition": 'attachment; filename="inbjudan.ics"'},
    )


def _mail(number: int) -> OutgoingMail:
    _only_in_the_example()
    found = OutgoingMail.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("Brevet finns inte."), what_next=_("Gå till brevlådan och välj ett brev där."))
    return found


addresses = [
    path("exempel/klocka/", example_clock, name="example-clock"),
    path("exempel/brevlada/", mailbox, name="example-mailbox"),
    path("exempel/brevlada/<int:number>/", mail, name="example-mail"),
    path("exempel/brevlada/<int:number>/inbjudan.ics", mail_calendar, name="example-mail-calendar"),
]
