"""Graphic notes and their gate, hotspots, broadcasts and rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.dialogue.models import Day, RoleName
from fardplan.media import sources
from fardplan.media.actions import broadcasts, notes
from fardplan.media.actions.broadcasts import BroadcastFacts, RoomFacts
from fardplan.media.actions.notes import NewHotspot, NoteFacts
from fardplan.media.models import Broadcast, ExternalRoom, GraphicNote, Hotspot
from fardplan.media.queries import rooms_now, spots_of
from fardplan.people.models import Official
from tests.media.makers import NOW, picture

ROOM = RoomFacts(title="Rum 1", address="https://moten.example.org/1", provider="Zoom", processor="Ett företag")


@pytest.mark.parametrize("missing", ["alternative", "description"])
def test_a_picture_without_its_words_is_not_published(
    make_note: Callable[..., GraphicNote], editor: Official, missing: str
):
    bare = make_note(**{missing: ""})
    with pytest.raises(Conflict, match="inte beskriven"):
        notes.publish_graphic_note(note=bare, by=editor, now=NOW)
    with pytest.raises(IntegrityError, match="published_graphic_note_is_described"), transaction.atomic():
        GraphicNote.objects.filter(pk=bare.pk).update(published_at=NOW)


def test_a_published_picture_keeps_its_words(note: GraphicNote, editor: Official, day: Day):
    notes.publish_graphic_note(note=note, by=editor, now=NOW)
    with pytest.raises(Conflict) as refused:
        notes.save_graphic_note(day=day, facts=NoteFacts("Titel"), by=editor, now=NOW, note=note)
    assert refused.value.field == "description"
    notes.hide_graphic_note(note=note, by=editor, now=NOW)
    notes.save_graphic_note(day=day, facts=NoteFacts("Titel"), by=editor, now=NOW, note=note)
    assert GraphicNote.objects.get().description == ""


def test_a_note_has_a_picture(day: Day, editor: Official):
    with pytest.raises(Invalid) as refused:
        notes.save_graphic_note(day=day, facts=NoteFacts("Titel"), by=editor, now=NOW)
    assert refused.value.field == "picture"


def test_a_new_picture_replaces_the_old_and_removal_takes_all(
    note: GraphicNote, editor: Official, day: Day, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        notes.save_graphic_note(
            day=day, facts=NoteFacts("Titel"), by=editor, now=NOW, note=note, picture=picture((500, 100))
        )
    folder = Path(settings.MEDIA_ROOT) / "graphic-notes"
    assert sorted(path.name.split("-", 1)[1][-15:] for path in folder.iterdir()) == sorted(
        path.name.split("-", 1)[1][-15:] for path in folder.glob("*500x100*")
    )
    with django_capture_on_commit_callbacks(execute=True):
        notes.remove_graphic_note(note=note, by=editor, now=NOW)
    assert (list(folder.iterdir()), GraphicNote.objects.count()) == ([], 0)


def test_a_published_note_is_hidden_before_it_is_removed(note: GraphicNote, editor: Official):
    notes.publish_graphic_note(note=note, by=editor, now=NOW)
    with pytest.raises(Conflict):
        notes.remove_graphic_note(note=note, by=editor, now=NOW)


def test_hotspots_are_placed_in_the_pictures_pixels(note: GraphicNote, editor: Official):
    notes.save_hotspots(note=note, hotspots=[NewHotspot(10, 20, 30, 40, "Ön", "Vi bor här.", 27)], by=editor, now=NOW)
    found = [(s.number, s.hotspot.heading, s.x, s.y, s.width, s.height) for s in spots_of(note)]
    assert found == [(1, "Ön", 100, 100, 300, 200)]


@pytest.mark.parametrize("place", [(-1, 0, 10, 10), (95, 0, 10, 10), (0, 95, 10, 10), (0, 0, 0, 10), (0, 0, 10, -5)])
def test_hotspots_stay_inside_the_picture(note: GraphicNote, editor: Official, place: tuple[float, ...]):
    spot = NewHotspot(*place, heading="Ön", text="Vi bor här.")
    with pytest.raises(Invalid, match="utanför bilden"):
        notes.save_hotspots(note=note, hotspots=[spot], by=editor, now=NOW)
    x, y, width, height = place
    with pytest.raises(IntegrityError, match="hotspot_is_inside"), transaction.atomic():
        Hotspot.objects.create(note=note, x=x, y=y, width=width, height=height, heading="Ön", text="Vi bor här.")


def test_saying_the_broadcast_again_changes_it(day: Day, editor: Official):
    for address in ("https://youtu.be/ABCdef12345", "https://www.youtube.com/watch?v=ZYXwvu98765&t=3"):
        broadcasts.save_broadcast(day=day, facts=BroadcastFacts("youtube", address), by=editor, now=NOW)
    broadcast = Broadcast.objects.get()
    found = sources.source_of(broadcast)
    assert (found.provider, found.address) == ("Youtube", "https://www.youtube.com/watch?v=ZYXwvu98765")
    assert found.frame.startswith("https://www.youtube-nocookie.com/embed/ZYXwvu98765?")
    assert found.policy == {"frame-src": ["https://www.youtube-nocookie.com"]}
    broadcasts.remove_broadcast(broadcast=broadcast, by=editor, now=NOW)
    assert Broadcast.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "film"),
    [
        ("https://youtu.be/ABCdef12345", "ABCdef12345"),
        ("https://www.youtube.com/watch?v=ABCdef12345", "ABCdef12345"),
        ("https://www.youtube.com/live/ABCdef12345?si=x", "ABCdef12345"),
        ("https://m.youtube.com/embed/ABCdef12345", "ABCdef12345"),
        ("https://youtube.com.example.org/watch?v=ABCdef12345", ""),
        ("https://youtu.be/kort", ""),
        ("https://youtu.be/", ""),
        ('https://youtu.be/"><script>', ""),
    ],
)
def test_the_film_in_an_address(address: str, film: str):
    assert sources.youtube_film(address) == film


def test_a_stream_opens_its_own_host_only(day: Day, editor: Official):
    facts = BroadcastFacts("hls", "https://strom.example.org:8443/dag/live.m3u8", provider="Egen ström")
    found = sources.source_of(broadcasts.save_broadcast(day=day, facts=facts, by=editor, now=NOW))
    assert found.policy["connect-src"] == ["https://strom.example.org:8443"]


def test_rooms_open_at_their_minute_and_close_after_the_day(day: Day, editor: Official):
    broadcasts.save_room(day=day, facts=ROOM, by=editor, now=NOW)
    opens, closes = day.starts_at - timedelta(minutes=15), day.ends_at + timedelta(minutes=30)
    second = timedelta(seconds=1)
    seen = [rooms_now(day, now=moment)[0].is_open for moment in (opens - second, opens, closes - second, closes)]
    assert seen == [False, True, True, False]
    assert rooms_now(day, now=NOW)[0].opens_at == opens


def test_a_cancelled_day_has_no_open_rooms(day: Day, editor: Official):
    broadcasts.save_room(day=day, facts=ROOM, by=editor, now=NOW)
    day.status = "cancelled"
    assert rooms_now(day, now=day.starts_at)[0].is_open is False


def test_only_those_who_edit_content_may(
    day: Day, note: GraphicNote, editor: Official, make_official: Callable[..., Official]
):
    other = make_official(RoleName.MODERATOR)
    room = broadcasts.save_room(day=day, facts=ROOM, by=editor, now=NOW)
    attempts: list[Callable[[], object]] = [
        lambda: broadcasts.save_broadcast(day=day, facts=BroadcastFacts("link", "https://a.org"), by=other, now=NOW),
        lambda: broadcasts.save_room(day=day, facts=ROOM, by=other, now=NOW),
        lambda: broadcasts.remove_room(room=room, by=other, now=NOW),
        lambda: notes.publish_graphic_note(note=note, by=other, now=NOW),
        lambda: notes.hide_graphic_note(note=note, by=other, now=NOW),
        lambda: notes.remove_graphic_note(note=note, by=other, now=NOW),
        lambda: notes.save_hotspots(note=note, hotspots=[], by=other, now=NOW),
        lambda: notes.save_graphic_note(day=day, facts=NoteFacts("T"), by=other, now=NOW, picture=picture()),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (ExternalRoom.objects.count(), GraphicNote.objects.count()) == (1, 1)
