"""The format: what stands in a dialogue file, and what each field means. docs/format.md is made from this."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from fardplan.dialogue.models import DayStatus, ParticipationLevel, PhaseKind, Publishing, ReplyLetters, SessionKind
from fardplan.exchange.fields import (
    CalendarDate,
    ClockOrMoment,
    Colour,
    Email,
    FilePath,
    Language,
    Line,
    Moment,
    Shape,
    Slug,
    Switch,
    Text,
    WebAddress,
    Whole,
    choice_of,
)
from fardplan.exchange.shape_indicators import IndicatorShape, StatisticalTableShape
from fardplan.exchange.shape_ledger import DecisionShape, TellingShape
from fardplan.exchange.shape_live import StageShape
from fardplan.exchange.shape_media import BroadcastShape, ExternalRoomShape, GraphicNoteShape, RecordingShape
from fardplan.exchange.shape_rooms import RoomNoteShape
from fardplan.exchange.shape_said import ReplyShape, StandardReplyShape, SubmissionShape, ThemeShape
from fardplan.exchange.shape_strategy import StrategyShape
from fardplan.exchange.shape_surveys import SurveyShape
from fardplan.organisation.models import Conformance
from fardplan.signup.models import Need


class FaultShape(Shape):
    """Something that does not work for everyone yet."""

    description: Text = Field(description="What does not work.")
    reason: Text = Field("", description="Why.")
    plan: Text = Field("", description="What is planned.")
    fixed_on: CalendarDate | None = Field(None, description="When it was mended.")


class AccessibilityShape(Shape):
    """The accessibility statement's own words."""

    service: Line = Field("", max_length=120, description="The name of the service.")
    conformance: Annotated[Conformance, choice_of(Conformance)] = Field(
        Conformance.PARTIAL, description="How far the site fulfils the law."
    )
    method: Text = Field("", description="How the site was tested.")
    exempt_content: Text = Field("", description="Content the law does not cover.")
    disproportionate_burden: Text = Field("", description="Adaptations that are unreasonably burdensome, and why.")
    assessed_on: CalendarDate | None = Field(None, description="When the assessment was made.")
    updated_on: CalendarDate | None = Field(None, description="When the statement was last changed.")
    answer_days: Whole = Field(5, le=60, description="Messages are answered within this many working days.")
    faults: list[FaultShape] = Field([], description="Known faults.")


class OrganisationShape(Shape):
    """The body that runs the dialogue. Used only on a site that has no organisation yet."""

    name: Line = Field(min_length=1, max_length=120, description="Its name.")
    website: WebAddress | None = Field(None, max_length=200, description="Its own website.")
    email: Email | None = Field(None, description="The address of a function, not of a person.")
    phone: Line = Field("", max_length=40, description="Telephone.")
    postal_address: Text = Field("", description="Postal address.")
    data_protection_contact: Email | None = Field(None, description="The data protection officer's address.")
    privacy_text: Text = Field("", description="Words of its own for the page about personal data.")
    brand_colour: Colour = Field("#0b4a56", description="The colour of headings and buttons.")
    signal_colour: Colour = Field("#a81c44", description="The colour of what needs attention.")
    logo: FilePath | None = Field(None, description="A picture file.")
    logo_text: Line = Field("", max_length=120, description="The logo in words.")
    accessibility: AccessibilityShape | None = Field(None, description="The accessibility statement.")
    example: Switch | None = Field(None, description="Whether this is example material.")


class SurveyElsewhereShape(Shape):
    """A survey in somebody else's service."""

    address: WebAddress = Field(max_length=200, description="The link.")
    provider: Line = Field("", max_length=80, description="Whose service it is.")
    text: Text = Field("", description="What the survey is about.")


class PictureShape(Shape):
    """A picture and its words."""

    file: FilePath = Field(description="A picture file.")
    text: Line = Field("", max_length=300, description="The picture in words.")


