"""What has come in and what was answered, in the shape of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fardplan.contributions.models import (
    Answer,
    Channel,
    ConductRule,
    Contribution,
    ContributionKind,
    Outcome,
    SenderKind,
    Stance,
    Standing,
    Submission,
)
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.naming import Names
from fardplan.exchange.shape_said import (
    AttachmentShape,
    ContributionShape,
    HiddenShape,
    ReplyShape,
    StandardReplyShape,
    SubmissionShape,
    TakenShape,
    ThemeShape,
    VerdictShape,
)

if TYPE_CHECKING:
    from fardplan.exchange.exporting import Files


def theme_shapes(dialogue: Dialogue) -> list[ThemeShape]:
    return [
        ThemeShape(slug=theme.slug, name=theme.name, description=theme.description, is_public=theme.is_public)
        for theme in dialogue.themes.all()
    ]


def standard_reply_shapes(dialogue: Dialogue) -> list[StandardReplyShape]:
    return [
        StandardReplyShape(
            name=reply.name,
            outcome=Outcome(reply.outcome) if reply.outcome else None,
            text=reply.text,
            reason=reply.reason,
        )
        for reply in dialogue.standard_replies.all()
    ]


def reply_shapes(dialogue: Dialogue, names: Names, *, example: bool) -> list[ReplyShape]:
    return [
        ReplyShape(
            name=names.replies[reply.pk],
            text=reply.text,
            outcome=Outcome(reply.outcome) if reply.outcome else None,
            reason=reply.reason,
            forwarded_to=reply.forwarded_to,
            signed_as=reply.signed_as,
            standing=Standing(reply.standing),
            adopted_by=reply.adopted_by,
            created=reply.created_at,
            ready=reply.ready_at,
            approved=reply.approved_at,
            published=reply.published_at,
            example=reply.is_example if reply.is_example != example else None,
        )
        for reply in dialogue.replies.order_by("id")
    ]


def submission_shapes(dialogue: Dialogue, names: Names, files: Files, *, example: bool) -> list[SubmissionShape]:
    submissions = dialogue.submissions.order_by("number").prefetch_related(
        "attachments",
        "contributions__section__draft",
        "contributions__passage__draft",
        "contributions__day",
        "contributions__themes",
        "contributions__verdicts__draft",
    )
    return [_submission(submission, names, files, example=example) for submission in submissions]


def _submission(submission: Submission, names: Names, files: Files, *, example: bool) -> SubmissionShape:
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
        stance=Stance(submission.stance) if submission.stance else None,
        about=submission.about,
        attachments=_attachments(submission, files),
        language=submission.language,
        source=submission.source_note,
        registered=submission.registered_at,
        dated=submission.dated_on,
        contributions=[_contribution(point, submission, names) for point in points],
        example=submission.is_example if submission.is_example != example else None,
    )


def _attachments(submission: Submission, files: Files) -> list[AttachmentShape]:
    shapes = []
    for number, attachment in enumerate(submission.attachments.all(), start=1):
        path = f"files/submissions/{submission.label}-{number}"
        shapes.append(
            AttachmentShape(
                file=files.add(path, attachment.file),
                name=attachment.name,
                text_file=files.add_text(f"{path}.txt", attachment.text) if attachment.text else None,
                page_starts=attachment.page_starts,
                added=attachment.added_at,
            )
        )
    return shapes


def _contribution(point: Contribution, submission: Submission, names: Names) -> ContributionShape:
    about = point.section or point.passage
    as_submission = point.part is None and point.proposed_text == submission.proposed_text
    hidden = None
    if point.hidden_at is not None:
        hidden = HiddenShape(at=point.hidden_at, rule=ConductRule(point.hidden_rule), reason=point.hidden_reason)
    return ContributionShape(
        kind=ContributionKind(point.kind),
        text=point.text if point.text != submission.text else "",
        proposed_text="" if as_submission else point.proposed_text,
        draft=about.draft.number if about is not None else None,
        section=point.section.key if point.section is not None else None,
        passage=point.passage.key if point.passage is not None else None,
        quote=point.quote,
        quote_start=point.quote_start,
        day=point.day.slug if point.day is not None else None,
        taken=_taken(point, submission),
        themes=[theme.slug for theme in point.themes.all()],
        read=point.read_at,
        published=point.published_at,
        hidden=hidden,
        reply=names.replies[point.reply_id] if point.reply_id is not None else None,
        verdicts=[
            VerdictShape(
                answer=Answer(verdict.answer),
                text=verdict.text,
                draft=verdict.draft.number if verdict.draft is not None else None,
                given=verdict.given_at,
                handled=verdict.handled_at,
                handled_with=verdict.handled_with,
            )
            for verdict in point.verdicts.all()
        ],
    )


def _taken(point: Contribution, submission: Submission) -> TakenShape | None:
    if point.attachment_id is None and point.taken_start is None:
        return None
    attachments = [attachment.pk for attachment in submission.attachments.all()]
    number = attachments.index(point.attachment_id) + 1 if point.attachment_id is not None else None
    return TakenShape(attachment=number, start=point.taken_start, end=point.taken_end)
