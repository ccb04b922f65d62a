"""Whoever sets the example's clock sees nothing of what had not happened yet, wherever they go."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from fardplan.base import clock
from fardplan.contributions.models import Contribution, Reply, Submission, Verdict
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion
from fardplan.strategy.models import Change, Draft, Passage
from tests.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What somebody does not come to by reading: the desk, forms, and files.
NOT_READ = re.compile(r"/(skrivbord|konto|en|static|media|exempel)/|/ny/|/rapportera/|\.\w{2,4}$")
LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')


def _pages(client: Client, first: str) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the first, with its words; filters and sortings of lists are left out."""
    seen, waiting = {first}, [first]
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        assert answer.status_code == 200, address
        text = answer.content.decode()
        yield address, " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
        for link in LINK.findall(text):
            whole = urldefrag(urljoin(address, html.unescape(link))).url
            parts = urlsplit(whole)
            paged = re.fullmatch(r"(sida=\d+)?", parts.query)
            if parts.netloc or parts.scheme or not paged or NOT_READ.search(parts.path) or whole in seen:
                continue
            seen.add(whole)
            waiting.append(whole)


def _to_come(now: datetime) -> set[str]:
    """Words that nobody could have read by then."""
    later: list[str] = [
        *Submission.objects.filter(received_at__gt=now).values_list("text", flat=True),
        *Contribution.objects.filter(published_at__gt=now).values_list("text", flat=True),
        *Reply.objects.filter(published_at__gt=now).values_list("text", flat=True),
        *Reply.objects.filter(published_at__gt=now).values_list("reason", flat=True),
        *Change.objects.filter(draft__published_at__gt=now).values_list("reason", flat=True),
        *Passage.objects.filter(draft__published_at__gt=now).values_list("text", flat=True),
        *Draft.objects.filter(published_at__gt=now).values_list("title", flat=True),
        *Verdict.objects.filter(given_at__gt=now).values_list("text", flat=True),
        *Verdict.objects.filter(handled_at__gt=now).values_list("handled_with", flat=True),
        *Decision.objects.filter(decided_on__gt=now.date()).values_list("title", flat=True),
        *Decision.objects.filter(decided_on__gt=now.date()).values_list("item_no", flat=True),
        *Motion.objects.filter(decision__decided_on__gt=now.date()).values_list("text", flat=True),
    ]
    known = [
        *Passage.objects.filter(draft__published_at__lte=now).values_list("text", flat=True),
        *Submission.objects.filter(received_at__lte=now).values_list("text", flat=True),
        *Submission.objects.filter(received_at__lte=now).values_list("proposed_text", flat=True),
        *Reply.objects.filter(published_at__lte=now).values_list("text", flat=True),
    ]
    lines = {" ".join(line.split()).removeprefix("- ") for text in later for line in text.splitlines()}
    return {line for line in lines if len(line) > 14 and not any(line in " ".join(text.split()) for text in known)}


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2020-11-24 09:00", "Rörelse är inte bara fotboll."),
        ("2021-03-02 09:00", "I varje kommun finns minst en mötesplats"),
        ("2021-12-01 09:00", "Fler bostäder byggs i alla kommuner, också för unga och för den som bor ensam."),
    ],
)
def test_nothing_is_shown_before_its_time(read_example: Dialogue, settings: Any, moment: str, there: str) -> None:
    settings.EXAMPLE = True
    settings.EXAMPLE_STARTS_AT = at("2020-11-24 09:00")
    client, response = Client(), HttpResponse()
    clock.set_example_time(response, at(moment))
    for name, morsel in response.cookies.items():
        client.cookies[name] = morsel.value
    to_come = _to_come(at(moment))
    pages = dict(_pages(client, f"/{read_example.slug}/"))
    early = {(address, words) for address, text in pages.items() for words in to_come if words in text}
    assert early == set()
    assert any(there in text for text in pages.values())
    assert len(pages) > 60
