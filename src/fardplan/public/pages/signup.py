"""Signing up for a day, the receipt, and the person's own page. Everything works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import limits
from fardplan.base.errors import DomainError, NotAllowed
from fardplan.dialogue.models import Day, Dialogue
from fardplan.dialogue.queries import access_day, access_dialogue
from fardplan.dialogue.states import day_state
from fardplan.media.queries import rooms_now
from fardplan.people.viewer import ViewerRequest
from fardplan.signup import actions, browser, letters
from fardplan.signup.forms import ChangeForm, SignupForm
from fardplan.signup.models import Signup
from fardplan.signup.queries import access_signup, how_many_before, seats
from fardplan.signup.rules import is_drop_in, may_be_changed, may_sign_up_again, takes_signups

# A school class behind one address fits many times over; a machine does not.
RATES = {"signup": "60/5minutes", "signup-day": "600/day"}

RECEIPT_COOKIE = "anmalningskvitto"
_RECEIPT_SALT = "fardplan.signup.receipt"
_RECEIPT_SECONDS = 3600


def _day(request: ViewerRequest, slug: str, day: str) -> tuple[Dialogue, Day]:
    dialogue = access_dialogue(request.viewer, slug)
    return dialogue, access_day(dialogue, day)


def _not_in_preview(request: ViewerRequest) -> None:
    if request.viewer.is_previewing:
        raise NotAllowed(_("Det här är en förhandsvisning: inget skickas in."))


# --- the form -------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    dialogue, its_day = _day(request, slug, day)
    if not takes_signups(its_day, now=request.now):
        return _closed_page(request, dialogue, its_day, status=403 if request.method == "POST" else 200)
    form = SignupForm(request.POST if request.method == "POST" else None, day=its_day)
    status = 200
    if request.method == "POST":
        _not_in_preview(request)
        status = 422
        if form.is_valid():
            try:
                return _receive(request, its_day, form)
            except DomainError as error:
                form.add_error(None, str(error.message))
                status = error.status
    context = _about(request, dialogue, its_day) | {"form": form, "seats": seats(its_day)}
    return render(request, "public/signup/form.html", context, status=status)


def _receive(request: ViewerRequest, day: Day, form: SignupForm) -> HttpResponse:
    for what, rate in RATES.items():
        limits.allow(what, request=request, rate=rate)
    told = actions.sign_up(day=day, details=form.details(), now=request.now)
    address = reverse("public:signed-up", args=[day.dialogue.slug, day.slug])
    response = redirect(address)
    browser.remember_form(response, request, day=day, has_place=told.has_place)
    response.set_cookie(
        RECEIPT_COOKIE,
        receipt_note(day, email=form.cleaned_data["email"], number=told.number),
        max_age=_RECEIPT_SECONDS,
        path=address,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _about(request: ViewerRequest, dialogue: Dialogue, day: Day) -> dict[str, Any]:
    """What every page about a day's sign-up shows of it."""
    return {
        "dialogue": dialogue,
        "day": day,
        "state": day_state(day, now=request.now),
        "is_drop_in": is_drop_in(day, now=request.now),
    }


def _links_now(request: ViewerRequest, day: Day, *, has_place: bool) -> dict[str, Any]:
    """Where to look and talk, once the day has begun or its rooms have opened."""
    if day.status == "cancelled" or request.now >= day.ends_at:
        return {}
    rooms = rooms_now(day, now=request.now) if has_place else []
    is_on = is_drop_in(day, now=request.now)
    return {"rooms": rooms, "has_place": has_place, "links_now": is_on or any(room.is_open for room in rooms)}


def _closed_page(request: ViewerRequest, dialogue: Dialogue, day: Day, *, status: int) -> HttpResponse:
    return render(request, "public/signup/closed.html", _about(request, dialogue, day), status=status)


# --- the receipt ----------------------------------------------------------------------------------------------------


def receipt_note(day: Day, *, email: str, number: int | None) -> str:
    """A signed note for the receipt page: what was said, and to which address the letter goes. Gone in an hour."""
    return signing.dumps({"day": day.pk, "email": email, "number": number}, salt=_RECEIPT_SALT, compress=True)


