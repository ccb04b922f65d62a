"""Taking captions: lines as they are finished, the line that grows, and whose turn it is to type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, hub, ids
from fardplan.base.errors import Closed, Conflict, NotAllowed
from fardplan.base.locking import held
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from fardplan.live.rules import may_produce, takes_captions
from fardplan.live.told.captions import CAPTION, TYPED
from fardplan.live.topics import captions_topic, desk_topic, stage_topic, typing_topic
from fardplan.people.models import Official

# Somebody who has not typed for so long has let go of the line.
LETS_GO = timedelta(seconds=5)
# So many browsers may have the typing page open at once; whoever is not seen for so long has closed it.
MOST_TYPISTS = 12
GONE_AFTER = timedelta(hours=1)
# A line that could not be sent for a while keeps its own times; one that claims to be older gets ours.
OLDEST = timedelta(hours=6)


@dataclass(frozen=True)
class NewLine:
    """A finished line. `key` makes it the same line when it is sent again; a higher `version` writes it anew.

    `began_at` and `ended_at` are when it was said or typed, None when the sender does not know.
    """

    text: str
    language: str
    key: str = ""
    version: int = 1
    began_at: datetime | None = None
    ended_at: datetime | None = None
    is_automatic: bool = False


@dataclass(frozen=True)
class GrowingLine:
    """The whole of a line that is not finished yet. `number` is larger for each change of it."""

    text: str
    language: str
    key: str
    number: int
    is_automatic: bool = False


@transaction.atomic
def take_lines(*, stage: Stage, lines: Sequence[NewLine], now: datetime, typist: str = "") -> list[CaptionLine]:
    """Keep finished lines and tell them in the order they are given; those taken before are left alone.

    Raises Closed before the doors open and when the text has ended.
    """
    _check_takes_captions(stage, now=now)
    stage = held(Stage.objects).get(pk=stage.pk)  # two who send at once: the lines are shown in the order of their ids
    keys = [line.key for line in lines if line.key]
    known = {line.sending_key: line for line in CaptionLine.objects.filter(stage=stage, sending_key__in=keys)}
    taken: list[CaptionLine] = []
    for line in lines:
        before = known.get(line.key)
        kept = _rewrite(before, line) if before else _keep(stage, line, typist=typist, now=now)
        if kept is not None:
            known[kept.sending_key] = kept
            taken.append(kept)
    if keys and LineBeingTyped.objects.filter(stage=stage, sending_key__in=keys).update(text=""):
        _growing_changed(stage)
    for kept in taken:
        tell_line(stage, kept, now=now)
    return taken


def _check_takes_captions(stage: Stage, *, now: datetime) -> None:
    if not takes_captions(stage, now=now):
        raise Closed(
            _("Texten tas inte emot just nu."),
            what_next=_("Den tas emot från en timme före dagen tills sändningen är slut."),
        )


def _keep(stage: Stage, line: NewLine, *, typist: str, now: datetime) -> CaptionLine | None:
    if not line.text:
        return None
    ended_at = _within(line.ended_at, now=now) or now
    return CaptionLine.objects.create(
        stage=stage,
        language=line.language,
        began_at=min(_within(line.began_at, now=now) or ended_at, ended_at),
        shown_at=ended_at,
        text=line.text,
        is_automatic=line.is_automatic,
        sending_key=line.key or ids.secret_key(),
        version=line.version,
        typist=typist,
    )


def _within(moment: datetime | None, *, now: datetime) -> datetime | None:
    """The moment, never later than now; None for one we do not believe."""
    return None if moment is None or moment < now - OLDEST else min(moment, now)


def _rewrite(kept: CaptionLine, line: NewLine) -> CaptionLine | None:
    """The next version of a line, None when it is no newer than what we have."""
    if line.version <= kept.version or kept.corrected_at is not None:
        return None
    kept.text, kept.version = line.text, line.version
    kept.save(update_fields=["text", "version"])
    return kept


def tell_line(stage: Stage, line: CaptionLine, *, now: datetime) -> None:
    """Show a line to everybody, or to those who type while captions are off: what is told here once is sent afterwards
    to those who were away. The series is held from here on, so it comes last in a transaction."""
    data = {
        "id": line.pk,
        "language": line.language,
        "text": line.text,
        "automatic": line.is_automatic,
        "at": line.shown_at.isoformat(timespec="seconds"),
    }
    if stage.has_captions:
        hub.announce(topic=captions_topic(stage), name=CAPTION, data=data, now=now)
    else:
        hub.announce(topic=typing_topic(stage), name=TYPED, data=data, now=now)


def forget_growing(stage: Stage) -> None:
    """No line grows any longer, until somebody goes on typing."""
    if LineBeingTyped.objects.filter(stage=stage).exclude(text="").update(text=""):
        _growing_changed(stage)


def _growing_changed(stage: Stage) -> None:
    hub.changed(captions_topic(stage))
    hub.changed(typing_topic(stage))


@transaction.atomic
def show_growing(*, stage: Stage, line: GrowingLine, now: datetime, real_now: datetime, typist: str = "") -> bool:
    """Show the line that grows. False when it is not shown, as somebody else is in the middle of theirs.

    What comes late – an older state of the line, or a line that is finished – changes nothing. Raises Closed.
    """
    _check_takes_captions(stage, now=now)
    row = held(LineBeingTyped.objects).filter(stage=stage, language=line.language).first()
    if row is None:
        row, _is_new = LineBeingTyped.objects.get_or_create(
            stage=stage, language=line.language, defaults={"typed_at": real_now}
        )
    if row.text and row.typist != typist and real_now - row.typed_at < LETS_GO:
        return False
    is_older = row.sending_key == line.key and row.typist == typist and line.number <= row.number
    if is_older or CaptionLine.objects.filter(stage=stage, sending_key=line.key).exists():
        return True
    row.text, row.is_automatic, row.sending_key = line.text, line.is_automatic, line.key
    row.number, row.typist, row.typed_at = line.number, typist, real_now
    row.save()
    _growing_changed(stage)
    return True


# --- those who take turns -------------------------------------------------------------------------------------------

SEEN_AGAIN = timedelta(seconds=10)


@transaction.atomic
def seen_typing(
    *, stage: Stage, key: str, name: str, language: str, types: bool, real_now: datetime
) -> CaptionTypist | None:
    """An interpreter's browser is there, and types or not. Whoever types while nobody else does has the turn.

    None when there are as many browsers as may be; what they type is taken all the same.
    """
    typist = CaptionTypist.objects.filter(stage=stage, key=key).first()
    said = (name, language)
    is_known = typist is not None and (typist.name, typist.language) == said
    needs_turn = types and (typist is None or typist.turn_since is None)
    if typist is not None and is_known and not needs_turn:
        _seen_again(typist, types=types, real_now=real_now)
        return typist
    held(Stage.objects).get(pk=stage.pk)
    typist = _typist(stage, key, name=name, language=language, real_now=real_now)
    if typist is not None and types:
        _give_turn(typist, real_now=real_now)
    hub.changed(typing_topic(stage))
    hub.changed(desk_topic(stage))
    return typist


def _seen_again(typist: CaptionTypist, *, types: bool, real_now: datetime) -> None:
    """At three messages a second not every one of them is written down."""
    last = typist.typed_at if types else typist.seen_at
    if last is None or real_now - last >= (LETS_GO / 2 if types else SEEN_AGAIN):
        typist.seen_at = real_now
        typist.typed_at = real_now if types else typist.typed_at
        typist.save(update_fields=["seen_at", "typed_at"])


def _typist(stage: Stage, key: str, *, name: str, language: str, real_now: datetime) -> CaptionTypist | None:
    CaptionTypist.objects.filter(stage=stage, seen_at__lt=real_now - GONE_AFTER).delete()
    typist = CaptionTypist.objects.filter(stage=stage, key=key).first()
    if typist is None and CaptionTypist.objects.filter(stage=stage).count() >= MOST_TYPISTS:
        return None
    typist = typist or CaptionTypist(stage=stage, key=key)
    if typist.language != language:
        typist.turn_since = None
    typist.name, typist.language, typist.seen_at = name, language, real_now
    typist.save()
    return typist


def _give_turn(typist: CaptionTypist, *, real_now: datetime) -> None:
    typist.typed_at = real_now
    others = CaptionTypist.objects.filter(stage_id=typist.stage_id, language=typist.language).exclude(pk=typist.pk)
    has_turn = others.filter(turn_since__isnull=False).first()
    is_typing = has_turn is not None and has_turn.typed_at is not None and real_now - has_turn.typed_at < LETS_GO
    if not is_typing and typist.turn_since is None:
        others.update(turn_since=None)
        typist.turn_since = real_now
    typist.save()


# --- what those who lead the day decide -----------------------------------------------------------------------------


def check_may_produce(by: Official, stage: Stage) -> None:
    if not may_produce(by, stage.day.dialogue):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att leda sändningen."))


@transaction.atomic
def show_captions(*, stage: Stage, is_shown: bool, by: Official, now: datetime) -> Stage:
    """Show the captions to everybody, or not. What is typed is kept either way."""
    check_may_produce(by, stage)
    kept = held(Stage.objects).get(pk=stage.pk)
    if kept.has_captions != is_shown:
        kept.has_captions = is_shown
        kept.revision += 1
        kept.save(update_fields=["has_captions", "revision"])
        audit.record(
            "captions.shown_live" if is_shown else "captions.hidden_live",
            on=kept, by=by, at=now, dialogue_id=stage.day.dialogue_id,
        )  # fmt: skip
        if not is_shown:
            forget_growing(kept)
        hub.changed(stage_topic(kept))
        hub.changed(captions_topic(kept))
        hub.changed(desk_topic(kept))
    return kept


@transaction.atomic
def renew_caption_key(*, stage: Stage, by: Official, now: datetime, seen: str) -> Stage:
    """Give the interpreters a new address; the old one leads nowhere from now on. Raises Conflict when it is new."""
    check_may_produce(by, stage)
    kept = held(Stage.objects).get(pk=stage.pk)
    if kept.caption_key != seen:
        raise Conflict(_("Adressen har redan bytts ut."), what_next=_("Ladda om sidan och se den nya."))
    kept.caption_key = ids.secret_key()
    kept.save(update_fields=["caption_key"])
    CaptionTypist.objects.filter(stage=kept).delete()
    audit.record("captions.key_renewed", on=kept, by=by, at=now, dialogue_id=stage.day.dialogue_id)
    hub.changed(typing_topic(kept))
    return kept
