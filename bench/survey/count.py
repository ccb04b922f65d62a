"""100,000 responses to 50 questions on SQLite: counting them, and all result tables from the kept counts.

CPU seconds beside the budgets: 10 for counting, 1 for the tables (with groups, intervals and differences of an invited
sample).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Any, TypeVar

from bench.live.figures import Figure

QUESTIONS = 50
DRAWN = 5_000  # made-up people; each answers as many times as it takes
COUNTING, TABLES = 10.0, 1.0  # seconds
SEED = 20_201_123
AGES = ("16-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-")
POPULATIONS: dict[str, dict[str, float]] = {
    "kon": {"kvinna": 49, "man": 51},
    "alder": dict(zip(AGES, (11, 14, 14, 16, 16, 15, 14), strict=True)),
    "kommun": {"k0": 42, "k1": 20, "k2": 18, "k3": 11, "k4": 9},
}
T = TypeVar("T")


def measure(responses: int) -> list[Figure]:
    """Count so many responses, and work out their tables, in a database of its own."""
    with tempfile.TemporaryDirectory(prefix="fardplan-bench-") as folder:
        told = {"FARDPLAN_MODE": "test", "FARDPLAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "fardplan.settings"}
        run = subprocess.run(
            [sys.executable, "-m", "bench.survey.count", str(responses)],
            env=os.environ | told, capture_output=True, text=True, check=True,
        )  # fmt: skip
    measured = json.loads(run.stdout.splitlines()[-1])
    print(measured["what"])
    return [
        Figure("counting, from the database and kept", measured["counting"], COUNTING, "s"),
        Figure("all tables with intervals, from the kept counts", measured["tables"], TABLES, "s"),
    ]


def run(responses: int) -> dict[str, Any]:
    """CPU seconds of counting and of the tables, in this process."""
    from fardplan.surveys.actions.counting import count
    from fardplan.surveys.models import Margin, Release, Tally
    from fardplan.surveys.queries.counting import counts_of
    from fardplan.surveys.queries.releasing import prepare
    from fardplan.surveys.results import deciding, shape

    collection = _filled(responses)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    counts, counting = timed(lambda: count(collection=collection, now=now))
    for question, shares in POPULATIONS.items():
        Margin.objects.create(collection=collection, question=question, shares=shares, source="-")
    tally = Tally.objects.get(collection=collection)
    read, reading = timed(lambda: counts_of(tally))
    prepared, working = timed(lambda: prepare(collection, read, now=now))
    assert prepared.result is not None
    assert prepared.state is not None
    tables, state = shape.as_data(prepared.result), deciding.as_data(prepared.state)
    Release.objects.create(
        collection=collection, number=1, tables=tables, counts=state, responses=counts.responses, published_at=now
    )
    shown = sum(
        len(row.answers)
        for question in prepared.result.questions
        for table in question.tables
        for row in [table.total, *(row for division in table.divisions for row in division.rows)]
        if isinstance(row, shape.Row)
    )
    what = (
        f"  {counts.responses} responses, {QUESTIONS} questions, {len(counts.cells)} cells: {shown} shares with"
        f" intervals; kept: counts {size(tally.counts)} kB, result {size(tables)} kB, for the next one {size(state)} kB"
    )
    return {"what": what, "counting": counting, "tables": reading + working}


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What came of it, and the CPU seconds it took."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def size(data: Any) -> int:
    return round(len(json.dumps(data)) / 1_000)


def _filled(responses: int) -> Any:
    """An invited sample that has closed, with as many responses as the budget speaks of."""
    from fardplan.dialogue.models import Dialogue
    from fardplan.surveys.definition import as_data, canonical, read
    from fardplan.surveys.models import Collection, Response, Survey, SurveyVersion

    dialogue = Dialogue.objects.create(slug="dialogen", title="Dialogen")
    definition = read(_definition())
    survey = Survey.objects.create(dialogue=dialogue, slug="enkat", name="Enkäten", draft=as_data(definition))
    version = SurveyVersion.objects.create(
        survey=survey, number=1, definition=canonical(definition).decode(), sha256="0" * 64,
        published_at=datetime(2026, 4, 1, tzinfo=UTC),
    )  # fmt: skip
    collection = Collection.objects.create(
        survey=survey, slug="urval", name="Urvalet", kind="invited",
        opens_at=datetime(2026, 4, 2, tzinfo=UTC), closes_at=datetime(2026, 5, 2, tzinfo=UTC),
    )  # fmt: skip
    random = Random(SEED)
    people = [_answers(random) for _ in range(DRAWN)]
    rows = (
        Response(collection=collection, version=version, day=date(2026, 4, 3), answers=people[number % DRAWN])
        for number in range(responses)
    )
    Response.objects.bulk_create(rows, batch_size=2_000)
    return collection


def _definition() -> dict[str, Any]:
    """Three backgrounds (two sexes and others, seven ages, five municipalities), and 47 questions of most types."""

    def chosen(name: str, kind: str, *codes: str, **fields: Any) -> dict[str, Any]:
        listed = [{"name": code, "label": {"sv": code}} for code in codes]
        return {"name": name, "type": kind, "label": {"sv": name}, "choices": listed, **fields}

    questions = [
        chosen("kon", "single", "kvinna", "man", other=True, background=True),
        {"name": "alder", "type": "birth_year", "label": {"sv": "alder"}, "background": True,
         "classes": [16, 25, 35, 45, 55, 65, 75]},
        chosen("kommun", "area", *(f"k{code}" for code in range(5)), background=True),
    ]  # fmt: skip
    for number in range(QUESTIONS - 3):
        name = f"q{number}"
        match number % 10:
            case 7:
                questions.append(chosen(name, "multiple", *"abcde", dont_know=True))
            case 8:
                questions.append(chosen(name, "single", *"abcd", required=True))
            case 9:
                questions.append({"name": name, "type": "number", "label": {"sv": name}, "whole": True,
                                  "minimum": 0.0, "maximum": 100.0})  # fmt: skip
            case _:
                questions.append({"name": name, "type": "scale", "label": {"sv": name}, "scale": {}, "required": True})
    pages = [
        {"name": f"del_{at}", "title": {"sv": f"Del {at}"}, "questions": questions[at : at + 10]}
        for at in range(0, QUESTIONS, 10)
    ]
    return {"title": {"sv": "Enkäten"}, "pages": pages}


def _answers(random: Random) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kon": random.choices(["kvinna", "man", "_other"], [55, 44, 1])[0],
        "alder": random.choices(AGES, [5, 8, 10, 14, 20, 24, 19])[0],
        "kommun": random.choices([f"k{code}" for code in range(5)], [40, 20, 18, 12, 10])[0],
    }
    for number in range(QUESTIONS - 3):
        match number % 10:
            case 7:
                said[f"q{number}"] = random.sample("abcde", random.randint(1, 3))
            case 8:
                said[f"q{number}"] = random.choice("abcd")
            case 9:
                said[f"q{number}"] = random.randint(0, 100)
            case _:
                said[f"q{number}"] = random.choice("12345")
    return said


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(run(int(sys.argv[1]))))
