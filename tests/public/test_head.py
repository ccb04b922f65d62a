"""What stands in the head of every page for machines: one address, languages, what a shared link shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fardplan.organisation.models import Organisation

pytestmark = pytest.mark.django_db


def head_of(page: str) -> dict[str, str]:
    """canonical, each hreflang, and each og: property."""
    found = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', page))
    found |= dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]*)">', page))
    if canonical := re.search(r'<link rel="canonical" href="([^"]*)">', page):
        found["canonical"] = canonical[1]
    return found


def test_a_page_has_one_address_and_names_its_other_language(
    client: Client, organisation: Organisation, settings: Any
) -> None:
    settings.BASE_URL = "https://dialog.example.org"
    head = head_of(client.get("/en/?utm_source=brev").text)
    assert head == {
        "canonical": "https://dialog.example.org/en/",
        "sv": "https://dialog.example.org/",
        "x-default": "https://dialog.example.org/",
        "en": "https://dialog.example.org/en/",
        "og:type": "website",
        "og:site_name": "Region Exempel",
        "og:url": "https://dialog.example.org/en/",
        "og:locale": "en_GB",
        "og:title": "Region Exempel",
        "og:description": head["og:description"],
        "og:image": "https://dialog.example.org/static/fardplan/social.png",
    }
    assert head["og:description"]


def test_a_page_of_a_list_keeps_its_number(client: Client, organisation: Organisation) -> None:
    assert head_of(client.get("/?sida=3&sok=x").text)["canonical"].endswith("/?sida=3")
    assert head_of(client.get("/?sida=1").text)["canonical"].endswith("/")
    assert head_of(client.get('/?sida="><script>').text)["canonical"].endswith("/")


def test_a_missing_page_claims_no_address(client: Client, organisation: Organisation) -> None:
    assert head_of(client.get("/finns-inte/").text) == {}
