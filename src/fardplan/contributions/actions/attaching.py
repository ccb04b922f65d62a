"""The files that came with a submission: kept as they came, with their text beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from fardplan.base import uploads
from fardplan.base.errors import Invalid
from fardplan.contributions.models import Attachment, Submission
from fardplan.documents.reading.files import read_attachment
from fardplan.documents.reading.shapes import PlainText

MOST_ATTACHMENTS = 10
FOLDER = "submissions"


@dataclass(frozen=True)
class Brought:
    """A file that has been stored and read, before there is a submission to hang it on."""

    name: str
    stored: uploads.StoredFile
    text: PlainText


def bring(files: Sequence[File[bytes]]) -> list[Brought]:
    """Read and store files. Slow, so call it outside any transaction.

    Raises Invalid, naming the file, when one is not what it should be; then none of them is kept.
    """
    if len(files) > MOST_ATTACHMENTS:
        raise Invalid(_("Högst %(most)d filer åt gången.") % {"most": MOST_ATTACHMENTS}, field="attachments")
    brought: list[Brought] = []
    for file in files:
        try:
            text = read_attachment(file)
            stored = uploads.store(file, folder=FOLDER, kinds=uploads.DOCUMENTS, limit=uploads.DOCUMENT_BYTES)
        except Invalid as error:
            throw_away(brought)
            message = f"{PurePath(file.name or '').name}: {error.message}"
            raise Invalid(message, what_next=error.what_next, field="attachments") from error
        brought.append(Brought(PurePath(file.name or "").name[-200:] or f"bilaga.{stored.ending}", stored, text))
    return brought


def throw_away(brought: Sequence[Brought]) -> None:
    """Remove files that never came to belong to a submission."""
    for each in brought:
        default_storage.delete(each.stored.name)


def words_of(brought: Sequence[Brought], *, longest: int) -> str:
    """What the files say, for a letter that has nothing else to register; cut where a submission ends."""
    said = [each.text.text.strip() or _("Bilaga utan läsbar text: %(name)s") % {"name": each.name} for each in brought]
    return "\n\n".join(said)[:longest].strip()


def hang_on(submission: Submission, brought: Sequence[Brought], *, now: datetime) -> list[Attachment]:
    """Make the files belong to a submission. Call in its transaction."""
    return [
        Attachment.objects.create(
            submission=submission,
            file=each.stored.name,
            name=each.name,
            file_type=each.stored.content_type,
            bytes=each.stored.bytes,
            text=each.text.text,
            page_starts=[place.start for place in each.text.places],
            added_at=now,
        )
        for each in brought
    ]
