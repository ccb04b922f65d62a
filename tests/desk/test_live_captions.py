"""Captions at the desk: shown and hidden, the address given away and renewed, the text mended and used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.live.choices import Situation
from fardplan.live.models import CaptionLine, Stage
from fardplan.media.models import Captions, Recording
from tests.conftest import at

BEGAN = at("2020-12-01 13:00")


@pytest.fixture
def stage(day: Day) -> Stage:
    return Stage.objects.create(day=day, situation=Situation.ENDED, began_at=BEGAN, ended_at=BEGAN + timedelta(hours=3))


def line(stage: Stage, text: str, second: int, *, is_automatic: bool = False) -> CaptionLine:
    began_at = BEGAN + timedelta(seconds=second)
    return CaptionLine.objects.create(
        stage=stage, text=text, began_at=began_at, shown_at=began_at + timedelta(seconds=3), sending_key=f"k{second}",
        is_automatic=is_automatic,
    )  # fmt: skip


def at_desk(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["dagen-2020", "dag-3", *more])


def test_the_text_is_shown_hidden_and_the_address_renewed(desk: Client, stage: Stage) -> None:
    page = at_desk("live-captions")
    assert f"/text/{stage.caption_key}/" in desk.get(page).text
    desk.post(page, {"gor": "visa"})
    assert Stage.objects.get().has_captions
    desk.post(page, {"gor": "dolj"})
    desk.post(page, {"gor": "byt", "seen": stage.caption_key})
    kept = Stage.objects.get()
    assert (kept.has_captions, kept.caption_key == stage.caption_key) == (False, False)
    assert desk.post(page, {"gor": "byt", "seen": stage.caption_key}).status_code == 409


def test_the_address_is_mailed_once_for_each_key_and_is_not_in_the_log(desk: Client, stage: Stage) -> None:
    page = at_desk("live-captions")
    assert desk.post(page, {"gor": "skicka", "email": "inte en adress"}).status_code == 422
    for _again in range(2):
        desk.post(page, {"gor": "skicka", "email": "tolk@example.org"})
    mail = OutgoingMail.objects.get()
    assert (mail.to, f"/text/{stage.caption_key}/" in mail.text) == ("tolk@example.org", True)
    logged = str(list(AuditEntry.objects.filter(action="captions.mailed").values()))
    assert ("tolk@example.org" in logged, stage.caption_key in logged) == (False, False)


def test_a_line_is_mended_and_the_log_has_both_wordings(desk: Client, stage: Stage) -> None:
    one, two, three = line(stage, "Välkomen.", 1), line(stage, "Nu.", 5), line(stage, "Brus.", 9)
    page = at_desk("live-transcript")
    assert "Välkomen." in desk.get(page).text
    said = {f"rad-{one.pk}": "Välkommen.", f"sag-{one.pk}": "Välkomen.", f"rad-{two.pk}": "Nu.", f"sag-{two.pk}": "Nu."}
    assert desk.post(page, said | {f"rad-{three.pk}": "", f"sag-{three.pk}": "Brus."}).status_code == 302
    assert list(CaptionLine.objects.order_by("id").values_list("text", flat=True)) == ["Välkommen.", "Nu.", ""]
    assert AuditEntry.objects.get(action="captions.corrected").detail == {
        "corrections": [
            {"line": one.pk, "before": "Välkomen.", "after": "Välkommen."},
            {"line": three.pk, "before": "Brus.", "after": ""},
        ]
    }


def test_two_who_mend_the_same_line_are_told(desk: Client, stage: Stage) -> None:
    one = line(stage, "Redan rättad.", 1)
    answer = desk.post(at_desk("live-transcript"), {f"rad-{one.pk}": "Min rättning.", f"sag-{one.pk}": "Välkomen."})
    assert (answer.status_code, CaptionLine.objects.get().text) == (409, "Redan rättad.")


def test_nobody_mends_the_lines_of_another_day(desk: Client, stage: Stage) -> None:
    rehearsal = Stage.objects.create(day=stage.day, is_rehearsal=True)
    other = line(rehearsal, "Övning.", 1)
    desk.post(at_desk("live-transcript"), {f"rad-{other.pk}": "Ändrad.", f"sag-{other.pk}": "Övning."})
    assert CaptionLine.objects.get().text == "Övning."


@pytest.mark.parametrize(
    ("is_automatic", "read", "marked"), [(True, "", True), (True, "on", False), (False, "", False)]
)
def test_the_text_becomes_the_recordings_captions(
    desk: Client, stage: Stage, recording: Recording, is_automatic: bool, read: str, marked: bool
) -> None:
    Recording.objects.filter(pk=recording.pk).update(day=stage.day)
    Captions.objects.all().delete()
    line(stage, "Välkomna.", 10, is_automatic=is_automatic)
    line(stage, "Efter en paus.", 60)
    said = {"recording": recording.pk, "language": "sv", "offset": "-4", "as_transcript": "on", "is_read_through": read}
    assert desk.post(at_desk("live-captions-use"), said).status_code == 302
    kept = Captions.objects.get()
    assert (kept.is_automatic, "00:00:06.000 --> 00:00:09.000\nVälkomna." in kept.vtt) == (marked, True)
    stored = Recording.objects.get(pk=recording.pk)
    assert (stored.transcript, stored.main_captions_id == kept.pk) == ("Välkomna.\n\nEfter en paus.", not marked)


def test_the_text_is_taken_out_as_files(desk: Client, stage: Stage) -> None:
    line(stage, "Välkomna <b>hit</b>.", 10)
    vtt = desk.get(at_desk("live-captions-file", "sv", "vtt"))
    assert (vtt["Content-Type"], "Välkomna &lt;b&gt;hit&lt;/b&gt;." in vtt.text) == ("text/vtt; charset=utf-8", True)
    assert desk.get(at_desk("live-captions-file", "sv", "txt")).text == "13.00.10\nVälkomna <b>hit</b>.\n"
    assert desk.get(at_desk("live-captions-file", "en", "vtt")).status_code == 404
