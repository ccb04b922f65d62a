"""What can be done in the ledger. Keyword-only; each is one transaction with its audit entry."""

from fardplan.ledger.actions.decisions import (
    MOTION_FIELDS,
    add_decision,
    change_decision,
    change_motions,
    remove_decision,
)
from fardplan.ledger.actions.traces import (
    From,
    Place,
    draw_traces,
    explain_change,
    mark_editorial,
    remove_trace,
)

__all__ = [
    "MOTION_FIELDS",
    "From",
    "Place",
    "add_decision",
    "change_decision",
    "change_motions",
    "draw_traces",
    "explain_change",
    "mark_editorial",
    "remove_decision",
    "remove_trace",
]
