"""Several who write in the same sheet, and several who register it, at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Closed
from fardplan.contributions.models import Contribution, Submission
from fardplan.rooms import actions
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomPoint, RoomQuestion
from tests.races import at_once
from tests.rooms.conftest import NOW, Write

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]


def test_two_hosts_write_in_the_same_sheet_and_every_line_is_there_once(
    note: RoomNote, questions: list[RoomQuestion]
) -> None:
    def line(writer: str, number: int) -> Any:
        text, key = f"{writer} {number}", f"{writer}-{number}"
        ask = questions[number % 2].pk
        return lambda: actions.save_point(note=note, text=text, question_id=ask, key=key, writer=writer, now=NOW)

    calls = [line(writer, number) for writer in ("en", "två") for number in range(6)]
    answers = at_once([*calls, *calls])  # everything twice, as over a bad line
    assert [each for each in answers if isinstance(each, Exception)] == []
    points = RoomPoint.objects.order_by("position")
    assert sorted(point.text for point in points) == sorted(f"{w} {n}" for w in ("en", "två") for n in range(6))
    assert [point.position for point in points] == list(range(12))


def test_of_those_who_change_the_same_line_one_is_saved_and_the_others_are_told(note: RoomNote, write: Write) -> None:
    point = write("Fler platser.")
    save = {"note": note, "point_id": point.pk, "revision": 0, "now": NOW}
    texts = [f"Fler platser {number}." for number in range(6)]
    answers = at_once([lambda text=text: actions.save_point(text=text, writer=text, **save) for text in texts])
    told = [each for each in answers if isinstance(each, Exception)]
    assert [type(each) for each in told] == [ChangedMeanwhile] * 5
    stored = RoomPoint.objects.get()
    assert stored.text in texts
    assert stored.revision == 1


def test_a_note_sent_in_by_host_and_desk_at_once_is_one_submission_and_no_line_is_lost(
    written: RoomNote, by: dict[str, Any]
) -> None:
    late = [lambda n=n: actions.save_point(note=written, text=f"Sent {n}", now=NOW) for n in range(4)]
    register = [lambda who=who: actions.register_note(note=written, by=who, now=NOW) for who in (None, by["by"]) * 2]
    answers = at_once([*register, *late])
    assert {type(each) for each in answers if isinstance(each, Exception)} <= {Closed}
    submission = Submission.objects.get()
    written_lines = set(RoomPoint.objects.values_list("text", flat=True))
    assert set(Contribution.objects.values_list("text", flat=True)) == written_lines
    assert all(line in submission.text for line in written_lines)


def test_one_browser_that_answers_many_times_at_once_is_counted_once(written: RoomNote) -> None:
    check = {"note": written, "browser": "en", "now": NOW}
    answers = at_once(
        [
            lambda is_right=n % 2 == 0: actions.answer_check(
                is_right=is_right, wrong=[] if is_right else [actions.Wrong("Fel.")], **check
            )
            for n in range(8)
        ]
    )
    assert [each for each in answers if isinstance(each, Exception)] == []
    assert RoomAnswer.objects.count() == 1
