"""A dialogue out of the database: the same format that is imported, with its files in a folder beside it.

Contact details, sign-ups, roles, officials' names, receipts and the audit log stay where they are; so does what is
work under way at the desk: assignments, saved views, reviews of warnings, texts being imported, compilations as files.
Invitations to surveys and unfinished responses stay too: they belong to those who were invited and those who write.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models.fields.files import FieldFile

from fardplan.dialogue.models import (
    Day,
    DayStatus,
    Dialogue,
    ParticipationLevel,
    PhaseKind,
    Publishing,
    ReplyLetters,
    Session,
    SessionKind,
)
from fardplan.exchange.exporting_indicators import indicator_shapes, table_shapes
from fardplan.exchange.exporting_ledger import decision_shapes, telling_shapes
from fardplan.exchange.exporting_live import stage_shape
from fardplan.exchange.exporting_media import broadcast_shape, graphic_note_shape, recording_shape, room_shape
from fardplan.exchange.exporting_rooms import room_note_shapes, room_question_lines
from fardplan.exchange.exporting_said import reply_shapes, standard_reply_shapes, submission_shapes, theme_shapes
from fardplan.exchange.exporting_strategy import strategy_shape
from fardplan.exchange.exporting_surveys import survey_shapes
from fardplan.exchange.fields import STOCKHOLM
from fardplan.exchange.naming import Names, names_in
from fardplan.exchange.shape import (
    AccessibilityShape,
    Content,
    DayShape,
    DialogueShape,
    DocumentShape,
    FaultShape,
    OrganisationShape,
    PersonShape,
    PhaseShape,
    PictureShape,
    SessionShape,
    SurveyElsewhereShape,
)
from fardplan.exchange.writing import yaml_text
from fardplan.organisation.models import AccessibilityStatement, Conformance, Organisation
from fardplan.signup.models import Need

FILE_NAME = "dialogue.yaml"


@dataclass
class Files:
    """What is to lie beside the file, by path: files of the storage, texts, and lines that are read when written."""

    stored: dict[str, FieldFile] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, Callable[[], Iterable[str]]] = field(default_factory=dict)

    def add(self, path: str, stored: FieldFile) -> str:
        """Keep a stored file's ending; returns the path to write in the dialogue file."""
        name = path + Path(str(stored.name)).suffix.lower()
        self.stored[name] = stored
        return name

    def add_text(self, path: str, text: str) -> str:
        self.texts[path] = text
        return path

    def add_lines(self, path: str, lines: Callable[[], Iterable[str]]) -> str:
        """For what is too much to hold in memory; each line ends with a line break."""
        self.lines[path] = lines
        return path


