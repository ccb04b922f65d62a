"""What has come in and what was answered. The order in the file gives the numbers: S-001, S-002 …"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from fardplan.base import uploads
from fardplan.base.text import first_words
from fardplan.contributions.models import (
    Attachment,
    Contribution,
    Reply,
    StandardReply,
    Submission,
    Theme,
    Verdict,
)
from fardplan.dialogue.models import Day, Dialogue
from fardplan.exchange.shape_said import ContributionShape, SubmissionShape
from fardplan.exchange.work import Work
from fardplan.strategy.models import Draft, Passage, Section


def import_said(work: Work, dialogue: Dialogue, days: dict[str, Day]) -> None:
    themes = _import_themes(work, dialogue)
    _import_standard_replies(work, dialogue)
    replies = _import_replies(work, dialogue)
    for number, shape in enumerate(work.content.submissions):
        submission = _import_submission(work, dialogue, shape, number)
        attachments = _import_attachments(work, submission, shape, number)
        points = shape.contributions or [ContributionShape.model_validate({})]
        for position, point in enumerate(points):
            part = position + 1 if shape.is_divided else None
            path = ("submissions", number, "contributions", position)
            contribution = _contribution(work, point, submission, part)
            _anchor(work, contribution, point, dialogue, days, path)
            _take_from(contribution, point, attachments)
            contribution.reply = replies[point.reply] if point.reply is not None else None
            work.save(contribution, *path)
            contribution.themes.set(themes[slug] for slug in point.themes)
            _import_verdicts(work, contribution, point, dialogue, path)


def _import_themes(work: Work, dialogue: Dialogue) -> dict[str, Theme]:
    dialogue.themes.all().delete()
    themes: dict[str, Theme] = {}
    for number, shape in enumerate(work.content.themes):
        theme = Theme(dialogue=dialogue, position=number, **shape.model_dump())
        work.save(theme, "themes", number)
        themes[shape.slug] = theme
    return themes


def _import_standard_replies(work: Work, dialogue: Dialogue) -> None:
    dialogue.standard_replies.all().delete()
    for number, shape in enumerate(work.content.standard_replies):
        reply = StandardReply(
            dialogue=dialogue, name=shape.name, outcome=shape.outcome or "", text=shape.text, reason=shape.reason
        )
        work.save(reply, "standard_replies", number)


def _import_replies(work: Work, dialogue: Dialogue) -> dict[str, Reply]:
    replies: dict[str, Reply] = {}
    for number, shape in enumerate(work.content.replies):
        reply = Reply(
            dialogue=dialogue,
            text=shape.text,
            outcome=shape.outcome or "",
            reason=shape.reason,
            forwarded_to=shape.forwarded_to,
            signed_as=shape.signed_as,
            standing=shape.standing,
            adopted_by=shape.adopted_by,
            ready_at=shape.ready,
            approved_at=shape.approved,
            created_at=shape.created,
            published_at=shape.published,
            publications=1 if shape.published else 0,
            is_example=work.is_example(shape),
        )
        work.save(reply, "replies", number)
        replies[shape.name] = reply
    return replies


def _import_submission(work: Work, dialogue: Dialogue, shape: SubmissionShape, position: int) -> Submission:
    submission = Submission(
        dialogue=dialogue,
        number=position + 1,
        received_at=shape.received,
        channel=shape.channel,
        sender_kind=shape.sender_kind,
        sender_label=shape.sender,
        municipality=shape.municipality,
        heading=shape.heading or first_words(shape.text),
        text=shape.text,
        proposed_text=shape.proposed_text,
        stance=shape.stance or "",
        about=shape.about,
        language=shape.language,
        source_note=shape.source,
        registered_at=shape.registered,
        dated_on=shape.dated,
        is_example=work.is_example(shape),
    )
    work.save(submission, "submissions", position)
    return submission


def _import_attachments(work: Work, submission: Submission, shape: SubmissionShape, position: int) -> list[Attachment]:
    attachments = []
    for number, described in enumerate(shape.attachments):
        path = ("submissions", position, "attachments", number)
        attachment = Attachment(
            submission=submission,
            name=described.name or PurePosixPath(described.file).name,
            page_starts=described.page_starts,
            added_at=described.added or shape.received,
        )
        kept = work.store_file(
            attachment.file, described.file, *path, "file", folder="submissions", kinds=uploads.DOCUMENTS
        )
        attachment.file_type, attachment.bytes = kept.content_type, kept.bytes
        if described.text_file is not None:
            attachment.text = work.text_of(described.text_file, *path, "text_file")
        work.save(attachment, *path)
        attachments.append(attachment)
    return attachments


def _import_verdicts(
    work: Work, contribution: Contribution, shape: ContributionShape, dialogue: Dialogue, path: tuple[str | int, ...]
) -> None:
    for number, said in enumerate(shape.verdicts):
        seen = Draft.objects.get(strategy=dialogue.strategy, number=said.draft) if said.draft is not None else None
        verdict = Verdict(
            contribution=contribution,
            draft=seen,
            answer=said.answer,
            text=said.text,
            given_at=said.given,
            handled_at=said.handled,
            handled_with=said.handled_with,
        )
        work.save(verdict, *path, "verdicts", number)


def _take_from(contribution: Contribution, shape: ContributionShape, attachments: Sequence[Attachment]) -> None:
    """Say where in what came in the point was taken from; `checks` has seen that the attachment is there."""
    if shape.taken is None:
        return
    if shape.taken.attachment is not None:
        contribution.attachment = attachments[shape.taken.attachment - 1]
    contribution.taken_start, contribution.taken_end = shape.taken.start, shape.taken.end


def _contribution(work: Work, shape: ContributionShape, submission: Submission, part: int | None) -> Contribution:
    return Contribution(
        submission=submission,
        part=part,
        kind=shape.kind,
        text=shape.text or submission.text,
        proposed_text=shape.proposed_text or (submission.proposed_text if part is None else ""),
        quote=shape.quote,
        quote_start=shape.quote_start,
        read_at=shape.read,
        published_at=shape.published,
        hidden_at=shape.hidden.at if shape.hidden else None,
        hidden_rule=shape.hidden.rule if shape.hidden else "",
        hidden_reason=shape.hidden.reason if shape.hidden else "",
    )


def _anchor(
    work: Work,
    contribution: Contribution,
    shape: ContributionShape,
    dialogue: Dialogue,
    days: dict[str, Day],
    path: tuple[str | int, ...],
) -> None:
    """Let the contribution point to what it is about; `checks` has seen that it is there in the file."""
    contribution.day = days[shape.day] if shape.day is not None else None
    if shape.section is None and shape.passage is None:
        return
    draft = Draft.objects.filter(strategy=dialogue.strategy, number=shape.draft or "").first()
    if draft is None:
        raise work.refuse(_("Utkast %(number)s finns inte i filen.") % {"number": shape.draft}, *path, "draft")
    if shape.section is not None:
        contribution.section = Section.objects.get(draft=draft, key=shape.section)
    if shape.passage is not None:
        contribution.passage = Passage.objects.get(draft=draft, key=shape.passage)
