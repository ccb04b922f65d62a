"""What changed and because of whom: both ways, for everyone, and never more than everyone may see."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import strip_tags

from fardplan.contributions.models import Contribution, Verdict
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.strategy.models import Change, Draft, Strategy
from fardplan.strategy.queries import forget_states, forget_texts
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import AFTER, NOW, Answer, MakeChange, answer, decision, editor, make_change, next_draft

__all__ = ["answer", "decision", "editor", "make_change", "next_draft"]

HOME = "/dagen-2020/"
CHANGES = f"{HOME}andringar/"


def trace(change: Change, source: Contribution | Motion | Decision) -> Trace:
    return Trace.objects.create(change=change, drawn_at=NOW, **{source._meta.model_name or "": source})


def words(html: str) -> str:
    """What a person reads in the page's main part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(main.partition(">")[2])).strip()


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html.partition("<main")[2].partition("</main>")[0])


@pytest.fixture
def chain(make_change: MakeChange, make_contribution: MakeContribution, answer: Answer, decision: Decision) -> Change:
    """C-7: S-001 asked for it with words of its own, Y1 moved it, § 47 adopted the draft."""
    said = make_contribution(
        "Bygg i alla kommuner.", about="stycke:a1-1", sender_kind="organisation", sender_label="Hyresgästerna"
    )
    change = make_change(number=7, reason="Flera bad om det.")
    answer(said)
    for source in (said, decision.motions.get(name="Y1")):
        trace(change, source)
    Decision.objects.filter(pk=decision.pk).update(draft=change.draft)
    return change


def test_the_chain_is_walked_from_the_text_to_the_register_and_back(client: Client, chain: Change) -> None:
    way = [
        f"{HOME}strategi/0.4/a1-1/",
        f"{CHANGES}C-7/",
        f"{HOME}synpunkter/S-001/",
        f"{CHANGES}C-7/",
        f"{HOME}strategi/0.4/a1-1/",
    ]
    for here, there in pairwise(way):
        assert there in links(client.get(here).text), here
    assert f"{HOME}synpunkter/S-001/" in links(client.get(f"{HOME}register/").text)


def test_a_change_says_before_and_after_why_and_because_of_whom(client: Client, chain: Change) -> None:
    shown = words(client.get(f"{CHANGES}C-7/").text)
    wanted = [
        "Ändring C-7", "Omformulerat", "A1.1 Bostäder", "A Attraktiva livsmiljöer · från utkast 0.3 till utkast 0.4",
        "Fler bostäder byggs", "tillagt: i alla kommuner", "Före, utkast 0.3", "Efter, utkast 0.4", AFTER,
        "Flera bad om det.", "S-001", "Hyresgästerna", "Bygg i alla kommuner.", "Ledde till ändring",
        "Vi har lagt till det.", "Y1", "Bostäder i alla kommuner", "Bifall", "Regionfullmäktige, § 47",
        "fredag 18 december 2020", "Utkast 0.4 är antaget",
    ]  # fmt: skip
    assert [each for each in wanted if each not in shown] == []


def test_what_is_not_shown_is_a_number_and_nothing_more(client: Client, chain: Change) -> None:
    Contribution.objects.update(hidden_at=at("2020-12-16 09:00"), hidden_rule="attack", hidden_reason="Påhopp.")
    for address in (CHANGES, f"{CHANGES}C-7/", f"{HOME}strategi/0.4/a1-1/"):
        page = client.get(address).text
        assert "S-001" in page, address
        leaked = [each for each in ("Bygg i alla", "Hyresgästerna", "Vi har lagt till") if each in page]
        assert leaked == [], address
        assert f"{HOME}synpunkter/S-001/" not in links(page), address
    assert "En synpunkt som inte visas." in words(client.get(f"{CHANGES}C-7/").text)


def test_what_is_not_published_yet_is_not_there(client: Client, chain: Change) -> None:
    Draft.objects.filter(pk=chain.draft_id).update(published_at=at("2099-01-01 09:00"))
    forget_texts()
    forget_states()
    assert client.get(f"{CHANGES}C-7/").status_code == 404
    assert "C-7" not in client.get(CHANGES).text
    page = client.get(f"{HOME}synpunkter/S-001/").text
    assert ("Ledde till ändring" in page, "C-7" in page) == (False, False)


