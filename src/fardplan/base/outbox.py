"""Mail: queued in the transaction of its cause, sent by the job thread, tried again until it is taken.

A mail is claimed (its next attempt moved ahead) before it is handed to the mail server and marked after. So only a
crash between the server's acceptance and our mark can send it again, and then under the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from fardplan.base import clock, ids
from fardplan.base.models import OutgoingMail

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 720, 720)]

_filled: dict[str, Callable[[OutgoingMail], str | None]] = {}


class Mailbox(BaseEmailBackend):
    """Where no mail server is configured (the example): the queued mail itself is what the mailbox page shows."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)


def queue(
    *, key: str, to: str, subject: str, text: str, calendar: str = "", calendar_method: str = "PUBLISH"
) -> OutgoingMail | None:
    """Queue one mail; None when a mail with this key was queued before. Call inside the cause's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("A mail is queued in the same transaction as its cause.")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    real_now = clock.now()
    try:
        with transaction.atomic():
            return OutgoingMail.objects.create(
                key=key,
                message_id=f"<{ids.secret_key()}@{domain}>",
                to=to,
                subject=" ".join(subject.split())[:200],
                text=text,
                calendar=calendar,
                calendar_method=calendar_method if calendar else "",
                language=get_language() or settings.LANGUAGE_CODE,
                queued_at=real_now,
                next_attempt_at=real_now,
            )
    except IntegrityError:
        if OutgoingMail.objects.filter(key=key).exists():
            return None
        raise


def filled_when_sent(
    beginning: str,
) -> Callable[[Callable[[OutgoingMail], str | None]], Callable[[OutgoingMail], str | None]]:
    """Register what puts into mails whose keys begin so what must be stored nowhere, as each leaves.

    It gives the text as it leaves, or None when the mail is not wanted any longer. For an app's `jobs.py` to import.
    """

    def keep(fill: Callable[[OutgoingMail], str | None]) -> Callable[[OutgoingMail], str | None]:
        _filled[beginning] = fill
        return fill

    return keep


def as_sent(mail: OutgoingMail) -> str | None:
    """The text of a mail as it leaves us; None when it is not wanted any longer."""
    for beginning, fill in _filled.items():
        if mail.key.startswith(beginning):
            return fill(mail)
    return mail.text


def deliver_due(*, now: datetime, at_most: int = 50) -> int:
    """Send what is waiting; returns how many were taken by the mail server."""
    sent = 0
    begun_at = clock.now()
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        _wait_for_server(now=now, error=error)
        return 0
    with server:
        for _ in range(at_most):
            # A slow server must not use up the lease of the last of many.
            mail = _claim_next(now=now + (clock.now() - begun_at))
            if mail is None:
                break
            try:
                sent += _send(mail, server=server)
            except (OSError, smtplib.SMTPServerDisconnected) as error:
                _mark_failed(mail, error=error)
                break  # the next look opens a new connection; the others have lost no attempt
    return sent


def is_waiting(*, now: datetime) -> bool:
    return OutgoingMail.objects.filter(next_attempt_at__lte=now).exists()


def _wait_for_server(*, now: datetime, error: Exception) -> None:
    """Nobody's attempt is used up while the mail server cannot be reached."""
    waiting = OutgoingMail.objects.filter(next_attempt_at__lte=now).update(next_attempt_at=now + WAITS[0])
    logger.warning("The mail server cannot be reached (%s); %s mails wait a minute", type(error).__name__, waiting)


def mails_about(key: str) -> QuerySet[OutgoingMail]:
    """The mails whose keys begin so; the latest first."""
    return OutgoingMail.objects.filter(key__startswith=key).order_by("-id")


def forget(*, keys: Collection[str], now: datetime) -> None:
    """Empty the mails whose keys begin so: to whom, what, and the file. Those still waiting are given up.

    The keys stay, so that none of them is queued a second time.
    """
    for key in keys:
        _empty(OutgoingMail.objects.filter(key__startswith=key), now=now)


@transaction.atomic
def forget_old(*, keys: Collection[str], queued_before: datetime, now: datetime) -> int:
    """As `forget`, only the mails that were queued before a moment; returns how many were not empty already."""
    old = OutgoingMail.objects.filter(queued_at__lt=queued_before).exclude(to="")
    return sum(_empty(old.filter(key__startswith=key), now=now) for key in keys)


def _empty(mails: QuerySet[OutgoingMail], *, now: datetime) -> int:
    mails.filter(next_attempt_at__isnull=False).update(next_attempt_at=None, given_up_at=now)
    return mails.update(to="", subject="", text="", calendar="", last_error="")


def _claim_next(*, now: datetime) -> OutgoingMail | None:
    with transaction.atomic():
        waiting = OutgoingMail.objects.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        mail = waiting.first()
        if mail is not None:
            mail.attempts += 1
            mail.next_attempt_at = now + LEASE
            mail.save(update_fields=["attempts", "next_attempt_at"])
        return mail


def _send(mail: OutgoingMail, *, server: BaseEmailBackend) -> bool:
    """False when this mail was refused. Raises OSError or SMTPServerDisconnected when the server is gone."""
    text = as_sent(mail)
    if text is None:
        _empty(OutgoingMail.objects.filter(pk=mail.pk), now=clock.now())
        return False
    message = EmailMessage(
        subject=mail.subject,
        body=text,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": mail.language},
        connection=server,
    )
    if mail.calendar:
        message.attach("inbjudan.ics", mail.calendar, f"text/calendar; charset=utf-8; method={mail.calendar_method}")
    try:
        message.send()
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:
        # ValueError: an address or a header that no mail can have. It must not stop the others.
        _mark_failed(mail, error=error)
        return False
    _mark(mail, next_attempt_at=None, sent_at=clock.now(), last_error="")
    return True


def _mark(mail: OutgoingMail, **changes: object) -> None:
    """Write what became of a mail, unless it has been forgotten meanwhile."""
    OutgoingMail.objects.filter(pk=mail.pk, given_up_at=None).update(**changes)


def _mark_failed(mail: OutgoingMail, *, error: Exception) -> None:
    last_error = f"{type(error).__name__}: {error}".replace(mail.to, "…")[:300]
    if _is_permanent(error) or mail.attempts > len(WAITS):
        _mark(mail, next_attempt_at=None, given_up_at=clock.now(), last_error=last_error)
        logger.error("Mail %s was given up after %s attempts (%s)", mail.key, mail.attempts, type(error).__name__)
    else:
        _mark(mail, next_attempt_at=clock.now() + WAITS[mail.attempts - 1], last_error=last_error)
        logger.warning("Mail %s waits for another attempt (%s)", mail.key, type(error).__name__)


def _is_permanent(error: Exception) -> bool:
    """The address does not exist, or cannot: trying again helps nobody."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def given_up() -> QuerySet[OutgoingMail]:
    """The mails that could not be sent and can be tried again; the latest first. Those forgotten are not among them."""
    return OutgoingMail.objects.filter(given_up_at__isnull=False).exclude(to="").order_by("-given_up_at")


def try_again(mail: OutgoingMail) -> bool:
    """Put a mail that was given up back in the queue, from the beginning, under the same Message-ID.

    False for one that has been forgotten: nothing is left of it to send.
    """
    again = given_up().order_by().filter(pk=mail.pk)
    return again.update(given_up_at=None, next_attempt_at=clock.now(), attempts=0) == 1
