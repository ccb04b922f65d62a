"""The example is loaded once, never beside anything real, and goes out and in again unchanged."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from fardplan.base import audit
from fardplan.commands.demo import load_when_empty
from fardplan.contributions.models import Submission
from fardplan.desk.starts import Wishes, copy_of, prepared
from fardplan.dialogue.models import Dialogue
from fardplan.exchange.exporting import export_dialogue
from fardplan.exchange.importing import import_dialogue
from fardplan.exchange.reading import load
from tests.conftest import at

WISHES = Wishes(
    title="Nästa", slug="nasta", first_day=date(2027, 3, 1), starts=time(13), number_of_days=3,
    closes_on=date(2027, 4, 30), contact_email="dialog@example.org",
)  # fmt: skip


def test_loading_twice_changes_nothing(example: Dialogue) -> None:
    before = (example.pk, Submission.objects.count())
    assert load_when_empty() == ""
    assert (Dialogue.objects.get(slug="blekingedagen-2020").pk, Submission.objects.count()) == before


def test_the_example_is_not_mixed_with_real_dialogues(dialogue: Dialogue) -> None:
    assert "which is no example" in load_when_empty()
    assert list(Dialogue.objects.values_list("slug", flat=True)) == ["dagen-2020"]


def test_the_example_goes_out_and_in_again_unchanged(example: Dialogue, tmp_path: Path) -> None:
    first = export_dialogue(example, tmp_path / "first")
    text = first.read_text(encoding="utf-8").replace("slug: blekingedagen-2020", "slug: igen")
    text = text.replace("code: unga2020", "code: unga2020b")
    again = import_dialogue(load(text, folder=first.parent), by=audit.SYSTEM, now=at("2020-12-10 09:00"))
    second = export_dialogue(again, tmp_path / "second")
    assert second.read_text(encoding="utf-8") == text
    surveys = [sorted((path.parent / "files" / "surveys").rglob("*.json*")) for path in (first, second)]
    assert [path.read_bytes() for path in surveys[0]] == [path.read_bytes() for path in surveys[1]]
    films = [path.name for path in sorted(second.parent.rglob("*.mp4"))]
    assert films == ["recording-1.mp4", "recording-1.mp4"]


def test_another_dialogue_can_begin_from_the_example(example: Dialogue) -> None:
    """Nothing of what was said, asked, counted and decided comes along, and nothing points to it."""
    content = prepared(copy_of(example), WISHES).content
    assert (content.dialogue.slug, len(content.days)) == ("nasta", 3)
    left = (content.submissions, content.surveys, content.indicators, content.decisions, content.tellings)
    assert left == ([], [], [], [], [])
