"""A dialogue file into the database: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from fardplan.base import audit, uploads
from fardplan.base.errors import Conflict
from fardplan.base.locking import held
from fardplan.dialogue.models import Day, Dialogue, Document, FormerAddress, Host, Phase, Session, Speaker
from fardplan.exchange.checks import programme_times
from fardplan.exchange.importing_indicators import import_indicators
from fardplan.exchange.importing_ledger import import_ledger
from fardplan.exchange.importing_live import import_live
from fardplan.exchange.importing_media import import_media
from fardplan.exchange.importing_rooms import import_rooms
from fardplan.exchange.importing_said import import_said
from fardplan.exchange.importing_strategy import import_strategy
from fardplan.exchange.importing_surveys import import_surveys
from fardplan.exchange.reading import DialogueFile
from fardplan.exchange.shape import DayShape, DialogueShape, OrganisationShape
from fardplan.exchange.work import Work
from fardplan.organisation.models import AccessibilityFault, AccessibilityStatement, Organisation
from fardplan.strategy.queries import forget_states, forget_texts

LOGO_WIDTH = 1200  # pixels


def import_dialogue(
    file: DialogueFile, *, by: audit.Actor, now: datetime, replace: bool = False, only_checking: bool = False
) -> Dialogue:
    """Write the whole file, in one transaction; files it brings are removed again when something fails.

    Raises Conflict when the dialogue exists already, unless `replace` is true and nothing has come in to it; and when
    a draft of the file differs from a published one with the same number. Raises FileRefused when the database does
    not take a value.
    """
    work = Work(file=file, by=by, now=now)
    with _files_removed_on_failure(work), transaction.atomic():
        dialogue = _dialogue_to_write(file, replace=replace)
        existed = dialogue.pk is not None
        _import_organisation(work)
        dialogue.strategy = import_strategy(work)
        _write_dialogue(work, dialogue)
        days = _write_days(work, dialogue)
        _write_documents(work, dialogue, days)
        import_indicators(work, dialogue)
        import_said(work, dialogue, days)
        import_rooms(work, dialogue, days)
        import_live(work, dialogue, days)
        import_surveys(work, dialogue)
        import_ledger(work, dialogue)
        action = "dialogue.replaced" if existed else "dialogue.imported"
        audit.record(action, on=dialogue, by=by, at=now, dialogue_id=dialogue.pk)
        if only_checking:
            raise _OnlyChecking
    return dialogue


class _OnlyChecking(Exception):
    """Ends a trial import."""


def check_import(file: DialogueFile, *, by: audit.Actor, now: datetime, replace: bool = False) -> None:
    """Try the import and take everything back. Raises what `import_dialogue` would raise."""
    try:
        import_dialogue(file, by=by, now=now, replace=replace, only_checking=True)
    except _OnlyChecking:
        return


@contextmanager
def _files_removed_on_failure(work: Work) -> Iterator[None]:
    try:
        yield
    except BaseException:
        work.remove_stored()
        forget_texts()  # of drafts that are not there after all; their ids come again
        forget_states()
        raise


def _dialogue_to_write(file: DialogueFile, *, replace: bool) -> Dialogue:
    slug = file.content.dialogue.slug
    taken = FormerAddress.objects.filter(slug=slug, day=None).exclude(dialogue__slug=slug).first()
    if taken is not None:
        raise Conflict(
            _("Adressen %(slug)s leder redan till dialogen %(title)s.") % {"slug": slug, "title": taken.dialogue}
        )
    dialogue = held(Dialogue.objects).filter(slug=slug).first()
    if dialogue is None:
        return Dialogue(slug=slug)
    if not replace:
        raise Conflict(
            _("Det finns redan en dialog med adressen %(slug)s.") % {"slug": slug},
            what_next=_("Ge dialogen i filen en annan adress, eller ersätt den som finns med --replace."),
        )
    came = dialogue.submissions.exists() or dialogue.days.filter(signups__isnull=False).exists()
    if came or dialogue.days.filter(room_notes__points__isnull=False).exists():
        raise Conflict(
            _("Dialogen %(slug)s ersätts inte: det har kommit in synpunkter eller anmälningar.") % {"slug": slug},
            what_next=_("Ändra den på skrivbordet i stället."),
        )
    if dialogue.surveys.filter(versions__isnull=False).exists():
        raise Conflict(
            _("Dialogen %(slug)s ersätts inte: den har en publicerad enkät.") % {"slug": slug},
            what_next=_("Ändra den på skrivbordet i stället."),
        )
    return dialogue


def _import_organisation(work: Work) -> None:
    shape = work.content.organisation
    if shape is None or Organisation.objects.filter(id=1).exists():
        return
    organisation = Organisation(
        id=1,
        name=shape.name,
        website=shape.website or "",
        email=shape.email or "",
        phone=shape.phone,
        postal_address=shape.postal_address,
        data_protection_contact=shape.data_protection_contact or "",
        privacy_text=shape.privacy_text,
        brand_colour=shape.brand_colour,
        signal_colour=shape.signal_colour,
        logo_text=shape.logo_text,
        is_example=work.is_example(shape),
    )
    if shape.logo is not None:
        work.store_picture(organisation.logo, shape.logo, "organisation", "logo", folder="logo", widest=LOGO_WIDTH)
    work.save(organisation, "organisation")
    _import_accessibility(work, organisation, shape)


def _import_accessibility(work: Work, organisation: Organisation, shape: OrganisationShape) -> None:
    said = shape.accessibility
    if said is None:
        return
    statement = AccessibilityStatement(organisation=organisation, **said.model_dump(exclude={"faults"}))
    work.save(statement, "organisation", "accessibility")
    for number, fault in enumerate(said.faults):
        work.save(
            AccessibilityFault(statement=statement, **fault.model_dump()),
            "organisation", "accessibility", "faults", number,
        )  # fmt: skip


def _write_dialogue(work: Work, dialogue: Dialogue) -> None:
    shape = work.content.dialogue
    same = {
        "title", "theme", "lead", "purpose", "level", "can_influence", "already_decided", "who_decides", "language",
        "publishing", "contact_phone", "municipalities", "keep_signups_days", "keep_senders_days",
        "replies_need_second_reader", "reply_letters",
    }  # fmt: skip
    for name in same:
        setattr(dialogue, name, getattr(shape, name))
    dialogue.contributions_open_at = shape.contributions_open
    dialogue.contributions_close_at = shape.contributions_close
    dialogue.replies_due_on = shape.replies_due
    dialogue.contact_email = shape.contact_email or ""
    dialogue.survey_url = shape.survey.address if shape.survey else ""
    dialogue.survey_provider = shape.survey.provider if shape.survey else ""
    dialogue.survey_text = shape.survey.text if shape.survey else ""
    dialogue.published_at, dialogue.ended_at = shape.published, shape.ended
    dialogue.is_example = work.is_example(shape)
    work.forget_picture(dialogue.picture)
    dialogue.picture, dialogue.picture_text = "", ""
    if shape.picture is not None:
        work.store_picture(dialogue.picture, shape.picture.file, "dialogue", "picture", "file", folder="dialogue")
        dialogue.picture_text = shape.picture.text
    work.save(dialogue, "dialogue")
    _write_what_hangs_on_it(work, dialogue, shape)


def _write_what_hangs_on_it(work: Work, dialogue: Dialogue, shape: DialogueShape) -> None:
    dialogue.former_addresses.filter(day=None).delete()
    for number, slug in enumerate(shape.former_addresses):
        work.save(FormerAddress(dialogue=dialogue, slug=slug), "dialogue", "former_addresses", number)
    dialogue.hosts.all().delete()
    for number, host in enumerate(work.content.hosts):
        work.save(Host(dialogue=dialogue, title=host.title, name=host.name, position=number), "hosts", number)
    dialogue.phases.all().delete()
    for number, phase in enumerate(work.content.phases):
        row = Phase(
            dialogue=dialogue,
            kind=phase.kind,
            title=phase.title,
            text=phase.text,
            starts_on=phase.starts,
            ends_on=phase.ends,
            position=number,
            is_example=work.is_example(phase),
        )
        work.save(row, "phases", number)


def _write_days(work: Work, dialogue: Dialogue) -> dict[str, Day]:
    """Days keep their row, and so their short link, when their slug is still there."""
    present = {day.slug: day for day in dialogue.days.all()}
    written: dict[str, Day] = {}
    for number, shape in enumerate(work.content.days):
        day = present.pop(shape.slug, None) or Day(dialogue=dialogue, slug=shape.slug)
        _write_day(work, day, shape, number)
        written[shape.slug] = day
    for day in present.values():
        work.forget_files_of(day)
        day.delete()
    return written


def _write_day(work: Work, day: Day, shape: DayShape, number: int) -> None:
    for name in ("title", "focus", "place", "status", "status_note", "moved_from", "capacity", "signup_open"):
        setattr(day, name, getattr(shape, name))
    day.starts_at, day.ends_at = shape.starts, shape.ends
    day.status_changed_at = shape.status_changed
    day.before_text, day.after_text = shape.before, shape.after
    day.asked_needs = [str(need) for need in shape.asked_needs]
    day.is_example = work.is_example(shape)
    existed = day.pk is not None
    work.save(day, "days", number)
    if existed:
        work.forget_files_of(day)
        for things in (day.sessions, day.recordings, day.graphic_notes, day.external_rooms, day.former_addresses):
            things.all().delete()
    for position, slug in enumerate(shape.former_addresses):
        row = FormerAddress(dialogue=day.dialogue, day=day, slug=slug)
        work.save(row, "days", number, "former_addresses", position)
    _write_programme(work, day, shape, number)
    import_media(work, day, shape, number)


def _write_programme(work: Work, day: Day, shape: DayShape, number: int) -> None:
    for position, (point, (starts_at, ends_at)) in enumerate(zip(shape.programme, programme_times(shape), strict=True)):
        session = Session(
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            title=point.title,
            text=point.text,
            kind=point.kind,
            is_example=work.is_example(point),
        )
        work.save(session, "days", number, "programme", position)
        for place, person in enumerate(point.speakers):
            speaker = Speaker(session=session, title=person.title, name=person.name, position=place)
            work.save(speaker, "days", number, "programme", position, "speakers", place)


def _write_documents(work: Work, dialogue: Dialogue, days: dict[str, Day]) -> None:
    for old in dialogue.documents.all():
        work.forget_file(old.file)
        old.delete()
    for number, shape in enumerate(work.content.documents):
        document = Document(
            dialogue=dialogue,
            day=days[shape.day] if shape.day is not None else None,
            title=shape.title,
            summary=shape.summary,
            file_name=shape.file_name or PurePosixPath(shape.file).name,
            language=shape.language,
            published_at=shape.published,
            position=number,
        )
        path = ("documents", number, "file")
        kept = work.store_file(document.file, shape.file, *path, folder="documents", kinds=uploads.DOCUMENTS)
        document.file_type, document.bytes = kept.content_type, kept.bytes
        work.save(document, "documents", number)
