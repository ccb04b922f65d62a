"""The script is written at the desk: cues come, go and change places; what has begun stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any

import pytest
from django.test import Client

from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid
from fardplan.desk.live_tabs import live_desk_address
from fardplan.dialogue.models import Day
from fardplan.live.actions import script
from fardplan.live.actions.cues import WrittenCue, save_script, script_fingerprint
from fardplan.live.actions.staging import prepare
from fardplan.live.forms.cues import CueRow
from fardplan.live.models import Stage
from fardplan.people.models import Official
from tests.conftest import at


@pytest.fixture
def afternoon(make_day: Callable[..., Day], producer: Official) -> Stage:
    """Points 0 to 3 at 13.00, 13.30, 14.00 and 14.30."""
    return prepare(day=make_day(hours=2, sessions=4), by=producer, now=at("2020-12-01 12:00"))


@pytest.fixture
def save(afternoon: Stage, producer: Official) -> Callable[..., Any]:
    def act(cues: Sequence[WrittenCue], seen: str | None = None) -> Any:
        return save_script(stage=afternoon, cues=cues, seen=seen, by=producer, now=at("2020-12-01 12:30"))

    return act


def rows(stage: Stage) -> list[WrittenCue]:
    """The script as the page shows it."""
    return [WrittenCue(**row) for row in CueRow.initials_of(list(stage.cues.all()))]


def planned(stage: Stage) -> list[tuple[str, str, int]]:
    from django.utils import timezone

    return [
        (cue.title, f"{timezone.localtime(cue.planned_at):%H.%M}", cue.planned_seconds // 60)
        for cue in stage.cues.all()
    ]


AS_PLANNED = [("Punkt 0", "13.00", 30), ("Punkt 1", "13.30", 30), ("Punkt 2", "14.00", 30), ("Punkt 3", "14.30", 30)]


def test_saving_what_is_there_changes_nothing(afternoon: Stage, save: Callable[..., Any]) -> None:
    save(rows(afternoon), seen=script_fingerprint(afternoon))
    assert planned(afternoon) == AS_PLANNED
    assert not afternoon.cues.filter(is_changed_here=True).exists()


def test_a_new_cue_comes_after_the_one_before_and_the_programme_keeps_its_times(
    afternoon: Stage, save: Callable[..., Any]
) -> None:
    written = rows(afternoon)
    film = WrittenCue(None, "Film", "film", 4, note="Ljudet upp.")
    save([*written[:1], film, *written[1:]])
    assert planned(afternoon) == [AS_PLANNED[0], ("Film", "13.30", 4), *AS_PLANNED[1:]]
    assert [session.title for session in afternoon.day.sessions.all()] == [title for title, _at, _length in AS_PLANNED]


def test_cues_that_change_places_change_times(afternoon: Stage, save: Callable[..., Any]) -> None:
    first, second, third, last = rows(afternoon)
    save([first, third, second, last])
    swapped = [("Punkt 2", "13.30", 30), ("Punkt 1", "14.00", 30)]
    assert planned(afternoon) == [AS_PLANNED[0], *swapped, AS_PLANNED[3]]
    assert list(afternoon.cues.filter(is_changed_here=True).values_list("title", flat=True)) == ["Punkt 2", "Punkt 1"]


def test_a_time_may_be_written_but_not_before_the_cue_before(afternoon: Stage, save: Callable[..., Any]) -> None:
    first, second, third, last = rows(afternoon)
    later = WrittenCue(last.id, last.title, last.kind, 20, time(14, 40))
    save([first, second, third, later])
    assert planned(afternoon)[-1] == ("Punkt 3", "14.40", 20)
    with pytest.raises(Invalid, match="Punkt 3"):
        save([first, second, third, WrittenCue(last.id, last.title, last.kind, 20, time(13, 45))])
    assert planned(afternoon)[-1] == ("Punkt 3", "14.40", 20)


def test_after_midnight_is_the_night_after(make_day: Callable[..., Day], producer: Official) -> None:
    night = prepare(day=make_day("2020-12-01 22:00", hours=4), by=producer, now=at("2020-12-01 21:00"))
    cues = [WrittenCue(None, "Kväll", "talk", 60, time(22)), WrittenCue(None, "Natt", "talk", 60, time(0, 30))]
    save_script(stage=night, cues=cues, seen=None, by=producer, now=at("2020-12-01 21:00"))
    assert [cue.planned_at for cue in night.cues.all()] == [at("2020-12-01 22:00"), at("2020-12-02 00:30")]


def test_what_has_begun_keeps_its_place(afternoon: Stage, save: Callable[..., Any], producer: Official) -> None:
    script.begin(stage=afternoon, by=producer, now=at("2020-12-01 13:02"))
    first, second, third, last = rows(afternoon)
    with pytest.raises(Conflict, match="har börjat"):
        save([second, third, last])
    save([second, first, last])
    assert [title for title, _at, _length in planned(afternoon)] == ["Punkt 1", "Punkt 0", "Punkt 3"]
    afternoon.refresh_from_db()
    assert afternoon.cue is not None
    assert afternoon.cue.planned_at == at("2020-12-01 13:00")


def test_two_who_write_the_script_lose_nothing(afternoon: Stage, save: Callable[..., Any]) -> None:
    seen = script_fingerprint(afternoon)
    save(rows(afternoon)[:3], seen=seen)
    with pytest.raises(ChangedMeanwhile):
        save([WrittenCue(None, "Min", "talk", 5)], seen=seen)
    assert planned(afternoon) == AS_PLANNED[:3]


def test_the_page_moves_and_saves_rows(client: Client, afternoon: Stage, producer: Official) -> None:
    client.force_login(producer)
    address = live_desk_address("desk:live-script", afternoon)
    page = client.get(address)
    shown = page.context["rows"]
    sent = {"seen": shown.seen, "rad-antal": len(shown.forms), "rader": "upp:1"}
    for place, form in enumerate(shown.forms):
        for name in ("id", "title", "kind", "minutes", "note"):
            sent[f"rad-{place}-{name}"] = form[name].value() or ""
        sent[f"rad-{place}-starts"] = f"{form.initial['starts']:%H:%M}" if form.initial.get("starts") else ""
    moved = client.post(address, sent)
    assert [form.initial["title"] for form in moved.context["rows"].forms[:2]] == ["Punkt 1", "Punkt 0"]
    assert client.post(address, {name: value for name, value in sent.items() if name != "rader"}).status_code == 302
    assert planned(afternoon) == AS_PLANNED
