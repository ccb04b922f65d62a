"""What a browser sends becomes a canonical value or a refusal in words, for every type of question."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fardplan.surveys.definition import DONT_KNOW, WONT_SAY, Definition, QuestionType, is_valid
from fardplan.surveys.filling import PREFIX, Filling, PageForm, Refused, as_raw, read
from fardplan.surveys.filling.words import answer_lines
from tests.surveys.definitions import answers_to_fifty, choices, definition, every_type, fifty, question, words

TODAY = date(2020, 11, 24)


def form(asks: Definition, page: int, data: dict[str, Any] | None = None, **fields: Any) -> PageForm:
    filling = Filling(asks, "sv", fields.pop("answers", {}), TODAY, **fields)
    return PageForm(asks.pages[page - 1], filling, data)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("kommun", {"": ["k1080"]}, "k1080"),
        ("kommun", {"": [""]}, None),
        ("kommun", {}, None),
        ("kon", {"": ["_wont_say"]}, WONT_SAY),
        ("kon", {"": ["_other"]}, "_other"),
        ("kon", {"other": ["icke-binär"]}, "_other"),
        ("alder", {"": [" 1980 "]}, "30-44"),
        ("resor", {"": ["cykel", "buss", "cykel"]}, ["buss", "cykel"]),
        ("resor", {"": ["_dont_know"]}, DONT_KNOW),
        ("buss_ofta", {"": ["5,0"]}, 5),
        ("buss_ofta", {"": ["\u00a05 "]}, 5),
        ("matchar", {"": ["5"]}, "5"),
        ("delar", {"skola": ["4"], "vard": [""]}, {"skola": "4"}),
        ("viktigast", {"1": ["natur"], "2": ["bostad"]}, ["natur", "bostad"]),
        ("viktigast", {"1": [""], "2": [""]}, None),
        ("poang", {"a": ["100"], "b": [""]}, {"a": 100, "b": 0}),
        ("poang", {"a": [""], "b": [""]}, None),
        ("poang", {"a": ["٤٠"], "b": ["60"]}, {"a": 40, "b": 60}),
        ("andra", {"": ["_written"]}, "written"),
        ("flyttade", {"": ["2001-05-01"]}, "2001-05-01"),
        ("plats", {"": ["C4"]}, "C4"),
        ("andra", {"": ["  Två\r\nrader\u202e  "]}, "Två\nrader"),
    ],
)
def test_what_was_sent_becomes_a_value(name: str, raw: dict[str, list[str]], value: Any):
    asked = every_type().by_name[name]
    found = read(asked, raw, today=TODAY).value
    assert found == value
    assert found is None or is_valid(asked, found)


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("kommun", {"": ["<script>"]}, "”<script>” finns inte"),
        ("kon", {"": ["man"], "other": ["något"]}, "skrivit under Annat"),
        ("kon", {"other": ["x" * 201]}, "201 tecken lång"),
        ("resor", {"": ["buss", "_dont_know"]}, "går inte ihop"),
        ("resor", {"": ["tåg"]}, "”tåg” finns inte"),
        ("buss_ofta", {"": ["NaN"]}, "går inte att läsa som ett tal"),
        ("buss_ofta", {"": ["1e9"]}, "går inte att läsa som ett tal"),
        ("buss_ofta", {"": ["inf"]}, "går inte att läsa som ett tal"),
        ("buss_ofta", {"": ["9" * 400]}, "går inte att läsa som ett tal"),
        ("buss_ofta", {"": ["2,5"]}, "helt tal"),
        ("buss_ofta", {"": ["-1"]}, "mellan 0 och 50"),
        ("buss_ofta", {"": ["51"]}, "mellan 0 och 50"),
        ("delar", {"bio": ["4"]}, "inte hör till frågan: ”bio”"),
        ("delar", {"skola": ["77"]}, "”77” finns inte"),
        ("delar", {"skola": ["1", "2"]}, "flera skickades"),
        ("viktigast", {"1": ["bostad"], "2": ["bostad"]}, "plats 1 och 2"),
        ("viktigast", {"1": [""], "2": ["bostad"]}, "Plats 1 är tom"),
        ("viktigast", {"3": ["bostad"]}, "inte hör till frågan: ”3”"),
        ("poang", {"a": ["60"], "b": ["30"]}, "Fördela 10 poäng till"),
        ("poang", {"a": ["60"], "b": ["50"]}, "Ta bort 10 poäng"),
        ("poang", {"a": ["-1"], "b": ["101"]}, "hela tal, 0 eller mer"),
        ("flyttade", {"": ["2020-02-30"]}, "är inget datum"),
        ("flyttade", {"": ["1899-12-31"]}, "tidigast 1 januari 1900"),
        ("flyttade", {"": ["2027-01-01"]}, "senast 31 december 2026"),
        ("flyttade", {"": ["2020-W18-5"]}, "är inget datum"),
        ("plats", {"": ["G1"]}, "”G1” finns inte"),
        ("andra", {"": ["x" * 10_000_000]}, "10000000 tecken lång"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(name: str, raw: dict[str, list[str]], told: str):
    asked = every_type().by_name[name]
    with pytest.raises(Refused) as refused:
        read(asked, raw, today=TODAY)
    assert told in str(refused.value)


def test_whatever_is_sent_only_valid_values_are_kept():
    asks, chance = fifty(), random.Random(5)
    parts = ["", ".other", ".decline", ".shown", ".1", ".2", ".skola", ".a", ".remove", ".<b>", "."]
    texts = ["", "1", "5", "buss", "_other", "_dont_know", "_written", "_wont_say", "NaN", "1e400", "-0", "ja", "\x00",
             "C3", "2001-05-01", "x" * 3_000, "٣", "restid", "1980", "<script>alert(1)</script>",
             "' OR 1=1 --"]  # fmt: skip
    for _ in range(400):
        page = chance.choice(asks.pages)
        names = [each.name for each in page.questions] + ["okand"]
        data = {
            f"{PREFIX}{chance.choice(names)}{chance.choice(parts)}": chance.choices(texts, k=chance.randint(1, 3))
            for _ in range(chance.randint(1, 12))
        }
        sent = PageForm(page, Filling(asks, "sv", {}, TODAY), data)
        sent.is_valid()
        for name, value in sent.answers.items():
            if not name.endswith("__other_text"):
                assert is_valid(asks.by_name[name], value), (name, value)
        assert "<script>alert" not in sent.html()


@pytest.mark.parametrize("make", [every_type, fifty])
def test_what_is_shown_and_sent_unchanged_is_the_same_answer(make: Callable[[], Definition]):
    asks = make()
    told = {name: value for page in answers_to_fifty() for name, value in page.items()}
    for page in asks.pages:
        for asked in page.questions:
            if not asked.is_asked or asked.name not in told or not is_valid(asked, told[asked.name]):
                continue
            found = read(asked, as_raw(asked, told), today=TODAY, before=told[asked.name])
            assert found.value == told[asked.name], asked.name


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("0,00001", 0.00001),
        ("123456789012,1234", 123456789012.1234),
        ("999999999999999", 999999999999999),
        ("-0,5", -0.5),
    ],
)
def test_a_number_is_shown_again_with_every_digit(sent: str, value: float):
    asked = definition([question("antal", "number", "Hur mycket?")]).by_name["antal"]
    assert read(asked, {"": [sent]}, today=TODAY).value == value
    assert as_raw(asked, {"antal": value}) == {"": [sent]}


def test_points_no_person_would_write_are_refused_and_shown_again():
    shown = form(every_type(), 3, {f"{PREFIX}poang.a": "1" * 5_000, f"{PREFIX}poang.b": "60"})
    assert not shown.is_valid()
    assert "hela tal, 0 eller mer" in str(shown.errors["poang"])
    assert "<output>60</output>" in shown.html()


def test_the_order_is_drawn_for_each_respondent_and_stays():
    asks = definition(
        [question("a", "single", "Välj", shuffled=True, choices=choices(**{f"c{n}": str(n) for n in range(8)}))]
    )

    def order(code: str) -> list[int]:
        html = form(asks, 1, order=code).html()
        return sorted(range(8), key=lambda number: html.index(f'value="c{number}"'))

    orders = {tuple(order(f"kod{number}")) for number in range(20)}
    assert len(orders) > 15
    assert order("kod1") == order("kod1")
    assert order("") == list(range(8))


def test_a_form_for_paper_lets_pass_what_a_person_would_be_asked_to_mend():
    sent = form(every_type(), 2, {f"{PREFIX}resor": ["buss", "cykel", "bil"], f"{PREFIX}buss_ofta": "3"}, lenient=True)
    assert sent.is_valid()
    assert [asked.name for asked, _message in sent.warnings] == ["resor", "matchar"]
    assert sent.answers == {"resor": ["buss", "cykel", "bil"], "buss_ofta": 3}


def test_earlier_answers_stand_in_the_question_and_are_escaped():
    asks = definition(
        [question("namn", "text", "Vad ska platsen heta?")],
        [question("varfor", "text", "Varför ${namn}?")],
    )
    html = form(asks, 2, answers={"namn": "<b>Torget</b>"}).html()
    assert "Varför &lt;b&gt;Torget&lt;/b&gt;?" in html


def test_answers_are_read_back_in_words():
    asks = every_type()
    told = {"kon": "_other", "kon__other_text": "icke-binär", "resor": ["buss", "_other"], "matchar": "5",
            "delar": {"skola": "1", "vard": WONT_SAY}, "viktigast": ["natur", "bostad"], "poang": {"a": 60, "b": 40},
            "flyttade": "2001-05-01", "alder": "65-", "buss_ofta": 2.5}  # fmt: skip
    lines = {name: answer_lines(asks, asks.by_name[name], told, language="sv") for name in told if "__" not in name}
    assert lines == {
        "kon": ["Annat: icke-binär"], "resor": ["Buss", "Annat"], "matchar": ["5 (Mycket väl)"],
        "delar": ["Skolan: 1", "Vården: Vill inte svara"], "viktigast": ["1. Natur", "2. Bostäder"],
        "poang": ["Livsmiljöer: 60", "Näringsliv: 40"], "flyttade": ["1 maj 2001"], "alder": ["65 år eller äldre"],
        "buss_ofta": ["2,5"],
    }  # fmt: skip


def test_each_type_has_controls_with_names_and_labels():
    html = "".join(form(every_type(), page).html() for page in (1, 2, 3))
    for kind in QuestionType:
        if kind not in {QuestionType.NOTE, QuestionType.CALCULATION}:
            assert f'data-type="{kind}"' in html
    assert html.count("<fieldset") == html.count("<legend>")
    assert words("Inte alls")["sv"] in html
