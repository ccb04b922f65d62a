"""A day as it happened, in the shape of the format. No pseudonyms, no secrets, no rehearsals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fardplan.dialogue.models import Day
from fardplan.exchange.naming import Names
from fardplan.exchange.shape_live import (
    BallotShape,
    CaptionLineShape,
    CueShape,
    HappeningShape,
    MarkShape,
    PollShape,
    PollWordShape,
    QuestionShape,
    ReactionShape,
    StageShape,
)
from fardplan.live.choices import (
    AnsweredHow,
    CaptionLanguage,
    Checking,
    CueKind,
    HappeningKind,
    PollKind,
    ReactionKind,
    ResultsShown,
    Showing,
    Situation,
    WordsShown,
)
from fardplan.live.models import Cue, Mark, Poll, Question, Stage

Places = dict[int, int]  # from the id of a row to its place in the file, counted from 1


def stage_shape(day: Day, names: Names) -> StageShape | None:
    stage = day.stages.filter(is_rehearsal=False).first()
    if stage is None:
        return None
    cues, questions, polls = list(stage.cues.all()), _questions(stage), list(stage.polls.all())
    at = {"cue": _places(cues), "question": _places(questions), "poll": _places(polls)}
    return StageShape(
        situation=Situation(stage.situation),
        situation_since=stage.situation_since,
        cue=at["cue"].get(stage.cue_id or 0),
        message=stage.message,
        message_at=stage.message_at,
        shows=Showing(stage.shows),
        shown_question=at["question"].get(stage.shown_question_id or 0),
        shown_poll=at["poll"].get(stage.shown_poll_id or 0),
        questions_open=stage.questions_open,
        checking=Checking(stage.checking),
        slow_seconds=stage.slow_seconds,
        reply_workdays=stage.reply_workdays,
        replies_due=stage.replies_due_on,
        shows_exact_presence=stage.shows_exact_presence,
        takes_reactions=stage.takes_reactions,
        has_captions=stage.has_captions,
        began=stage.began_at,
        ended=stage.ended_at,
        script=_script(day, cues),
        questions=[_question(each, names, at["question"]) for each in questions],
        polls=[_poll(each) for each in polls],
        captions=_captions(stage),
        happenings=_happenings(stage, at),
        reactions=[
            ReactionShape(kind=ReactionKind(each.kind), at=each.at, count=each.count)
            for each in stage.reactions.order_by("at", "kind")
        ],
    )


def _places(rows: Iterable[Cue | Question | Poll]) -> Places:
    return {row.pk: place for place, row in enumerate(rows, start=1)}


def _questions(stage: Stage) -> list[Question]:
    return list(stage.questions.select_related("theme").prefetch_related("upvotes"))


def _script(day: Day, cues: Iterable[Cue]) -> list[CueShape]:
    sessions = {session.pk: place for place, session in enumerate(day.sessions.all(), start=1)}
    return [
        CueShape(
            title=cue.title,
            kind=CueKind(cue.kind),
            note=cue.note,
            planned=cue.planned_at,
            seconds=cue.planned_seconds,
            session=sessions.get(cue.session_id or 0),
            began=cue.began_at,
            ended=cue.ended_at,
            skipped=cue.skipped_at,
            stood_still=cue.stood_still_seconds,
            of_programme=cue.is_of_programme,
            changed_here=cue.is_changed_here,
        )
        for cue in cues
    ]


def _question(question: Question, names: Names, places: Places) -> QuestionShape:
    return QuestionShape(
        text=question.text,
        contribution=names.labels[question.contribution_id or 0],
        name=question.name,
        municipality=question.municipality,
        theme=question.theme.slug if question.theme is not None else None,
        asked=question.asked_at,
        shown=question.shown_at,
        hidden=question.hidden_at,
        merged_into=places.get(question.merged_into_id or 0),
        queued=question.queued_at,
        queue_position=question.queue_position,
        on_stage=question.on_stage_at,
        answered=question.answered_at,
        answered_how=AnsweredHow(question.answered_how) if question.answered_how else None,
        answered_second=question.answered_second,
        answered_by=question.answered_by,
        support=len(question.upvotes.all()),
    )


def _poll(poll: Poll) -> PollShape:
    return PollShape(
        kind=PollKind(poll.kind),
        question=poll.question,
        explanation=poll.explanation,
        results_shown=ResultsShown(poll.results_shown),
        most_choices=poll.most_choices,
        scale_steps=poll.scale_steps,
        least_label=poll.least_label,
        most_label=poll.most_label,
        number_least=poll.number_least,
        number_most=poll.number_most,
        unit=poll.unit,
        words_shown=WordsShown(poll.words_shown),
        words_needed=poll.words_needed,
        options=[option.text for option in poll.options.all()],
        words=[
            PollWordShape(word=each.word, stem=each.stem, shown=each.shown_at, hidden=each.hidden_at)
            for each in poll.words.order_by("word")
        ],
        opened=poll.opened_at,
        closes=poll.closes_at,
        closed=poll.closed_at,
        ballots=_ballots(poll),
    )


def _ballots(poll: Poll) -> list[BallotShape]:
    """In the order of their contents: the order they came in could tell whose they are."""
    ballots = poll.ballots.prefetch_related("marks__option", "marks__word")
    marked = [tuple(sorted(map(_mark, ballot.marks.all()), key=repr)) for ballot in ballots]
    return [BallotShape(count=count, marks=list(marks)) for marks, count in sorted(Counter(marked).items(), key=repr)]


def _mark(mark: Mark) -> MarkShape:
    return MarkShape(
        option=mark.option.text if mark.option is not None else None,
        rank=mark.rank,
        number=mark.number,
        word=mark.word.word if mark.word is not None else None,
    )


def _captions(stage: Stage) -> list[CaptionLineShape]:
    return [
        CaptionLineShape(
            text=line.text,
            language=CaptionLanguage(line.language),
            began=line.began_at,
            shown=line.shown_at,
            automatic=line.is_automatic,
            version=line.version,
            corrected=line.corrected_at,
        )
        for line in stage.caption_lines.exclude(text="")
    ]


def _happenings(stage: Stage, at: dict[str, Places]) -> list[HappeningShape]:
    return [
        HappeningShape(
            at=each.at,
            kind=HappeningKind(each.kind),
            title=each.title,
            cue=at["cue"].get(each.cue_id or 0),
            question=at["question"].get(each.question_id or 0),
            poll=at["poll"].get(each.poll_id or 0),
        )
        for each in stage.happenings.all()
    ]
