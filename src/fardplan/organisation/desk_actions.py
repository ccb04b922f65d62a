"""What the organisation does at the desk: says who it is, keeps its accessibility statement, answers messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.base import audit, outbox, pictures
from fardplan.base.audit import Actor
from fardplan.base.editing import Row, write, write_rows
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.organisation.models import (
    AccessibilityFault,
    AccessibilityMessage,
    AccessibilityStatement,
    Organisation,
    PageFeedback,
)
from fardplan.organisation.queries import our_organisation

LOGO_WIDTH = 1200  # pixels
FAULT_FIELDS = ["description", "reason", "plan", "fixed_on"]


def _ours() -> Organisation:
    """The organisation's row, locked; made when it is not there yet."""
    return held(Organisation.objects).filter(id=1).first() or our_organisation()


@transaction.atomic
def change_organisation(*, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime) -> Organisation:
    """Raises ChangedMeanwhile when somebody else changed the same first."""
    stored = _ours()
    is_new = stored._state.adding
    changed = write(stored, changes, seen=seen)
    if is_new and not changed:
        stored.save()
    if changed or is_new:
        audit.record("organisation.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored


@transaction.atomic
def change_logo(*, upload: IO[bytes] | None, remove: bool, by: Actor, now: datetime) -> Organisation:
    """Another logo, or none. Raises Invalid, at the field, for a file that is no picture."""
    stored = _ours()
    old = str(stored.logo.name or "") if stored.logo else ""
    if upload is not None:
        try:
            stored.logo.name = pictures.store(upload, folder="logo", widest=LOGO_WIDTH).name
        except Invalid as error:
            raise Invalid(error.message, field="logo_upload") from error
    elif remove:
        stored.logo = ""
    if str(stored.logo.name or "") != old:
        stored.save()
        audit.record("organisation.changed", on=stored, by=by, at=now, fields=["logo"])
        if old:
            transaction.on_commit(lambda: pictures.remove(old))
    return stored


def our_statement() -> AccessibilityStatement:
    """The statement, made when it is not there yet."""
    organisation = _ours()
    if organisation._state.adding:
        organisation.save()
    return AccessibilityStatement.objects.get_or_create(organisation=organisation)[0]


@transaction.atomic
def change_statement(
    *, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime
) -> AccessibilityStatement:
    stored = our_statement()
    if changed := write(stored, changes, seen=seen):
        audit.record("accessibility_statement.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored


@transaction.atomic
def change_faults(*, rows: Sequence[Row], seen: str | None, by: Actor, now: datetime) -> None:
    """The known faults, as a table. The statement is from today."""
    statement = our_statement()
    kept = AccessibilityFault.objects.filter(statement=statement).order_by("id")
    write_rows(kept, rows, fields=FAULT_FIELDS, fixed={"statement": statement}, seen=seen)
    statement.updated_on = timezone.localdate(now)
    statement.save(update_fields=["updated_on"])
    audit.record("accessibility_statement.changed", on=statement, by=by, at=now, fields=["faults"])


@transaction.atomic
def answer_accessibility_message(
    *, message: AccessibilityMessage, answer: str, is_refused: bool, by: Actor, now: datetime
) -> AccessibilityMessage:
    """Answer a message, and mail the answer to who left an address. Raises Conflict for one that has its answer."""
    stored = held(AccessibilityMessage.objects).get(pk=message.pk)
    if stored.answered_at is not None:
        raise Conflict(gettext_lazy("Meddelandet är redan besvarat."))
    stored.answer, stored.is_refused = answer, is_refused
    stored.answered_at, stored.answered_by = now, by.actor_label
    stored.save()
    audit.record("accessibility_message.answered", on=stored, by=by, at=now, is_refused=is_refused)
    if stored.email:
        words = _("Hej!\n\n%(answer)s\n\nDu skrev till oss:\n\n%(text)s\n\n%(organisation)s")
        outbox.queue(
            key=f"accessibility:{stored.pk}:answer",
            to=stored.email,
            subject=_("Svar om tillgänglighet, ärende %(number)s") % {"number": stored.pk},
            text=words % {"answer": answer, "text": stored.text, "organisation": our_organisation().name},
        )
    return stored


@transaction.atomic
def handle_page_feedback(*, path: str, by: Actor, now: datetime) -> int:
    """Mark everything said about a page as taken care of; returns how many answers it was."""
    waiting = PageFeedback.objects.filter(path=path, handled_at__isnull=True)
    number = waiting.update(handled_at=now)
    if number:
        audit.record("page_feedback.handled", on=our_organisation(), by=by, at=now, number=number, page=path)
    return number
