"""The example says what the seed says, marks the rest as example, and names nobody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from fardplan.commands.demo import DIALOGUE_FILE
from fardplan.contributions.models import Contribution, Reply, Submission
from fardplan.dialogue.models import Day, Dialogue, Phase, Session
from fardplan.exchange.reading import DialogueFile, load_path
from fardplan.media.models import Broadcast, ExternalRoom, GraphicNote, Recording
from fardplan.organisation.models import Organisation
from fardplan.strategy.models import Draft, Passage, Section
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def file() -> DialogueFile:
    return load_path(DIALOGUE_FILE)


def test_the_facts_are_the_seeds(read_example: Dialogue) -> None:
    days = list(read_example.days.order_by("starts_at"))
    assert read_example.title == "Blekingedagen 2020"
    assert [f"{day.starts_at:%Y-%m-%d}" for day in days] == ["2020-11-06", "2020-11-17", "2020-12-01"]
    assert [day.focus for day in days] == [
        "Blekinges nyläge",
        "I Blekinge utvecklas vi i attraktiva livsmiljöer",
        "I Blekinge växer vi av ett expansivt näringsliv och en inkluderande arbetsmarknad",
    ]
    assert (days[2].starts_at, days[2].ends_at) == (at("2020-12-01 13:00"), at("2020-12-01 16:00"))
    assert read_example.contributions_close_at == at("2020-12-04 23:59:59")
    assert read_example.municipalities == ["Karlshamn", "Karlskrona", "Olofström", "Ronneby", "Sölvesborg"]
    assert [host.title for host in read_example.hosts.all()] == [
        "Regionstyrelsens ordförande",
        "Ordförande regionala utvecklingsnämnden",
        "Regiondirektör",
        "Regional utvecklingsdirektör",
    ]
    assert [survey.slug for survey in read_example.surveys.all()] == ["medborgarenkaten"]


def test_everything_is_marked_as_example(read_example: Dialogue) -> None:
    models = [
        Organisation, Dialogue, Phase, Day, Session, Draft, Broadcast, Recording, GraphicNote, ExternalRoom, Submission,
        Reply,
    ]  # fmt: skip
    assert {model.__name__: model._default_manager.count() > 0 for model in models} == {
        model.__name__: True for model in models
    }
    unmarked = [row for model in models for row in model._default_manager.filter(is_example=False)]
    assert unmarked == []


def test_nobody_is_named(file: DialogueFile) -> None:
    content = file.content
    people = [
        *content.hosts,
        *(speaker for day in content.days for point in day.programme for speaker in point.speakers),
    ]
    assert [person.title for person in people if person.name] == []
    assert {reply.signed_as for reply in content.replies} == {"Projektgruppen (exempelsvar)"}
    text = DIALOGUE_FILE.read_text(encoding="utf-8")
    seed_names = ["Förberg", "Sandberg", "Lilja", "Cederström", "Kanrita", "regionblekinge.se", "zoom.us"]
    assert [name for name in seed_names if name in text] == []


def test_both_drafts_are_whole_and_differ_only_where_somebody_asked_for_it(read_example: Dialogue) -> None:
    texts = {
        number: dict(Passage.objects.filter(draft__number=number).values_list("code", "text"))
        for number in ("0.3", "0.4")
    }
    assert len(texts["0.3"]) == 30
    assert texts["0.3"].keys() == texts["0.4"].keys()
    changed = {code: (text, texts["0.4"][code]) for code, text in texts["0.3"].items() if texts["0.4"][code] != text}
    assert changed == {
        "A1.2": (
            "Restiden mellan kommunernas huvudorter är högst en timme.",
            "Restiden mellan kommunernas huvudorter är högst en timme, och turerna räcker hela dagen.",
        ),
        "A2.2": (
            "På alla orter går det att utöva idrott och ta del av kultur.",
            "På alla orter går det att röra på sig på sitt eget sätt, vara ute i naturen och ta del av kultur.",
        ),
    }
    keys = {
        number: list(Section.objects.filter(draft__number=number).values_list("key", flat=True)) for number in texts
    }
    assert keys["0.3"] == keys["0.4"]


def test_what_came_in_has_one_gapless_series_in_the_order_of_time(read_example: Dialogue) -> None:
    submissions = list(read_example.submissions.order_by("number"))
    assert [submission.number for submission in submissions] == list(range(1, len(submissions) + 1))
    times = [submission.received_at for submission in submissions]
    assert times == sorted(times)
    assert len(submissions) == 106
    assert all(
        point.published_at is None or point.published_at >= point.submission.received_at
        for point in Contribution.objects.select_related("submission")
    )


def test_every_picture_and_film_comes_with_its_words(read_example: Dialogue) -> None:
    notes = list(GraphicNote.objects.all())
    assert len(notes) == 2
    assert all(len(note.description) > 500 and note.hotspots.count() >= 8 for note in notes)
    films = list(Recording.objects.filter(kind="file"))
    assert [sorted(film.captions.values_list("language", flat=True)) for film in films] == [["en", "sv"], ["en", "sv"]]
    assert all(film.chapters.count() == 5 and film.transcript for film in films)
    undelivered = Recording.objects.get(kind="youtube")
    assert undelivered.captions_missing_reason != ""
    assert undelivered.captions_due_on is not None


def test_documents_are_real_files(file: DialogueFile) -> None:
    documents = [DIALOGUE_FILE.parent / document.file for document in file.content.documents]
    assert [Path(path).read_bytes()[:5] for path in documents] == [b"%PDF-"] * 4
    assert all(b"/StructTreeRoot" in path.read_bytes() and b"/Lang (sv" in path.read_bytes() for path in documents)


def test_addresses_that_lead_nowhere_say_so(file: DialogueFile) -> None:
    """Only reserved names (RFC 2606), but for the video service's own form of address."""
    rooms = [room.address for day in file.content.days for room in day.external_rooms]
    assert all(".example.org/" in address for address in rooms)


@pytest.mark.parametrize(
    ("moment", "said", "answered"),
    [
        ("2020-11-24 09:00", 23, 6),
        ("2020-12-01 14:10", 50, 12),
        ("2020-12-05 09:00", 75, 15),
        ("2020-12-09 09:00", 81, 20),
        ("2021-03-01 10:00", 81, 81),
        ("2021-12-01 09:00", 108, 107),
    ],
)
def test_each_moment_shows_only_what_had_happened(
    read_example: Dialogue, moment: str, said: int, answered: int
) -> None:
    from fardplan.contributions.queries import public_contributions

    now: datetime = at(moment)
    shown = list(public_contributions(read_example, now=now))
    replied = [point for point in shown if point.reply and point.reply.published_at and point.reply.published_at <= now]
    assert (len(shown), len(replied)) == (said, answered)
