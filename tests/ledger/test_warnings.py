"""Before a draft is published: what bars it, what warns, what has been reviewed."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger import actions
from fardplan.ledger.actions import From, Place
from fardplan.ledger.actions.publishing import ask_about_links, publish_checked, review
from fardplan.ledger.models import Decision, LinkCheck, Review, Trace
from fardplan.ledger.warnings import Check, Kind, Subject, report_on
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft, Passage
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW, Answer

PERSON = "Ring mig på 070-174 06 05."


def check(dialogue: Dialogue, draft: Draft, kind: Kind) -> Check:
    return next(each for each in report_on(dialogue, draft, now=NOW).checks if each.kind == kind)


def labels(dialogue: Dialogue, draft: Draft, kind: Kind) -> list[str]:
    return [finding.label for finding in check(dialogue, draft, kind).findings]


def test_what_nobody_has_answered_is_listed(
    dialogue: Dialogue, next_draft: Draft, make_contribution: MakeContribution, answer: Answer
) -> None:
    answer(make_contribution("Besvarad."))
    make_contribution("Väntar.")
    hidden = make_contribution("Dold.")
    Contribution.objects.filter(pk=hidden.pk).update(hidden_at=NOW, hidden_rule="attack", hidden_reason="Påhopp.")
    make_contribution("Kommer sedan.", now="2020-12-04 23:00")
    assert labels(dialogue, next_draft, Kind.UNANSWERED) == ["S-002", "S-004"]


def test_many_unanswered_are_counted_and_the_first_are_listed(
    dialogue: Dialogue, next_draft: Draft, make_contribution: MakeContribution
) -> None:
    for number in range(25):
        make_contribution(f"Nr {number}")
    found = check(dialogue, next_draft, Kind.UNANSWERED)
    assert (found.count, len(found.findings), found.more, found.stops) == (25, 20, 5, False)


@pytest.mark.parametrize("how", ["trace", "reason", "editorial"])
def test_a_change_is_accounted_for_in_three_ways(
    dialogue: Dialogue, next_draft: Draft, editor: Official, make_contribution: MakeContribution, how: str
) -> None:
    assert labels(dialogue, next_draft, Kind.CHANGE_WITHOUT_SOURCE) == ["A1.1 Bostäder"]
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    place = Place("passage", "a1-1")
    if how == "trace":
        actions.draw_traces(**what, places=[place], sources=From([make_contribution()]))
    else:
        reason = "Så är det." if how == "reason" else ""
        actions.explain_change(**what, place=place, reason=reason, is_editorial=how == "editorial", revision=0)
    assert labels(dialogue, next_draft, Kind.CHANGE_WITHOUT_SOURCE) == []


def test_what_is_said_of_a_text_that_did_not_change_is_told(
    dialogue: Dialogue, next_draft: Draft, editor: Official, make_contribution: MakeContribution
) -> None:
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    actions.draw_traces(**what, places=[Place("passage", "a1-2")], sources=From([make_contribution()]))
    assert labels(dialogue, next_draft, Kind.SAID_IN_VAIN) == ["a1-2"]


def test_answers_that_contradict_each_other_are_put_side_by_side(
    dialogue: Dialogue, next_draft: Draft, make_contribution: MakeContribution, answer: Answer
) -> None:
    words = "Bygg fler bostäder nära vattnet i Karlshamn så att unga kan bo kvar"
    answer(make_contribution(f"{words}."))
    answer(make_contribution(f"{words}, tack!"), outcome="not_accepted")
    answer(make_contribution(f"{words} nu."))
    answer(make_contribution("Bussen går bara två gånger om dagen till Olofström."), outcome="not_accepted")
    found = check(dialogue, next_draft, Kind.CONTRADICTION)
    assert [(one.label, one.also[1] if one.also else ()) for one in found.findings] == [
        ("S-001", ("S-002",)),
        ("S-002", ("S-003",)),
    ]


def test_the_same_answer_to_the_same_words_contradicts_nothing(
    dialogue: Dialogue, next_draft: Draft, make_contribution: MakeContribution, answer: Answer
) -> None:
    words = "Bygg fler bostäder nära vattnet i Karlshamn så att unga kan bo kvar."
    answer(make_contribution(words), make_contribution(words))
    assert labels(dialogue, next_draft, Kind.CONTRADICTION) == []


def test_personal_data_is_looked_for_in_everything_all_can_read(
    dialogue: Dialogue,
    next_draft: Draft,
    editor: Official,
    make_contribution: MakeContribution,
    answer: Answer,
    decision: Decision,
) -> None:
    Passage.objects.filter(draft=next_draft, key="a1-1").update(text=PERSON)
    said = make_contribution(PERSON)
    make_contribution("Olika ord.", proposed_text=PERSON)
    make_contribution("Ord.", sender_label=PERSON)
    make_contribution(PERSON, published=False)
    Draft.objects.filter(pk=next_draft.pk).update(note=PERSON)
    next_draft.refresh_from_db()
    next_draft.sections.update(heading=PERSON)
    answer(said, reason=PERSON)
    Decision.objects.update(text=f"Frågor: {dialogue.contact_email}, {PERSON}")
    decision.motions.filter(name="Y4").update(dissent=PERSON)
    actions.explain_change(
        dialogue=dialogue, draft=next_draft, place=Place("passage", "a1-1"), reason=PERSON, is_editorial=False,
        revision=0, by=editor, now=NOW,
    )  # fmt: skip
    found = check(dialogue, next_draft, Kind.PERSONAL_DATA)
    assert found.stops
    assert [each.subject.type.partition(".")[2] for each in found.findings if each.subject] == [
        "draft", "section", "passage", "change", "reply", "decision", "motion",
        "contribution", "contribution", "contribution",
    ]  # fmt: skip
    assert {each.detail for each in found.findings} == {"telefonnummer: 070-174 06 05"}


def test_a_review_holds_as_long_as_the_words_are_the_same(
    dialogue: Dialogue, next_draft: Draft, editor: Official
) -> None:
    passages = Passage.objects.filter(draft=next_draft, key="a1-1")
    passages.update(text=PERSON)
    subject = check(dialogue, next_draft, Kind.PERSONAL_DATA).findings[0].subject
    assert subject is not None
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    with pytest.raises(Invalid):
        review(**what, subject=subject, reason="  ")
    with pytest.raises(Conflict):
        review(**what, subject=Subject(subject.type, subject.id, "annat"), reason="Växeln.")
    review(**what, subject=subject, reason="Det är växelns nummer.")
    assert labels(dialogue, next_draft, Kind.PERSONAL_DATA) == []
    passages.update(text=f"{PERSON} Eller på kvällen.")
    assert labels(dialogue, next_draft, Kind.PERSONAL_DATA) == ["A1.1 Bostäder"]
    assert Review.objects.get().reviewed_by == editor


def test_links_are_dead_when_they_were_heard_to_be(dialogue: Dialogue, next_draft: Draft, editor: Official) -> None:
    words = "Läs https://example.org/borta och https://example.org/kvar och [det här](/dagen-2020/)."
    Passage.objects.filter(draft=next_draft, key="a1-1").update(text=words)
    assert "3 länkar är inte kontrollerade än." in str(check(dialogue, next_draft, Kind.DEAD_LINK).note)
    assert ask_about_links(dialogue=dialogue, draft=next_draft, by=editor, now=NOW) == 3
    LinkCheck.objects.update(checked_at=NOW, answer="200")
    LinkCheck.objects.filter(address__endswith="borta").update(is_dead=True, answer="404")
    found = check(dialogue, next_draft, Kind.DEAD_LINK)
    assert [(each.label, each.detail) for each in found.findings] == [
        ("https://example.org/borta", "A1.1 Bostäder · 404")
    ]
    assert (found.note, found.stops) == ("", False)
    ask_about_links(dialogue=dialogue, draft=next_draft, by=editor, now=NOW)
    assert check(dialogue, next_draft, Kind.DEAD_LINK).count == 0


def test_the_database_takes_no_refusal_without_a_reason(dialogue: Dialogue, next_draft: Draft) -> None:
    found = check(dialogue, next_draft, Kind.REFUSED_WITHOUT_REASON)
    assert (found.count, found.is_bar, found.stops) == (0, True, False)


@pytest.mark.parametrize("rows", [1, 30])
def test_looking_costs_the_same_however_much_there_is(
    dialogue: Dialogue,
    next_draft: Draft,
    make_contribution: MakeContribution,
    answer: Answer,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for number in range(rows):
        answer(make_contribution(f"Bygg nära vattnet {number}, {PERSON}"))
        make_contribution(f"Väntar {number}, https://example.org/{number}")
        Passage.objects.create(
            draft=next_draft, section=next_draft.sections.get(), key=f"n{number}", text=PERSON, position=9
        )
    report_on(dialogue, next_draft, now=NOW)
    with django_assert_num_queries(26 if rows > 20 else 25):  # counted when they are too many to list
        report_on(dialogue, next_draft, now=NOW)


# --- publishing -------------------------------------------------------------------------------------------------------


def test_warnings_are_confirmed_by_how_many_they_are(
    dialogue: Dialogue, next_draft: Draft, editor: Official, make_contribution: MakeContribution
) -> None:
    make_contribution("Väntar.")
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    for wrong in (0, 1, 3):
        with pytest.raises(Conflict):
            publish_checked(**what, confirmed=wrong)
    publish_checked(**what, confirmed=2)
    assert Change.objects.get().label == "C-1"


def test_what_bars_is_not_confirmed_away(dialogue: Dialogue, next_draft: Draft, editor: Official) -> None:
    Passage.objects.filter(draft=next_draft, key="a1-1").update(text=PERSON)
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    with pytest.raises(Invalid):
        publish_checked(**what, confirmed=1)
    next_draft.refresh_from_db()
    assert next_draft.published_at is None


def test_only_those_who_write_publish(dialogue: Dialogue, next_draft: Draft, make_official: Any) -> None:
    by = make_official(RoleName.MODERATOR)
    with pytest.raises(NotAllowed):
        publish_checked(dialogue=dialogue, draft=next_draft, confirmed=1, by=by, now=NOW)


def test_no_trace_is_lost_by_publishing(
    dialogue: Dialogue, next_draft: Draft, editor: Official, make_contribution: MakeContribution
) -> None:
    said = [make_contribution(f"Nr {n}", about="stycke:a1-1") for n in range(3)]
    what: dict[str, Any] = {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}
    actions.draw_traces(**what, places=[Place("passage", "a1-1")], sources=From(said))
    publish_checked(**what, confirmed=3)
    change = Change.objects.get()
    assert (change.label, change.is_editorial) == ("C-1", False)
    assert [trace.contribution for trace in Trace.objects.filter(change=change)] == said