@pytest.mark.parametrize("address", ["c-7", "C-07", "C7"])
def test_other_ways_to_write_the_number_lead_to_the_one_address(client: Client, chain: Change, address: str) -> None:
    response = client.get(f"{CHANGES}{address}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"{CHANGES}C-7/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["C-4", "C-1", "C-2", "C-3"]),
        ("?utkast=0.4", ["C-1", "C-2", "C-3"]),
        ("?slag=moved", ["C-2"]),
        ("?kalla=utan", ["C-4", "C-2"]),
        ("?kalla=redaktionell", ["C-3"]),
        ("?kalla=med", ["C-1"]),
        ("?avsnitt=a", ["C-1", "C-2"]),
        ("?avsnitt=finns-inte", ["C-4", "C-1", "C-2", "C-3"]),
        ("?slag=removed", []),
    ],
)
def test_changes_are_filtered_the_newest_draft_first(
    client: Client,
    strategy: Strategy,
    make_change: MakeChange,
    make_contribution: MakeContribution,
    query: str,
    found: list[str],
) -> None:
    trace(make_change("a1-1", number=1), make_contribution())
    make_change("a1-2", number=2, kind="moved")
    make_change("b9", number=3, is_editorial=True)
    later = Draft.objects.create(strategy=strategy, number="1.0", position=2)
    make_change("b8", number=4, draft=later)
    page = client.get(f"{CHANGES}{query}").text
    assert re.findall(r'<article class="change" aria-labelledby="(C-\d+)"', page) == found
    if not found:
        assert "Ingen ändring passar" in words(page)


def test_a_contribution_and_its_receipt_show_what_it_led_to(client: Client, chain: Change) -> None:
    key = Contribution.objects.get().submission.receipt_key
    for address in (f"{HOME}synpunkter/S-001/", f"/kvitto/{key}/"):
        page = client.get(address).text
        shown = words(page)
        wanted = ["Det här ledde till", "C-7", "A1.1 Bostäder", "tillagt: i alla kommuner", "Ledde till ändring"]
        assert [each for each in wanted if each not in shown] == [], address
        assert f"{CHANGES}C-7/" in links(page), address


def test_the_list_of_contributions_tells_and_filters_what_led_to_change(client: Client, chain: Change) -> None:
    for status, found in [("changed", True), ("answered", False), ("no_change", False)]:
        page = client.get(f"{HOME}synpunkter/?lage={status}").text
        assert ("Bygg i alla kommuner." in page) is found, status
    assert "Ledde till ändring" in words(client.get(f"{HOME}synpunkter/?lage=changed").text)


def test_a_decision_shows_its_motions_and_what_came_of_them(client: Client, chain: Change, decision: Decision) -> None:
    address = f"{HOME}beslut/{decision.pk}/"
    assert address in links(client.get(f"{HOME}beslut/").text)
    page = client.get(address).text
    shown = words(page)
    wanted = [
        "Strategin antas", "Regionfullmäktige, § 47, fredag 18 december 2020", "Det antagna utkastet, 0.4",
        "Y1", "En ledamot", "Bifall", "C-7", "Y4", "Yrkandet avslogs",
        "Reservation eller särskilt yttrande", "Reservation.",
    ]  # fmt: skip
    assert [each for each in wanted if each not in shown] == []
    assert f"{CHANGES}C-7/" in links(page)
    assert address in links(client.get(f"{HOME}strategi/0.4/").text)


def test_a_decision_is_not_told_before_its_day(client: Client, decision: Decision) -> None:
    Decision.objects.update(decided_on=at("2099-01-01 09:00").date())
    assert client.get(f"{HOME}beslut/{decision.pk}/").status_code == 404
    assert "Inget är beslutat än" in words(client.get(f"{HOME}beslut/").text)


def test_a_change_nobody_has_accounted_for_says_so(client: Client, dialogue: Dialogue, make_change: MakeChange) -> None:
    make_change(number=1)
    make_change("a1-2", number=2, is_editorial=True)
    assert "Vi har inte sagt varför." in words(client.get(f"{CHANGES}C-1/").text)
    assert "Det här är en redaktionell ändring." in words(client.get(f"{CHANGES}C-2/").text)


def test_a_text_that_came_and_one_that_went(client: Client, dialogue: Dialogue, make_change: MakeChange) -> None:
    make_change("a3", number=1, kind="new", before_text="", before_code="", before_heading="", before_place="")
    make_change("a4", number=2, kind="removed", after_text="", after_code="", after_heading="", after_place="")
    assert f"tillagt: {AFTER}" in words(client.get(f"{CHANGES}C-1/").text)
    gone = client.get(f"{CHANGES}C-2/").text
    assert "borttaget: Fler bostäder byggs." in words(gone)
    assert f"{HOME}strategi/0.4/a4/" not in links(gone)


