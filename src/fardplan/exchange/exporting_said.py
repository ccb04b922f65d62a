"""What has come in and what was answered, in the shape of the format."""

from __future__ import annotations

from fardplan.contributions.models import Channel, ConductRule, Contribution, Outcome, SenderKind, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.shape_said import ContributionShape, HiddenShape, ReplyShape, SubmissionShape


def _reply_name(reply_id: int, ids: list[int]) -> str:
    return f"reply-{ids.index(reply_id) + 1}"


def _reply_ids(dialogue: Dialogue) -> list[int]:
    return list(dialogue.replies.order_by("id").values_list("id", flat=True))


def reply_shapes(dialogue: Dialogue, *, example: bool) -> list[ReplyShape]:
    ids = _reply_ids(dialogue)
    return [
        ReplyShape(
            name=_reply_name(reply.pk, ids),
            text=reply.text,
            outcome=Outcome(reply.outcome) if reply.outcome else None,
            reason=reply.reason,
            forwarded_to=reply.forwarded_to,
            signed_as=reply.signed_as,
            created=reply.created_at,
            published=reply.published_at,
            example=reply.is_example if reply.is_example != example else None,
        )
        for reply in dialogue.replies.order_by("id")
    ]


def submission_shapes(dialogue: Dialogue, *, example: bool) -> list[SubmissionShape]:
    ids = _reply_ids(dialogue)
    submissions = dialogue.submissions.order_by("number").prefetch_related(
        "contributions__section__draft", "contributions__passage__draft", "contributions__day"
    )
    return [_submission(submission, ids, example=example) for submission in submissions]


def _submission(submission: Submission, ids: list[int], *, example: bool) -> SubmissionShape:
    points = sorted(submission.contributions.all(), key=lambda point: point.part or 0)
    return SubmissionShape(
        received=submission.received_at,
        channel=Channel(submission.channel),
        sender_kind=SenderKind(submission.sender_kind),
        sender=submission.sender_label,
        municipality=submission.municipality,
        heading=submission.heading,
        text=submission.text,
        proposed_text=submission.proposed_text,
        language=submission.language,
        source=submission.source_note,
        registered=submission.registered_at,
        dated=submission.dated_on,
        contributions=[_contribution(point, submission, ids) for point in points],
        example=submission.is_example if submission.is_example != example else None,
    )


def _contribution(point: Contribution, submission: Submission, ids: list[int]) -> ContributionShape:
    about = point.section or point.passage
    as_submission = point.part is None and point.proposed_text == submission.proposed_text
    hidden = None
    if point.hidden_at is not None:
        hidden = HiddenShape(at=point.hidden_at, rule=ConductRule(point.hidden_rule), reason=point.hidden_reason)
    return ContributionShape(
        text=point.text if point.text != submission.text else "",
        proposed_text="" if as_submission else point.proposed_text,
        draft=about.draft.number if about is not None else None,
        section=point.section.key if point.section is not None else None,
        passage=point.passage.key if point.passage is not None else None,
        day=point.day.slug if point.day is not None else None,
        read=point.read_at,
        published=point.published_at,
        hidden=hidden,
        reply=_reply_name(point.reply_id, ids) if point.reply_id is not None else None,
    )
