"""Questions to the stage: asked, shown, supported, merged, queued, answered. Each is a contribution with a number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, TooMany
from fardplan.base.models import AuditEntry, LiveEvent, OutgoingMail
from fardplan.contributions import actions as contributions
from fardplan.contributions.models import Channel, Contribution, Outcome, Submission, Theme
from fardplan.contributions.rules import Status, status_of
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.live.actions import answering, keeping, on_stage, supporting
from fardplan.live.actions.answering import Spoken
from fardplan.live.actions.asking import Wondered, ask, ask_for
from fardplan.live.actions.script import end, take_up_again
from fardplan.live.choices import Checking, Showing, Situation
from fardplan.live.models import Blocked, Happening, Question, Stage, Upvote
from fardplan.live.queries.questions import (
    access_shown_question,
    alike_on_stage,
    asked_by,
    meter_of,
    most_supported,
    questions_at_desk,
    shown_questions,
    support_of,
)
from fardplan.live.question_rules import QuestionState, state_of
from fardplan.live.told import questions as told
from fardplan.people.models import Official
from tests.conftest import at
from tests.live.asking import NOW, Ask, Support, again, ask_, keeper, stage, supported

__all__ = ["ask_", "keeper", "stage", "supported"]


# --- asking -----------------------------------------------------------------------------------------------------------


def test_a_question_is_a_contribution_about_the_day_with_the_next_number(stage: Stage, ask_: Ask) -> None:
    first = ask_("När går bussen?", shown=False, name="Kim", municipality="Ronneby")
    second = ask_("Var är tåget?", shown=False)
    said = first.contribution
    assert said is not None
    assert (said.label, said.kind, said.day, said.text) == ("S-001", "question", stage.day, "När går bussen?")
    assert (said.submission.channel, said.submission.sender) == (Channel.LIVE, "Kim, Ronneby")
    assert (said.published_at, first.shown_at, state_of(first)) == (None, None, QuestionState.WAITING)
    assert second.contribution is not None
    assert second.contribution.label == "S-002"
    told_at_desk = LiveEvent.objects.filter(topic=f"desk-{stage.pk}", name="question-asked")
    assert [event.data for event in told_at_desk] == [{"question": first.pk}, {"question": second.pk}]


def test_it_can_be_asked_after_the_last_day_for_contributions(stage: Stage, dialogue: Dialogue, ask_: Ask) -> None:
    dialogue.contributions_close_at = at("2020-11-01 12:00")
    dialogue.save()
    assert ask_(shown=False).contribution is not None


@pytest.mark.parametrize(
    "changes",
    [{"questions_open": False}, {"situation": Situation.ENDED, "ended_at": NOW}],
    ids=["closed", "ended"],
)
def test_it_cannot_be_asked_when_the_stage_takes_none(stage: Stage, changes: dict[str, Any]) -> None:
    Stage.objects.filter(pk=stage.pk).update(**changes)
    with pytest.raises(Closed, match="inga nya frågor"):
        ask(stage=stage, wondered=Wondered(text="Hej?"), asker="a", now=NOW)
    assert Submission.objects.count() == 0


def test_it_is_shown_at_once_where_it_is_read_afterwards(stage: Stage, ask_: Ask) -> None:
    Stage.objects.filter(pk=stage.pk).update(checking=Checking.AFTER)
    stage.refresh_from_db()
    asked = ask_()
    assert asked.contribution is not None
    assert (asked.shown_at, asked.contribution.published_at) == (NOW, NOW)


def test_the_same_sending_twice_gives_one_question(stage: Stage, ask_: Ask) -> None:
    first, same = (ask_(shown=False, sending_key="k" * 22) for _ in range(2))
    changed = ask_("Nya ord?", shown=False, sending_key="k" * 22)
    assert first.pk == same.pk != changed.pk
    assert Submission.objects.count() == 2


def test_nothing_is_registered_in_a_rehearsal(stage: Stage, keeper: Official, ask_: Ask) -> None:
    rehearsal = Stage.objects.create(
        day=stage.day, is_rehearsal=True, situation=Situation.RUNNING, questions_open=True, began_at=NOW
    )
    asked = ask_(on=rehearsal, sending_key="k" * 22)
    assert ask_(on=rehearsal, shown=False, sending_key="k" * 22).pk == asked.pk
    answered = answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    assert (asked.contribution, state_of(answered)) == (None, QuestionState.ANSWERED_ALOUD)
    assert (Submission.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_the_slow_mode_says_how_long_to_wait(stage: Stage, ask_: Ask) -> None:
    Stage.objects.filter(pk=stage.pk).update(slow_seconds=60)
    ask_(shown=False)
    with pytest.raises(TooMany, match="om 45 sekunder") as refused:
        ask(stage=stage, wondered=Wondered(text="En till?"), asker="asker", now=NOW + timedelta(seconds=15))
    assert refused.value.wait_seconds == 45
    ask(stage=stage, wondered=Wondered(text="En till?"), asker="another", now=NOW + timedelta(seconds=15))
    ask(stage=stage, wondered=Wondered(text="En till?"), asker="asker", now=NOW + timedelta(seconds=60))
    assert Question.objects.count() == 3


def test_a_blocked_browser_is_told_by_which_rule(stage: Stage, keeper: Official) -> None:
    Blocked.objects.create(
        stage=stage, asker="a", rule="threat", reason="Hot mot en värd.", blocked_at=NOW, blocked_by=keeper
    )
    with pytest.raises(Closed, match="Hot mot en värd"):
        ask(stage=stage, wondered=Wondered(text="Hej?"), asker="a", now=NOW)


def test_an_official_asks_for_somebody_in_the_hall(stage: Stage, keeper: Official) -> None:
    Stage.objects.filter(pk=stage.pk).update(questions_open=False)
    asked = ask_for(stage=stage, wondered=Wondered(text="Från salen?", name="Elev"), by=keeper, now=NOW)
    assert asked.contribution is not None
    assert (asked.asker, asked.shown_at, asked.contribution.submission.registered_by) == ("", NOW, keeper)
    assert AuditEntry.objects.filter(action="question.asked_for").count() == 1


def test_the_receipt_by_mail_speaks_of_a_question(ask_: Ask) -> None:
    ask_(email="kim@example.org", shown=False)
    [mail] = OutgoingMail.objects.all()
    assert mail.subject == "Kvitto S-001: vi har tagit emot din fråga"
    assert "Hinner den inte tas upp i sändningen svarar vi skriftligt." in mail.text


def test_those_without_the_role_keep_no_questions(ask_: Ask, make_official: Any) -> None:
    asked = ask_(shown=False)
    reader = make_official(RoleName.EDITOR)
    with pytest.raises(NotAllowed):
        keeping.show(question=asked, revision=asked.revision, by=reader, now=NOW)


# --- support ----------------------------------------------------------------------------------------------------------


def test_support_counts_once_and_can_be_taken_back(stage: Stage, ask_: Ask, supported: Support) -> None:
    asked = ask_()
    supported(asked, 3)
    supported(asked, 2)
    assert support_of(stage) == {asked.pk: 3}
    supporting.take_back(question=asked, supporter="browser-1", now=NOW)
    supporting.take_back(question=asked, supporter="browser-1", now=NOW)
    assert support_of(stage) == {asked.pk: 2}


def test_the_database_holds_that_a_browser_supports_once(ask_: Ask, supported: Support) -> None:
    asked = ask_()
    supported(asked, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upvote.objects.create(question=asked, supporter="browser-0", given_at=NOW)


def test_only_what_is_shown_and_waits_can_be_supported(ask_: Ask, keeper: Official, supported: Support) -> None:
    unread = ask_(shown=False)
    with pytest.raises(Closed):
        supported(unread, 1)
    asked = ask_("Var?")
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    with pytest.raises(Closed):
        supported(again(asked), 1)


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_showing_publishes_the_contribution(ask_: Ask) -> None:
    asked = ask_()
    assert asked.contribution is not None
    assert (asked.contribution.published_at, asked.contribution.read_at) == (NOW, NOW)


def test_hiding_needs_a_rule_and_hides_the_contribution(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_(email="kim@example.org")
    with pytest.raises(Invalid):
        keeping.hide(question=asked, rule="", reason="", revision=asked.revision, by=keeper, now=NOW)
    hidden = keeping.hide(question=asked, rule="attack", reason="Påhopp.", revision=asked.revision, by=keeper, now=NOW)
    said = Contribution.objects.get()
    assert (said.hidden_rule, said.hidden_reason) == ("attack", "Påhopp.")
    assert shown_questions(stage, now=NOW).total == 0
    with pytest.raises(NotFound):
        access_shown_question(stage, asked.pk)
    assert "visas inte längre" in OutgoingMail.objects.order_by("pk").last().subject  # type: ignore[union-attr]
    keeping.unhide(question=again(asked), revision=hidden.revision, by=keeper, now=NOW)
    assert shown_questions(stage, now=NOW).total == 1


def test_what_is_hidden_at_the_ordinary_desk_disappears_live(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    said = Contribution.objects.select_related("submission__dialogue").get()
    contributions.hide(contribution=said, rule="attack", reason="Påhopp.", revision=said.revision, by=keeper, now=NOW)
    assert told.questions(str(stage.pk)) == {"shown": [], "total": 0, "answered": 0}
    assert told.support(str(stage.pk)) == {"order": [], "support": {}}
    assert [one.question.pk for one in questions_at_desk(stage).hidden] == [asked.pk]


def test_whoever_comes_second_is_told(ask_: Ask, keeper: Official) -> None:
    asked = ask_(shown=False)
    keeping.show(question=asked, revision=asked.revision, by=keeper, now=NOW)
    with pytest.raises(Conflict, match="Någon annan ändrade"):
        keeping.show(question=asked, revision=asked.revision, by=keeper, now=NOW)


def test_merged_questions_are_counted_by_distinct_supporters(
    stage: Stage, ask_: Ask, keeper: Official, supported: Support
) -> None:
    bus, coach, train = ask_("När går bussen?"), ask_("Vilken tid går bussen?"), ask_("Går tåget?")
    supported(bus, 3)
    supported(coach, 3, first=2)
    supported(train, 1)
    keeping.merge(question=coach, into=bus, revision=coach.revision, by=keeper, now=NOW)
    assert support_of(stage) == {bus.pk: 5, train.pk: 1}
    late = again(coach)
    supported(late, 1, first=9)  # somebody still had the other one before them
    assert support_of(stage)[bus.pk] == 6
    assert [one.also for one in shown_questions(stage, now=NOW).open if one.question.pk == bus.pk] == [1]
    keeping.separate(question=late, revision=late.revision, by=keeper, now=NOW)
    assert support_of(stage) == {bus.pk: 4, coach.pk: 3, train.pk: 1}


def test_what_was_merged_into_a_merged_question_follows_along(ask_: Ask, keeper: Official) -> None:
    one, two, three = ask_("Ett?"), ask_("Två?"), ask_("Tre?")
    keeping.merge(question=one, into=two, revision=one.revision, by=keeper, now=NOW)
    two = again(two)
    keeping.merge(question=two, into=three, revision=two.revision, by=keeper, now=NOW)
    assert {again(each).merged_into_id for each in (one, two)} == {three.pk}
    with pytest.raises(Conflict, match="hör ihop"):
        keeping.merge(question=again(three), into=again(one), revision=three.revision, by=keeper, now=NOW)


def test_what_was_merged_into_a_hidden_question_stands_by_itself(stage: Stage, ask_: Ask, keeper: Official) -> None:
    head, follower = ask_("När går den förbaskade bussen?"), ask_("När går bussen?")
    keeping.merge(question=follower, into=head, revision=follower.revision, by=keeper, now=NOW)
    keeping.hide(question=head, rule="attack", reason="Påhopp.", revision=head.revision, by=keeper, now=NOW)
    assert state_of(again(follower)) is QuestionState.SHOWN
    assert [one.question.pk for one in shown_questions(stage, now=NOW).open] == [follower.pk]
    assert meter_of(stage).asked == 1
    separated = AuditEntry.objects.filter(action="question.separated")
    assert [entry.subject_id for entry in separated] == [follower.pk]


def test_alike_questions_are_suggested(ask_: Ask) -> None:
    bus = ask_("När börjar bussarna gå på kvällen i Ronneby?")
    alike = ask_("När börjar bussarna gå på kvällarna i Ronneby?")
    other = ask_("Vad kostar ett gymkort för pensionärer?")
    assert [found.pk for found, _ in alike_on_stage(bus, among=[bus, alike, other])] == [alike.pk]


def test_a_theme_is_the_contributions_too(ask_: Ask, keeper: Official, dialogue: Dialogue) -> None:
    bus, train = (Theme.objects.create(dialogue=dialogue, slug=name, name=name) for name in ("buss", "tag"))
    asked = ask_()
    asked = keeping.set_theme(question=asked, theme=bus, revision=asked.revision, by=keeper, now=NOW)
    keeping.set_theme(question=again(asked), theme=train, revision=asked.revision, by=keeper, now=NOW)
    assert [theme.slug for theme in Contribution.objects.get().themes.all()] == ["tag"]


# --- the queue and the stage ------------------------------------------------------------------------------------------


def test_the_queue_keeps_its_order_and_can_be_changed(stage: Stage, ask_: Ask, keeper: Official) -> None:
    for text in ("Ett?", "Två?", "Tre?"):
        asked = ask_(text)
        on_stage.queue(question=asked, revision=asked.revision, by=keeper, now=NOW)
    last = again(Question.objects.get(text="Tre?"))
    on_stage.move(question=last, up=True, revision=last.revision, by=keeper, now=NOW)
    assert [one.question.text for one in questions_at_desk(stage).queued] == ["Ett?", "Tre?", "Två?"]
    last = again(last)
    on_stage.leave_queue(question=last, revision=last.revision, by=keeper, now=NOW)
    assert [one.question.text for one in questions_at_desk(stage).queued] == ["Ett?", "Två?"]


def test_one_question_at_a_time_is_on_stage(stage: Stage, ask_: Ask, keeper: Official) -> None:
    first, second = ask_("Ett?"), ask_("Två?")
    on_stage.put_on_stage(question=first, revision=first.revision, by=keeper, now=NOW)
    on_stage.put_on_stage(question=second, revision=second.revision, by=keeper, now=NOW)
    stage.refresh_from_db()
    assert (stage.shows, stage.shown_question) == (Showing.QUESTION, second)
    assert [state_of(again(each)) for each in (first, second)] == [QuestionState.QUEUED, QuestionState.ON_STAGE]
    unread = ask_("Tre?", shown=False)
    with pytest.raises(Conflict, match="visas inte än"):
        on_stage.put_on_stage(question=unread, revision=unread.revision, by=keeper, now=NOW)


# --- answers ----------------------------------------------------------------------------------------------------------


def test_answered_aloud_leaves_a_reply_a_letter_and_a_chapter(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_(email="kim@example.org", asker="kim")
    on_stage.put_on_stage(question=asked, revision=asked.revision, by=keeper, now=NOW)
    asked = again(asked)
    spoken = Spoken(answered_by="Regionråd")
    answered = answering.answer_aloud(question=asked, spoken=spoken, revision=asked.revision, by=keeper, now=NOW)
    assert (answered.answered_second, answered.answered_by, answered.answered_at) == (4200, "Regionråd", NOW)
    said = Contribution.objects.select_related("reply").get()
    assert said.reply is not None
    assert said.reply.text == "Frågan besvarades i sändningen, Dag 3, kl. 14.10, 1:10:00 in i sändningen."
    assert (said.reply.outcome, said.reply.signed_as) == (Outcome.ANSWERED, "Regionråd")
    assert status_of(said, now=NOW) is Status.ANSWERED
    letter = OutgoingMail.objects.order_by("pk").last()
    assert letter is not None
    assert letter.subject == "Din fråga S-001 är besvarad"
    assert "Svarade: Regionråd." in letter.text
    assert "Vill du att den också räknas som synpunkt på utkastet?" in letter.text
    [event] = LiveEvent.objects.filter(name="question-answered")
    assert (event.topic, event.data) == ("asker-kim", {"question": asked.pk, "how": "aloud"})
    assert Happening.objects.filter(kind="question", question=asked).count() == 1
    stage.refresh_from_db()
    assert (stage.shows, stage.shown_question) == (Showing.PROGRAMME, None)


def test_the_second_can_be_chosen(ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    answered = answering.answer_aloud(
        question=asked, spoken=Spoken(second=65), revision=asked.revision, by=keeper, now=NOW
    )
    assert answered.answered_second == 65
    assert "1:05 in i sändningen" in Contribution.objects.get().reply.text  # type: ignore[union-attr]


def test_those_merged_into_an_answered_question_are_answered_too(stage: Stage, ask_: Ask, keeper: Official) -> None:
    bus, coach = ask_("När går bussen?", asker="a"), ask_("När?", asker="b", email="b@example.org")
    keeping.merge(question=coach, into=bus, revision=coach.revision, by=keeper, now=NOW)
    bus = again(bus)
    answering.answer_aloud(question=bus, spoken=Spoken(), revision=bus.revision, by=keeper, now=NOW)
    assert {said.reply_id for said in Contribution.objects.all()} == {Contribution.objects.first().reply_id}  # type: ignore[union-attr]
    assert sorted(LiveEvent.objects.filter(name="question-answered").values_list("topic", flat=True)) == [
        "asker-a",
        "asker-b",
    ]
    assert "När går bussen?" in OutgoingMail.objects.get(to="b@example.org", subject__contains="besvarad").text
    assert (meter_of(stage).asked, meter_of(stage).answered) == (2, 2)
    assert shown_questions(stage, now=NOW).meter == meter_of(stage)


def test_it_can_be_reopened_and_answered_again(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    asked = again(asked)
    answering.reopen(question=asked, revision=asked.revision, by=keeper, now=NOW + timedelta(seconds=9))
    assert status_of(Contribution.objects.select_related("reply").get(), now=NOW) is Status.READ
    asked = again(asked)
    assert state_of(asked) is QuestionState.SHOWN
    later = NOW + timedelta(minutes=3)
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=later)
    said = Contribution.objects.select_related("reply").get()
    assert said.reply is not None
    assert (said.reply.published_at, said.reply.publications) == (later, 2)
    assert "kl. 14.13" in said.reply.text


def test_a_second_reader_approves_what_was_said_before_it_is_a_public_reply(
    dialogue: Dialogue, ask_: Ask, keeper: Official
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(replies_need_second_reader=True)
    asked = ask_()
    answering.answer_aloud(question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW)
    said = Contribution.objects.select_related("reply").get()
    assert said.reply is not None
    assert (said.reply.published_at, said.reply.ready_at) == (None, NOW)
    assert state_of(again(asked)) is QuestionState.ANSWERED_ALOUD


def test_answered_in_writing_is_the_ordinary_reply(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_(asker="kim", email="kim@example.org")
    answering.answer_in_writing(
        question=asked, text="Kl. 7.", signed_as="Trafiken", revision=asked.revision, by=keeper, now=NOW
    )
    assert state_of(again(asked)) is QuestionState.ANSWERED_IN_WRITING
    assert [one.is_answered for one in questions_at_desk(stage).answered] == [True]
    [event] = LiveEvent.objects.filter(name="question-answered")
    assert event.data == {"question": asked.pk, "how": "in_writing"}
    assert OutgoingMail.objects.filter(subject="Svar på synpunkt S-001").count() == 1


def test_a_reply_published_at_the_ordinary_desk_answers_the_question(
    stage: Stage, ask_: Ask, keeper: Official, dialogue: Dialogue
) -> None:
    asked = ask_(asker="kim")
    words = contributions.ReplyWords(text="Kl. 7.", outcome=Outcome.ANSWERED)
    said = [Contribution.objects.select_related("submission").get()]
    reply = contributions.draft_reply(dialogue=dialogue, contributions=said, words=words, by=keeper, now=NOW)
    assert meter_of(stage).answered == 0
    contributions.publish_reply(reply=reply, revision=reply.revision, by=keeper, now=NOW)
    assert meter_of(stage).answered == 1
    assert [one.question.pk for one in shown_questions(stage, now=NOW).answered] == [asked.pk]
    assert LiveEvent.objects.filter(topic="asker-kim", name="question-answered").count() == 1


# --- the list, the meter, the promise ---------------------------------------------------------------------------------


def test_the_list_gives_a_late_question_its_chance(stage: Stage, ask_: Ask, supported: Support) -> None:
    early = ask_("Tidigt?")
    supported(early, 40)
    late = ask_("Sent?", now="2020-12-01 14:12")
    later = at("2020-12-01 14:13")
    assert [one.question.pk for one in shown_questions(stage, now=later).open] == [late.pk, early.pk]
    by_support = shown_questions(stage, now=later, order="stod").open
    assert [(one.question.pk, one.support) for one in by_support] == [(early.pk, 40), (late.pk, 0)]
    assert [one.question.pk for one in shown_questions(stage, now=later, order="nyast").open] == [late.pk, early.pk]
    supported(early, 30, first=40, now="2020-12-01 14:13")
    assert [one.question.pk for one in shown_questions(stage, now=at("2020-12-01 14:14")).open] == [early.pk, late.pk]


def test_the_order_rests_between_quarter_minutes(stage: Stage, ask_: Ask, supported: Support) -> None:
    first, second = ask_("Ett?", now="2020-12-01 14:00"), ask_("Två?", now="2020-12-01 14:01")
    moment = at("2020-12-01 14:20:16")
    before = [one.question.pk for one in shown_questions(stage, now=moment).open]
    supported(second, 20, now="2020-12-01 14:20:17")
    found = shown_questions(stage, now=moment + timedelta(seconds=13))
    assert [one.question.pk for one in found.open] == before == [first.pk, second.pk]
    assert [one.support for one in found.open] == [0, 20]
    found = shown_questions(stage, now=moment + timedelta(seconds=14))
    assert [one.question.pk for one in found.open] == [second.pk, first.pk]


def test_what_a_browser_sees_as_its_own(stage: Stage, ask_: Ask, supported: Support) -> None:
    mine, other = ask_("Min?", asker="me"), ask_("Din?", asker="you")
    supported(other, 1)
    found = {one.question.pk: one for one in shown_questions(stage, now=NOW, asker="me", supporter="browser-0").open}
    assert [(one.is_mine, one.has_my_support) for one in (found[mine.pk], found[other.pk])] == [
        (True, False),
        (False, True),
    ]
    assert [one.pk for one in asked_by(stage, "me")] == [mine.pk]


def test_the_meter_and_the_promise_when_the_stage_ends(stage: Stage, ask_: Ask, keeper: Official) -> None:
    answered, _left, unread = ask_("Ett?"), ask_("Två?"), ask_("Tre?", shown=False)
    assert state_of(unread) is QuestionState.WAITING
    answering.answer_aloud(question=answered, spoken=Spoken(), revision=answered.revision, by=keeper, now=NOW)
    meter = meter_of(stage)
    assert (meter.asked, meter.answered, meter.left, meter.due_on) == (2, 1, 1, None)
    ended = end(stage=stage, by=keeper, now=at("2020-12-01 16:00"))
    assert meter_of(ended).due_on == ended.replies_due_on == at("2020-12-08 00:00").date()
    on_air = take_up_again(stage=ended, by=keeper, now=at("2020-12-01 16:01"))
    assert on_air.replies_due_on is None


def test_nothing_is_promised_when_all_is_answered(stage: Stage, keeper: Official) -> None:
    assert end(stage=stage, by=keeper, now=NOW).replies_due_on is None


def test_the_ten_most_supported_wait_for_an_answer(
    stage: Stage, ask_: Ask, keeper: Official, supported: Support
) -> None:
    asked = [ask_(f"Fråga {number}?") for number in range(12)]
    for number, each in enumerate(asked):
        supported(each, number)
    answering.answer_aloud(question=asked[11], spoken=Spoken(), revision=asked[11].revision, by=keeper, now=NOW)
    assert [one.support for one in most_supported(stage)] == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_the_states_carry_words_and_numbers_apart(stage: Stage, ask_: Ask, supported: Support) -> None:
    asked = ask_(name="Kim", municipality="Ronneby")
    supported(asked, 2)
    assert told.questions(str(stage.pk)) == {
        "shown": [
            {
                "id": asked.pk,
                "label": "S-001",
                "text": "När går bussen?",
                "who": "Kim, Ronneby",
                "theme": "",
                "state": "shown",
                "at": "14.10",
            }
        ],
        "total": 1,
        "answered": 0,
    }
    assert told.support(str(stage.pk)) == {"order": [asked.pk], "support": {str(asked.pk): 2}}


def test_after_the_end_the_pages_are_told_of_no_question_on_stage(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    on_stage.put_on_stage(question=asked, revision=asked.revision, by=keeper, now=NOW)
    assert [row["state"] for row in told.questions(str(stage.pk))["shown"]] == ["on_stage"]
    end(stage=stage, by=keeper, now=NOW)
    assert [row["state"] for row in told.questions(str(stage.pk))["shown"]] == ["shown"]


@pytest.mark.parametrize("many", [1, 30])
def test_the_states_and_the_desk_cost_the_same_however_many_questions(
    stage: Stage, ask_: Ask, supported: Support, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        supported(ask_(f"Fråga {number}?"), 1)
    with django_assert_num_queries(2):
        told.questions(str(stage.pk))
    with django_assert_num_queries(5):
        told.support(str(stage.pk))
    with django_assert_num_queries(3):
        questions_at_desk(stage)
    with django_assert_num_queries(2):
        shown_questions(stage, now=NOW, asker="asker", supporter="browser-0")
