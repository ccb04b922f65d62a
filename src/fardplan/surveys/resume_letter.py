"""The mail that leads back to a response, to an address that is kept nowhere else; emptied when it has left."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fardplan.base import ids, outbox
from fardplan.base.models import OutgoingMail
from fardplan.base.templatetags.fardplan import date_time
from fardplan.surveys.codes import as_shown
from fardplan.surveys.underway import Underway

KEY = "survey-resume:"


def address_of(underway: Underway) -> str:
    """Where the response goes on, with scheme and host."""
    return settings.BASE_URL + reverse("public:survey-code", args=[as_shown(underway.code)])


@transaction.atomic
def send(underway: Underway, *, to: str) -> None:
    """Queue the mail. Nothing ties it to the response but the code in it."""
    definition = underway.definition
    title = definition.say(definition.title, underway.language)
    outbox.queue(
        key=f"{KEY}{ids.secret_key()}",
        to=to,
        subject=_("Fortsätt enkäten: %(title)s") % {"title": title},
        text="\n\n".join(
            [
                _("Hej!"),
                _("Här fortsätter du enkäten där du slutade:"),
                address_of(underway),
                _("Svara senast %(moment)s. Då stänger enkäten.")
                % {"moment": date_time(underway.collection.closes_at)},
                _("Den som har länken kan läsa och ändra det du har svarat. Skicka den inte vidare."),
                _("Har du inte bett om det här brevet? Då behöver du inte göra något. Vi har inte sparat din adress."),
            ]
        )
        + "\n",
    )


def forget_sent(*, now: datetime) -> int:
    """Empty the mails that have left us: whoever reads our database must not find codes. Returns how many."""
    gone = OutgoingMail.objects.filter(key__startswith=KEY, next_attempt_at__isnull=True).exclude(to="")
    keys = list(gone.values_list("key", flat=True)[:200])
    with transaction.atomic():
        outbox.forget(keys=keys, now=now)
    return len(keys)
