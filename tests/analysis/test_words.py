from hypothesis import given
from hypothesis import strategies as st

from fardplan.analysis.words import tokens, units, words


def test_words_spaces_and_signs_are_tokens_of_their_own():
    assert tokens("Fler bostäder, **nära** E22:an – 12,5 %.") == [
        *("Fler", " ", "bostäder", ",", " ", "**", "nära", "**", " ", "E22:an", " ", "–", " ", "12,5", " ", "%", "."),
    ]


def test_where_a_link_leads_stays_whole():
    assert tokens("Läs [planen](https://example.org/a-b) här") == [
        *("Läs", " ", "[", "planen", "](https://example.org/a-b)", " ", "här"),
    ]
    assert tokens("se https://example.org/plan?a=1 nu") == ["se", " ", "https://example.org/plan?a=1", " ", "nu"]


def test_marks_belong_to_the_letter_before_them():
    assert tokens("Sma\u030a o\u0308ar") == ["Sma\u030a", " ", "o\u0308ar"]
    assert words("Sma\u030a kust\u00adnära ÖAR") == ["små", "kustnära", "öar"]


@given(st.text())
def test_no_character_is_lost(text: str):
    assert "".join(tokens(text)) == text
    assert "".join(unit.text for unit in units(text)) == text
