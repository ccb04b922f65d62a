"""Saying where a day is broadcast, and in which rooms people meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.media import sources
from fardplan.media.actions.common import POSTER_WIDTH, check_may_edit, forget_picture, replace_picture, write_facts
from fardplan.media.models import Broadcast, ExternalRoom
from fardplan.people.models import Official


@dataclass(frozen=True)
class BroadcastFacts:
    """What an official says about a broadcast."""

    kind: str
    address: str
    provider: str = ""
    note: str = ""
    has_captions: bool = False
    sign_language_address: str = ""
    second_label: str = ""
    second_address: str = ""
    described_address: str = ""


@transaction.atomic
def save_broadcast(
    *,
    day: Day,
    facts: BroadcastFacts,
    by: Official,
    now: datetime,
    poster: IO[bytes] | None = None,
    seen: str | None = None,
) -> Broadcast:
    """Say where a day is broadcast; a day has one broadcast, so saying it again changes it.

    Raises Invalid for an address that cannot be, ChangedMeanwhile when somebody else saved first.
    """
    check_may_edit(by, day)
    sources.check(facts.kind, facts.address)
    for name in ("sign_language_address", "second_address", "described_address"):
        if address := getattr(facts, name):
            sources.check("link", address, field=name)
    if bool(facts.second_label) != bool(facts.second_address):
        raise Invalid(_("Skriv både namn och adress, eller ingetdera."), field="second_address")
    held(Day.objects).get(pk=day.pk)  # two who say it for the first time: the day has one broadcast
    broadcast = held(Broadcast.objects).filter(day=day).first() or Broadcast(day=day)
    write_facts(broadcast, facts, seen=seen)
    if poster is not None:
        replace_picture(broadcast.poster, poster, folder="posters", field="poster", widest=POSTER_WIDTH)
    broadcast.save()
    where = {"kind": facts.kind, "address": facts.address}
    audit.record("broadcast.saved", on=broadcast, by=by, at=now, dialogue_id=day.dialogue_id, **where)
    return broadcast


@transaction.atomic
def remove_broadcast(*, broadcast: Broadcast, by: Official, now: datetime) -> None:
    day = broadcast.day
    check_may_edit(by, day)
    audit.record("broadcast.removed", on=broadcast, by=by, at=now, dialogue_id=day.dialogue_id)
    forget_picture(broadcast.poster)
    broadcast.delete()


@dataclass(frozen=True)
class RoomFacts:
    """What an official says about a room in somebody else's service."""

    title: str
    address: str
    provider: str
    processor: str
    text: str = ""
    opens_minutes_before: int = 15
    position: int = 0


@transaction.atomic
def save_room(
    *,
    day: Day,
    facts: RoomFacts,
    by: Official,
    now: datetime,
    room: ExternalRoom | None = None,
    seen: str | None = None,
) -> ExternalRoom:
    """Add a room to a day, or change one. Its link is shown from its minute to those who have signed up."""
    check_may_edit(by, day)
    sources.check("link", facts.address)
    stored = ExternalRoom(day=day) if room is None else held(ExternalRoom.objects).get(pk=room.pk)
    write_facts(stored, facts, seen=seen)
    stored.save()
    audit.record("room.saved", on=stored, by=by, at=now, dialogue_id=day.dialogue_id, provider=facts.provider)
    return stored


@transaction.atomic
def remove_room(*, room: ExternalRoom, by: Official, now: datetime) -> None:
    check_may_edit(by, room.day)
    audit.record("room.removed", on=room, by=by, at=now, dialogue_id=room.day.dialogue_id)
    room.delete()
