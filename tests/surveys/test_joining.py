"""An attack with the whole database at hand: who answered the only response of a quiet day?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from fardplan.people.models import ContactDetail, Official
from fardplan.surveys import actions
from fardplan.surveys.actions import inviting
from fardplan.surveys.actions.registering import OnPaper, register_response
from fardplan.surveys.address_list import Address
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.jobs import forget_order_of_responses
from fardplan.surveys.models import Collection, Invitation, Response, Source, Survey, WaveChannel
from tests.surveys.conftest import NOW
from tests.surveys.test_answering import answered

LETTER = inviting.Letter("Svara", "Hej {namn}! {länk}")
OWN = {"id", "number", "code_hash", "contact", "name", "email", "postal_address", "sha256"}
"""What belongs to each and says nothing of a day: drawn keys, numbers in the order of the list, the address."""


@pytest.fixture
def invited(survey: Survey, make_collection: Callable[..., Collection], organiser: Official) -> list[Invitation]:
    """Six, by letter."""
    sample = make_collection(survey, kind="invited")
    people = [Address(f"Namn {number}", f"{number}@example.org", "Gatan 1\n371 00 Orten") for number in range(6)]
    wave = inviting.make_wave(
        collection=sample, name="Ett", channel=WaveChannel.POST, to=people, letter=LETTER, by=organiser, now=NOW
    )
    inviting.send_wave(wave=wave, by=organiser, now=NOW)
    return list(wave.invitations.select_related("wave__collection__survey__dialogue").order_by("number"))


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def on_the_web(invitation: Invitation, now: datetime) -> None:
    code = answered(invitation.wave.collection, invitation=invitation, now=now)
    actions.submit(code=code, now=now)


def on_paper(invitation: Invitation, by: Official, now: datetime) -> None:
    sample = invitation.wave.collection
    paper = OnPaper({"matchar": "4"}, "sv", Source.PAPER, f"k{invitation.pk}", as_shown(invitation_code(invitation.pk)))
    register_response(collection=sample, version=sample.survey.versions.get(), paper=paper, by=by, now=now)


def footprint(invitation: Invitation) -> list[tuple[str, str, Any]]:
    """Every cell of every row that has a key of the invitation, or of the address it went to, but for its own."""
    prints: list[tuple[str, str, Any]] = []
    known = {Invitation: invitation.pk, ContactDetail: invitation.contact_id}
    for model in apps.get_models():
        keys = [field for field in model._meta.concrete_fields if _leads_to(field, known)]
        for key in keys:
            target = key.related_model if key.is_relation else model
            for row in model._base_manager.filter(**{key.attname: known[target]}).values():  # type: ignore[index]
                named = {field.attname: field.name for field in model._meta.concrete_fields}
                prints += [
                    (model._meta.label, name, value)
                    for name, value in row.items()
                    if named[name] not in OWN | {key.name}
                ]
    return sorted(prints, key=str)


def _leads_to(field: models.Field[Any, Any], known: dict[Any, Any]) -> bool:
    return field.related_model in known if field.is_relation else field.primary_key and field.model in known


def test_those_who_answered_on_different_quiet_days_cannot_be_told_apart(
    invited: list[Invitation], organiser: Official
) -> None:
    on_the_web(invited[4], day(1))
    on_the_web(invited[1], day(2))
    on_paper(invited[3], organiser, day(3))
    inviting.decline_reminders(invitation=invited[1])
    inviting.decline_reminders(invitation=invited[3])
    inviting.decline_reminders(invitation=invited[4])
    assert sorted(Response.objects.values_list("day", flat=True)) == [
        date(2020, 11, 25 + number) for number in range(3)
    ]
    prints = [footprint(invited[number]) for number in (1, 3, 4)]
    assert prints[0] == prints[1] == prints[2]
    assert ("surveys.Invitation", "is_used", True) in prints[0]
    assert footprint(invited[0]) != prints[0]  # the attack does see what there is to see


def test_no_moment_beside_an_invitation_is_later_than_when_it_was_sent(
    invited: list[Invitation], organiser: Official
) -> None:
    before = {(table, column): value for table, column, value in footprint(invited[2]) if isinstance(value, date)}
    on_the_web(invited[2], day(2))
    on_paper(invited[3], organiser, day(3))
    after = {(table, column): value for table, column, value in footprint(invited[2]) if isinstance(value, date)}
    assert before == after


def test_nothing_that_is_written_down_names_the_one_who_answered(
    invited: list[Invitation], organiser: Official
) -> None:
    on_the_web(invited[2], day(1))
    on_paper(invited[3], organiser, day(2))
    for each in invited[2:4]:
        code = invitation_code(each.pk)
        words = [str(each.pk), each.label, each.code_hash, code, as_shown(code)]
        named = re.compile("|".join(rf"(?<![\d-]){re.escape(word)}(?![\d-])" for word in words))
        for model in apps.get_models():
            if model in (Invitation, ContactDetail):
                continue
            for row in model._base_manager.values():
                found = [name for name, value in row.items() if named.search(str(value))]
                assert found == [], (model._meta.label, found)


@pytest.mark.django_db(transaction=True)
def test_the_rows_themselves_tell_neither_order_nor_pairs(invited: list[Invitation]) -> None:
    """SQLite by its own row number; PostgreSQL by the place of a row and the transaction that wrote it."""
    for invitation in invited:
        on_the_web(invitation, NOW)
    assert forget_order_of_responses(NOW)
    place, writer = ("ctid", "xmin") if connection.vendor == "postgresql" else ("rowid", "1")
    with connection.cursor() as cursor:
        for model in (Response, Invitation):
            cursor.execute(f"SELECT id, {writer} FROM {model._meta.db_table} ORDER BY {place}")
            rows = cursor.fetchall()
            assert len(rows) == len(invited)
            assert [key for key, _writer in rows] == sorted(key for key, _writer in rows)
            assert len({writer for _key, writer in rows}) == 1
