"""Questions are answered: aloud, with the time in the broadcast, or in writing. Whoever asked is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.base import hub
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions import actions as contributions
from fardplan.contributions.models import Contribution, Outcome
from fardplan.dialogue.rules import may_reply
from fardplan.live import letters
from fardplan.live.actions.happening import happened, stage_changed
from fardplan.live.actions.on_stage import leave_stage
from fardplan.live.actions.questions import change, check_keeper, check_open, hold, record
from fardplan.live.broadcast_time import clock_of
from fardplan.live.choices import AnsweredHow, HappeningKind
from fardplan.live.models import Question, Stage
from fardplan.live.told.names import ANSWERED
from fardplan.live.topics import asker_topic
from fardplan.people.models import Official


@dataclass(frozen=True)
class Spoken:
    """An answer in the broadcast: who gave it, by title, and at which second it began. None: now."""

    answered_by: str = ""
    second: int | None = None


def answer_aloud(*, question: Question, spoken: Spoken, revision: int, by: Official, now: datetime) -> Question:
    """It was answered in the broadcast, and so were those merged into it: each gets a reply that says where."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        check_open(question)
        if question.shown_at is None:
            raise Conflict(_("Frågan visas inte än. Läs och visa den först."))
        second = spoken.second if spoken.second is not None else seconds_into(question.stage, now=now)
        answered = change(
            question,
            answered_at=now,
            answered_how=AnsweredHow.ALOUD,
            answered_second=second,
            answered_by=spoken.answered_by,
            queued_at=None,
            on_stage_at=None,
        )
        leave_stage(answered, by=by, now=now)
        group = _group_of(answered)
        said = [each.contribution_id for each in group if each.contribution_id is not None]
        if said:
            _reply(answered, said, by=by, now=now)
        record(
            "question.answered", answered, by=by, now=now, how=AnsweredHow.ALOUD, second=second, who=spoken.answered_by
        )
        happened(question.stage, HappeningKind.QUESTION, now=now, by=by, title=answered.text, question=answered)
        for each in group:
            letters.tell_answered_aloud(each, answered)
        _announce(group, how=AnsweredHow.ALOUD, now=now)
        return answered


def answer_in_writing(
    *, question: Question, text: str, signed_as: str, revision: int, by: Official, now: datetime
) -> Question:
    """Answer it in writing while the day goes on: the ordinary reply, with the outcome "besvarad fråga".

    Where a second reader approves replies it waits for that, and the question with it. Raises NotAllowed without the
    right to reply, and Invalid in a rehearsal, where there is nobody to answer.
    """
    check_keeper(by, question.stage)
    dialogue = question.stage.day.dialogue
    if not may_reply(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på frågor."))
    if not text:
        raise Invalid(_("Skriv ett svar."), field="text")
    with transaction.atomic():
        question = hold(question, revision=revision)
        check_open(question)
        ids = [each.contribution_id for each in _group_of(question) if each.contribution_id is not None]
        if not ids:
            raise Invalid(_("I en övning finns ingen att svara skriftligt."), field="text")
        changed = change(question, queued_at=None, on_stage_at=None)
        leave_stage(changed, by=by, now=now)
        said = list(Contribution.objects.select_related("submission").filter(pk__in=ids).order_by("pk"))
        words = contributions.ReplyWords(text=text, outcome=Outcome.ANSWERED, signed_as=signed_as)
        reply = contributions.draft_reply(dialogue=dialogue, contributions=said, words=words, by=by, now=now)
        record("question.answered", changed, by=by, now=now, how=AnsweredHow.IN_WRITING)
        stage_changed(question.stage)
        if dialogue.replies_need_second_reader:
            contributions.mark_ready(reply=reply, revision=reply.revision, by=by, now=now)
        else:
            contributions.publish_reply(reply=reply, revision=reply.revision, by=by, now=now)
        return changed


def reopen(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """It was not answered aloud after all: it waits again, and the reply that said so is withdrawn."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        if question.answered_how != AnsweredHow.ALOUD or question.answered_at is None:
            raise Conflict(
                _("Frågan är inte besvarad i sändningen."),
                what_next=_("Ett skriftligt svar dras tillbaka bland synpunkterna."),
            )
        since = question.answered_at
        again = change(
            question, answered_at=None, answered_how="", answered_second=None, answered_by="", on_stage_at=None
        )
        if again.contribution_id is not None:
            said = Contribution.objects.select_related("submission__dialogue").get(pk=again.contribution_id)
            contributions.take_back_aloud(contribution=said, since=since, by=by, now=now)
        record("question.reopened", again, by=by, now=now)
        stage_changed(question.stage)
        return again


def seconds_into(stage: Stage, *, now: datetime) -> int | None:
    """How far into the broadcast a moment is; None before it began."""
    if stage.began_at is None or now < stage.began_at:
        return None
    return int((now - stage.began_at).total_seconds())


def tell_asked(contribution_ids: list[int], *, now: datetime) -> None:
    """Something was done with questions at the ordinary desk: their stages look anew, and askers learn of an answer."""
    own = Q(contribution__in=contribution_ids)
    rows = list(Question.objects.select_related("stage", "contribution__reply").filter(own).order_by("pk"))
    for stage in {row.stage_id: row.stage for row in rows}.values():
        stage_changed(stage)
    answered = [row for row in rows if _is_answered_now(row, now=now)]
    _announce(answered, how=AnsweredHow.IN_WRITING, now=now)


def _is_answered_now(question: Question, *, now: datetime) -> bool:
    reply = question.contribution.reply if question.contribution is not None else None
    return reply is not None and reply.published_at == now and question.answered_at is None


def _group_of(question: Question) -> list[Question]:
    """The question and those merged into it that are not hidden, held until the transaction ends."""
    merged = held(Question.objects).filter(merged_into=question, hidden_at=None).order_by("pk")
    return [question, *merged]


def _reply(question: Question, contribution_ids: list[int], *, by: Official, now: datetime) -> None:
    said = list(Contribution.objects.select_related("submission__dialogue").filter(pk__in=contribution_ids))
    day = question.stage.day
    words = {"day": day.title, "time": clock_of(question)}
    text = _("Frågan besvarades i sändningen, %(day)s, %(time)s.") % words
    contributions.answer_aloud(
        dialogue=day.dialogue, contributions=said, text=text, signed_as=question.answered_by[:120], by=by, now=now
    )


def _announce(questions: list[Question], *, how: str, now: datetime) -> None:
    """Last in an action."""
    for question in questions:
        if question.asker:
            data = {"question": question.pk, "how": str(how)}
            hub.announce(topic=asker_topic(question.asker), name=ANSWERED, data=data, now=now)
