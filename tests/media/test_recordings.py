"""Recordings: the gate of captions, and what happens to their files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from fardplan.base.errors import Conflict, DomainError, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Day, RoleName
from fardplan.media.actions import recordings
from fardplan.media.actions.recordings import NewChapter, RecordingFacts
from fardplan.media.models import Captions, Chapter, Recording
from fardplan.people.models import Official
from tests.media.makers import CAPTIONS, NOW, film, picture

EXCUSE = {"captions_missing_reason": "Tolken är sjuk.", "captions_due_on": date(2020, 12, 9)}


def publish(recording: Recording, by: Official) -> Recording:
    return recordings.publish_recording(recording=recording, by=by, now=NOW)


def caption(
    recording: Recording, by: Official, *, source: str = CAPTIONS, language: str = "sv", read: bool = True
) -> Captions:
    return recordings.save_captions(
        recording=recording, language=language, source=source, is_automatic=not read, by=by, now=NOW
    )


def files() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root).parts[0] for path in root.rglob("*") if path.is_file())


def test_a_recording_without_captions_is_not_published(recording: Recording, editor: Official):
    with pytest.raises(Conflict, match="saknar textning"):
        publish(recording, editor)
    recording.refresh_from_db()
    assert recording.published_at is None


def test_the_database_itself_holds_the_gate(recording: Recording):
    with pytest.raises(IntegrityError, match="published_recording_is_captioned"), transaction.atomic():
        Recording.objects.filter(pk=recording.pk).update(published_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.filter(pk=recording.pk).update(published_at=NOW, captions_missing_reason="Sen.")
    Recording.objects.filter(pk=recording.pk).update(published_at=NOW, **EXCUSE)
    assert Recording.objects.get().published_at == NOW


def test_with_captions_it_is_published(recording: Recording, editor: Official):
    caption(recording, editor)
    assert publish(recording, editor).published_at == NOW


def test_captions_nobody_has_read_through_do_not_open_the_gate(recording: Recording, editor: Official):
    caption(recording, editor, read=False)
    with pytest.raises(Conflict):
        publish(recording, editor)


def test_with_a_reason_and_a_date_it_is_published(make_recording: Callable[..., Recording], editor: Official):
    assert publish(make_recording(**EXCUSE), editor).published_at == NOW


def test_a_film_elsewhere_may_be_captioned_there(make_recording: Callable[..., Recording], editor: Official):
    elsewhere = make_recording(kind="youtube", address="https://youtu.be/ABCdef12345", is_captioned_elsewhere=True)
    assert publish(elsewhere, editor).published_at == NOW


def test_an_own_film_cannot_be_captioned_elsewhere(make_recording: Callable[..., Recording], editor: Official):
    own = make_recording(is_captioned_elsewhere=True)
    assert own.is_captioned_elsewhere is False
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.filter(pk=own.pk).update(published_at=NOW, is_captioned_elsewhere=True)


def test_captions_a_publication_rests_on_stay(recording: Recording, editor: Official):
    kept = caption(recording, editor)
    publish(recording, editor)
    with pytest.raises(Conflict):
        recordings.remove_captions(captions=Captions.objects.get(pk=kept.pk), by=editor, now=NOW)
    with pytest.raises(Conflict):
        caption(recording, editor, read=False)
    with pytest.raises(RestrictedError):
        kept.delete()
    assert Captions.objects.get().is_automatic is False


def test_captions_go_when_others_hold_the_gate(recording: Recording, editor: Official):
    swedish = caption(recording, editor)
    english = caption(recording, editor, language="en")
    publish(recording, editor)
    recordings.remove_captions(captions=Captions.objects.get(pk=swedish.pk), by=editor, now=NOW)
    recording.refresh_from_db()
    assert recording.main_captions == english


def test_the_reason_stays_as_long_as_it_holds_the_gate(
    make_recording: Callable[..., Recording], editor: Official, day: Day
):
    recording = publish(make_recording(**EXCUSE), editor)
    without = RecordingFacts(title="Sändningen", kind="file")
    with pytest.raises(Conflict) as refused:
        recordings.save_recording(day=day, facts=without, by=editor, now=NOW, recording=recording)
    assert refused.value.field == "captions_missing_reason"
    caption(Recording.objects.get(), editor)
    recordings.save_recording(day=day, facts=without, by=editor, now=NOW, recording=Recording.objects.get())
    assert Recording.objects.get().captions_missing_reason == ""


def test_captions_are_kept_as_we_write_them(recording: Recording, editor: Official):
    nasty = CAPTIONS.replace("Tack!", "<script>alert(1)</script>&lt;b&gt; Tack!")
    assert "script" not in caption(recording, editor, source=nasty).vtt.replace("&lt;b&gt;", "")


def test_faulty_captions_change_nothing(recording: Recording, editor: Official):
    caption(recording, editor)
    with pytest.raises(Invalid, match="Rad 3"):
        caption(recording, editor, source="WEBVTT\n\nhej")
    assert Captions.objects.get().vtt.count("-->") == 2


def test_a_recording_knows_its_length_and_a_new_film_replaces_the_old(
    recording: Recording, editor: Official, day: Day, django_capture_on_commit_callbacks: Any
):
    first = recording.file.name
    with django_capture_on_commit_callbacks(execute=True):
        recordings.save_recording(
            day=day,
            facts=RecordingFacts(title="Ny", kind="file"),
            by=editor,
            now=NOW,
            recording=recording,
            film=film(),
            poster=picture(),
        )
    recording.refresh_from_db()
    assert (recording.seconds, recording.title, recording.file.name != first) == (45, "Ny", True)
    assert files() == ["posters", "posters", "posters", "recordings"]


def test_changing_the_words_leaves_the_film(recording: Recording, editor: Official, day: Day):
    name = recording.file.name
    facts = RecordingFacts(title="Nytt namn", kind="file")
    recordings.save_recording(day=day, facts=facts, by=editor, now=NOW, recording=recording)
    recording.refresh_from_db()
    assert (recording.file.name, recording.seconds) == (name, 45)


def test_chapters_are_replaced_together(recording: Recording, editor: Official):
    for chapters in ([NewChapter(0, "Först")], [NewChapter(20, "Sedan"), NewChapter(0, "Början")]):
        recordings.save_chapters(recording=recording, chapters=chapters, by=editor, now=NOW)
    assert list(Chapter.objects.values_list("seconds", "title")) == [(0, "Början"), (20, "Sedan")]
    with pytest.raises(Invalid):
        recordings.save_chapters(
            recording=recording, chapters=[NewChapter(1, "A"), NewChapter(1, "B")], by=editor, now=NOW
        )
    assert Chapter.objects.count() == 2


def test_a_published_recording_is_hidden_before_it_is_removed(
    recording: Recording, editor: Official, django_capture_on_commit_callbacks: Any
):
    caption(recording, editor)
    publish(recording, editor)
    with pytest.raises(Conflict):
        recordings.remove_recording(recording=recording, by=editor, now=NOW)
    recordings.hide_recording(recording=recording, by=editor, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        recordings.remove_recording(recording=Recording.objects.get(), by=editor, now=NOW)
    assert (Recording.objects.count(), Captions.objects.count(), files()) == (0, 0, [])


def test_everything_is_in_the_audit_log(recording: Recording, editor: Official):
    caption(recording, editor)
    publish(recording, editor)
    publish(recording, editor)
    recordings.hide_recording(recording=recording, by=editor, now=NOW)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "recording.saved",
        "captions.saved",
        "recording.published",
        "recording.hidden",
    ]


@pytest.mark.parametrize("role", [None, RoleName.MODERATOR, RoleName.REGISTRAR, RoleName.POLITICIAN])
def test_only_those_who_edit_content_may(
    recording: Recording, make_official: Callable[..., Official], day: Day, role: RoleName | None
):
    other = make_official(*([role] if role else []), email="annan@example.org")
    attempts: list[Callable[[], object]] = [
        lambda: publish(recording, other),
        lambda: caption(recording, other),
        lambda: recordings.hide_recording(recording=recording, by=other, now=NOW),
        lambda: recordings.remove_recording(recording=recording, by=other, now=NOW),
        lambda: recordings.save_chapters(recording=recording, chapters=[], by=other, now=NOW),
        lambda: recordings.save_recording(day=day, facts=RecordingFacts("A", "file"), by=other, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("youtube", "https://example.org/film"),
        ("youtube", "https://www.youtube.com/"),
        ("hls", "https://example.org/film.mp4"),
        ("link", "http://example.org/"),
        ("link", "https://a:b@example.org/"),
        ("link", "javascript:alert(1)"),
        ("link", ""),
        ("link", "https://example.org';script-src *"),
    ],
)
def test_addresses_that_cannot_be_are_refused(day: Day, editor: Official, kind: str, address: str):
    with pytest.raises(DomainError) as refused:
        recordings.save_recording(day=day, facts=RecordingFacts("A", kind, address), by=editor, now=NOW)
    assert (refused.value.field, Recording.objects.count()) == ("address", 0)
