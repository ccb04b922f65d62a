"""What visitors tell the organisation: accessibility messages, and whether a page helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fardplan.base import audit, outbox
from fardplan.base.templatetags.fardplan import long_date
from fardplan.base.workdays import working_days_after
from fardplan.organisation.models import AccessibilityMessage, MessageKind, PageFeedback
from fardplan.organisation.queries import answer_days, our_organisation
from fardplan.organisation.rules import KEEP_MESSAGE_ADDRESS_DAYS, KEEP_PAGE_FEEDBACK_DAYS


@dataclass(frozen=True)
class NewMessage:
    """What somebody tells us about accessibility. `email` is empty when they want no answer by mail."""

    kind: MessageKind
    text: str
    page: str = ""
    email: str = ""


@transaction.atomic
def receive_accessibility_message(*, message: NewMessage, now: datetime) -> AccessibilityMessage:
    """Take a message in, with the day it is to be answered; tell the sender, and the organisation (L-15)."""
    received = AccessibilityMessage.objects.create(
        kind=message.kind,
        page=message.page,
        text=message.text,
        email=message.email,
        received_at=now,
        due_on=working_days_after(timezone.localdate(now), answer_days()),
    )
    audit.record("accessibility_message.received", on=received, by=audit.PARTICIPANT, at=now, kind=message.kind)
    _tell_sender(received)
    with translation.override(settings.LANGUAGE_CODE):
        _tell_organisation(received)
    return received


def _tell_sender(message: AccessibilityMessage) -> None:
    if not message.email:
        return
    words = _(
        "Hej!\n\nVi har tagit emot ditt meddelande om tillgänglighet. Det har nummer %(number)s, och du får svar "
        "senast %(date)s.\n\nDu skrev:\n\n%(text)s\n\n%(organisation)s"
    )
    outbox.queue(
        key=f"accessibility:{message.pk}:received",
        to=message.email,
        subject=_("Vi har tagit emot ditt meddelande om tillgänglighet"),
        text=words
        % {
            "number": message.pk,
            "date": long_date(message.due_on),
            "text": message.text,
            "organisation": our_organisation().name,
        },
    )


def _tell_organisation(message: AccessibilityMessage) -> None:
    """Without the sender's words and address: those are read at the desk."""
    organisation = our_organisation()
    if not organisation.email:
        return
    words = _(
        "Någon har skrivit om tillgängligheten på webbplatsen (%(kind)s). Meddelandet har nummer %(number)s och ska "
        "besvaras senast %(date)s.\n\nLäs och svara på skrivbordet: %(address)s/skrivbord/"
    )
    outbox.queue(
        key=f"accessibility:{message.pk}:to-answer",
        to=organisation.email,
        subject=_("Nytt meddelande om tillgänglighet, svara senast %(date)s") % {"date": long_date(message.due_on)},
        text=words
        % {
            "kind": message.get_kind_display(),
            "number": message.pk,
            "date": long_date(message.due_on),
            "address": settings.BASE_URL,
        },
    )


@transaction.atomic
def give_page_feedback(*, path: str, helped: bool, now: datetime) -> PageFeedback:
    """Whether a page helped. Nothing about who answered is kept, so there is nobody to write in the audit log."""
    return PageFeedback.objects.create(path=path, helped=helped, given_at=now)


@transaction.atomic
def say_what_was_missing(*, feedback_id: int, text: str) -> bool:
    """Add words to an answer that has none yet; False when it is gone or has its words already."""
    return PageFeedback.objects.filter(pk=feedback_id, text="").update(text=text) == 1


@transaction.atomic
def erase_what_is_due(*, now: datetime) -> int:
    """Take away addresses and page feedback whose time is up; returns how many rows it was."""
    addresses = AccessibilityMessage.objects.filter(
        answered_at__lt=now - timedelta(days=KEEP_MESSAGE_ADDRESS_DAYS)
    ).exclude(email="")
    outbox.forget(keys=[f"accessibility:{message.pk}:" for message in addresses], now=now)
    erased = addresses.update(email="")
    old = PageFeedback.objects.filter(given_at__lt=now - timedelta(days=KEEP_PAGE_FEEDBACK_DAYS))
    return erased + old.delete()[0]
