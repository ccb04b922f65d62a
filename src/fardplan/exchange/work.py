"""What every part of an import needs: saving with a place in the file to blame, and keeping account of stored files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from fardplan.base import audit, pictures, uploads
from fardplan.base.errors import Invalid
from fardplan.dialogue.models import Day
from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import DialogueFile
from fardplan.exchange.shape import Content


@dataclass
class Work:
    """One import under way, and what it has put in storage."""

    file: DialogueFile
    by: audit.Actor
    now: datetime
    pictures: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

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
        links = {part.name for part in row._meta.concrete_fields if part.is_relation}
        try:
            row.clean_fields(exclude=empty | ours | links)  # what a link leads to has just been written
            row.clean()
            row.validate_unique(exclude=empty | ours)
            row.validate_constraints(exclude=empty | ours)
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

    def store_picture(self, into: FieldFile, name: str, *path: str | int, folder: str, widest: int = 6000) -> None:
        """Make a picture our own and point a field to it. Raises FileRefused for what is no whole picture."""
        try:
            with self.path_of(name).open("rb") as opened:
                kept = pictures.store(opened, folder=folder, widest=widest).name
        except Invalid as error:
            raise self.refuse(f"{name}: {error.message}", *path) from error
        self.pictures.append(kept)
        into.name = kept

    def store_file(
        self, into: FieldFile, name: str, *path: str | int, folder: str, kinds: Collection[uploads.Kind]
    ) -> uploads.StoredFile:
        """Keep a film or a document and point a field to it. Raises FileRefused for a file of another kind."""
        try:
            with self.path_of(name).open("rb") as opened:
                kept = uploads.store(File(opened), folder=folder, kinds=kinds)
        except Invalid as error:
            raise self.refuse(f"{name}: {error.message}", *path) from error
        self.files.append(kept.name)
        into.name = kept.name
        return kept

    def text_of(self, name: str, *path: str | int) -> str:
        """A text file beside the dialogue file, to the character. Raises FileRefused for what is not UTF-8."""
        try:
            return self.path_of(name).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise self.refuse(_("Filen %(name)s är inte text i UTF-8.") % {"name": name}, *path) from error

    def remove_stored(self) -> None:
        """Take everything away again that this import has put in storage."""
        for name in self.pictures:
            pictures.remove(name)
        for name in self.files:
            default_storage.delete(name)

    def forget_picture(self, stored: FieldFile) -> None:
        """Take a picture that is replaced out of storage, once the import holds."""
        if name := str(stored.name or ""):
            transaction.on_commit(lambda: pictures.remove(name))

    def forget_file(self, stored: FieldFile) -> None:
        if name := str(stored.name or ""):
            transaction.on_commit(lambda: default_storage.delete(name))

    def forget_files_of(self, day: Day) -> None:
        for recording in day.recordings.all():
            self.forget_file(recording.file)
            self.forget_picture(recording.poster)
        for note in day.graphic_notes.all():
            self.forget_picture(note.picture)
