"""What opens somebody's page does not stand in the log."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.conf import settings

from fardplan.base.log import WithoutKeys

LINE = dict(settings.LOGGING["formatters"]["line"])


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Forbidden: /anmalan/Zk3-x_9/avanmalan/", "Forbidden: /anmalan/…/avanmalan/"),
        ("Conflict: /en/kvitto/Zk3-x_9/prova-igen/4/", "Conflict: /en/kvitto/…/prova-igen/4/"),
        ("Gone: /skrivbord/valkommen/Zk3-x_9/", "Gone: /skrivbord/valkommen/…/"),
        ("Not Found: /konto/losenord/nytt/1-abc-def/", "Not Found: /konto/losenord/nytt/…/"),
        ("Not Found: /dagen-2020/dagar/dag-1/anmalan/", "Not Found: /dagen-2020/dagar/dag-1/anmalan/"),
    ],
)
def test_a_personal_link_is_logged_without_its_key(said: str, logged: str):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)
    assert WithoutKeys("{message}", style="{").format(record) == logged


def test_the_site_logs_through_it():
    assert isinstance(logging.config.DictConfigurator(settings.LOGGING).configure_formatter(LINE), WithoutKeys)
