"""Everyone who can sign in, for the administrators: inviting, closing accounts, helping those who lost their keys."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base import clock
from fardplan.base.errors import NotFound
from fardplan.base.search import matches
from fardplan.desk.access import administrator_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import page_of
from fardplan.desk.pages.account import welcome_address
from fardplan.people import actions
from fardplan.people.models import Official, OfficialInvitation
from fardplan.people.viewer import OfficialRequest


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-post"), max_length=254)
    is_administrator = forms.BooleanField(
        label=_("Huvudansvarig"),
        required=False,
        help_text=_("Gör allt i alla dialoger, skapar nya och ändrar organisationens uppgifter."),
    )


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def officials(request: OfficialRequest) -> HttpResponse:
    def save(form: InviteForm) -> str:
        actions.invite_official(
            email=form.cleaned_data["email"],
            is_administrator=form.cleaned_data["is_administrator"],
            by=request.official,
            now=clock.now(),
            address_of=welcome_address,
        )
        return reverse("desk:officials")

    query = request.GET.get("q", "")
    locked = Authenticator.objects.filter(user=OuterRef("pk"))
    rows = Official.objects.filter(matches(query, "name", "email", "title")).annotate(is_locked=Exists(locked))
    context = {
        "page": page_of(request, rows.order_by("name", "email")),
        "query": query,
        "invitations": OfficialInvitation.objects.filter(used_at=None, expires_at__gt=clock.now()).exclude(email=""),
    }
    frame = Frame("desk/officials.html", None, "officials", context, _("Inbjudan är skickad."))
    return form_page(request, InviteForm(request.POST or None), save, frame=frame)


def _official(number: int) -> Official:
    official = Official.objects.filter(pk=number).first()
    if official is None:
        raise NotFound(_("Personen finns inte."))
    return official


ACTS: dict[str, tuple[Callable[..., None], dict[str, bool], Promise]] = {
    "stang": (actions.close_account, {}, _("Kontot är stängt.")),
    "oppna": (actions.open_account, {}, _("Kontot är öppet igen.")),
    "las-upp": (actions.remove_locks, {}, _("Nycklar, app och reservkoder är borttagna.")),
    "huvudansvarig": (actions.set_administrator, {"is_administrator": True}, _("Personen är nu huvudansvarig.")),
    "inte-huvudansvarig": (
        actions.set_administrator,
        {"is_administrator": False},
        _("Personen är inte längre huvudansvarig."),
    ),
}


@administrator_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def change_official(request: OfficialRequest, number: int) -> HttpResponse:
    """Do to one official what the button says."""
    official = _official(number)
    if request.POST.get("gor") not in ACTS:
        raise NotFound(_("Det går inte att göra."))
    act, arguments, said = ACTS[request.POST["gor"]]
    act(official=official, by=request.official, now=request.now, **arguments)
    messages.success(request, str(said))
    return redirect("desk:officials")


addresses = [
    path("personer/", officials, name="officials"),
    path("personer/<int:number>/", change_official, name="change-official"),
]
