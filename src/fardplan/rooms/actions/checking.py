"""What those who were in the room say of the summary: *Det stämmer*, or *Något är fel* and what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Closed, Invalid
from fardplan.rooms.actions.common import hold, record, tell
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomPoint, RoomRemark
from fardplan.rooms.rules import LONGEST_REMARK


@dataclass(frozen=True)
class Wrong:
    """What is wrong in one point; in the whole when `point_id` is None."""

    text: str
    point_id: int | None = None


@transaction.atomic
def answer_check(
    *, note: RoomNote, browser: str, is_right: bool, wrong: Sequence[Wrong] = (), now: datetime
) -> RoomAnswer:
    """One answer per browser; the latest counts, and every remark is kept. Possible also after the registering: then
    the note stays as it is, and what is said stands beside it.

    Raises Closed before the host is done, Invalid for *Något är fel* without a word of what.
    """
    stored = hold(note)
    if stored.finished_at is None:
        raise Closed(_("Summeringen är inte klar än."), what_next=_("Vänta tills rummets värd säger att den är klar."))
    said = [each for each in wrong if each.text] if not is_right else []
    if not is_right and not said:
        raise Invalid(_("Skriv vad som är fel, så att det går att rätta."), field="text")
    if any(len(each.text) > LONGEST_REMARK for each in said):
        raise Invalid(_("Korta till högst %(most)d tecken.") % {"most": LONGEST_REMARK}, field="text")
    answer, _is_new = RoomAnswer.objects.update_or_create(
        note=stored, browser=browser, defaults={"is_right": is_right, "given_at": now}
    )
    points = {point.pk: point for point in RoomPoint.objects.filter(note=stored, removed_at=None)}
    for each in said:
        point = points.get(each.point_id) if each.point_id is not None else None
        words = point.text if point is not None else ""
        RoomRemark.objects.create(answer=answer, point=point, words=words, text=each.text, given_at=now)
    record("room_note.checked", stored, by=audit.PARTICIPANT, at=now, kind="right" if is_right else "wrong")
    tell(stored)
    return answer
