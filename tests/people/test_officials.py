"""Officials come by invitation, once, in time; and they can be let out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from fardplan.base.errors import Conflict, Gone, Invalid, NotAllowed
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.actions.roles import give_role, take_role, welcome_official
from fardplan.dialogue.models import Dialogue, Role, RoleName
from fardplan.people import actions
from fardplan.people.models import Official, OfficialInvitation
from tests.conftest import at

NOW = at("2020-11-01 09:00")
ABOUT = {"name": "Arrangören", "title": "", "password": "fyra ord i en rad"}


def come_in(key: str, *, email: str = "forst@example.org", now=NOW) -> Official:
    return welcome_official(key=key, email=email, now=now, **ABOUT)


@pytest.mark.django_db
def test_the_first_link_makes_an_administrator_once():
    key = actions.first_invitation(now=NOW)
    official = come_in(key)
    assert (official.is_administrator, official.check_password(ABOUT["password"])) == (True, True)
    with pytest.raises(Gone):
        come_in(key, email="andra@example.org")
    assert actions.first_invitation(now=NOW) is None


@pytest.mark.django_db
def test_each_start_prints_a_new_link_and_the_older_one_stops_working():
    older = actions.first_invitation(now=NOW)
    newer = actions.first_invitation(now=NOW)
    with pytest.raises(Gone):
        actions.find_invitation(older, now=NOW)
    assert actions.find_invitation(newer, now=NOW).is_administrator


@pytest.mark.django_db
def test_the_first_link_lasts_a_day():
    key = actions.first_invitation(now=NOW)
    assert actions.find_invitation(key, now=NOW + timedelta(hours=23, minutes=59))
    with pytest.raises(Gone):
        actions.find_invitation(key, now=NOW + timedelta(hours=24))


@pytest.mark.django_db
def test_only_a_hash_of_the_link_is_kept():
    key = actions.first_invitation(now=NOW)
    kept = OfficialInvitation.objects.get()
    assert key not in str(vars(kept))


def invite(by: Official, dialogue: Dialogue, role: RoleName = RoleName.EDITOR) -> str:
    """Invite somebody to a role; returns the key in the mail."""
    actions.invite_official(
        email="Ny@Example.org", by=by, now=NOW, address_of=lambda key: f"https://x.example/{key}/",
        dialogue_id=dialogue.pk, role=role, what_for=dialogue.title,
    )  # fmt: skip
    text = OutgoingMail.objects.get(to="ny@example.org").text
    return text.partition("https://x.example/")[2].partition("/")[0]


def test_an_invitation_by_mail_gives_the_role_it_names(dialogue: Dialogue, administrator: Official):
    official = come_in(invite(administrator, dialogue), email="nagon-annan@example.org")
    assert (official.email, official.is_administrator) == ("ny@example.org", False)
    assert list(Role.objects.values_list("official__email", "dialogue__slug", "name")) == [
        ("ny@example.org", "dagen-2020", "editor")
    ]


def test_somebody_who_has_an_account_is_not_invited_again(dialogue: Dialogue, administrator: Official):
    with pytest.raises(Conflict):
        actions.invite_official(email="Ansvarig@example.org", by=administrator, now=NOW, address_of=str)
    assert not OutgoingMail.objects.exists()


def test_an_address_that_is_taken_is_refused_at_its_field(administrator: Official):
    key = "k" * 22
    OfficialInvitation.objects.create(
        key_hash=actions._hash(key), created_at=NOW, expires_at=NOW + timedelta(days=1)
    )  # fmt: skip
    with pytest.raises(Invalid) as caught:
        come_in(key, email=administrator.email)
    assert caught.value.field == "email"
    # Refused is not used: the link still works with another address.
    assert come_in(key).email == "forst@example.org"


def test_the_last_organiser_stays(dialogue: Dialogue, make_official: Callable[..., Official]):
    organiser = make_official(RoleName.ORGANISER)
    role = organiser.roles.get()
    with pytest.raises(Conflict):
        take_role(role=role, by=organiser, now=NOW)
    other = Official.objects.create_user("andra@example.org")
    give_role(dialogue=dialogue, official=other, name=RoleName.ORGANISER, by=organiser, now=NOW)
    take_role(role=role, by=other, now=NOW)
    assert list(Role.objects.values_list("official__email", flat=True)) == ["andra@example.org"]


def test_roles_given_and_taken_stand_in_the_log(dialogue: Dialogue, administrator: Official):
    other = Official.objects.create_user("andra@example.org")
    role = give_role(dialogue=dialogue, official=other, name=RoleName.EDITOR, by=administrator, now=NOW)
    give_role(dialogue=dialogue, official=other, name=RoleName.EDITOR, by=administrator, now=NOW)
    take_role(role=role, by=administrator, now=NOW)
    logged = AuditEntry.objects.order_by("id").values_list("action", "subject", "detail")
    assert list(logged) == [
        ("role.given", "andra@example.org", {"role": "editor"}),
        ("role.taken", "andra@example.org", {"role": "editor"}),
    ]


def test_closing_an_account_ends_its_sessions(client: Client, administrator: Official):
    other = Official.objects.create_user("andra@example.org")
    client.force_login(other)
    actions.close_account(official=other, by=administrator, now=NOW)
    assert client.get("/skrivbord/").status_code == 302
    with pytest.raises(Conflict):
        actions.close_account(official=administrator, by=administrator, now=NOW)


def test_signing_out_everywhere_spares_the_session_one_sits_in(administrator: Official):
    here, there = Client(), Client()
    here.force_login(administrator)
    there.force_login(administrator)
    assert actions.sign_out_everywhere(official=administrator, but=here.session.session_key) == 1
    assert [client.get("/skrivbord/").status_code for client in (here, there)] == [200, 302]


def test_two_administrators_who_shut_each_other_out_leave_one(administrator: Official):
    other = Official.objects.create_user("andra@example.org", is_administrator=True)
    actions.set_administrator(official=other, is_administrator=False, by=administrator, now=NOW)
    # `other` opened the page while still administrator.
    with pytest.raises(NotAllowed):
        actions.close_account(official=administrator, by=other, now=NOW)
    assert list(Official.objects.filter(is_active=True, is_administrator=True)) == [administrator]


def test_a_link_that_no_longer_holds_does_not_stay_in_our_mail(dialogue: Dialogue, administrator: Official):
    invite(administrator, dialogue)
    mail = OutgoingMail.objects.get()
    assert actions.forget_old_account_mail(now=mail.queued_at + actions.INVITATION_LASTS) == 0
    later = mail.queued_at + actions.INVITATION_LASTS + timedelta(seconds=1)
    assert [actions.forget_old_account_mail(now=later) for _ in range(2)] == [1, 0]
    mail.refresh_from_db()
    assert (mail.to, mail.text, mail.key) == ("", "", f"official-invitation:{OfficialInvitation.objects.get().pk}")
