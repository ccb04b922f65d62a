"""What can be done with what is said. Keyword-only; each is one transaction with its audit entry."""

from fardplan.contributions.actions.keeping import keep_senders_for
from fardplan.contributions.actions.moderating import (
    answer_reconsideration,
    ask_to_reconsider,
    dismiss_reports,
    hide,
    mark_read,
    publish,
    report,
    unhide,
)
from fardplan.contributions.actions.receiving import (
    UNCHANGED,
    Received,
    Said,
    contribute,
    proposes_nothing,
    register_received,
)
from fardplan.contributions.actions.replying import (
    ReplyWords,
    answer_also,
    change_reply,
    draft_reply,
    let_go,
    publish_reply,
    withdraw_reply,
)

__all__ = [
    "UNCHANGED",
    "Received",
    "ReplyWords",
    "Said",
    "answer_also",
    "answer_reconsideration",
    "ask_to_reconsider",
    "change_reply",
    "contribute",
    "dismiss_reports",
    "draft_reply",
    "hide",
    "keep_senders_for",
    "let_go",
    "mark_read",
    "proposes_nothing",
    "publish",
    "publish_reply",
    "register_received",
    "report",
    "unhide",
    "withdraw_reply",
]
