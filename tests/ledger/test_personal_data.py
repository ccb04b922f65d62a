"""What looks like a person's number or address is found however it is written, and little else is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fardplan.ledger.personal_data import DataKind, find


def found(text: str, *, official: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.kind.value, each.words) for each in find(text, official=official)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Jag heter som jag heter, 811228-9874.", "identity", "811228-9874"),
        ("Jag är född 19811228-9874 i länet", "identity", "19811228-9874"),
        ("198112289874", "identity", "198112289874"),
        ("Äldre än hundra: 121212+1212", "identity", "121212+1212"),
        ("nr 701063-2391.", "coordination", "701063-2391"),
        ("Ring 0455-73 70 00 efter klockan 17.", "telephone", "0455-73 70 00"),
        ("070-174 06 05", "telephone", "070-174 06 05"),
        ("0701740605", "telephone", "0701740605"),
        ("+46 70 174 06 05 går bra", "telephone", "+46 70 174 06 05"),
        ("+46 (0)8 465 004 00", "telephone", "+46 (0)8 465 004 00"),
        ("Skriv till nagon.annan@example.org.", "email", "nagon.annan@example.org"),
        ("<nagon@sub.example.org>", "email", "nagon@sub.example.org"),
    ],
)
def test_personal_data_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Fler bostäder 2020-2030, 1 500 om året.",
        "811228-9875",  # the last figure is wrong
        "811328-9874",  # there is no thirteenth month
        "Organisationsnummer 556036-0793",
        "Senast 01-02-2021 eller 04 12 2020.",
        "Målet är 0,75 ton och 1 200 000 kronor.",
        "Ärende 2020/00123-4, sidan 012345678901234567",
        "Se A1.1 @ utkast 0.4 och https://example.org/a/2020-12-18",
        "",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert found(text) == []


def test_addresses_of_functions_are_no_persons() -> None:
    text = "Ring 08-465 004 00 eller +46 8 465 004 00, skriv till Dialog@example.org eller 0455-12 34 56."
    assert found(text, official=("dialog@example.org", "08-46500400", "")) == [("telephone", "0455-12 34 56")]


def test_several_are_told_in_order_and_each_once() -> None:
    text = "a@example.org 811228-9874 070-174 06 05 a@example.org"
    assert [kind for kind, _words in found(text)] == ["email", "identity", "telephone", "email"]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(each.words in text and each.kind in DataKind for each in find(text))


def test_a_long_text_without_any_is_looked_through_quickly() -> None:
    assert find("0 1-2 3-4@a." * 20_000 + "a" * 100_000 + "1" * 100_000) is not None


@pytest.mark.parametrize("piece", ["a@b.se ", "08 ", "a@", "a.", "0", "+46", "19"])
def test_a_text_made_to_be_slow_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    find(piece * 20_000)
    assert time.process_time() - begun < 3
