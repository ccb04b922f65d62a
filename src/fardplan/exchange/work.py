"""What every part of an import needs: saving with a place in the file to blame, and keeping account of stored files."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from fardplan.base import audit
from fardplan.dialogue.models import Day
from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import DialogueFile
from fardplan.exchange.shape import Content

# What may be offered for download, by the file's own ending.
DOCUMENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
}


@dataclass
class Work:
    """One import under way. `stored`: the files it has put in storage, to take away again if it fails."""

    file: DialogueFile
    by: audit.Actor
    now: datetime
    stored: list[str] = field(default_factory=list)

    @property
    def content(self) -> Content:
        return self.file.content

    def is_example(self, shape: object) -> bool:
        """What a part of the file says, or what the whole file says."""
        own: bool | None = getattr(shape, "example", None)
        return self.content.example if own is None else own

    def save(self, row: models.Model, *path: str | int) -> None:
        """Check and save one row. Raises FileRefused, placed at the field, when the model does not take a value."""
        empty = {part.name for part in row._meta.concrete_fields if part.null and getattr(row, part.attname) is None}
        ours = {part.name for part in row._meta.concrete_fields if not part.editable}
        try:
            row.full_clean(exclude=empty | ours)
        except ValidationError as error:
            raise FileRefused([self.file.problem(" ".join(error.messages), *path)]) from error
        row.save()

    def refuse(self, message: str, *path: str | int) -> FileRefused:
        return FileRefused([self.file.problem(message, *path)])

    def path_of(self, name: str) -> Path:
        """A media file of the dialogue file; `checks` has seen that it is there and stays in its folder."""
        if self.file.folder is None:
            raise self.refuse(_("Filen %(name)s finns inte.") % {"name": name})
        return self.file.folder / name

    def document_type(self, path: Path, *field_path: str | int) -> str:
        known = DOCUMENT_TYPES.get(path.suffix.lower())
        if known is None:
            endings = ", ".join(DOCUMENT_TYPES)
            raise self.refuse(_("Dokument kan vara av slagen %(endings)s.") % {"endings": endings}, *field_path)
        return known

    def store(self, into: FieldFile, path: Path) -> None:
        """Copy a file into storage for a field of a row that is not saved yet."""
        with path.open("rb") as opened:
            into.save(path.name, File(opened), save=False)
        self.stored.append(str(into.name))

    def forget_file(self, stored: FieldFile) -> None:
        """Take a file that is replaced out of storage, once the import holds."""
        if stored:
            name = str(stored.name)
            transaction.on_commit(lambda: default_storage.delete(name))

    def forget_files_of(self, day: Day) -> None:
        for recording in day.recordings.all():
            self.forget_file(recording.file)
            self.forget_file(recording.poster)
        for note in day.graphic_notes.all():
            self.forget_file(note.picture)


def media_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
