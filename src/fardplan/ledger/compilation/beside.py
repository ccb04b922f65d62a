"""What stands beside a compilation: files that have been made of it, and changes that are only proposed yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import NotFound
from fardplan.base.models import AuditEntry
from fardplan.contributions.models import Contribution, Reply
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.compilation.gathering import line_of
from fardplan.ledger.compilation.shapes import ChangeLine
from fardplan.ledger.models import CompilationFile, CompilationFormat
from fardplan.ledger.parting import Families, families_of
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries import changes_to_come, contents_of, published_drafts


def files_to_fetch(dialogue: Dialogue, *, hidden_at: datetime | None) -> list[CompilationFile]:
    """The latest of each kind that holds the whole, unless something in it has been hidden or taken back since. Two
    queries."""
    rows = CompilationFile.objects.filter(dialogue=dialogue, section_key="", bytes__gt=0).order_by("-as_of", "-id")
    if hidden_at is not None:
        rows = rows.filter(as_of__gte=hidden_at)
    rows = rows.exclude(_taken_back())
    latest = (rows.filter(format=each).first() for each in CompilationFormat.values)
    return [row for row in latest if row is not None]


def with_stale(files: QuerySet[CompilationFile]) -> QuerySet[Any]:
    """The same files, each with `holds_hidden` (a contribution in it has been hidden since it was made) and
    `holds_taken_back` (a reply in it has been withdrawn, or the mark of a point moved to other words)."""
    hidden = Contribution.objects.filter(
        submission__dialogue=OuterRef("dialogue"), published_at__lte=OuterRef("as_of"), hidden_at__gt=OuterRef("as_of")
    )
    return files.annotate(holds_hidden=Exists(hidden), holds_taken_back=_taken_back())


def _taken_back() -> Q:
    """Replies and points that were there when the file was made, and whose words have been taken back since. Also one
    that has been published again: the file holds the words it had before."""
    since = AuditEntry.objects.filter(dialogue_id=OuterRef("dialogue"), at__gt=OuterRef("as_of"))
    known = Reply.objects.filter(pk=OuterRef("subject_id"), created_at__lte=OuterRef(OuterRef("as_of")))
    shown = Contribution.objects.filter(pk=OuterRef("subject_id"), published_at__lte=OuterRef(OuterRef("as_of")))
    withdrawn = Q(Exists(since.filter(Exists(known), action="reply.withdrawn")))
    return withdrawn | Q(Exists(since.filter(Exists(shown), action="contribution.marked_again")))


def access_file(dialogue: Dialogue, number: int, file_format: str) -> CompilationFile:
    """A file everybody may fetch: one with words in it that have been hidden or taken back since is as missing."""
    files = CompilationFile.objects.filter(dialogue=dialogue, pk=number, format=file_format, bytes__gt=0)
    found: CompilationFile | None = with_stale(files).filter(holds_hidden=False, holds_taken_back=False).first()
    if found is None:
        raise NotFound(_("Filen finns inte."), what_next=_("På sammanställningens sida står de som går att hämta."))
    return found


def sections_to_choose(dialogue: Dialogue) -> list[tuple[str, str]]:
    """Keys and labels of the sections a compilation can be about, those inside others set in."""
    draft = published_drafts(dialogue.strategy, now=clock.now()).first() if dialogue.strategy else None
    parts = contents_of(draft).all_sections if draft else ()
    return [(part.key, "\u2003" * (part.level - 1) + part.label) for part in parts]


def proposed_changes(dialogue: Dialogue, *, keys: Collection[str]) -> list[ChangeLine]:
    """What the draft that is being written would change in these sections. For those who may see the desk."""
    draft = (
        Draft.objects.filter(strategy=dialogue.strategy_id, published_at=None).order_by("-position").first()
        if dialogue.strategy_id
        else None
    )
    if draft is None:
        return []
    inside = set(keys)
    for part in contents_of(draft).all_sections:
        if part.key in keys:
            inside |= {text.key for text in part.passages}
    coming = changes_to_come(draft)
    families = families_of(coming, among=coming)
    return [_line(change, families) for change in coming if change.key in inside]


def _line(change: Change, families: Families) -> ChangeLine:
    return line_of(change, families, sources=(), others=0, decided=())
