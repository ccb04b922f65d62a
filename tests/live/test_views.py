"""A new secret address, and a word to whoever is speaking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.live.actions.views import renew_key, tell_speaker
from fardplan.live.models import Stage
from fardplan.people.models import Official
from tests.public.visible import visible


def test_a_renewed_address_takes_the_old_one_out_of_use(
    client: Client, stage: Stage, producer: Official, now: datetime
) -> None:
    old = stage.key
    new = renew_key(stage=stage, by=producer, now=now, seen=old).key
    assert [client.get(f"/scen/{key}/{what}").status_code for key in (old, new) for what in ("", "klocka/")] == [
        404,
        404,
        200,
        200,
    ]
    with pytest.raises(Conflict, match="redan bytts ut"):
        renew_key(stage=stage, by=producer, now=now, seen=old)
    assert AuditEntry.objects.filter(action="stage.key_renewed").count() == 1


def test_the_speaker_is_told_and_nobody_else(client: Client, running: Stage, producer: Official, now: datetime) -> None:
    tell_speaker(stage=running, text="  Ta frågan \n om bussarna ", by=producer, now=now)
    assert "Ta frågan om bussarna" in visible(client.get(f"/scen/{running.key}/klocka/").text)
    assert "bussarna" not in client.get("/dagen-2020/dagar/i-dag/just-nu/").text
    assert "bussarna" not in client.get(f"/scen/{running.key}/").text
    tell_speaker(stage=running, text="", by=producer, now=now)
    assert Stage.objects.get(pk=running.pk).speaker_message == ""


def test_what_is_told_the_speaker_is_short(running: Stage, producer: Official, now: datetime) -> None:
    with pytest.raises(Invalid, match="högst 120 tecken"):
        tell_speaker(stage=running, text="x" * 121, by=producer, now=now)


def test_only_those_who_lead_the_day_may(
    running: Stage, now: datetime, make_official: Any, django_user_model: Any
) -> None:
    nobody = make_official(email="utan@example.org")
    for act in (
        lambda: renew_key(stage=running, by=nobody, now=now, seen=running.key),
        lambda: tell_speaker(stage=running, text="Hej", by=nobody, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_desk_shows_the_addresses_and_what_to_paste(client: Client, stage: Stage, producer: Official) -> None:
    client.force_login(producer)
    here = "/skrivbord/dialog/dagen-2020/dagar/i-dag/just-nu/vyer/"
    page = client.get(here).text
    for address in (f"/scen/{stage.key}/", f"/scen/{stage.key}/?genomskinlig=1", f"/scen/{stage.key}/klocka/"):
        assert f'{address}"' in page
    assert "&lt;iframe src=" in page
    client.post(f"{here}talaren/", {"text": "Runda av"})
    assert "Runda av" in visible(client.get(here).text)
    client.post(f"{here}ny-adress/", {"seen": stage.key})
    assert f"/scen/{stage.key}/" not in client.get(here).text
