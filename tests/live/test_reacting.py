"""Reacting: one press, counted with everybody else's, with and without a script."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from fardplan.live.models import Reaction, Stage


def address(stage: Stage) -> str:
    return reverse("public:react", args=[stage.day.dialogue.slug, stage.day.slug])


def test_a_press_is_counted_and_leads_back(client: Client, running: Stage) -> None:
    answer = client.post(address(running), {"kind": "applause"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("/just-nu/#reaktioner")
    assert "deltagare" in answer.cookies
    again = client.post(address(running), {"kind": "applause"}, headers={"accept": "application/json"})
    assert (again.status_code, again.cookies.get("deltagare")) == (204, None)
    assert sum(Reaction.objects.values_list("count", flat=True)) == 2


def test_another_site_cannot_react_for_us(client: Client, running: Stage) -> None:
    refused = client.post(address(running), {"kind": "heart"}, headers={"sec-fetch-site": "cross-site"})
    assert (refused.status_code, Reaction.objects.count()) == (403, 0)


def test_reactions_that_are_not_taken_are_refused_with_words(client: Client, running: Stage) -> None:
    Stage.objects.filter(pk=running.pk).update(takes_reactions=False)
    refused = client.post(address(running), {"kind": "heart"})
    assert refused.status_code == 403
    assert "Det går inte att reagera just nu." in refused.text
    Stage.objects.filter(pk=running.pk).update(takes_reactions=True)
    assert client.post(address(running), {"kind": "boo"}).status_code == 422


def test_whoever_reacts_without_a_script_sees_it_counted_at_once(client: Client, running: Stage) -> None:
    here = reverse("public:now", args=[running.day.dialogue.slug, running.day.slug])
    assert 'data-text="applause">0<' in client.get(here).text  # and this part is kept for a second
    answer = client.post(address(running), {"kind": "applause"})
    assert 'data-text="applause">1<' in client.get(answer["Location"]).text
