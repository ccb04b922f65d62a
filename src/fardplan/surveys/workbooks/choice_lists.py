"""The sheet of choices: lists by name, each with the codes it has here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY
from fardplan.surveys.definition.shape import MOST_CHOICES
from fardplan.surveys.workbooks.names import Names
from fardplan.surveys.workbooks.notes import Notes
from fardplan.surveys.workbooks.sheets import Record

_OUR_OWN = {DONT_KNOW: "dont_know", WONT_SAY: "wont_say", OTHER: "other"}


@dataclass
class ChoiceList:
    """The choices of a list as a question holds them. `recoded` leads from codes as written to what they became."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    recoded: dict[str, str] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names(is_code=True))


def choice_lists(records: list[Record], *, notes: Notes) -> dict[str, ChoiceList]:
    """The lists by name, in order. A choice that cannot be taken is noted."""
    lists: dict[str, ChoiceList] = {}
    beside: set[str] = set()
    for record in records:
        listed = record.take("list_name")
        if not listed:
            notes.add(record.sheet, record.number, "list_name", record.take("name"), _("Raden hör inte till en lista."))
            continue
        _add(lists.setdefault(listed, ChoiceList()), record, notes=notes)
        beside |= set(record.left)
    for column in sorted(beside):
        notes.add(
            records[0].sheet, 0, column, column, _("Kolumnen finns inte hos oss. Svarsalternativen togs utan den.")
        )
    return lists


def _add(listed: ChoiceList, record: Record, *, notes: Notes) -> None:
    code, label = record.take("name"), record.take_words("label")
    if code in _OUR_OWN:
        listed.flags[_OUR_OWN[code]] = True
        return
    if not code and not label:
        notes.add(record.sheet, record.number, "name", "", _("Svarsalternativet har varken kod eller text."))
        return
    if len(listed.choices) >= MOST_CHOICES:
        why = _("En lista kan ha högst %(most)d svarsalternativ.") % {"most": MOST_CHOICES}
        notes.add(record.sheet, record.number, "name", code, why)
        return
    if code in listed.names.given:
        notes.add(record.sheet, record.number, "name", code, _("Koden står två gånger i listan. Den första gäller."))
        return
    taken = listed.names.take(code, otherwise=next(iter(label.values()), "") or f"val{record.number}")
    if taken != code:
        listed.recoded[code] = taken
        notes.add(record.sheet, record.number, "name", code, _("Koden blev %(code)s.") % {"code": taken})
    listed.choices.append({"name": taken, "label": label} if label else {"name": taken})
