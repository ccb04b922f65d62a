"""Giving and taking roles in a dialogue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue, Role, RoleName
from fardplan.dialogue.rules import may_give_roles
from fardplan.people import actions as people
from fardplan.people.models import Official


def _may_give(by: Official, dialogue: Dialogue) -> None:
    if not may_give_roles(by, dialogue):
        raise NotAllowed(_("Bara en arrangör kan ändra roller i dialogen."))


@transaction.atomic
def give_role(*, dialogue: Dialogue, official: Official, name: str, by: Official, now: datetime) -> Role:
    """Let an official do in a dialogue what the role allows. Giving it twice changes nothing."""
    _may_give(by, dialogue)
    role, is_new = Role.objects.get_or_create(dialogue=dialogue, official=official, name=RoleName(name).value)
    if is_new:
        audit.record("role.given", on=official, by=by, at=now, dialogue_id=dialogue.pk, role=name)
    return role


@transaction.atomic
def take_role(*, role: Role, by: Official, now: datetime) -> None:
    """Raises Conflict for the last organiser of a dialogue: somebody must be able to give roles."""
    _may_give(by, role.dialogue)
    # The dialogue is held meanwhile: two organisers who take each other's role must not both succeed.
    held(Dialogue.objects).get(pk=role.dialogue_id)
    organisers = Role.objects.filter(dialogue=role.dialogue, name=RoleName.ORGANISER)
    if role.name == RoleName.ORGANISER and not organisers.exclude(pk=role.pk).filter(official__is_active=True).exists():
        raise Conflict(_("Dialogen måste ha minst en arrangör."), what_next=_("Gör först någon annan till arrangör."))
    audit.record("role.taken", on=role.official, by=by, at=now, dialogue_id=role.dialogue_id, role=role.name)
    role.delete()


@transaction.atomic
def welcome_official(*, key: str, email: str, name: str, title: str, password: str, now: datetime) -> Official:
    """Let an invited official in, with the role in the dialogue that the invitation names."""
    official, invitation = people.accept_invitation(
        key=key, email=email, name=name, title=title, password=password, now=now
    )
    dialogue = Dialogue.objects.filter(pk=invitation.dialogue_id).first() if invitation.dialogue_id else None
    if dialogue is not None and invitation.role in RoleName.values:
        Role.objects.get_or_create(dialogue=dialogue, official=official, name=invitation.role)
        audit.record("role.given", on=official, by=official, at=now, dialogue_id=dialogue.pk, role=invitation.role)
    return official
