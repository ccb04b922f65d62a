"""What is written to those who are invited: the organiser's words, in which each gets their own code as it is sent.

A letter is stored with its places still open: `{kod}`, `{länk}`. They are filled in when a mail leaves us or a sheet is
printed, so that neither our mail, nor a backup of it, holds the code of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from fardplan.base import outbox
from fardplan.base.models import OutgoingMail
from fardplan.organisation.queries import our_organisation
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, Invitation, Wave

NAME, CODE, LINK, LAST_DAY, SURVEY, SENDER, NO_MORE = "namn", "kod", "länk", "sista dag", "enkät", "avsändare", "avstå"
PLACES = (NAME, CODE, LINK, LAST_DAY, SURVEY, SENDER, NO_MORE)

_PLACE = re.compile(r"\{([^{}\n]{1,30})\}")
KEY = "survey-wave:"


def unknown_places(text: str) -> list[str]:
    """What stands in braces and is none of our places, in order: it would be sent as it stands."""
    return [name for name in _PLACE.findall(text) if name.strip().lower() not in PLACES]


def has_place(text: str, *names: str) -> bool:
    return any(found.strip().lower() in names for found in _PLACE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in, once through: a name that looks like a place stays a name."""
    return _PLACE.sub(lambda found: values.get(found[1].strip().lower(), found[0]), text)


def whole(text: str, *, is_mail: bool) -> str:
    """The letter as the organiser wrote it and what must be in every one: the way in, and the way out."""
    parts = [text.strip()]
    if is_mail and not has_place(text, LINK):
        parts.append(_("Svara här: {länk}"))
    if not has_place(text, NO_MORE):
        parts.append(_("Vill du inte bli påmind fler gånger? Säg till här, utan att förklara varför: {avstå}"))
    return "\n\n".join(parts)


# --- addresses and words ----------------------------------------------------------------------------------------------


def way_in(code: str) -> str:
    """Where a code leads. Short, without language: it is typed from paper."""
    return f"{settings.BASE_URL}/e/{as_shown(code)}/"


def way_out(code: str) -> str:
    """Where one says that one does not want to be reminded."""
    return f"{way_in(code)}nej/"


def without_scheme(address: str) -> str:
    """As it stands on paper: nobody types https."""
    return address.partition("://")[2]


def values_for(invitation: Invitation, *, is_mail: bool, same: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the places stand for in one letter. `contact` and `wave__collection__survey` are loaded.

    `same` is what `values_of` gave, for whoever writes many.
    """
    code = invitation_code(invitation.pk)
    shown = (lambda address: address) if is_mail else without_scheme
    contact = invitation.contact
    return {
        **(values_of(invitation.wave.collection) if same is None else same),
        NAME: contact.name if contact is not None else "",
        CODE: as_shown(code),
        LINK: shown(way_in(code)),
        NO_MORE: shown(way_out(code)),
    }


def values_of(collection: Collection) -> dict[str, str]:
    """What is the same in every letter."""
    return {
        LAST_DAY: date_format(localtime(collection.closes_at), "j F Y"),
        SURVEY: title_of(collection),
        SENDER: our_organisation().name,
    }


def title_of(collection: Collection) -> str:
    """What the survey is called, as those who answer read it."""
    version = collection.survey.versions.order_by("-number").first()
    definition = version.asks if version is not None else collection.survey.drafted
    return definition.say(definition.title, definition.language) or collection.survey.name


def sample(wave: Wave, *, subject: str, text: str, same: Mapping[str, str]) -> tuple[str, str]:
    """A letter to look at before it is sent: its subject and its text, to nobody, with a code that leads nowhere.

    `same` is what `values_of` gave.
    """
    is_mail = wave.channel == "email"
    code = "x" * 10
    shown = (lambda address: address) if is_mail else without_scheme
    values = {
        **same,
        NAME: _("Namn Namnsson"),
        CODE: as_shown(code),
        LINK: shown(way_in(code)),
        NO_MORE: shown(way_out(code)),
    }
    return filled(subject, values), filled(whole(text, is_mail=is_mail), values)


# --- mail -------------------------------------------------------------------------------------------------------------


def key_of(invitation: Invitation) -> str:
    """What all mail to one person of a wave begins with. The number, not the key the code is made of."""
    return f"{KEY}{invitation.wave_id}:{invitation.number}:"


def queue(invitation: Invitation) -> bool:
    """Queue this round's mail to somebody: the invitation, or reminder 1, 2 … False when it had been queued before."""
    wave, contact = invitation.wave, invitation.contact
    if contact is None or not contact.email:
        return False
    reminding = wave.reminders > 0
    values = values_of(wave.collection)
    with override(contact.language):
        mail = outbox.queue(
            key=f"{key_of(invitation)}{wave.reminders}",
            to=contact.email,
            subject=filled(wave.reminder_subject if reminding else wave.subject, values),
            text=whole(wave.reminder_text if reminding else wave.text, is_mail=True) + "\n",
        )
    return mail is not None


@outbox.filled_when_sent(KEY)
def fill(mail: OutgoingMail) -> str | None:
    """The mail as it leaves; None to somebody who has answered, declined, or does not belong, since it was queued."""
    wave_id, number, round_ = mail.key.removeprefix(KEY).split(":")
    found = Invitation.objects.filter(wave_id=wave_id, number=number)
    invitation = found.select_related("contact", "wave__collection__survey").first()
    if invitation is None or invitation.is_used or invitation.ineligible_because:
        return None
    if int(round_) and (invitation.has_declined or invitation.returned_on is not None):
        return None
    with override(mail.language):
        return filled(mail.text, values_for(invitation, is_mail=True))
