"""Makers of what has been said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.contributions.about import About, find_about
from fardplan.contributions.actions import Said, contribute
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at

Say = Callable[..., Submission]
MakeContribution = Callable[..., Contribution]

WORDS = "Allt kostar. Vi hänger på parkeringen."


@pytest.fixture
def say(dialogue: Dialogue) -> Say:
    """say("Bygg bryggor.", about="stycke:a1-1", now="2020-12-02 14:07", email="…"): through the form's own action."""

    def make(
        text: str = WORDS,
        *,
        about: str = "strategin",
        now: str = "2020-12-02 14:07",
        to: Dialogue = dialogue,
        **of: Any,
    ) -> Submission:
        moment = at(now)
        anchor = find_about(to, about, now=moment) if about != "strategin" else About()
        return contribute(dialogue=to, said=Said(about=anchor, text=text, **of), now=moment)

    return make


@pytest.fixture
def make_contribution(say: Say) -> MakeContribution:
    """As `say`, published at once unless `published=False`; gives the contribution."""

    def make(text: str = WORDS, *, published: bool = True, **of: Any) -> Contribution:
        submission = say(text, **of)
        contribution = Contribution.objects.select_related("submission__dialogue").get(submission=submission)
        if published:
            contribution.published_at = contribution.read_at = submission.received_at
            contribution.save(update_fields=["published_at", "read_at"])
        return contribution

    return make


@pytest.fixture
def moderator(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.MODERATOR)
