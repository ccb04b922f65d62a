"""Inviting a sample: making codes, sending letters once each, reminding, and leaving people alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import task

from fardplan.base import clock
from fardplan.base.editing import write
from fardplan.base.errors import Closed, Conflict, Invalid, NotFound
from fardplan.base.locking import held
from fardplan.people.models import ContactDetail, Official
from fardplan.surveys import letters
from fardplan.surveys.actions.preparing import check_may_make, record
from fardplan.surveys.address_list import Address, key_of
from fardplan.surveys.codes import finding_hash, invitation_code
from fardplan.surveys.models import Collection, CollectionKind, Invitation, Wave, WaveChannel, random_id
from fardplan.surveys.queries.inviting import invited_already, to_reach
from fardplan.surveys.rules import MOST_INVITATIONS, MOST_REMINDERS, MOST_WAVES, is_open, may_be_reminded

AT_ONCE = 100  # letters in one transaction: others may write in between
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Letter:
    """What an invitation says, with its places open (`letters.PLACES`)."""

    subject: str
    text: str
    reminder_subject: str = ""
    reminder_text: str = ""
    most_reminders: int = 2


@transaction.atomic
def make_wave(
    *,
    collection: Collection,
    name: str,
    channel: WaveChannel,
    to: Sequence[Address] | int,
    letter: Letter,
    by: Official,
    now: datetime,
) -> Wave:
    """Invitations that go out together: one to each address, or a number of codes for whoever they are given to.

    Raises Invalid for a collection without invitations, for none or too many, and for a letter that cannot be sent;
    Conflict when the wave has been made already, or somebody in it has an invitation.
    """
    check_may_make(by, collection.survey.dialogue)
    stored = held(Collection.objects).get(pk=collection.pk)
    if stored.kind != CollectionKind.INVITED:
        raise Invalid(_("Bara ett inbjudet urval har inbjudningar."))
    number = to if isinstance(to, int) else len(to)
    if not 1 <= number <= MOST_INVITATIONS:
        raise Invalid(
            _("Ett utskick kan ha mellan 1 och %(most)d inbjudningar.") % {"most": MOST_INVITATIONS}, field="number"
        )
    last: int | None = Wave.objects.filter(collection=stored).aggregate(last=Max("number"))["last"]
    if (last or 0) >= MOST_WAVES:
        raise Invalid(_("En insamling kan ha högst %(most)d utskick.") % {"most": MOST_WAVES})
    if Wave.objects.filter(collection=stored, name=name).exists():
        raise Conflict(
            _("Det finns redan ett utskick med det namnet. Är det här ett till, ge det ett eget namn."), field="name"
        )
    if not isinstance(to, int) and (twice := _invited_before(stored, to, channel)):
        raise Conflict(
            ngettext(
                "En adress har redan en inbjudan. Välj filen igen.",
                "%(number)d adresser har redan en inbjudan. Välj filen igen.",
                twice,
            )
            % {"number": twice},
            field="file",
        )
    fields = check_letter(letter)
    wave = Wave.objects.create(
        collection=stored, number=(last or 0) + 1, name=name, channel=channel, created_at=now, **fields
    )
    contacts = _contacts(stored, [] if isinstance(to, int) else to)
    _make_invitations(wave, contacts or [None] * number)
    record("survey.wave_made", collection.survey, by=by, at=now, wave=wave.number, number=number, way=wave.channel)
    return wave


def _invited_before(collection: Collection, addresses: Sequence[Address], channel: WaveChannel) -> int:
    """How many were invited in an earlier wave: two codes would let one person answer twice."""
    known = invited_already(collection)
    return sum(key_of(each, by_email=channel == WaveChannel.EMAIL) in known for each in addresses)


def _contacts(collection: Collection, addresses: Sequence[Address]) -> list[ContactDetail | None]:
    erase_after = erased_after(collection)
    rows = [
        ContactDetail(
            name=each.name, email=each.email, postal_address=each.postal, language=each.language,
            erase_after=erase_after,
        )
        for each in addresses
    ]  # fmt: skip
    return list(ContactDetail.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE))


def erased_after(collection: Collection) -> datetime:
    """When the addresses go: so long after the closing, in real time, as the job that erases them runs in."""
    return max(collection.closes_at, clock.now()) + timedelta(days=collection.keep_addresses_days)


def _make_invitations(wave: Wave, contacts: Sequence[ContactDetail | None]) -> None:
    rows = []
    for number, contact in enumerate(contacts, start=1):
        pk = random_id()
        code_hash = finding_hash(invitation_code(pk), purpose="invitation")
        rows.append(Invitation(id=pk, wave=wave, number=number, code_hash=code_hash, contact=contact))
    Invitation.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def check_letter(letter: Letter) -> dict[str, Any]:
    """The fields of a letter that can be sent. Raises Invalid with the field that cannot."""
    if not 0 <= letter.most_reminders <= MOST_REMINDERS:
        raise Invalid(
            _("Påminn högst %(most)d gånger.") % {"most": MOST_REMINDERS}, field="most_reminders"
        )  # fmt: skip
    fields = {
        "subject": letter.subject,
        "text": letter.text,
        "reminder_subject": letter.reminder_subject or letter.subject,
        "reminder_text": letter.reminder_text or letter.text,
    }
    for field, words in fields.items():
        if unknown := letters.unknown_places(words):
            raise Invalid(
                _("{%(place)s} är inget som kan fyllas i. Det som går att skriva inom klamrar står under rutan.")
                % {"place": unknown[0]},
                field=field if getattr(letter, field) else field.removeprefix("reminder_"),
            )
    return {**fields, "most_reminders": letter.most_reminders}


@transaction.atomic
def change_letter(*, wave: Wave, letter: Letter, name: str, seen: str, by: Official, now: datetime) -> Wave:
    """Change what is written. The invitation only until it has gone out; the reminder as long as one is left.

    Raises ChangedMeanwhile, Invalid for a letter that cannot be sent.
    """
    check_may_make(by, wave.collection.survey.dialogue)
    stored = _held(wave)
    fields = {"name": name, **check_letter(letter)}
    if stored.sent_at is not None and (fields["subject"], fields["text"]) != (stored.subject, stored.text):
        raise Conflict(_("Inbjudan är skickad och kan inte ändras."), what_next=_("Påminnelsen går att ändra."))
    if fields["most_reminders"] < stored.reminders:
        raise Invalid(_("Så många påminnelser har redan skickats."), field="most_reminders")
    changed = write(stored, fields, seen=seen)
    if changed:
        record("survey.letter_changed", wave.collection.survey, by=by, at=now, wave=wave.number, fields=changed)
    return stored


# --- sending ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def send_wave(*, wave: Wave, by: Official, now: datetime) -> Wave:
    """Send the invitations by e-mail, some at a time; of letters, note that they have been posted.

    Raises Conflict when they have gone out already, Closed before the collection opens and after it has closed.
    """
    check_may_make(by, wave.collection.survey.dialogue)
    stored = _held(wave)
    if stored.sent_at is not None:
        raise Conflict(_("Inbjudningarna har redan skickats."))
    if stored.channel == WaveChannel.EMAIL and not is_open(wave.collection, now=now):
        raise Closed(
            _("Insamlingen är inte öppen, så ingen skulle kunna svara."),
            what_next=_("Skicka när den har öppnat, eller ändra när den öppnar."),
        )
    stored.sent_at = now
    return _out(stored, wave, action="survey.wave_sent", by=by, now=now)


@transaction.atomic
def remind(*, wave: Wave, seen_reminders: int, by: Official, now: datetime) -> Wave:
    """Remind those who have not answered, with the same code. `seen_reminders` is how many the page had counted.

    Raises Conflict when somebody has reminded meanwhile or no reminder is left, Closed when it cannot be answered.
    """
    check_may_make(by, wave.collection.survey.dialogue)
    stored = _held(wave)
    if stored.reminders != seen_reminders:
        raise Conflict(_("Någon annan har påmint under tiden. Ingen får två brev."))
    if not is_open(stored.collection, now=now):
        raise Closed(_("Insamlingen är inte öppen, så ingen skulle kunna svara."))
    if not may_be_reminded(stored, now=now):
        raise Conflict(
            _("Det går inte att påminna nu."),
            what_next=_("Inbjudan måste ha gått ut först, och det finns ett högsta antal påminnelser."),
        )
    stored.reminders, stored.reminded_at = stored.reminders + 1, now
    return _out(stored, wave, action="survey.wave_reminded", by=by, now=now)


def _out(stored: Wave, wave: Wave, *, action: str, by: Official, now: datetime) -> Wave:
    stored.is_writing = stored.channel == WaveChannel.EMAIL
    stored.save(update_fields=["sent_at", "reminders", "reminded_at", "is_writing"])
    number = to_reach(stored).count()
    record(action, wave.collection.survey, by=by, at=now, wave=wave.number, number=number)
    if stored.is_writing:
        write_letters.enqueue(stored.pk)
    return stored


@task()
def write_letters(wave_id: int) -> None:
    """Queue this round's mail, some at a time. Safe to repeat, and to run twice: each mail has a key of its own."""
    after: int | None = 0
    while after is not None:
        after = _write_some(wave_id, after=after)


