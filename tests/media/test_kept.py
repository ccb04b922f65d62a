"""What is left of a day that has been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fardplan.dialogue.models import Day
from fardplan.media.models import Broadcast, GraphicNote, Recording
from fardplan.media.queries import KeptRecording, days_with_broadcast, kept_from
from tests.conftest import at

NOW = at("2020-12-02 09:00")


def keep(day: Day, *, films: int = 1, notes: int = 1, published: bool = True) -> None:
    published_at = NOW if published else None
    for number in range(films):
        Recording.objects.create(
            day=day, title=f"Film {number}", kind="link", address="https://example.org/film",
            transcript="Välkomna." if number == 0 else "", is_captioned_elsewhere=True, published_at=published_at,
        )  # fmt: skip
    for number in range(notes):
        GraphicNote.objects.create(
            day=day, title=f"Bild {number}", picture=f"n{number}.png", alternative="En karta",
            description="Hela bilden i ord.", drawn_by="mötestecknaren", published_at=published_at,
        )  # fmt: skip


def test_published_films_and_pictures_come_once_each_with_their_day(make_day: Callable[..., Day]) -> None:
    first, second = make_day("2020-11-06 13:00", slug="dag-1"), make_day("2020-11-17 13:00", slug="dag-2")
    keep(first, films=2, notes=3)
    keep(second, films=0, notes=1)
    keep(second, published=False)
    kept = kept_from([first, second], now=NOW)
    films = list(kept[first.pk].recordings.values())
    assert [(film.title, film.has_transcript) for film in films] == [("Film 0", True), ("Film 1", False)]
    assert kept[first.pk].recording == KeptRecording(films[0].id, "Film 0", 0, has_transcript=True)
    assert [note.title for note in kept[first.pk].graphic_notes] == ["Bild 0", "Bild 1", "Bild 2"]
    note = kept[first.pk].graphic_notes[0]
    assert (note.picture.url, note.drawn_by) == ("/media/n0.png", "mötestecknaren")
    assert kept[second.pk].recording is None
    assert [note.title for note in kept[second.pk].graphic_notes] == ["Bild 0"]
    assert dict(kept_from([first, second], now=NOW - timedelta(seconds=1)))[first.pk].graphic_notes == []


@pytest.mark.parametrize("days", [1, 5])
def test_one_query_however_many_days(make_day: Callable[..., Day], days: int, django_assert_num_queries: Any) -> None:
    made = [make_day(f"2020-11-{10 + number} 13:00", slug=f"dag-{number}") for number in range(days)]
    for day in made:
        keep(day, films=2, notes=2)
    with django_assert_num_queries(1):
        kept = kept_from(made, now=NOW)
        assert [len(kept[day.pk].graphic_notes) for day in made] == [2] * days


def test_without_days_nothing_is_asked(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert dict(kept_from([], now=NOW)) == {}


def test_days_come_in_order_with_their_broadcast(make_day: Callable[..., Day], django_assert_num_queries: Any) -> None:
    last = make_day("2020-12-01 13:00", slug="dag-3")
    make_day("2020-11-06 13:00", slug="dag-1")
    Broadcast.objects.create(day=last, address="https://example.org/direkt")
    with django_assert_num_queries(1):
        found = [(day.slug, hasattr(day, "broadcast")) for day in days_with_broadcast(last.dialogue)]
    assert found == [("dag-1", False), ("dag-3", True)]
