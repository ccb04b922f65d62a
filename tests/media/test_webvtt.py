"""Caption files: what is understood, what is refused and where, and that nothing in them can act."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

import fardplan
from fardplan.base.errors import Invalid
from fardplan.media import webvtt
from fardplan.media.webvtt import Cue, Paragraph, paragraphs, read, write

EXAMPLE = Path(fardplan.__file__).parent / "example" / "media"


def test_a_caption_file_is_read():
    source = """\ufeffWEBVTT - Sändningen
Kind: captions

STYLE
::cue { color: red }

NOTE Skrivet av en tolk.

1
00:01.000 --> 00:04.000 line:0 position:20%
<v.hog Ordförande>Välkomna <i>alla</i>
till dagen &amp; samtalen.

01:02:03.500 --> 01:02:05.000
[Applåder]
"""
    assert read(source) == [
        Cue(1, 4, "Välkomna alla\ntill dagen & samtalen.", "Ordförande"),
        Cue(3723.5, 3725, "[Applåder]"),
    ]


def test_subrip_is_read_too():
    assert read("1\r\n00:00:01,000 --> 00:00:04,250\r\nHej\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\nDå\r\n") == [
        Cue(1, 4.25, "Hej"),
        Cue(5, 6, "Då"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("WEBVTT\n\n00:04.000 --> 00:01.000\nHej", "Rad 3: undertexten slutar innan den börjar."),
        ("WEBVTT\n\n00:04 --> 00:05\nHej", "Rad 3: tiden ska skrivas som"),
        ("WEBVTT\n\nHej hopp", "Rad 3: det saknas en tid"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", "Rad 6: tiden ligger före"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB", "Rad 3: det saknas en tom rad"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nA", "Rad 3: tiden ska skrivas som"),
        ("WEBVTT\n", "Det finns inga undertexter"),
        ("", "Det finns inga undertexter"),
        ("<html>", "Rad 1: det saknas en tid"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, words: str):
    with pytest.raises(Invalid) as refused:
        read(source)
    assert words in str(refused.value.message)


def test_a_giant_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webvtt, "LARGEST", 10)
    with pytest.raises(Invalid, match="för stor"):
        read("WEBVTT\n\n00:01.000 --> 00:02.000\nA")


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<v <script>>Hej",
        "<c.</style><script>x",
        "\u202eesrever",
        "00:01.000 --&gt; 00:09.000",
    ],
)
def test_what_is_written_out_holds_no_markup_but_voices(nasty: str):
    written = write(read(f"WEBVTT\n\n00:01.000 --> 00:02.000\nFörst {nasty}"))
    body = re.sub(r"^<v [^<>]*>", "", written.split("\n", 3)[3])
    assert body.startswith("Först")
    assert not set("<\u202e") & set(body)
    assert written.count("-->") == 1


def test_written_and_read_again_is_the_same():
    cues = [Cue(0.2, 3.4, "1 < 2 & 3 > 2", "Ord & <förande>"), Cue(3.4, 7200.001, "Två\nrader")]
    assert read(write(cues)) == cues


@pytest.mark.parametrize("name", [path.name for path in sorted(EXAMPLE.glob("*.vtt"))])
def test_the_examples_captions_are_whole(name: str):
    cues = read((EXAMPLE / name).read_text(encoding="utf-8"))
    assert read(write(cues)) == cues
    assert all(cue.end <= later.start for cue, later in itertools.pairwise(cues))


@given(st.text(max_size=300))
@rules(max_examples=200, deadline=None)
def test_whatever_comes_is_read_or_refused(source: str):
    for start in ("", "WEBVTT\n\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        try:
            cues = read(start + source)
        except Invalid:
            continue
        assert read(write(cues)) == cues


def test_for_reading_cues_are_joined_by_speaker_and_pause():
    cues = [
        Cue(0, 2, "Hej", "A"),
        Cue(2, 4, "och\nvälkomna.", "A"),
        Cue(4, 6, "Tack!", "B"),
        Cue(9, 10, "Nu börjar vi.", "B"),
        Cue(10, 30, "Länge", "B"),
        Cue(30, 45, "och väl.", "B"),
    ]
    assert paragraphs(cues) == [
        Paragraph(0, "A", "Hej och välkomna."),
        Paragraph(4, "B", "Tack!"),
        Paragraph(9, "B", "Nu börjar vi. Länge"),
        Paragraph(30, "B", "och väl."),
    ]
