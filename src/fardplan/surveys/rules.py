"""Who may do what with a survey, and when it can be answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.analysis.disclosure import Limits
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_edit_content, may_register
from fardplan.people.models import Official
from fardplan.surveys.models import Collection, CollectionKind, ShownWhileOpen, Survey, Wave

MOST_SURVEYS = 20  # in one dialogue
MOST_COLLECTIONS = 20  # of one survey
FURTHEST = timedelta(days=3653)  # ahead, of a closing day
MOST_WAVES = 40  # of one collection
MOST_INVITATIONS = 20_000  # in one wave
MOST_REMINDERS = 3  # an organiser may decide on fewer, not on more
BATCH = 50  # new responses between two published results
SQUARE = 10  # people in a square of a map
MICRODATA = 5  # rows that share their background in a file of responses


def may_make_surveys(official: Official | None, dialogue: Dialogue) -> bool:
    """Write a survey, publish it, open and close its collections, and publish results."""
    return may_edit_content(official, dialogue)


def may_register_responses(official: Official | None, dialogue: Dialogue) -> bool:
    """Take down what came on paper or by telephone."""
    return may_register(official, dialogue)


def is_open(collection: Collection, *, now: datetime) -> bool:
    """True from the opening second up to and including the announced last second."""
    return collection.opens_at <= now and now.replace(microsecond=0) <= collection.closes_at


def has_closed(collection: Collection, *, now: datetime) -> bool:
    return now.replace(microsecond=0) > collection.closes_at


def has_intervals(collection: Collection) -> bool:
    """Only of a random sample can it be said how far chance may have led astray."""
    return collection.kind == CollectionKind.INVITED


def is_public(survey: Survey) -> bool:
    return survey.published_at is not None and survey.dialogue.published_at is not None


def may_be_reminded(wave: Wave, *, now: datetime) -> bool:
    """A wave that has gone out, while it can be answered, as many times as was decided."""
    is_out = wave.sent_at is not None and not wave.is_writing
    return is_out and wave.reminders < wave.most_reminders and is_open(wave.collection, now=now)


def takes_paper(collection: Collection, *, now: datetime) -> bool:
    """What came on paper or was said on the telephone is taken down from the opening, also after the closing:
    a letter that was posted in time arrives later."""
    return collection.opens_at <= now


def limits_of(survey: Survey) -> Limits:
    """The numbers below which nothing is shown: the survey's own, and those that hold for every survey."""
    return Limits(
        public=survey.public_minimum,
        batch=max(BATCH, survey.public_minimum),
        square=max(SQUARE, survey.desk_minimum),
        desk=survey.desk_minimum,
        microdata=MICRODATA,
    )


def may_publish_now(collection: Collection, *, now: datetime) -> bool:
    """When it has closed; before that only for those who have decided to show results while it is open."""
    return has_closed(collection, now=now) or (
        is_open(collection, now=now) and collection.survey.shown_while_open == ShownWhileOpen.RESULTS
    )
