"""Who works with a dialogue and what they may do there."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base import clock
from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.pages.account import welcome_address
from fardplan.dialogue.actions.roles import give_role, take_role
from fardplan.dialogue.forms import GiveRole
from fardplan.dialogue.models import Dialogue, Role, RoleName
from fardplan.people.actions import invite_official
from fardplan.people.models import Official, OfficialInvitation
from fardplan.people.viewer import OfficialRequest

WHAT_ROLES_DO = [
    (RoleName.ORGANISER, gettext_lazy("gör allt i dialogen och ger andra roller")),
    (RoleName.EDITOR, gettext_lazy("skriver och publicerar texter, dagar, sändningar, dokument och svar")),
    (RoleName.MODERATOR, gettext_lazy("läser, publicerar, döljer och besvarar synpunkter")),
    (RoleName.REGISTRAR, gettext_lazy("registrerar det som kommer in, ser anmälda och loggen")),
    (RoleName.POLITICIAN, gettext_lazy("läser det som kommer in")),
]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def roles(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "give_roles")

    def save(form: GiveRole) -> str:
        _give(request, dialogue, email=form.cleaned_data["email"], role=form.cleaned_data["role"])
        return reverse("desk:roles", args=[slug])

    context = {
        "roles": Role.objects.filter(dialogue=dialogue).select_related("official").order_by("official__name", "name"),
        "invitations": OfficialInvitation.objects.filter(
            dialogue_id=dialogue.pk, used_at=None, expires_at__gt=clock.now()
        ),
        "what_roles_do": WHAT_ROLES_DO,
    }
    frame = Frame("desk/roles.html", dialogue, "roles", context, gettext_lazy("Rollen är given."))
    return form_page(request, GiveRole(request.POST or None), save, frame=frame)


def _give(request: OfficialRequest, dialogue: Dialogue, *, email: str, role: str) -> None:
    official = Official.objects.filter(email__iexact=email).first()
    if official is not None:
        give_role(dialogue=dialogue, official=official, name=role, by=request.official, now=request.now)
        return
    invite_official(
        email=email,
        by=request.official,
        now=clock.now(),
        address_of=welcome_address,
        dialogue_id=dialogue.pk,
        role=role,
        what_for=dialogue.title,
    )


@official_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def remove_role(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "give_roles")
    role = Role.objects.select_related("official", "dialogue").filter(dialogue=dialogue, pk=number).first()
    if role is None:
        raise NotFound(gettext_lazy("Rollen finns inte längre."))
    take_role(role=role, by=request.official, now=request.now)
    messages.success(request, _("Rollen är borttagen."))
    if role.official == request.official:
        return redirect("desk:start")  # this page may no longer be theirs to see
    return redirect("desk:roles", slug=slug)


addresses = [
    path("dialog/<slug:slug>/roller/", roles, name="roles"),
    path("dialog/<slug:slug>/roller/<int:number>/ta-bort/", remove_role, name="remove-role"),
]