class DialogueShape(Shape):
    """The whole way from invitation to decision about one strategy."""

    slug: Slug = Field(description="The first part of its address.")
    title: Line = Field(min_length=1, max_length=160, description="Its name.")
    theme: Line = Field("", max_length=200, description="The question or theme.")
    lead: Text = Field("", description="The first words people read.")
    purpose: Text = Field("", description="What the dialogue is for.")
    level: Annotated[ParticipationLevel, choice_of(ParticipationLevel)] = Field(
        ParticipationLevel.DIALOGUE, description="The level of participation."
    )
    can_influence: Text = Field("", description="What people can influence.")
    already_decided: Text = Field("", description="What is already decided.")
    who_decides: Text = Field("", description="Who decides, and when.")
    language: Literal["sv", "en"] = Field("sv", description="The language of the content.")
    contributions_open: Moment | None = Field(None, description="From when contributions are taken.")
    contributions_close: Moment | None = Field(None, description="The last second they are taken.")
    replies_due: CalendarDate | None = Field(None, description="When the replies come at the latest.")
    publishing: Annotated[Publishing, choice_of(Publishing)] = Field(
        Publishing.AFTER_READING, description="Whether contributions are shown at once or after somebody has read them."
    )
    replies_need_second_reader: Switch = Field(
        default=False, description="Whether a second official reads every reply before it is published."
    )
    reply_letters: Annotated[ReplyLetters, choice_of(ReplyLetters)] = Field(
        ReplyLetters.TOGETHER, description="Whether replies are mailed as they are published or together with a draft."
    )
    survey: SurveyElsewhereShape | None = Field(None, description="A survey elsewhere.")
    contact_email: Email | None = Field(None, description="The address of a function, not of a person.")
    contact_phone: Line = Field("", max_length=40, description="Telephone.")
    municipalities: list[Line] = Field([], description="The municipalities to choose among.")
    picture: PictureShape | None = Field(None, description="The picture of the dialogue.")
    keep_signups_days: Whole = Field(
        30, le=3650, description="The details of those who signed up are erased this many days after the day."
    )
    keep_senders_days: Whole = Field(
        180, le=3650, description="Senders' addresses are erased this many days after the replies are due."
    )
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    ended: Moment | None = Field(None, description="When it was closed.")
    former_addresses: list[Slug] = Field([], description="Earlier slugs; they lead to the present one.")
    example: Switch | None = Field(None, description="Whether this is example text.")


class PhaseShape(Shape):
    """A stretch of the way."""

    kind: Annotated[PhaseKind, choice_of(PhaseKind)] = Field(description="What happens then.")
    title: Line = Field(min_length=1, max_length=160, description="Its name.")
    text: Text = Field("", description="More about it.")
    starts: CalendarDate | None = Field(None, description="First day, as far as it is known.")
    ends: CalendarDate | None = Field(None, description="Last day, as far as it is known.")
    example: Switch | None = Field(None, description="Whether this is example text.")


class PersonShape(Shape):
    """A host or a speaker: by title; a name is optional."""

    title: Line = Field(min_length=1, max_length=160, description="Title or function.")
    name: Line = Field("", max_length=120, description="Name, when it is to be shown.")


class SessionShape(Shape):
    """One point of the programme."""

    starts: ClockOrMoment = Field(description="A time that day (13:15), or date and time.")
    ends: ClockOrMoment | None = Field(
        None, description="As `starts`. Without it: when the next point starts, or when the day ends."
    )
    title: Line = Field(min_length=1, max_length=200, description="Its heading.")
    text: Text = Field("", description="What happens.")
    kind: Annotated[SessionKind, choice_of(SessionKind)] = Field(SessionKind.TALK, description="What kind of point.")
    speakers: list[PersonShape] = Field([], description="Who speaks.")
    example: Switch | None = Field(None, description="Whether this is example text.")


