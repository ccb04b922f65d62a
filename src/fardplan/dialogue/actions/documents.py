"""Documents: uploaded, described, shown, put in order, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, uploads
from fardplan.base.editing import write
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue, Document
from fardplan.dialogue.rules import may_edit_content
from fardplan.people.models import Official


def _may_edit(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Du kan inte ändra innehållet i den här dialogen."))


def _keep(document: Document, upload: File[bytes]) -> None:
    try:
        kept = uploads.store(upload, folder="documents", kinds=uploads.DOCUMENTS, limit=uploads.DOCUMENT_BYTES)
    except Invalid as error:
        raise Invalid(error.message, field="upload") from error
    name = slugify(PurePath(upload.name or "").stem)[:100] or "dokument"
    document.file.name, document.file_name = kept.name, f"{name}.{kept.ending}"
    document.file_type, document.bytes = kept.content_type, kept.bytes


@transaction.atomic
def add_document(
    *, dialogue: Dialogue, upload: File[bytes], is_published: bool, by: Official, now: datetime, **about: Any
) -> Document:
    """A new document, last in the list. Raises Invalid for a file that is not what it should be."""
    _may_edit(by, dialogue)
    document = Document(dialogue=dialogue, position=dialogue.documents.count(), **about)
    document.published_at = now if is_published else None
    _keep(document, upload)
    document.save()
    audit.record("document.added", on=document, by=by, at=now, dialogue_id=dialogue.pk)
    return document


@transaction.atomic
def change_document(
    *, document: Document, changes: Mapping[str, Any], seen: str | None, upload: File[bytes] | None,
    is_published: bool, by: Official, now: datetime,
) -> Document:  # fmt: skip
    """Change what is said of a document, or its file. Raises ChangedMeanwhile, Invalid."""
    _may_edit(by, document.dialogue)
    stored = held(Document.objects).select_related("dialogue").get(pk=document.pk)
    write(stored, changes, seen=seen)
    old = str(stored.file.name or "")
    if upload is not None:
        _keep(stored, upload)
    stored.published_at = (stored.published_at or now) if is_published else None
    stored.save()
    if stored.file.name != old:
        transaction.on_commit(lambda: default_storage.delete(old))
    audit.record("document.changed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def remove_document(*, document: Document, by: Official, now: datetime) -> None:
    _may_edit(by, document.dialogue)
    name = str(document.file.name or "")
    audit.record("document.removed", on=document, by=by, at=now, dialogue_id=document.dialogue_id)
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


@transaction.atomic
def move_document(*, document: Document, up: bool, by: Official, now: datetime) -> None:
    """One step up or down in the list."""
    _may_edit(by, document.dialogue)
    in_order = list(held(Document.objects).filter(dialogue=document.dialogue))
    place = next(place for place, each in enumerate(in_order) if each.pk == document.pk)
    to = place + (-1 if up else 1)
    if 0 <= to < len(in_order):
        in_order.insert(to, in_order.pop(place))
        for position, each in enumerate(in_order):
            Document.objects.filter(pk=each.pk).update(position=position)
        audit.record("document.moved", on=document, by=by, at=now, dialogue_id=document.dialogue_id)
