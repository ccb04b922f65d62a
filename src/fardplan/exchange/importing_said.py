"""What has come in and what was answered. The order in the file gives the numbers: S-001, S-002 …"""

from __future__ import annotations

from django.utils.translation import gettext as _

from fardplan.base.text import first_words
from fardplan.contributions.models import Contribution, Reply, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.exchange.shape_said import ContributionShape, SubmissionShape
from fardplan.exchange.work import Work
from fardplan.strategy.models import Draft, Passage, Section


def import_said(work: Work, dialogue: Dialogue, days: dict[str, Day]) -> None:
    replies = _import_replies(work, dialogue)
    for number, shape in enumerate(work.content.submissions):
        submission = _import_submission(work, dialogue, shape, number)
        points = shape.contributions or [ContributionShape.model_validate({})]
        for position, point in enumerate(points):
            part = position + 1 if len(points) > 1 else None
            path = ("submissions", number, "contributions", position)
            contribution = _contribution(work, point, submission, part)
            _anchor(work, contribution, point, dialogue, days, path)
            contribution.reply = replies[point.reply] if point.reply is not None else None
            work.save(contribution, *path)


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
        language=shape.language,
        source_note=shape.source,
        registered_at=shape.registered,
        dated_on=shape.dated,
        is_example=work.is_example(shape),
    )
    work.save(submission, "submissions", position)
    return submission


def _contribution(work: Work, shape: ContributionShape, submission: Submission, part: int | None) -> Contribution:
    return Contribution(
        submission=submission,
        part=part,
        text=shape.text or submission.text,
        proposed_text=shape.proposed_text or (submission.proposed_text if part is None else ""),
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
