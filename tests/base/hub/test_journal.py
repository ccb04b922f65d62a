"""The bounded log and who gets what of it: nothing missed, nothing twice, old readers are told to begin anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fardplan.base.hub import journal
from fardplan.base.hub.frames import encoded, event_frame, reset_frame, state_frame
from fardplan.base.hub.journal import Channel, Event, Journal

DAY = frozenset({"day-1", "poll-1"})


def event(number: int, topic: str = "day-1") -> Event:
    return Event(number, topic, event_frame(event_id=number, topic=topic, name="happened", data="{}"))


def tally(votes: int) -> bytes:
    return state_frame(topic="poll-1", name="tally", data=encoded({"votes": votes}))


def kept(*events: Event) -> tuple[Journal, Channel]:
    """A journal with these events in it, and the channel of the day."""
    made = Journal()
    channel = made.channel(DAY)
    for each in events:
        made.add(each)
    return made, channel


def body(channel: Channel, position: int) -> bytes:
    found: bytes = channel.since(position)["body"]
    return found


def test_a_frame_says_id_name_and_data_on_lines_of_their_own() -> None:
    frame = event_frame(event_id=7, topic="day-1", name="question-asked", data=encoded({"text": "Varför\nnu?"}))
    assert frame == b'id: 7\nevent: question-asked\ndata: {"topic":"day-1","data":{"text":"Varf\xc3\xb6r\\nnu?"}}\n\n'


def test_a_reader_gets_what_came_after_its_position_and_of_each_state_only_the_newest() -> None:
    made, channel = kept(event(1))
    seen = channel.position
    made.put("poll-1", "tally", tally(1))
    made.add(event(2))
    made.put("poll-1", "tally", tally(2))
    assert body(channel, seen) == event(2).frame + tally(2)
    assert body(channel, channel.position) == b""


def test_what_concerns_others_moves_nobody() -> None:
    made, channel = kept(event(1))
    seen = channel.position
    made.touched()
    made.add(event(2, "day-2"))
    made.put("poll-2", "tally", tally(1))
    assert (channel.position, made.touched()) == (seen, [])


def test_a_state_that_is_what_it_was_is_no_news() -> None:
    made, channel = kept()
    made.put("poll-1", "tally", tally(1))
    seen = channel.position
    made.put("poll-1", "tally", tally(1))
    assert channel.position == seen


def test_those_who_lack_the_same_share_the_same_bytes_whatever_else_they_follow() -> None:
    made, channel = kept()
    others = [made.channel(DAY | {f"asker-{number}"}) for number in range(3)]
    made.add(event(1))
    assert {id(each.since(0)) for each in [channel, *others]} == {id(channel.since(0))}
    made.add(event(2, "asker-1"))
    assert [body(each, 0) for each in others] == [
        event(1).frame, event(1).frame + event(2, "asker-1").frame, event(1).frame,
    ]  # fmt: skip


def test_a_topic_that_nobody_follows_any_longer_keeps_no_state() -> None:
    made, channel = kept()
    made.put("poll-1", "tally", tally(1))
    made.close(DAY)
    made.put("poll-1", "tally", tally(2))
    assert (made.channel(DAY).opening(0), made.followed()) == (b"", {"day-1", "poll-1"})
    assert channel not in made.channels()


def test_what_concerns_everybody_reaches_all_and_waits_for_those_who_come() -> None:
    made, channel = kept()
    made.put(journal.EVERYBODY, "trouble", b"late")
    assert [body(channel, 0), made.channel(frozenset({"day-9"})).opening(0)] == [b"late", b"late"]


def test_who_comes_back_gets_the_missing_events_and_every_state() -> None:
    made, channel = kept(event(1), event(2), event(3, "day-2"), event(4))
    made.put("poll-1", "tally", tally(5))
    assert channel.opening(1) == event(2).frame + event(4).frame + tally(5)


def test_who_was_away_for_too_long_begins_anew() -> None:
    made, channel = kept()
    made.begin(9)
    made.add(event(10))
    made.put("poll-1", "tally", tally(5))
    assert channel.opening(9) == event(10).frame + tally(5)
    assert channel.opening(8) == reset_frame(event_id=10) + tally(5)


def test_who_has_seen_what_this_database_never_held_begins_anew() -> None:
    _made, channel = kept(event(1))
    assert channel.opening(5) == reset_frame(event_id=1)


def test_a_reader_slower_than_the_log_begins_anew_and_the_log_stays_bounded() -> None:
    made, channel = kept(event(1))
    seen = channel.position
    for number in range(2, journal.KEPT + 2):
        made.add(event(number))
    assert body(channel, 0) == reset_frame(event_id=journal.KEPT + 1)
    assert body(channel, seen).count(b"event: happened") == journal.KEPT
    assert made.oldest_id == 1


def test_a_reader_of_something_quiet_loses_nothing_however_much_happens_elsewhere() -> None:
    made, channel = kept(event(1))
    seen = channel.position
    for number in range(2, journal.KEPT + 5):
        made.add(event(number, "day-2"))
    made.add(event(journal.KEPT + 5))
    assert body(channel, seen) == event(journal.KEPT + 5).frame


@given(st.lists(st.one_of(st.just("event"), st.just("other"), st.integers(0, 3), st.just("read")), max_size=60))
def test_however_it_is_read_a_reader_ends_with_all_events_in_order_and_the_newest_states(
    steps: list[str | int],
) -> None:
    made, channel = kept()
    position, got, number = 0, b"", 0
    ours: list[int] = []
    newest: dict[str, bytes] = {}
    for step in [*steps, "read"]:
        if step in ("event", "other"):
            number += 1
            made.add(event(number, "day-1" if step == "event" else "day-2"))
            ours += [number] if step == "event" else []
        elif step == "read":
            got, position = got + body(channel, position), channel.position
        else:
            name = f"tally-{'abcd'[int(step)]}"
            newest[name] = state_frame(topic="poll-1", name=name, data=encoded({"votes": made.position}))
            made.put("poll-1", name, newest[name])
    assert [line for line in got.split(b"\n") if line.startswith(b"id: ")] == [f"id: {each}".encode() for each in ours]
    for name, frame in newest.items():
        assert got.rfind(f"event: {name}\n".encode()) == got.rfind(frame.split(b"\n\n")[0])
