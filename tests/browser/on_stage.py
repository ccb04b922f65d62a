"""What the page checks need of days as they happen: one day for each situation, with a script, a question and more.

In a dialogue of their own, so that the example's own pages stay as they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.actions.script import begin
from fardplan.live.actions.staging import begin_rehearsal
from fardplan.live.models import (
    Ballot,
    Blocked,
    Burst,
    CaptionLine,
    Cue,
    Happening,
    Mark,
    Poll,
    PollOption,
    PollWord,
    Question,
    Stage,
    Upvote,
)
from fardplan.media.models import Broadcast
from fardplan.people.models import Official

STARTS = datetime(2020, 12, 1, 12, tzinfo=UTC)
MOMENT = "2020-12-01 13:25"
PROGRAMME = [
    ("Välkommen", "talk", 10),
    ("Samtal om bostäder", "panel", 20),
    ("Paus", "break", 10),
    ("Rummen", "rooms", 30),
]
BEGUN = {"running", "paused", "stopped", "ended"}


def a_stage(situation: str, **fields: Any) -> Stage:
    """A stage in this situation, in the second point of its script; made the first time it is asked for."""
    dialogue, _ = Dialogue.objects.get_or_create(
        slug="provsandning", defaults={"title": "Provsändning", "published_at": STARTS - timedelta(days=30)}
    )
    slug = slugify("-".join([situation, *map(str, fields.values())]))[:50]
    times = {"starts_at": STARTS, "ends_at": STARTS + timedelta(hours=3)}
    day, is_new = Day.objects.get_or_create(
        dialogue=dialogue, slug=slug, defaults={"title": "Dag 1", "focus": "Bostäder och resor", **times}
    )
    if not is_new:
        return Stage.objects.select_related("day__dialogue").get(day=day, is_rehearsal=False)
    Broadcast.objects.create(
        day=day,
        address="https://www.youtube.com/watch?v=abcdefghijk",
        provider="Youtube",
        sign_language_address="https://example.org/tolk",
    )
    stage = Stage.objects.create(day=day, situation=situation, **fields)
    _script(stage)
    return stage


def _script(stage: Stage) -> None:
    planned_at = STARTS
    cues = []
    for position, (title, kind, minutes) in enumerate(PROGRAMME):
        planned = {"planned_at": planned_at, "planned_seconds": minutes * 60}
        cues.append(Cue.objects.create(stage=stage, position=position, title=title, kind=kind, **planned))
        planned_at += timedelta(minutes=minutes)
    if stage.situation not in BEGUN:
        return
    first, second = cues[:2]
    first.began_at, first.ended_at, second.began_at = STARTS, second.planned_at, second.planned_at
    first.save()
    second.save()
    stage.cue, stage.began_at, stage.situation_since = second, STARTS, second.planned_at
    if stage.situation == "ended":
        stage.ended_at = STARTS + timedelta(hours=3)
    stage.questions_open = stage.situation != "ended"
    stage.save()


def now_page(situation: str, **fields: Any) -> Callable[[], str]:
    """The page of those who take part."""

    def address() -> str:
        stage = a_stage(situation, **fields)
        return reverse("public:now", args=[stage.day.dialogue.slug, stage.day.slug])

    return address


def framed(situation: str) -> Callable[[], str]:
    def address() -> str:
        stage = a_stage(situation)
        return reverse("public:strip", args=[stage.day.dialogue.slug, stage.day.slug])

    return address


def by_key(url_name: str, situation: str = "running", query: str = "", **fields: Any) -> Callable[[], str]:
    """The projector or the speaker's clock."""

    def address() -> str:
        stage = a_stage(situation, **fields)
        if fields.get("shows") in {"question", "questions"}:
            _question(stage)
        if fields.get("shows") == "poll":
            Stage.objects.filter(pk=stage.pk).update(shown_poll=_poll(stage, "single", WAYS))
        return reverse(url_name, args=[stage.key]) + query

    return address


def _question(stage: Stage) -> None:
    question, is_new = Question.objects.get_or_create(
        stage=stage,
        text="Varför går bussen bara två gånger om dagen?",
        defaults={"asked_at": STARTS, "shown_at": STARTS},
    )
    if is_new:
        Upvote.objects.bulk_create(Upvote(question=question, supporter=str(n), given_at=STARTS) for n in range(12))
    Stage.objects.filter(pk=stage.pk).update(shown_question=question)


def pace_page() -> str:
    """With something to look into and somebody who is blocked."""
    stage = a_stage("running")
    Burst.objects.get_or_create(
        stage=stage, what="vote", title="Vad förvånade dig?", defaults={"began_at": STARTS, "count": 400}
    )
    about = {"rule": "advertising", "reason": "Tre annonser på en minut.", "blocked_at": STARTS}
    official = Official.objects.order_by("pk")[0]
    Blocked.objects.get_or_create(stage=stage, asker="a" * 32, defaults={**about, "blocked_by": official})
    return reverse("desk:live-pace", args=[stage.day.dialogue.slug, stage.day.slug])


def block_page() -> str:
    stage = a_stage("running")
    _question(stage)
    question = stage.questions.all()[0]
    Question.objects.filter(pk=question.pk).update(asker="b" * 32)
    return reverse("desk:live-block", args=[stage.day.dialogue.slug, stage.day.slug, question.pk])


