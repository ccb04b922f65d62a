"""The bounded log of one set of readers: nothing is missed, nothing comes twice, old readers are told to begin anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fardplan.base.hub import journal
from fardplan.base.hub.frames import encoded, event_frame, reset_frame, state_frame
from fardplan.base.hub.journal import Event, Journal


def event(number: int) -> Event:
    return Event(number, "day-1", event_frame(event_id=number, topic="day-1", name="happened", data="{}"))


def tally(votes: int) -> bytes:
    return state_frame(topic="poll-1", name="tally", data=encoded({"votes": votes}))


def test_a_frame_says_id_name_and_data_on_lines_of_their_own() -> None:
    frame = event_frame(event_id=7, topic="day-1", name="question-asked", data=encoded({"text": "Varför\nnu?"}))
    assert frame == b'id: 7\nevent: question-asked\ndata: {"topic":"day-1","data":{"text":"Varf\xc3\xb6r\\nnu?"}}\n\n'


def test_a_reader_gets_what_came_after_its_position_and_of_each_state_only_the_newest() -> None:
    kept = Journal([event(1)])
    seen = kept.position
    kept.put("poll-1", "tally", tally(1))
    kept.add(event(2))
    kept.put("poll-1", "tally", tally(2))
    assert kept.since(seen) == event(2).frame + tally(2)
    assert kept.since(kept.position) == b""


def test_a_state_that_is_what_it_was_is_no_news() -> None:
    kept = Journal()
    kept.put("poll-1", "tally", tally(1))
    seen = kept.position
    kept.put("poll-1", "tally", tally(1))
    assert kept.position == seen


def test_readers_at_the_same_position_share_the_same_bytes() -> None:
    kept = Journal([event(1), event(2)])
    assert kept.since(0) is kept.since(0)


def test_who_comes_back_gets_the_missing_events_and_every_state() -> None:
    kept = Journal([event(1), event(2), event(3)], newest_id=3)
    kept.put("poll-1", "tally", tally(5))
    assert kept.opening(1) == event(2).frame + event(3).frame + tally(5)


def test_who_was_away_for_too_long_begins_anew() -> None:
    kept = Journal([event(10)], oldest_id=9, newest_id=10)
    kept.put("poll-1", "tally", tally(5))
    assert kept.opening(8) == reset_frame(event_id=10) + tally(5)


def test_who_has_seen_what_this_database_never_held_begins_anew() -> None:
    assert Journal([event(1)], newest_id=1).opening(5) == reset_frame(event_id=1)


def test_a_reader_slower_than_the_log_begins_anew_and_the_log_stays_bounded() -> None:
    kept = Journal()
    for number in range(1, journal.KEPT + 2):
        kept.add(event(number))
    assert kept.since(0) == reset_frame(event_id=journal.KEPT + 1)
    assert kept.since(1).count(b"event: happened") == journal.KEPT
    assert kept.oldest_id == 1


@given(st.lists(st.one_of(st.just("event"), st.integers(0, 3), st.just("read")), max_size=60))
def test_however_it_is_read_a_reader_ends_with_all_events_in_order_and_the_newest_states(
    steps: list[str | int],
) -> None:
    kept, position, got, number = Journal(), 0, b"", 0
    newest: dict[str, bytes] = {}
    for step in [*steps, "read"]:
        if step == "event":
            number += 1
            kept.add(event(number))
        elif step == "read":
            got, position = got + kept.since(position), kept.position
        else:
            name = f"tally-{'abcd'[int(step)]}"
            newest[name] = state_frame(topic="poll-1", name=name, data=encoded({"votes": kept.position}))
            kept.put("poll-1", name, newest[name])
    assert [line for line in got.split(b"\n") if line.startswith(b"id: ")] == [
        f"id: {each}".encode() for each in range(1, number + 1)
    ]
    for name, frame in newest.items():
        assert got.rfind(f"event: {name}\n".encode()) == got.rfind(frame.split(b"\n\n")[0])
