"""What the pages of those who lead a day need to be looked at."""

from typing import Any

from django.urls import reverse

from fardplan.live.models import Happening
from fardplan.media.models import Chapter, Recording
from tests.browser.on_stage import a_stage


def chapters_page() -> str:
    """A recording with a chapter of its own, of a day that was led."""
    stage = a_stage("ended")
    for cue in stage.cues.all():
        Happening.objects.get_or_create(stage=stage, kind="cue", cue=cue, title=cue.title, at=cue.planned_at)
    about: dict[str, Any] = {"title": "Sändningen", "kind": "link", "address": "https://film.example/"}
    recording, _ = Recording.objects.get_or_create(day=stage.day, **about)
    Chapter.objects.get_or_create(recording=recording, seconds=90, title="Skrivet för hand")
    return reverse("desk:chapters-of-day", args=[stage.day.dialogue.slug, recording.pk]) + "?later=-30"
