"""The rows of a survey sheet as a tree: groups with what lies in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.base.errors import Invalid
from fardplan.surveys.workbooks.notes import Notes
from fardplan.surveys.workbooks.sheets import Record

DEEPEST = 20


@dataclass
class Node:
    """A row; `inside` is None for what is no group."""

    record: Record
    inside: list[Node] | None = None
    is_repeat: bool = False


def tree_of(records: list[Record], *, notes: Notes) -> list[Node]:
    """The rows in order, those of a group inside it. Raises Invalid when groups lie too deep."""
    top: list[Node] = []
    opened: list[Node] = []
    for record in records:
        kind = " ".join(record.type.casefold().replace("_", " ").split())
        here = opened[-1].inside if opened else top
        assert here is not None  # noqa: S101 - only groups are opened
        if kind in ("begin group", "begin repeat"):
            if len(opened) >= DEEPEST:
                raise Invalid(
                    _("Bladet %(sheet)s, rad %(row)d: grupper ligger i varandra i fler än %(most)d led.")
                    % {"sheet": record.sheet, "row": record.number, "most": DEEPEST},
                    what_next=_("Avsluta grupperna med end_group och ladda upp filen igen."),
                    field="upload",
                )
            node = Node(record, [], is_repeat=kind == "begin repeat")
            here.append(node)
            opened.append(node)
        elif kind in ("end group", "end repeat"):
            if not opened:
                notes.add(record.sheet, record.number, "type", record.called, _("Det finns ingen grupp att avsluta."))
            else:
                opened.pop()
        else:
            here.append(Node(record))
    for node in opened:
        notes.add(
            node.record.sheet, node.record.number, "type", node.record.called,
            _("Gruppen avslutas inte. Den fick gå till bladets slut."),
        )  # fmt: skip
    return top


def leaves(nodes: list[Node]) -> list[Record]:
    """The rows of nodes that are no groups, in order."""
    found: list[Record] = []
    for node in nodes:
        found += [node.record] if node.inside is None else leaves(node.inside)
    return found
