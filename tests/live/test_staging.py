"""A stage is prepared out of the programme and follows it until the day begins; a rehearsal leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fardplan.base.errors import Conflict, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.contributions.models import Submission
from fardplan.dialogue.models import Day, RoleName, Session
from fardplan.live.actions import staging
from fardplan.live.models import Cue, Happening, Poll, PollOption, Question, Stage
from fardplan.people.models import Official
from tests.live.making import MINUTES, PROGRAMME, begun


def script(stage: Stage) -> list[tuple[str, str, int]]:
    """Titles, kinds and minutes, in order."""
    return [(cue.title, cue.kind, cue.planned_seconds // 60) for cue in stage.cues.all()]


def test_the_script_is_the_programme(stage: Stage, live_day: Day) -> None:
    assert script(stage) == PROGRAMME
    assert [cue.planned_at for cue in stage.cues.all()] == [each.starts_at for each in live_day.sessions.all()]
    assert (stage.situation, stage.is_rehearsal, stage.revision) == ("before", False, 0)


def test_preparing_twice_gives_the_same_stage(stage: Stage, producer: Official, now: datetime) -> None:
    again = staging.prepare(day=stage.day, by=producer, now=now)
    assert (again.pk, again.key, script(again)) == (stage.pk, stage.key, PROGRAMME)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["stage.prepared"]


def test_before_it_begins_the_script_follows_the_programme(stage: Stage, producer: Official, now: datetime) -> None:
    of = stage.day
    of.sessions.filter(title="Paus").delete()
    of.sessions.filter(title="Rummen").update(title="Samtalsrum", ends_at=of.starts_at + 90 * MINUTES)
    last = of.starts_at + 95 * MINUTES
    Session.objects.create(day=of, title="Avslutning", starts_at=last, ends_at=last + 5 * MINUTES)
    assert staging.follow_programme(day=of, by=producer, now=now)
    assert script(stage) == [*PROGRAMME[:2], ("Samtalsrum", "rooms", 50), ("Avslutning", "talk", 5)]


def test_what_was_written_in_the_script_stays_there(stage: Stage, producer: Official, now: datetime) -> None:
    stage.cues.filter(title="Välkommen").update(title="Hallå", is_changed_here=True)
    when = stage.day.starts_at + 1 * MINUTES
    Cue.objects.create(stage=stage, title="Film", kind="film", planned_at=when, planned_seconds=60)
    stage.day.sessions.update(title="Nytt")
    staging.follow_programme(day=stage.day, by=producer, now=now)
    assert [cue.title for cue in stage.cues.all()] == ["Hallå", "Film", "Nytt", "Nytt", "Nytt"]


def test_once_it_has_begun_the_programme_changes_nothing(stage: Stage, producer: Official, now: datetime) -> None:
    begun(stage)
    stage.day.sessions.update(title="Nytt")
    assert not staging.follow_programme(day=stage.day, by=producer, now=now)
    assert script(stage) == PROGRAMME


def test_a_day_without_a_stage_has_nothing_to_follow(day: Day, producer: Official, now: datetime) -> None:
    assert not staging.follow_programme(day=day, by=producer, now=now)
    assert not Stage.objects.exists()


def test_a_rehearsal_is_a_copy_of_the_script_and_the_polls(stage: Stage, producer: Official, now: datetime) -> None:
    poll = Poll.objects.create(stage=stage, question="Hur bor du?", kind="several", most_choices=2, opened_at=now)
    PollOption.objects.create(poll=poll, text="I stan")
    copy = staging.begin_rehearsal(day=stage.day, by=producer, now=now)
    assert (copy.is_rehearsal, script(copy), copy.situation) == (True, PROGRAMME, "before")
    again = copy.polls.get()
    assert (again.question, again.kind, again.most_choices, again.opened_at) == ("Hur bor du?", "several", 2, None)
    assert [option.text for option in again.options.all()] == ["I stan"]
    assert again.secret != poll.secret
    assert {copy.key, copy.caption_key, copy.secret}.isdisjoint({stage.key, stage.caption_key, stage.secret})


def test_a_rehearsal_begun_anew_has_the_same_addresses_and_none_of_the_old(
    rehearsal: Stage, producer: Official, now: datetime
) -> None:
    former = rehearsal.pk
    Question.objects.create(stage=rehearsal, text="Hörs det?", asked_at=now)
    begun(rehearsal)
    anew = staging.begin_rehearsal(day=rehearsal.day, by=producer, now=now)
    assert (anew.key, anew.situation, anew.questions.count()) == (rehearsal.key, "before", 0)
    assert not Stage.objects.filter(pk=former).exists()
    assert Stage.objects.filter(is_rehearsal=True).count() == 1


def test_a_rehearsal_thrown_away_leaves_the_day_as_it_was(
    rehearsal: Stage, stage: Stage, producer: Official, now: datetime
) -> None:
    first = Question.objects.create(stage=rehearsal, text="Hörs det?", asked_at=now)
    Question.objects.create(stage=rehearsal, text="Hör ni?", asked_at=now, merged_into=first)
    Happening.objects.create(stage=rehearsal, at=now, kind="question", question=first, by=producer)
    staging.throw_away_rehearsal(stage=rehearsal, by=producer, now=now)
    assert list(Stage.objects.all()) == [stage]
    assert (Question.objects.count(), Happening.objects.count(), Submission.objects.count()) == (0, 0, 0)
    assert script(stage) == PROGRAMME
    actions = [entry.action for entry in AuditEntry.objects.order_by("id")]
    assert actions == ["stage.prepared", "rehearsal.begun", "rehearsal.thrown_away"]


def test_the_days_own_stage_is_never_thrown_away(stage: Stage, producer: Official, now: datetime) -> None:
    with pytest.raises(Conflict):
        staging.throw_away_rehearsal(stage=stage, by=producer, now=now)
    assert Stage.objects.get() == stage


def test_those_who_only_read_prepare_nothing(
    live_day: Day, make_official: Callable[..., Official], now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        staging.prepare(day=live_day, by=make_official(RoleName.POLITICIAN), now=now)
    assert not Stage.objects.exists()
