"""From headings to sections and passages, by the rule in `outline`'s docstring."""

from __future__ import annotations

import pytest

from fardplan.documents.reading.outline import guessed_kind, outline
from fardplan.documents.reading.shapes import (
    Block,
    Document,
    Footnote,
    Heading,
    Kind,
    LeftOut,
    List,
    ListItem,
    Outline,
    OutlinePassage,
    OutlineSection,
    Paragraph,
    Table,
)


def document(*blocks: Block, title: str = "Strategin") -> Document:
    return Document("docx", title, blocks)


def items(*texts: str) -> List:
    return List(tuple(ListItem(text) for text in texts))


STRATEGY = document(
    Heading(1, "Vi utvecklas i attraktiva livsmiljöer", "A"),
    Paragraph("**Mål:**"),
    items("Fler unga stannar.", "Jämlik hälsa."),
    Heading(2, "Planering som håller ihop länet", "A1"),
    Heading(3, "Bostäder", "A1.1"),
    Paragraph("Fler bostäder byggs."),
    Heading(3, "Restid", "A1.2"),
    Paragraph("Restiden är högst en timme."),
    Heading(1, "Förhållningssätt", "F"),
    items("Hållbarhet", "Folkhälsa"),
    title="Ny strategi",
)


def test_a_strategy_becomes_directions_goals_priorities_and_passages():
    goals = OutlineSection("Mål", "", "goal", (OutlinePassage("Fler unga stannar."), OutlinePassage("Jämlik hälsa.")))
    planning = OutlineSection(
        "Planering som håller ihop länet",
        "A1",
        "priority",
        (
            OutlinePassage("Fler bostäder byggs.", "Bostäder", "A1.1"),
            OutlinePassage("Restiden är högst en timme.", "Restid", "A1.2"),
        ),
    )
    assert outline(STRATEGY) == Outline(
        "Ny strategi",
        (
            OutlineSection("Vi utvecklas i attraktiva livsmiljöer", "A", "direction", (), (goals, planning)),
            OutlineSection(
                "Förhållningssätt", "F", "approach", (OutlinePassage("Hållbarhet"), OutlinePassage("Folkhälsa"))
            ),
        ),
    )


def test_lists_stay_whole_when_the_editor_says_so():
    whole = outline(STRATEGY, lists="whole")
    assert whole.sections[1].passages == (OutlinePassage("- Hållbarhet\n- Folkhälsa"),)
    assert whole.sections[0].sections[0].passages == (OutlinePassage("- Fler unga stannar.\n- Jämlik hälsa."),)


def test_every_list_is_parted_when_the_editor_says_so():
    read = document(Heading(1, "Vägar"), Heading(2, "Bussar"), Paragraph("Vi vill ha"), items("fler", "tätare"))
    assert outline(read, lists="items").sections == (
        OutlineSection(
            "Vägar",
            sections=(
                OutlineSection(
                    "Bussar",
                    passages=(OutlinePassage("Vi vill ha"), OutlinePassage("fler"), OutlinePassage("tätare")),
                ),
            ),
        ),
    )


def test_nested_items_follow_the_one_they_belong_to_and_notes_the_one_that_carries_their_mark():
    read = document(
        Heading(1, "Mål"),
        List((ListItem("Hälsa¹"), ListItem("kropp", 1), ListItem("själ", 1), ListItem("Arbete²"))),
        Footnote("¹", "Se bilaga."),
        Footnote("²", "Se tabell."),
    )
    assert outline(read).sections[0].passages == (
        OutlinePassage("Hälsa¹\n\n- kropp\n- själ\n\n¹ Se bilaga."),
        OutlinePassage("Arbete²\n\n² Se tabell."),
    )


