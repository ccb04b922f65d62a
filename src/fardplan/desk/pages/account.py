"""An official's own page, the door for the invited, and the way into the example's desk."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base import clock, limits
from fardplan.base.errors import DomainError, NotFound
from fardplan.desk.access import official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.actions.roles import welcome_official
from fardplan.people import actions
from fardplan.people.forms import AboutMe, Welcome
from fardplan.people.viewer import OfficialRequest

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: OfficialRequest) -> HttpResponse:
    form = AboutMe(request.POST or None, instance=request.official)
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data
        actions.change_about_me(official=request.official, name=about["name"], title=about["title"], now=clock.now())
        messages.success(request, _("Sparat."))
        return redirect("mfa_index")
    locks = {lock.type: lock for lock in Authenticator.objects.filter(user=request.official).order_by("id")}
    context = {
        "form": form,
        "keys": Authenticator.objects.filter(user=request.official, type=Authenticator.Type.WEBAUTHN).count(),
        "has_app": Authenticator.Type.TOTP in locks,
        "codes": locks.get(Authenticator.Type.RECOVERY_CODES),
        "is_safe": bool(locks),
    }
    return desk_page(request, "desk/account.html", context, here="account", status=422 if form.errors else 200)


@official_required
@require_POST
def sign_out_elsewhere(request: OfficialRequest) -> HttpResponse:
    ended = actions.sign_out_everywhere(official=request.official, but=request.session.session_key)
    if ended:
        messages.success(request, _("Du är utloggad på alla andra ställen."))
    else:
        messages.info(request, _("Du var inte inloggad någon annanstans."))
    return redirect("mfa_index")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Where an invitation link leads: choose a name and a password, and come in."""
    limits.allow("welcome", request=request, rate="60/hour")
    invitation = actions.find_invitation(key, now=clock.now())
    form = Welcome(request.POST or None, invited_email=invitation.email)
    if request.method == "POST" and form.is_valid():
        about = {name: form.cleaned_data[name] for name in ("email", "name", "title", "password")}
        try:
            official = welcome_official(key=key, now=clock.now(), **about)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, str(error.message))
        else:
            login(request, official, backend=BACKEND)
            messages.success(request, _("Välkommen! Gör gärna inloggningen säkrare med en nyckel."))
            return redirect("mfa_index")
    context = {"form": form, "invitation": invitation}
    return render(request, "desk/welcome.html", context, status=422 if form.errors else 200)


@require_POST
def try_the_desk(request: HttpRequest) -> HttpResponse:
    """In the example everyone may sit down at the desk; elsewhere there is no such address."""
    if not settings.EXAMPLE:
        raise NotFound(gettext_lazy("Sidan finns inte."))
    official = actions.example_official()
    login(request, official, backend=BACKEND)
    return redirect("desk:start")


def welcome_address(key: str) -> str:
    """The whole address of an invitation, for mail and for the first start."""
    return f"{settings.BASE_URL}{reverse('desk:welcome', args=[key])}"


addresses = [
    path("valkommen/<str:key>/", welcome, name="welcome"),
    path("prova/", try_the_desk, name="try"),
    path("logga-ut-andra/", sign_out_elsewhere, name="sign-out-elsewhere"),
]