def _poll(stage: Stage, kind: str, options: list[str], **fields: Any) -> Poll:
    """An open poll that some have answered; made the first time it is asked for."""
    about = {"opened_at": STARTS, "explanation": "Det gäller de närmaste fyra åren.", "results_shown": "live"}
    question = fields.pop("question", "Vad är viktigast för att fler ska vilja bo här?")
    poll, is_new = Poll.objects.get_or_create(stage=stage, kind=kind, question=question, defaults=about | fields)
    if not is_new:
        return poll
    made = [PollOption.objects.create(poll=poll, position=place, text=text) for place, text in enumerate(options)]
    words = [
        PollWord.objects.create(poll=poll, word=word, stem=word, shown_at=STARTS if place else None)
        for place, word in enumerate(["nytt", "bussar", "trygghet", "bostäder", "havet"] if kind == "words" else [])
    ]
    for number in range(12 if poll.opened_at else 0):
        ballot = Ballot.objects.create(poll=poll, voter=f"{number:032}", given_at=STARTS, changed_at=STARTS)
        about = {"ballot": ballot, "poll": poll}
        if kind in {"scale", "number"}:
            Mark.objects.create(**about, number=number % 5 + 1)
        elif words:
            Mark.objects.create(**about, word=words[number * number % len(words)])
        elif kind == "ranking":
            turned = made[number % 2 :] + made[: number % 2]
            Mark.objects.bulk_create(Mark(**about, option=each, rank=rank) for rank, each in enumerate(turned, start=1))
        else:
            Mark.objects.create(**about, option=made[number * number % len(made)])
    return poll


WAYS = ["Bussar som går även på kvällen", "Fler bostäder till rimligt pris", "Jobb och praktik", "Havet och naturen"]


def poll(kind: str, **fields: Any) -> Callable[[], str]:
    """The page of a poll of this kind."""

    def address() -> str:
        without = {"scale", "number", "words"}
        options = {"hands": ["Ja"], "statement": ["håller med", "håller inte med", "vet inte"]}.get(kind, WAYS)
        stage = a_stage("running", takes_reactions=False)
        found = _poll(stage, kind, [] if kind in without else options, **fields)
        return reverse("public:poll", args=[stage.day.dialogue.slug, stage.day.slug, found.pk])

    return address


def now_with_polls() -> str:
    """The page of those who take part while polls are open, and one has closed."""
    stage = a_stage("running", shows_exact_presence=True)
    _poll(stage, "single", WAYS)
    _poll(stage, "hands", ["Ja"], question="Bor du i länet?")
    _poll(stage, "several", WAYS, question="Vad använder du varje vecka?", closes_at=STARTS, most_choices=2)
    return reverse("public:now", args=[stage.day.dialogue.slug, stage.day.slug])


def at_desk(url_name: str, situation: str) -> str:
    """A live page of the desk; "none": a day that nobody has prepared."""
    day = a_stage("before").day if situation == "none" else a_stage(situation).day
    if situation == "none":
        times = {"title": "Dag 2", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=3)}
        day, _ = Day.objects.get_or_create(dialogue=day.dialogue, slug="inte-forberedd", defaults=times)
    about = [] if url_name == "desk:live-days" else [day.slug]
    return reverse(url_name, args=[day.dialogue.slug, *about])


def rehearsed(url_name: str) -> str:
    """The same about a rehearsal that goes on."""
    day, by = a_stage("running").day, Official.objects.filter(is_administrator=True)[0]
    rehearsal = day.stages.filter(is_rehearsal=True).first()
    if rehearsal is None:
        rehearsal = begin_rehearsal(day=day, by=by, now=STARTS)
        begin(stage=rehearsal, by=by, now=STARTS)
    return f"{reverse(url_name, args=[day.dialogue.slug, day.slug])}?ovning=1"


def desk_poll(url_name: str, kind: str = "", **fields: Any) -> Callable[[], str]:
    """A page of the desk about a poll: the words of a cloud, or a choice that is not yet open (`opened_at=None`)."""

    def address() -> str:
        stage = a_stage("running", takes_reactions=False)
        slugs = [stage.day.dialogue.slug, stage.day.slug]
        made = _poll(stage, "single", WAYS, question="Vad ska vi göra först?", **fields) if fields else None
        found = made or _poll(stage, "words", [])
        takes = {"desk:live-polls": [], "desk:live-new-poll": [kind]}.get(url_name, [found.pk])
        return reverse(url_name, args=[*slugs, *takes])

    return address


def record_page() -> str:
    """A day that has ended, with a question that was answered, one that waits, a poll and a line of text."""
    stage = a_stage("ended", message="Tack för i dag.")
    if not stage.happenings.exists():
        about = {"stage": stage, "asked_at": STARTS, "shown_at": STARTS}
        answered = {"answered_at": STARTS, "answered_how": "aloud", "answered_second": 95, "answered_by": "Regionrådet"}
        Question.objects.create(**about, **answered, text="Varför går bussen bara två gånger om dagen?")
        Question.objects.create(**about, text="När börjar remissen?", municipality="Ronneby")
        poll = Poll.objects.create(
            stage=stage, question="Vad förvånade dig?", opened_at=STARTS, closed_at=STARTS, secret=""
        )
        option = PollOption.objects.create(poll=poll, text="Hur många som pendlar")
        PollOption.objects.create(poll=poll, position=1, text="Hur många som är över 80")
        ballot = Ballot.objects.create(poll=poll, voter="a" * 32, given_at=STARTS, changed_at=STARTS)
        Mark.objects.create(ballot=ballot, poll=poll, option=option)
        CaptionLine.objects.create(stage=stage, began_at=STARTS, shown_at=STARTS, text="Välkomna hit.")
        Happening.objects.create(stage=stage, at=STARTS, kind="cue", title="Välkommen")
        Happening.objects.create(stage=stage, at=STARTS, kind="stopped")
    return reverse("public:day-record", args=[stage.day.dialogue.slug, stage.day.slug])
