"""What was decided, who was told, and the traces from what was said to what was changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.shape_ledger import DecisionShape
from fardplan.exchange.shape_strategy import TraceShape
from fardplan.exchange.work import Work
from fardplan.ledger.models import Decision, Motion, Telling, Trace
from fardplan.strategy.models import Change, Draft


def import_ledger(work: Work, dialogue: Dialogue) -> None:
    """Last of all: a trace leads from a change to something that has come in or was decided."""
    ours = Q(decision__dialogue=dialogue) | Q(motion__decision__dialogue=dialogue)
    Trace.objects.filter(ours).delete()
    dialogue.decisions.all().delete()
    dialogue.tellings.all().delete()
    drafts = {draft.number: draft for draft in Draft.objects.filter(strategy=dialogue.strategy)}
    decisions = {
        shape.name: _import_decision(work, dialogue, shape, number, drafts)
        for number, shape in enumerate(work.content.decisions)
    }
    _import_traces(work, dialogue, drafts, decisions)
    for number, shape in enumerate(work.content.tellings):
        telling = Telling(
            dialogue=dialogue,
            draft=drafts[shape.draft],
            asked_at=shape.asked,
            # One that was under way where it came from is not gone on with here: nobody asked for letters from us.
            finished_at=shape.finished or work.now,
            people=shape.people,
            without_address=shape.without_address,
            failed=shape.failed,
        )
        work.save(telling, "tellings", number)


def _import_decision(
    work: Work, dialogue: Dialogue, shape: DecisionShape, position: int, drafts: Mapping[str, Draft]
) -> Decision:
    decision = Decision(
        dialogue=dialogue,
        title=shape.title,
        body=shape.body,
        item_no=shape.item_no,
        decided_on=shape.decided,
        text=shape.text,
        minutes_url=shape.minutes or "",
        draft=drafts[shape.draft] if shape.draft is not None else None,
        is_example=work.is_example(shape),
    )
    work.save(decision, "decisions", position)
    for number, said in enumerate(shape.motions):
        motion = Motion(decision=decision, position=number, **said.model_dump())
        work.save(motion, "decisions", position, "motions", number)
    return decision


def _import_traces(
    work: Work, dialogue: Dialogue, drafts: Mapping[str, Draft], decisions: Mapping[str, Decision]
) -> None:
    strategy = work.content.strategy
    if strategy is None:
        return
    points = Contribution.objects.filter(submission__dialogue=dialogue).select_related("submission")
    contributions = {point.label: point for point in points}
    changes = {
        (change.draft_id, change.subject, change.key): change
        for change in Change.objects.filter(strategy=dialogue.strategy)
    }
    motions = {
        (motion.decision_id, motion.name): motion for motion in Motion.objects.filter(decision__dialogue=dialogue)
    }
    for number, draft in enumerate(strategy.drafts):
        for position, shape in enumerate(draft.changes):
            path = ("strategy", "drafts", number, "changes", position)
            change = changes.get((drafts[draft.number].pk, shape.subject, shape.key))
            if change is None:
                raise work.refuse(_("%(key)s är inte ändrat i utkastet.") % {"key": shape.key}, *path, "key")
            for place, said in enumerate(shape.traces):
                trace = _trace(said, contributions, motions, decisions)
                trace.change = change
                trace.drawn_at = said.drawn or draft.published or work.now
                work.save(trace, *path, "traces", place)


def _trace(
    said: TraceShape,
    contributions: Mapping[str, Contribution],
    motions: Mapping[tuple[int, str], Motion],
    decisions: Mapping[str, Decision],
) -> Trace:
    """`checks` has seen that what it names is in the file."""
    if said.contribution is not None:
        return Trace(contribution=contributions[said.contribution])
    decision = decisions[said.decision or ""]
    if said.motion is not None:
        return Trace(motion=motions[decision.pk, said.motion])
    return Trace(decision=decision)
