"""Roles, people and the log at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

import fardplan
from fardplan.base import audit
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.desk.log_words import WORDS
from fardplan.dialogue.models import Dialogue, Role, RoleName
from fardplan.people.models import Official
from tests.conftest import at

PASSWORD = "ett langt losenord"


@pytest.fixture
def organiser(make_official: Callable[..., Official], client: Client) -> Official:
    official = make_official(RoleName.ORGANISER)
    client.force_login(official)
    return official


def roles_of(dialogue: Dialogue) -> list[tuple[str, str]]:
    return list(Role.objects.filter(dialogue=dialogue).order_by("id").values_list("official__email", "name"))


def test_somebody_with_an_account_gets_a_role_at_once(client: Client, dialogue: Dialogue, organiser: Official):
    Official.objects.create_user("andra@example.org")
    client.post(reverse("desk:roles", args=[dialogue.slug]), {"email": "Andra@Example.org", "role": "moderator"})
    assert roles_of(dialogue) == [("organiser@example.org", "organiser"), ("andra@example.org", "moderator")]
    assert not OutgoingMail.objects.exists()


def test_somebody_new_gets_an_invitation_that_leads_to_the_role(
    client: Client, dialogue: Dialogue, organiser: Official
):
    url = reverse("desk:roles", args=[dialogue.slug])
    client.post(url, {"email": "ny@example.org", "role": "editor"})
    assert "ny@example.org" in client.get(url).text
    link = re.search(r"/skrivbord/valkommen/\S+/", OutgoingMail.objects.get().text)
    assert link is not None
    newcomer = Client()
    newcomer.post(link[0], {"name": "Ny", "password": "fyra ord i en rad"})
    assert newcomer.get(reverse("desk:basics", args=[dialogue.slug])).status_code == 200


def test_the_last_organiser_cannot_be_taken_away(client: Client, dialogue: Dialogue, organiser: Official):
    url = reverse("desk:remove-role", args=[dialogue.slug, Role.objects.get().pk])
    assert client.post(url).status_code == 409
    assert roles_of(dialogue) == [("organiser@example.org", "organiser")]


def test_a_role_in_another_dialogue_is_out_of_reach(client: Client, dialogue: Dialogue, organiser: Official):
    other = Dialogue.objects.create(slug="annan", title="Annan")
    role = Role.objects.create(dialogue=other, official=organiser, name=RoleName.POLITICIAN)
    assert client.post(reverse("desk:remove-role", args=[dialogue.slug, role.pk])).status_code == 404
    assert Role.objects.filter(pk=role.pk).exists()


def test_giving_a_role_asks_for_the_password_again_and_then_does_it(client: Client, dialogue: Dialogue):
    official = Official.objects.create_user("arrangor@example.org", PASSWORD)
    Role.objects.create(dialogue=dialogue, official=official, name=RoleName.ORGANISER)
    Official.objects.create_user("andra@example.org")
    client.force_login(official)
    url = reverse("desk:roles", args=[dialogue.slug])
    assert client.get(url).status_code == 200
    asked = client.post(url, {"email": "andra@example.org", "role": "editor"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert roles_of(dialogue) == [("arrangor@example.org", "organiser")]
    client.post(asked["Location"], {"password": PASSWORD, "next": url}, follow=True)
    assert roles_of(dialogue)[1:] == [("andra@example.org", "editor")]


# --- people ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def head(administrator: Official, client: Client) -> Client:
    Official.objects.filter(pk=administrator.pk).update(password="!")
    administrator.refresh_from_db()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    ("act", "after"),
    [
        ("stang", {"is_active": False, "is_administrator": False}),
        ("huvudansvarig", {"is_active": True, "is_administrator": True}),
    ],
)
def test_an_administrator_changes_other_peoples_accounts(head: Client, act: str, after: dict[str, bool]):
    other = Official.objects.create_user("andra@example.org")
    head.post(reverse("desk:change-official", args=[other.pk]), {"gor": act})
    assert Official.objects.values("is_active", "is_administrator").get(pk=other.pk) == after


@pytest.mark.parametrize("act", ["stang", "inte-huvudansvarig", "las-upp"])
def test_nobody_locks_themselves_out(head: Client, administrator: Official, act: str):
    response = head.post(reverse("desk:change-official", args=[administrator.pk]), {"gor": act})
    assert response.status_code == 409
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_administrator) == (True, True)


def test_somebody_who_lost_their_key_is_helped(head: Client):
    other = Official.objects.create_user("andra@example.org", PASSWORD)
    Authenticator.objects.create(user=other, type=Authenticator.Type.RECOVERY_CODES, data={"migrated_codes": []})
    assert "Har tappat sin nyckel" in head.get(reverse("desk:officials")).text
    head.post(reverse("desk:change-official", args=[other.pk]), {"gor": "las-upp"})
    assert not Authenticator.objects.exists()


def test_an_unknown_act_does_nothing(head: Client):
    other = Official.objects.create_user("andra@example.org")
    url = reverse("desk:change-official", args=[other.pk])
    assert [head.post(url, {"gor": "radera"}).status_code, head.post(url).status_code] == [404, 404]


# --- the log --------------------------------------------------------------------------------------------------------


def test_the_log_is_filtered_by_person_act_and_time(client: Client, dialogue: Dialogue, organiser: Official):
    other = Official.objects.create_user("asa@example.org", name="Åsa")
    for by, action, moment in [
        (other, "dialogue.changed", "2020-11-01 10:00"),
        (other, "day.moved", "2020-11-02 23:30"),
        (organiser, "day.moved", "2020-11-03 00:30"),
    ]:
        audit.record(action, on=dialogue, by=by, at=at(moment), dialogue_id=dialogue.pk)
    audit.record("day.moved", on=dialogue, by=other, at=at("2020-11-02 12:00"), dialogue_id=dialogue.pk + 1)

    def shown(**asked: str) -> list[tuple[str, str]]:
        rows = client.get(reverse("desk:log", args=[dialogue.slug]), asked).context["rows"]
        return [(entry.actor, entry.action) for entry, _words, _details in rows]

    every = [("organiser@example.org", "day.moved"), ("Åsa", "day.moved"), ("Åsa", "dialogue.changed")]
    assert shown() == every
    assert shown(who="åsa") == every[1:]
    assert shown(action="day.moved") == every[:2]
    assert shown(since="2020-11-02", until="2020-11-02") == [every[1]]
    assert shown(action="drop table", since="i går") == every


def test_the_log_costs_the_same_however_long(
    client: Client, dialogue: Dialogue, organiser: Official, django_assert_max_num_queries: Any
):
    for _number in range(60):
        audit.record("dialogue.changed", on=dialogue, by=organiser, at=at("2020-11-01 10:00"), dialogue_id=dialogue.pk)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("desk:log", args=[dialogue.slug]), {"sida": "2"})
    assert len(page.context["rows"]) == 10


def test_every_kind_of_entry_has_its_words():
    written = set()
    for path in Path(fardplan.__file__).parent.rglob("*.py"):
        if path.name == "log_words.py":
            continue
        source = path.read_text(encoding="utf-8")
        written |= set(re.findall(r'record\(\s*"([a-z_.]+)"', source))
        nouns = "|".join({code.partition(".")[0] for code in WORDS})
        written |= {
            code
            for code in re.findall(rf'"((?:{nouns})\.[a-z_]+)"', source)
            if not code.endswith((".yaml", ".contribution", ".reply", ".submission"))
        }
    assert written - WORDS.keys() == set(), "add these to desk/log_words.py"


def test_the_log_itself_cannot_be_changed(client: Client, dialogue: Dialogue, organiser: Official):
    from django.db import IntegrityError, transaction

    audit.record("dialogue.changed", on=dialogue, by=organiser, at=at("2020-11-01 10:00"))
    for attempt in (AuditEntry.objects.update, AuditEntry.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt(**({"actor": "Någon annan"} if attempt == AuditEntry.objects.update else {}))
