"""Saved views: a filter of the queue under a name, one's own or shared with colleagues."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.contributions.models import SavedView
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_read_contributions, may_sort
from fardplan.people.models import Official

MOST_VIEWS = 30  # one official's, in one dialogue


def save_view(*, dialogue: Dialogue, name: str, query: str, is_shared: bool, by: Official, now: datetime) -> SavedView:
    """Keep a filter; one of the same name is replaced. Sharing needs the right to sort."""
    if not may_read_contributions(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att läsa synpunkterna."))
    if not name:
        raise Invalid(_("Skriv vad vyn ska heta."), field="name")
    if not query:
        raise Invalid(_("Välj något att filtrera på först, och spara sedan."), field="name")
    with transaction.atomic():
        mine = SavedView.objects.filter(dialogue=dialogue, official=by)
        if mine.exclude(name=name).count() >= MOST_VIEWS:
            raise Invalid(_("Du har redan så många vyer som ryms. Ta bort någon först."), field="name")
        view, _made = SavedView.objects.update_or_create(
            dialogue=dialogue,
            official=by,
            name=name,
            defaults={"query": query[:1000], "is_shared": is_shared and may_sort(by, dialogue)},
        )
        if view.is_shared:
            audit.record("saved_view.shared", on=view, by=by, at=now, dialogue_id=dialogue.pk)
        return view


def remove_view(*, view: SavedView, by: Official, now: datetime) -> None:
    """One's own only."""
    if view.official_id != by.pk:
        raise NotAllowed(_("Vyn är någon annans. Be den som sparade den att ta bort den."))
    with transaction.atomic():
        if view.is_shared:
            audit.record("saved_view.removed", on=view, by=by, at=now, dialogue_id=view.dialogue_id)
        view.delete()