def _receipt(request: HttpRequest, day: Day) -> dict[str, Any] | None:
    try:
        receipt: dict[str, Any] = signing.loads(
            request.COOKIES.get(RECEIPT_COOKIE, ""), salt=_RECEIPT_SALT, max_age=_RECEIPT_SECONDS
        )
    except signing.BadSignature:
        return None
    return receipt if receipt.get("day") == day.pk else None


@never_cache
@require_safe
def signed_up(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    """The same page whether or not the address was known: only the letter, to its owner, tells."""
    dialogue, its_day = _day(request, slug, day)
    receipt = _receipt(request, its_day)
    if receipt is None:
        return redirect("public:day", slug, day)
    number = receipt["number"]
    context = _about(request, dialogue, its_day) | {
        "email": receipt["email"],
        "has_place": number is None,
        "number": number,
        "before": number and number - 1,
    }
    context |= _links_now(request, its_day, has_place=number is None)
    return render(request, "public/signup/receipt.html", context)


# --- the person's own page ------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_signup(request: ViewerRequest, key: str) -> HttpResponse:
    signup = access_signup(key)
    form = ChangeForm.of(signup)
    status = 200
    if request.method == "POST":
        _not_in_preview(request)
        form, status = ChangeForm(request.POST, day=signup.day), 422
        if form.is_valid():
            actions.change(signup=signup, details=form.details_of(signup), now=request.now)
            messages.success(request, _("Dina ändringar är sparade."))
            return redirect("public:my-signup", key)
    response = render(request, "public/signup/mine.html", _mine(request, signup) | {"form": form}, status=status)
    browser.remember_link(response, request, signup=signup)
    return response


def _mine(request: ViewerRequest, signup: Signup) -> dict[str, Any]:
    is_waiting = signup.state == "waiting"
    about = _about(request, signup.day.dialogue, signup.day)
    return (
        about
        | _links_now(request, signup.day, has_place=signup.state == "confirmed")
        | {
            "signup": signup,
            "before": how_many_before(signup) if is_waiting else 0,
            "may_be_changed": may_be_changed(signup, now=request.now),
            "may_sign_up_again": may_sign_up_again(signup, now=request.now),
            "is_full": seats(signup.day).is_full if signup.state == "cancelled" else False,
        }
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_signup(request: ViewerRequest, key: str) -> HttpResponse:
    """Asks first. A link in a letter is followed by machines too, so nothing happens before the button."""
    signup = access_signup(key)
    if request.method == "POST":
        _not_in_preview(request)
        actions.cancel(signup=signup, now=request.now)
        return redirect("public:my-signup", key)
    if not may_be_changed(signup, now=request.now):
        return redirect("public:my-signup", key)
    return render(request, "public/signup/cancel.html", _mine(request, signup))


@never_cache
@require_POST
def sign_up_again(request: ViewerRequest, key: str) -> HttpResponse:
    _not_in_preview(request)
    actions.sign_up_again(signup=access_signup(key), now=request.now)
    return redirect("public:my-signup", key)


@never_cache
@require_safe
def my_calendar(request: ViewerRequest, key: str) -> HttpResponse:
    """The day as a file, with the personal link in it."""
    signup = access_signup(key)
    gone = signup.state == "cancelled" or signup.day.status == "cancelled"
    file = letters.calendar_file(signup, now=request.now, method="CANCEL" if gone else "PUBLISH")
    return HttpResponse(
        file,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{signup.day.slug}.ics"'},
    )


addresses = [
    path("anmalan/<slug:key>/", my_signup, name="my-signup"),
    path("anmalan/<slug:key>/avanmalan/", cancel_signup, name="cancel-signup"),
    path("anmalan/<slug:key>/igen/", sign_up_again, name="sign-up-again"),
    path("anmalan/<slug:key>/dag.ics", my_calendar, name="my-calendar"),
    path("<slug:slug>/dagar/<slug:day>/anmalan/", sign_up, name="signup"),
    path("<slug:slug>/dagar/<slug:day>/anmalan/tack/", signed_up, name="signed-up"),
]
