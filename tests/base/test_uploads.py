"""Films and documents: told apart by what they are, kept under names of our own."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import TemporaryUploadedFile
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

import fardplan
from fardplan.base import uploads
from fardplan.base.errors import Invalid

FILM = Path(fardplan.__file__).parent / "example" / "media" / "film-dag-1.mp4"


def zipped(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in contents.items():
            container.writestr(name, data)
    return out.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
OPEN_DOCUMENT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}


def document(data: bytes, name: str = "yttrande.pdf") -> uploads.StoredFile:
    return uploads.store(ContentFile(data, name=name), folder="documents", kinds=uploads.DOCUMENTS)


def film(data: bytes) -> uploads.StoredFile:
    return uploads.store(ContentFile(data, name="film.mp4"), folder="recordings", kinds=uploads.FILMS)


def words_for(data: bytes, *, of: str = "document") -> str:
    with pytest.raises(Invalid) as refused:
        document(data) if of == "document" else film(data)
    assert not Path(settings.MEDIA_ROOT).exists()
    return str(refused.value.message)


@pytest.mark.parametrize(
    ("data", "ending"),
    [(b"%PDF-1.7\n...", "pdf"), (zipped(WORD), "docx"), (zipped(OPEN_DOCUMENT), "odt")],
    ids=["pdf", "docx", "odt"],
)
def test_a_document_is_known_by_what_it_is(data: bytes, ending: str):
    kept = document(data, name="../../vilket som helst.exe")
    assert (kept.ending, kept.bytes, kept.name.startswith("documents/"), kept.name.endswith(f".{ending}")) == (
        ending, len(data), True, True,
    )  # fmt: skip
    assert (Path(settings.MEDIA_ROOT) / kept.name).read_bytes() == data


def test_a_film_says_how_long_it_is():
    with FILM.open("rb") as opened:
        kept = uploads.store(File(opened), folder="recordings", kinds=uploads.FILMS)
    assert (kept.content_type, kept.seconds, kept.bytes) == ("video/mp4", 45, FILM.stat().st_size)


def test_a_large_film_moves_from_disk_to_disk(monkeypatch: pytest.MonkeyPatch):
    upload = TemporaryUploadedFile("film.mp4", "video/mp4", FILM.stat().st_size, None)
    upload.write(FILM.read_bytes())
    upload.seek(0)
    monkeypatch.setattr(TemporaryUploadedFile, "chunks", lambda _self: pytest.fail("the film was read through memory"))
    kept = uploads.store(upload, folder="recordings", kinds=uploads.FILMS)
    upload.close()
    assert (Path(settings.MEDIA_ROOT) / kept.name).stat().st_size == FILM.stat().st_size


def test_a_film_that_was_cut_off_is_refused():
    assert "inte hel" in words_for(FILM.read_bytes()[:-5000], of="film")


def test_a_film_without_header_is_refused():
    assert "inte hel" in words_for(struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0), of="film")


def test_a_quicktime_film_is_refused_with_advice():
    assert "MP4" in words_for(b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", of="film")


def test_a_picture_container_is_no_film():
    assert "ingen film" in words_for(b"\x00\x00\x00\x18ftypavif" + b"\x00" * 64, of="film")


def test_a_document_is_no_film_and_a_film_no_document():
    assert "ingen film" in words_for(b"%PDF-1.7", of="film")
    assert "inget PDF" in words_for(FILM.read_bytes()[:4000])


@pytest.mark.parametrize("data", [b"<html><script>", b"", b"MZ\x90\x00", zipped({"x.exe": b"MZ"}), b"#!/bin/sh"])
def test_other_files_are_refused(data: bytes):
    assert "inget PDF" in words_for(data)


def test_macros_are_refused():
    assert "makron" in words_for(zipped(WORD | {"word/vbaProject.bin": b"\x00"}))
    assert "makron" in words_for(zipped(OPEN_DOCUMENT | {"Basic/script-lc.xml": b"\x00"}))
    assert "makron" in words_for(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500)


def test_a_broken_container_is_refused():
    assert "inte hel" in words_for(zipped(WORD)[:60])


def test_a_zip_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", b"\x00" * 50_000_000)
    assert "inget PDF" in words_for(out.getvalue())


def test_too_large_is_refused_before_it_is_read():
    upload = ContentFile(b"%PDF-1.7" + b"x" * 2_000_000)
    with pytest.raises(Invalid, match="högst 1 megabyte"):
        uploads.store(upload, folder="documents", kinds=uploads.DOCUMENTS, limit=1_000_000)


@given(st.binary(max_size=300), st.sampled_from([b"\x00\x00\x00\x10ftypisom", b"PK\x03\x04", b"\x1a\x45\xdf\xa3", b""]))
@rules(max_examples=200, deadline=None)
def test_whatever_comes_is_refused_or_told_apart(data: bytes, start: bytes):
    with pytest.raises(Invalid):
        uploads.store(ContentFile(start + data), folder="test", kinds=("mp4", "docx", "odt"))
