"""Sending in a response: once, whatever is pressed twice, with its texts handed over as contributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import Invalid, NotFound
from fardplan.base.locking import held
from fardplan.contributions.about import About, find_about
from fardplan.contributions.actions import receive_text_answer
from fardplan.contributions.actions.receiving import Said
from fardplan.contributions.models import Submission
from fardplan.dialogue.models import Dialogue
from fardplan.surveys import codes
from fardplan.surveys.actions.answering import check_open, check_unused, gone, shared_collection
from fardplan.surveys.definition import WRITTEN, Answers, Asked, Definition, Question, is_declined
from fardplan.surveys.filling import faults_in
from fardplan.surveys.models import Collection, Invitation, Response, TextAnswer, UnfinishedResponse
from fardplan.surveys.queries.answering import SENT, sent_with, text_key, texts_sent_with, underway_of
from fardplan.surveys.suspicions import marks_of
from fardplan.surveys.underway import Underway, opened


class NotFinished(Invalid):
    """Something is left to mend before it can be sent in: `question` is the first, `page` the number of its page."""

    def __init__(self, question: Question, page: int, message: str) -> None:
        super().__init__(message, what_next=_("Gå till frågan, rätta den och skicka in igen."), field=question.name)
        self.question = question
        self.page = page


@dataclass(frozen=True)
class Sent:
    """A response that is in, and the code it was sent with."""

    response: Response
    code: str

    @property
    def submissions(self) -> list[Submission]:
        """What its texts became."""
        names = [question.name for question in self.response.version.asks.questions if question.contribution]
        return texts_sent_with(self.code, self.response.collection.survey.dialogue, names)


@transaction.atomic
def submit(*, code: str, now: datetime, marks: Iterable[str] = (), known: Underway | None = None) -> Sent:
    """Send in what is underway. The same code once more gives the same response and the same submissions.

    `known` is what has just been read with the code. Raises NotFinished when something is left to mend, Closed after
    the last second, Conflict when the invitation has been used meanwhile, Gone when the code leads nowhere. The
    invitation is marked in the same transaction, and has no key of the response.
    """
    peeked = known or underway_of(code)
    if peeked is None:
        return _sent_before(code)
    if any(question.contribution for question in peeked.definition.questions):
        held(Dialogue.objects).get(pk=peeked.collection.survey.dialogue_id)
    collection = shared_collection(peeked.collection)
    unfinished = held(UnfinishedResponse.objects).filter(pk=peeked.unfinished.pk).first()
    if unfinished is None:
        return _sent_before(code)
    unfinished.collection, unfinished.version = peeked.collection, peeked.unfinished.version
    underway = opened(unfinished, code)
    if underway is None:
        return _sent_before(code)
    check_open(collection, now=now)
    today = timezone.localdate(now)
    asked = _finished(underway, today=today)
    if underway.invitation is not None and not underway.changes:
        _mark_used(underway.invitation)
    answers = hand_over_texts(
        collection=underway.collection,
        definition=underway.definition,
        answers=asked.answers,
        language=underway.language,
        now=now,
        code=code,
        is_again=underway.changes,
    )
    response = _keep_response(underway, asked, answers, marks=marks, today=today)
    underway.unfinished.delete()
    return Sent(response, code)


def _finished(underway: Underway, *, today: date) -> Asked:
    """What was asked and answered. Raises NotFinished."""
    definition = underway.definition
    answers = {name: value for name, value in underway.answers.items() if value != WRITTEN}
    asked, faults = faults_in(definition, underway.answers, language=underway.language, today=today, half=underway.half)
    for question, message in faults:
        if question.name in answers or question.name not in underway.answers:  # not one that was handed over before
            page = definition.pages.index(definition.page_of[question.name]) + 1
            raise NotFinished(question, page, message)
    return asked


def _mark_used(pk: int) -> None:
    invitation = held(Invitation.objects).get(pk=pk)
    check_unused(invitation)
    invitation.is_used = True
    invitation.save(update_fields=["is_used"])


def hand_over_texts(
    *,
    collection: Collection,
    definition: Definition,
    answers: Answers,
    language: str,
    now: datetime,
    code: str = "",
    is_again: bool = False,
) -> Answers:
    """Make a submission of each text that is to be a contribution; the answers with the mark of it in their place.

    With the respondent's code they can find their submissions again; when the response is sent in again, the same
    text is not handed over twice. Call
    it in the transaction that keeps the response, with the dialogue held.
    """
    dialogue = collection.survey.dialogue
    kept = {name: value for name, value in answers.items() if value != ""}  # a calculation may come to nothing
    for question in definition.questions:
        words = kept.get(question.name)
        if not question.contribution or words is None or words == WRITTEN or is_declined(words):
            continue
        kept[question.name] = WRITTEN
        if is_again and any(each.text == words for each in texts_sent_with(code, dialogue, [question.name])):
            continue
        said = Said(
            about=_about(dialogue, question, now=now),
            text=words,
            language=language[:5],
            sending_key=text_key(code, question.name) if code else "",
        )
        submission = receive_text_answer(dialogue=dialogue, said=said, source_note=collection.survey.name, now=now)
        TextAnswer.objects.create(submission=submission, collection=collection, question=question.name)
    return kept


def _about(dialogue: Dialogue, question: Question, *, now: datetime) -> About:
    """What the question is about; the whole strategy when the text has moved on without it."""
    try:
        return find_about(dialogue, question.about, now=now)
    except NotFound:
        return About()


def _keep_response(
    underway: Underway, asked: Asked, answers: Answers, *, marks: Iterable[str], today: date
) -> Response:
    seconds = clock.now().timestamp() - underway.began
    before = [*underway.marks, *marks]
    if underway.changes:
        response = held(Response.objects).get(change_hash=_sent_hash(underway.code))
        response.answers, response.language = answers, underway.language
        response.flags = sorted({*response.flags, *before})
        response.save(update_fields=["answers", "language", "flags"])
        return response
    return Response.objects.create(
        collection=underway.collection,
        version=underway.unfinished.version,
        answers=answers,
        language=underway.language,
        day=today,
        source=underway.source,
        flags=marks_of(underway.definition, asked, seconds=seconds, before=before),
        change_hash=_sent_hash(underway.code),
    )


def _sent_before(code: str) -> Sent:
    response = sent_with(code)
    if response is None:
        raise gone()
    return Sent(response, code)


def _sent_hash(code: str) -> str:
    return codes.finding_hash(code, purpose=SENT)
