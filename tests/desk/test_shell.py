"""The frame of the desk: who comes in, and what the navigation shows them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from fardplan.desk import urls
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official

# Pages of the desk that need no sign-in, each with the reason.
OPEN = {
    "welcome": "an invitation leads here before there is an account",
    "try": "the example's door; elsewhere it answers 404",
}


def desk_patterns() -> list[URLPattern]:
    return list(urls.urlpatterns)


@pytest.mark.parametrize("pattern", desk_patterns(), ids=lambda pattern: pattern.name)
def test_every_page_of_the_desk_asks_who_you_are(pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "for_officials", False) or pattern.name in OPEN


def test_visitors_are_sent_to_sign_in_and_come_back(client: Client, dialogue: Dialogue) -> None:
    url = reverse("desk:dialogue", args=[dialogue.slug])
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_a_dialogue_looks_missing_to_officials_without_a_role(
    client: Client, dialogue: Dialogue, make_official: Callable[..., Official]
) -> None:
    Dialogue.objects.update(published_at=None)
    client.force_login(make_official())
    response = client.get(reverse("desk:dialogue", args=[dialogue.slug]))
    assert response.status_code == 404
    assert dialogue.title not in response.text


def test_the_start_page_lists_only_dialogues_with_a_role(
    client: Client, dialogue: Dialogue, make_official: Callable[..., Official]
) -> None:
    Dialogue.objects.create(slug="annan", title="En annan dialog")
    client.force_login(make_official(RoleName.EDITOR))
    page = client.get(reverse("desk:start")).text
    assert (dialogue.title in page, "En annan dialog" in page) == (True, False)


def test_an_official_who_has_left_meets_sign_in(
    client: Client, make_official: Callable[..., Official], dialogue: Dialogue
) -> None:
    official = make_official(RoleName.ORGANISER)
    client.force_login(official)
    Official.objects.filter(pk=official.pk).update(is_active=False)
    assert client.get(reverse("desk:start")).status_code == 302


def test_a_navigation_item_needs_its_right(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    from fardplan.desk import navigation

    item: Any = SimpleNamespace(name="roles", label="Roller", address="desk:dialogue", right="give_roles")
    monkeypatch.setattr(navigation, "IN_DIALOGUE", [item])
    seen = [
        [link.label for link in navigation.in_dialogue(dialogue, rights=frozenset(rights), here="")]
        for rights in ({"see_desk"}, {"see_desk", "give_roles"})
    ]
    assert seen == [[], ["Roller"]]


def overview(client: Client, dialogue: Dialogue) -> str:
    return client.get(reverse("desk:dialogue", args=[dialogue.slug])).text


def test_the_overview_shows_each_role_what_is_theirs(
    client: Client, dialogue: Dialogue, make_official: Callable[..., Official], make_contribution: Callable[..., Any]
) -> None:
    make_contribution("Bussen går två gånger.")
    seen = {}
    for role in RoleName:
        client.force_login(make_official(role))
        page = overview(client, dialogue)
        seen[role.value] = ("olästa" in page, "Skriv vad som går att påverka." in page)
    assert seen == {
        "organiser": (True, True),
        "editor": (True, True),
        "moderator": (True, False),
        "registrar": (True, False),
        "politician": (True, False),
    }


@pytest.mark.parametrize("number", [1, 30])
def test_the_overview_costs_the_same_however_many_days(
    client: Client,
    dialogue: Dialogue,
    make_day: Callable[..., Any],
    make_official: Callable[..., Official],
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for each in range(number):
        make_day(slug=f"dag-{each}", sessions=1)
    client.force_login(make_official(RoleName.ORGANISER))
    with django_assert_max_num_queries(12):
        overview(client, dialogue)
