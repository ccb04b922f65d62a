"""What stands in the side navigation. A page module adds its item here, once its page exists.

`name` is what a page calls itself with `desk_page(…, here="name")`; `right` is what an official needs to see the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import Right
from fardplan.people.models import Official


@dataclass(frozen=True)
class Item:
    """`address` names a URL pattern; in a dialogue it takes the dialogue's slug."""

    name: str
    label: Promise
    address: str
    right: Right | None = None


@dataclass(frozen=True)
class Link:
    """An item as one official sees it on one page."""

    label: Promise
    url: str
    is_here: bool


IN_DIALOGUE = [
    Item("overview", _("Översikt"), "desk:dialogue", "see_desk"),
    Item("content", _("Sidan"), "desk:basics", "edit_content"),
    Item("days", _("Dagar"), "desk:days", "edit_content"),
    Item("live", _("Just nu"), "desk:live-days", "sort"),
    Item("media", _("Film och bilder"), "desk:media", "edit_content"),
    Item("signups", _("Anmälningar"), "desk:signups", "register"),
    Item("contributions", _("Synpunkter"), "desk:contributions", "read_contributions"),
    Item("register-received", _("Registrera brev och samtal"), "desk:register-received", "register"),
    Item("room-notes", _("Rumsanteckningar"), "desk:room-notes", "register"),
    Item("surveys", _("Enkäter"), "desk:surveys", "see_desk"),
    Item("telling", _("Återkoppling"), "desk:telling", "reply"),
    Item("compilation", _("Sammanställning"), "desk:compilation", "read_contributions"),
    Item("strategy", _("Strategi"), "desk:strategy", "edit_content"),
    Item("indicators", _("Nyläget i siffror"), "desk:indicators", "edit_content"),
    Item("decisions", _("Beslut"), "desk:decisions", "edit_content"),
    Item("documents", _("Dokument"), "desk:documents", "edit_content"),
    Item("preview", _("Förhandsvisa"), "desk:preview-dialogue", "see_desk"),
    Item("publishing", _("Publicera"), "desk:publishing", "edit_content"),
    Item("roles", _("Roller"), "desk:roles", "give_roles"),
    Item("log", _("Logg"), "desk:log", "see_log"),
]

FOR_ADMINISTRATORS = [
    Item("organisation", _("Organisation"), "desk:organisation"),
    Item("accessibility", _("Tillgänglighet"), "desk:accessibility-messages"),
    Item("feedback", _("Sidåterkoppling"), "desk:feedback"),
    Item("officials", _("Personer"), "desk:officials"),
    Item("whole-log", _("Hela loggen"), "desk:whole-log"),
    Item("operations", _("Drift"), "desk:operations"),
]


def tabs(items: Sequence[tuple[str, Promise]], *args: object, here: str) -> list[Link]:
    """Links between the parts of a page: pairs of a URL pattern's name and a label, all with the same arguments."""
    return [Link(label, reverse(address, args=args), address == here) for address, label in items]


def in_dialogue(dialogue: Dialogue, *, rights: frozenset[Right], here: str) -> list[Link]:
    return [
        Link(item.label, reverse(item.address, args=[dialogue.slug]), item.name == here)
        for item in IN_DIALOGUE
        if item.right is None or item.right in rights
    ]


def for_all(official: Official, *, here: str) -> list[Link]:
    """The items that concern the whole installation."""
    items = FOR_ADMINISTRATORS if official.is_administrator else []
    return [Link(item.label, reverse(item.address), item.name == here) for item in items]
