"""Files that are broken, locked, made to do harm or simply too much: refused in words that say what to do next."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.files import File
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from lxml import etree

from fardplan.base.errors import Invalid
from fardplan.documents.reading import apart, child, files
from fardplan.documents.reading.shapes import Paragraph
from tests.documents.reading import part, rezipped, sample, sample_here, upload

pytestmark = pytest.mark.usefixtures("here")
WORD, OPEN = sample("rutor.docx"), sample("strategi.odt")


def words_for(data: bytes) -> tuple[str, str]:
    """What the person is told, and what to do next."""
    with pytest.raises(Invalid) as refused:
        files.read(upload(data))
    return str(refused.value.message), str(refused.value.what_next)


BROKEN = "Filen är inte hel, så den går inte att läsa."
BOMB = "Filen blir orimligt stor när den packas upp, så den läses inte."
OUTSIDE = "Filen hänvisar till något utanför sig själv på ett sätt som inte är tillåtet."
LOCKED = "Filen är låst med lösenord."
HEAVY = "Filen är för stor eller för krånglig för att läsas."
MACROS = "Filen innehåller makron, alltså program."


def test_two_hundred_megabytes_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "read", lambda *_: pytest.fail("the file was read"))
    path = tmp_path / "stor.docx"
    with path.open("wb") as made:
        made.truncate(200_000_000)
    with path.open("rb") as opened, pytest.raises(Invalid) as refused:
        files.read(File(opened))
    assert (str(refused.value.message), str(refused.value.what_next)) == (
        "Filen är för stor. Den får vara högst 50 megabyte.",
        "Ta bort eller förminska bilderna i den, eller dela den i flera filer.",
    )


@pytest.mark.parametrize("name", ["strategi.docx", "strategi.odt"])
def test_a_file_that_was_cut_off_is_refused(name: str):
    assert "inte hel" in words_for(sample(name)[:-2000])[0]


@pytest.mark.parametrize(("data", "name"), [(WORD, "word/document.xml"), (OPEN, "content.xml")])
def test_a_part_that_was_cut_off_is_refused(data: bytes, name: str):
    assert words_for(rezipped(data, {name: part(data, name)[:-100]}))[0] == BROKEN


def test_a_word_file_with_a_password_is_refused():
    assert "låst med lösenord" in words_for(sample("last.docx"))[0]


def test_the_older_word_format_is_refused_with_advice():
    assert "Spara den som .docx" in words_for(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))[0]


def test_an_opendocument_with_a_password_is_refused():
    manifest = part(OPEN, "META-INF/manifest.xml").replace(b"</manifest:manifest>", b"<manifest:encryption-data/>")
    assert words_for(rezipped(OPEN, {"META-INF/manifest.xml": manifest})) == (
        LOCKED,
        "Ta bort lösenordet i programmet den skrevs i, spara filen och ladda upp den på nytt.",
    )


def test_a_pdf_with_a_password_is_refused():
    with pytest.raises(Invalid, match="låst med lösenord"):
        files.read_pdf(upload(sample("last.pdf")))


def test_a_broken_pdf_is_refused():
    with pytest.raises(Invalid, match="inte hel"):
        files.read_pdf(upload(b"%PDF-1.7\n" + os.urandom(2000)))


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_macros_in_a_word_file_are_refused(name: str):
    assert "makron" in words_for(rezipped(WORD, {name: b"\x00"}))[0]


def test_a_word_file_that_calls_itself_one_with_macros_is_refused():
    types = part(WORD, "[Content_Types].xml").replace(b"wordprocessingml.document.main", b"x.macroEnabled.main")
    assert words_for(rezipped(WORD, {"[Content_Types].xml": types}))[0] == MACROS


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/a.py"])
def test_macros_in_an_opendocument_are_refused(name: str):
    assert "makron" in words_for(rezipped(OPEN, {name: b"Sub Main"}))[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("something was unpacked"))
    assert child.answer("docx", io.BytesIO(BOMB_FILE)) == {"refused": "bomb"}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("word/document.xml", "w") as opened:
            for _ in range(300):
                opened.write(b" " * 1_000_000)
    return out.getvalue()


BOMB_FILE = bomb()


def test_a_zip_bomb_is_refused_in_words():
    assert words_for(BOMB_FILE)[0] == BOMB


def test_a_bomb_that_lies_about_its_size_is_refused():
    size = struct.pack("<I", 300_000_000)
    assert size in BOMB_FILE
    assert words_for(BOMB_FILE.replace(size, struct.pack("<I", 3_000_000)))[0] == BROKEN


def test_a_container_inside_the_container_is_never_opened():
    """An embedded file is often a spreadsheet, itself a zip; a bomb in it stays packed and does no harm."""
    assert files.read(upload(rezipped(WORD, {"word/embeddings/bok.xlsx": BOMB_FILE}))) == sample_here("rutor.docx")


def test_names_that_lead_out_of_the_container_lead_nowhere(tmp_path: Path):
    tricks = {"../../etc/cron.d/a": b"x", "/etc/passwd": b"x", "word/../../a": b"x", "C:\\a": b"x"}
    relations = part(WORD, "word/_rels/document.xml.rels").replace(b'"styles.xml"', b'"../../../../../etc/passwd"')
    read = files.read(upload(rezipped(WORD, {**tricks, "word/_rels/document.xml.rels": relations})))
    # Without its styles the file has no heading, but all of its text.
    assert read.blocks[0] == Paragraph("Ramar")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">',
    ],
)
@pytest.mark.parametrize(("data", "name"), [(WORD, "word/document.xml"), (OPEN, "content.xml")])
def test_entities_and_document_types_are_refused(data: bytes, name: str, declaration: str):
    head, xml = part(data, name).split(b"?>", 1)
    changed = head + b"?>" + declaration.encode() + xml.replace(b"Slut", b"&x;").replace(b"Sist", b"&x;")
    assert words_for(rezipped(data, {name: changed}))[0] == OUTSIDE


def test_a_pdf_is_no_draft_and_says_what_to_upload_instead():
    assert words_for(sample("brev.pdf")) == (
        "En PDF säger inte vad som är rubriker och stycken, så den går inte att läsa in som utkast.",
        "Ladda upp Word- eller OpenDocument-filen som den gjordes av, eller klistra in texten.",
    )


@pytest.mark.parametrize("data", [b"<html><script>", b"", b"MZ\x90\x00", b"{\\rtf1 Hej}", b"\x00" * 100])
def test_other_files_are_refused(data: bytes):
    assert "inget PDF-, Word- eller OpenDocument-dokument" in words_for(data)[0]


def test_a_file_without_text_is_refused():
    empty = part(WORD, "word/document.xml").partition(b"<w:body>")[0] + b"<w:body/></w:document>"
    assert words_for(rezipped(WORD, {"word/document.xml": empty})) == (
        "Det finns ingen text i filen.",
        "Är texten en bild? Då behöver den skrivas av eller tolkas i ett annat program först.",
    )


def test_tables_in_tables_without_end_are_refused():
    start = part(WORD, "word/document.xml").partition(b"<w:body>")[0]
    deep = b"<w:body>" + b"<w:tbl><w:tr><w:tc>" * 80 + b"</w:tc></w:tr></w:tbl>" * 80 + b"</w:body></w:document>"
    assert words_for(rezipped(WORD, {"word/document.xml": start + deep}))[0] == HEAVY


def test_the_words_are_swedish_by_default():
    with override("sv"):
        assert words_for(BOMB_FILE)[1].startswith("Spara den på nytt")


PLACES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8)


@pytest.mark.parametrize("name", ["stilar.docx", "strategi.docx", "strategi.odt", "fran-word.odt"])
@given(changes=PLACES)
@rules(max_examples=25, deadline=None)
def test_whatever_bytes_are_changed_it_is_read_or_refused(name: str, changes: list[tuple[float, int]]):
    data = bytearray(sample(name))
    for place, value in changes:
        data[int(place * len(data))] = value
    assert set(child.answer(name[-4:].strip("."), io.BytesIO(bytes(data)))) <= {"read", "refused"}


WHERE = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("stilar.docx", "word/document.xml"), ("strategi.docx", "word/document.xml"),
        ("tabeller.docx", "word/document.xml"), ("raknade-rubriker.docx", "word/numbering.xml"),
        ("stilar.docx", "word/styles.xml"), ("strategi.odt", "content.xml"), ("strategi.odt", "styles.xml"),
    ],
)  # fmt: skip
@given(changes=st.lists(st.tuples(st.sampled_from(["move", "rename", "value"]), WHERE, WHERE), max_size=8))
@rules(max_examples=12, deadline=None)
def test_whatever_elements_change_places_it_is_read_or_refused(
    name: str, inside: str, changes: list[tuple[str, float, float]]
):
    root = etree.fromstring(part(sample(name), inside))
    for how, one, other in changes:
        elements = list(root.iter())[1:]
        first, second = elements[int(one * len(elements))], elements[int(other * len(elements))]
        if how == "rename":
            first.tag = second.tag
        elif how == "value":
            first.attrib.update(dict.fromkeys(first.attrib, ["", "-1", "9" * 5000, "²", "x"][int(other * 5)]))
        elif first not in second.iterancestors() and first is not second:
            second.append(first)
    data = rezipped(sample(name), {inside: etree.tostring(root)})
    assert set(child.answer(name.rpartition(".")[2], io.BytesIO(data))) <= {"read", "refused"}
