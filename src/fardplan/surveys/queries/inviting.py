"""Who has been invited, how many of them have answered, and who is still to be reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.survey.response import Outcome, response
from fardplan.base.errors import NotFound
from fardplan.surveys.address_list import Address, key_of
from fardplan.surveys.codes import CODE_LENGTH, as_typed, finding_hash
from fardplan.surveys.models import Collection, Invitation, Wave


def waves_of(collection: Collection) -> QuerySet[Wave]:
    return Wave.objects.filter(collection=collection).order_by("number")


def access_wave_at_desk(collection: Collection, number: int) -> Wave:
    """A wave of a collection the official has already been let in to."""
    wave = Wave.objects.filter(collection=collection, number=number).first()
    if wave is None:
        raise NotFound(_("Utskicket finns inte."), what_next=_("Gå till insamlingens sida: där står de som finns."))
    wave.collection = collection
    return wave


def to_reach(wave: Wave) -> QuerySet[Invitation]:
    """Those this round is for: of a reminder, only who has not answered, declined, come back or fallen away."""
    waiting = Invitation.objects.filter(wave=wave, is_used=False, ineligible_because="")
    return waiting.filter(has_declined=False, returned_on__isnull=True) if wave.reminders else waiting


def invited_already(collection: Collection) -> dict[tuple[str, str], int]:
    """Who has an invitation, by `address_list.key_of` of their e-mail address and of their address, and in which wave.

    One query. Addresses that have been erased are not known any longer.
    """
    rows = Invitation.objects.filter(wave__collection=collection, contact__isnull=False).order_by("-wave__number")
    known: dict[tuple[str, str], int] = {}
    for wave, name, email, postal in rows.values_list(
        "wave__number", "contact__name", "contact__email", "contact__postal_address"
    ):
        found = Address(name=name, email=email, postal=postal)
        known |= {key_of(found, by_email=True): wave} if email else {}
        known |= {key_of(found, by_email=False): wave} if postal else {}
    return known


@dataclass(frozen=True)
class WaveNow:
    """A wave in numbers. `rate` is complete / (invited − known not to belong), 0–1, None when nobody is left."""

    wave: Wave | None
    outcome: Outcome
    declined: int
    returned: int
    to_remind: int

    @property
    def unanswered(self) -> int:
        """Those a first letter is for."""
        return (self.outcome.invited or 0) - self.outcome.complete - self.outcome.ineligible

    @property
    def rate(self) -> float | None:
        return self.outcome.response_rate

    @property
    def percent(self) -> int | None:
        return None if self.rate is None else round(100 * self.rate)


def waves_now(collection: Collection) -> tuple[list[WaveNow], WaveNow | None]:
    """Each wave, and all together (None without waves). One query."""
    waiting = Q(
        invitations__is_used=False, invitations__ineligible_because="",
        invitations__has_declined=False, invitations__returned_on__isnull=True,
    )  # fmt: skip
    rows = list(
        waves_of(collection).annotate(
            invited=Count("invitations"),
            answered=Count("invitations", filter=Q(invitations__is_used=True)),
            outside=Count("invitations", filter=~Q(invitations__ineligible_because="")),
            declined=Count("invitations", filter=Q(invitations__has_declined=True)),
            returned=Count("invitations", filter=Q(invitations__returned_on__isnull=False)),
            left=Count("invitations", filter=waiting & Q(invitations__isnull=False)),
        )
    )
    outcomes = {
        (str(row.number), ""): Outcome(complete=row.answered, invited=row.invited, ineligible=row.outside)
        for row in rows
    }
    summed = response(outcomes)
    each = [
        WaveNow(row, summed.by_wave[str(row.number)], row.declined, row.returned, row.left) for row in rows
    ]  # fmt: skip
    if summed.in_all is None:
        return each, None
    in_all = WaveNow(
        None,
        summed.in_all,
        sum(one.declined for one in each),
        sum(one.returned for one in each),
        sum(one.to_remind for one in each),
    )
    return each, in_all


def wave_now(wave: Wave) -> WaveNow:
    """One wave in numbers."""
    return next(each for each in waves_now(wave.collection)[0] if each.wave is not None and each.wave.pk == wave.pk)


def invitation_numbered(collection: Collection, label: str) -> Invitation | None:
    """The invitation of a collection with the number that stands on its letter: 2-147."""
    wave, _dash, number = label.strip().replace("–", "-").partition("-")
    if not (wave.isdecimal() and number.isdecimal() and len(wave) < 5 and len(number) < 9):
        return None
    found = Invitation.objects.filter(wave__collection=collection, wave__number=int(wave), number=int(number))
    return found.select_related("wave").first()


def invitation_with(code: str) -> Invitation | None:
    """The invitation a typed code belongs to; None for any other words. `wave__collection__survey` is loaded."""
    typed = as_typed(code)
    if len(typed) != CODE_LENGTH:
        return None
    found = Invitation.objects.filter(code_hash=finding_hash(typed, purpose="invitation"))
    return found.select_related("wave__collection__survey__dialogue").first()
