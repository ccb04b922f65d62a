"""Every page of the desk against every kind of viewer: what one may not see is missing or refused, never leaked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from fardplan.contributions.models import Contribution, Reply, SavedView, StandardReply, Theme
from fardplan.desk import urls
from fardplan.dialogue.models import Day, Dialogue, Document, RoleName
from fardplan.indicators.models import Indicator, StatisticalTable, TableFetch
from fardplan.indicators.numbers import as_text
from fardplan.ledger.models import Decision, Trace
from fardplan.live.models import Blocked, Burst, CaptionLine, Poll, Question, Stage
from fardplan.media.models import ExternalRoom, GraphicNote, Recording
from fardplan.people.models import ContactDetail, Official
from fardplan.rooms.models import RoomNote
from fardplan.signup.models import Signup
from fardplan.strategy.models import Change, Draft, ImportedText
from fardplan.surveys.definition import as_data, canonical
from fardplan.surveys.models import Collection, Release, Survey, SurveyVersion, Wave
from tests.desk.test_shell import OPEN
from tests.indicators.makers import table_of
from tests.surveys.definitions import short

# Who may open what. A page that is not listed needs the right to edit the content.
EDITORS = {"organiser", "editor"}
EVERYONE_WITH_A_ROLE = set(RoleName.values)
MODERATORS = {"organiser", "moderator", "registrar"}
KNOW_WHO_COMES = {"organiser", "registrar"}
ANSWERERS = {"organiser", "editor", "moderator"}
SORTERS = ANSWERERS | MODERATORS
PRODUCERS = EDITORS | MODERATORS
MAY: dict[str, set[str]] = {
    "dialogue": EVERYONE_WITH_A_ROLE,
    "contributions": EVERYONE_WITH_A_ROLE,
    "contributions-file": EVERYONE_WITH_A_ROLE,
    "mark": MODERATORS,
    "live-days": SORTERS,
    **dict.fromkeys(
        ["live", "live-act", "live-prepare", "live-rehearse", "live-seat", "live-script"], SORTERS | EDITORS
    ),
    "compilation": EVERYONE_WITH_A_ROLE,
    "telling": ANSWERERS,
    "compilation-progress": EVERYONE_WITH_A_ROLE,
    "contribution": EVERYONE_WITH_A_ROLE,
    "act-on-contribution": MODERATORS,
    "hide": MODERATORS,
    "answer-reconsideration": MODERATORS,
    "register-received": MODERATORS,
    "themes": EVERYONE_WITH_A_ROLE,
    "theme": EVERYONE_WITH_A_ROLE,
    "merge-theme": SORTERS,
    "remove-theme": SORTERS,
    "saved-views": EVERYONE_WITH_A_ROLE,
    "remove-view": EVERYONE_WITH_A_ROLE,
    "many-contributions": SORTERS,
    "assign-contribution": SORTERS,
    "contribution-themes": SORTERS,
    "move-contribution": SORTERS,
    "answer-anew": ANSWERERS,
    "reply-also": ANSWERERS,
    "stand-by": ANSWERERS,
    "standard-replies": ANSWERERS,
    "new-standard-reply": ANSWERERS,
    "standard-reply": ANSWERERS,
    "remove-standard-reply": ANSWERERS,
    "signups": MODERATORS,
    "add-signup": MODERATORS,
    "day-signups": KNOW_WHO_COMES,
    "mark-attendance": KNOW_WHO_COMES,
    "export-signups": KNOW_WHO_COMES,
    "signups-file": KNOW_WHO_COMES,
    "signup": KNOW_WHO_COMES,
    "signup-address": KNOW_WHO_COMES,
    "signup-need": KNOW_WHO_COMES,
    "signup-act": KNOW_WHO_COMES,
    "new-reply": ANSWERERS,
    "reply": ANSWERERS,
    "changes": EVERYONE_WITH_A_ROLE,
    "change": EVERYONE_WITH_A_ROLE,
    "mark-changes": ANSWERERS,
    "save-change": ANSWERERS,
    "draw-trace": ANSWERERS,
    "remove-trace": ANSWERERS,
    "trace-contribution": ANSWERERS,
    "preview-dialogue": EVERYONE_WITH_A_ROLE,
    "roles": {"organiser"},
    "remove-role": {"organiser"},
    "log": {"organiser", "registrar"},
    "live-views": SORTERS,
    **dict.fromkeys(["live-captions", "live-transcript", "live-captions-use", "live-captions-file"], SORTERS),
    "renew-stage-key": SORTERS,
    "tell-speaker": SORTERS,
    "live-pace": MODERATORS,
    **dict.fromkeys(
        [
            "live-questions",
            "live-question-act",
            "live-question-asked",
            "live-questions-most",
            "live-question",
            "live-question-merge",
            "live-question-theme",
        ],
        MODERATORS,
    ),
    "live-burst": MODERATORS,
    "live-block": MODERATORS,
    "live-lift": MODERATORS,
    **dict.fromkeys(
        [
            "live-polls",
            "live-new-poll",
            "live-poll",
            "live-edit-poll",
            "live-act-on-poll",
            "live-poll-words",
            "live-poll-file",
        ],
        PRODUCERS,
    ),
    "room-notes": MODERATORS,
    "room-note": MODERATORS,
    "own-room-questions": MODERATORS,
    "act-on-room-note": MODERATORS,
    "rooms-of-day": MODERATORS,
    "make-rooms": MODERATORS,
    "room-questions": MODERATORS,
    "room-papers": MODERATORS,
    "rooms-said": MODERATORS,
    "surveys": EVERYONE_WITH_A_ROLE,
    "survey-collections": EVERYONE_WITH_A_ROLE,
    "survey-register": MODERATORS,
}
# Pages outside any dialogue, for every official.
FOR_ALL_OFFICIALS = {"start", "sign-out-elsewhere", "preview-text", "preview", "stop-preview"}
# Pages for the whole installation look missing to everyone but administrators.
FOR_ADMINISTRATORS = {
    "officials", "change-official", "whole-log", "new-dialogue", "organisation", "appearance", "statement", "faults",
    "accessibility-messages", "accessibility-message", "feedback", "feedback-of-page", "handle-feedback",
    "operations", "retry-mail",
}  # fmt: skip
SECRET = "Hemligt arbetsnamn"


@pytest.fixture
def place(
    dialogue: Dialogue, make_day: Callable[..., Day], make_contribution: Callable[..., Contribution]
) -> dict[str, Any]:
    """What the addresses need: an unpublished dialogue with something of everything."""
    contribution = make_contribution(SECRET)
    reply = Reply.objects.create(dialogue=dialogue, text=SECRET, created_at=contribution.submission.received_at)
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=None, title=SECRET)
    day = make_day(title=SECRET)
    document = Document.objects.create(
        dialogue=dialogue, title=SECRET, summary="s", file="documents/x.pdf", file_name="x.pdf", file_type="", bytes=1
    )
    draft = dialogue.strategy.drafts.get() if dialogue.strategy else None
    assert draft is not None
    contact = ContactDetail.objects.create(name=SECRET, erase_after=day.ends_at)
    signup = Signup.objects.create(day=day, contact=contact, state="confirmed", signed_up_at=day.starts_at)
    somebody = Official.objects.create_user("nagon@example.org")
    about = {"day": day, "title": SECRET}
    change = Change.objects.create(
        strategy=draft.strategy, draft=draft, since=draft, number=1, key="a1-1", kind="reworded", after_text=SECRET
    )
    decision = Decision.objects.create(dialogue=dialogue, title=SECRET, body=SECRET, decided_on=day.starts_at)
    stage = Stage.objects.create(day=day, began_at=day.starts_at)
    CaptionLine.objects.create(stage=stage, began_at=day.starts_at, shown_at=day.starts_at, text=SECRET)
    asked = Question.objects.create(stage=stage, asker="a", text=SECRET, asked_at=day.starts_at)
    numbers = as_text(table_of({SECRET: [1, 2, 3]}))
    table = StatisticalTable.objects.create(
        dialogue=dialogue, slug="t", title=SECRET, source="SCB", file="statistics/x.json", file_name="x.json",
        content=numbers, brought_at=day.starts_at, address="https://api.scb.se/x",
    )  # fmt: skip
    return {
        "table": table,
        "indicator": Indicator.objects.create(
            dialogue=dialogue, table=table, slug="i", heading=SECRET, choice={"Region": ["100"]}, content=numbers
        ),
        "fetch": TableFetch.objects.create(
            dialogue=dialogue,
            address="https://api.scb.se/y",
            asked_at=day.starts_at,
            failed_at=day.starts_at,
            failure={"code": "offline", "details": {"host": SECRET}},
        ),
        "dialogue": dialogue,
        "day": day,
        "document": document,
        "draft": draft,
        "section": draft.sections.get(),
        "imported": ImportedText.objects.create(
            strategy=draft.strategy,
            since=draft,
            name=SECRET,
            imported_at=day.starts_at,
            content={
                "title": "",
                "sections": [[SECRET, "", "text", None]],
                "blocks": [[0, SECRET, "", ""]],
                "found": {
                    "sections": [["new", "", 1, False, [], []]],
                    "blocks": [["new", "", 1, False, [], []]],
                    "removed_sections": [],
                    "removed_passages": [],
                },
            },
        ),
        "passage": draft.passages.all()[0],
        "reply": reply,
        "decision": decision,
        "coming": Draft.objects.create(strategy=draft.strategy, number="9.0", title=SECRET, position=9),
        "trace": Trace.objects.create(change=change, contribution=contribution, drawn_at=day.starts_at),
        "theme": Theme.objects.create(dialogue=dialogue, slug="bostad", name=SECRET),
        "view": SavedView.objects.create(dialogue=dialogue, official=somebody, name=SECRET, query="ko=unread"),
        "standard": StandardReply.objects.create(dialogue=dialogue, name=SECRET, text=SECRET),
        "signup": signup,
        "poll": Poll.objects.create(stage=stage, kind="words", question=SECRET),
        "role": dialogue.roles.create(official=somebody, name=RoleName.EDITOR),
        "sheet": RoomNote.objects.create(day=day, title=SECRET),
        "room": ExternalRoom.objects.create(**about, address="https://x.example/", provider="x", processor="x"),
        "recording": Recording.objects.create(**about, kind="link", address="https://x.example/"),
        "note": GraphicNote.objects.create(**about, picture="graphic-notes/x.webp"),
        "asked": asked,
        "survey": _survey(dialogue, day),
        "burst": Burst.objects.create(stage=stage, what="vote", title=SECRET, began_at=day.starts_at, count=1),
        "blocked": Blocked.objects.create(
            stage=stage, asker="a", rule="threat", reason=SECRET, blocked_at=day.starts_at, blocked_by=somebody
        ),
    }


def _survey(dialogue: Dialogue, day: Day) -> Survey:
    """A survey with an open link, and with an invited sample: one wave of invitations, and a published result."""
    survey = Survey.objects.create(
        dialogue=dialogue, slug="enkat", name=SECRET, draft=as_data(short()), published_at=day.starts_at
    )
    SurveyVersion.objects.create(
        survey=survey, number=1, definition=canonical(short()).decode(), sha256="0" * 64, published_at=day.starts_at
    )
    times = {"opens_at": day.starts_at, "closes_at": day.ends_at}
    Collection.objects.create(survey=survey, slug="oppen", name=SECRET, kind="open", **times)
    sample = Collection.objects.create(survey=survey, slug="urval", name=SECRET, kind="invited", **times)
    Wave.objects.create(collection=sample, number=1, name=SECRET, channel="print", created_at=day.starts_at)
    Release.objects.create(collection=sample, number=1, responses=50, published_at=day.ends_at)
    return survey


# What the number in an address counts: a document, unless it stands here.
NUMBER_OF = {
    "draft": {"draft", "about-draft", "publish-draft", "delete-draft", "new-section", "put-back",
              "changes", "mark-changes", "change", "save-change", "draw-trace"},
    "coming": {"before-publishing", "review-finding", "check-links"},
    "section": {"section", "passages", "move-section", "place-section", "remove-section", "new-passage"},
    "passage": {"passage", "split-passage", "place-passage"},
    "imported": {
        "imported", "imported-section", "imported-passage", "compare-imported", "draft-of-imported",
        "throw-away-imported",
    },
    "table": {
        "statistical-table", "replace-statistical-table", "refetch-statistical-table", "remove-statistical-table",
        "new-indicator",
    },
    "indicator": {"indicator", "act-on-indicator"},
    "fetch": {"table-fetch"},
    "role": {"remove-role"},
    "decision": {"decision", "motions", "remove-decision"},
    "trace": {"remove-trace"},
    "sheet": {"room-note", "own-room-questions", "act-on-room-note"},
    "room": {"room", "remove-room"},
    "recording": {
        "recording", "captions", "remove-captions", "chapters", "chapters-of-day", "publish-recording",
        "remove-recording",
    },
    "asked": {"live-block", "live-question", "live-question-merge", "live-question-theme"},
    "burst": {"live-burst"},
    "blocked": {"live-lift"},
    "note": {"graphic-note", "hotspots", "publish-graphic-note", "remove-graphic-note"},
}  # fmt: skip


def address(pattern: URLPattern, place: dict[str, Any]) -> str:
    """A real address of a page: in the dialogue of `place`, about something that exists there."""
    counted = next((what for what, names in NUMBER_OF.items() if pattern.name in names), "document")
    known = {
        "slug": place["dialogue"].slug,
        "day": place["day"].slug,
        "number": place[counted].pk,
        "label": "S-001",
        "kind": "vtt" if pattern.name == "live-captions-file" else "csv",
        "what": "last",
        "place": 0,
        "language": "sv",
        "reply_id": place["reply"].pk,
        "theme": place["theme"].slug,
        "subject": "passage",
        "key": "a1-1",
        "view_id": place["view"].pk,
        "standard_id": place["standard"].pk,
        "signup_id": place["signup"].pk,
        "poll_id": place["poll"].pk,
        "poll_kind": "single",
        "survey": place["survey"].slug,
        "page": "del_1",
        "question": "kommun",
        "asks": "text",
        "code": "en",
        "version": 1,
        "collection": "oppen" if "poster" in str(pattern.name) else "urval",
        "wave": 1,
        "data_id": 1,
        "way": "print" if pattern.name == "new-survey-wave" else "open",
        "which": 1,
    }
    return reverse(f"desk:{pattern.name}", kwargs={name: known[name] for name in pattern.pattern.converters})


PATTERNS = [pattern for pattern in urls.urlpatterns if pattern.name not in OPEN]
VIEWERS = ["nobody", "no role", *RoleName.values]


def expected(name: str, viewer: str) -> set[int]:
    """The statuses that are right. 405: the page only takes a form, and looking is harmless."""
    if viewer == "nobody":
        return {302}
    if name in FOR_ADMINISTRATORS:
        return {404, 405}
    if name in FOR_ALL_OFFICIALS:
        return {200, 302, 405}
    if viewer == "no role":
        return {404, 405}
    return {200, 405} if viewer in MAY.get(name, EDITORS) else {403, 404, 405}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_pages_open_only_for_those_who_may(
    viewer: str, place: dict[str, Any], make_official: Callable[..., Official], client: Client
) -> None:
    if viewer != "nobody":
        client.force_login(make_official(*([] if viewer == "no role" else [RoleName(viewer)])))
    wrong = {}
    for pattern in PATTERNS:
        response = client.get(address(pattern, place))
        may_see = expected(str(pattern.name), viewer)
        leaks = response.status_code != 200 and SECRET in response.text
        if response.status_code not in may_see or leaks:
            wrong[pattern.name] = (response.status_code, "leaks" if leaks else "")
    assert wrong == {}


@pytest.mark.parametrize("viewer", ["no role", "moderator", "registrar", "politician"])
def test_forms_are_refused_from_those_who_may_not(
    viewer: str, place: dict[str, Any], make_official: Callable[..., Official], client: Client
) -> None:
    client.force_login(make_official(*([] if viewer == "no role" else [RoleName(viewer)])))
    wrong = {}
    for pattern in PATTERNS:
        name = str(pattern.name)
        if name in FOR_ALL_OFFICIALS or viewer in MAY.get(name, EDITORS):
            continue
        status = client.post(address(pattern, place), {"title": "Kapad"}).status_code
        if status not in {403, 404, 405}:
            wrong[name] = status
    assert wrong == {}
    assert not Dialogue.objects.filter(title="Kapad").exists()


def test_nothing_of_another_dialogue_is_reached_by_its_number(
    place: dict[str, Any], make_official: Callable[..., Official], client: Client
) -> None:
    """An organiser of one dialogue writes another's numbers into their own addresses."""
    other = Dialogue.objects.create(slug="min-egen", title="Min egen")
    official = make_official()
    other.roles.create(official=official, name=RoleName.ORGANISER)
    client.force_login(official)
    wrong = {}
    for pattern in PATTERNS:
        takes = pattern.pattern.converters
        if (
            not {
                "day",
                "number",
                "label",
                "reply_id",
                "signup_id",
                "theme",
                "view_id",
                "standard_id",
                "poll_id",
                "survey",
            }
            & takes.keys()
        ):
            continue
        url = address(pattern, place | {"dialogue": other})
        found = {client.get(url).status_code, client.post(url).status_code}
        if not found <= {404, 405}:
            wrong[pattern.name] = found
    assert wrong == {}
