"""Mail against a real mail server on 127.0.0.1."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from fardplan.base import clock, outbox
from fardplan.base.models import OutgoingMail


class Inbox:
    """Keeps what it accepts; refuses recipients in `refused`, and everybody while `is_busy`."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.is_busy = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.is_busy:
            return "451 try again later"
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    inbox = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield inbox
    server.stop()


def _queue(key: str = "signup:1:confirmed", **more: str) -> OutgoingMail | None:
    with transaction.atomic():
        return outbox.queue(key=key, to="karin@example.org", subject="Välkommen", text="Hej på dig!", **more)


def test_a_mail_is_sent_once_with_its_calendar_file(db: None, inbox: Inbox) -> None:
    mail = _queue(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert mail is not None
    assert [outbox.deliver_due(now=clock.now()), outbox.deliver_due(now=clock.now())] == [1, 0]
    (received,) = inbox.received
    body, calendar = received.iter_parts()
    assert (received["Subject"], received["To"], received["Message-ID"]) == (
        "Välkommen", "karin@example.org", mail.message_id,
    )  # fmt: skip
    assert body.get_content().strip() == "Hej på dig!"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert "BEGIN:VCALENDAR" in calendar.get_content()


def test_the_same_cause_queues_one_mail(db: None) -> None:
    assert _queue() is not None
    assert _queue() is None
    assert OutgoingMail.objects.count() == 1


def test_a_mail_is_queued_in_the_transaction_of_its_cause(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        outbox.queue(key="x", to="karin@example.org", subject="Hej", text="Hej")
    with transaction.atomic():
        outbox.queue(key="x", to="karin@example.org", subject="Hej", text="Hej")
        transaction.set_rollback(True)
    assert OutgoingMail.objects.count() == 0


def test_a_line_break_in_a_subject_adds_no_header(db: None, inbox: Inbox) -> None:
    with transaction.atomic():
        outbox.queue(key="x", to="karin@example.org", subject="Hej\r\nBcc: alla@example.org", text="Hej")
    outbox.deliver_due(now=clock.now())
    assert (inbox.received[0]["Subject"], inbox.received[0]["Bcc"]) == ("Hej Bcc: alla@example.org", None)


def test_a_busy_server_is_tried_again_later_with_the_same_message_id(db: None, inbox: Inbox) -> None:
    mail = _queue()
    assert mail is not None
    inbox.is_busy = True
    assert outbox.deliver_due(now=clock.now()) == 0
    inbox.is_busy = False
    assert outbox.deliver_due(now=clock.now()) == 0, "it waits before the next attempt"
    assert outbox.deliver_due(now=clock.now() + timedelta(minutes=2)) == 1
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at is not None, mail.last_error) == (2, True, "")
    assert inbox.received[0]["Message-ID"] == mail.message_id


def test_an_address_that_does_not_exist_is_given_up_and_the_others_go_out(db: None, inbox: Inbox) -> None:
    inbox.refused = {"karin@example.org"}
    mail = _queue()
    with transaction.atomic():
        outbox.queue(key="other", to="omar@example.org", subject="Hej", text="Hej")
    assert mail is not None
    assert outbox.deliver_due(now=clock.now()) == 1
    mail.refresh_from_db()
    assert mail.given_up_at is not None
    assert "karin@example.org" not in mail.last_error


def test_a_server_that_is_away_loses_no_mail(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    _queue()
    assert outbox.deliver_due(now=clock.now()) == 0
    mail = OutgoingMail.objects.get()
    assert (mail.attempts, mail.sent_at, mail.given_up_at) == (0, None, None)
    assert outbox.is_waiting(now=clock.now() + timedelta(minutes=1))


def test_a_mail_claimed_by_a_process_that_died_goes_out_when_its_lease_is_over(db: None, inbox: Inbox) -> None:
    _queue()
    now = clock.now()
    claimed = outbox._claim_next(now=now)
    assert claimed is not None, "and here the process dies"
    assert outbox.deliver_due(now=now + outbox.LEASE - timedelta(seconds=1)) == 0
    assert outbox.deliver_due(now=now + outbox.LEASE) == 1
    assert [mail["Message-ID"] for mail in inbox.received] == [claimed.message_id]


def test_an_address_no_mail_can_have_is_given_up_and_the_others_go_out(db: None, inbox: Inbox) -> None:
    with transaction.atomic():
        for key, to in [("broken", "karin@example.org\nBcc: alla@example.org"), ("whole", "omar@example.org")]:
            outbox.queue(key=key, to=to, subject="Hej", text="Hej")
    assert outbox.deliver_due(now=clock.now()) == 1
    broken, whole = OutgoingMail.objects.order_by("id")
    assert (broken.given_up_at is not None, whole.sent_at is not None) == (True, True)


def test_a_server_that_hangs_up_costs_one_mail_one_attempt(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "fardplan.base.outbox.Mailbox"

    def hang_up(*_: object) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(outbox.Mailbox, "send_messages", hang_up)
    for number in range(3):
        _queue(f"signup:{number}:confirmed")
    assert outbox.deliver_due(now=clock.now()) == 0
    assert [mail.attempts for mail in OutgoingMail.objects.order_by("id")] == [1, 0, 0]


def test_a_mail_forgotten_while_it_was_being_sent_stays_forgotten(db: None) -> None:
    mail = _queue("signup:1:confirmed")
    assert mail is not None
    outbox.forget(keys=["signup:1:"], now=clock.now())
    outbox._mark(mail, next_attempt_at=None, sent_at=clock.now())
    mail.refresh_from_db()
    assert (mail.to, mail.sent_at) == ("", None)
    assert (outbox.try_again(mail), outbox.is_waiting(now=clock.now())) == (False, False)


@pytest.fixture
def filling() -> Iterator[dict[str, str | None]]:
    """What is put into mails whose keys begin with "secret:"."""
    words: dict[str, str | None] = {"text": "Din kod är abcde."}
    outbox.filled_when_sent("secret:")(lambda _mail: words["text"])
    yield words
    del outbox._filled["secret:"]


def test_what_may_be_stored_nowhere_is_put_in_as_the_mail_leaves(
    db: None, inbox: Inbox, filling: dict[str, str | None]
) -> None:
    mail = _queue("secret:1")
    assert mail is not None
    outbox.deliver_due(now=clock.now())
    mail.refresh_from_db()
    assert (inbox.received[0].get_content().strip(), mail.text) == ("Din kod är abcde.", "Hej på dig!")


def test_a_mail_that_is_not_wanted_any_longer_is_forgotten(
    db: None, inbox: Inbox, filling: dict[str, str | None]
) -> None:
    mail = _queue("secret:2")
    assert mail is not None
    filling["text"] = None
    assert outbox.deliver_due(now=clock.now()) == 0
    mail.refresh_from_db()
    assert (inbox.received, mail.to, mail.sent_at, mail.next_attempt_at) == ([], "", None, None)
    assert not outbox.given_up().exists()