@transaction.atomic
def _write_some(wave_id: int, *, after: int) -> int | None:
    """One transaction's worth; the number of the last who was written to, None when nobody is left."""
    wave = held(Wave.objects).filter(pk=wave_id, is_writing=True).first()
    if wave is None:
        return None
    wave.collection = Collection.objects.select_related("survey").get(pk=wave.collection_id)
    waiting = to_reach(wave).filter(number__gt=after).exclude(contact__email="").select_related("contact")
    some = list(waiting.order_by("number")[:AT_ONCE])
    for invitation in some:
        invitation.wave = wave
        letters.queue(invitation)
    if some:
        return some[-1].number
    Wave.objects.filter(pk=wave_id).update(is_writing=False)
    return None


def take_up_lost(now: datetime, *, since: timedelta = timedelta(minutes=15)) -> int:
    """Go on with what a stopped process left behind. Returns how many waves were taken up."""
    lost = Wave.objects.filter(is_writing=True, sent_at__lte=now - since).order_by("pk")
    ids = [wave.pk for wave in lost if wave.reminded_at is None or wave.reminded_at <= now - since]
    for pk in ids:
        write_letters.func(pk)
    return len(ids)


# --- those who are left alone -----------------------------------------------------------------------------------------

_LABEL = re.compile(r"(\d{1,3})[-–](\d{1,6})")


