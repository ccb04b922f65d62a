"""Every column of what a dialogue is made of is either in the file, or left out for a reason."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from fardplan.exchange import (
    shape,
    shape_indicators,
    shape_ledger,
    shape_live,
    shape_media,
    shape_rooms,
    shape_said,
    shape_strategy,
    shape_surveys,
)

# What each column is called in the file, where that is not its own name.
IN_THE_FILE: dict[str, dict[str, str]] = {
    "Organisation": {"is_example": "example"},
    "AccessibilityStatement": {},
    "AccessibilityFault": {},
    "Strategy": {},
    "Draft": {"is_example": "example", "published_at": "published"},
    "Section": {},
    "Passage": {},
    "Descent": {},
    "Change": {
        "is_moved": "moved", "is_editorial": "editorial",
        "before_code": "before", "before_heading": "before", "before_text": "before", "before_place": "before",
        "after_code": "after", "after_heading": "after", "after_text": "after", "after_place": "after",
    },
    "Dialogue": {
        "contributions_open_at": "contributions_open", "contributions_close_at": "contributions_close",
        "replies_due_on": "replies_due", "survey_url": "survey", "survey_provider": "survey", "survey_text": "survey",
        "picture_text": "picture", "is_example": "example", "published_at": "published", "ended_at": "ended",
    },
    "Day": {
        "starts_at": "starts", "ends_at": "ends", "before_text": "before", "after_text": "after",
        "status_changed_at": "status_changed", "is_example": "example",
    },
    "Session": {"starts_at": "starts", "ends_at": "ends", "is_example": "example"},
    "Speaker": {},
    "Host": {},
    "Phase": {"starts_on": "starts", "ends_on": "ends", "is_example": "example"},
    "Document": {"published_at": "published"},
    "StatisticalTable": {"content": "table_file", "brought_at": "brought"},
    "Indicator": {
        "time_code": "time", "section_key": "section", "content": "table_file", "is_example": "example",
        "published_at": "published",
    },
    "Broadcast": {"is_example": "example"},
    "Recording": {
        "seconds": "length", "is_captioned_elsewhere": "captioned_elsewhere", "captions_due_on": "captions_due",
        "is_example": "example", "published_at": "published",
    },
    "Captions": {"vtt": "file", "is_automatic": "automatic"},
    "Chapter": {"seconds": "at"},
    "GraphicNote": {"is_example": "example", "published_at": "published"},
    "Hotspot": {"recording_seconds": "at"},
    "ExternalRoom": {"is_example": "example"},
    "Submission": {
        "received_at": "received", "sender_label": "sender", "source_note": "source", "registered_at": "registered",
        "dated_on": "dated", "is_example": "example",
    },
    "Attachment": {"text": "text_file", "added_at": "added"},
    "Theme": {},
    "StandardReply": {},
    "Reply": {
        "created_at": "created", "ready_at": "ready", "approved_at": "approved", "published_at": "published",
        "is_example": "example",
    },
    "Verdict": {"given_at": "given", "handled_at": "handled"},
    "Decision": {"decided_on": "decided", "minutes_url": "minutes", "is_example": "example"},
    "Motion": {},
    "Trace": {"drawn_at": "drawn"},
    "Telling": {"asked_at": "asked", "finished_at": "finished"},
    "Stage": {"replies_due_on": "replies_due", "began_at": "began", "ended_at": "ended"},
    "Cue": {
        "stood_still_seconds": "stood_still", "is_of_programme": "of_programme", "is_changed_here": "changed_here",
        "planned_at": "planned", "planned_seconds": "seconds", "began_at": "began", "ended_at": "ended",
        "skipped_at": "skipped",
    },
    "Happening": {},
    "Reaction": {},
    "Question": {
        "asked_at": "asked", "shown_at": "shown", "hidden_at": "hidden", "queued_at": "queued",
        "on_stage_at": "on_stage", "answered_at": "answered",
    },
    "Poll": {"opened_at": "opened", "closes_at": "closes", "closed_at": "closed"},
    "PollWord": {"shown_at": "shown", "hidden_at": "hidden"},
    "Ballot": {},
    "Mark": {},
    "CaptionLine": {
        "began_at": "began", "shown_at": "shown", "is_automatic": "automatic", "corrected_at": "corrected",
    },
    "RoomNote": {
        "worded_at": "worded", "finished_at": "finished", "registered_at": "registered",
    },
    "RoomPoint": {"written_at": "written", "removed_at": "removed"},
    "RoomAnswer": {"given_at": "given"},
    "RoomRemark": {"given_at": "given"},
    "Survey": {
        "draft": "draft_file", "published_at": "published", "results_published_at": "results_published",
        "is_example": "example",
    },
    "SurveyVersion": {"definition": "file", "published_at": "published"},
    "Collection": {
        "opens_at": "opens", "closes_at": "closes", "reopened_at": "reopened", "is_example": "example",
    },
    "Response": {},
    "BreakOff": {},
    "Wave": {"created_at": "created", "sent_at": "sent", "reminded_at": "reminded"},
    "TextAnswer": {},
    "Margin": {},
    "Release": {
        "tables": "file", "counts": "file", "published_at": "published", "withdrawn_at": "withdrawn",
    },
    "Contribution": {
        "attachment": "taken", "taken_start": "taken", "taken_end": "taken",
        "read_at": "read", "published_at": "published", "hidden_at": "hidden", "hidden_rule": "hidden",
        "hidden_reason": "hidden",
    },
}  # fmt: skip

SHAPES: dict[str, type[shape.Shape]] = {
    "Organisation": shape.OrganisationShape, "AccessibilityStatement": shape.AccessibilityShape,
    "AccessibilityFault": shape.FaultShape, "Strategy": shape_strategy.StrategyShape,
    "Draft": shape_strategy.DraftShape, "Section": shape_strategy.SectionShape,
    "Passage": shape_strategy.PassageShape, "Descent": shape_strategy.DescentShape,
    "Change": shape_strategy.ChangeShape, "Trace": shape_strategy.TraceShape,
    "Decision": shape_ledger.DecisionShape, "Motion": shape_ledger.MotionShape, "Telling": shape_ledger.TellingShape,
    "Attachment": shape_said.AttachmentShape, "Theme": shape_said.ThemeShape,
    "StandardReply": shape_said.StandardReplyShape, "Verdict": shape_said.VerdictShape,
    "Stage": shape_live.StageShape, "Cue": shape_live.CueShape, "Happening": shape_live.HappeningShape,
    "Reaction": shape_live.ReactionShape, "Question": shape_live.QuestionShape, "Poll": shape_live.PollShape,
    "PollWord": shape_live.PollWordShape, "Ballot": shape_live.BallotShape, "Mark": shape_live.MarkShape,
    "CaptionLine": shape_live.CaptionLineShape,
    "Dialogue": shape.DialogueShape,
    "Day": shape.DayShape, "Session": shape.SessionShape, "Speaker": shape.PersonShape, "Host": shape.PersonShape,
    "Phase": shape.PhaseShape, "Document": shape.DocumentShape, "Broadcast": shape_media.BroadcastShape,
    "Recording": shape_media.RecordingShape, "Captions": shape_media.CaptionsShape, "Chapter": shape_media.ChapterShape,
    "GraphicNote": shape_media.GraphicNoteShape, "Hotspot": shape_media.HotspotShape,
    "ExternalRoom": shape_media.ExternalRoomShape, "Submission": shape_said.SubmissionShape,
    "Reply": shape_said.ReplyShape, "Contribution": shape_said.ContributionShape,
    "StatisticalTable": shape_indicators.StatisticalTableShape, "Indicator": shape_indicators.IndicatorShape,
    "RoomNote": shape_rooms.RoomNoteShape, "RoomPoint": shape_rooms.RoomPointShape,
    "RoomAnswer": shape_rooms.RoomAnswerShape, "RoomRemark": shape_rooms.RoomRemarkShape,
    "Survey": shape_surveys.SurveyShape, "SurveyVersion": shape_surveys.SurveyVersionShape,
    "Collection": shape_surveys.CollectionShape, "Response": shape_surveys.ResponseShape,
    "BreakOff": shape_surveys.BreakOffShape, "Wave": shape_surveys.WaveShape,
    "TextAnswer": shape_surveys.TextAnswerShape, "Margin": shape_surveys.MarginShape,
    "Release": shape_surveys.ReleaseShape,
}  # fmt: skip

# Not in the file: the order of the file says it; it is told by the file that comes with it; it is somebody's secret
# or name; or it counts what has happened on this site.
LEFT_OUT: dict[str, set[str]] = {
    "*": {"id", "position", "changed_at", "short_code", "revision"},
    "Recording": {"file_type", "bytes", "main_captions"},
    "Document": {"file_type", "bytes"},
    "StatisticalTable": {"table_id", "unit", "updated", "bytes"},
    "Indicator": {"fault"},
    "Submission": {"number", "receipt_key", "sending_key", "contact", "registered_by"},
    "Reply": {"written_by", "approved_by", "publications"},
    "Attachment": {"file_type", "bytes"},
    "Contribution": {"part", "assigned_to"},
    "Trace": {"drawn_by"},
    "Telling": {"asked_by"},
    "Stage": {"speaker_message", "is_rehearsal", "key", "caption_key", "secret"},
    "Happening": {"by"},
    "Question": {"asker", "sending_key", "support_before"},
    "Poll": {"secret"},
    "Ballot": {"voter", "given_at", "changed_at"},
    "CaptionLine": {"sending_key", "typist"},
    "RoomNote": {"host_key", "check_key", "writer"},
    "RoomPoint": {"key", "writer"},
    "RoomAnswer": {"browser"},
    "Survey": {"removed"},
    "Collection": {"kiosk_key"},
    "Response": {"change_hash"},
    "Wave": {"is_writing"},
    "Release": {"published_by"},
}

# Whole tables that stay on their site, each with its reason.
NOT_IN_THE_FILE = {
    "AccessibilityMessage": "messages to the organisation, with addresses",
    "PageFeedback": "about the pages of this site",
    "Role": "who works here",
    "FormerAddress": "former_addresses of the dialogue and of each day",
    "RoomQuestion": "room_questions of each day, and questions of each of its room_notes",
    "Report": "a matter at the desk",
    "Reconsideration": "a matter at the desk",
    "ImportedText": "work under way at the desk",
    "SavedView": "an official's own",
    "Review": "work under way at the desk",
    "LinkCheck": "asked again",
    "LikenessBand": "worked out again from what was said",
    "News": "which letters told whom; no address comes with the file, so nobody in it is told again",
    "Upvote": "how many supported a question stands at it",
    "PollOption": "options of the poll",
    "DeskSeat": "who has a page of the desk open",
    "Burst": "a matter at the desk while the day goes on",
    "Blocked": "a matter at the desk while the day goes on",
    "CaptionTypist": "who has the typing page open",
    "LineBeingTyped": "gone when the line is finished",
    "TableFetch": "work under way at the desk",
    "Invitation": "how many there were stands at the wave; to whom a code went stays here",
    "SurveyPicture": "a version names it as this site keeps it, and cannot be changed; another site shows the squares",
    "DataFile": "made for one official, for a day; the responses are told",
    "UnfinishedResponse": "only the one who writes it can read it, with a code of this site",
    "Tally": "counted again from the responses",
    "CompilationFile": "made anew out of what is in the file",
}


TOLD = (
    "organisation", "strategy", "dialogue", "media", "indicators", "contributions", "ledger", "rooms", "live",
    "surveys",
)  # fmt: skip


# The link from a row to what it hangs on, which the file shows by standing inside it.
INSIDE: dict[str, set[str]] = {
    "AccessibilityStatement": {"organisation"}, "AccessibilityFault": {"statement"}, "Draft": {"strategy"},
    "Section": {"draft", "parent"}, "Passage": {"draft", "section"}, "Descent": {"draft"},
    "Change": {"strategy", "draft"}, "Trace": {"change"}, "Attachment": {"submission"}, "Verdict": {"contribution"},
    "Contribution": {"submission"}, "Motion": {"decision"}, "Session": {"day"}, "Speaker": {"session"},
    "Broadcast": {"day"}, "Recording": {"day"}, "Captions": {"recording"}, "Chapter": {"recording"},
    "Stage": {"day"}, "Cue": {"stage"}, "Happening": {"stage"}, "Reaction": {"stage"}, "Question": {"stage"},
    "Poll": {"stage"}, "PollWord": {"poll"}, "Ballot": {"poll"}, "Mark": {"ballot", "poll"}, "CaptionLine": {"stage"},
    "SurveyVersion": {"survey"}, "Collection": {"survey"}, "Response": {"collection"}, "BreakOff": {"collection"},
    "Wave": {"collection"}, "TextAnswer": {"collection"}, "Margin": {"collection"}, "Release": {"collection"},
    "RoomNote": {"day"}, "RoomPoint": {"note"}, "RoomAnswer": {"note"}, "RoomRemark": {"answer"},
    "GraphicNote": {"day"}, "Hotspot": {"note"}, "ExternalRoom": {"day"}, "Dialogue": {"strategy"},
}  # fmt: skip


def _columns(model: type[models.Model]) -> set[str]:
    """A model's own columns and tables between, but for the links to what it hangs on."""
    above = INSIDE.get(model.__name__, set()) | {"dialogue"}
    own = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return own - above


def test_every_column_is_in_the_file_or_left_out_for_a_reason() -> None:
    forgotten = []
    compared = 0
    for app in TOLD:
        for model in apps.get_app_config(app).get_models():
            name = model.__name__
            if name in NOT_IN_THE_FILE:
                continue
            renamed, fields = IN_THE_FILE[name], SHAPES[name].model_fields
            for column in _columns(model) - LEFT_OUT["*"] - LEFT_OUT.get(name, set()):
                compared += 1
                if renamed.get(column, column) not in fields:
                    forgotten.append(f"{name}.{column}")
    assert compared > 200
    assert sorted(forgotten) == []
