"""Officials at the desk, and what the pages show: somebody has to have said it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from tests.contributions.conftest import make_contribution, moderator, say

__all__ = ["make_contribution", "moderator", "say"]


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


@pytest.fixture
def desk(client: Client, editor: Official) -> Client:
    """The browser of somebody who edits the content of `dialogue`."""
    client.force_login(editor)
    return client
