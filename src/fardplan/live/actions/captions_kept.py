"""What becomes of the captions: read through and mended by an official, used with a recording; the address mailed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fardplan.base import audit, limits, outbox, text
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.base.templatetags.fardplan import clock_time, long_date, times
from fardplan.live.actions.captions import check_may_produce, tell_line
from fardplan.live.models import CaptionLine, Stage
from fardplan.live.models.captions import LONGEST_LINE
from fardplan.live.queries.captions import cues_of, lines_in_order, paragraphs_of
from fardplan.live.rules import DOORS_OPEN
from fardplan.media import webvtt
from fardplan.media.actions.recordings import RecordingFacts, save_captions, save_recording
from fardplan.media.models import Captions, Recording
from fardplan.people.models import Official


@dataclass(frozen=True)
class Mended:
    """A line as the page showed it, and as the official has written it. Nothing written: the line is taken away."""

    seen: str
    text: str


@transaction.atomic
def correct_lines(*, stage: Stage, mended: Mapping[int, Mended], by: Official, now: datetime) -> int:
    """Correct what was typed; each correction is in the log with both wordings. Returns how many lines were changed.

    Raises Conflict, and changes nothing, when a line is no longer as the page showed it.
    """
    check_may_produce(by, stage)
    kept = held(Stage.objects).get(pk=stage.pk)
    lines = {line.pk: line for line in CaptionLine.objects.filter(stage=stage, pk__in=mended)}
    changed: list[CaptionLine] = []
    log: list[dict[str, object]] = []
    for line_id, each in mended.items():
        line, wanted = lines.get(line_id), text.clean_line(each.text)
        if line is None or wanted == line.text:
            continue
        if text.clean_line(each.seen) == wanted:
            continue  # the page's owner has not touched it, though somebody else has
        if line.text != text.clean_line(each.seen):
            raise Conflict(
                _("En rad har ändrats sedan du öppnade sidan."), what_next=_("Ladda om sidan och rätta igen.")
            )
        if len(wanted) > LONGEST_LINE:
            raise Invalid(_("En rad får vara högst %(most)s tecken.") % {"most": LONGEST_LINE})
        log.append({"line": line.pk, "before": line.text, "after": wanted})
        line.text, line.corrected_at = wanted, now
        changed.append(line)
    CaptionLine.objects.bulk_update(changed, ["text", "corrected_at"])
    if changed:
        audit.record("captions.corrected", on=stage, by=by, at=now, dialogue_id=stage.day.dialogue_id, corrections=log)
    for line in changed:
        tell_line(kept, line, now=now)
    return len(changed)


@dataclass(frozen=True)
class Use:
    """How the text becomes a recording's: `offset` seconds later (negative: earlier) than the broadcast began."""

    language: str
    offset: int = 0
    is_read_through: bool = False
    as_transcript: bool = False


@transaction.atomic
def use_with_recording(*, recording: Recording, stage: Stage, use: Use, by: Official, now: datetime) -> Captions:
    """Make the captions of the broadcast those of its recording.

    What a machine made and nobody has read through stays marked as automatic, and opens no gate to publication.
    Raises Invalid when there is no text in the language, or none within the film.
    """
    check_may_produce(by, stage)
    lines = lines_in_order(stage, use.language)
    cues = cues_of(lines, starts_at=stage.began_at or stage.day.starts_at, offset=use.offset)
    if not cues:
        raise Invalid(_("Det finns ingen direkttext på det språket inom filmens tid."))
    is_automatic = not use.is_read_through and any(line.is_automatic and line.corrected_at is None for line in lines)
    captions = save_captions(
        recording=recording, language=use.language, source=webvtt.write(cues), is_automatic=is_automatic, by=by, now=now
    )
    if use.as_transcript:
        kept = Recording.objects.get(pk=recording.pk)
        said = {name: getattr(kept, name) for name in RecordingFacts.__dataclass_fields__}
        said["transcript"] = "\n\n".join(paragraph.text for paragraph in paragraphs_of(lines))
        save_recording(day=recording.day, facts=RecordingFacts(**said), by=by, now=now, recording=recording)
    return captions


def address_of(stage: Stage) -> str:
    """The whole secret address of those who type."""
    return f"{settings.BASE_URL}{reverse('public:typing', args=[stage.caption_key])}"


@transaction.atomic
def mail_caption_address(*, stage: Stage, to: str, by: Official, now: datetime) -> None:
    """Send the address to an interpreter, once for each address and key."""
    check_may_produce(by, stage)
    limits.allow_to("caption-address", address=to, rate="10/day")
    day = stage.day
    whom = hashlib.sha256(f"{to}:{stage.caption_key}".encode()).hexdigest()[:20]
    outbox.queue(
        key=f"captions:{stage.pk}:{whom}",
        to=to,
        subject=_("Här skriver du direkttext: %(day)s") % {"day": day.title},
        text="\n\n".join(
            [
                _("Hej!"),
                _("Här skriver du direkttext till %(day)s, %(date)s, %(times)s:")
                % {"day": day, "date": long_date(day.starts_at), "times": times(day.starts_at, day.ends_at)},
                address_of(stage),
                _("Texten tas emot från kl. %(time)s. Du behöver inget konto. Bara ni som skriver ska ha adressen.")
                % {"time": clock_time(day.starts_at - DOORS_OPEN)},
            ]
        )
        + "\n",
    )
    audit.record("captions.mailed", on=stage, by=by, at=now, dialogue_id=day.dialogue_id)
