"""Captions as they are read: the newest lines, what came before, and the whole of it as a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.live.choices import CaptionLanguage
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from fardplan.media.webvtt import Cue

MOST_LINES = 50
# A browser with the typing page open says so at least three times as often.
PRESENT = timedelta(seconds=70)
# A line that has not grown for so long was left by somebody who closed the page in the middle of it.
LEFT_AFTER = timedelta(seconds=30)


def access_stage_by_caption_key(key: str) -> Stage:
    """The stage an interpreter's secret address leads to. Raises NotFound for one that is not, or no longer, ours."""
    stage = Stage.objects.select_related("day__dialogue").filter(caption_key=key).first()
    if stage is None:
        raise NotFound(
            _("Adressen gäller inte."), what_next=_("Be den som ordnar sändningen om den adress som gäller nu.")
        )
    return stage


@dataclass(frozen=True)
class Spoken:
    """A language with its own name, for a choice."""

    code: str
    name: str


def languages_of(stage: Stage) -> list[str]:
    """The languages there is text in, the dialogue's own first. One query."""
    found = set(CaptionLine.objects.filter(stage=stage).order_by().values_list("language", flat=True).distinct())
    own = stage.day.dialogue.language
    return sorted(found, key=lambda language: (language != own, list(CaptionLanguage.values).index(language)))


def newest_lines(
    stage: Stage, languages: Sequence[str], *, most: int = MOST_LINES, before: int | None = None
) -> list[CaptionLine]:
    """The last lines in these languages (all, when none is given), the oldest first; `before` a line's id."""
    lines = CaptionLine.objects.filter(stage=stage).exclude(text="")
    if languages:
        lines = lines.filter(language__in=languages)
    if before is not None:
        lines = lines.filter(pk__lt=before)
    return list(reversed(lines.order_by("-id")[:most]))


def lines_of_typist(stage: Stage, typist: str, *, most: int = 20) -> list[CaptionLine]:
    """What one has typed last, the newest first: what can be written anew."""
    mine = CaptionLine.objects.filter(stage=stage, typist=typist, corrected_at=None).exclude(text="")
    return list(mine.order_by("-id")[:most])


def growing_lines(stage_id: int, *, real_now: datetime) -> list[LineBeingTyped]:
    """The lines being typed now, one for each language, the dialogue's own first."""
    rows = LineBeingTyped.objects.filter(stage_id=stage_id, typed_at__gt=real_now - LEFT_AFTER).exclude(text="")
    rows = rows.select_related("stage__day__dialogue")
    return sorted(rows, key=lambda row: (row.language != row.stage.day.dialogue.language, row.language))


def typists_of(stage_id: int, *, real_now: datetime) -> list[CaptionTypist]:
    """Those who have the typing page open now, in the order they came."""
    return list(CaptionTypist.objects.filter(stage_id=stage_id, seen_at__gte=real_now - PRESENT))


# --- the transcript -------------------------------------------------------------------------------------------------

_PAUSE = timedelta(seconds=4)
_LONGEST = timedelta(seconds=60)
_CUE_LENGTH = 84  # characters: two lines of captions on a screen


@dataclass(frozen=True)
class Paragraph:
    """What was said in one go. `is_automatic`: some of it was made by a machine and nobody has read it through."""

    began_at: datetime
    ended_at: datetime
    text: str
    lines: tuple[CaptionLine, ...]

    @property
    def is_automatic(self) -> bool:
        return any(line.is_automatic and line.corrected_at is None for line in self.lines)


def lines_in_order(stage: Stage, language: str) -> list[CaptionLine]:
    """Everything said in a language, by when it began: lines that came late on a bad line stand where they belong."""
    lines = CaptionLine.objects.filter(stage=stage, language=language).exclude(text="")
    return list(lines.order_by("began_at", "id"))


def transcript_of(stage: Stage, language: str) -> list[Paragraph]:
    """The text by paragraphs: a new one after a pause of 4 s, or when one has gone on for a minute. One query."""
    return paragraphs_of(lines_in_order(stage, language))


def paragraphs_of(lines: Iterable[CaptionLine]) -> list[Paragraph]:
    found: list[list[CaptionLine]] = []
    for line in lines:
        row = found[-1] if found else []
        if row and line.began_at - row[-1].shown_at < _PAUSE and line.shown_at - row[0].began_at <= _LONGEST:
            row.append(line)
        else:
            found.append([line])
    return [
        Paragraph(row[0].began_at, max(line.shown_at for line in row), " ".join(line.text for line in row), tuple(row))
        for row in found
    ]


def as_plain_text(paragraphs: Iterable[Paragraph]) -> str:
    """The text with the time of each paragraph, and first what to know of it, when a machine has made some of it."""
    found = list(paragraphs)
    words = [f"{timezone.localtime(each.began_at):%H.%M.%S}\n{each.text}\n" for each in found]
    if any(each.is_automatic for each in found):
        words.insert(0, str(_("Texten är delvis gjord av en maskin och kan ha fel.")) + "\n")
    return "\n".join(words)


def cues_of(lines: Sequence[CaptionLine], *, starts_at: datetime, offset: float = 0) -> list[Cue]:
    """The lines as captions of a film that begins at `starts_at`, moved by `offset` seconds; what lies before is left.

    A line is on the screen from when it began until the next begins, for at least a second and as long as it takes to
    read (15 characters a second) but no longer; a long line is divided, each part in proportion to its length.
    """
    found: list[Cue] = []
    for place, line in enumerate(lines):
        start = (line.began_at - starts_at).total_seconds() + offset
        following = lines[place + 1].began_at if place + 1 < len(lines) else None
        until = (following - starts_at).total_seconds() + offset if following else start + 3_600
        said = max((line.shown_at - line.began_at).total_seconds(), len(line.text) / 15, 1.0)
        end = max(min(start + said, until), start + 0.2)
        found += [cue for cue in _divided(line.text, start, end) if cue.start >= 0]
    return sorted(found, key=lambda cue: cue.start)


def _divided(text: str, start: float, end: float) -> Iterator[Cue]:
    parts: list[str] = []
    for word in text.split():
        if parts and len(parts[-1]) + 1 + len(word) <= _CUE_LENGTH:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    whole = sum(len(part) for part in parts) or 1
    for part in parts:
        length = (end - start) * len(part) / whole
        yield Cue(start, start + max(length, 0.01), part)
        start, end, whole = start + length, end, whole - len(part)