def test_what_was_split_leads_to_its_parts(client: Client, dialogue: Dialogue, make_change: MakeChange) -> None:
    make_change("a1-1", number=1, kind="split", into_keys=["a1-9"])
    make_change("a1-9", number=2, kind="split", from_keys=["a1-1"])
    assert f"{CHANGES}C-2/" in links(client.get(f"{CHANGES}C-1/").text)
    assert f"{CHANGES}C-1/" in links(client.get(f"{CHANGES}C-2/").text)


FIRST, SECOND = "På alla orter går det att utöva idrott.", "Biblioteken är öppna på kvällen."


@pytest.fixture
def split(dialogue: Dialogue, make_change: MakeChange) -> list[Change]:
    """Draft 0.4 makes two passages of one: C-1 keeps the key, C-2 has the second sentence and one more."""
    nothing = {"before_text": "", "before_code": "", "before_heading": "", "before_place": ""}
    both: dict[str, Any] = {"kind": "split", "before_text": f"{FIRST} {SECOND}", "after_text": FIRST}
    part: dict[str, Any] = {"kind": "split", "after_text": f"{SECOND} Inträdet är fritt.", "from_keys": ["a1-1"]}
    return [
        make_change("a1-1", number=1, from_keys=["a1-1"], into_keys=["a1-1", "a1-9"], **both),
        make_change("a1-9", number=2, **(part | nothing)),
    ]


def test_words_that_went_to_another_part_are_neither_added_nor_removed(client: Client, split: list[Change]) -> None:
    one, other = (words(client.get(f"{CHANGES}{label}/").text) for label in ("C-1", "C-2"))
    assert [part for part in ("borttaget:", "tillagt:") if part in one] == []
    assert f"{SECOND}tillagt: Inträdet är fritt." in other
    listed = client.get(CHANGES).text
    assert re.findall(r"<ins>.*?: </span>(.*?)</ins>", listed) == ["A1.9 Bostäder", " Inträdet är fritt."]
    assert "<del>" not in listed
    assert "inte markerade. Hör ihop med A1.9 Bostäder." in words(listed)


@pytest.mark.parametrize("splits", [1, 12])
def test_a_list_costs_one_query_more_however_many_were_split(
    client: Client, split: list[Change], make_change: MakeChange, django_assert_num_queries: Any, splits: int
) -> None:
    for number in range(3, 2 * splits + 1, 2):
        key = f"b{number}"
        make_change(key, number=number, kind="split", from_keys=[key], into_keys=[key, f"{key}-2"])
        make_change(f"{key}-2", number=number + 1, kind="split", from_keys=[key], before_text="", before_place="")
    client.get(CHANGES)
    with django_assert_num_queries(9):
        assert client.get(f"{CHANGES}?sida=1").status_code == 200


def test_what_was_merged_into_another_shows_which_words_live_on(
    client: Client, dialogue: Dialogue, make_change: MakeChange
) -> None:
    gone = {"after_text": "", "after_code": "", "after_heading": "", "after_place": ""}
    whole: dict[str, Any] = {"kind": "merged", "before_text": FIRST, "after_text": f"{FIRST} {SECOND}"}
    make_change("a1-1", number=1, from_keys=["a1-1", "a1-2"], into_keys=["a1-1"], **whole)
    ended: dict[str, Any] = {"kind": "merged", "before_text": f"{SECOND} Inträdet är fritt.", "into_keys": ["a1-1"]}
    make_change("a1-2", number=2, **(ended | gone))
    for label in ("C-1", "C-2"):
        page = client.get(f"{CHANGES}{label}/").text
        assert re.findall(r"<del>.*?: </span>(.*?)</del>", page)[-1] == " Inträdet är fritt.", label
        assert "tillagt:" not in page, label
    assert "Stycket finns inte längre." in words(page)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("address", "anew", "kept"),
    [
        (CHANGES, 8, 3),
        (f"{CHANGES}C-1/", 7, 4),
        (f"{HOME}strategi/0.4/a1-1/", 8, 4),
        (f"{HOME}synpunkter/S-001/", 4, 4),
        (f"{HOME}lage/", 2, 2),
    ],
)
def test_pages_cost_the_same_however_much_has_changed(
    client: Client,
    make_change: MakeChange,
    make_contribution: MakeContribution,
    answer: Answer,
    django_assert_num_queries: Any,
    rows: int,
    address: str,
    anew: int,
    kept: int,
) -> None:
    """`anew`: the same page by another address; `kept`: asked for again."""
    said = [make_contribution(f"Nr {n}", about="stycke:a1-1") for n in range(rows)]
    answer(*said)
    make_contribution("Väntar.")
    for number in range(1, rows + 1):
        change = make_change(f"b{number}" if number > 1 else "a1-1", number=number)
        for each in said:
            trace(change, each)
    client.get(address)  # the text of a published draft is kept in mind
    for asked, queries in ((f"{address}?sida=1", anew), (address, kept)):
        with django_assert_num_queries(queries):
            assert client.get(asked).status_code == 200


