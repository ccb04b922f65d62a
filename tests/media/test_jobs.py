"""Files that belong to nothing are put away, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from fardplan.base import clock
from fardplan.media.jobs import put_away_files
from fardplan.media.models import GraphicNote, Recording


def names() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_only_old_files_without_a_row_are_put_away(recording: Recording, note: GraphicNote) -> None:
    kept = names()
    left = Path(settings.MEDIA_ROOT) / "recordings" / "AAAAAAAAAAAAAAAAAAAAAA.mp4"
    left.write_bytes(b"film")
    other = Path(settings.MEDIA_ROOT) / "documents" / "a.pdf"
    other.parent.mkdir()
    other.write_bytes(b"%PDF-")
    assert put_away_files(clock.now() + timedelta(days=6)) == 0
    assert put_away_files(clock.now() + timedelta(days=8)) == 1
    assert names() == kept | {"documents/a.pdf"}


def test_what_was_removed_with_its_day_goes_with_every_width(recording: Recording, note: GraphicNote) -> None:
    GraphicNote.objects.all().delete()
    assert put_away_files(clock.now() + timedelta(days=8)) == 3
    assert names() == {recording.file.name}


def test_an_empty_database_loses_no_files(recording: Recording, note: GraphicNote) -> None:
    GraphicNote.objects.all().delete()
    Recording.objects.all().delete()
    before = names()
    assert put_away_files(clock.now() + timedelta(days=365)) == 0
    assert names() == before
