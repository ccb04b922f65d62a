"""One sign-up at the desk: what it says, what the person has been written, and what can be done for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.audit import entries_about
from fardplan.base.errors import DomainError
from fardplan.base.outbox import mails_about
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest
from fardplan.signup import actions
from fardplan.signup.forms import AddressForm, DeskChangeForm, NeedForm
from fardplan.signup.models import Signup
from fardplan.signup.queries import access_signup_at_desk, how_many_before, seats
from fardplan.signup.rules import may_be_changed, may_sign_up_again

HAPPENED = {
    "signup.made": gettext_lazy("Anmäld"),
    "signup.again": gettext_lazy("Anmäld igen"),
    "signup.changed": gettext_lazy("Uppgifter ändrade"),
    "signup.address_changed": gettext_lazy("E-post ändrad"),
    "signup.cancelled": gettext_lazy("Avanmäld"),
    "signup.promoted": gettext_lazy("Fick en plats från väntelistan"),
    "signup.need_arranged": gettext_lazy("Besked gavs om behovet"),
}


def _signup(request: OfficialRequest, slug: str, signup_id: int) -> Signup:
    return access_signup_at_desk(desk_dialogue(request, slug, "see_signups"), signup_id)


def _page(
    request: OfficialRequest,
    signup: Signup,
    *,
    status: int = 200,
    error: DomainError | None = None,
    **forms_: forms.Form,
) -> HttpResponse:
    """The page, with one of its forms as it was sent in when that did not hold."""
    context: dict[str, Any] = {
        "signup": signup,
        "day": signup.day,
        "before": how_many_before(signup) if signup.state == "waiting" else 0,
        "seats": seats(signup.day),
        "may_be_changed": may_be_changed(signup, now=request.now),
        "may_sign_up_again": may_sign_up_again(signup, now=request.now),
        "history": [
            {"what": HAPPENED.get(entry.action, entry.action), "at": entry.at, "actor": entry.actor}
            for entry in entries_about(signup)
        ],
        "mails": mails_about(f"signup:{signup.pk}:"),
        "error": error,
        "change": DeskChangeForm.of(signup),
        "need": NeedForm(initial={"answer": signup.needs_answer}),
        "address": AddressForm(initial={"email": signup.contact.email}),
    }
    dialogue = signup.day.dialogue
    return desk_page(
        request, "desk/signups/one.html", context | forms_, dialogue=dialogue, here="signups", status=status
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: OfficialRequest, slug: str, signup_id: int) -> HttpResponse:
    signup = _signup(request, slug, signup_id)
    if request.method != "POST":
        return _page(request, signup)
    form = DeskChangeForm(request.POST, day=signup.day)
    if not form.is_valid():
        return _page(request, signup, status=422, change=form)
    try:
        actions.change(
            signup=signup,
            details=form.details_of(signup),
            revision=form.cleaned_data["revision"],
            by=request.official,
            now=request.now,
        )
    except DomainError as error:
        return _page(request, _signup(request, slug, signup_id), status=error.status, error=error, change=form)
    messages.success(request, _("Ändringarna är sparade."))
    return redirect("desk:signup", slug, signup_id)


@official_required
@require_POST
def change_address(request: OfficialRequest, slug: str, signup_id: int) -> HttpResponse:
    signup = _signup(request, slug, signup_id)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, signup, status=422, address=form)
    try:
        actions.change_address(signup=signup, email=form.cleaned_data["email"], by=request.official, now=request.now)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, signup, status=error.status, address=form)
    messages.success(request, _("Adressen är ändrad, och ett brev med den personliga länken är på väg."))
    return redirect("desk:signup", slug, signup_id)


@official_required
@require_POST
def answer_need(request: OfficialRequest, slug: str, signup_id: int) -> HttpResponse:
    signup = _signup(request, slug, signup_id)
    form = NeedForm(request.POST)
    if not form.is_valid():
        return _page(request, signup, status=422, need=form)
    try:
        actions.answer_need(signup=signup, answer=form.cleaned_data["answer"], by=request.official, now=request.now)
    except DomainError as error:
        return _page(request, signup, status=error.status, error=error, need=form)
    if signup.contact.email:
        messages.success(request, _("Beskedet är sparat, och ett brev är på väg till personen."))
    else:
        messages.info(request, _("Beskedet är sparat. Personen har ingen e-post: ring."))
    return redirect("desk:signup", slug, signup_id)


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, signup_id: int) -> HttpResponse:
    """What takes no more than a button: a seat by hand, cancelling, signing up again."""
    signup = _signup(request, slug, signup_id)
    what = request.POST.get("vad")
    try:
        if what == "plats":
            actions.promote(signup=signup, by=request.official, now=request.now)
            messages.success(request, _("Personen har fått en plats."))
        elif what == "avanmal":
            actions.cancel(signup=signup, by=request.official, now=request.now)
            messages.success(request, _("Personen är avanmäld. Den som stod först på väntelistan får platsen."))
        elif what == "igen":
            actions.sign_up_again(signup=signup, by=request.official, now=request.now)
            messages.success(request, _("Personen är anmäld igen."))
    except DomainError as error:
        return _page(request, signup, status=error.status, error=error)
    return redirect("desk:signup", slug, signup_id)


addresses = [
    path("dialog/<slug:slug>/anmalningar/<int:signup_id>/", one, name="signup"),
    path("dialog/<slug:slug>/anmalningar/<int:signup_id>/adress/", change_address, name="signup-address"),
    path("dialog/<slug:slug>/anmalningar/<int:signup_id>/behov/", answer_need, name="signup-need"),
    path("dialog/<slug:slug>/anmalningar/<int:signup_id>/atgard/", act, name="signup-act"),
]
