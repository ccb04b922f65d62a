"""What several tests of reading use: the sample files, and reading one in this process or apart."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.core.files.base import ContentFile

from fardplan.documents.reading import child, passing
from fardplan.documents.reading.shapes import Document

FILES = Path(__file__).parent / "files"


def sample(name: str) -> bytes:
    return (FILES / name).read_bytes()


def upload(data: bytes, name: str = "utkast") -> ContentFile[bytes]:
    return ContentFile(data, name=name)


def read_here(data: bytes, form: str) -> Document:
    """Read in this process, as the process apart does. A refusal or a failure makes the test fail."""
    answer = child.answer(form, io.BytesIO(data))
    document = passing.unpacked(answer["read"])
    assert isinstance(document, Document)
    return document


def sample_here(name: str) -> Document:
    return read_here(sample(name), name.rpartition(".")[2])


def rezipped(data: bytes, changed: dict[str, bytes]) -> bytes:
    """A container with some parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {entry.filename: given.read(entry) for entry in given.infolist()}
        for name, content in (parts | changed).items():
            made.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read(name)
