"""The chapters of a recording are written from what happened on the stage."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Invalid
from fardplan.live.chapters import Suggested
from fardplan.live.models import Stage
from fardplan.live.queries.chapters import chapters_from
from fardplan.media.actions.recordings import NewChapter, save_chapters
from fardplan.media.models import Recording
from fardplan.people.models import Official

# Two chapters as near as this are the same place, named twice.
NEAR = 10


@transaction.atomic
def write_chapters(
    *,
    recording: Recording,
    stage: Stage,
    later: timedelta,
    replace: bool,
    seen: str | None,
    by: Official,
    now: datetime,
) -> list[NewChapter]:
    """Give a recording the chapters of its day, and return all it has then.

    `later`: how long after the broadcast began the recording does (negative: before). Without `replace` every chapter
    that is there stays, and only places that have none get one. Raises Invalid when nothing happened,
    ChangedMeanwhile when somebody else wrote chapters since `seen`.
    """
    suggested = chapters_from(stage, recording, later=later)
    if not suggested:
        raise Invalid(_("Det finns inget från sändningen att göra kapitel av."))
    kept = [] if replace else [NewChapter(each.seconds, each.title) for each in recording.chapters.all()]
    new = [NewChapter(each.seconds, each.title) for each in missing_among(suggested, kept)]
    chapters = sorted([*kept, *new], key=lambda each: each.seconds)
    save_chapters(recording=recording, chapters=chapters, by=by, now=now, seen=seen)
    return chapters


def missing_among(suggested: list[Suggested], kept: list[NewChapter]) -> list[Suggested]:
    """The suggestions that lie at no chapter that is there."""
    return [each for each in suggested if all(abs(each.seconds - there.seconds) > NEAR for there in kept)]
