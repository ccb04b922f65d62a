"""A quote is found where its words still stand, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fardplan.analysis.anchoring import CLOSE_ENOUGH, GONE, anchor, quote

PASSAGE = (
    "Fler bostäder byggs i alla kommuner. Restiden mellan orterna är högst en timme. "
    "Unga som mår dåligt får stöd tidigt och nära."
)
VOCABULARY = ["fler", "unga", "bor", "kvar", "i", "länet", "och", "reser", "nära", "med", "tåg", "eller"]
SENTENCES = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1).map(lambda found: " ".join(found).capitalize() + "."),
    min_size=1,
    max_size=8,
)


def quoted(words: str, text: str = PASSAGE):
    return quote(text, text.index(words), text.index(words) + len(words))


def test_words_that_still_stand_are_found_where_they_stand_now():
    found = anchor(quoted("Restiden mellan orterna är högst en timme."), f"Nytt först. {PASSAGE}")
    assert (found.found, found.words, found.start) == ("exact", "Restiden mellan orterna är högst en timme.", 49)


def test_words_changed_a_little_are_found_and_the_new_words_shown():
    now = PASSAGE.replace(
        "Restiden mellan orterna är högst en timme", "Restiden mellan orterna är aldrig över en timme"
    )
    found = anchor(quoted("Restiden mellan orterna är högst en timme."), now)
    assert (found.found, found.words) == ("close", "Restiden mellan orterna är aldrig över en timme.")
    assert CLOSE_ENOUGH <= found.likeness < 1


def test_other_spaces_are_no_other_words():
    found = anchor(quoted("i alla kommuner"), "Fler bostäder byggs i  alla\nkommuner.")
    assert (found.found, found.words, found.likeness) == ("close", "i  alla\nkommuner.", 1.0)


def test_words_that_are_gone_are_gone():
    assert anchor(quoted("Restiden mellan orterna är högst en timme."), "Fler bostäder byggs i alla kommuner.") == GONE
    assert anchor(quoted("Unga"), "") == GONE


def test_among_several_places_the_one_with_the_same_words_round_it_is_chosen():
    text = "Målet följs upp varje år av kommunen. Målet följs upp varje år av regionen."
    second = quote(text, text.rindex("Målet följs upp"), text.rindex("Målet följs upp") + 15)
    now = (
        "Målet följs upp varje dag. Målet följs upp varje år av kommunen. Sedan: Målet följs upp varje år av regionen."
    )
    assert anchor(second, now).start == now.rindex("Målet följs upp")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, len(PASSAGE) + 1)])
def test_only_a_stretch_of_the_text_can_be_quoted(start: int, end: int):
    with pytest.raises(ValueError, match="is not a stretch"):
        quote(PASSAGE, start, end)


def test_a_quote_of_many_hundred_words_is_found_among_thousands():
    """By its longest stretch of equal words; trying every place would take minutes."""
    text = " ".join(f"ord{number % 97} och{number % 89}" for number in range(4_000))
    start, end = text.index(" ", 10_000) + 1, text.index(" ", 22_000)
    now = text[:start] + text[start:end].replace("ord60", "nyord") + text[end:]
    found = anchor(quote(text, start, end), now.replace("ord0", "annat"))
    assert found.found == "close"
    assert found.likeness > 0.95


@given(SENTENCES, SENTENCES, SENTENCES, st.data())
def test_an_unchanged_sentence_is_always_found(
    before: list[str], after: list[str], other: list[str], data: st.DataObject
):
    """Whatever happens to the sentences round it."""
    kept = data.draw(st.sampled_from(before))
    text = " ".join(before)
    at = text.index(kept)
    found = anchor(quote(text, at, at + len(kept)), " ".join([*other, kept, *after]))
    assert (found.found, found.words, found.likeness) == ("exact", kept, 1.0)


@given(st.text(min_size=1), st.text(), st.data())
def test_it_never_points_to_other_words_than_it_says(text: str, now: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    one = quote(text, start, end)
    found = anchor(one, now)
    assert now[found.start : found.end] == found.words
    assert (found.found == "exact") == (found.words == one.words)
    assert found.likeness >= CLOSE_ENOUGH or found == GONE


@given(SENTENCES, st.lists(st.sampled_from(VOCABULARY), min_size=6, max_size=30), SENTENCES, st.data())
def test_a_sentence_with_one_word_changed_is_found_close(
    before: list[str], kept: list[str], after: list[str], data: st.DataObject
):
    at = data.draw(st.integers(1, len(kept) - 2))
    now = [*kept[:at], "annorlunda", *kept[at + 1 :]]
    found = anchor(quote(" ".join(kept), 0, len(" ".join(kept))), " ".join([*before, *now, *after]))
    assert found.found in ("exact", "close")  # exact when the random sentences round it happen to say just that
    assert found.likeness >= (len(kept) - 1) / len(kept) - 1e-9
