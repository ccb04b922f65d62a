"""Texts that say nearly the same are found among many; those that only speak of the same thing are not."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.edits import TUNING_SEEDS
from bench.likeness import altered, collection, measured_index
from fardplan.analysis.likeness import NEAR, Likenesses, Near, meaning, signature, similarity

LETTER = "Vi kräver att busslinjen till skärgården får fler turer på kvällarna, också under vintern."
NEARLY = "Jag kräver att busslinjen till skärgården får flera turer på kvällar och helger, också under vintern."
OTHER = "Bussen till stranden är bra, men biblioteket i Ronneby borde ha öppet på kvällarna."
STRANGE = "Bygg bostäder nära vattnet."


def test_the_numbers_are_the_same_everywhere():
    """They are stored: another version of Python must read what this one wrote."""
    assert signature("fler bostäder") == {1272223747619387011, 3207836130976615890, 3461407476219318778}
    assert signature("Fler BOSTÄDER!") == signature("fler bostäder")
    assert signature("") == signature(" – ") == frozenset()


@given(st.text())
def test_the_numbers_fit_a_signed_database_integer(text: str):
    assert all(0 <= number < 2**63 for number in signature(text))


def test_empty_words_and_endings_do_not_count():
    assert meaning("Jag tycker att det är viktigt med planeringen.") == meaning("Viktigt, tycker vi: planering")


def test_a_text_with_nothing_but_empty_words_has_them():
    assert meaning("Det är vi.") == ["det", "är", "vi"]


def test_nearly_the_same_is_near_and_the_same_subject_is_not():
    assert similarity(LETTER, LETTER) == 1.0
    assert similarity(LETTER, NEARLY) > NEAR > similarity(LETTER, OTHER) > 0
    assert similarity("", LETTER) == similarity("", "") == 0.0


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways(one: str, other: str):
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert 0.0 <= similarity(one, other) <= 1.0


@given(st.text(alphabet="abcåäö ", min_size=1).filter(str.strip))
def test_a_copy_is_always_found(text: str):
    texts: Likenesses[int] = Likenesses()
    texts.add(1, OTHER)
    texts.add(2, text)
    assert Near(2, 1.0) in texts.near(text)


def test_near_ones_are_found_the_nearest_first_and_each_two_once():
    texts: Likenesses[str] = Likenesses()
    for key, text in {"letter": LETTER, "other": OTHER, "nearly": NEARLY, "copy": LETTER}.items():
        texts.add(key, text)
    assert [near.key for near in texts.near(LETTER)] == ["letter", "copy", "nearly"]
    assert {(later, earlier) for later, earlier, _ in texts.pairs()} == {
        ("nearly", "letter"),
        ("copy", "letter"),
        ("copy", "nearly"),
    }


def test_a_key_is_added_once():
    texts: Likenesses[int] = Likenesses()
    texts.add(1, LETTER)
    with pytest.raises(KeyError):
        texts.add(1, OTHER)


def test_the_five_hundredth_copy_of_a_letter_is_still_led_to_the_others():
    random = Random(7)
    texts: Likenesses[int] = Likenesses()
    for number in range(500):
        texts.add(number, altered(LETTER, 0.2, random))
    assert all(len(texts.near(altered(LETTER, 0.2, random))) >= 10 for _ in range(20))


def test_copies_with_every_third_word_changed_are_found_among_a_thousand_texts():
    found = measured_index(collection(TUNING_SEEDS[0], 1_000))
    assert found.recall >= 0.9
    assert found.compared < 200