@dataclass(frozen=True)
class Noted:
    """What came of noting some numbers. Which of them had been answered is told nobody, only how many."""

    noted: int
    answered: int
    unknown: tuple[str, ...]


@transaction.atomic
def note_outside(*, collection: Collection, labels: str, because: str, by: Official, now: datetime) -> Noted:
    """Those who turned out not to belong: they are left out of the response rate, and their code stops working.

    `labels` are numbers from letters, with anything between them: "2-147, 2-150".
    """
    if not because.strip():
        raise Invalid(_("Skriv varför de inte hör till urvalet."), field="because")

    def outside(rows: list[Invitation]) -> list[Invitation]:
        changed = [each for each in rows if not each.is_used and not each.ineligible_because]
        Invitation.objects.filter(pk__in=[each.pk for each in changed]).update(ineligible_because=because.strip()[:120])
        return changed

    return _note(collection, labels, outside, action="survey.outside_noted", by=by, now=now)


@transaction.atomic
def note_returned(*, collection: Collection, labels: str, by: Official, now: datetime) -> Noted:
    """Those whose letter came back: they get no more. They still count in the response rate, as somebody who moved
    within the area belongs to the sample all the same."""

    def returned(rows: list[Invitation]) -> list[Invitation]:
        changed = [each for each in rows if not each.is_used and each.returned_on is None]
        Invitation.objects.filter(pk__in=[each.pk for each in changed]).update(returned_on=localdate(now))
        return changed

    return _note(collection, labels, returned, action="survey.returned_noted", by=by, now=now)


