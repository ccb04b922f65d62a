"""Senders' addresses go when we said; what they said stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fardplan.base import clock
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.jobs import erase
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import ContactDetail, Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, Say

SENT = at("2020-12-02 14:07")


@pytest.fixture(autouse=True)
def _real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SENT)


def left() -> list[str]:
    """What is still written anywhere of the addresses."""
    found = list(ContactDetail.objects.exclude(email="").values_list("email", flat=True))
    return found + list(OutgoingMail.objects.exclude(to="").values_list("to", flat=True))


def test_L44_an_address_is_erased_to_the_second_with_its_letters(say: Say) -> None:
    contact = say("Det jag sa.", email="nagon@example.org").contact
    assert contact is not None
    assert (erase(contact.erase_after - timedelta(seconds=1)), left()) == (0, ["nagon@example.org"] * 2)
    assert (erase(contact.erase_after), left()) == (1, [])
    contact.refresh_from_db()
    assert (contact.email, contact.erased_at) == ("", contact.erase_after)


def test_L24_erasing_an_address_keeps_what_was_said_and_its_receipt(say: Say, client: Any, organisation: Any) -> None:
    submission = say("Det jag sa.", email="nagon@example.org", sender_label="Gymnasieelev")
    assert submission.contact is not None
    erase(submission.contact.erase_after)
    page = client.get(f"/kvitto/{submission.receipt_key}/").text
    assert ("Det jag sa." in page, "Gymnasieelev" in page) == (True, True)


def test_erasing_is_logged_without_what_was_erased(say: Say, dialogue: Dialogue) -> None:
    for number in range(3):
        say(f"Nr {number}", email=f"nr{number}@example.org")
    erase(at("2022-01-01 00:00"))
    entry = AuditEntry.objects.get(action="senders.erased")
    assert (entry.actor, entry.dialogue_id, entry.detail) == ("Färdplan", dialogue.pk, {"number": 3})


def test_nobody_is_written_to_after_their_address_is_gone(
    make_contribution: MakeContribution, moderator: Official
) -> None:
    contribution = make_contribution(email="nagon@example.org")
    erase(at("2022-01-01 00:00"))
    contribution = actions.hide(
        contribution=contribution, rule="attack", reason="Påhopp", revision=0, by=moderator, now=at("2022-01-02 00:00")
    )
    assert left() == []


def test_many_are_erased_in_several_steps(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fardplan.contributions.jobs.AT_ONCE", 2)
    for number in range(5):
        say(f"Nr {number}", email=f"nr{number}@example.org")
    assert (erase(at("2022-01-01 00:00")), left()) == (5, [])


def test_an_address_is_kept_until_the_reply_when_replies_are_put_off(say: Say, dialogue: Dialogue) -> None:
    contact = say("Det jag sa.", email="nagon@example.org").contact
    assert contact is not None
    assert dialogue.replies_due_on is not None
    before, promised = Dialogue.objects.get(pk=dialogue.pk), contact.erase_after
    dialogue.replies_due_on += timedelta(days=300)
    actions.keep_senders_for(dialogue=dialogue, before=before)
    contact.refresh_from_db()
    assert contact.erase_after == promised + timedelta(days=300)
