"""A draft as a file to take along. One that is published never changes, so it is made once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from fardplan.base import made_files
from fardplan.base.errors import NotFound
from fardplan.documents import writing
from fardplan.organisation.models import Organisation
from fardplan.strategy.publication import publication
from fardplan.strategy.queries import Contents
from fardplan.strategy.queries.texts import Body

# What a file is called in its address, and how its kind is told to a browser.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class DraftFile:
    """A draft as a file of one of our kinds. `address` is where its text is read on the web."""

    contents: Contents
    kind: str
    organisation: Organisation
    address: str

    @property
    def content_type(self) -> str:
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """What it is called when it has been saved: strategin-utkast-0.3.pdf."""
        draft = self.contents.draft
        return f"{draft.strategy.slug}-utkast-{draft.number}.{self.kind}"

    @property
    def size(self) -> int | None:
        """In bytes; None when it has not been made yet."""
        found = made_files.kept(self._group, self._key) if self.contents.draft.published_at else None
        return found.stat().st_size if found else None

    def written(self) -> bytes:
        write = writing.pdf if self.kind == "pdf" else writing.docx
        return write(publication(self.contents, organisation=self.organisation, address=self.address))

    def kept(self) -> Path:
        """The file of a published draft, made when it is first asked for. Raises TooMany when that takes too long."""
        if self.contents.draft.published_at is None:
            raise ValueError("a draft that can still change is never kept")
        return made_files.make(self._group, self._key, self.written)

    @property
    def _group(self) -> str:
        return f"draft-{self.contents.draft.pk}"

    @property
    def _key(self) -> str:
        """Tells apart whatever would make the file look different."""
        draft, strategy = self.contents.draft, self.contents.draft.strategy
        shown = (
            (writing.LAYOUT_VERSION, _fingerprint(self.contents.body), self.address),
            (draft.number, draft.title, draft.note, draft.is_example, draft.published_at),
            (strategy.title, strategy.summary, strategy.language),
            (self.organisation.name, self.organisation.brand_colour),
        )
        return f"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}.{self.kind}"


def access_file(contents: Contents, kind: str, *, organisation: Organisation, address: str) -> DraftFile:
    """A draft as a file of a kind; there are only those in KINDS."""
    if kind not in KINDS:
        raise NotFound(_("Filen finns inte."), what_next=_("Utkastet finns som PDF och som Word."))
    return DraftFile(contents, kind, organisation, address)


def files_of(contents: Contents, *, organisation: Organisation, address: str) -> list[DraftFile]:
    return [DraftFile(contents, kind, organisation, address) for kind in KINDS]


@lru_cache(maxsize=64)
def _fingerprint(body: Body) -> str:
    """Of all words. Worked out once for a text, as every page that links to the file asks for its size."""
    return hashlib.sha256(repr(body.sections).encode()).hexdigest()
