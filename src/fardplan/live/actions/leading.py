"""What every act of those who lead the day has in common: it is done once, from where they saw the script stand.

Two who press "next" at the same moment have seen the same revision. The first moves the script; the second is told
what happened and by whom, and nothing moves twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, NotFound
from fardplan.base.locking import held
from fardplan.live.actions.happening import happened
from fardplan.live.actions.staging import check_may_produce
from fardplan.live.choices import HappeningKind
from fardplan.live.models import Cue, Happening, Poll, Question, Stage
from fardplan.people.models import Official

# What moves the script; what is shown and said besides does not.
MOVES = frozenset(
    {
        HappeningKind.BEGAN, HappeningKind.CUE, HappeningKind.BACK, HappeningKind.SKIPPED, HappeningKind.PAUSED,
        HappeningKind.STOPPED, HappeningKind.RESUMED, HappeningKind.ENDED,
    }
)  # fmt: skip


class MovedMeanwhile(Conflict):
    """Somebody else moved the script first; nothing was done."""


def held_stage(stage: Stage, *, by: Official, seen: int | None = None) -> Stage:
    """The stage as it is now, held. Raises NotAllowed, and MovedMeanwhile when the script stands elsewhere than seen.

    `seen`: the revision the page showed; None for what does not depend on where the script stands.
    """
    check_may_produce(by, stage.day)
    stored = held(Stage.objects).filter(pk=stage.pk).first()
    if stored is None:
        raise NotFound(_("Övningen har kastats."), what_next=_("Börja en ny på sidan där du leder sändningen."))
    stored.day = stage.day
    if seen is not None and seen != stored.revision:
        raise _moved_meanwhile(stored, by)
    return stored


def _moved_meanwhile(stage: Stage, by: Official) -> MovedMeanwhile:
    last = stage.happenings.filter(kind__in=MOVES).select_related("by").order_by("-id").first()
    if last is None:
        return MovedMeanwhile(_("Körschemat har ändrats sedan sidan visades. Ditt tryck räknades inte."))
    about = {
        "who": str(last.by or ""),
        "what": f"{last.get_kind_display()}: {last.title}" if last.title else last.get_kind_display(),
        "time": time_format(timezone.localtime(last.at), "H.i"),
    }
    if last.by_id == by.pk:
        return MovedMeanwhile(_("Det är redan gjort kl. %(time)s: %(what)s. Tryckt två gånger räknas en gång.") % about)
    return MovedMeanwhile(_("%(who)s hann före kl. %(time)s: %(what)s. Ditt tryck räknades inte.") % about)


def led(
    stage: Stage,
    kind: HappeningKind,
    *,
    by: Official,
    now: datetime,
    title: str = "",
    cue: Cue | None = None,
    question: Question | None = None,
    poll: Poll | None = None,
) -> Happening:
    """Save the stage, keep what happened and write it in the log. What is rehearsed is not logged."""
    if kind in MOVES:
        stage.revision += 1
    stage.save()
    if not stage.is_rehearsal:
        audit.record("stage.led", on=stage, by=by, at=now, dialogue_id=stage.day.dialogue_id, kind=kind, about=title)
    return happened(stage, kind, now=now, by=by, title=title, cue=cue, question=question, poll=poll)


def cue_of(stage: Stage, cue_id: int) -> Cue:
    """A cue of this stage. Raises Conflict when somebody has taken it out of the script."""
    cue = Cue.objects.filter(stage=stage, pk=cue_id).first()
    if cue is None:
        raise Conflict(_("Punkten finns inte längre i körschemat. Ditt tryck räknades inte."))
    return cue


def check_situation(stage: Stage, allowed: Iterable[str]) -> None:
    """Raises Conflict when the broadcast is in another situation than these."""
    if stage.situation not in set(allowed):
        raise Conflict(
            _("Det går inte nu. Läget för sändningen: %(situation)s.") % {"situation": stage.get_situation_display()}
        )
