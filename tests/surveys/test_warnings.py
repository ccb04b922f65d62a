"""Advice to whoever writes a survey: each rule on a question that breaks it and on one that keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.surveys.definition import Definition
from fardplan.surveys.definition.warnings import joined_in, warnings_of
from tests.surveys.definitions import choices, definition, every_type, question, short, words

ENDS = {"low_label": words("Inte alls"), "high_label": words("Helt")}
WHERE = question("kommun", "area", "Kommun", choices=choices(a="A", b="B"), background=True)


def scale(label: str, **fields: Any) -> dict[str, Any]:
    return question("fraga", "scale", label, **{"scale": ENDS, "dont_know": True, **fields})


def kinds(*questions: dict[str, Any], **fields: Any) -> list[str]:
    """The rules that a page with these questions, behind a background question, breaks."""
    return [each.kind for each in warnings_of(definition([WHERE, *questions], **fields))]


def test_a_good_survey_needs_no_advice() -> None:
    assert warnings_of(short(), weighted_by={"kommun"}) == []


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (scale("Hur nöjd är du med skolan och vården?"), "double"),
        (scale("Hur bra är service/bemötande?"), "double"),
        (question("m", "matrix", "Hur nöjd är du?", dont_know=True, scale=ENDS,
                  rows=choices(a="Skolan", b="Bussar samt tåg")), "double"),
        (scale("Hur väl stämmer det?", dont_know=False), "no_dont_know"),
        (question("s", "single", "Vad tycker du om målet?", choices=choices(a="För", b="Emot")), "no_dont_know"),
        (scale("Håller du inte med om att bussen är bra?"), "leading"),
        (scale("Hur viktigt är det " + "att allt det här " * 8 + "blir av?"), "long_label"),
        (question("h", "number", "Vad har du för inkomst?", required=True), "sensitive"),
        (scale("Hur väl stämmer det?", scale={"low_label": words("Helt"), "high_label": words("Inte alls")}), "turned"),
        (scale("Hur väl stämmer det?", scale={}), "unlabelled"),
        (scale("Hur väl stämmer det?", scale={"low_label": words("Helt"), "high_label": words("Helt")}), "unbalanced"),
        (question("v", "single", "Hur är bussen?", choices=choices(
            a="Utmärkt", b="Mycket bra", c="Bra", d="Dålig")), "unbalanced"),
        (question("a", "single", "Ålder", choices=choices(a="16–29 år", b="29–44 år", c="45 år eller äldre")),
         "age_classes"),
        (question("a", "single", "Ålder", choices=choices(a="Under 16", b="18–44", c="45+")), "age_classes"),
        (question("m", "matrix", "Hur nöjd är du?", dont_know=True, scale=ENDS, rows=choices(
            **{f"r{number}": f"Sak {number}" for number in range(11)})), "long_matrix"),
        (scale("Hur väl stämmer det?", relevant="${kommun} = 'c'"), "no_such_choice"),
    ],
)  # fmt: skip
def test_each_rule_speaks_once_where_it_is_broken(asked: dict[str, Any], kind: str) -> None:
    assert kinds(asked) == [kind]


@pytest.mark.parametrize(
    "asked",
    [
        scale("Hur bra är det att bo och leva här?"),
        scale("Hur väl stämmer det?", relevant="${kommun} = 'b'"),
        question("s", "single", "Vad tycker du?", choices=choices(a="För", b="Emot", c="Vet inte")),
        question("h", "number", "Vad har du för inkomst?", required=True, wont_say=True),
        question("a", "single", "Ålder", choices=choices(a="16–29 år", b="30–44 år", c="45 år eller äldre")),
        question("a", "single", "Hur långt?", choices=choices(a="0 till 5 km", b="6 till 20 km", c="21 km –")),
        question("v", "single", "Hur är bussen?", choices=choices(
            a="Mycket bra", b="Bra", c="Varken bra eller dålig", d="Dålig", e="Mycket dålig")),
        question("h", "multiple", "Vad gör du på fritiden?", choices=choices(a="Kör och orkester", b="Idrott")),
    ],
)  # fmt: skip
def test_no_rule_speaks_where_it_is_kept(asked: dict[str, Any]) -> None:
    assert kinds(asked) == []


def test_the_survey_of_800_answers_measured_several_themes_with_one_scale() -> None:
    block = "- Bostäder i hela länet\n- Kortare restider\n- Mer kultur\n\nDet är vårt önskade läge."
    pages = [{"name": "a", "title": words("A"), "text": words(block), "questions": [WHERE, scale("Hur väl?")]}]
    found = warnings_of(definition(pages=pages))
    assert [(each.kind, each.place) for each in found] == [("double_block", "fraga")]
    assert "3 saker" in found[0].message
    assert "matris" in found[0].mend


def test_a_matrix_with_a_row_for_each_theme_is_the_way_out() -> None:
    rows = question("fraga", "matrix", "Hur väl stämmer det?", dont_know=True, scale=ENDS, rows=choices(a="A", b="B"))
    pages = [{"name": "a", "title": words("A"), "text": words("- Ett\n- Två"), "questions": [WHERE, rows]}]
    assert warnings_of(definition(pages=pages)) == []


def test_a_page_a_survey_and_its_texts_can_be_too_long() -> None:
    many = [question(f"t{number}", "text", "Berätta", long=True) for number in range(8)]
    assert kinds(*many) == ["open_texts", "long_page"]
    pages = [[WHERE], *([question(f"f{page}_{n}", "number", "Antal", hint=words("ord " * 60)) for n in range(6)]
                        for page in range(5))]  # fmt: skip
    assert [each.kind for each in warnings_of(definition(*pages))] == ["long"]


def test_a_survey_that_is_too_large_to_take_down_from_paper_says_so() -> None:
    rows = [{"name": f"r{at}", "label": words("Rad")} for at in range(40)]
    pages = [
        [WHERE],
        *([question(f"m{at}", "matrix", "Hur?", scale=ENDS, rows=rows, dont_know=True)] for at in range(12)),
    ]
    assert "not_on_paper" in {each.kind for each in warnings_of(definition(*pages))}
    assert "not_on_paper" not in {each.kind for each in warnings_of(definition(*pages[:-1]))}


def test_without_background_nothing_can_be_weighted() -> None:
    alone = definition([scale("Hur väl stämmer det?")])
    assert [each.kind for each in warnings_of(alone)] == ["no_background"]
    assert [each.kind for each in warnings_of(short(), weighted_by=set())] == ["no_margin"]
    assert warnings_of(Definition()) == []


@pytest.mark.parametrize(
    ("label", "joined"),
    [
        ("Hur nöjd är du med skolan och vården?", "skolan och vården"),
        ("Till och med skolan", ""),
        ("100 Mbit/s", ""),
        ("Buss/tåg", "Buss/tåg"),
        ("a" * 5_000 + "/b", ""),
        ("och", ""),
        ("kultur & fritid", "kultur & fritid"),
    ],
)
def test_what_joins_two_things(label: str, joined: str) -> None:
    assert joined_in(label) == joined


def test_every_piece_of_advice_says_what_to_do() -> None:
    for each in warnings_of(every_type()):
        assert each.message.endswith(".")
        assert each.mend.endswith((".", "?"))
