"""What the database itself refuses: what has come in never changes, and what has been public is never deleted."""

from __future__ import annotations

from fardplan.base.guards import Guard, register

register(
    Guard(
        "submission_is_not_changed",
        table="contributions_submission",
        event="UPDATE",
        columns=(
            "dialogue_id",
            "number",
            "received_at",
            "registered_at",
            "dated_on",
            "channel",
            "heading",
            "text",
            "proposed_text",
            "stance",
            "about",
            "receipt_key",
            "sending_key",
        ),
        message="what has come in never changes",
    ),
    Guard(
        "submission_is_not_deleted",
        table="contributions_submission",
        event="DELETE",
        message="what has come in is hidden, never deleted",
    ),
)

register(
    Guard(
        "attachment_is_not_changed",
        table="contributions_attachment",
        event="UPDATE",
        columns=("submission_id", "file", "name", "bytes", "text", "added_at"),
        message="what has come in never changes",
    ),
    Guard(
        "attachment_is_not_deleted",
        table="contributions_attachment",
        event="DELETE",
        message="what has come in is hidden, never deleted",
    ),
)

register(
    Guard(
        "published_reply_is_not_changed",
        table="contributions_reply",
        event="UPDATE",
        columns=(
            "dialogue_id",
            "text",
            "outcome",
            "reason",
            "forwarded_to",
            "signed_as",
            "standing",
            "adopted_by",
        ),
        when="OLD.published_at IS NOT NULL",
        message="a published reply is withdrawn before it is changed",
    ),
    Guard(
        "approval_goes_when_words_change",
        table="contributions_reply",
        event="UPDATE",
        columns=("text", "outcome", "reason", "forwarded_to", "signed_as", "standing", "adopted_by"),
        when="OLD.approved_at IS NOT NULL AND NEW.approved_at IS NOT NULL AND (OLD.text <> NEW.text "
        "OR OLD.outcome <> NEW.outcome OR OLD.reason <> NEW.reason OR OLD.forwarded_to <> NEW.forwarded_to "
        "OR OLD.signed_as <> NEW.signed_as OR OLD.standing <> NEW.standing OR OLD.adopted_by <> NEW.adopted_by)",
        message="a reply whose words change is not approved any longer",
    ),
    Guard(
        "second_reader_comes_before_publishing",
        table="contributions_reply",
        event="UPDATE",
        columns=("published_at",),
        when="OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW.approved_at IS NULL "
        "AND (SELECT replies_need_second_reader FROM dialogue_dialogue WHERE id = NEW.dialogue_id)",
        message="in this dialogue somebody else approves a reply before it is public",
    ),
    Guard(
        "published_reply_is_not_deleted",
        table="contributions_reply",
        event="DELETE",
        when="OLD.published_at IS NOT NULL OR OLD.publications > 0",
        message="a reply that has been public is never deleted",
    ),
)

register(
    Guard(
        "undivided_contribution_is_not_changed",
        table="contributions_contribution",
        event="UPDATE",
        columns=("submission_id", "text", "proposed_text"),
        when="OLD.part IS NULL AND NEW.part IS NULL",
        message="what was said never changes",
    ),
    Guard(
        "contribution_is_not_deleted",
        table="contributions_contribution",
        event="DELETE",
        message="what was said is hidden, never deleted",
    ),
)

register(
    Guard(
        "verdict_is_not_changed",
        table="contributions_verdict",
        event="UPDATE",
        columns=("contribution_id", "draft_id", "answer", "text", "given_at"),
        message="what has come in never changes",
    )
)
