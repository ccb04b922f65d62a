"""The compilation's pages: what is in another language than the page says so."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import translation

from fardplan.base import clock
from fardplan.contributions.about import find_about
from fardplan.contributions.actions import Said, contribute
from fardplan.dialogue.models import Dialogue


def test_swedish_words_on_an_english_page_are_marked_as_swedish(client: Client, dialogue: Dialogue) -> None:
    now = clock.now()
    Dialogue.objects.update(contributions_close_at=now + timedelta(days=1), publishing="at_once")
    about = find_about(dialogue, "stycke:a1-1", now=now)
    for said in (Said(about=about, text="Bygg mer."), Said(about=about, text="Build more.", language="en")):
        contribute(dialogue=Dialogue.objects.get(pk=dialogue.pk), said=said, now=now)
    with translation.override("en"):
        address = reverse("public:compilation-whole", args=[dialogue.slug])
    page = client.get(address).text
    assert re.search(r'<p class="words" dir="auto" lang="sv">Bygg mer\.</p>', page)
    assert re.search(r'<p class="words" dir="auto">Build more\.</p>', page)
    assert re.search(r'<h3 lang="sv">A Attraktiva livsmiljöer</h3>', page)
    assert re.search(r'<span lang="sv">A1\.1 Bostäder</span>', page)
