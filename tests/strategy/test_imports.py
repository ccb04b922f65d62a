"""A file becomes a draft: what the comparison found and what the editor answers decide which keys live on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from fardplan.analysis.alignment import Alignment, Candidate, Match
from fardplan.base.audit import SYSTEM
from fardplan.base.errors import Conflict, Invalid
from fardplan.documents.reading.shapes import LeftOut, Outline, OutlinePassage, OutlineSection
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.imported import Imported, ReadBlock, ReadSection, flattened, packed, unpacked
from fardplan.strategy.models import Draft, ImportedText, Strategy
from fardplan.strategy.queries import Fate, changes_to_come, contents_of, open_imports, review_of
from tests.conftest import at
from tests.races import at_once

NOW = at("2020-11-24 09:00")
WHO: dict[str, Any] = {"by": SYSTEM, "now": NOW}
SECTION = ReadSection(0, "Attraktiva livsmiljöer", "A", "direction", None)
KNOWN_SECTION = Match("same", "a", 1.0)


def imported(
    strategy: Strategy,
    texts: Sequence[str],
    matches: Sequence[Match],
    *,
    since: Draft | None = None,
    sections: Sequence[ReadSection] = (SECTION,),
    section_matches: Sequence[Match] = (KNOWN_SECTION,),
) -> ImportedText:
    """A file that was read and compared: these texts under the first heading, these matches."""
    blocks = tuple(ReadBlock(place, 0, text, "", "") for place, text in enumerate(texts))
    found = Alignment(tuple(section_matches), tuple(matches), (), ())
    return ImportedText.objects.create(
        strategy=strategy,
        since=since or strategy.drafts.get(number="0.3"),
        name="strategi.docx",
        content=packed(Imported("", tuple(sections), blocks, found)),
        imported_at=NOW,
    )


def same(key: str) -> Match:
    return Match("same", key, 1.0)


def ask(*keys: str) -> Match:
    return Match("ask", "", 0.6, candidates=tuple(Candidate(key, 0.6) for key in keys))


def fates(row: ImportedText) -> list[tuple[str, str]]:
    return [(each.fate.value, each.key) for each in review_of(row).blocks]


def texts(draft: Draft) -> list[tuple[str, str]]:
    return [(passage.key, passage.text) for passage in contents_of(draft).passages]


def answer(row: ImportedText, answers: dict[int, str], seen: dict[int, str] | None = None) -> list[int]:
    contested = actions.answer(row=row, about="block", answers=answers, seen=seen or {}, **WHO)
    row.refresh_from_db()
    return contested


def make(row: ImportedText, number: str = "0.4") -> Draft:
    return actions.make_draft(row=row, number=number, title="", note="", **WHO)


def test_every_known_passage_keeps_its_key(strategy: Strategy):
    row = imported(
        strategy,
        ["Restiden är kort.", "Fler bostäder byggs.", "Helt nytt."],
        [Match("reworded", "a1-2", 0.97), Match("moved", "a1-1", 1.0), Match("new", "", 0.95)],
    )
    assert fates(row) == [("reworded", "a1-2"), ("reworded", "a1-1"), ("new", "")]
    draft = make(row)
    assert texts(draft) == [
        ("a1-2", "Restiden är kort."), ("a1-1", "Fler bostäder byggs."), ("a-stycke", "Helt nytt."),
    ]  # fmt: skip
    section = draft.sections.get()
    assert (section.key, section.kind, section.code) == ("a", "direction", "A")
    assert list(draft.descents.all()) == []
    row.refresh_from_db()
    assert (row.draft, list(open_imports(strategy))) == (draft, [])


def test_what_is_unsure_is_asked_and_the_answer_decides(strategy: Strategy):
    row = imported(strategy, ["Fler hem.", "Kortare resor.", "Annat."], [ask("a1-1", "a1-2"), ask("a1-2"), ask("a1-1")])
    review = review_of(row)
    assert (review.asks, [block.text for block in review.asked_blocks]) == (
        3,
        ["Fler hem.", "Kortare resor.", "Annat."],
    )
    assert review.removed == []  # each may still be one of those asked about
    with pytest.raises(Invalid):
        make(row)
    answer(row, {0: "key:a1-1", 1: "new", 2: "part:a1-1"})
    assert fates(row) == [("split", "a1-1"), ("new", ""), ("split", "")]
    assert [each.key for each in review_of(row).removed] == ["a1-2"]
    draft = make(row)
    assert set(draft.descents.values_list("from_key", "key", "kind")) == {("a1-1", "a-stycke-2", "split")}
    assert [(each.key, each.kind) for each in changes_to_come(draft)] == [
        ("a1-1", "split"), ("a1-2", "removed"), ("a-stycke", "new"), ("a-stycke-2", "split"),
    ]  # fmt: skip


def test_the_editor_overrules_what_was_found(strategy: Strategy):
    row = imported(strategy, ["Fler bostäder byggs.", "Restiden är högst en timme."], [same("a1-1"), same("a1-2")])
    answer(row, {0: "new", 1: "key:a1-1"})
    assert fates(row) == [("new", ""), ("reworded", "a1-1")]
    answer(row, {0: "", 1: ""}, {0: "new", 1: "key:a1-1"})
    # Without code and heading they are not quite as they were.
    assert fates(row) == [("reworded", "a1-1"), ("reworded", "a1-2")]


def test_two_that_are_the_same_passage_are_parts_of_it(strategy: Strategy):
    row = imported(strategy, ["Fler bostäder", "byggs."], [same("a1-1"), Match("new", "", 0.9)])
    answer(row, {1: "key:a1-1"})
    assert fates(row) == [("split", ""), ("split", "a1-1")]
    draft = make(row)
    assert set(draft.descents.values_list("from_key", "key")) == {("a1-1", "a-stycke")}


def test_what_was_joined_in_the_file_is_joined_in_the_draft(strategy: Strategy):
    both = Match("merged", "a1-1", 0.95, from_keys=("a1-1", "a1-2"))
    row = imported(strategy, ["Fler bostäder byggs. Restiden är högst en timme."], [both])
    assert (fates(row), review_of(row).removed) == ([("merged", "a1-1")], [])
    draft = make(row)
    assert set(draft.descents.values_list("from_key", "key", "kind")) == {("a1-2", "a1-1", "merged")}
    assert [(each.key, each.kind) for each in changes_to_come(draft)] == [("a1-1", "merged"), ("a1-2", "merged")]


def test_compared_with_a_draft_being_written_what_that_had_from_others_is_handed_on(strategy: Strategy):
    published = strategy.drafts.get()
    working = actions.new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=published, **WHO)
    homes = working.passages.get(key="a1-1")
    _first, second = actions.split_passage(passage=homes, at=5, revision=0, **WHO)
    row = imported(
        strategy,
        ["Fler", "bostäder byggs.", "Och mer."],
        [same("a1-1"), same(second.key), Match("split", "", 0.9, from_keys=(second.key,))],
        since=working,
    )
    draft = make(row, "0.5")
    keys = [key for key, _text in texts(draft)]
    assert keys[:2] == ["a1-1", "a1-1-del"]
    assert set(draft.descents.values_list("from_key", "key")) == {("a1-1", "a1-1-del"), ("a1-1", keys[2])}


def test_an_answer_somebody_else_has_given_is_not_written_over(strategy: Strategy):
    row = imported(strategy, ["Ett.", "Två."], [ask("a1-1"), ask("a1-2")])
    assert answer(row, {0: "key:a1-1"}) == []
    assert answer(row, {0: "new", 1: "key:a1-2"}) == [0]
    assert row.answers == {"block": {"0": "key:a1-1", "1": "key:a1-2"}}
    assert answer(row, {0: "new"}, {0: "key:a1-1"}) == []
    with pytest.raises(Invalid):
        answer(row, {0: "key:finns-inte"})


def test_a_section_keeps_what_it_was_and_takes_what_the_editor_says(strategy: Strategy):
    sections = [SECTION, ReadSection(1, "Mål", "", "goal", 0), ReadSection(2, "Livsmiljöer", "", "text", None)]
    row = imported(
        strategy, ["Fler bostäder byggs."], [same("a1-1")], sections=sections,
        section_matches=[Match("new", "", 0.9), Match("new", "", 0.9), ask("a")],
    )  # fmt: skip
    assert review_of(row).asks == 1
    actions.answer(row=row, about="section", answers={2: "key:a"}, seen={}, **WHO)
    actions.answer(row=row, about="kind", answers={1: "indicators"}, seen={}, **WHO)
    row.refresh_from_db()
    draft = make(row)
    outline = [(each.key, each.kind.value, each.level, each.heading) for each in contents_of(draft).all_sections]
    assert outline == [
        ("a-2", "direction", 1, "Attraktiva livsmiljöer"),
        ("mal", "indicators", 2, "Mål"),
        ("a", "direction", 1, "Livsmiljöer"),
    ]


def test_a_file_compared_with_what_is_no_longer_newest_is_compared_again(strategy: Strategy):
    row = imported(strategy, ["Fler bostäder byggs."], [same("a1-1")])
    newer = actions.new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(), **WHO)
    actions.publish_draft(draft=newer, **WHO)
    with pytest.raises(Conflict) as caught:
        make(row, "0.5")
    assert "0.4" in str(caught.value.message)
    row = actions.compare_again(row=row, since=newer, **WHO)
    assert [key for key, _text in texts(make(row, "0.5"))] == ["a1-1"]
    with pytest.raises(Conflict):
        actions.throw_away(row=row, **WHO)


def test_a_file_for_a_new_strategy_is_all_new(db: None):
    strategy = actions.create_strategy(title="Ny", **WHO)
    by = Official.objects.create_user("redaktor@example.org")
    outline = Outline(
        "Vår strategi",
        (
            OutlineSection(
                "Inriktning",
                "A",
                "direction",
                (OutlinePassage("Text.", "Rubrik", "A1"), OutlinePassage("", "Bara rubrik")),
                (OutlineSection("x" * 400, "En mycket lång beteckning"),),
            ),
        ),
        (LeftOut("picture", "A Inriktning", 2),),
    )
    row = actions.take_in(strategy=strategy, outline=outline, name="fil.docx", since=None, by=by, now=NOW)
    draft = make(row, "0.1")
    top, inner = contents_of(draft).all_sections
    assert [(each.key, each.code, each.heading, each.text) for each in top.passages] == [
        ("a1", "A1", "Rubrik", "Text."), ("a-stycke", "", "", "Bara rubrik"),
    ]  # fmt: skip
    assert (len(inner.heading) <= 300, inner.passages[0].text) == (True, f"En mycket lång beteckning {'x' * 400}")
    assert row.left_out == [["picture", "A Inriktning", 2, []]]
    with pytest.raises(Invalid):
        actions.take_in(strategy=strategy, outline=Outline("", ()), name="tom.docx", since=None, by=by, now=NOW)


def test_what_is_kept_of_a_file_is_read_back_as_it_was(strategy: Strategy):
    row = imported(
        strategy,
        ["Ett.", "Två."],
        [ask("a1-1", "a1-2"), Match("merged", "a1-1", 0.5, moved=True, from_keys=("a1-1", "a1-2"))],
    )
    assert packed(unpacked(row.content)) == row.content
    outline = Outline("T", (OutlineSection("H", "", "goal", (OutlinePassage("p"),), (OutlineSection("I"),)),))
    read = flattened(outline)
    assert [(each.heading, each.parent) for each in read.sections] == [("H", None), ("I", 0)]
    assert unpacked(packed(read)) == read


@pytest.mark.parametrize("number", [3, 300])
def test_a_draft_of_any_length_costs_the_same(strategy: Strategy, number: int, django_assert_max_num_queries: Any):
    row = imported(strategy, [f"Stycke {n}." for n in range(number)], [Match("new", "", 0.9)] * number)
    with django_assert_max_num_queries(27):
        make(row)


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_the_draft_at_once_one_does_and_the_other_is_told():
    strategy = actions.create_strategy(title="Kapplöpning", **WHO)
    by = Official.objects.create_user("redaktor@example.org")
    outline = Outline("", (OutlineSection("Ett", passages=(OutlinePassage("Text."),)),))
    row = actions.take_in(strategy=strategy, outline=outline, name="fil.docx", since=None, by=by, now=NOW)
    outcomes = at_once([lambda: make(row, "1"), lambda: make(row, "2"), lambda: answer(row, {0: "new"})])
    assert sorted(type(outcome).__name__ for outcome in outcomes[:2]) == ["Conflict", "Draft"]
    assert Draft.objects.filter(strategy=strategy).count() == 1


def test_every_fate_has_words():
    assert [str(fate.label) for fate in Fate][-1] == "behöver ditt svar"
