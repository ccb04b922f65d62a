"""Who comes: all days in numbers, one day's list with search, filters and attendance, and signing up by phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import DomainError
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page, ordered, page_of
from fardplan.desk.signup_filter import SignupFilter
from fardplan.dialogue.models import Day
from fardplan.dialogue.queries import access_day
from fardplan.people.viewer import OfficialRequest
from fardplan.signup import actions
from fardplan.signup.forms import DeskForm
from fardplan.signup.models import Signup, SignupChannel, SignupState
from fardplan.signup.queries import counts_by_day, day_counts, signups_to
from fardplan.signup.rules import may_be_added_at_desk, may_be_marked

COLUMNS = {
    "namn": "contact__name",
    "anmald": "signed_up_at",
    "organisation": "organisation",
    "kommun": "municipality",
    "lage": "in_line",
}
MARKS = {"var-med": True, "inte-med": False, "vet-inte": None}


@official_required
@require_safe
def all_days(request: OfficialRequest, slug: str) -> HttpResponse:
    """Numbers only: also for those who answer the phone but do not see who comes."""
    dialogue = desk_dialogue(request, slug, "register")
    days = list(dialogue.days.order_by("starts_at", "id"))
    counts = counts_by_day(days)
    context = {"days": [(day, counts[day.pk], may_be_added_at_desk(day, now=request.now)) for day in days]}
    return desk_page(request, "desk/signups/days.html", context, dialogue=dialogue, here="signups")


@official_required
@require_safe
def of_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "see_signups")
    its_day = access_day(dialogue, day)
    chosen = SignupFilter(request.GET, queryset=in_line(its_day), day=its_day)
    rows = ordered(request, chosen.qs, COLUMNS, default="lage")
    context = {
        "day": its_day,
        "counts": day_counts(its_day),
        "filter": chosen,
        "page": page_of(request, rows),
        "may_be_marked": may_be_marked(its_day, now=request.now),
        "may_be_added": may_be_added_at_desk(its_day, now=request.now),
        "query": request.GET.urlencode(),
    }
    return desk_page(request, "desk/signups/list.html", context, dialogue=dialogue, here="signups")


def in_line(day: Day) -> QuerySet[Signup]:
    """A day's sign-ups with their place among all: seats first, then the waiting list, then those who cancelled."""
    state = Case(
        When(state=SignupState.CONFIRMED, then=Value(0)),
        When(state=SignupState.WAITING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return signups_to(day).annotate(in_line=state).order_by("in_line", F("queued_at"), "signed_up_at", "id")


@official_required
@require_POST
def mark(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """`rad` is one row and its mark ("17:var-med"); `valda` are ticked rows, which get the mark `alla`.

    Only the rows named are touched, so two officials at two doors do not undo each other.
    """
    dialogue = desk_dialogue(request, slug, "see_signups")
    its_day = access_day(dialogue, day)
    back = reverse("desk:day-signups", args=[slug, day]) + _query(request)
    one, _colon, its_mark = request.POST.get("rad", "").partition(":")
    chosen = [one] if one else request.POST.getlist("valda")
    given = its_mark if one else request.POST.get("alla", "")
    marks = {int(row): MARKS[given] for row in chosen if row.isdecimal() and len(row) < 19 and given in MARKS}
    changed = actions.mark_attendance(day=its_day, marks=marks, by=request.official, now=request.now)
    if one:
        return HttpResponseRedirect(f"{back}#rad-{one}")
    if marks:
        text = ngettext("Närvaro antecknad för en person.", "Närvaro antecknad för %(number)s personer.", changed)
        messages.success(request, text % {"number": changed})
    else:
        messages.warning(request, _("Kryssa för dem det gäller först."))
    return redirect(back)


def _query(request: OfficialRequest) -> str:
    """The list's own query, to come back to the same rows."""
    query = request.POST.get("query", "")
    return f"?{query}" if query and url_has_allowed_host_and_scheme(f"?{query}", None) else ""


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """Somebody called. The right to register is enough: whoever answers the phone need not see everybody."""
    dialogue = desk_dialogue(request, slug, "register")
    its_day = access_day(dialogue, day)
    form = DeskForm(request.POST if request.method == "POST" else None, day=its_day)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _added(request, its_day, form)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error.message))
                status = error.status
    context: dict[str, Any] = {
        "day": its_day,
        "form": form,
        "counts": day_counts(its_day),
        "may_be_added": may_be_added_at_desk(its_day, now=request.now),
    }
    return desk_page(request, "desk/signups/add.html", context, dialogue=dialogue, here="signups", status=status)


def _added(request: OfficialRequest, day: Day, form: DeskForm) -> HttpResponse:
    channel = SignupChannel(form.cleaned_data["channel"])
    signup = actions.sign_up_at_desk(
        day=day, details=form.details(), channel=channel, by=request.official, now=request.now
    )
    if signup.state == SignupState.CONFIRMED:
        messages.success(request, _("Anmälan är sparad. Personen har en plats."))
    else:
        messages.success(request, _("Anmälan är sparad. Dagen är full, så personen står på väntelistan."))
    if not signup.contact.email:
        messages.info(
            request, _("Utan e-post går inga brev. Säg tid och plats, och var man ringer för att avanmäla sig.")
        )
    return redirect("desk:add-signup", day.dialogue.slug, day.slug)


addresses = [
    path("dialog/<slug:slug>/anmalningar/", all_days, name="signups"),
    path("dialog/<slug:slug>/dagar/<slug:day>/anmalningar/", of_day, name="day-signups"),
    path("dialog/<slug:slug>/dagar/<slug:day>/anmalningar/narvaro/", mark, name="mark-attendance"),
    path("dialog/<slug:slug>/dagar/<slug:day>/anmalningar/ny/", add, name="add-signup"),
]