class DayShape(Shape):
    """One day: when, what about, what is seen and heard."""

    slug: Slug = Field(description="The last part of its address.")
    title: Line = Field(min_length=1, max_length=160, description="Its name.")
    focus: Line = Field("", max_length=200, description="What it is about.")
    starts: Moment = Field(description="When it begins.")
    ends: Moment = Field(description="When it ends.")
    place: Line = Field("", max_length=200, description="Where, when it is somewhere.")
    before: Text = Field("", description="Text before the day.")
    after: Text = Field("", description="Text after the day: what happened.")
    status: Annotated[DayStatus, choice_of(DayStatus)] = Field(
        DayStatus.PLANNED, description="Planned, moved or cancelled; upcoming, live and ended follow from the clock."
    )
    status_note: Text = Field("", description="Why it was moved or cancelled.")
    moved_from: Moment | None = Field(None, description="When it was to begin before it was moved.")
    status_changed: Moment | None = Field(None, description="When it was moved or cancelled.")
    capacity: Whole | None = Field(None, description="The number of seats; without it there is no limit.")
    signup_open: Switch = Field(default=True, description="Whether one can sign up.")
    asked_needs: list[Annotated[Need, choice_of(Need)]] = Field([], description="The needs the form asks about.")
    former_addresses: list[Slug] = Field([], description="Earlier slugs; they lead to the present one.")
    programme: list[SessionShape] = Field([], description="The points of the programme, in order.")
    broadcast: BroadcastShape | None = Field(None, description="Where the day is broadcast.")
    recordings: list[RecordingShape] = Field([], description="Films to see again.")
    graphic_notes: list[GraphicNoteShape] = Field([], description="Graphic recordings.")
    external_rooms: list[ExternalRoomShape] = Field([], description="Rooms for conversation elsewhere.")
    room_questions: list[Line] = Field([], description="What every room is asked.")
    room_notes: list[RoomNoteShape] = Field([], description="What the rooms wrote.")
    stage: StageShape | None = Field(None, description="The day as it happened, when it was broadcast.")
    example: Switch | None = Field(None, description="Whether the texts of the day are example text.")


class DocumentShape(Shape):
    """A file to read, with what it says in short."""

    title: Line = Field(min_length=1, max_length=200, description="Its title.")
    summary: Text = Field(min_length=1, description="What it says, in short.")
    file: FilePath = Field(description="The file.")
    file_name: Line = Field("", max_length=120, description="The name people get; without it the file's own.")
    language: Language = Field("sv", description="The language it is written in.")
    published: Moment | None = Field(None, description="When it was published; without it nobody sees it yet.")
    day: Slug | None = Field(None, description="The slug of the day it belongs to.")


class Content(Shape):
    """The whole file."""

    format: Literal["fardplan/1"] = Field(description="Always fardplan/1.")
    example: Switch = Field(default=False, description="Marks everything as example; each part may say otherwise.")
    organisation: OrganisationShape | None = Field(None, description="Who runs the dialogue.")
    strategy: StrategyShape | None = Field(None, description="What it is about.")
    dialogue: DialogueShape = Field(description="The dialogue itself.")
    phases: list[PhaseShape] = Field([], description="The way, stretch by stretch.")
    hosts: list[PersonShape] = Field([], description="Who stands for it.")
    days: list[DayShape] = Field([], description="Its days.")
    documents: list[DocumentShape] = Field([], description="Files to read.")
    statistical_tables: list[StatisticalTableShape] = Field([], description="Tables of official statistics.")
    indicators: list[IndicatorShape] = Field([], description="The state of things in numbers, in order.")
    themes: list[ThemeShape] = Field([], description="What contributions are about across passages, in order.")
    standard_replies: list[StandardReplyShape] = Field([], description="The bank of replies.")
    replies: list[ReplyShape] = Field([], description="Replies, each with the name contributions point to.")
    submissions: list[SubmissionShape] = Field(
        [], description="What has come in, in the order of its numbers: the first becomes S-001."
    )
    surveys: list[SurveyShape] = Field([], description="Its own surveys, in order.")
    decisions: list[DecisionShape] = Field([], description="What was decided, the oldest first.")
    tellings: list[TellingShape] = Field(
        [], description="When those who left an address were told what became of it, the oldest first."
    )
