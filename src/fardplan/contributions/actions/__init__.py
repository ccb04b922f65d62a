"""What can be done with what is said. Keyword-only; each is one transaction with its audit entry."""

from fardplan.contributions.actions.approving import approve, mark_ready, send_back
from fardplan.contributions.actions.banking import (
    add_standard_reply,
    change_standard_reply,
    remove_standard_reply,
)
from fardplan.contributions.actions.keeping import keep_senders_for
from fardplan.contributions.actions.keeping_views import remove_view, save_view
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
from fardplan.contributions.actions.pointing import Mark, mark_again, mark_point
from fardplan.contributions.actions.receiving import (
    UNCHANGED,
    Received,
    Said,
    contribute,
    proposes_nothing,
    receive_question,
    receive_text_answer,
    register_received,
)
from fardplan.contributions.actions.replying import (
    AlreadyAnswered,
    ReplyWords,
    answer_also,
    change_reply,
    draft_reply,
    let_go,
    publish_reply,
    withdraw_reply,
)
from fardplan.contributions.actions.sorting import Assigned, Shown, assign, mark_many_read, move_home, publish_many
from fardplan.contributions.actions.spoken import answer_aloud, take_back_aloud
from fardplan.contributions.actions.taking_points import Taken, register_points
from fardplan.contributions.actions.theming import (
    change_theme,
    create_theme,
    merge_themes,
    remove_theme,
    set_themes,
)
from fardplan.contributions.actions.verdicts import answer_anew, give_verdict, stand_by

__all__ = [
    "UNCHANGED",
    "AlreadyAnswered",
    "Assigned",
    "Mark",
    "Received",
    "ReplyWords",
    "Said",
    "Shown",
    "Taken",
    "add_standard_reply",
    "answer_aloud",
    "answer_also",
    "answer_anew",
    "answer_reconsideration",
    "approve",
    "ask_to_reconsider",
    "assign",
    "change_reply",
    "change_standard_reply",
    "change_theme",
    "contribute",
    "create_theme",
    "dismiss_reports",
    "draft_reply",
    "give_verdict",
    "hide",
    "keep_senders_for",
    "let_go",
    "mark_again",
    "mark_many_read",
    "mark_point",
    "mark_read",
    "mark_ready",
    "merge_themes",
    "move_home",
    "proposes_nothing",
    "publish",
    "publish_many",
    "publish_reply",
    "receive_question",
    "receive_text_answer",
    "register_points",
    "register_received",
    "remove_standard_reply",
    "remove_theme",
    "remove_view",
    "report",
    "save_view",
    "send_back",
    "set_themes",
    "stand_by",
    "take_back_aloud",
    "unhide",
    "withdraw_reply",
]
