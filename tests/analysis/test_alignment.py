"""Each passage keeps its key through a whole new file, and where that cannot be known, somebody is asked."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.align import of_blocks, of_sections
from bench.edits import TUNING_SEEDS, case
from fardplan.analysis.alignment import (
    Alignment,
    Block,
    Candidate,
    Known,
    KnownDraft,
    KnownSection,
    Match,
    NewSection,
    NewText,
    align,
    recognised,
    resembles,
)

HOUSING = "Fler bostäder byggs nära länets större orter, också för den som är ung eller bor ensam."
TRAVEL = "Restiden mellan kommunernas huvudorter är högst en timme, och turerna räcker hela dagen."
SERVICE = "Vardagsservice och snabb uppkoppling finns även utanför tätorterna."
ENERGY = "Energin är ren och havsmiljön återhämtar sig i skärgården och längs kusten."
CULTURE = "På alla orter går det att utöva idrott och ta del av kultur. Biblioteken är öppna på kvällen."
YOUTH = "Unga som mår dåligt får stöd tidigt och nära. Skolan och vården arbetar tillsammans."
FOLLOWED = "Målet följs upp varje år."

DRAFT = {"Planering som håller ihop länet": [HOUSING, TRAVEL, SERVICE, ENERGY], "Gott liv": [CULTURE, YOUTH]}


def known(sections: dict[str, list[str]]) -> KnownDraft:
    """Sections s0, s1 …, passages p0, p1 … in reading order."""
    passages = [(f"s{at}", text) for at, texts in enumerate(sections.values()) for text in texts]
    return KnownDraft(
        tuple(KnownSection(f"s{at}", heading=heading) for at, heading in enumerate(sections)),
        tuple(Known(f"p{at}", section, text) for at, (section, text) in enumerate(passages)),
    )


def new(sections: dict[str, list[str]]) -> NewText:
    return NewText(
        tuple(NewSection(heading) for heading in sections),
        tuple(Block(at, text) for at, texts in enumerate(sections.values()) for text in texts),
    )


def told(matches: Sequence[Match]) -> list[tuple[str, str]]:
    return [(match.fate, match.key) for match in matches]


def test_what_did_not_change_is_the_same():
    found = align(known(DRAFT), new(DRAFT))
    assert told(found.blocks) == [("same", f"p{at}") for at in range(6)]
    assert told(found.sections) == [("same", "s0"), ("same", "s1")]
    assert (found.removed_passages, found.removed_sections, found.asks) == ((), (), 0)


def test_other_words_in_the_same_place_keep_the_key():
    after = "Fler bostäder byggs i alla kommuner, också för unga och för den som bor ensam."
    found = align(
        known(DRAFT),
        new(
            DRAFT | {"Gott liv": [CULTURE, YOUTH], "Planering som håller ihop länet": [after, TRAVEL, SERVICE, ENERGY]}
        ),
    )
    assert told(found.blocks)[0] == ("reworded", "p0")


def test_a_passage_in_another_section_has_moved_and_the_others_have_not():
    found = align(
        known(DRAFT),
        new({"Planering som håller ihop länet": [HOUSING, SERVICE, ENERGY], "Gott liv": [CULTURE, TRAVEL, YOUTH]}),
    )
    assert told(found.blocks) == [
        *(("same", "p0"), ("same", "p2"), ("same", "p3")),
        *(("same", "p4"), ("moved", "p1"), ("same", "p5")),
    ]


def test_sections_in_another_order_move_one_section_and_no_passage():
    found = align(known(DRAFT), new(dict(reversed(DRAFT.items()))))
    assert sorted(told(found.sections)) == [("moved", "s0"), ("same", "s1")] or sorted(told(found.sections)) == [
        ("moved", "s1"),
        ("same", "s0"),
    ]
    assert {match.fate for match in found.blocks} == {"same"}


def test_a_heading_that_changed_keeps_its_key_by_what_stands_under_it():
    found = align(
        known(DRAFT),
        new({"Så hänger allt ihop": DRAFT["Planering som håller ihop länet"], "Gott liv": [CULTURE, YOUTH]}),
    )
    assert told(found.sections) == [("reworded", "s0"), ("same", "s1")]


def test_the_longer_part_of_a_split_keeps_the_key_and_the_other_knows_where_it_came_from():
    first, second = "På alla orter går det att utöva idrott och ta del av kultur.", "Biblioteken är öppna på kvällen."
    found = align(known(DRAFT), new(DRAFT | {"Gott liv": [first, second, YOUTH]}))
    assert [(match.fate, match.key, match.from_keys) for match in found.blocks[4:]] == [
        ("split", "p4", ("p4",)),
        ("split", "", ("p4",)),
        ("same", "p5", ()),
    ]
    assert list(found.descents(["p0", "p1", "p2", "p3", "p4", "n1", "p5"])) == [("p4", "n1")]
    assert found.removed_passages == ()


@pytest.mark.parametrize(
    ("codes", "keeps"),
    [(("B4", "B4b"), 0), (("B4b", "B4"), 1), (("B4", ""), 0), (("", "B4"), 1), (("B4", "B5"), 1), (("", ""), 1)],
)
def test_the_part_that_was_left_the_code_keeps_the_key(codes: tuple[str, str], keeps: int):
    """A number that is only counted on says nothing: then it is the longer part."""
    before = known(DRAFT)
    passages = [replace(one, code="B4" if one.key == "p4" else "") for one in before.passages]
    first, second = "Biblioteken är öppna på kvällen.", "På alla orter går det att utöva idrott och ta del av kultur."
    whole = replace(passages[4], text=f"{first} {second}")
    after = new(DRAFT | {"Gott liv": [first, second, YOUTH]})
    blocks = [
        replace(block, code=dict(zip((4, 5), codes, strict=True)).get(at, "")) for at, block in enumerate(after.blocks)
    ]
    found = align(replace(before, passages=(*passages[:4], whole, passages[5])), replace(after, blocks=tuple(blocks)))
    assert [(match.fate, match.key) for match in found.blocks[4:6]] == [
        ("split", "p4" if at == keeps else "") for at in (0, 1)
    ]


def test_a_merged_passage_has_the_key_of_the_longer_and_names_both():
    found = align(known(DRAFT), new(DRAFT | {"Gott liv": [f"{CULTURE} {YOUTH}"]}))
    assert (found.blocks[4].fate, found.blocks[4].key, found.blocks[4].from_keys) == ("merged", "p4", ("p4", "p5"))
    assert found.removed_passages == ()


def test_what_is_new_is_new_and_what_is_gone_is_gone():
    added = "Regionen samordnar, kommunerna planerar mark och vatten, och varje prioritering har en ansvarig."
    found = align(known(DRAFT), new(DRAFT | {"Gott liv": [CULTURE], "Vem gör vad": [added]}))
    assert told(found.blocks)[5:] == [("new", "")]
    assert told(found.sections)[2:] == [("new", "")]
    assert found.removed_passages == ("p5",)


def test_a_repeated_sentence_is_told_apart_by_what_stands_beside_it():
    draft = {"Bostäder": [HOUSING, FOLLOWED], "Resor": [TRAVEL, FOLLOWED], "Kultur": [CULTURE, FOLLOWED]}
    found = align(known(draft), new({"Kultur": draft["Kultur"], "Bostäder": draft["Bostäder"]}))
    assert told(found.blocks) == [("same", "p4"), ("same", "p5"), ("same", "p0"), ("same", "p1")]
    assert found.removed_passages == ("p2", "p3")


def test_where_nobody_can_know_somebody_is_asked():
    """Two passages of the same words are gone from where they stood, and one stands somewhere else."""
    draft = {"Bostäder": [HOUSING, FOLLOWED], "Resor": [TRAVEL, FOLLOWED], "Kultur": [CULTURE]}
    found = align(known(draft), new({"Bostäder": [HOUSING], "Resor": [TRAVEL], "Kultur": [FOLLOWED, CULTURE]}))
    asked = found.blocks[2]
    assert (asked.fate, asked.key) == ("ask", "")
    assert {candidate.key for candidate in asked.candidates} == {"p1", "p3"}
    assert all(isinstance(one, Candidate) and 0 <= one.sureness <= 1 for one in asked.candidates)
    assert found.removed_passages == ()


def test_nothing_and_something():
    empty = KnownDraft((), ())
    assert align(empty, NewText((), ())) == Alignment((), (), (), ())
    assert told(align(empty, new(DRAFT)).blocks) == [("new", "")] * 6
    found = align(known(DRAFT), NewText((), ()))
    assert found.removed_passages == ("p0", "p1", "p2", "p3", "p4", "p5")


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (KnownDraft((KnownSection("s"), KnownSection("s")), ()), NewText((), ())),
        (KnownDraft((KnownSection("s"),), (Known("p", "s", "a"), Known("p", "s", "b"))), NewText((), ())),
        (KnownDraft((), (Known("p", "s", "a"),)), NewText((), ())),
        (KnownDraft((), ()), NewText((), (Block(0, "a"),))),
        (KnownDraft((), ()), NewText((NewSection("a", 1), NewSection("b")), ())),
    ],
)
def test_a_draft_that_does_not_hang_together_is_refused(draft: KnownDraft, text: NewText):
    with pytest.raises(ValueError, match=r"stand|names"):
        align(draft, text)


SAYINGS = st.sampled_from(
    [HOUSING, TRAVEL, FOLLOWED, "jämlik hälsa", "", "–", "Fler bostäder byggs.", f"{HOUSING} {TRAVEL}"]
)
TEXTS = st.dictionaries(st.sampled_from(["Mål", "Nuläge", "Bostäder och resor", ""]), st.lists(SAYINGS, max_size=6))


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_no_key_is_lost_and_none_is_given_twice(before: dict[str, list[str]], after: dict[str, list[str]]):
    draft = known(before)
    found = align(draft, new(after))
    for matches, removed, every in (
        (found.blocks, found.removed_passages, [passage.key for passage in draft.passages]),
        (found.sections, found.removed_sections, [section.key for section in draft.sections]),
    ):
        kept = [match.key for match in matches if match.key]
        assert len(set(kept)) == len(kept)
        named = {*kept, *(key for one in matches for key in one.from_keys)}
        asked = {candidate.key for one in matches for candidate in one.candidates}
        assert named | asked | set(removed) == set(every)
        assert not (named | asked) & set(removed)
        assert all((match.fate == "ask") == bool(match.candidates) for match in matches)
    assert align(draft, new(after)) == found


@pytest.mark.parametrize("seed", TUNING_SEEDS[500:504])
def test_generated_edits_are_followed(seed: int):
    """The benchmark measures many more and harder; here only that nothing is badly broken."""
    one = case(seed, 120)
    found = align(one.known, one.new)
    blocks, sections = of_blocks(one, found, 0.0), of_sections(one, found)
    assert blocks.right >= 0.93 * blocks.all
    assert blocks.wrong <= 0.02 * blocks.all
    assert sections.right >= 0.85 * sections.all


def test_the_generator_gives_the_same_case_for_the_same_seed():
    assert case(TUNING_SEEDS[0], 50) == case(TUNING_SEEDS[0], 50)
    assert case(TUNING_SEEDS[0], 50) != case(TUNING_SEEDS[1], 50)


def test_a_thousand_times_the_same_words_are_aligned_without_comparing_all_with_all():
    draft = {f"Avsnitt {at}": [FOLLOWED] * 20 for at in range(50)}
    found = align(known(draft), new(draft))
    kept = [match.key for match in found.blocks if match.key]
    assert len(set(kept)) == len(kept)
    assert found.removed_passages == ()


@pytest.mark.parametrize("seed", TUNING_SEEDS[504:508])
def test_another_text_resembles_the_draft_as_little_as_its_next_draft_does_much(seed: int):
    one, other = case(seed, 50), case(seed + 10, 50)
    size = len(one.known.passages)
    assert resembles(align(one.known, one.new), size)
    assert not resembles(align(one.known, other.new), size)


def test_of_a_few_passages_nobody_says_that_they_are_another_text():
    found = align(known(DRAFT), new({"Annat": ["Något helt annat står här.", "Och mer av det.", "Samt ett till."]}))
    assert recognised(found) == 0
    assert resembles(found, len(known(DRAFT).passages))


def test_a_phrase_that_many_passages_share_does_not_make_one_of_them_another():
    """A removed passage and a new one in its place, with nothing in common but how sentences end."""
    ending = ", men aldrig på bekostnad av havet."
    draft = [text[:-1] + ending for text in (HOUSING, TRAVEL, SERVICE, ENERGY, CULTURE, YOUTH)]
    added = "Praktikplatser och mentorer ordnas hos regionen, så att sommarjobb blir fasta anställningar" + ending
    found = align(known({"Mål": draft}), new({"Mål": [*draft[:3], added, *draft[4:]]}))
    assert [match.key for match in found.blocks] == ["p0", "p1", "p2", "", "p4", "p5"]
