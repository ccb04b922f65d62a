"""How long senders' addresses are kept, when the dialogue's promises change."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from fardplan.base import clock
from fardplan.base.locking import held
from fardplan.contributions.rules import erase_sender_after
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import ContactDetail


@transaction.atomic
def keep_senders_for(*, dialogue: Dialogue, before: Dialogue) -> None:
    """After the day the replies are due, or how long addresses are kept, has been changed: the promise follows.

    Otherwise a day put off would leave nobody to send the reply to. Of addresses not yet erased; `before` is the
    dialogue as it was.
    """
    real_now = clock.now()
    delta = erase_sender_after(dialogue, real_now=real_now) - erase_sender_after(before, real_now=real_now)
    if delta:
        senders = ContactDetail.objects.filter(submission__dialogue=dialogue, erased_at__isnull=True)
        list(held(senders.order_by("pk")))
        senders.update(erase_after=F("erase_after") + delta)
