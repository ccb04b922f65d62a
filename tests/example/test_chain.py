"""The example holds the whole chain: from what was said, by every way in, to the words that changed, and back."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from itertools import pairwise

import pytest
from django.core.files import File
from django.db.models import Count

from fardplan.commands.demo import DIALOGUE_FILE
from fardplan.contributions.models import (
    Answer,
    Attachment,
    Channel,
    Contribution,
    ContributionKind,
    Outcome,
    Reply,
    SenderKind,
    Stance,
    Standing,
    Submission,
    Theme,
    Verdict,
)
from fardplan.contributions.theme_queries import themes_in_use
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion, MotionOutcome, Telling, Trace
from fardplan.strategy.models import Change, ChangeKind, Draft, Passage
from fardplan.strategy.queries import changes_in, contents_of
from tests.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_example")]

DRAFTS = ["0.3", "0.4", "1.0", "1.2", "2.0"]


def sources_of(key: str, number: str) -> set[str]:
    """Where a change of a passage comes from: the labels of contributions, and the numbers of motions."""
    traces = Trace.objects.filter(change__draft__number=number, change__key=key)
    return {str(trace.contribution or trace.motion or trace.decision) for trace in traces}


def said(text: str) -> Contribution:
    return Contribution.objects.get(text__startswith=text)


def test_the_drafts_of_the_way_are_there_each_at_its_time() -> None:
    drafts = list(Draft.objects.order_by("position"))
    times = [draft.published_at for draft in drafts]
    assert [draft.number for draft in drafts] == DRAFTS
    assert [time.date().isoformat() for time in times if time] == [
        "2020-11-16", "2020-11-30", "2021-03-01", "2021-09-27", "2021-11-25",
    ]  # fmt: skip


def test_themes_can_be_seen_and_chosen_from_the_first_visit() -> None:
    dialogue = Dialogue.objects.get()
    themes = [theme.name for theme in themes_in_use(dialogue, now=at("2020-11-24 09:00"))]
    assert {"Resor", "Barn och unga", "Hela länet"} <= set(themes)
    assert len(themes) >= 6


def test_from_a_passage_of_the_decided_strategy_to_the_first_words_and_back() -> None:
    change = Change.objects.get(draft__number="2.0", key="a1-1")
    alone = said("Bostäder för den som bor ensam")
    assert change.after_text == "Fler bostäder byggs i alla kommuner, också för unga och för den som bor ensam."
    assert sources_of("a1-1", "2.0") == {alone.label, said("Bygg fler bostäder nära vattnet.").label, "Y1"}
    assert [(trace.change.key, trace.change.draft.number) for trace in alone.traces.all()] == [("a1-1", "2.0")]
    assert alone.passage is not None
    assert (alone.passage.key, alone.passage.draft.number) == (change.key, "0.4")
    assert Passage.objects.get(draft__number="2.0", key=alone.passage.key).text == change.after_text
    motion = Motion.objects.get(name="Y1")
    assert (motion.outcome, motion.decision.draft and motion.decision.draft.number) == ("granted", "2.0")


def test_every_way_in_and_every_kind_of_answer_occurs() -> None:
    used = {
        "channels": set(Submission.objects.values_list("channel", flat=True)),
        "senders": set(Submission.objects.values_list("sender_kind", flat=True)),
        "stances": set(Submission.objects.exclude(stance="").values_list("stance", flat=True)),
        "outcomes": set(Reply.objects.values_list("outcome", flat=True)),
        "standings": set(Reply.objects.values_list("standing", flat=True)),
        "kinds": set(Contribution.objects.values_list("kind", flat=True)),
        "changes": set(Change.objects.values_list("kind", flat=True)) | {"moved"},
        "verdicts": set(Verdict.objects.values_list("answer", flat=True)),
    }
    assert used == {
        "channels": set(Channel.values),
        "senders": set(SenderKind.values),
        "stances": set(Stance.values),
        "outcomes": set(Outcome.values),
        "standings": set(Standing.values),
        "kinds": set(ContributionKind.values),
        "changes": set(ChangeKind.values),
        "verdicts": set(Answer.values),
    }
    assert Change.objects.filter(is_moved=True).count() == 1
    assert {row.outcome for row in Motion.objects.all()} == {MotionOutcome.GRANTED, MotionOutcome.REJECTED}
    assert Motion.objects.get(name="Y4").dissent != ""


def test_every_refusal_says_why() -> None:
    refused = Reply.objects.filter(outcome__in=["not_accepted", "partly"])
    assert refused.count() > 15
    assert [reply.pk for reply in refused if not reply.reason] == []
    assert all(reply.adopted_by for reply in Reply.objects.filter(standing="adopted"))


def test_every_change_has_a_source_and_a_reason_or_is_editorial() -> None:
    changes = Change.objects.annotate(sources=Count("traces")).order_by("number")
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    assert [
        change.label for change in changes if not change.is_editorial and not (change.sources and change.reason)
    ] == []
    assert [(change.key, change.sources) for change in changes if change.is_editorial] == [("a1-4", 0)]


def test_the_changes_are_those_between_the_texts() -> None:
    """Each draft with its changes is the next, to the letter; and what is kept keeps its key."""
    drafts = list(Draft.objects.order_by("position"))
    for before, after in pairwise(drafts):
        was, became = contents_of(before), contents_of(after)
        recorded = list(changes_in(after))
        touched = {change.key for change in recorded}
        kept = {passage.key: passage.text for passage in was.passages if passage.key not in touched}
        now = {passage.key: passage.text for passage in became.passages}
        assert kept == {key: now[key] for key in kept}
        reworded = {change.key: change.after_text for change in recorded if change.after_text}
        assert reworded == {key: now[key] for key in reworded}
        gone = {passage.key for passage in was.passages} - now.keys()
        assert gone == {change.key for change in recorded if not change.after_text and change.subject == "passage"}


def test_nobody_traced_a_change_before_asking_for_it() -> None:
    traces = Trace.objects.select_related("change__draft", "contribution__submission", "motion__decision", "decision")
    assert len(traces) > 35
    for trace in traces:
        published = trace.change.draft.published_at
        assert published is not None
        if trace.contribution is not None:
            assert trace.contribution.submission.received_at < published
        decision = trace.decision or (trace.motion.decision if trace.motion is not None else None)
        if decision is not None:
            assert decision.decided_on <= published.date()


def test_every_point_is_about_something_that_was_there() -> None:
    points = Contribution.objects.select_related("submission", "passage__draft", "section__draft", "day")
    for point in points:
        about = point.passage or point.section
        if about is not None:
            assert about.draft.published_at is not None
            assert about.draft.published_at < point.submission.received_at, point.label
        if point.day is not None:
            assert point.day.starts_at < point.submission.received_at, point.label
    assert {point.passage.draft.number for point in points if point.passage} == set(DRAFTS)


def test_points_are_marked_to_the_character() -> None:
    marked = Contribution.objects.exclude(taken_start=None).select_related("attachment", "submission")
    assert len(marked) == 8
    for point in marked:
        source = point.attachment.text if point.attachment is not None else point.submission.text
        assert source[point.taken_start : point.taken_end] == point.text
    quoted = Contribution.objects.exclude(quote="").select_related("passage")
    assert len(quoted) >= 6
    for point in quoted:
        assert point.passage is not None
        assert point.passage.text[point.quote_start :].startswith(point.quote)


def test_the_letters_are_read_as_their_text_says() -> None:
    from fardplan.documents.reading.files import read_attachment

    letters = list(Attachment.objects.order_by("id"))
    assert [letter.name.rpartition(".")[2] for letter in letters] == ["docx", "pdf", "docx"]
    for letter in letters:
        with (DIALOGUE_FILE.parent / "documents" / letter.name).open("rb") as file:
            assert read_attachment(File(file)).text == letter.text
        assert "Exempeltext." in letter.text


def test_those_who_want_opposite_things_both_got_an_answer() -> None:
    near, far = said("Bygg fler bostäder nära vattnet."), said("Rör inte stränderna.")
    assert (near.passage and near.passage.key, far.passage and far.passage.key) == ("a1-1", "a1-1")
    assert (near.reply and near.reply.outcome, far.reply and far.reply.outcome) == ("partly", "not_accepted")
    assert far.label.endswith(".2")
    assert near.reply is not None
    assert far.reply is not None
    assert "kommunerna i sina planer" in near.reply.reason
    assert "kommunernas planer, där du kan påverka igen" in far.reply.reason


def test_many_who_say_the_same_get_one_reply_each_with_their_own_number() -> None:
    reply = said("Allt kostar.").reply
    assert reply is not None
    assert reply.contributions.count() == 10


def test_only_the_last_to_come_is_still_waiting() -> None:
    waiting = Contribution.objects.filter(reply=None, hidden_at=None)
    assert [point.submission.received_at for point in waiting] == [at("2021-11-29 15:40")]
    assert sorted(Contribution.objects.exclude(hidden_at=None).values_list("hidden_rule", flat=True)) == [
        "advertising", "attack",
    ]  # fmt: skip
    reopened = Verdict.objects.filter(answer="misunderstood", handled_at=None)
    assert len(reopened) == 1


def test_replies_came_when_they_were_promised(read_example: Dialogue) -> None:
    """To what came in before the last day: at the date the dialogue names, at the latest."""
    assert read_example.replies_due_on is not None
    points = Contribution.objects.filter(
        submission__received_at__lte=read_example.contributions_close_at, hidden_at=None
    ).select_related("reply")
    late = [
        point.label
        for point in points
        if point.reply is None
        or point.reply.published_at is None
        or point.reply.published_at.date() > read_example.replies_due_on
    ]
    assert late == []


def test_things_happen_in_order() -> None:
    for point in Contribution.objects.select_related("submission", "reply"):
        times = [point.submission.received_at, point.read_at, point.published_at or point.hidden_at]
        if point.reply is not None:
            times += [point.reply.published_at]
        assert times == sorted(time for time in times if time is not None), point.label
    for reply in Reply.objects.all():
        assert reply.published_at is not None
        assert reply.created_at < reply.published_at
    for verdict in Verdict.objects.select_related("contribution__reply", "draft"):
        assert verdict.contribution.reply is not None
        answered = verdict.contribution.reply.published_at
        assert answered is not None
        assert answered < verdict.given_at, verdict
        if verdict.draft is not None:
            assert verdict.draft.published_at is not None
            assert verdict.draft.published_at < verdict.given_at
    for told in Telling.objects.select_related("draft"):
        assert told.draft.published_at is not None
        assert told.draft.published_at < told.asked_at


def test_every_theme_is_used_and_every_shown_contribution_has_one() -> None:
    assert Theme.objects.annotate(number=Count("contributions")).filter(number=0).count() == 0
    assert Contribution.objects.filter(hidden_at=None, themes=None).count() == 0


def test_nobody_is_named_in_what_was_said_and_answered() -> None:
    """No two words in a row that begin with a capital and could be a person's name; senders are kinds of people."""
    senders = Counter(Submission.objects.values_list("sender_label", flat=True))
    assert all(len(sender.split()) <= 6 for sender in senders)
    texts = [
        *Submission.objects.values_list("text", flat=True),
        *Contribution.objects.values_list("text", flat=True),
        *Reply.objects.values_list("text", flat=True),
        *Reply.objects.values_list("reason", flat=True),
        *Motion.objects.values_list("text", flat=True),
        *Decision.objects.values_list("text", flat=True),
    ]
    name = re.compile(r"(?<![.:!?] )(?<!^)\b[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+\b", re.MULTILINE)
    assert [found for text in texts for found in name.findall(text)] == []
    assert set(Motion.objects.values_list("made_by", flat=True)) == {"En ledamot (exempel)"}
    bodies = set(Decision.objects.values_list("body", flat=True))
    assert all(body.endswith("(exempel)") for body in bodies)


def test_no_municipality_and_no_authority_is_given_words() -> None:
    """What a municipality or an authority answers comes from one without a name."""
    public = Submission.objects.filter(sender_label__in=["Kommun", "Statlig myndighet"])
    assert len(public) == 4
    assert {submission.municipality for submission in public} == {""}


def test_everything_of_the_chain_is_marked_as_example() -> None:
    assert list(Decision.objects.filter(is_example=False)) == []
    assert list(Draft.objects.filter(is_example=False)) == []
    assert DIALOGUE_FILE.read_text(encoding="utf-8").count("example: true") == 1


@pytest.mark.parametrize(
    ("moment", "drafts", "decisions"),
    [("2020-11-24 09:00", 1, 0), ("2020-12-05 09:00", 2, 0), ("2021-03-02 09:00", 3, 1), ("2021-12-01 09:00", 5, 3)],
)
def test_each_moment_has_the_drafts_and_decisions_of_its_time(moment: str, drafts: int, decisions: int) -> None:
    now: datetime = at(moment)
    assert Draft.objects.filter(published_at__lte=now).count() == drafts
    assert Decision.objects.filter(decided_on__lte=now.date()).count() == decisions
