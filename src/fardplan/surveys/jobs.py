"""What is done every so often, in real time: going on with letters, erasing addresses, counting responses, erasing
what nobody finished, and forgetting which browser a response came from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from fardplan.base import audit
from fardplan.base.jobs import periodic
from fardplan.people.erasing import due_for_erasing, erase_contacts
from fardplan.surveys import letters, resume_letter
from fardplan.surveys.actions.counting import count_stale
from fardplan.surveys.actions.exporting import remove_expired
from fardplan.surveys.actions.inviting import take_up_lost
from fardplan.surveys.actions.tidying import expire_unfinished, forget_order, forget_who_may_change
from fardplan.surveys.models import Invitation, Survey

AT_ONCE = 200  # rows in one transaction: others may write in between
ATTEMPTS = 20  # when somebody is answering just then


@periodic(every=timedelta(minutes=10))
def go_on_inviting(now: datetime) -> int:
    """A process that was stopped while it wrote letters leaves people who are never invited; they are."""
    return take_up_lost(now)


@periodic(every=timedelta(hours=1))
def erase_addresses(now: datetime) -> int:
    """Erase the addresses of those invited once the collection has been closed so long; returns how many."""
    erased = 0
    while count := _erase_some(now=now):
        erased += count
    return erased


@transaction.atomic
def _erase_some(*, now: datetime) -> int:
    due = list(due_for_erasing(now=now).filter(survey_invitation__isnull=False).values_list("id", flat=True)[:AT_ONCE])
    theirs = list(Invitation.objects.filter(contact__in=due).select_related("wave__collection"))
    erase_contacts(contact_ids=due, mail_keys=[letters.key_of(each) for each in theirs], now=now)
    surveys = {each.wave.collection.survey_id for each in theirs}
    for survey in Survey.objects.filter(pk__in=surveys).order_by("pk"):
        number = sum(each.wave.collection.survey_id == survey.pk for each in theirs)
        audit.record(
            "survey.addresses_erased", on=survey, by=audit.SYSTEM, at=now, dialogue_id=survey.dialogue_id, number=number
        )
    return len(due)


@periodic(every=timedelta(minutes=5))
def count_responses(now: datetime) -> int:
    """Count anew what has changed since it was counted; how many collections that was."""
    return count_stale(now=now)


@periodic(every=timedelta(minutes=10))
def tidy_responses(now: datetime) -> int:
    """Erase what nobody finished in time, and what ties responses of a closed collection to browsers; how many."""
    return expire_unfinished(now=now) + forget_who_may_change(now=now)


@periodic(every=timedelta(minutes=1))
def forget_resume_letters(now: datetime) -> int:
    """Empty the letters that lead back to a response once they have left; returns how many."""
    return resume_letter.forget_sent(now=now)


@periodic(every=timedelta(minutes=10))
def remove_data_files(now: datetime) -> int:
    """Remove the files with everybody's answers whose time is out; returns how many."""
    return remove_expired(now=now)


@periodic(every=timedelta(hours=24))
def forget_order_of_responses(now: datetime) -> bool:
    """Leave no trace of the order of responses, some seconds a day; whether it could be done then."""
    return any(forget_order() for _attempt in range(ATTEMPTS))
