"""The redline says exactly what changed, and says it so that a person can read it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fardplan.analysis.redline import Piece, redline, text_after, text_before

SOME_WORDS = st.sampled_from(
    ["Fler", "bostäder", "byggs", "nära", "orter", "och", "i", "alla", ".", ",", "**", "å\n", "  "]
)
TEXTS = st.one_of(st.text(), st.lists(SOME_WORDS, max_size=40).map(" ".join), st.lists(SOME_WORDS).map("".join))


def shown(before: str, after: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in redline(before, after))


@given(TEXTS, TEXTS)
def test_it_gives_both_texts_exactly(before: str, after: str):
    pieces = redline(before, after)
    assert (text_before(pieces), text_after(pieces)) == (before, after)


@given(TEXTS, TEXTS)
def test_no_two_neighbours_are_of_one_kind_and_what_was_removed_comes_first(before: str, after: str):
    kinds = [piece.kind for piece in redline(before, after)]
    assert all(piece.text for piece in redline(before, after))
    assert all(one != other and (one, other) != ("added", "removed") for one, other in pairwise(kinds))


@given(TEXTS)
def test_a_text_that_did_not_change_is_one_piece(text: str):
    assert redline(text, text) == ((Piece("same", text),) if text else ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Restiden är högst en timme.",
            "Restiden är högst en timme, och turerna räcker hela dagen.",
            "Restiden är högst en timme[+, och turerna räcker hela dagen+].",
        ),
        (
            "Fler bostäder byggs nära länets större orter.",
            "Fler bostäder byggs i alla kommuner, också för unga.",
            "Fler bostäder byggs [-nära länets större orter-][+i alla kommuner, också för unga+].",
        ),
        ("Digitalt för alla", "Digitalt för alla, aldrig bara digitalt", "Digitalt för alla[+, aldrig bara digitalt+]"),
        ("Unga får stöd tidigt.", "Unga får stöd nära.", "Unga får stöd [-tidigt-][+nära+]."),
        ("En rad.\nEn till.", "En rad.\n\nEn till.", "En rad.[-\n-][+\n\n+]En till."),
    ],
)
def test_it_reads_as_a_person_would_mark_it(before: str, after: str, expected: str):
    assert shown(before, after) == expected


def test_a_sentence_put_in_is_marked_from_its_beginning():
    assert shown("Vi bygger mer. Vi mår bra.", "Vi bygger mer. Vi reser mer. Vi mår bra.") == (
        "Vi bygger mer.[+ Vi reser mer.+] Vi mår bra."
    )


def test_small_islands_of_equal_words_do_not_break_a_change_up():
    assert shown(
        "Kollektivtrafiken ska byggas ut i hela länet före 2030.",
        "Resandet med tåg och buss i framtiden fördubblas före 2030.",
    ) == (
        "[-Kollektivtrafiken ska byggas ut i hela länet-]"
        "[+Resandet med tåg och buss i framtiden fördubblas+] före 2030."
    )


def test_texts_with_hardly_anything_in_common_stand_whole_beside_each_other():
    before = "Besökare kommer året om och inte bara i juli månad."
    after = "Nya lösningar kan provas i verklig miljö av företag och forskare."
    assert shown(before, after) == f"[-{before}-][+{after}+]"


@pytest.mark.parametrize("sign", ["a ", "a b ", ". ", "ab. ", "*_", "(", "\n", "å-", "http://x "])
def test_a_hostile_text_of_twenty_thousand_signs_is_compared_exactly(sign: str):
    before = (sign * 20_000)[:20_000]
    after = (sign * 20_000)[1:19_000] + "slut" + sign * 500
    pieces = redline(before, after)
    assert (text_before(pieces), text_after(pieces)) == (before, after)


@pytest.mark.parametrize("piece", [".!", "!?", ". ", "a.", "\n.", "](", "a-"])
def test_a_text_made_to_be_slow_is_compared_at_once(piece: str):
    """So long that sentences are compared instead of words."""
    begun = time.process_time()
    before, after = piece * 21_000 + "x", piece * 22_000 + "y"
    pieces = redline(before, after)
    assert time.process_time() - begun < 3
    assert (text_before(pieces), text_after(pieces)) == (before, after)
