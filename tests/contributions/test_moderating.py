"""Reading, publishing, hiding, thinking again: by rule, logged, and never over somebody else's shoulder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from fardplan.base.errors import Conflict, DomainError, Invalid, NotAllowed
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.desk_queries import QUEUES, counts, desk_queue, in_queue
from fardplan.contributions.models import ConductRule, Contribution, Reconsideration, Report, Submission, Verdict
from fardplan.contributions.queries import access_receipt
from fardplan.contributions.rules import is_public, published_rules, status_of
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, Say

NOW = at("2020-12-03 09:00")


def seen(contribution: Contribution, by: Official) -> dict[str, Any]:
    """What every act takes: the state that was looked at, by whom, when."""
    return {"contribution": contribution, "revision": contribution.revision, "by": by, "now": NOW}


def hidden(contribution: Contribution, by: Official) -> Contribution:
    return actions.hide(**seen(contribution, by), rule="attack", reason="Ett påhopp på en granne.")


def log(action: str) -> dict[str, Any]:
    entry = AuditEntry.objects.get(action=action)
    return {"actor": entry.actor, "subject": entry.subject, "at": entry.at, **entry.detail}


def test_reading_is_marked_and_its_sender_sees_it(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = make_contribution(published=False)
    assert str(status_of(contribution, now=NOW).label) == "Mottagen"
    contribution = actions.mark_read(**seen(contribution, moderator))
    assert (contribution.read_at, str(status_of(contribution, now=NOW).label)) == (NOW, "Läses")
    assert log("contribution.read") == {"actor": "moderator@example.org", "subject": "S-001", "at": NOW}


def test_reading_twice_keeps_the_first_time(make_contribution: MakeContribution, moderator: Official) -> None:
    first = actions.mark_read(**seen(make_contribution(published=False), moderator))
    again = actions.mark_read(**(seen(first, moderator) | {"now": at("2020-12-04 09:00")}))
    assert again.read_at == NOW


def test_publishing_shows_it(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = actions.publish(**seen(make_contribution(published=False), moderator))
    assert (contribution.published_at, contribution.read_at, is_public(contribution, now=NOW)) == (NOW, NOW, True)


def test_L05_hiding_names_rule_person_and_time_and_tells_the_sender(
    make_contribution: MakeContribution, moderator: Official
) -> None:
    contribution = hidden(make_contribution("Elakt.", email="nagon@example.org"), moderator)
    assert not is_public(contribution, now=NOW)
    assert log("contribution.hidden") == {
        "actor": "moderator@example.org",
        "subject": "S-001",
        "at": NOW,
        "rule": "attack",
        "reason": "Ett påhopp på en granne.",
    }
    letter = OutgoingMail.objects.order_by("id")[1]
    assert (letter.to, letter.subject) == ("nagon@example.org", "Synpunkt S-001 visas inte längre")
    wanted = ["Inga personangrepp", "Ett påhopp på en granne.", "pröva igen", "/kvitto/"]
    assert [words for words in wanted if words not in letter.text] == []


def test_L24_the_original_is_kept_whatever_is_hidden(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = hidden(make_contribution("Elakt, ord för ord."), moderator)
    assert contribution.text == access_receipt(contribution.submission.receipt_key).text == "Elakt, ord för ord."


@pytest.mark.parametrize(
    ("rule", "reason", "field"), [("", "Skäl", "rule"), ("för kritisk", "Skäl", "rule"), ("attack", "", "reason")]
)
def test_L05_nothing_is_hidden_without_a_published_rule_and_a_reason(
    make_contribution: MakeContribution, moderator: Official, rule: str, reason: str, field: str
) -> None:
    contribution = make_contribution()
    with pytest.raises(Invalid) as refused:
        actions.hide(**seen(contribution, moderator), rule=rule, reason=reason)
    assert refused.value.field == field
    with pytest.raises(IntegrityError, match="hidden_contribution_names_a_rule"), transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(hidden_at=NOW)


def test_every_rule_has_a_meaning() -> None:
    assert [rule for rule, meaning in published_rules() if meaning] == list(ConductRule)


def test_shown_again_as_before_and_the_sender_told(make_contribution: MakeContribution, moderator: Official) -> None:
    shown = actions.unhide(**seen(hidden(make_contribution(email="nagon@example.org"), moderator), moderator))
    assert (shown.hidden_at, shown.hidden_rule, is_public(shown, now=NOW)) == (None, "", True)
    assert log("contribution.shown_again")["rule"] == "attack"
    assert OutgoingMail.objects.order_by("-id")[0].subject == "Synpunkt S-001 visas igen"


def test_hidden_twice_is_told_twice(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = make_contribution(email="nagon@example.org")
    for _ in range(2):
        contribution = actions.unhide(**seen(hidden(contribution, moderator), moderator))
    subjects = list(OutgoingMail.objects.order_by("id").values_list("subject", flat=True))[1:]
    assert subjects == ["Synpunkt S-001 visas inte längre", "Synpunkt S-001 visas igen"] * 2


def test_an_unread_contribution_hidden_and_shown_again_is_still_unpublished(
    make_contribution: MakeContribution, moderator: Official
) -> None:
    shown = actions.unhide(**seen(hidden(make_contribution(published=False), moderator), moderator))
    assert (shown.published_at, is_public(shown, now=NOW)) == (None, False)


def test_publishing_does_not_undo_hiding(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = hidden(make_contribution(), moderator)
    with pytest.raises(Conflict, match="dold"):
        actions.publish(**seen(contribution, moderator))


# --- two officials at once --------------------------------------------------------------------------------------------

LATER: dict[str, Callable[[Contribution, Official], object]] = {
    "read": lambda row, by: actions.mark_read(**seen(row, by)),
    "publish": lambda row, by: actions.publish(**seen(row, by)),
    "hide": lambda row, by: hidden(row, by),
    "dismiss": lambda row, by: actions.dismiss_reports(**seen(row, by)),
}


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("first", LATER)
def test_the_later_of_two_officials_is_told_and_changes_nothing(
    make_contribution: MakeContribution, moderator: Official, administrator: Official, first: str, later: str
) -> None:
    row = make_contribution(published=False)
    LATER[first](row, moderator)
    after_first = Contribution.objects.values().get()
    with pytest.raises(Conflict):
        LATER[later](row, administrator)
    assert Contribution.objects.values().get() == after_first
    assert AuditEntry.objects.filter(actor="ansvarig@example.org").count() == 0


# --- roles ------------------------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Contribution, Official], object]] = LATER | {
    "unhide": lambda row, by: actions.unhide(**seen(row, by)),
    "reconsider": lambda row, by: actions.answer_reconsideration(**seen(row, by), show=True, answer="Ja."),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [RoleName.EDITOR, RoleName.POLITICIAN, None])
def test_only_those_whose_role_it_is_moderate(
    make_contribution: MakeContribution, make_official: Callable[..., Official], act: str, role: RoleName | None
) -> None:
    row = make_contribution()
    before = Contribution.objects.values().get()
    with pytest.raises(NotAllowed):
        ACTS[act](row, make_official(*([role] if role else [])))
    assert Contribution.objects.values().get() == before


@pytest.mark.parametrize("role", [RoleName.ORGANISER, RoleName.MODERATOR, RoleName.REGISTRAR])
def test_those_whose_role_it_is_may(
    make_contribution: MakeContribution, make_official: Callable[..., Official], role: RoleName
) -> None:
    assert hidden(make_contribution(), make_official(role)).hidden_rule == "attack"


def test_a_role_in_another_dialogue_gives_nothing(make_contribution: MakeContribution, db: None) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan")
    official = Official.objects.create_user("annanstans@example.org")
    other.roles.create(official=official, name=RoleName.ORGANISER)
    with pytest.raises(NotAllowed):
        hidden(make_contribution(), official)


# --- reports and reconsiderations -------------------------------------------------------------------------------------


def test_L82_a_report_is_answered_by_hiding(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = make_contribution()
    actions.report(contribution=contribution, rule="attack", words="Elakt", now=NOW)
    hidden(contribution, moderator)
    made = Report.objects.get()
    assert (made.handled_at, made.led_to_hiding) == (NOW, True)


def test_L82_a_report_is_answered_by_leaving_it(make_contribution: MakeContribution, moderator: Official) -> None:
    contribution = make_contribution()
    for _ in range(2):
        actions.report(contribution=contribution, rule="attack", words="", now=NOW)
    changed = actions.dismiss_reports(**seen(contribution, moderator))
    assert is_public(changed, now=NOW)
    assert [(one.handled_at, one.led_to_hiding) for one in Report.objects.all()] == [(NOW, False)] * 2
    assert log("contribution.reports_dismissed")["count"] == 2


@pytest.mark.parametrize(
    ("show", "subject"), [(True, "Synpunkt S-001 visas igen"), (False, "Vi har prövat synpunkt S-001 igen")]
)
def test_L05_thinking_again_is_answered_and_the_sender_told(
    make_contribution: MakeContribution, moderator: Official, show: bool, subject: str
) -> None:
    contribution = hidden(make_contribution(email="nagon@example.org"), moderator)
    actions.ask_to_reconsider(contribution=contribution, words="Det var inte elakt.", now=NOW)
    changed = actions.answer_reconsideration(**seen(contribution, moderator), show=show, answer="Så här ser vi på det.")
    asked = Reconsideration.objects.get()
    assert (asked.answer, asked.shown_again, asked.answered_at) == ("Så här ser vi på det.", show, NOW)
    assert is_public(changed, now=NOW) == show
    letter = OutgoingMail.objects.order_by("-id")[0]
    assert (letter.subject, "Så här ser vi på det." in letter.text) == (subject, True)
    with pytest.raises(Conflict):
        actions.answer_reconsideration(**seen(changed, moderator), show=True, answer="En gång till")


def test_a_waiting_request_must_be_answered_not_passed_by(
    make_contribution: MakeContribution, moderator: Official
) -> None:
    contribution = hidden(make_contribution(), moderator)
    actions.ask_to_reconsider(contribution=contribution, words="Snälla.", now=NOW)
    with pytest.raises(Conflict, match="pröva igen"):
        actions.unhide(**seen(contribution, moderator))


@pytest.mark.parametrize("words", ["", "Visa den."])
def test_what_is_not_hidden_or_has_no_words_is_not_reconsidered(
    make_contribution: MakeContribution, words: str
) -> None:
    with pytest.raises(DomainError):
        actions.ask_to_reconsider(contribution=make_contribution(), words=words, now=NOW)
    assert Reconsideration.objects.count() == 0


# --- the queue --------------------------------------------------------------------------------------------------------


def test_the_unread_come_first_and_of_those_the_oldest(make_contribution: MakeContribution) -> None:
    for text, published in (("Läst 1", True), ("Oläst 2", False), ("Läst 3", True), ("Oläst 4", False)):
        make_contribution(text, published=published)
    dialogue = Dialogue.objects.get()
    assert [one.text for one in desk_queue(dialogue)] == ["Oläst 2", "Oläst 4", "Läst 1", "Läst 3"]


def test_every_queue_is_counted_and_holds_what_it_counts(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    make_contribution("Oläst", published=False)
    reported, disputed, answered, begun = (make_contribution(text) for text in ("Anmäld", "Prövas", "Klar", "Påbörjad"))
    for _ in range(2):
        actions.report(contribution=reported, rule="attack", words="", now=NOW)
    actions.ask_to_reconsider(contribution=hidden(disputed, moderator), words="Snälla", now=NOW)
    words = actions.ReplyWords(text="Svar", outcome="answered")
    reply = actions.draft_reply(dialogue=dialogue, contributions=[answered], words=words, by=moderator, now=NOW)
    actions.publish_reply(reply=reply, revision=reply.revision, by=moderator, now=NOW)
    actions.draft_reply(dialogue=dialogue, contributions=[begun], words=words, by=moderator, now=NOW)
    Verdict.objects.create(contribution=answered, answer="misunderstood", text="Nej", given_at=NOW)
    Verdict.objects.create(contribution=answered, answer="yes", given_at=NOW)
    expected = {
        "unread": ["Oläst"],
        "unpublished": ["Oläst"],
        "unanswered": ["Oläst", "Anmäld", "Påbörjad"],
        "unassigned": ["Oläst", "Anmäld", "Påbörjad"],
        "drafted": ["Påbörjad"],
        "ready": [],
        "approved": [],
        "answered": ["Klar"],
        "hidden": ["Prövas"],
        "reported": ["Anmäld"],
        "disputed": ["Prövas"],
        "reopened": ["Klar"],
    }
    found = {name: [one.text for one in in_queue(desk_queue(dialogue), name)] for name in QUEUES}
    assert found == expected
    assert counts(dialogue) == {name: len(texts) for name, texts in expected.items()} | {"all": 5}


def test_another_dialogues_contributions_are_not_in_the_queue(say: Say, dialogue: Dialogue) -> None:
    other = Dialogue.objects.create(
        slug="annan", title="Annan", published_at=at("2020-10-01 08:00"), contributions_open_at=at("2020-10-01 08:00")
    )
    say("Här"), say("Där", to=other)
    assert [one.text for one in desk_queue(other)] == ["Där"]
    assert counts(other)["all"] == 1


def test_a_contribution_is_never_without_its_submission(make_contribution: MakeContribution) -> None:
    make_contribution()
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.all().delete()
    assert Submission.objects.count() == 1
