"""Captions as they come: each line once, in order, newest version; and one person's turn at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from fardplan.base.errors import Closed, Conflict, NotAllowed
from fardplan.base.models import AuditEntry, LiveEvent
from fardplan.dialogue.models import Day, RoleName
from fardplan.live.actions import captions as actions
from fardplan.live.actions import script
from fardplan.live.actions.captions import GrowingLine, NewLine
from fardplan.live.actions.captions_kept import Mended, correct_lines
from fardplan.live.choices import Situation
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from fardplan.live.queries.captions import cues_of, languages_of, newest_lines, transcript_of
from fardplan.live.told import captions as told
from fardplan.people.models import Official
from tests.conftest import at

NOW = at("2020-12-01 14:10")


@pytest.fixture
def stage(day: Day, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("fardplan.base.clock.now", lambda: NOW)
    began_at = at("2020-12-01 13:00")
    return Stage.objects.create(day=day, situation=Situation.RUNNING, began_at=began_at, has_captions=True)


def line(text: str, key: str = "", *, language: str = "sv", **said: Any) -> NewLine:
    return NewLine(text=text, language=language, key=key, **said)


def take(stage: Stage, *lines: NewLine, now: datetime = NOW, typist: str = "") -> None:
    actions.take_lines(stage=stage, lines=lines, now=now, typist=typist)


def grow(stage: Stage, text: str, number: int, *, key: str = "r1", typist: str = "a", seconds: float = 0) -> bool:
    growing = GrowingLine(text=text, language="sv", key=key, number=number)
    real_now = NOW + timedelta(seconds=seconds)
    return actions.show_growing(stage=stage, line=growing, now=NOW, real_now=real_now, typist=typist)


def shown(stage: Stage) -> str:
    return str(told.line(str(stage.pk))["text"])


# --- lines ----------------------------------------------------------------------------------------------------------


def test_lines_are_told_in_order_with_their_ids(stage: Stage) -> None:
    take(stage, line("Välkomna.", "r1"), line("Vi börjar nu.", "r2"))
    kept = list(CaptionLine.objects.order_by("id"))
    events = list(LiveEvent.objects.order_by("id"))
    assert [each.data["id"] for each in events] == [each.pk for each in kept]
    assert [each.topic for each in events] == [f"captions-{stage.pk}"] * 2
    assert events[0].data == {
        "id": kept[0].pk, "language": "sv", "text": "Välkomna.", "automatic": False, "at": "2020-12-01T14:10:00+01:00",
    }  # fmt: skip


def test_a_line_sent_twice_is_one_line(stage: Stage) -> None:
    for _again in range(3):
        take(stage, line("Välkomna.", "r1"))
    assert (CaptionLine.objects.count(), LiveEvent.objects.count()) == (1, 1)


def test_two_lines_without_a_key_are_two_lines(stage: Stage) -> None:
    take(stage, line("Ja."), line("Ja."))
    assert [each.text for each in newest_lines(stage, ["sv"])] == ["Ja.", "Ja."]


def test_a_line_written_anew_keeps_its_place_and_an_older_version_comes_too_late(stage: Stage) -> None:
    take(stage, line("Välkomen.", "r1"), line("Nu.", "r2"))
    take(stage, line("Välkommen.", "r1", version=3))
    take(stage, line("Välkomnen.", "r1", version=2))
    assert [(each.text, each.version) for each in newest_lines(stage, [])] == [("Välkommen.", 3), ("Nu.", 1)]
    assert [each.data["text"] for each in LiveEvent.objects.order_by("id")] == ["Välkomen.", "Nu.", "Välkommen."]


def test_a_line_taken_back_is_no_longer_read(stage: Stage) -> None:
    take(stage, line("Fel lokal.", "r1"))
    take(stage, line("", "r1", version=2))
    assert (newest_lines(stage, []), LiveEvent.objects.order_by("id").last().data["text"]) == ([], "")  # type: ignore[union-attr]


def test_a_line_that_was_never_anything_is_not_kept(stage: Stage) -> None:
    take(stage, line("", "r1"))
    assert CaptionLine.objects.count() == 0


def test_times_that_cannot_be_become_ours(stage: Stage) -> None:
    late = NOW + timedelta(hours=1)
    take(stage, line("Sent.", began_at=late, ended_at=late), line("Gammalt.", began_at=NOW - timedelta(days=3)))
    take(stage, line("Riktigt.", began_at=NOW - timedelta(seconds=9), ended_at=NOW - timedelta(seconds=4)))
    assert [((NOW - each.began_at).seconds, (NOW - each.shown_at).seconds) for each in newest_lines(stage, [])] == [
        (0, 0), (0, 0), (9, 4),
    ]  # fmt: skip


def test_the_text_is_taken_from_an_hour_before_until_a_while_after(stage: Stage, day: Day) -> None:
    Stage.objects.update(situation=Situation.BEFORE)
    stage.refresh_from_db()
    with pytest.raises(Closed):
        take(stage, line("För tidigt."), now=day.starts_at - timedelta(hours=2))
    take(stage, line("Prov."), now=day.starts_at - timedelta(minutes=30))
    Stage.objects.update(situation=Situation.ENDED, situation_since=day.ends_at)
    stage.refresh_from_db()
    take(stage, line("Tack."), now=day.ends_at + timedelta(minutes=5))
    with pytest.raises(Closed):
        take(stage, line("Efteråt."), now=day.ends_at + timedelta(minutes=20))
    assert [each.text for each in newest_lines(stage, [])] == ["Prov.", "Tack."]


def test_a_rehearsal_takes_text_at_any_time(day: Day) -> None:
    rehearsal = Stage.objects.create(day=day, is_rehearsal=True)
    take(rehearsal, line("Prov."), now=at("2020-11-20 09:00"))
    assert len(newest_lines(rehearsal, [])) == 1


# --- the line that grows --------------------------------------------------------------------------------------------


def test_the_line_grows_and_goes_when_it_is_finished(stage: Stage) -> None:
    assert grow(stage, "Väl", 1)
    assert grow(stage, "Välkomna", 2)
    assert shown(stage) == "Välkomna"
    take(stage, line("Välkomna.", "r1"))
    assert shown(stage) == ""


def test_what_comes_late_changes_nothing(stage: Stage) -> None:
    grow(stage, "Välkomna", 2)
    grow(stage, "Väl", 1)
    assert shown(stage) == "Välkomna"
    take(stage, line("Välkomna.", "r1"))
    grow(stage, "Välkomna hit", 3)
    assert shown(stage) == ""


def test_nobody_writes_over_one_who_is_in_the_middle_of_a_line(stage: Stage) -> None:
    assert grow(stage, "Vi går", 1, typist="a")
    assert not grow(stage, "Nu tar jag", 1, typist="b", key="s1", seconds=3)
    assert shown(stage) == "Vi går"
    assert grow(stage, "Nu tar jag", 2, typist="b", key="s1", seconds=6)
    assert shown(stage) == "Nu tar jag"


def test_a_line_that_was_left_in_the_middle_goes_away_by_itself(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(stage, "Vi gå", 1)

    def seen_after(seconds: int) -> tuple[str, str]:
        monkeypatch.setattr("fardplan.base.clock.now", lambda: NOW + timedelta(seconds=seconds))
        return shown(stage), str(told.line_typed(str(stage.pk))["text"])

    assert [seen_after(29), seen_after(31)] == [("Vi gå", "Vi gå"), ("", "")]


def test_nothing_grows_when_captions_are_switched_off_or_the_broadcast_has_ended(
    stage: Stage, make_official: Callable[..., Official]
) -> None:
    by = make_official(RoleName.EDITOR)
    grow(stage, "Vi gå", 1)
    actions.show_captions(stage=stage, is_shown=False, by=by, now=NOW)
    after_switching = LineBeingTyped.objects.get().text
    grow(stage, "Vi går", 2)
    script.end(stage=stage, by=by, now=NOW)
    assert (after_switching, LineBeingTyped.objects.get().text) == ("", "")


def test_the_state_carries_every_language_the_dialogues_own_first(stage: Stage) -> None:
    for language in ("en", "sv"):
        actions.show_growing(
            stage=stage, line=GrowingLine("…", language, f"k-{language}", 1), now=NOW, real_now=NOW, typist=language
        )
    said = told.line(str(stage.pk))
    assert (said["language"], [each["language"] for each in said["others"]]) == ("sv", ["en"])


# --- turns ----------------------------------------------------------------------------------------------------------


def types(stage: Stage, key: str, *, seconds: float, types: bool = True, language: str = "sv") -> CaptionTypist | None:
    return actions.seen_typing(
        stage=stage, key=key, name=key, language=language, types=types, real_now=NOW + timedelta(seconds=seconds)
    )


def turns(stage: Stage) -> list[str]:
    return [each.name for each in CaptionTypist.objects.filter(stage=stage, turn_since__isnull=False)]


def test_the_turn_passes_when_one_has_stopped_and_another_types(stage: Stage) -> None:
    types(stage, "anna", seconds=0)
    types(stage, "bo", seconds=1, types=False)
    assert turns(stage) == ["anna"]
    types(stage, "bo", seconds=2)
    assert turns(stage) == ["anna"]
    types(stage, "bo", seconds=8)
    assert turns(stage) == ["bo"]


def test_each_language_has_a_turn_of_its_own(stage: Stage) -> None:
    types(stage, "anna", seconds=0)
    types(stage, "cleo", seconds=1, language="en")
    assert turns(stage) == ["anna", "cleo"]


def test_one_who_goes_on_typing_costs_one_query_most_of_the_time(stage: Stage, django_assert_num_queries: Any) -> None:
    types(stage, "anna", seconds=0)
    with django_assert_num_queries(3):  # the savepoint of the action, and one question
        types(stage, "anna", seconds=1)


def test_the_thirteenth_browser_is_not_listed_but_types(stage: Stage) -> None:
    for number in range(actions.MOST_TYPISTS):
        assert types(stage, f"nr-{number}", seconds=0, types=False) is not None
    assert types(stage, "en-till", seconds=1) is None
    assert types(stage, "en-till", seconds=2 * 3600) is not None  # the others have gone


# --- the transcript -------------------------------------------------------------------------------------------------


def test_the_transcript_has_a_paragraph_for_each_pause_and_stands_in_the_order_it_was_said(stage: Stage) -> None:
    moments = [(0, 4), (5, 9), (20, 22)]
    for start, end in reversed(moments):
        take(stage, line(f"Rad {start}.", began_at=NOW + timedelta(seconds=start - 60),
                         ended_at=NOW + timedelta(seconds=end - 60)))  # fmt: skip
    assert [each.text for each in transcript_of(stage, "sv")] == ["Rad 0. Rad 5.", "Rad 20."]
    assert (transcript_of(stage, "en"), languages_of(stage)) == ([], ["sv"])


def test_captions_of_the_film_are_moved_and_long_lines_divided(stage: Stage) -> None:
    began_at = at("2020-12-01 13:00")
    long_line = "Det här är en lång rad som inte får plats på två rader i en film, så den delas i flera delar här."
    take(stage, line("Välkomna.", began_at=began_at + timedelta(seconds=10), ended_at=began_at + timedelta(seconds=12)),
         line(long_line, began_at=began_at + timedelta(seconds=14), ended_at=began_at + timedelta(seconds=20)),
         line("Före.", began_at=began_at - timedelta(seconds=30), ended_at=began_at - timedelta(seconds=20)),
         now=began_at + timedelta(minutes=1))  # fmt: skip
    lines = sorted(CaptionLine.objects.all(), key=lambda each: each.began_at)
    cues = cues_of(lines, starts_at=began_at, offset=-3)
    assert [cue.text for cue in cues] == ["Välkomna.", *_two(long_line)]
    assert [round(cue.start, 1) for cue in cues][:2] == [7.0, 11.0]
    assert all(cue.end <= following.start + 0.01 for cue, following in pairwise(cues))


def _two(text: str) -> list[str]:
    cut = text[:85].rindex(" ")
    return [text[:cut], text[cut + 1 :]]


# --- deciding at the desk -------------------------------------------------------------------------------------------


def test_captions_are_shown_and_hidden_by_those_who_lead(stage: Stage, make_official: Callable[..., Official]) -> None:
    by = make_official(RoleName.EDITOR)
    Stage.objects.update(has_captions=False)
    actions.show_captions(stage=stage, is_shown=True, by=by, now=NOW)
    assert Stage.objects.get().has_captions
    actions.show_captions(stage=stage, is_shown=False, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        actions.show_captions(stage=stage, is_shown=True, by=make_official(RoleName.POLITICIAN), now=NOW)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "captions.shown_live",
        "captions.hidden_live",
    ]


def test_captions_that_are_off_are_told_only_to_those_who_type(
    stage: Stage, make_official: Callable[..., Official]
) -> None:
    by = make_official(RoleName.EDITOR)
    actions.show_captions(stage=stage, is_shown=False, by=by, now=NOW)
    take(stage, line("Ett två, hörs jag?", "r1"))
    grow(stage, "Nu ska vi", 1, key="r2")
    assert (shown(stage), told.line_typed(str(stage.pk))["text"]) == ("", "Nu ska vi")
    actions.show_captions(stage=stage, is_shown=True, by=by, now=NOW)
    assert shown(stage) == "Nu ska vi"
    take(stage, line("Nu ska vi börja.", "r2"))
    assert [(each.topic, each.data["text"]) for each in LiveEvent.objects.order_by("id")] == [
        (f"typing-{stage.pk}", "Ett två, hörs jag?"), (f"captions-{stage.pk}", "Nu ska vi börja."),
    ]  # fmt: skip


def test_what_is_corrected_while_captions_are_off_is_not_told_to_everybody(
    stage: Stage, make_official: Callable[..., Official]
) -> None:
    take(stage, line("Hemlig.", "r1"))
    Stage.objects.update(has_captions=False)
    kept, by = CaptionLine.objects.get(), make_official(RoleName.EDITOR)
    correct_lines(stage=stage, mended={kept.pk: Mended("Hemlig.", "Hemligt.")}, by=by, now=NOW)
    assert [each.topic for each in LiveEvent.objects.order_by("id")] == [f"captions-{stage.pk}", f"typing-{stage.pk}"]


def test_a_renewed_key_shuts_the_old_door(stage: Stage, client: Client, make_official: Callable[..., Official]) -> None:
    by, old = make_official(RoleName.EDITOR), stage.caption_key
    actions.renew_caption_key(stage=stage, by=by, now=NOW, seen=old)
    with pytest.raises(Conflict):
        actions.renew_caption_key(stage=stage, by=by, now=NOW, seen=old)
    assert client.post(f"/text/{old}/rader/", "{}", content_type="application/json").status_code == 404
    assert old not in json.dumps(list(AuditEntry.objects.values("subject", "detail")))


def test_a_line_being_typed_is_kept_nowhere_else(stage: Stage) -> None:
    grow(stage, "Halv", 1)
    assert (LineBeingTyped.objects.count(), CaptionLine.objects.count(), LiveEvent.objects.count()) == (1, 0, 0)
