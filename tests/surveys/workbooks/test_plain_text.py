"""HTML of another program becomes the words it says, however it is broken, and in no time."""

from __future__ import annotations

import time

import pytest

from fardplan.surveys.workbooks.names import mentioned, renamed
from fardplan.surveys.workbooks.plain_text import plain


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<p>Hur <strong class='x'>nöjd</strong> är du?</p>", "Hur nöjd är du?"),
        ('<a title="1 > 0" href="/">Läs &amp; svara</a>', "Läs & svara"),
        ("Om a < b, <3 och a<b", "Om a < b, <3 och a<b"),
        ("före<!-- <p>dolt</p> -->efter<!-- aldrig slut", "föreefter<!-- aldrig slut"),
        ("<style>p { color: red }</style>Fråga<script>if (a<b) dolt()</script>", "Fråga"),
        ("&lt;script&gt; visas", "<script> visas"),
    ],
)
def test_tags_go_and_words_stay(written: str, words: str):
    assert plain(written) == words


def test_paragraphs_stay_apart():
    assert plain("<p>Ett</p><p>Två<br>Tre</p>", one_line=False) == "Ett\n\nTvå\n\nTre"


@pytest.mark.parametrize("broken", ["<a ", "<", "<!--", "<a x='", '<a "', "<a", "<!", "</p", "<script>", "&#"])
def test_what_is_never_closed_takes_no_time(broken: str):
    began = time.process_time()
    plain(broken * 10_000)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("broken", ["${", "${ ", "${" + " " * 32_000, "${a" + " " * 32_000, "${" + "a" * 32_000])
def test_a_name_that_is_never_closed_takes_no_time(broken: str):
    began = time.process_time()
    text = (broken * 10_000)[:32_767]
    assert mentioned(text) == []
    assert renamed(text, {"a": "b"}) == text
    assert time.process_time() - began < 1


def test_space_around_a_name_is_no_part_of_it():
    assert renamed("${ Kön } = 'man'", {"Kön": "kon"}) == "${kon} = 'man'"
    assert mentioned("${ Kön } and ${a}") == ["Kön", "a"]
