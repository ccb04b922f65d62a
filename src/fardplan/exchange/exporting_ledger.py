"""What was decided and who was told, in the shape of the format."""

from __future__ import annotations

from fardplan.dialogue.models import Dialogue
from fardplan.exchange.naming import Names
from fardplan.exchange.shape_ledger import DecisionShape, MotionShape, TellingShape
from fardplan.ledger.models import MotionOutcome


def decision_shapes(dialogue: Dialogue, names: Names, *, example: bool) -> list[DecisionShape]:
    decisions = dialogue.decisions.order_by("decided_on", "id").select_related("draft").prefetch_related("motions")
    return [
        DecisionShape(
            name=names.decisions[decision.pk],
            title=decision.title,
            body=decision.body,
            item_no=decision.item_no,
            decided=decision.decided_on,
            text=decision.text,
            minutes=decision.minutes_url or None,
            draft=decision.draft.number if decision.draft is not None else None,
            motions=[
                MotionShape(
                    name=motion.name,
                    text=motion.text,
                    made_by=motion.made_by,
                    outcome=MotionOutcome(motion.outcome),
                    dissent=motion.dissent,
                )
                for motion in decision.motions.all()
            ],
            example=decision.is_example if decision.is_example != example else None,
        )
        for decision in decisions
    ]


def telling_shapes(dialogue: Dialogue) -> list[TellingShape]:
    return [
        TellingShape(
            draft=telling.draft.number,
            asked=telling.asked_at,
            finished=telling.finished_at,
            people=telling.people,
            without_address=telling.without_address,
            failed=telling.failed,
        )
        for telling in dialogue.tellings.order_by("asked_at", "id").select_related("draft")
    ]
