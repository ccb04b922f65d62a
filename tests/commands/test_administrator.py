"""Whoever runs the machine can always let an administrator in."""

from __future__ import annotations

import argparse

import pytest
from django.test import Client
from django.utils import translation

from fardplan.base.models import AuditEntry
from fardplan.people.models import Official


def test_the_link_makes_one_more_administrator_and_is_in_the_log(
    client: Client, administrator: Official, capsys: pytest.CaptureFixture[str]
) -> None:
    from fardplan.commands.administrator import run

    with translation.override("sv"):
        assert run(argparse.Namespace()) == 0
    address = next(line for line in capsys.readouterr().out.splitlines() if "/valkommen/" in line)
    answer = client.post(
        address.replace("http://127.0.0.1:8000", ""),
        {"email": "reserv@example.org", "name": "Reserven", "title": "", "password": "ett annat langt losenord"},
    )
    assert answer.status_code == 302
    assert Official.objects.get(email="reserv@example.org").is_administrator
    assert AuditEntry.objects.filter(action="official.invited", actor="Färdplan").count() == 1
    assert client.get(address.replace("http://127.0.0.1:8000", "")).status_code == 410
