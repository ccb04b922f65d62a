"""Makers of changes, decisions and answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fardplan.contributions.actions import ReplyWords, draft_reply, publish_reply
from fardplan.contributions.models import Contribution, Reply
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger.models import Decision, Motion
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft, Passage, Section, Strategy
from tests.conftest import at
from tests.contributions.conftest import make_contribution, moderator, say

__all__ = ["make_contribution", "moderator", "say"]

NOW = at("2020-12-20 09:00")
BEFORE, AFTER = "Fler bostäder byggs.", "Fler bostäder byggs i alla kommuner."

MakeChange = Callable[..., Change]
Answer = Callable[..., Reply]


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


@pytest.fixture
def next_draft(strategy: Strategy) -> Draft:
    """Draft 0.4, not published: as 0.3, and A1.1 says more."""
    earlier = Draft.objects.get(strategy=strategy, number="0.3")
    draft = Draft.objects.create(strategy=strategy, number="0.4", position=1)
    old = Section.objects.get(draft=earlier)
    section = Section.objects.create(
        draft=draft, key=old.key, kind=old.kind, code=old.code, heading=old.heading, position=old.position
    )
    for passage in Passage.objects.filter(draft=earlier):
        text = AFTER if passage.key == "a1-1" else passage.text
        Passage.objects.create(
            draft=draft, section=section, key=passage.key, code=passage.code, heading=passage.heading, text=text,
            position=passage.position,
        )  # fmt: skip
    return draft


@pytest.fixture
def make_change(strategy: Strategy, next_draft: Draft) -> MakeChange:
    """make_change(key="a1-1", number=1, draft=…, reason="…"): published with the draft on 15 December 2020."""

    def make(key: str = "a1-1", *, number: int = 1, draft: Draft = next_draft, **of: Any) -> Change:
        since = Draft.objects.filter(strategy=strategy, position__lt=draft.position).order_by("-position").first()
        fields: dict[str, Any] = {"kind": "reworded", "before_text": BEFORE, "after_text": AFTER, "position": number}
        fields |= {"before_place": "A Attraktiva livsmiljöer", "after_place": "A Attraktiva livsmiljöer"}
        fields |= {"after_code": key.upper().replace("-", "."), "after_heading": "Bostäder"}
        fields |= {"before_code": fields["after_code"], "before_heading": "Bostäder"}
        change = Change.objects.create(
            strategy=strategy, draft=draft, since=since, number=number, key=key, **(fields | of)
        )
        Draft.objects.filter(pk=draft.pk, published_at=None).update(published_at=at("2020-12-15 09:00"))
        draft.refresh_from_db()
        return change

    return make


@pytest.fixture
def answer(dialogue: Dialogue, editor: Official) -> Answer:
    """answer(contribution, …, outcome="accepted"): a public reply to them."""

    def make(*contributions: Contribution, outcome: str = "accepted", reason: str = "Så är det.") -> Reply:
        words = ReplyWords(text="Vi har lagt till det.", outcome=outcome, reason=reason, forwarded_to="Kommunen")
        reply = draft_reply(dialogue=dialogue, contributions=contributions, words=words, by=editor, now=NOW)
        return publish_reply(reply=reply, revision=reply.revision, by=editor, now=NOW)

    return make


@pytest.fixture
def decision(dialogue: Dialogue) -> Decision:
    """§ 47 on 18 December 2020, with the motions Y1 (granted) and Y4 (rejected, with dissent)."""
    decided = Decision.objects.create(
        dialogue=dialogue,
        title="Strategin antas",
        body="Regionfullmäktige",
        item_no="§ 47",
        decided_on=date(2020, 12, 18),
    )
    Motion.objects.create(
        decision=decided, name="Y1", text="Bostäder i alla kommuner", made_by="En ledamot", outcome="granted"
    )
    Motion.objects.create(
        decision=decided, name="Y4", text="Högre befolkningsmål", outcome="rejected", dissent="Reservation.", position=1
    )
    return decided
