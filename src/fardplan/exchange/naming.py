"""What the parts of a dialogue are called in its file, so that others can point to them."""

from __future__ import annotations

from dataclasses import dataclass

from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace


@dataclass(frozen=True)
class Names:
    """Names by the id of the row: of replies and decisions, and the numbers of contributions."""

    replies: dict[int, str]
    decisions: dict[int, str]
    labels: dict[int, str]

    def knows(self, trace: Trace) -> bool:
        """Whether a trace leads to something in this dialogue; a strategy may belong to several."""
        if trace.contribution_id is not None:
            return trace.contribution_id in self.labels
        decision_id = trace.motion.decision_id if trace.motion is not None else trace.decision_id
        return decision_id in self.decisions


def names_in(dialogue: Dialogue) -> Names:
    replies = dialogue.replies.order_by("id").values_list("id", flat=True)
    decisions = dialogue.decisions.order_by("decided_on", "id").values_list("id", flat=True)
    points = Contribution.objects.filter(submission__dialogue=dialogue).select_related("submission")
    return Names(
        replies={pk: f"reply-{number}" for number, pk in enumerate(replies, start=1)},
        decisions={pk: f"decision-{number}" for number, pk in enumerate(decisions, start=1)},
        labels={point.pk: point.label for point in points.only("part", "submission__number")},
    )
