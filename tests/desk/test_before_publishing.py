"""Innan du publicerar: what must be mended, what must be reviewed, and what must be seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import LinkCheck, Review
from fardplan.strategy.models import Change, Draft, Passage
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import next_draft

__all__ = ["next_draft"]


def of(draft: Draft, name: str = "before-publishing") -> str:
    return reverse(f"desk:{name}", args=["dagen-2020", draft.pk])


def is_published(draft: Draft) -> bool:
    return Draft.objects.get(pk=draft.pk).published_at is not None


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def draft(dialogue: Dialogue, next_draft: Draft) -> Draft:
    return next_draft


def test_warnings_say_what_and_where_and_are_confirmed_together(
    desk: Client, draft: Draft, make_contribution: MakeContribution
) -> None:
    make_contribution("Allt kostar.")
    page = desk.get(of(draft)).text
    wanted = [
        "Synpunkter utan svar: 1", "Ändringar utan källa: 1", "Motstridiga svar på likartade synpunkter: inga",
        "Jag har sett de 2 varningarna och publicerar ändå.",
        reverse("desk:contribution", args=["dagen-2020", "S-001"]),
        reverse("desk:change", args=["dagen-2020", draft.pk, "passage", "a1-1"]),
    ]  # fmt: skip
    assert [each for each in wanted if each not in page] == []
    response = desk.post(of(draft, "publish-draft"), follow=True)
    assert ("varningar som ingen har bekräftat" in told(response), is_published(draft)) == (True, False)
    desk.post(of(draft, "publish-draft"), {"bekraftat": "2"})
    assert (is_published(draft), Change.objects.get().label) == (True, "C-1")


def test_another_warning_since_one_looked_is_not_confirmed(
    desk: Client, draft: Draft, make_contribution: MakeContribution
) -> None:
    make_contribution("Kom in medan någon läste varningarna.")
    desk.post(of(draft, "publish-draft"), {"bekraftat": "1"})
    assert not is_published(draft)


def test_personal_data_bars_until_somebody_has_reviewed_it(desk: Client, draft: Draft) -> None:
    Passage.objects.filter(draft=draft, key="a1-1").update(text="Ring 070-174 06 05.")
    page = desk.get(of(draft)).text
    assert "telefonnummer: 070-174 06 05" in page
    assert reverse("desk:publish-draft", args=["dagen-2020", draft.pk]) not in page
    assert "Något måste rättas" in told(desk.post(of(draft, "publish-draft"), {"bekraftat": "1"}, follow=True))
    form = dict(re.findall(r'name="(slag|id|ord)" value="([^"]+)"', page))
    assert "Skriv varför" in told(desk.post(of(draft, "review-finding"), form, follow=True))
    changed = desk.post(of(draft, "review-finding"), form | {"ord": "annat", "varfor": "Växeln"}, follow=True)
    assert "Texten har ändrats" in told(changed)
    desk.post(of(draft, "review-finding"), form | {"varfor": "Det är växelns nummer."})
    assert Review.objects.get().reason == "Det är växelns nummer."
    desk.post(of(draft, "publish-draft"), {"bekraftat": "1"})
    assert is_published(draft)


def test_links_are_checked_when_somebody_asks(desk: Client, draft: Draft) -> None:
    Passage.objects.filter(draft=draft, key="a1-1").update(text="Se https://example.org/borta.")
    assert "1 länk är inte kontrollerad än." in desk.get(of(draft)).text
    assert not LinkCheck.objects.exists()
    desk.post(of(draft, "check-links"))
    waiting = LinkCheck.objects.get()
    assert (waiting.address, waiting.checked_at) == ("https://example.org/borta", None)
    LinkCheck.objects.update(checked_at=waiting.asked_at, is_dead=True, answer="404")
    assert "A1.1 Bostäder · 404" in desk.get(of(draft)).text


def test_a_published_draft_has_nothing_to_look_at(desk: Client, dialogue: Dialogue) -> None:
    first = Draft.objects.get(strategy=dialogue.strategy)
    assert desk.get(of(first)).headers["Location"] == of(first, "draft")
    assert "publicerat" in told(desk.post(of(first, "publish-draft"), follow=True))
