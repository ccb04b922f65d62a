"""Two people edit the same thing: whoever saves last is told, sees both versions, and nothing is lost.

A form carries the fingerprint of what it showed. When it comes back, the action that writes compares it with the
fingerprint of what is stored by then; if they differ it raises `ChangedMeanwhile` and writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict
from fardplan.base.locking import held

M = TypeVar("M", bound=models.Model)


class ChangedMeanwhile(Conflict):
    """Somebody else saved first. `theirs` is what is stored now: an object, or a list of rows."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(
            _("Någon annan har ändrat samma sak medan du skrev."),
            what_next=_("Jämför, ändra det du vill och spara igen. Ingenting har gått förlorat."),
        )
        self.theirs = theirs


def values_of(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    return {name: instance.serializable_value(name) for name in fields}


def fingerprint(values: Any) -> str:
    """A short digest of what a form showed: a dictionary of values, or a list of such."""
    written = json.dumps(values, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def write(instance: M, changes: Mapping[str, Any], *, seen: str | None) -> list[str]:
    """Set and save the changes on a freshly locked object; returns the names of the fields that got another value.

    `seen` is the fingerprint the form carried; None when there was no form. Raises ChangedMeanwhile.
    """
    if seen is not None and fingerprint(values_of(instance, changes)) != seen:
        raise ChangedMeanwhile(instance)
    before = values_of(instance, changes)
    for name, value in changes.items():
        setattr(instance, name, value)
    changed = [name for name, value in values_of(instance, changes).items() if value != before[name]]
    if changed:
        instance.save()
    return changed


@dataclass(frozen=True)
class Row:
    """One row of a table that is saved as a whole; `id` is None for a new one."""

    id: int | None
    values: Mapping[str, Any]


def rows_fingerprint(rows: Iterable[models.Model], fields: Sequence[str]) -> str:
    return fingerprint([{"id": row.pk, **values_of(row, fields)} for row in rows])


def write_rows(
    kept: models.QuerySet[M],
    wanted: Sequence[Row],
    *,
    fields: Sequence[str],
    fixed: Mapping[str, Any],
    seen: str | None,
) -> list[M]:
    """Make the table `kept` be the rows in `wanted`, in that order: change, add and take away.

    `fixed` is what every row shares (which day it belongs to). A model with a `position` gets its place in the order.
    Raises ChangedMeanwhile also for a row that is no longer there – or never was in this table.
    """
    stored = list(held(kept))
    by_id = {row.pk: row for row in stored}
    known = all(row.id is None or row.id in by_id for row in wanted)
    if not known or (seen is not None and rows_fingerprint(stored, fields) != seen):
        raise ChangedMeanwhile(stored)
    model = kept.model
    has_position = any(field.name == "position" for field in model._meta.get_fields())
    written = []
    for place, row in enumerate(wanted):
        instance = by_id.pop(row.id) if row.id is not None else model(**fixed)
        for name, value in row.values.items():
            setattr(instance, name, value)
        if has_position:
            setattr(instance, "position", place)  # noqa: B010 - only some models have it
        instance.save()
        written.append(instance)
    for gone in by_id.values():
        gone.delete()
    return written
