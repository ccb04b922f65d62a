"""What holds between the fields of a day as it happened: references lead somewhere, marks fit their poll."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.checks_ledger import labels_in
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content
from fardplan.exchange.shape_live import MarkShape, PollShape, QuestionShape, StageShape


def problems_in(content: Content) -> Iterator[Found]:
    labels = set(labels_in(content))
    themes = {theme.slug for theme in content.themes}
    questions = []
    for number, day in enumerate(content.days):
        if day.stage is None:
            continue
        path: FieldPath = ("days", number, "stage")
        yield from _places(day.stage, len(day.programme), path)
        for place, question in enumerate(day.stage.questions):
            yield from _question(question, place, len(day.stage.questions), themes, labels, (*path, "questions", place))
            questions.append(((*path, "questions", place, "contribution"), question.contribution))
        for place, poll in enumerate(day.stage.polls):
            yield from _poll(poll, (*path, "polls", place))
    seen: set[str] = set()
    for where, label in questions:
        if label in seen:
            yield where, _("En annan fråga är redan synpunkten %(label)s.") % {"label": label}
        seen.add(label)


def _beyond(place: int | None, count: int) -> bool:
    return place is not None and place > count


def _places(stage: StageShape, sessions: int, path: FieldPath) -> Iterator[Found]:
    counts = {"cue": len(stage.script), "question": len(stage.questions), "poll": len(stage.polls)}
    for name, field in (("cue", "cue"), ("question", "shown_question"), ("poll", "shown_poll")):
        if _beyond(getattr(stage, field), counts[name]):
            yield (*path, field), _("Det finns inte så många i listan.")
    for number, cue in enumerate(stage.script):
        if _beyond(cue.session, sessions):
            yield (*path, "script", number, "session"), _("Det finns inte så många i listan.")
    for number, happening in enumerate(stage.happenings):
        for name, count in counts.items():
            if _beyond(getattr(happening, name), count):
                yield (*path, "happenings", number, name), _("Det finns inte så många i listan.")


def _question(
    question: QuestionShape, place: int, count: int, themes: set[str], labels: set[str], path: FieldPath
) -> Iterator[Found]:
    if question.contribution not in labels:
        yield (*path, "contribution"), _("Det finns ingen synpunkt %(label)s.") % {"label": question.contribution}
    if question.theme is not None and question.theme not in themes:
        yield (*path, "theme"), _("Det finns inget tema med adressen %(slug)s.") % {"slug": question.theme}
    if _beyond(question.merged_into, count) or question.merged_into == place + 1:
        yield (*path, "merged_into"), _("Frågan kan bara slås ihop med en annan fråga i listan.")
    if (question.answered is None) != (question.answered_how is None):
        yield (*path, "answered_how"), _("En besvarad fråga säger både när och hur.")


def _poll(poll: PollShape, path: FieldPath) -> Iterator[Found]:
    yield from only_once(poll.options, (*path, "options"))
    yield from only_once([each.word for each in poll.words], (*path, "words"), "word")
    words = {each.word for each in poll.words}
    for number, ballot in enumerate(poll.ballots):
        for place, mark in enumerate(ballot.marks):
            where = (*path, "ballots", number, "marks", place)
            if sum(each is not None for each in (mark.option, mark.number, mark.word)) != 1:
                yield where, _("Ange antingen ett val, ett tal eller ett ord.")
            yield from _known(mark, set(poll.options), words, where)
        chosen = [mark.option or mark.word or "" for mark in ballot.marks if mark.number is None]
        if len(chosen) != len(set(chosen)):
            yield (*path, "ballots", number), _("Samma val står två gånger.")


def _known(mark: MarkShape, options: set[str], words: set[str], path: FieldPath) -> Iterator[Found]:
    if mark.option is not None and mark.option not in options:
        yield (*path, "option"), _("Det valet finns inte i omröstningen.")
    if mark.word is not None and mark.word not in words:
        yield (*path, "word"), _("Det ordet finns inte i omröstningen.")