def export_dialogue(dialogue: Dialogue, folder: Path) -> Path:
    """Write the dialogue and its files into `folder`, which is made when missing. Returns the dialogue file's path.

    Raises FileExistsError when the folder has something in it already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    files = Files()
    text = yaml_text(content_of(dialogue, files))
    for name, stored in files.stored.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with stored.open("rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    for name, content in files.texts.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    for name, lines in files.lines.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as written:
            written.writelines(lines())
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def content_of(dialogue: Dialogue, files: Files) -> Content:
    """The dialogue in the shape of the format; the files it names are collected in `files`."""
    example = dialogue.is_example
    names = names_in(dialogue)
    organisation = Organisation.objects.filter(id=1).first()
    return Content(
        format="fardplan/1",
        example=example,
        organisation=_organisation(organisation, files, example=example) if organisation else None,
        strategy=strategy_shape(dialogue.strategy, names, example=example) if dialogue.strategy else None,
        dialogue=_dialogue(dialogue, files),
        phases=[
            PhaseShape(
                kind=PhaseKind(phase.kind),
                title=phase.title,
                text=phase.text,
                starts=phase.starts_on,
                ends=phase.ends_on,
                example=differs(phase.is_example, example),
            )
            for phase in dialogue.phases.all()
        ],
        hosts=[PersonShape(title=host.title, name=host.name) for host in dialogue.hosts.all()],
        days=[_day(day, files, names, example=example) for day in dialogue.days.order_by("starts_at", "id")],
        documents=_documents(dialogue, files),
        statistical_tables=table_shapes(dialogue, files),
        indicators=indicator_shapes(dialogue, files, example=example),
        themes=theme_shapes(dialogue),
        standard_replies=standard_reply_shapes(dialogue),
        replies=reply_shapes(dialogue, names, example=example),
        submissions=submission_shapes(dialogue, names, files, example=example),
        surveys=survey_shapes(dialogue, files, example=example),
        decisions=decision_shapes(dialogue, names, example=example),
        tellings=telling_shapes(dialogue),
    )


def differs(own: bool, whole: bool) -> bool | None:
    """What a part says of being an example: nothing, where it is as the whole file."""
    return own if own != whole else None


def _organisation(organisation: Organisation, files: Files, *, example: bool) -> OrganisationShape:
    statement = AccessibilityStatement.objects.filter(organisation=organisation).first()
    return OrganisationShape(
        name=organisation.name,
        website=organisation.website or None,
        email=organisation.email or None,
        phone=organisation.phone,
        postal_address=organisation.postal_address,
        data_protection_contact=organisation.data_protection_contact or None,
        privacy_text=organisation.privacy_text,
        brand_colour=organisation.brand_colour,
        signal_colour=organisation.signal_colour,
        logo=files.add("files/logo", organisation.logo) if organisation.logo else None,
        logo_text=organisation.logo_text,
        accessibility=_accessibility(statement) if statement else None,
        example=differs(organisation.is_example, example),
    )


def _accessibility(statement: AccessibilityStatement) -> AccessibilityShape:
    return AccessibilityShape(
        service=statement.service,
        conformance=Conformance(statement.conformance),
        method=statement.method,
        exempt_content=statement.exempt_content,
        disproportionate_burden=statement.disproportionate_burden,
        assessed_on=statement.assessed_on,
        updated_on=statement.updated_on,
        answer_days=statement.answer_days,
        faults=[
            FaultShape(description=fault.description, reason=fault.reason, plan=fault.plan, fixed_on=fault.fixed_on)
            for fault in statement.faults.order_by("id")
        ],
    )


def _dialogue(dialogue: Dialogue, files: Files) -> DialogueShape:
    survey = None
    if dialogue.survey_url:
        survey = SurveyElsewhereShape(
            address=dialogue.survey_url, provider=dialogue.survey_provider, text=dialogue.survey_text
        )
    picture = None
    if dialogue.picture:
        picture = PictureShape(file=files.add("files/dialogue", dialogue.picture), text=dialogue.picture_text)
    return DialogueShape(
        slug=dialogue.slug,
        title=dialogue.title,
        theme=dialogue.theme,
        lead=dialogue.lead,
        purpose=dialogue.purpose,
        level=ParticipationLevel(dialogue.level),
        can_influence=dialogue.can_influence,
        already_decided=dialogue.already_decided,
        who_decides=dialogue.who_decides,
        language="en" if dialogue.language == "en" else "sv",
        contributions_open=dialogue.contributions_open_at,
        contributions_close=dialogue.contributions_close_at,
        replies_due=dialogue.replies_due_on,
        publishing=Publishing(dialogue.publishing),
        replies_need_second_reader=dialogue.replies_need_second_reader,
        reply_letters=ReplyLetters(dialogue.reply_letters),
        survey=survey,
        contact_email=dialogue.contact_email or None,
        contact_phone=dialogue.contact_phone,
        municipalities=list(dialogue.municipalities),
        picture=picture,
        keep_signups_days=dialogue.keep_signups_days,
        keep_senders_days=dialogue.keep_senders_days,
        published=dialogue.published_at,
        ended=dialogue.ended_at,
        former_addresses=[row.slug for row in dialogue.former_addresses.filter(day=None).order_by("id")],
    )


def _day(day: Day, files: Files, names: Names, *, example: bool) -> DayShape:
    broadcast = getattr(day, "broadcast", None)
    return DayShape(
        slug=day.slug,
        title=day.title,
        focus=day.focus,
        starts=day.starts_at,
        ends=day.ends_at,
        place=day.place,
        before=day.before_text,
        after=day.after_text,
        status=DayStatus(day.status),
        status_note=day.status_note,
        moved_from=day.moved_from,
        status_changed=day.status_changed_at,
        capacity=day.capacity,
        signup_open=day.signup_open,
        asked_needs=[Need(need) for need in day.asked_needs],
        former_addresses=[row.slug for row in day.former_addresses.order_by("id")],
        programme=[_session(session, day, example=example) for session in day.sessions.all()],
        broadcast=broadcast_shape(broadcast, f"files/{day.slug}/broadcast", files, example=example)
        if broadcast is not None
        else None,
        recordings=[
            recording_shape(recording, f"files/{day.slug}/recording-{number}", files, example=example)
            for number, recording in enumerate(day.recordings.all(), start=1)
        ],
        graphic_notes=[
            graphic_note_shape(note, f"files/{day.slug}/graphic-note-{number}", files, example=example)
            for number, note in enumerate(day.graphic_notes.all(), start=1)
        ],
        external_rooms=[room_shape(room, example=example) for room in day.external_rooms.all()],
        room_questions=room_question_lines(day),
        room_notes=room_note_shapes(day),
        stage=stage_shape(day, names),
        example=differs(day.is_example, example),
    )


def _session(session: Session, day: Day, *, example: bool) -> SessionShape:
    date = day.starts_at.astimezone(STOCKHOLM).date()
    starts, ends = session.starts_at.astimezone(STOCKHOLM), session.ends_at.astimezone(STOCKHOLM)
    that_day = starts.date() == ends.date() == date and not (starts.second or ends.second or starts.fold or ends.fold)
    return SessionShape(
        starts=starts.time() if that_day else starts,
        ends=ends.time() if that_day else ends,
        title=session.title,
        text=session.text,
        kind=SessionKind(session.kind),
        speakers=[PersonShape(title=speaker.title, name=speaker.name) for speaker in session.speakers.all()],
        example=differs(session.is_example, example),
    )


def _documents(dialogue: Dialogue, files: Files) -> list[DocumentShape]:
    return [
        DocumentShape(
            title=document.title,
            summary=document.summary,
            file=files.add(f"files/documents/{number}", document.file),
            file_name=document.file_name,
            language=document.language,
            published=document.published_at,
            day=document.day.slug if document.day else None,
        )
        for number, document in enumerate(dialogue.documents.select_related("day"), start=1)
    ]