def test_every_paragraph_can_be_a_passage_of_its_own():
    read = document(
        Heading(1, "Nuläge", "1"), Heading(2, "Befolkning", "1.1"), Paragraph("Vi är färre¹."), Footnote("¹", "2020."),
        Paragraph("Vi är äldre."), Table((("År", "Antal"), ("2020", "7")), has_header=True),
    )  # fmt: skip
    inside = OutlineSection(
        "Befolkning",
        "1.1",
        passages=(
            OutlinePassage("Vi är färre¹.\n\n¹ 2020."),
            OutlinePassage("Vi är äldre."),
            OutlinePassage("- År: 2020 · Antal: 7"),
        ),
    )
    assert outline(read, one_passage_per="paragraph").sections == (OutlineSection("Nuläge", "1", sections=(inside,)),)


def test_text_before_the_first_heading_gets_a_section_of_its_own():
    read = document(Paragraph("Välkommen."), Heading(1, "Nuläge"), Paragraph("Så är det."))
    assert outline(read).sections == (
        OutlineSection("Inledning", passages=(OutlinePassage("Välkommen."),)),
        OutlineSection("Nuläge", passages=(OutlinePassage("Så är det."),)),
    )


def test_text_without_any_heading_is_one_section():
    assert outline(document(Paragraph("Ett."), Paragraph("Två."))).sections == (
        OutlineSection("Inledning", passages=(OutlinePassage("Ett.\n\nTvå."),)),
    )


def test_a_heading_without_text_is_kept():
    read = document(
        Heading(1, "Bara", "1"), Heading(2, "Möten", "1.1"), Heading(2, "Kultur", "1.2"), Paragraph("Finns.")
    )  # fmt: skip
    assert outline(read).sections == (
        OutlineSection(
            "Bara", "1", passages=(OutlinePassage("", "Möten", "1.1"), OutlinePassage("Finns.", "Kultur", "1.2"))
        ),
    )


def test_skipped_levels_are_no_levels():
    read = document(Heading(2, "Ett", "1"), Heading(5, "Djupt"), Paragraph("Text."), Heading(1, "Två", "2"))
    assert outline(read).sections == (
        OutlineSection("Ett", "1", passages=(OutlinePassage("Text.", "Djupt"),)),
        OutlineSection("Två", "2"),
    )


def test_passages_and_sections_never_mix_so_the_order_is_kept():
    read = document(
        Heading(1, "Del", "1"), Heading(2, "Med delar", "1.1"), Heading(3, "Inre"), Paragraph("a"),
        Heading(2, "Utan delar", "1.2"), Paragraph("b"),
    )  # fmt: skip
    assert outline(read).sections[0].sections == (
        OutlineSection("Med delar", "1.1", passages=(OutlinePassage("a", "Inre"),)),
        OutlineSection("Utan delar", "1.2", passages=(OutlinePassage("b"),)),
    )


def test_a_single_highest_heading_first_of_all_is_the_title():
    read = [Heading(1, "Strategin"), Paragraph("Inledande."), Heading(2, "Nuläge"), Paragraph("Så.")]
    assert outline(document(*read, title="Ett annat namn")).sections[0].heading == "Strategin"
    assert outline(document(*read, title="")) == Outline(
        "Strategin",
        (
            OutlineSection("Inledning", passages=(OutlinePassage("Inledande."),)),
            OutlineSection("Nuläge", passages=(OutlinePassage("Så."),)),
        ),
    )


def test_what_was_left_out_goes_along():
    left_out = (LeftOut("picture", "Nuläge", 2),)
    assert outline(Document("odt", "", (Paragraph("x"),), left_out)).left_out == left_out


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Önskat läge i fem delar", "desired_state"),
        ("Målbild 2035", "desired_state"),
        ("Mål", "goal"),
        ("3. Mål och prioriteringar", "goal"),
        ("Delmål", "goal"),
        ("Målgrupper", "text"),
        ("Strategisk inriktning B", "direction"),
        ("Prioritering 2: Företag som växer", "priority"),
        ("Förhållningssätt", "approach"),
        ("Indikatorer", "indicators"),
        ("Utvecklingsområden", "area"),
        ("Nuläge", "text"),
        ("Samlade åtgärder för länet", "text"),
    ],
)
def test_kinds_are_guessed_from_the_words(heading: str, kind: Kind):
    assert guessed_kind(heading) == kind
