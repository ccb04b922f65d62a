"""Tables of statistics: kept, described, replaced by a newer file, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.statistical_tables import BadChoice, Table
from fardplan.base import audit, ids
from fardplan.base.editing import write
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_edit_content
from fardplan.indicators import words
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import Brought, as_text, dimension_names, numbers_of
from fardplan.indicators.rules import MOST_TABLES, licence_of
from fardplan.people.models import Official

FOLDER = "statistics"


def check_may_edit(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Du kan inte ändra innehållet i den här dialogen."))


@transaction.atomic
def add_table(
    *, dialogue: Dialogue, brought: Brought, by: Official, now: datetime, source: str = "", licence: str = ""
) -> StatisticalTable:
    """Keep a table. `source` and `licence` are for files that do not say. Raises Invalid without a source."""
    check_may_edit(by, dialogue)
    held(Dialogue.objects).get(pk=dialogue.pk)
    if dialogue.statistical_tables.count() >= MOST_TABLES:
        raise Conflict(
            _("Dialogen har redan %(number)d tabeller.") % {"number": MOST_TABLES},
            what_next=_("Ta bort en som ingen indikator använder."),
        )
    source = (source or brought.table.source)[:200]
    if not source:
        raise Invalid(_("Filen säger inte var siffrorna kommer ifrån. Skriv källan."), field="source")
    table = StatisticalTable(
        dialogue=dialogue,
        title=_title_of(brought),
        source=source,
        licence=licence or licence_of(source),
    )
    table.slug = _free_slug(dialogue, brought.table.table_id or table.title)
    keep_in(table, brought, now=now)
    table.save()
    audit.record("statistical_table.added", on=table, by=by, at=now, dialogue_id=dialogue.pk)
    return table


@dataclass(frozen=True)
class Replaced:
    """A table after it was replaced: which indicators follow it, and which stand with their earlier numbers."""

    table: StatisticalTable
    followed: tuple[Indicator, ...]
    broken: tuple[Indicator, ...]
    had_other_id: str = ""


@transaction.atomic
def replace_table(*, table: StatisticalTable, brought: Brought, by: Official, now: datetime) -> Replaced:
    """Let a newer file take the place of a table's. Its name, source and licence stand.

    Every indicator keeps its choice and gets the new numbers. One whose choice cannot be made in the new file keeps the
    numbers it had, and says why.
    """
    check_may_edit(by, table.dialogue)
    stored = held(StatisticalTable.objects).get(pk=table.pk)
    stored.dialogue = table.dialogue
    before, old = stored.table_id, str(stored.file.name or "")
    keep_in(stored, brought, now=now)
    stored.save()
    if old:
        transaction.on_commit(lambda: default_storage.delete(old))
    indicators = list(held(Indicator.objects).filter(table=stored).order_by("pk"))
    for indicator in indicators:
        follow(indicator, brought.table)
        indicator.save(update_fields=["content", "fault"])
    audit.record("statistical_table.replaced", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return Replaced(
        table=stored,
        followed=tuple(each for each in indicators if each.fault is None),
        broken=tuple(each for each in indicators if each.fault is not None),
        had_other_id=before if before and stored.table_id and before != stored.table_id else "",
    )


def follow(indicator: Indicator, table: Table) -> None:
    """Give an indicator its numbers out of a table, or say why that cannot be done. Saves nothing."""
    try:
        numbers = numbers_of(table, indicator.choice, indicator.time_code, indicator.names)
    except BadChoice as error:
        indicator.fault = words.fault_of(error, dimension_names(table))
        return
    except Invalid as error:
        indicator.fault = {"message": str(error.message)}
        return
    indicator.content, indicator.fault = as_text(numbers), None


def keep_in(table: StatisticalTable, brought: Brought, *, now: datetime) -> None:
    """Put the file in storage and fill in what it says. Saves no row."""
    name = PurePath(brought.file_name)
    ending = name.suffix.lower() if name.suffix.lower() in {".px", ".json"} else ".json"
    stem = slugify(name.stem)[:100] or "tabell"
    table.file.name = default_storage.save(f"{FOLDER}/{ids.secret_key()}{ending}", ContentFile(brought.file))
    table.file_name, table.bytes = f"{stem}{ending}", len(brought.file)
    table.table_id = brought.table.table_id[:80]
    table.unit = brought.table.unit[:80]
    table.updated = brought.table.updated[:60]
    table.address, table.brought_at = brought.address, now
    table.content = as_text(brought.table)


@transaction.atomic
def change_table(
    *, table: StatisticalTable, changes: Mapping[str, Any], seen: str | None, by: Official, now: datetime
) -> StatisticalTable:
    """Change what a table is called, its source and its licence. Raises ChangedMeanwhile."""
    check_may_edit(by, table.dialogue)
    stored = held(StatisticalTable.objects).get(pk=table.pk)
    if write(stored, changes, seen=seen):
        audit.record("statistical_table.changed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def remove_table(*, table: StatisticalTable, by: Official, now: datetime) -> None:
    """Raises Conflict while indicators are taken from it."""
    check_may_edit(by, table.dialogue)
    stored = held(StatisticalTable.objects).get(pk=table.pk)
    if stored.indicators.exists():
        raise Conflict(_("Det finns indikatorer som tar sina siffror ur tabellen."), what_next=_("Ta bort dem först."))
    name = str(stored.file.name or "")
    audit.record("statistical_table.removed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    stored.delete()
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def _title_of(brought: Brought) -> str:
    table = brought.table
    return (table.title or table.contents or table.table_id or PurePath(brought.file_name).stem)[:300] or "Tabell"


def _free_slug(dialogue: Dialogue, name: str) -> str:
    return free_slug(name or "tabell", set(dialogue.statistical_tables.values_list("slug", flat=True)))


def free_slug(name: str, taken: set[str]) -> str:
    """An address made of a name that no other has."""
    stem = slugify(name)[:70].strip("-") or "siffror"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found
