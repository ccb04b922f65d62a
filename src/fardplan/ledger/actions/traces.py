"""Saying why the text changed and because of whom: reasons, and traces from what was said or decided.

A change to come has a row from the moment somebody says something about it. Publishing the draft freezes what the row
says of the text; reasons and traces can be added afterwards too, and the log says so. The strategy is held first, here
as when a draft of it is published, so that nothing said about a change falls between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.ledger.rules import LONGEST_REASON, may_explain_changes
from fardplan.people.models import Official
from fardplan.strategy.actions import hold_strategy
from fardplan.strategy.models import Change, Draft, Passage, Section, Subject


@dataclass(frozen=True)
class Place:
    """Which change of a draft: that of a passage or a section, by its key."""

    subject: str
    key: str

    @classmethod
    def of(cls, change: Change) -> Place:
        return cls(change.subject, change.key)


@dataclass(frozen=True)
class From:
    """Where changes come from."""

    contributions: Sequence[Contribution] = ()
    motions: Sequence[Motion] = ()
    decisions: Sequence[Decision] = ()

    def __bool__(self) -> bool:
        return bool(self.contributions or self.motions or self.decisions)

    @property
    def labels(self) -> list[str]:
        """S-031, Y1, § 47: as the log writes them."""
        said = [contribution.label for contribution in self.contributions]
        return [*said, *(motion.name for motion in self.motions), *(str(decision) for decision in self.decisions)]


@transaction.atomic
def explain_change(
    *,
    dialogue: Dialogue,
    draft: Draft,
    place: Place,
    reason: str,
    is_editorial: bool,
    revision: int,
    by: Official,
    now: datetime,
) -> Change:
    """Say why a text was changed, or that the change is editorial.

    `revision` is that of the row the official looked at, 0 when there was none. Raises Conflict when somebody else was
    first: what they wrote stays.
    """
    stored = _draft(dialogue, draft, by=by)
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Motiveringen är för lång."), field="reason")
    change = _row(stored, place)
    if change.revision != revision:
        raise _somebody_was_first()
    if is_editorial and change.traces.exists():
        raise _has_sources()
    before = {"reason": change.reason, "is_editorial": change.is_editorial}
    if before == {"reason": reason, "is_editorial": is_editorial} and revision:
        return change
    saved = _write(change, reason=reason, is_editorial=is_editorial)
    _record("change.explained", saved, stored, dialogue=dialogue, by=by, at=now, before=before, reason=reason)
    return saved


@transaction.atomic
def draw_traces(
    *, dialogue: Dialogue, draft: Draft, places: Sequence[Place], sources: From, by: Official, now: datetime
) -> list[Change]:
    """Draw a trace from each source to each change. Those already drawn stay as they are; nothing is ever overwritten.

    A change that was called editorial is so no longer: somebody asked for it.
    """
    stored = _draft(dialogue, draft, by=by)
    if not sources:
        raise Invalid(_("Välj minst en synpunkt, ett yrkande eller ett beslut."))
    if not places:
        raise Invalid(_("Välj minst en ändring."))
    _require_same_strategy(dialogue, sources)
    _hold_decisions(sources)
    changes = []
    for place in places:
        change = _row(stored, place)
        drawn = _draw(change, sources, by=by, now=now)
        if drawn:
            change = _write(change, is_editorial=False)
            _record("change.traced", change, stored, dialogue=dialogue, by=by, at=now, sources=drawn)
        changes.append(change)
    return changes


@transaction.atomic
def mark_editorial(
    *, dialogue: Dialogue, draft: Draft, places: Sequence[Place], by: Official, now: datetime
) -> list[Change]:
    """Say of several changes at once that nobody asked for them: they are editorial. What has sources is refused."""
    stored = _draft(dialogue, draft, by=by)
    if not places:
        raise Invalid(_("Välj minst en ändring."))
    changes = []
    for place in places:
        change = _row(stored, place)
        if change.traces.exists():
            raise _has_sources()
        if not change.is_editorial:
            change = _write(change, is_editorial=True)
            _record("change.called_editorial", change, stored, dialogue=dialogue, by=by, at=now)
        changes.append(change)
    return changes


@transaction.atomic
def remove_trace(*, dialogue: Dialogue, trace: Trace, by: Official, now: datetime) -> Change:
    """Take back a trace that was drawn by mistake. The log keeps that it stood."""
    stored = _draft(dialogue, trace.change.draft, by=by)
    found = (
        Trace.objects.select_related("change", "contribution__submission", "motion", "decision")
        .filter(pk=trace.pk)
        .first()
    )
    if found is None:
        raise Conflict(_("Någon annan har redan tagit bort det spåret."))
    change = found.change
    label = str(found.contribution or found.motion or found.decision)
    found.delete()
    change = _write(change)
    _record("change.trace_removed", change, stored, dialogue=dialogue, by=by, at=now, sources=[label])
    return change


# --- the row ----------------------------------------------------------------------------------------------------------


def _draft(dialogue: Dialogue, draft: Draft, *, by: Official) -> Draft:
    """The draft, its strategy held as when it is published. Raises NotAllowed, Invalid for another strategy's draft."""
    if not may_explain_changes(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att säga varför texten har ändrats."))
    hold_strategy(draft.strategy_id)
    stored = Draft.objects.filter(pk=draft.pk).first()
    if stored is None:
        raise Conflict(_("Någon annan har kastat utkastet."), what_next=_("Gå till strategins sida."))
    if stored.strategy_id != dialogue.strategy_id:
        raise Invalid(_("Utkastet hör till en annan strategi."))
    return stored


def _row(draft: Draft, place: Place) -> Change:
    """The row of a change, made when nobody has said anything about it yet."""
    found = Change.objects.filter(draft=draft, subject=place.subject, key=place.key)
    change = found.select_related("draft").first()
    if change is not None and (draft.published_at is None or change.number is not None):
        return change
    if draft.published_at is not None:
        raise Conflict(
            _("Utkastet är publicerat, och där är texten inte ändrad."),
            what_next=_("Välj en av ändringarna i listan."),
        )
    if not _exists(draft, place):
        raise Invalid(_("Det finns ingen text att ändra med den nyckeln."))
    return Change.objects.create(strategy_id=draft.strategy_id, draft=draft, subject=place.subject, key=place.key)


def _exists(draft: Draft, place: Place) -> bool:
    """Whether a text with this key stands, or has stood, in the strategy."""
    if place.subject == Subject.PASSAGE:
        return Passage.objects.filter(draft__strategy=draft.strategy_id, key=place.key).exists()
    is_section = place.subject == Subject.SECTION
    return is_section and Section.objects.filter(draft__strategy=draft.strategy_id, key=place.key).exists()


def _write(change: Change, **values: object) -> Change:
    """Save, and count up so that whoever looked at it before is told."""
    Change.objects.filter(pk=change.pk).update(revision=F("revision") + 1, **values)
    return Change.objects.select_related("draft").get(pk=change.pk)


def _draw(change: Change, sources: From, *, by: Official, now: datetime) -> list[str]:
    """Make the traces that are not there; returns the labels of the new ones."""
    drawn = []
    for name, several in (
        ("contribution", sources.contributions),
        ("motion", sources.motions),
        ("decision", sources.decisions),
    ):
        for source in several:
            trace, is_new = Trace.objects.get_or_create(
                change=change, **{name: source}, defaults={"drawn_by": by, "drawn_at": now}
            )
            if is_new:
                drawn.append(str(getattr(trace, name)))
    return drawn


def _require_same_strategy(dialogue: Dialogue, sources: From) -> None:
    """What was said or decided about another strategy cannot have led to a change in this one."""
    strategies = {
        *(contribution.submission.dialogue.strategy_id for contribution in sources.contributions),
        *(motion.decision.dialogue.strategy_id for motion in sources.motions),
        *(decision.dialogue.strategy_id for decision in sources.decisions),
    }
    if strategies - {dialogue.strategy_id}:
        raise Invalid(_("Källan hör till en annan strategi."))


def _hold_decisions(sources: From) -> None:
    """Nobody takes these away or renumbers them until the traces are drawn. Raises Conflict when somebody has."""
    decisions = {each.pk for each in sources.decisions} | {each.decision_id for each in sources.motions}
    there = {each.pk for each in held(Decision.objects.order_by("pk")).filter(pk__in=decisions)}
    motions = {each.pk for each in sources.motions}
    if decisions - there or Motion.objects.filter(pk__in=motions).count() < len(motions):
        raise Conflict(_("Någon annan har tagit bort beslutet eller yrkandet."), what_next=_("Välj källa igen."))


def _record(
    action: str, change: Change, draft: Draft, *, dialogue: Dialogue, by: Official, at: datetime, **detail: object
) -> None:
    """In the log: which text, and whether everybody could already read the change."""
    audit.record(
        action,
        on=change,
        by=by,
        at=at,
        dialogue_id=dialogue.pk,
        draft=draft.number,
        text=f"{change.subject}:{change.key}",
        was_published=draft.published_at is not None,
        **detail,
    )


def _somebody_was_first() -> Conflict:
    return Conflict(
        _("Någon annan ändrade det här medan du arbetade."),
        what_next=_("Det du skrev finns kvar i formuläret. Läs vad som har hänt, och skicka igen om det gäller."),
    )


def _has_sources() -> Invalid:
    return Invalid(
        _("En ändring som någon har bett om är inte redaktionell."),
        what_next=_("Ta bort spåren först, om de är fel."),
        field="is_editorial",
    )
