"""Markdown, pasted text, plain text with its map, and words that keep being the same words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from fardplan.base.errors import Invalid
from fardplan.base.richtext import render
from fardplan.documents.reading import codes, files, inline, markdown_text, words
from fardplan.documents.reading.inline import Span
from fardplan.documents.reading.plain import plain_text, without_marks
from fardplan.documents.reading.shapes import (
    Document,
    Footnote,
    Heading,
    LeftOut,
    List,
    ListItem,
    Page,
    Pages,
    Paragraph,
    Place,
    PlainText,
    Table,
)
from tests.documents.reading import read_here, sample, upload

pytestmark = pytest.mark.usefixtures("here")

MARKDOWN = """---
title: Skogslandets väg
---
# A Livet i Skogslandet

Vi bor *nära* varandra,
och **skogen** är [vår](https://example.org/skog).

## Mål

1. Hälsa
   - i hela länet
2. Arbete

> Sagt av någon.

| Mått | Nu |
|---|---|
| Tillit | 61 % |

![Karta](karta.png)

```
kod = 1
```

<div>Inramat</div>

Slut<!-- hemligt -->.
"""


def test_a_markdown_file_becomes_blocks_and_what_our_subset_lacks_is_listed():
    assert read_here(MARKDOWN.encode(), "markdown") == Document(
        "markdown",
        "Skogslandets väg",
        (
            Heading(1, "Livet i Skogslandet", "A"),
            Paragraph("Vi bor *nära* varandra, och **skogen** är [vår](https://example.org/skog)."),
            Heading(2, "Mål"),
            List((ListItem("Hälsa", 0, "1."), ListItem("i hela länet", 1), ListItem("Arbete", 0, "2."))),
            Paragraph("> Sagt av någon."),
            Table((("Mått", "Nu"), ("Tillit", "61 %")), has_header=True),
            Paragraph("kod = 1"),
            Paragraph("Inramat"),
            Paragraph("Slut."),
        ),
        (
            LeftOut("table_lines", "Mål", 1, ("Mått",)),
            LeftOut("picture", "Mål", 1, ("Karta",)),
            LeftOut("code", "Mål", 1, ("kod = 1",)),
            LeftOut("markup", "Mål", 1, ("<div>Inramat</div>",)),
            LeftOut("hidden", "Mål", 1, ("<!-- hemligt -->",)),
        ),
    )


PASTED = """A Livet i Skogslandet

Vi bor nära varandra.
Det är bra.

A1 Hemma

A1.1 Bostäder

•\tFler bostäder
•\tNära stationen

1. Det här är en lista.

2. Och det här.

3. Nuläge

2030 var ett bra år.
"""


def test_pasted_text_gets_headings_from_its_numbering():
    assert files.read_pasted(PASTED) == Document(
        "pasted",
        "",
        (
            Heading(1, "Livet i Skogslandet", "A"),
            Paragraph("Vi bor nära varandra.\nDet är bra."),
            Heading(2, "Hemma", "A1"),
            Heading(3, "Bostäder", "A1.1"),
            List(
                (
                    ListItem("Fler bostäder"),
                    ListItem("Nära stationen"),
                    ListItem("Det här är en lista.", 0, "1."),
                    ListItem("Och det här.", 0, "2."),
                    ListItem("Nuläge", 0, "3."),
                )
            ),
            Paragraph("2030 var ett bra år."),
        ),
    )


def test_pasted_markdown_is_read_as_such():
    assert files.read_pasted("# Mål\n\n1 Hälsa\n\nför *alla*").blocks == (
        Heading(1, "Mål"),
        Paragraph("1 Hälsa"),
        Paragraph("för *alla*"),
    )


@pytest.mark.parametrize(("text", "words"), [("  \n ", "ingen text"), ("a" * 2_000_001, "för lång")])
def test_nothing_and_too_much_cannot_be_pasted(text: str, words: str):
    with pytest.raises(Invalid, match=words):
        files.read_pasted(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_whichever_encoding_it_is(encoding: str):
    assert files.read(upload("Så är läget på ön".encode(encoding))).blocks == (Paragraph("Så är läget på ön"),)


@pytest.mark.parametrize(
    ("text", "code", "heading"),
    [
        ("A1.1 Bostäder", "A1.1", "Bostäder"),
        ("B4b Bokning", "B4b", "Bokning"),
        ("7b Skolor", "", "7b Skolor"),
        ("2.3. Nuläge", "2.3", "Nuläge"),
        ("2 Nuläge", "2", "Nuläge"),
        ("3) nuläge", "3", "nuläge"),
        ("Ö1 Öppet", "Ö1", "Öppet"),
        ("A – Livet", "A", "Livet"),
        ("A: livet", "A", "livet"),
        ("5 mål för länet", "", "5 mål för länet"),
        ("2030 års mål", "", "2030 års mål"),
        ("I Skogslandet bor vi", "", "I Skogslandet bor vi"),
        ("Å och sjö", "", "Å och sjö"),
        ("A", "", "A"),
        ("Bostäder", "", "Bostäder"),
    ],
)
def test_a_typed_code_is_parted_from_the_heading(text: str, code: str, heading: str):
    assert codes.split(text) == (code, heading)


def test_the_letter_i_is_a_code_among_other_letters():
    read = codes.with_codes([Heading(1, "A Livet"), Heading(1, "B Arbetet"), Heading(1, "I Indikatorer")])
    assert [heading.code for heading in read if isinstance(heading, Heading)] == ["A", "B", "I"]


def test_headings_set_alike_but_coded_inside_each_other_are_inside_each_other():
    read = codes.with_levels(
        [
            Heading(1, "Livet", "A"), Heading(1, "Hemma", "A1"), Heading(1, "Bostäder", "A1.1"), Heading(2, "Hyra"),
            Heading(1, "Restid", "A1.2"), Heading(1, "Ute", "A2"), Heading(1, "Arbetet", "B"), Heading(1, "Slutord"),
            Heading(1, "Ett", "1"), Heading(1, "Tio", "10"), Heading(1, "Tio ett", "10.1"),
        ]
    )  # fmt: skip
    levels = [(each.level, each.code or each.text) for each in read if isinstance(each, Heading)]
    assert levels == [
        (1, "A"), (2, "A1"), (3, "A1.1"), (4, "Hyra"), (3, "A1.2"), (2, "A2"), (1, "B"), (1, "Slutord"),
        (1, "1"), (1, "10"), (2, "10.1"),
    ]  # fmt: skip


def test_headings_whose_levels_say_it_already_keep_them():
    read = [Heading(1, "Livet", "A"), Heading(3, "Hemma", "A1"), Heading(4, "Bostäder", "A1.1")]
    assert codes.with_levels(read) == tuple(read)


def test_a_whole_file_becomes_one_text_with_a_map_of_it():
    document = Document(
        "docx",
        "Väg",
        (
            Paragraph("Hej\\*¹."),
            Footnote("¹", "Not."),
            Heading(1, "Mål", "A"),
            List((ListItem("**ett**"), ListItem("två", 1), ListItem("tre", 0, "3."))),
        ),
    )
    text = "Väg\n\nHej*¹.\n\n¹ Not.\n\nA Mål\n\n– ett\n  – två\n3. tre"
    plain = plain_text(document)
    assert plain == PlainText(text, (Place(0, 3), Place(5, 19), Place(21, 48, None, "A Mål")))
    assert [text[place.start : place.end] for place in plain.places][1:] == ["Hej*¹.\n\n¹ Not.", text[21:]]


def test_the_pages_of_a_letter_are_its_places():
    read = files.read_attachment(upload(sample("brev.pdf")))
    first, second = read.places
    assert (first.page, second.page, read.is_scanned, read.left_out) == (1, 2, False, ())
    assert read.text[first.start : first.end].startswith("Till Region Skogslandet\n\nYttrande över förslaget")
    assert read.text[second.start : second.end] == (
        "Vi vill också att mötesplatserna hålls öppna. Med vänlig hälsning, Byaföreningen"
    )


def test_a_letter_in_word_is_read_by_its_headings():
    read = files.read_attachment(upload(sample("rutor.docx")))
    assert (read.text, read.places) == (
        "Ramar\n\nFöre rutan. Efter rutan.x=2→\n\nRutan säger detta.\n\nSist.",
        (Place(0, 62, None, "Ramar"),),
    )


def test_a_scanned_letter_says_that_somebody_has_to_read_it():
    pages = files.read_pdf(upload(sample("skannad.pdf")))
    left_out = (LeftOut("scanned_page", "", 1, ("1",)),)
    assert pages == Pages("skannad", (Page(1, ""),), left_out)
    assert pages.is_scanned
    assert files.read_attachment(upload(sample("skannad.pdf"))) == PlainText("", (), left_out, is_scanned=True)
    assert words.of(left_out[0]) == "1 sida utan text (bild av papper)"


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (LeftOut("picture", "", 2), "2 bilder"),
        (LeftOut("comment", "A1 Mål", 1), "1 anteckning i marginalen under ”A1 Mål”"),
        (LeftOut("deleted", "Mål", 3), "3 spårade borttagningar (ändringarna räknas som godkända) under ”Mål”"),
    ],
)
def test_what_was_left_out_is_said_in_words(left_out: LeftOut, said: str):
    assert words.of(left_out) == said


def test_what_was_left_out_is_told_by_kind():
    left_out = [
        LeftOut("picture", "A", 2, ("Karta",)),
        LeftOut("comment", "A", 1),
        LeftOut("picture", "", 1),
        LeftOut("picture", "B", 1, ("Bro",)),
    ]
    assert words.grouped(left_out) == [
        words.Told("4 bilder", ("A", "B"), ("Karta", "Bro")),
        words.Told("1 anteckning i marginalen", ("A",), ()),
    ]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=40)
MARKS = st.text(st.sampled_from("*_[]()\\#-+>1.) \nabå`~|<&!"), max_size=40)


@given(st.lists(st.builds(Span, TEXT | MARKS, st.booleans(), st.booleans(), st.sampled_from(["", "https://a.b/(c)"]))))
@rules(max_examples=200, deadline=None)
def test_whatever_is_written_as_markdown_reads_back_as_the_same_words(spans: list[Span]):
    assert inline.read_back(inline.markdown(spans)) == inline.plain(spans)


@given(MARKS | TEXT)
@rules(max_examples=200, deadline=None)
def test_what_is_written_is_shown_as_the_same_words(text: str):
    """The page shows what was in the file: no mark is taken for markup, and none is doubled."""
    kept = inline.plain([Span(text)])
    shown = re.sub(r"<br ?/?>", "", str(render(inline.escape(kept))))
    bare = re.sub(r"</?p>", "", shown).strip()
    assert "<" not in bare
    assert without_marks(inline.escape(kept)) == kept


WORDS = st.text(st.sampled_from("abcåäö"), min_size=1, max_size=6)
SENTENCE = st.lists(WORDS | WORDS.map("**{}**".format) | WORDS.map("*{}*".format), min_size=1, max_size=6).map(" ".join)
PIECE = st.one_of(
    SENTENCE,
    SENTENCE.map("## {}".format),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    SENTENCE.map("> {}".format),
    st.tuples(SENTENCE, SENTENCE).map(lambda cells: f"| {cells[0]} | x |\n|---|---|\n| {cells[1]} | y |"),
)


@given(st.lists(PIECE, min_size=1, max_size=8).map("\n\n".join))
@rules(max_examples=150, deadline=None)
def test_markdown_to_blocks_to_markdown_keeps_the_words_in_order(text: str):
    blocks = read_here(text.encode(), "markdown").blocks
    again = read_here(markdown_text.of(blocks).encode(), "markdown").blocks
    found = [re.findall(r"[abcåäö]+", markdown_text.of(each)) for each in (blocks, again)]
    # A table says its column's heading with every cell, so those words come once more.
    if "|" in text:
        assert set(found[0]) == set(re.findall(r"[abcåäö]+", text))
    else:
        assert found[0] == re.findall(r"[abcåäö]+", text)
        assert blocks == again
    assert found[0] == found[1]
