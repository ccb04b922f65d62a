"""What happened becomes chapters: at the right second, without mistakes and hidden questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Invalid
from fardplan.live.actions import script
from fardplan.live.actions.chapters import write_chapters
from fardplan.live.actions.happening import happened
from fardplan.live.models import Question, Stage
from fardplan.live.queries.chapters import chapters_from, stage_recorded
from fardplan.live.queries.record import course_of
from fardplan.media.models import Chapter, Recording
from fardplan.people.models import Official
from tests.live.making import MINUTES


@pytest.fixture
def film(stage: Stage) -> Recording:
    about = {"title": "Sändningen", "kind": "link", "address": "https://film.example/"}
    return Recording.objects.create(day=stage.day, **about)


@pytest.fixture
def led(stage: Stage, producer: Official) -> Stage:
    """The first two points were sent, the third was begun by mistake; a question was answered after 16 minutes."""
    cues, starts_at = list(stage.cues.all()), stage.day.starts_at

    def after(minutes: float) -> dict[str, Any]:
        return {"stage": stage, "by": producer, "now": starts_at + minutes * MINUTES}

    script.begin(**after(0))
    script.go_to(cue_id=cues[1].pk, **after(10))
    asked = {"stage": stage, "asked_at": starts_at, "shown_at": starts_at}
    question = Question.objects.create(text="När byggs det?", on_stage_at=starts_at + 14 * MINUTES, **asked)
    hidden = Question.objects.create(text="Dold", hidden_at=starts_at + 30 * MINUTES, **asked)
    for number, each in ((16, question), (18, hidden)):
        happened(stage, "question", now=starts_at + number * MINUTES, by=producer, question=each, title=each.text)
    script.go_to(cue_id=cues[2].pk, **after(20))
    script.step_back(**after(20.5))
    stage.refresh_from_db()
    return stage


WHOLE = [(0, "Välkommen"), (600, "Samtal om bostäder"), (840, "Fråga: När byggs det?")]


def written(recording: Recording) -> list[tuple[int, str]]:
    return list(recording.chapters.values_list("seconds", "title"))


@pytest.fixture
def write(led: Stage, film: Recording, producer: Official) -> Callable[..., Any]:
    def act(seconds: int = 0, *, replace: bool = False, seen: str | None = None) -> Any:
        return write_chapters(
            recording=film, stage=led, later=timedelta(seconds=seconds), replace=replace, seen=seen, by=producer,
            now=led.day.ends_at,
        )  # fmt: skip

    return act


def test_what_happened_becomes_chapters(film: Recording, write: Callable[..., Any]) -> None:
    write()
    assert written(film) == WHOLE


def test_a_film_that_begins_earlier_or_later_moves_them(led: Stage, film: Recording) -> None:
    def begun(seconds: int) -> list[int]:
        return [each.seconds for each in chapters_from(led, film, later=timedelta(seconds=seconds))]

    assert begun(-30) == [30, 630, 870]
    assert begun(90) == [0, 510, 750]
    film.seconds = 700
    assert begun(0) == [0, 600]


def test_chapters_made_by_hand_stay_unless_somebody_says_otherwise(film: Recording, write: Callable[..., Any]) -> None:
    Chapter.objects.create(recording=film, seconds=603, title="Om bostäder, på riktigt")
    write()
    assert written(film) == [WHOLE[0], (603, "Om bostäder, på riktigt"), WHOLE[2]]
    write(replace=True)
    assert written(film) == WHOLE


def test_somebody_who_wrote_chapters_meanwhile_loses_nothing(film: Recording, write: Callable[..., Any]) -> None:
    Chapter.objects.create(recording=film, seconds=5, title="Min")
    with pytest.raises(ChangedMeanwhile):
        write(replace=True, seen="an older look")
    assert written(film) == [(5, "Min")]


def test_a_broadcast_that_never_began_has_no_chapters(
    stage: Stage, film: Recording, rehearsal: Stage, producer: Official
) -> None:
    script.begin(stage=rehearsal, by=producer, now=stage.day.starts_at)
    assert stage_recorded(film) is None
    with pytest.raises(Invalid):
        write_chapters(
            recording=film, stage=stage, later=timedelta(0), replace=True, seen=None, by=producer, now=stage.day.ends_at
        )
    assert written(film) == []


def test_the_page_shows_them_first_and_asks_before_it_takes_any_away(
    client: Client, led: Stage, film: Recording, producer: Official
) -> None:
    client.force_login(producer)
    Chapter.objects.create(recording=film, seconds=603, title="Min")
    address = reverse("desk:chapters-of-day", args=[led.day.dialogue.slug, film.pk])
    assert address in client.get(reverse("desk:chapters", args=[led.day.dialogue.slug, film.pk])).text
    page = client.get(address, {"later": "-30"})
    assert [each.seconds for each in page.context["suggested"]] == [30, 630, 870]
    assert "Behåll dem och lägg till 3 som saknas" in page.text
    assert client.get(address, {"later": "strax"}).status_code == 422
    assert written(film) == [(603, "Min")]
    seen = client.get(address).context["seen"]
    client.post(address, {"seen": seen, "gor": "behall"})
    assert written(film) == [WHOLE[0], (603, "Min"), WHOLE[2]]


def test_the_record_of_the_day_leaves_out_mistakes_and_hidden_questions(led: Stage) -> None:
    told = [(point.happening.kind, point.happening.title) for point in course_of(led, now=led.day.ends_at)]
    assert [title for kind, title in told if kind == "cue"] == ["Välkommen", "Samtal om bostäder"]
    assert [title for kind, title in told if kind == "question"] == ["När byggs det?"]
    assert "back" not in [kind for kind, _title in told]


def test_a_beginning_by_mistake_is_not_in_the_record(stage: Stage, producer: Official) -> None:
    for minute, act in enumerate([script.begin, script.step_back, script.begin]):
        act(stage=stage, by=producer, now=stage.day.starts_at + minute * MINUTES)
    stage.refresh_from_db()
    told = [(point.happening.kind, point.second) for point in course_of(stage, now=stage.day.ends_at)]
    assert told == [("began", 0), ("cue", 0)]
