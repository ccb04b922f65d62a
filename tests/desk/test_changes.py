"""Why the text changed and because of whom, said at the desk: for one change, for several, from either side."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.strategy.actions import publish_draft
from fardplan.strategy.models import Change, Draft, Passage
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import AFTER, NOW, Answer, answer, decision, next_draft

__all__ = ["answer", "decision", "next_draft"]


@pytest.fixture
def draft(dialogue: Dialogue, next_draft: Draft) -> Draft:
    """0.4: A1.1 is reworded, A1.2 too."""
    Passage.objects.filter(draft=next_draft, key="a1-2").update(text="Restiden är som mest en timme.")
    return next_draft


def at_desk(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["dagen-2020", *more])


def one(draft: Draft, name: str = "change", key: str = "a1-1") -> str:
    return at_desk(name, draft.pk, "passage", key)


def traced() -> list[tuple[str, str]]:
    return [(str(each.contribution or each.motion or each.decision), each.change.key) for each in Trace.objects.all()]


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_changes_to_come_are_listed_with_what_is_missing(desk: Client, draft: Draft) -> None:
    page = desk.get(at_desk("changes", draft.pk)).text
    assert re.findall(r'name="andring" value="([^"]+)"', page) == ["passage:a1-1", "passage:a1-2"]
    assert [label in page for label in ("Alla (2)", "Utan källa (2)", "Med källa eller skäl (0)")] == [True] * 3
    assert page.count("<ins>") == 2


def test_several_get_the_same_sources_at_once(
    desk: Client, draft: Draft, make_contribution: MakeContribution, decision: Decision
) -> None:
    for number in range(3):
        make_contribution(f"Nr {number}")
    motion = decision.motions.get(name="Y1")
    sent = {"andring": ["passage:a1-1", "passage:a1-2"], "nummer": "S-001, s-3", "yrkande": motion.pk, "spar": "1"}
    desk.post(at_desk("mark-changes", draft.pk), sent)
    assert traced() == [(name, key) for key in ("a1-1", "a1-2") for name in ("S-001", "S-003", "Y1")]
    page = desk.get(at_desk("changes", draft.pk) + "?visa=utan").text
    assert "Ingen ändring passar" in page


def test_what_was_ticked_before_a_search_stays_ticked(
    desk: Client, draft: Draft, make_contribution: MakeContribution, decision: Decision
) -> None:
    make_contribution("Bygg i alla kommuner.", about="stycke:a1-1")
    make_contribution("Något helt annat.")
    motion = decision.motions.get(name="Y1")
    asked = {"leta": "1", "sok": "annat", "synpunkt": ["S-001"], "yrkande": motion.pk}
    page = desk.post(one(draft, "draw-trace"), asked, follow=True).text
    boxes = re.findall(r'name="(?:synpunkt|yrkande)" value="([^"]+)"( checked)?>', page)
    assert [(value, bool(checked)) for value, checked in boxes if checked or value.startswith("S-")] == [
        ("S-001", True), ("S-002", False), (str(motion.pk), True),
    ]  # fmt: skip
    assert traced() == []


def test_several_are_editorial_at_once(desk: Client, draft: Draft) -> None:
    desk.post(at_desk("mark-changes", draft.pk), {"andring": ["passage:a1-1", "passage:a1-2"], "redaktionella": "1"})
    assert list(Change.objects.values_list("key", "is_editorial")) == [("a1-1", True), ("a1-2", True)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"andring": ["passage:a1-1"], "nummer": "S-099"}, "Det finns ingen synpunkt med numret S-099"),
        ({"andring": [], "nummer": "S-001"}, "Välj minst en ändring."),
        ({"andring": ["passage:a1-1"]}, "Välj minst en synpunkt, ett yrkande eller ett beslut."),
        ({"andring": ["passage:finns-inte"], "nummer": "S-001"}, "Det finns ingen text att ändra"),
    ],
)
def test_what_does_not_hold_is_said_and_nothing_is_drawn(
    desk: Client, draft: Draft, make_contribution: MakeContribution, sent: dict[str, Any], said: str
) -> None:
    make_contribution()
    response = desk.post(at_desk("mark-changes", draft.pk), sent, follow=True)
    assert said in told(response)
    assert traced() == []


def test_the_likeliest_sources_are_suggested_first(
    desk: Client, draft: Draft, make_contribution: MakeContribution, answer: Answer
) -> None:
    make_contribution("Om något annat.", about="stycke:a1-2")
    make_contribution("Bra skrivet.", about="stycke:a1-1")
    met = make_contribution("Bygg mer.", about="stycke:a1-1")
    answer(met)
    make_contribution("Skriv så.", about="stycke:a1-1", proposed_text="Fler bostäder byggs i varje kommun.")
    make_contribution("Hellre så.", about="stycke:a1-1", proposed_text=AFTER)
    page = desk.get(one(draft)).text
    assert re.findall(r'name="synpunkt" value="([^"]+)"', page) == ["S-005", "S-004", "S-003", "S-002"]
    found = desk.get(one(draft) + "?sok=annat").text
    assert re.findall(r'name="synpunkt" value="([^"]+)"', found) == ["S-001"]


def test_a_trace_is_drawn_and_taken_back(desk: Client, draft: Draft, make_contribution: MakeContribution) -> None:
    make_contribution(about="stycke:a1-1")
    desk.post(one(draft, "draw-trace"), {"synpunkt": ["S-001"]})
    assert traced() == [("S-001", "a1-1")]
    page = desk.get(one(draft)).text
    assert 'name="synpunkt"' not in page
    trace = Trace.objects.get()
    desk.post(at_desk("remove-trace", trace.pk))
    assert traced() == []
    assert desk.post(at_desk("remove-trace", trace.pk)).status_code == 404


def test_a_reason_is_saved_and_whoever_comes_second_sees_both(desk: Client, draft: Draft) -> None:
    address = one(draft, "save-change")
    desk.post(address, {"reason": "Många bad om det.", "revision": 0})
    response = desk.post(address, {"reason": "Det blev bättre.", "revision": 0})
    assert response.status_code == 409
    assert ["Många bad om det." in response.text, "Det blev bättre." in response.text] == [True, True]
    assert Change.objects.get().reason == "Många bad om det."
    again = re.search(r'name="revision" value="(\d+)"', response.text)
    assert again is not None
    desk.post(address, {"reason": "Det blev bättre.", "revision": again[1]})
    assert Change.objects.get().reason == "Det blev bättre."


def test_what_somebody_asked_for_is_not_saved_as_editorial(
    desk: Client, draft: Draft, make_contribution: MakeContribution
) -> None:
    make_contribution()
    desk.post(one(draft, "draw-trace"), {"synpunkt": ["S-001"]})
    revision = Change.objects.get().revision
    response = desk.post(one(draft, "save-change"), {"is_editorial": "on", "revision": revision})
    assert (response.status_code, Change.objects.get().is_editorial) == (422, False)
    assert "En ändring som någon har bett om är inte redaktionell." in response.text


def test_the_trace_is_drawn_from_the_contribution_too(
    desk: Client, draft: Draft, make_contribution: MakeContribution
) -> None:
    make_contribution("Restiden är för lång.", about="stycke:a1-2")
    address = at_desk("trace-contribution", "S-001")
    page = desk.get(address).text
    values = re.findall(r'name="andring" value="([^"]+)"', page)
    assert values == [f"{draft.pk}:passage:a1-2", f"{draft.pk}:passage:a1-1"]
    assert desk.get(address + "?sok=kommuner").text.count('name="andring"') == 1
    desk.post(address, {"andring": values[:1]})
    assert traced() == [("S-001", "a1-2")]
    contribution = desk.get(at_desk("contribution", "S-001")).text
    assert one(draft, key="a1-2") in contribution
    assert "Välj minst en ändring." in told(desk.post(address, {}, follow=True))


def test_after_publication_the_words_stand_and_sources_can_be_added(
    desk: Client, draft: Draft, make_contribution: MakeContribution, editor: Any, answer: Answer
) -> None:
    answer(make_contribution(about="stycke:a1-1"))
    publish_draft(draft=draft, by=editor, now=NOW)
    assert '<span class="number">C-1</span>' in desk.get(at_desk("changes", draft.pk)).text
    desk.post(one(draft, "draw-trace"), {"synpunkt": ["S-001"]})
    desk.post(one(draft, "save-change"), {"reason": "Efteråt.", "revision": Change.objects.get(key="a1-1").revision})
    change = Change.objects.get(key="a1-1")
    assert (change.label, change.reason, traced()) == ("C-1", "Efteråt.", [("S-001", "a1-1")])
    assert "Ledde till ändring" in desk.get(at_desk("contribution", "S-001")).text
    assert Contribution.objects.get().traces.count() == 1


def test_a_text_that_is_not_changed_has_no_page(desk: Client, draft: Draft) -> None:
    Passage.objects.filter(draft=draft, key="a1-2").update(text="Restiden är högst en timme.")
    assert desk.get(one(draft, key="a1-2")).status_code == 404
    assert desk.get(one(draft, key="a1-1")).status_code == 200


def test_the_first_draft_changes_nothing(desk: Client, dialogue: Dialogue) -> None:
    first = Draft.objects.get(strategy=dialogue.strategy)
    assert "Inget är ändrat" in desk.get(at_desk("changes", first.pk)).text


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(("name", "queries"), [("changes", 15), ("change", 16), ("trace-contribution", 15)])
def test_desk_pages_cost_the_same_however_much_has_changed(
    desk: Client, draft: Draft, make_contribution: MakeContribution, django_assert_num_queries: Any,
    rows: int, name: str, queries: int,
) -> None:  # fmt: skip
    for number in range(rows):
        make_contribution(f"Nr {number}", about="stycke:a1-1")
        Passage.objects.create(
            draft=draft, section=draft.sections.get(), key=f"n{number}", code=f"N{number}", text="Nytt.", position=9
        )
    desk.post(at_desk("mark-changes", draft.pk), {"andring": ["passage:a1-2", "passage:n0"], "nummer": "S-001"})
    address = {
        "changes": lambda: at_desk(name, draft.pk),
        "change": lambda: one(draft),
        "trace-contribution": lambda: at_desk(name, "S-001"),
    }[name]()
    desk.get(address)
    with django_assert_num_queries(queries):
        assert desk.get(address).status_code == 200


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_decision_is_written_in_with_its_motions(desk: Client, dialogue: Dialogue, draft: Draft) -> None:
    sent = {
        "title": "Strategin antas", "body": "Regionfullmäktige", "item_no": "§ 47", "decided_on": "2020-12-18",
        "text": "", "minutes_url": "https://example.org/protokoll.pdf", "draft": draft.pk,
    }  # fmt: skip
    response = desk.post(at_desk("new-decision"), sent)
    decided = Decision.objects.get()
    assert response.headers["Location"] == at_desk("motions", decided.pk)
    assert (str(decided), decided.draft) == ("Regionfullmäktige, § 47, 2020-12-18", draft)
    rows = {"seen": "", "rad-antal": "2"}
    rows |= {"rad-0-name": "Y1", "rad-0-text": "Bostäder överallt", "rad-0-outcome": "granted"}
    page = desk.get(at_desk("motions", decided.pk)).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    desk.post(at_desk("motions", decided.pk), rows | {"seen": seen[1]})
    assert list(Motion.objects.values_list("name", "outcome")) == [("Y1", "granted")]
    assert "Strategin antas" in desk.get(at_desk("decisions")).text


def test_a_decision_is_corrected_and_taken_away(desk: Client, decision: Decision) -> None:
    address = at_desk("decision", decision.pk)
    seen = re.search(r'name="seen" value="([^"]*)"', desk.get(address).text)
    assert seen is not None
    sent = {"title": "Antas", "body": "Nämnden", "decided_on": "2020-12-17", "seen": seen[1]}
    desk.post(address, sent)
    assert str(Decision.objects.get()) == "Nämnden, 2020-12-17"
    assert desk.post(address, sent | {"title": "Nej"}).status_code == 409
    desk.post(at_desk("remove-decision", decision.pk))
    assert not Decision.objects.exists()
