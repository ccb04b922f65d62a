"""Inviting officials, letting them in, and closing their accounts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.base import audit, ids, outbox
from fardplan.base.errors import Conflict, Gone, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.organisation.queries import our_organisation
from fardplan.people.models import Official, OfficialInvitation

FIRST_LINK_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(days=7)
EXAMPLE_OFFICIAL = "arrangor@example.org"
ACCOUNT_MAIL = ("account:", "official-invitation:")  # how the keys of mails with sign-in links begin


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def first_invitation(*, now: datetime) -> str | None:
    """A key for the first official, who becomes administrator; None once there is an official.

    Only its hash is kept, so each start of the program makes a new key and the one before stops working.
    """
    with transaction.atomic():
        if Official.objects.filter(is_active=True).exists():
            return None
        OfficialInvitation.objects.filter(email="", used_at=None).delete()
        key = ids.secret_key()
        OfficialInvitation.objects.create(
            key_hash=_hash(key), is_administrator=True, created_at=now, expires_at=now + FIRST_LINK_LASTS
        )
        return key


@transaction.atomic
def example_official() -> Official:
    """Whoever sits down at the desk of the example. It has no password: elsewhere nobody can sign in as it."""
    official, _is_new = Official.objects.get_or_create(
        email=EXAMPLE_OFFICIAL,
        defaults={"name": _("Exempelarrangören"), "is_administrator": True, "password": make_password(None)},
    )
    return official


def invite_administrator(*, now: datetime) -> str:
    """A key that makes one more administrator, for whoever runs the machine: when nobody at the desk can invite."""
    key = ids.secret_key()
    invitation = OfficialInvitation.objects.create(
        key_hash=_hash(key), is_administrator=True, created_at=now, expires_at=now + FIRST_LINK_LASTS
    )
    audit.record("official.invited", on=invitation, by=audit.SYSTEM, at=now, role="administrator")
    return key


@transaction.atomic
def invite_official(
    *,
    email: str,
    by: Official,
    now: datetime,
    address_of: Callable[[str], str],
    is_administrator: bool = False,
    dialogue_id: int | None = None,
    role: str = "",
    what_for: str = "",
) -> OfficialInvitation:
    """Mail somebody a link that makes them an official. `address_of` turns the key into the whole address of the page.

    Raises Conflict when the address already belongs to an official.
    """
    email = email.lower()
    if Official.objects.filter(email__iexact=email).exists():
        raise Conflict(gettext_lazy("Den som har den adressen har redan ett konto."), field="email")
    OfficialInvitation.objects.filter(email=email, dialogue_id=dialogue_id, used_at=None).delete()
    key = ids.secret_key()
    invitation = OfficialInvitation.objects.create(
        key_hash=_hash(key),
        email=email,
        is_administrator=is_administrator,
        dialogue_id=dialogue_id,
        role=role,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    name = our_organisation().name
    outbox.queue(
        key=f"official-invitation:{invitation.pk}",
        to=email,
        subject=_("Inbjudan till skrivbordet hos %(organisation)s") % {"organisation": name},
        text=_(
            "Hej!\n\n%(by)s bjuder in dig till skrivbordet hos %(organisation)s%(what_for)s.\n\n"
            "Öppna länken och välj ett lösenord:\n%(link)s\n\n"
            "Länken gäller i sju dagar och kan användas en gång. Väntade du dig inte brevet behöver du inte göra något."
        )
        % {
            "by": by.name or name,
            "organisation": name,
            "what_for": f" ({what_for})" if what_for else "",
            "link": address_of(key),
        },
    )
    audit.record("official.invited", on=invitation, by=by, at=now, dialogue_id=dialogue_id, role=role)
    return invitation


def find_invitation(key: str, *, now: datetime) -> OfficialInvitation:
    """The invitation a link leads to. Raises Gone for one that is used, too old or never was."""
    invitation = OfficialInvitation.objects.filter(key_hash=_hash(key), used_at=None, expires_at__gt=now).first()
    if invitation is None:
        raise Gone(
            gettext_lazy("Länken gäller inte längre."),
            what_next=gettext_lazy(
                "En inbjudan kan användas en gång och gäller en viss tid. Be den som bjöd in dig om en ny. "
                "Är det den första länken: starta om programmet, så skrivs en ny."
            ),
        )
    return invitation


@transaction.atomic
def accept_invitation(
    *, key: str, email: str, name: str, title: str, password: str, now: datetime
) -> tuple[Official, OfficialInvitation]:
    """Make the invited an official. Raises Gone when the link no longer holds, Invalid when the address is taken."""
    invitation = find_invitation(key, now=now)
    if OfficialInvitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now) != 1:
        raise Gone(gettext_lazy("Länken har redan använts."))
    try:
        with transaction.atomic():
            official = Official.objects.create_user(
                invitation.email or email,
                password,
                name=name,
                title=title,
                is_administrator=invitation.is_administrator,
            )
    except IntegrityError as error:
        raise Invalid(
            gettext_lazy("Den som har den adressen har redan ett konto. Logga in i stället."), field="email"
        ) from error
    audit.record("official.joined", on=official, by=official, at=now, is_administrator=invitation.is_administrator)
    return official, invitation


@transaction.atomic
def change_about_me(*, official: Official, name: str, title: str, now: datetime) -> Official:
    official.name, official.title = name, title
    official.save(update_fields=["name", "title"])
    audit.record("official.changed", on=official, by=official, at=now)
    return official


def sign_out_everywhere(*, official: Official, but: str | None = None) -> int:
    """End every sign-in of an official, except the session with key `but`. Returns how many were ended."""
    ended = 0
    for session in Session.objects.all().iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(official.pk):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def close_account(*, official: Official, by: Official, now: datetime) -> None:
    """Let an official no longer in. What they have done stays in the log under their name.

    Raises Conflict for oneself, so the one who closes is always left.
    """
    _require_administrator(by)
    if official.pk == by.pk:
        raise Conflict(gettext_lazy("Du kan inte stänga ditt eget konto."))
    official.is_active = False
    official.save(update_fields=["is_active"])
    sign_out_everywhere(official=official)
    audit.record("official.closed", on=official, by=by, at=now)


@transaction.atomic
def remove_locks(*, official: Official, by: Official, now: datetime) -> None:
    """For somebody who has lost their key and their codes: they sign in with their password and add a new key.

    Raises Conflict for oneself.
    """
    _require_administrator(by)
    if official.pk == by.pk:
        raise Conflict(gettext_lazy("Dina egna nycklar tar du bort under Mitt konto."))
    Authenticator.objects.filter(user=official).delete()
    sign_out_everywhere(official=official)
    audit.record("official.locks_removed", on=official, by=by, at=now)


@transaction.atomic
def open_account(*, official: Official, by: Official, now: datetime) -> None:
    _require_administrator(by)
    official.is_active = True
    official.save(update_fields=["is_active"])
    audit.record("official.opened", on=official, by=by, at=now)


@transaction.atomic
def set_administrator(*, official: Official, is_administrator: bool, by: Official, now: datetime) -> None:
    """Make somebody administrator of the installation, or not. Raises Conflict for oneself."""
    _require_administrator(by)
    if official.pk == by.pk:
        raise Conflict(gettext_lazy("Du kan inte ändra din egen behörighet. Be någon annan."))
    official.is_administrator = is_administrator
    official.save(update_fields=["is_administrator"])
    audit.record("official.administrator", on=official, by=by, at=now, is_administrator=is_administrator)


def _require_administrator(by: Official) -> None:
    """`by` is an administrator now, and stays so until the transaction ends.

    Two administrators who shut each other out at once would otherwise both succeed, and nobody could come in again.
    """
    administrators = held(Official.objects).filter(is_active=True, is_administrator=True)
    if by.pk not in {administrator.pk for administrator in administrators.order_by("pk")}:
        raise NotAllowed(gettext_lazy("Bara en huvudansvarig kan ändra andras konton."))


def forget_old_account_mail(*, now: datetime) -> int:
    """Empty letters with sign-in links once those links no longer hold; returns how many."""
    return outbox.forget_old(keys=ACCOUNT_MAIL, queued_before=now - INVITATION_LASTS, now=now)
