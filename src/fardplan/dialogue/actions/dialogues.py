"""Creating, changing, publishing and ending a dialogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, pictures
from fardplan.base.editing import Row, write, write_rows
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import RESERVED_SLUGS, Dialogue, FormerAddress, Host, Phase, Role, RoleName
from fardplan.dialogue.readiness import what_is_missing
from fardplan.dialogue.rules import may_edit_content
from fardplan.people.models import Official

HOST_FIELDS = ["title", "name"]
PHASE_FIELDS = ["kind", "title", "starts_on", "ends_on", "text"]


def _may_edit(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Du kan inte ändra innehållet i den här dialogen."))


@transaction.atomic
def create_dialogue(*, slug: str, title: str, by: Official, now: datetime, **fields: Any) -> Dialogue:
    """An unpublished dialogue whose first organiser is the one who makes it. Raises Invalid for a taken address."""
    check_address_is_free(slug)
    dialogue = Dialogue.objects.create(slug=slug, title=title, **fields)
    Role.objects.create(dialogue=dialogue, official=by, name=RoleName.ORGANISER)
    audit.record("dialogue.created", on=dialogue, by=by, at=now, dialogue_id=dialogue.pk)
    return dialogue


def check_address_is_free(slug: str, *, for_dialogue: Dialogue | None = None) -> None:
    """Raises Invalid at the field when an address is reserved, taken, or leads on to another dialogue."""
    if slug in RESERVED_SLUGS:
        raise Invalid(_("Adressen används av webbplatsen själv. Välj en annan."), field="slug")
    own = for_dialogue.pk if for_dialogue else 0
    if Dialogue.objects.filter(slug=slug).exclude(pk=own).exists():
        raise Invalid(_("En annan dialog har redan den adressen."), field="slug")
    if FormerAddress.objects.filter(slug=slug, day=None).exclude(dialogue_id=own).exists():
        raise Invalid(_("Adressen leder till en dialog som har haft den tidigare."), field="slug")


@transaction.atomic
def change_dialogue(
    *, dialogue: Dialogue, changes: Mapping[str, Any], seen: str | None, by: Official, now: datetime
) -> Dialogue:
    """Change some of a dialogue's fields. Raises ChangedMeanwhile when somebody else changed one of them first.

    A published dialogue's old address goes on leading here.
    """
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    address = stored.slug
    if "slug" in changes:
        check_address_is_free(changes["slug"], for_dialogue=stored)
    changed = write(stored, changes, seen=seen)
    if "slug" in changed:
        # A former address that is taken back must not lead away from itself.
        FormerAddress.objects.filter(dialogue=stored, day=None, slug=stored.slug).delete()
        if stored.published_at is not None:
            FormerAddress.objects.get_or_create(dialogue=stored, day=None, slug=address)
    if changed:
        audit.record("dialogue.changed", on=stored, by=by, at=now, dialogue_id=stored.pk, fields=sorted(changed))
    return stored


@transaction.atomic
def change_picture(
    *, dialogue: Dialogue, upload: IO[bytes] | None, remove: bool, picture_text: str, seen: str | None, by: Official,
    now: datetime,
) -> Dialogue:  # fmt: skip
    """Give a dialogue a picture, another, or none; a picture needs its description. Raises Invalid for a bad file."""
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    write(stored, {"picture_text": picture_text}, seen=seen)
    old = stored.picture.name if stored.picture else ""
    if upload is not None:
        try:
            stored.picture.name = pictures.store(upload, folder="dialogue").name
        except Invalid as error:
            raise Invalid(error.message, field="upload") from error
    elif remove:
        stored.picture = ""
    stored.save(update_fields=["picture", "changed_at"])
    if old and old != stored.picture.name:
        transaction.on_commit(lambda: pictures.remove(old))
    audit.record("dialogue.picture", on=stored, by=by, at=now, dialogue_id=stored.pk)
    return stored


@transaction.atomic
def change_hosts(*, dialogue: Dialogue, rows: Sequence[Row], seen: str | None, by: Official, now: datetime) -> None:
    _may_edit(by, dialogue)
    held(Dialogue.objects).get(pk=dialogue.pk)  # a table that is still empty has no rows to hold
    kept = Host.objects.filter(dialogue=dialogue)
    write_rows(kept, rows, fields=HOST_FIELDS, fixed={"dialogue": dialogue}, seen=seen)
    audit.record("dialogue.hosts", on=dialogue, by=by, at=now, dialogue_id=dialogue.pk, number=len(rows))


@transaction.atomic
def change_phases(*, dialogue: Dialogue, rows: Sequence[Row], seen: str | None, by: Official, now: datetime) -> None:
    _may_edit(by, dialogue)
    held(Dialogue.objects).get(pk=dialogue.pk)
    kept = Phase.objects.filter(dialogue=dialogue)
    write_rows(kept, rows, fields=PHASE_FIELDS, fixed={"dialogue": dialogue}, seen=seen)
    audit.record("dialogue.phases", on=dialogue, by=by, at=now, dialogue_id=dialogue.pk, number=len(rows))


@transaction.atomic
def publish_dialogue(*, dialogue: Dialogue, by: Official, now: datetime) -> Dialogue:
    """Show a dialogue to everyone. Raises Invalid while something it must have is missing (L-16)."""
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    if missing := [gap for gap in what_is_missing(stored) if gap.stops_publishing]:
        raise Invalid(_("Dialogen kan inte publiceras än."), what_next=missing[0].text)
    if stored.published_at is None:
        stored.published_at = now
        stored.save(update_fields=["published_at", "changed_at"])
        audit.record("dialogue.published", on=stored, by=by, at=now, dialogue_id=stored.pk)
    return stored


@transaction.atomic
def unpublish_dialogue(*, dialogue: Dialogue, by: Official, now: datetime) -> Dialogue:
    """Hide a dialogue again from everyone but those who work with it."""
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    if stored.published_at is not None:
        stored.published_at = None
        stored.save(update_fields=["published_at", "changed_at"])
        audit.record("dialogue.unpublished", on=stored, by=by, at=now, dialogue_id=stored.pk)
    return stored


@transaction.atomic
def end_dialogue(*, dialogue: Dialogue, by: Official, now: datetime) -> Dialogue:
    """Say that the dialogue is over. Its pages stay."""
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    stored.ended_at = now
    stored.save(update_fields=["ended_at", "changed_at"])
    audit.record("dialogue.ended", on=stored, by=by, at=now, dialogue_id=stored.pk)
    return stored


@transaction.atomic
def reopen_dialogue(*, dialogue: Dialogue, by: Official, now: datetime) -> Dialogue:
    _may_edit(by, dialogue)
    stored = held(Dialogue.objects).get(pk=dialogue.pk)
    stored.ended_at = None
    stored.save(update_fields=["ended_at", "changed_at"])
    audit.record("dialogue.reopened", on=stored, by=by, at=now, dialogue_id=stored.pk)
    return stored
