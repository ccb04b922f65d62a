"""Reading what somebody uploads or pastes. Everything that looks into a file does so in a process apart (`apart`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base import uploads
from fardplan.base.errors import Invalid, TooMany
from fardplan.documents.reading import apart, bounds, words
from fardplan.documents.reading.shapes import Document, Pages, PlainText, Workbook

Shape = TypeVar("Shape", Document, Pages, PlainText, Workbook)


def read(upload: File[bytes]) -> Document:
    """A strategy from a .docx, .odt or Markdown file, told apart by what they are and never by name.

    Raises Invalid, with words for the person and what to do next, when it is too large, broken, locked, of another kind
    or holds macros, and TooMany when other files are being read and none was done within a minute.
    """
    kind = _kind_of(upload)
    if kind == "pdf":
        raise Invalid(
            _("En PDF säger inte vad som är rubriker och stycken, så den går inte att läsa in som utkast."),
            what_next=_("Ladda upp Word- eller OpenDocument-filen som den gjordes av, eller klistra in texten."),
        )
    return _document(upload.chunks(), kind)


def read_pasted(text: str) -> Document:
    """A strategy from pasted text: Markdown, or plain text with empty lines between its paragraphs."""
    if len(text) > bounds.PASTED_LENGTH:
        raise Invalid(
            _("Texten är för lång för att klistras in. Den får vara högst två miljoner tecken."),
            what_next=_("Ladda upp den som en fil i stället."),
        )
    if not text.strip():
        raise Invalid(_("Det finns ingen text att läsa in."), what_next=_("Klistra in texten och försök igen."))
    return _document([text.encode("utf-8", "replace")], "pasted")


def read_pdf(upload: File[bytes]) -> Pages:
    """The text of a PDF, page by page. One without text is not refused: `Pages.is_scanned` says so."""
    if _kind_of(upload) != "pdf":
        raise Invalid(_("Filen är ingen PDF."), what_next=_("Ladda upp en PDF-fil."))
    return _read(Pages, upload.chunks(), "pdf")


def read_attachment(upload: File[bytes]) -> PlainText:
    """The text of a letter, whether PDF, Word, OpenDocument or plain text, with a map of it.

    A file without text is not refused: `is_scanned` when it is a PDF, else `text` is "".
    """
    return _read(PlainText, upload.chunks(), _kind_of(upload), "plain")


def read_workbook(content: bytes) -> Workbook:
    """The sheets of an .xlsx file, told apart by what it is. Raises Invalid and TooMany as `read` does."""
    uploads.kind_of(ContentFile(content), uploads.WORKBOOKS)
    return _read(Workbook, [content], "xlsx", reasons=words.WORKBOOK_REASONS)


def _kind_of(upload: File[bytes]) -> str:
    """What to read the file as. Nothing is unpacked here."""
    if upload.size > uploads.DOCUMENT_BYTES:
        raise Invalid(
            _("Filen är för stor. Den får vara högst %(megabytes)d megabyte.")
            % {"megabytes": uploads.DOCUMENT_BYTES // 1_000_000},
            what_next=_("Ta bort eller förminska bilderna i den, eller dela den i flera filer."),
        )
    if uploads.is_text(upload):
        return "markdown"
    try:
        return uploads.kind_of(upload, uploads.DOCUMENTS)
    finally:
        upload.seek(0)


def _document(pieces: Iterable[bytes], kind: str) -> Document:
    document = _read(Document, pieces, kind)
    if not document.blocks:
        raise Invalid(
            _("Det finns ingen text i filen."),
            what_next=_("Är texten en bild? Då behöver den skrivas av eller tolkas i ett annat program först."),
        )
    return document


def _read(
    shape: type[Shape],
    pieces: Iterable[bytes],
    *how: str,
    reasons: Mapping[str, tuple[Promise, Promise]] = words.REASONS,
) -> Shape:
    try:
        result = apart.read(pieces, *how)
    except apart.NotRead as problem:
        if problem.reason == "busy":
            raise TooMany(
                _("Flera filer läses just nu."), what_next=_("Vänta en minut och ladda upp filen igen.")
            ) from problem
        message, what_next = reasons[problem.reason]
        raise Invalid(message, what_next=what_next) from problem
    if not isinstance(result, shape):
        raise TypeError(type(result).__name__)
    return result