def test_a_change_with_many_sources_shows_them_page_by_page(
    client: Client, make_change: MakeChange, make_contribution: MakeContribution, decision: Decision
) -> None:
    change = make_change(number=1)
    for number in range(12):
        trace(change, make_contribution(f"Nr {number}", about="stycke:a1-1"))
    trace(change, decision)

    def found(query: str) -> list[str]:
        return re.findall(r'id="(S-\d+)"', client.get(f"{CHANGES}C-1/{query}").text)

    assert found("") == [f"S-{number:03d}" for number in range(1, 11)]
    assert found("?sida=2") == ["S-011", "S-012"]
    page = words(client.get(f"{CHANGES}C-1/?sida=2").text)
    assert [each for each in ("12 synpunkter", "§ 47") if each not in page] == []
    assert "och 2 till" in words(client.get(CHANGES).text)


def test_a_reply_to_several_stands_once_on_the_page_of_the_change(
    client: Client, make_change: MakeChange, make_contribution: MakeContribution, answer: Answer
) -> None:
    change = make_change(number=1)
    said = [make_contribution(f"Nr {number}", about="stycke:a1-1") for number in range(3)]
    for each in said:
        trace(change, each)
    answer(*said[:2], reason="Ett skäl till två.")
    answer(said[2], reason="Ett eget skäl.")
    page = words(client.get(f"{CHANGES}C-1/").text)
    counted = {each: page.count(each) for each in ("Ett skäl till två.", "Samma svar som", "Ett eget skäl.")}
    assert counted == {"Ett skäl till två.": 1, "Samma svar som": 1, "Ett eget skäl.": 1}


# --- how far the answering has come -----------------------------------------------------------------------------------


def test_the_meter_tells_what_came_in_what_is_answered_and_how_long_it_took(
    client: Client, make_contribution: MakeContribution, answer: Answer
) -> None:
    answered = [
        make_contribution(f"Nr {n}", now=moment) for n, moment in enumerate(["2020-12-01 09:00", "2020-11-30 09:00"])
    ]
    answer(*answered)  # on 20 December 09:00: after 19 and 20 days
    answer(make_contribution("Nr 3", now="2020-12-04 09:00"))  # after 16
    make_contribution("Väntar längst.", now="2020-11-29 10:00", published=False)
    make_contribution("Väntar också.", now="2020-12-02 10:00")
    Dialogue.objects.update(replies_due_on="2121-02-01")
    shown = words(client.get(f"{HOME}lage/").text)
    wanted = [
        "5 synpunkter har kommit in.", "Lästa 4 av 5", "Besvarade 3 av 5", "19 dagar. Hälften har fått svar snabbare",
        "S-004, i", "sedan 29 november 2020 kl. 10.00", "senast lördag 1 februari 2121",
    ]  # fmt: skip
    assert [each for each in wanted if each not in shown] == []
    assert "Besvarade 3 av 5" in words(client.get(f"{HOME}synpunkter/").text)


def test_the_meter_tells_what_is_read_once_more_because_it_was_misunderstood(
    client: Client, make_contribution: MakeContribution, answer: Answer
) -> None:
    said = make_contribution("Kvällarna.", now="2020-12-01 09:00")
    answer(said)
    verdict = Verdict.objects.create(
        contribution=said, answer="misunderstood", text="Kvällarna!", given_at=at("2020-12-20 10:00")
    )
    assert "1 besvarad synpunkt, som avsändaren säger att vi har missförstått." in words(
        client.get(f"{HOME}lage/").text
    )
    Verdict.objects.filter(pk=verdict.pk).update(handled_at=at("2020-12-20 11:00"))
    cache.clear()
    assert "missförstått" not in words(client.get(f"{HOME}lage/").text)


def test_a_day_for_replies_that_has_been_is_no_promise(client: Client, dialogue: Dialogue) -> None:
    Dialogue.objects.update(replies_due_on="2020-11-20")
    assert "Svaren kommer" not in words(client.get(f"{HOME}lage/").text)


def test_the_meter_of_nothing(client: Client, dialogue: Dialogue) -> None:
    shown = words(client.get(f"{HOME}lage/").text)
    assert "0 synpunkter har kommit in." in shown
    assert [each for each in ("Tid till svar", "Har väntat längst", "Lästa") if each in shown] == []
