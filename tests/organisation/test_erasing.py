"""What visitors told us is taken away in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.organisation.actions import NewMessage, erase_what_is_due, receive_accessibility_message
from fardplan.organisation.models import AccessibilityMessage, MessageKind, Organisation, PageFeedback
from tests.conftest import at

pytestmark = pytest.mark.django_db
THEN = at("2020-11-27 15:00")


def test_an_address_goes_half_a_year_after_the_answer_and_the_words_stay(organisation: Organisation) -> None:
    said = NewMessage(kind=MessageKind.FAULT, text="Något.", email="nagon@example.org")
    answered, waiting = (receive_accessibility_message(message=said, now=THEN) for _ in range(2))
    AccessibilityMessage.objects.filter(pk=answered.pk).update(answer="Lagat.", answered_at=THEN)
    assert erase_what_is_due(now=THEN + timedelta(days=180)) == 0
    assert erase_what_is_due(now=THEN + timedelta(days=181)) == 1
    assert dict(AccessibilityMessage.objects.values_list("pk", "email")) == {
        answered.pk: "",
        waiting.pk: "nagon@example.org",
    }
    assert AccessibilityMessage.objects.get(pk=answered.pk).text == "Något."
    letters = OutgoingMail.objects.filter(key__endswith=":received").order_by("id")
    assert [(mail.to, bool(mail.text)) for mail in letters] == [("", False), ("nagon@example.org", True)]


def test_the_log_does_not_hold_what_somebody_wrote(organisation: Organisation) -> None:
    said = NewMessage(kind=MessageKind.FAULT, text="Jag heter Karin och ser inte knappen.", email="nagon@example.org")
    receive_accessibility_message(message=said, now=THEN)
    logged = list(AuditEntry.objects.values("subject", "detail"))
    assert "Karin" not in str(logged)
    assert len(logged) == 1


def test_page_feedback_goes_after_two_years() -> None:
    PageFeedback.objects.create(path="/", helped=True, given_at=THEN)
    assert erase_what_is_due(now=THEN + timedelta(days=730)) == 0
    assert erase_what_is_due(now=THEN + timedelta(days=731)) == 1
    assert PageFeedback.objects.count() == 0
