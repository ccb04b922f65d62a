"""A day as it happened, from the file. Supporters and voters get pseudonyms nobody can make again."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TypeVar

from fardplan.contributions.models import Contribution, Theme
from fardplan.dialogue.models import Day, Dialogue
from fardplan.exchange.shape_live import BallotShape, PollShape, QuestionShape, StageShape
from fardplan.exchange.work import Work
from fardplan.live.models import (
    Ballot,
    CaptionLine,
    Cue,
    Happening,
    Mark,
    Poll,
    PollOption,
    PollWord,
    Question,
    Reaction,
    Stage,
    Upvote,
)

Path = tuple[str | int, ...]
T = TypeVar("T")


def import_live(work: Work, dialogue: Dialogue, days: dict[str, Day]) -> None:
    """After what was said: a question is a contribution."""
    points = Contribution.objects.filter(submission__dialogue=dialogue).select_related("submission")
    said = {point.label: point for point in points}
    themes = {theme.slug: theme for theme in dialogue.themes.all()}
    for number, shape in enumerate(work.content.days):
        _forget_stages(days[shape.slug])
        if shape.stage is not None:
            _import_stage(work, days[shape.slug], shape.stage, said, themes, ("days", number, "stage"))


def _forget_stages(day: Day) -> None:
    """What was there: with nothing registered in the dialogue, that is a script and rehearsals."""
    rehearsed = Question.objects.filter(stage__day=day)
    rehearsed.update(merged_into=None)
    rehearsed.delete()
    day.stages.all().delete()


def _import_stage(
    work: Work, day: Day, shape: StageShape, said: dict[str, Contribution], themes: dict[str, Theme], path: Path
) -> None:
    stage = Stage(day=day, replies_due_on=shape.replies_due, began_at=shape.began, ended_at=shape.ended)
    for name in (
        "situation", "situation_since", "message", "message_at", "shows", "questions_open", "checking", "slow_seconds",
        "reply_workdays", "shows_exact_presence", "takes_reactions", "has_captions",
    ):  # fmt: skip
        setattr(stage, name, getattr(shape, name))
    work.save(stage, *path)
    cues = _import_script(work, stage, shape, path)
    questions = _import_questions(work, stage, shape, said, themes, path)
    polls = [_import_poll(work, stage, each, (*path, "polls", n)) for n, each in enumerate(shape.polls)]
    _import_record(work, stage, shape, cues, questions, polls, path)
    stage.cue = _at(cues, shape.cue)
    stage.shown_question, stage.shown_poll = _at(questions, shape.shown_question), _at(polls, shape.shown_poll)
    work.save(stage, *path)


def _at(rows: list[T], place: int | None) -> T | None:
    return rows[place - 1] if place is not None else None


def _import_script(work: Work, stage: Stage, shape: StageShape, path: Path) -> list[Cue]:
    sessions = list(stage.day.sessions.all())
    cues = []
    for number, each in enumerate(shape.script):
        cue = Cue(
            stage=stage,
            session=_at(sessions, each.session),
            position=number,
            kind=each.kind,
            title=each.title,
            note=each.note,
            planned_at=each.planned,
            planned_seconds=each.seconds,
            began_at=each.began,
            ended_at=each.ended,
            skipped_at=each.skipped,
            stood_still_seconds=each.stood_still,
            is_of_programme=each.of_programme,
            is_changed_here=each.changed_here,
        )
        work.save(cue, *path, "script", number)
        cues.append(cue)
    return cues


def _import_questions(
    work: Work, stage: Stage, shape: StageShape, said: dict[str, Contribution], themes: dict[str, Theme], path: Path
) -> list[Question]:
    questions = []
    for number, each in enumerate(shape.questions):
        question = _question(stage, each, said, themes)
        work.save(question, *path, "questions", number)
        supporters = [
            Upvote(question=question, supporter=_nobody(), given_at=each.shown or each.asked)
            for _each in range(each.support)
        ]
        Upvote.objects.bulk_create(supporters)
        questions.append(question)
    for number, each in enumerate(shape.questions):
        if each.merged_into is not None:
            questions[number].merged_into = _at(questions, each.merged_into)
            work.save(questions[number], *path, "questions", number)
    return questions


def _question(stage: Stage, shape: QuestionShape, said: dict[str, Contribution], themes: dict[str, Theme]) -> Question:
    return Question(
        stage=stage,
        contribution=said[shape.contribution],
        text=shape.text,
        name=shape.name,
        municipality=shape.municipality,
        theme=themes[shape.theme] if shape.theme is not None else None,
        asked_at=shape.asked,
        shown_at=shape.shown,
        hidden_at=shape.hidden,
        queued_at=shape.queued,
        queue_position=shape.queue_position,
        on_stage_at=shape.on_stage,
        answered_at=shape.answered,
        answered_how=shape.answered_how or "",
        answered_second=shape.answered_second,
        answered_by=shape.answered_by,
    )


def _import_poll(work: Work, stage: Stage, shape: PollShape, path: Path) -> Poll:
    same = shape.model_dump(exclude={"options", "words", "opened", "closes", "closed", "ballots"})
    poll = Poll(
        stage=stage,
        position=int(path[-1]),
        opened_at=shape.opened,
        closes_at=shape.closes,
        closed_at=shape.closed,
        **same,
    )
    if shape.closed is not None:
        poll.secret = ""
    work.save(poll, *path)
    options, words = {}, {}
    for number, text in enumerate(shape.options):
        options[text] = PollOption(poll=poll, position=number, text=text)
        work.save(options[text], *path, "options", number)
    for number, each in enumerate(shape.words):
        words[each.word] = PollWord(
            poll=poll, word=each.word, stem=each.stem, shown_at=each.shown, hidden_at=each.hidden
        )
        work.save(words[each.word], *path, "words", number)
    given_at = shape.closed or shape.opened or work.now
    _import_ballots(poll, shape.ballots, options, words, given_at=given_at)
    return poll


def _import_ballots(
    poll: Poll,
    shapes: list[BallotShape],
    options: dict[str, PollOption],
    words: dict[str, PollWord],
    *,
    given_at: datetime,
) -> None:
    for shape in shapes:
        ballots = Ballot.objects.bulk_create(
            Ballot(poll=poll, voter=_nobody(), given_at=given_at, changed_at=given_at) for _each in range(shape.count)
        )
        Mark.objects.bulk_create(
            Mark(
                ballot=ballot,
                poll=poll,
                option=options[mark.option] if mark.option is not None else None,
                rank=mark.rank,
                number=mark.number,
                word=words[mark.word] if mark.word is not None else None,
            )
            for ballot in ballots
            for mark in shape.marks
        )


def _nobody() -> str:
    """As long as a pseudonym, and nobody's."""
    return secrets.token_hex(16)


def _import_record(
    work: Work,
    stage: Stage,
    shape: StageShape,
    cues: list[Cue],
    questions: list[Question],
    polls: list[Poll],
    path: Path,
) -> None:
    for number, line in enumerate(shape.captions):
        row = CaptionLine(
            stage=stage,
            text=line.text,
            language=line.language,
            began_at=line.began,
            shown_at=line.shown,
            is_automatic=line.automatic,
            version=line.version,
            corrected_at=line.corrected,
        )
        work.save(row, *path, "captions", number)
    for number, each in enumerate(shape.happenings):
        happening = Happening(
            stage=stage,
            at=each.at,
            kind=each.kind,
            title=each.title,
            cue=_at(cues, each.cue),
            question=_at(questions, each.question),
            poll=_at(polls, each.poll),
        )
        work.save(happening, *path, "happenings", number)
    for number, reaction in enumerate(shape.reactions):
        work.save(Reaction(stage=stage, **reaction.model_dump()), *path, "reactions", number)
