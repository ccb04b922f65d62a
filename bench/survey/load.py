"""Sixty pages a second of a survey of fifty questions: how long each takes, what it costs, and that none is lost."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.live.figures import Figure
from bench.live.site import Site, cpu_of

SEED = """
import datetime, json, django
django.setup()
from urllib.parse import urlencode
from django.urls import reverse
from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.surveys.definition import as_data, canonical, hash_of
from fardplan.surveys.filling import PREFIX, as_raw
from fardplan.surveys.models import Collection, Survey, SurveyVersion
from tests.surveys.definitions import answers_to_fifty, fifty
now, years = clock.now(), datetime.timedelta(days=3650)
dialogue, asks = Dialogue.objects.filter(published_at__isnull=False).first(), fifty()
survey = Survey.objects.create(dialogue=dialogue, slug="matning", name="Mätning", draft=as_data(asks), published_at=now)
SurveyVersion.objects.create(
    survey=survey, number=1, definition=canonical(asks).decode(), sha256=hash_of(asks), published_at=now
)
Collection.objects.create(
    survey=survey, slug="lank", name="Länk", kind="open", opens_at=now - 2 * years, closes_at=now + years
)
BORN = {"alder": {"": [str(datetime.date.today().year - 40)]}}
def body(page, answers):
    sent = []
    for question in page.questions:
        raw = BORN.get(question.name) or as_raw(question, answers)
        raw |= {"shown": ["1"]} if question.relevant and raw else {}
        sent += [(f"{PREFIX}{question.name}{'.' if part else ''}{part}", each) for part in raw for each in raw[part]]
    return urlencode(sent)
names = [dialogue.slug, survey.slug]
pages = [
    (reverse("public:survey-answer", args=[*names, number]), body(page, answers))
    for number, (page, answers) in enumerate(zip(asks.pages, answers_to_fifty()), start=1)
]
review = reverse("public:survey-review", args=names)
print(json.dumps({"start": reverse("public:survey", args=names), "pages": [*pages, (review, "till=in")]}))
"""
COUNT = """
import json, django
django.setup()
from fardplan.contributions.models import Submission
from fardplan.surveys.models import Response, UnfinishedResponse
from tests.surveys.definitions import answers_to_fifty
told = {name: value for page in answers_to_fifty() for name, value in page.items()}
told |= {"t3_ord": "_written", "aret": 234.0}
mine = Response.objects.filter(collection__survey__slug="matning")
texts = Submission.objects.filter(text_answer__collection__survey__slug="matning")
print(json.dumps({
    "kept": sum(each.answers == told for each in mine), "other": sum(each.answers != told for each in mine),
    "unfinished": UnfinishedResponse.objects.filter(collection__survey__slug="matning").count(),
    "texts": texts.count(), "numbers": texts.values("number").distinct().count(),
}))
"""
PAGES = 7  # six of questions, and the one that sends in
RATE = 60  # pages a second


def measure(seconds: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="fardplan-bench-") as folder, serving(Site(Path(folder))) as (site, seed):
        warm = _run(site, seed, respondents=10)
        told = _run(site, seed, respondents=RATE * seconds // PAGES)
        stored = json.loads(site.run("-c", COUNT))
    everybody = told["respondents"] + warm["respondents"]
    _say(told, stored)
    lost = abs(stored["kept"] - everybody) + stored["other"] + stored["unfinished"] + abs(stored["texts"] - everybody)
    return [
        Figure("responses and texts lost, doubled or changed", lost + abs(stored["numbers"] - everybody), 0, ""),
        Figure("requests that failed", told["number_of_faults"], 0, ""),
        Figure("pages submitted a second", told["pages"] / told["lasted"], RATE * 0.95, "", is_least=True),
        Figure("a page submitted, p99", told["submitted"]["99"] * 1000, 300, "ms"),
        Figure("the next page fetched, p99", told["fetched"]["99"] * 1000, 300, "ms"),
        Figure("CPU of the server for a page, with the next fetched", told["server"] / told["pages"] * 1000, 16, "ms"),
    ]


@contextmanager
def serving(site: Site) -> Iterator[tuple[Site, dict[str, Any]]]:
    """The site in production, behind a proxy: each page of the example carries a bar with its clock besides."""
    seed = json.loads(site.run("-c", SEED))
    site.environment |= {
        "FARDPLAN_MODE": "production", "FARDPLAN_BASE_URL": f"https://127.0.0.1:{site.port}",
        "FARDPLAN_TRUSTED_PROXIES": "1", "FARDPLAN_SECRET_KEY": secrets.token_urlsafe(60),
        "FARDPLAN_MAIL_URL": "smtp://127.0.0.1:9", "FARDPLAN_MAIL_FROM": "dialog@example.org",
    }  # fmt: skip
    site.start()
    try:
        yield site, seed
    finally:
        site.stop()


def _run(site: Site, seed: dict[str, Any], *, respondents: int) -> dict[str, Any]:
    """Everybody answers; while they do, as many begin each second as keep the pages at their rate."""
    each_second, pause = RATE / PAGES, 1.0
    order = {
        "port": site.port, "start": seed["start"], "pages": seed["pages"], "respondents": respondents,
        "begin_each_second": each_second, "pause": pause,
    }  # fmt: skip
    process = site.begin("-m", "bench.survey.respondents")
    before = cpu_of(site.pid)
    answer, _nothing = process.communicate(json.dumps(order) + "\n")
    told: dict[str, Any] = json.loads(answer)
    # The pages come at their rate from when the first has begun until the last begins.
    lasted = respondents / each_second
    return told | {"respondents": respondents, "server": cpu_of(site.pid) - before, "lasted": lasted}


def _say(told: dict[str, Any], stored: dict[str, int]) -> None:
    share = told["cpu"] / told["seconds"] / (os.cpu_count() or 1)
    print(f"  {told['respondents']} people, {told['pages']} pages in {told['seconds']:.0f} s; faults {told['faults']}")
    print(f"    stored: {stored}")
    print(
        f"    a page submitted took {_milliseconds(told['submitted'])}",
        f"    the next fetched {_milliseconds(told['fetched'])}",
        sep="\n",
    )
    print(
        f"    CPU: server {told['server']:.1f} s, load client {told['cpu']:.1f} s ({share:.0%} of the machine)",
        flush=True,
    )


def _milliseconds(shares: dict[str, float]) -> str:
    p50, p95, p99, slowest = (shares[name] * 1000 for name in ("50", "95", "99", "100"))
    return f"p50 {p50:.0f} · p95 {p95:.0f} · p99 {p99:.0f} · slowest {slowest:.0f} ms"
