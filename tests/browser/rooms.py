"""Sheets of rooms in every state the page checks need; made once, found again by their names."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from fardplan.base.editing import Row
from fardplan.contributions.actions import create_theme, publish, set_themes
from fardplan.contributions.models import Contribution, Theme
from fardplan.dialogue.models import Day
from fardplan.people.models import Official
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomQuestion
from tests.browser.desk import dialogue

AFTERNOON = datetime(2020, 12, 1, 13, 10, tzinfo=UTC)
MOMENT = "2020-12-01 14:40"
LINES = [
    ["Företagen tar gärna emot oss, om skolan frågar i tid.", "Det finns en buss på morgonen."],
    ["Fler lärlingsplatser, också i vården.", "Bussar som går hem på kvällen, så att praktiken går att ta."],
]


def _day() -> Day:
    day = dialogue().days.order_by("starts_at").last()
    assert day is not None
    if not RoomQuestion.objects.filter(day=day).exists():
        rows = [Row(None, {"text": text}) for text in ("Vad fungerar i dag?", "Vad behöver ändras?")]
        actions.set_questions(day=day, rows=rows, seen=None, **_by())
    return day


def _by() -> dict[str, Any]:
    return {"by": Official.objects.filter(is_administrator=True)[0], "now": AFTERNOON}


def _room(title: str) -> tuple[RoomNote, bool]:
    """A sheet of this name, and whether it is new."""
    day = _day()
    found = RoomNote.objects.filter(day=day, title=title).first()
    if found is not None:
        return found, False
    (made,) = actions.make_rooms(day=day, number=1, **_by())
    return actions.name_room(note=made, title=title, **_by()), True


def empty() -> RoomNote:
    return _room("Ett tomt rum")[0]


def written(title: str = "Rum A") -> RoomNote:
    """With lines under both questions, who is there, and one line taken away."""
    note, is_new = _room(title)
    if is_new:
        actions.say_who(note=note, who="3 elever, 2 från föreningar", revision=0, now=AFTERNOON)
        for question, lines in zip(RoomQuestion.objects.filter(day=note.day, note=None), LINES, strict=True):
            for text in lines:
                actions.save_point(note=note, text=text, question_id=question.pk, now=AFTERNOON)
        gone = actions.save_point(note=note, text="En punkt som togs bort.", question_id=question.pk, now=AFTERNOON)
        actions.take_away(note=note, point_id=gone.pk, now=AFTERNOON)
    return RoomNote.objects.select_related("day__dialogue", "submission").get(pk=note.pk)


def checked(title: str = "Rum B") -> RoomNote:
    """Done, and the room has said what it thinks."""
    note = written(title)
    if note.finished_at is None:
        note = actions.finish(note=note, now=AFTERNOON)
        actions.answer_check(note=note, browser="en", is_right=True, now=AFTERNOON)
        point = note.points.filter(removed_at=None)[0]
        wrong = [actions.Wrong("Vi sade att det gäller de små företagen.", point.pk), actions.Wrong("Tåget saknas.")]
        actions.answer_check(note=note, browser="två", is_right=False, wrong=wrong, now=AFTERNOON)
    return note


def registered(title: str = "Rum C") -> RoomNote:
    """Sent in, published, and with a theme."""
    note = checked(title)
    if note.submission is None:
        submission = actions.register_note(note=note, by=None, now=AFTERNOON)
        points = list(Contribution.objects.filter(submission=submission).select_related("submission__dialogue"))
        for point in points:
            publish(contribution=point, revision=point.revision, **_by())
        theme = Theme.objects.filter(dialogue=note.day.dialogue, name="Att ta sig fram").first()
        theme = theme or create_theme(dialogue=note.day.dialogue, name="Att ta sig fram", **_by())
        set_themes(contributions=points[-1:], add=[theme], **_by())
        note = RoomNote.objects.select_related("day__dialogue", "submission").get(pk=note.pk)
    return note


def sheet(make: Callable[[], RoomNote], url_name: str = "public:room-sheet") -> Callable[[], str]:
    return lambda: reverse(url_name, args=[make().host_key])


def check(make: Callable[[], RoomNote]) -> Callable[[], str]:
    return lambda: reverse("public:room-check", args=[make().check_key])


def said() -> str:
    note = registered()
    return reverse("public:rooms-said", args=[note.day.dialogue.slug, note.day.slug])


def of_day(url_name: str) -> Callable[[], str]:
    """A page of the desk about a day with rooms in every state."""

    def address() -> str:
        for make in (empty, written, checked, registered):
            note = make()
        return reverse(url_name, args=[note.day.dialogue.slug, note.day.slug])

    return address


def at_desk(make: Callable[[], RoomNote], url_name: str = "desk:room-note") -> Callable[[], str]:
    def address() -> str:
        note = make()
        return reverse(url_name, args=[note.day.dialogue.slug, note.pk])

    return address