@transaction.atomic
def take_back_notes(*, collection: Collection, labels: str, by: Official, now: datetime) -> Noted:
    """A number was read wrong: they belong again, and may be reminded."""

    def back(rows: list[Invitation]) -> list[Invitation]:
        changed = [each for each in rows if each.ineligible_because or each.returned_on is not None]
        ids = [each.pk for each in changed]
        Invitation.objects.filter(pk__in=ids).update(ineligible_because="", returned_on=None)
        return changed

    return _note(collection, labels, back, action="survey.notes_taken_back", by=by, now=now)


def _note(
    collection: Collection,
    labels: str,
    change: Callable[[list[Invitation]], list[Invitation]],
    *,
    action: str,
    by: Official,
    now: datetime,
) -> Noted:
    check_may_make(by, collection.survey.dialogue)
    wanted = {(int(wave), int(number)) for wave, number in _LABEL.findall(labels)}
    if not wanted:
        raise Invalid(_("Skriv numren som de står på breven, till exempel 2-147."), field="labels")
    if len(wanted) > ROWS_AT_ONCE:
        raise Invalid(_("Högst %(most)d nummer åt gången.") % {"most": ROWS_AT_ONCE}, field="labels")
    rows = held(Invitation.objects).filter(
        wave__collection=collection, wave__number__in={wave for wave, _n in wanted},
        number__in={number for _w, number in wanted},
    )  # fmt: skip
    waves = dict(Wave.objects.filter(collection=collection).values_list("pk", "number"))
    found = {(waves[each.wave_id], each.number): each for each in rows.order_by("pk")}
    known = {label: each for label, each in found.items() if label in wanted}
    changed = change(list(known.values()))
    record(action, collection.survey, by=by, at=now, collection=collection.slug, number=len(changed))
    return Noted(
        noted=len(changed),
        answered=sum(each.is_used for each in known.values()),
        unknown=tuple(f"{wave}-{number}" for wave, number in sorted(wanted - known.keys())),
    )


@transaction.atomic
def decline_reminders(*, invitation: Invitation) -> Invitation:
    """Somebody does not want to be reminded: without a word on why, and the code goes on working."""
    stored = held(Invitation.objects).get(pk=invitation.pk)
    if not stored.has_declined:
        stored.has_declined = True
        stored.save(update_fields=["has_declined"])
    return stored


def printed(*, wave: Wave, what: str, number: int, by: Official, now: datetime) -> None:
    """Write down that codes have left us on paper or in a file: who did it, of which wave, how many."""
    check_may_make(by, wave.collection.survey.dialogue)
    record("survey.codes_printed", wave.collection.survey, by=by, at=now, wave=wave.number, kind=what, number=number)


def _held(wave: Wave) -> Wave:
    """The wave as it stands now, with its collection read after it was held."""
    stored = held(Wave.objects).filter(pk=wave.pk).first()
    if stored is None:
        raise NotFound(_("Utskicket finns inte."))
    stored.collection = Collection.objects.select_related("survey__dialogue").get(pk=stored.collection_id)
    return stored


def keep_in_time(collection: Collection) -> None:
    """Move the day addresses are erased with the closing. Call in the transaction that moved it."""
    theirs = ContactDetail.objects.filter(survey_invitation__wave__collection=collection, erased_at__isnull=True)
    theirs.update(erase_after=erased_after(collection))
