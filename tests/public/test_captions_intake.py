"""The intake of captions over HTTP: by key, once, within limits, and nothing but what it says it takes."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock, limits
from fardplan.dialogue.models import Day
from fardplan.live.choices import CaptionLanguage, Situation
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from fardplan.public import captions_intake


@pytest.fixture
def stage(day: Day) -> Stage:
    now = clock.now()
    day.starts_at, day.ends_at = now - timedelta(minutes=30), now + timedelta(hours=2)
    day.save()
    return Stage.objects.create(day=day, situation=Situation.RUNNING, began_at=day.starts_at, has_captions=True)


def test_the_technicians_guide_names_every_field_and_every_language() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "captions.md").read_text(encoding="utf-8")
    table = guide.partition("## The message")[2].partition("## The answer")[0]
    named = set(re.findall(r"`([a-z.\[\]]+)`", table.replace("`lines[].", "`lines.").replace("lines[]", "lines")))
    message, line, partial = captions_intake.Message, captions_intake.Line, captions_intake.Partial
    fields = set(message.model_fields) | {f"lines.{name}" for name in line.model_fields}
    fields |= {f"partial.{name}" for name in partial.model_fields}
    assert fields - named == set()
    assert f"`{CaptionLanguage.values[0]} {CaptionLanguage.values[1]} {' '.join(CaptionLanguage.values[2:])}`" in table
    assert f"{captions_intake.LARGEST:,} bytes" in guide


def send(client: Client, stage: Stage, **message: Any) -> tuple[int, dict[str, Any]]:
    return post(client, stage, json.dumps(message).encode())


def post(client: Client, stage: Stage, body: bytes) -> tuple[int, dict[str, Any]]:
    response = client.post(f"/text/{stage.caption_key}/rader/", body, content_type="application/json")
    return response.status_code, json.loads(response.content)


def test_lines_and_what_grows_come_in_one_message(client: Client, stage: Stage) -> None:
    message = {
        "language": "sv", "automatic": True, "lines": [{"key": "r1", "text": "Välkomna till dagen."}],
        "partial": {"key": "r2", "number": 4, "text": "Vi börjar"},
    }  # fmt: skip
    answer = (200, {"received": ["r1"], "partial_shown": True, "captions_shown": True})
    assert send(client, stage, **message) == answer
    assert send(client, stage, **message) == answer
    kept, growing = CaptionLine.objects.get(), LineBeingTyped.objects.get()
    assert (kept.text, kept.is_automatic, kept.language) == ("Välkomna till dagen.", True, "sv")
    assert (growing.text, growing.is_automatic) == ("Vi börjar", True)


def test_a_sender_whose_clock_is_wrong_says_what_it_shows(client: Client, stage: Stage) -> None:
    line = {"text": "Ja.", "began": "2031-05-01T10:00:00Z", "ended": "2031-05-01T10:00:02Z"}
    send(client, stage, sent="2031-05-01T10:00:05Z", lines=[line])
    kept = CaptionLine.objects.get()
    assert (kept.shown_at - kept.began_at).total_seconds() == 2
    assert 5 <= (clock.now() - kept.shown_at + timedelta(seconds=2)).total_seconds() < 15


def test_two_interpreters_see_each_other_and_whose_turn_it_is(client: Client, stage: Stage) -> None:
    send(client, stage, typist="browser-anna", name="A", lines=[{"key": "a1", "text": "Ja."}])
    _status, answer = send(client, stage, typist="browser-bo", name="B")
    first, second = CaptionTypist.objects.order_by("id")
    assert [(each["id"], each["name"], bool(each["since"])) for each in answer["typists"]] == [
        (first.pk, "A", True), (second.pk, "B", False),
    ]  # fmt: skip
    assert answer["me"] == second.pk
    assert "browser-anna" not in json.dumps(answer)


@pytest.mark.parametrize(
    ("message", "where"),
    [
        ({"lines": [{"text": "a" * 501}]}, "lines.0.text"),
        ({"lines": [{"text": "a", "key": "<script>"}]}, "lines.0.key"),
        ({"lines": [{"text": "a", "began": "2020-12-01T13:00:00"}]}, "lines.0.began"),
        ({"lines": [{"text": "a", "version": 0}]}, "lines.0.version"),
        ({"lines": [{"text": "a"}] * 51}, "lines"),
        ({"lines": [{"text": 5}]}, "lines.0.text"),
        ({"lnies": []}, "lnies"),
        ({"language": "tlh"}, "language"),
        ({"partial": {"text": "a"}}, "partial.key"),
        ({"automatic": "yes"}, "automatic"),
        ({"typist": "a b"}, "typist"),
    ],
)
def test_what_cannot_be_understood_is_refused_whole_and_says_where(
    client: Client, stage: Stage, message: dict[str, Any], where: str
) -> None:
    status, answer = send(client, stage, **message)
    assert (status, answer["where"], CaptionLine.objects.count()) == (422, where, 0)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'{"lines": [{"text": "\xff"}]}', b"1" * 500])
def test_what_is_not_json_is_refused(client: Client, stage: Stage, body: bytes) -> None:
    assert post(client, stage, body)[0] == 422


def test_a_large_body_is_refused_before_it_is_read(client: Client, stage: Stage) -> None:
    assert post(client, stage, b" " * (captions_intake.LARGEST + 1))[0] == 413


def test_what_deceives_the_eye_is_left_out(client: Client, stage: Stage) -> None:
    send(client, stage, lines=[{"text": "Ja\u202e nej\x00\n  <b>då</b>"}])
    assert CaptionLine.objects.get().text == "Ja nej <b>då</b>"


def test_nobody_writes_without_the_key(client: Client, stage: Stage) -> None:
    for key in (stage.key, "gissat", stage.caption_key[:-1]):
        response = client.post(f"/text/{key}/rader/", "{}", content_type="application/json")
        assert response.status_code == 404
    assert client.get(f"/text/{stage.caption_key}/rader/").status_code == 405


def test_more_than_any_hand_can_type_has_to_wait(client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captions_intake, "RATE", "3/minute")
    limits.forget_all()
    statuses = [send(client, stage, lines=[{"text": "a"}])[0] for _number in range(4)]
    assert (statuses, CaptionLine.objects.count()) == ([200, 200, 200, 429], 3)
    response = client.post(f"/text/{stage.caption_key}/rader/", "{}", content_type="application/json")
    assert response.headers["Retry-After"] == "60"


def test_guessing_keys_is_slowed_and_leaves_no_counts_behind(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    monkeypatch.setattr(limits, "allow_by", lambda _what, *, key, **_rate: counted.append(key))
    monkeypatch.setattr(captions_intake, "GUESSES", "3/hour")
    ways = (
        lambda key: client.post(f"/text/{key}/rader/", "{}", content_type="application/json"),
        lambda key: client.get(f"/text/{key}/"),
    )
    statuses = [way(f"gissat-{number}").status_code for number in range(2) for way in ways]
    assert (statuses, counted) == ([404, 404, 404, 429], [])
    assert send(client, stage)[0] == 200  # those who have the key are let in all the same
    assert counted == [stage.caption_key]


def test_before_the_doors_open_nothing_is_taken_but_one_may_be_there(client: Client, stage: Stage) -> None:
    Day.objects.update(starts_at=clock.now() + timedelta(hours=3), ends_at=clock.now() + timedelta(hours=6))
    Stage.objects.update(situation=Situation.BEFORE, began_at=None)
    assert send(client, stage, typist="browser-anna")[0] == 200
    assert send(client, stage, lines=[{"text": "a"}])[0] == 403


@pytest.mark.parametrize("lines", [1, 20])
def test_each_line_costs_as_much_however_many_they_are(
    client: Client, stage: Stage, lines: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10 + 6 * lines):
        send(client, stage, lines=[{"key": f"r{n}", "text": "Ja."} for n in range(lines)])
