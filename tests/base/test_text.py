from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fardplan.base import richtext, text


def test_what_deceives_or_breaks_is_taken_away_and_the_words_stay() -> None:
    assert text.clean("  Fler\r\nbostäder\x00 \u202eåt alla\u2069\x1b ") == "Fler\nbostäder åt alla"
    assert text.clean_line("Fler\n bostäder\tåt\u00a0alla") == "Fler bostäder åt alla"
    assert text.clean("A\u030angest") == "Ångest"


@given(some.text())
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    once = text.clean(written)
    assert text.clean(once) == once


@given(some.text(alphabet="aåäö –\n.", max_size=300), some.integers(min_value=2, max_value=100))
def test_first_words_are_never_longer_than_asked_and_never_cut_a_word(written: str, length: int) -> None:
    beginning = text.first_words(written, length)
    assert len(beginning.removesuffix(" …")) <= length
    assert text.clean_line(written).startswith(beginning.removesuffix(" …"))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Hej *du*", "<p>Hej <em>du</em></p>\n"),
        ("# Rubrik", "<h3>Rubrik</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[läs](javascript:alert(1))", "<p>[läs](javascript:alert(1))</p>\n"),
        (
            "![bild](https://example.org/x.png)",
            '<p>!<a href="https://example.org/x.png" rel="noopener nofollow ugc">bild</a></p>\n',
        ),
        ("rad ett\nrad två", "<p>rad ett<br>\nrad två</p>\n"),
        ("- ett\n- två", "<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"),
    ],
)  # fmt: skip
def test_markdown_becomes_the_few_tags_we_allow(markdown: str, html: str) -> None:
    assert richtext.render(markdown) == html


@given(some.text(alphabet="<>&\"'()[]!*_#`-\\ abcjavascript:data:/onerror=\n", max_size=120))
def test_no_markdown_brings_a_tag_or_an_address_we_do_not_allow(markdown: str) -> None:
    html = richtext.render(markdown)
    for forbidden in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', "<style"):
        assert forbidden not in html.lower()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Mål:** fler unga", "Mål: fler unga"),
        ("Bygg:\n\n- smått\n- för alla", "Bygg: smått för alla"),
        ("1. Först\n2. Sedan", "Först Sedan"),
        ("## Rubrik\n\nOrd", "Rubrik Ord"),
        ("Se [planen](https://example.org/plan).", "Se planen."),
        ("Mellan 20 - 34 år, 2 * 3", "Mellan 20 - 34 år, 2 * 3"),
    ],
)
def test_the_words_of_a_text_without_its_marks(written: str, read: str):
    assert text.plain_words(written) == read


@pytest.mark.parametrize(
    ("written", "number"), [("7", 7), ("", -1), (None, -1), ("-7", -1), ("7.5", -1), ("²", -1), ("9" * 5000, -1)]
)
def test_a_number_in_an_address_is_one_or_is_none(written: str | None, number: int) -> None:
    assert text.whole_number(written, -1) == number


@pytest.mark.parametrize("piece", ["[", "[a](", "](", "**", "> ", "\\"])
def test_the_beginning_of_a_text_made_to_be_slow_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    assert len(text.plain_words(piece * 50_000)) <= 82
    assert time.process_time() - begun < 2
