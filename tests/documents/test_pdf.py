"""The lines of a PDF's pages put together to paragraphs."""

from __future__ import annotations

import pytest

from fardplan.documents.reading import files
from fardplan.documents.reading.pdf import paragraphs
from fardplan.documents.reading.shapes import Page, Pages
from tests.documents.reading import sample, upload

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Fler bostäder i alla kom-\r\nmuner i hela länet.", "Fler bostäder i alla kommuner i hela länet."),
        ("Region Väst-\nSkogslandet är en region i landet", "Region Väst-Skogslandet är en region i landet"),
        ("Det gäller alla barn-\noch skolfrågor i länet", "Det gäller alla barn- och skolfrågor i länet"),
        ("samhälls\x02\nplanering", "samhällsplanering"),
        ("ﬂer ﬁna ﬂoder", "fler fina floder"),
        ("En hel rad som går ända ut till kanten\noch en till.\nNy början på samma sida, lika lång.",
         "En hel rad som går ända ut till kanten och en till.\n\nNy början på samma sida, lika lång."),
        ("Vi föreslår att raden är lång:\n• ett\n• två", "Vi föreslår att raden är lång:\n\n• ett\n\n• två"),
        ("", ""),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(lines: str, expected: str):
    assert paragraphs(lines) == expected


LETTER = """Till Region Skogslandet

Yttrande över förslaget till strategi

Byaföreningen tackar för förslaget. Vi bor längst ut vid kusten och vill peka på det som saknas i avsnittet om restid, \
där kvällsturerna inte nämns och där sommarens trafik får större plats än vinterns.

A1.1 Vi föreslår att meningen om turerna görs tydligare, så att den också gäller helger.

• Fler kvällsturer

• Samma biljett i hela länet"""


def test_a_letter_written_as_pdf_is_read_page_by_page():
    end = "Vi vill också att mötesplatserna hålls öppna. Med vänlig hälsning, Byaföreningen"
    assert files.read_pdf(upload(sample("brev.pdf"))) == Pages("", (Page(1, LETTER), Page(2, end)))
