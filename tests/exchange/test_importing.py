"""A dialogue file becomes a dialogue, all of it or nothing; and a dialogue becomes the same file again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from fardplan.base import audit, clock
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions.models import Attachment, Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.exchange.dates import shift
from fardplan.exchange.exporting import export_dialogue
from fardplan.exchange.importing import check_import, import_dialogue
from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import DialogueFile, load, load_path
from fardplan.ledger.actions.telling import take_up_lost
from fardplan.ledger.models import Trace
from fardplan.organisation.models import Organisation
from fardplan.strategy.models import Change, Draft, Strategy
from tests.conftest import at
from tests.exchange.conftest import EVERYTHING

NOW = at("2020-12-10 09:00")

pytestmark = pytest.mark.django_db


def bring_in(file: DialogueFile, *, replace: bool = False) -> Dialogue:
    return import_dialogue(file, by=audit.SYSTEM, now=NOW, replace=replace)


def without_what_was_said(text: str = EVERYTHING) -> str:
    text = (
        text[: text.index("    room_questions:")] + text[text.index("\ndocuments:") + 1 : text.index("\nthemes:") + 1]
    )
    return re.sub(r" +traces: .*\n", "", text)


def stored_files() -> list[str]:
    found: list[str] = []
    pending = [""]
    while pending:
        folder = pending.pop()
        if not default_storage.exists(folder or "."):
            continue
        folders, files = default_storage.listdir(folder or ".")
        pending += [f"{folder}/{name}".lstrip("/") for name in folders]
        found += [f"{folder}/{name}".lstrip("/") for name in files]
    return sorted(found)


def test_the_whole_file_is_there(folder: Path) -> None:
    dialogue = bring_in(load_path(folder / "dialogue.yaml"))
    day = dialogue.days.get()
    assert Organisation.objects.get().name == "Region Exempel"
    assert [str(session.starts_at.time()) for session in day.sessions.all()] == ["12:00:00", "12:30:00", "14:00:00"]
    assert [session.is_example for session in day.sessions.all()] == [False, True, False]
    assert day.recordings.get().captions.get().vtt.startswith("WEBVTT")
    submissions = dialogue.submissions.order_by("number")
    assert [submission.label for submission in submissions] == ["S-001", "S-002", "S-003", "S-004"]
    labels = Contribution.objects.order_by("submission__number", "part")
    assert [(point.label, point.passage and point.passage.code) for point in labels] == [
        ("S-001", ""),
        ("S-002.1", None),
        ("S-002.2", None),
        ("S-003", None),
        ("S-004", None),
    ]
    reply = labels[0].reply
    assert reply is not None
    assert reply.published_at == at("2020-12-06 09:00")
    assert AuditEntry.objects.get(action="dialogue.imported").subject == "Dagen 2020"


def test_export_and_import_again_give_the_same(folder: Path, tmp_path: Path) -> None:
    first = export_dialogue(bring_in(load_path(folder / "dialogue.yaml")), tmp_path / "first")
    text = first.read_text(encoding="utf-8")
    renamed = text.replace("slug: dagen-2020", "slug: dagen-igen").replace("slug: strategin", "slug: strategin-igen")
    renamed = renamed.replace("former_addresses:\n    - dagen\n", "former_addresses:\n    - dagen-forr\n")
    renamed = renamed.replace("code: skolkod", "code: skolkod-igen")
    again = bring_in(load(renamed, folder=first.parent))
    second = export_dialogue(again, tmp_path / "second")
    assert second.read_text(encoding="utf-8") == renamed
    assert (second.parent / "files/dag-1/recording-1.webm").read_bytes() == (folder / "film/dag1.webm").read_bytes()
    surveys = [sorted((path.parent / "files/surveys").rglob("*.json*")) for path in (first, second)]
    assert [[path.read_bytes() for path in found] for found in surveys] == [
        [path.read_bytes() for path in surveys[0]]
    ] * 2
    assert len(surveys[0]) == 6


def test_a_day_as_it_happened_comes_through_without_anybodys_pseudonym(folder: Path) -> None:
    stage = bring_in(load_path(folder / "dialogue.yaml")).days.get().stages.get()
    first, second = stage.questions.all()
    assert (str(first.contribution), first.upvotes.count(), second.merged_into, stage.shown_question) == (
        "S-001", 3, first, first,
    )  # fmt: skip
    tallies = [
        (poll.question, poll.secret == "", poll.ballots.count(), poll.marks.count()) for poll in stage.polls.all()
    ]
    assert tallies == [("Vad förvånade dig?", True, 3, 4), ("Hur kallt?", False, 1, 1), ("Ett ord?", False, 1, 1)]
    assert [(cue.title, cue.session and cue.session.title) for cue in stage.cues.all()] == [
        ("Välkommen", "Välkommen"), ("Film", None),
    ]  # fmt: skip


def test_the_notes_of_the_rooms_come_through_with_new_links_and_pseudonyms(folder: Path) -> None:
    first, second = bring_in(load_path(folder / "dialogue.yaml")).days.get().room_notes.all()
    assert (str(first.submission), str(first.room), first.who) == ("S-002", "Rummet", "3 elever")
    points = [
        (each.text, str(each.question), each.removed_at is None, each.contribution) for each in first.points.all()
    ]
    assert [(*facts, str(became)) for *facts, became in points] == [
        ("En sak.", "Vad fungerar?", True, "S-002.1"), ("Borttaget.", "Vad behöver ändras?", False, "None"),
    ]  # fmt: skip
    remarks = [each.text for answer in first.answers.all() for each in answer.remarks.all()]
    assert remarks == ["Två saker.", "Tåget saknas."]
    assert [str(each.question) for each in second.points.all()] == ["Bara till er?"]
    assert len({first.host_key, first.check_key, second.host_key, second.check_key}) == 4


def test_what_is_frozen_comes_through_to_the_character(folder: Path) -> None:
    dialogue = bring_in(load_path(folder / "dialogue.yaml"))
    first, second = Change.objects.filter(number__isnull=False)
    assert (first.label, first.kind, first.since and first.since.number, first.into_keys) == (
        "C-1", "split", "0.3", ["a1-2", "a1-3"],
    )  # fmt: skip
    assert first.before_text == "Restiden är högst en timme.\n\nOch lite till. "
    assert (second.is_moved, second.is_editorial, second.from_keys) == (True, True, ["a1-2"])
    assert [str(trace) for trace in Trace.objects.order_by("id")] == [
        "S-001 → C-1",
        "S-002.1 → C-1",
        "Nämnden, § 7, 2020-12-05 → C-2",
        "Y1 → C-2",
    ]
    assert first.traces.order_by("id")[0].drawn_at == at("2020-11-30 09:00")
    letter = Attachment.objects.get()
    assert (letter.name, letter.text, letter.page_starts) == ("Brevet.pdf", "Hej på er.\r\n\x0cEn till. ", [0, 12])
    marked = Contribution.objects.get(attachment=letter)
    assert letter.text[marked.taken_start : marked.taken_end] == "En till."
    assert dialogue.replies_need_second_reader


def test_a_letter_with_one_marked_point_keeps_that_points_number(folder: Path, tmp_path: Path) -> None:
    start, end = EVERYTHING.index("      - text: En till.\n"), EVERYTHING.index("  - received: 2020-11-09 10:00:01.5")
    dialogue = bring_in(load(EVERYTHING[:start] + EVERYTHING[end:], folder=folder))
    label = "S-002.1"
    assert [str(trace) for trace in Trace.objects.filter(contribution__part=1)] == [f"{label} → C-1"]
    exported = export_dialogue(dialogue, folder=tmp_path / "out")
    assert f"contribution: {label}" in exported.read_text(encoding="utf-8")
    assert load_path(exported).content.submissions[1].is_divided


def test_a_telling_that_was_under_way_is_not_gone_on_with(folder: Path) -> None:
    bring_in(load(EVERYTHING.replace(", finished: 2020-12-01 09:05", ""), folder=folder))
    assert take_up_lost(clock.now()) == 0
    assert not OutgoingMail.objects.exists()


def test_changes_that_are_not_given_are_worked_out_as_when_publishing(folder: Path) -> None:
    start, end = EVERYTHING.index("      changes:\n        - key: a1-2"), EVERYTHING.index("    - number: 0.5")
    said = """\
      changes:
        - key: a1-2
          reason: Turerna fick ett eget stycke.
          traces: [{contribution: S-001}]
"""
    bring_in(load(EVERYTHING[:start] + said + EVERYTHING[end:], folder=folder))
    found = [
        (change.label, change.key, change.kind, change.reason, change.traces.count())
        for change in Change.objects.filter(number__isnull=False)
    ]
    assert found == [
        ("C-1", "a1-2", "split", "Turerna fick ett eget stycke.", 1),
        ("C-2", "a1-3", "split", "", 0),
    ]
    assert Change.objects.get(number=1).before_text == "Restiden är högst en timme.\n\nOch lite till."


def test_a_trial_is_not_remembered_when_changes_are_worked_out(folder: Path) -> None:
    text = without_what_was_said()
    start, end = text.index("      changes:\n        - key: a1-2"), text.index("    - number: 0.5")
    text = text[:start] + text[end:]
    check_import(load(text, folder=folder), by=audit.SYSTEM, now=NOW)
    bring_in(load(text.replace("Och lite till.", "Och så mer."), folder=folder))
    assert Change.objects.get(number=1).before_text == "Restiden är högst en timme.\n\nOch så mer."


def test_a_reason_for_what_did_not_change_is_refused(folder: Path) -> None:
    text = without_what_was_said()
    start, end = text.index("      changes:\n        - key: a1-2"), text.index("    - number: 0.5")
    said = "      changes:\n        - {key: a1-1, reason: Fler bostäder.}\n"
    with pytest.raises(FileRefused, match=r"changes\[0\]\.key: a1-1 är inte ändrat i utkastet"):
        bring_in(load(text[:start] + said + text[end:], folder=folder))


def test_a_reason_may_be_new_where_a_published_change_is_the_same(folder: Path) -> None:
    bring_in(load(without_what_was_said(), folder=folder))
    changed = without_what_was_said().replace("Turerna fick ett eget stycke.", "Turerna behövde plats.")
    bring_in(load(changed, folder=folder), replace=True)
    assert Change.objects.get(number=1).reason == "Turerna behövde plats."
    rewritten = without_what_was_said().replace("after: {text: Restiden är högst", "after: {text: Restiden är minst")
    with pytest.raises(Conflict, match=r"Utkast 0\.4 är publicerat och ändras aldrig"):
        bring_in(load(rewritten, folder=folder), replace=True)


def test_a_dialogue_that_is_there_is_not_overwritten(folder: Path) -> None:
    file = load_path(folder / "dialogue.yaml")
    bring_in(file)
    with pytest.raises(Conflict, match="Det finns redan en dialog med adressen dagen-2020"):
        bring_in(file)
    with pytest.raises(Conflict, match="det har kommit in synpunkter"):
        bring_in(file, replace=True)
    assert Dialogue.objects.count() == 1


def test_replacing_keeps_what_people_have_in_their_hands(folder: Path) -> None:
    before = bring_in(load(without_what_was_said(), folder=folder))
    code, day_code, files = before.short_code, before.days.get().short_code, len(stored_files())
    changed = without_what_was_said().replace("title: Dagen 2020", "title: Dagen, ändrad")
    after = bring_in(load(changed, folder=folder), replace=True)
    assert (after.pk, after.short_code, after.days.get().short_code) == (before.pk, code, day_code)
    assert after.title == "Dagen, ändrad"
    assert Day.objects.count() == 1
    assert files > 0


def test_a_published_draft_is_never_changed_by_a_file(folder: Path) -> None:
    bring_in(load(without_what_was_said(), folder=folder))
    changed = without_what_was_said().replace("Fler bostäder byggs.", "Inga bostäder byggs.")
    with pytest.raises(Conflict, match=r"Utkast 0\.3 är publicerat och ändras aldrig"):
        bring_in(load(changed, folder=folder), replace=True)
    assert Draft.objects.get(number="0.3").passages.get(code="A1.1").text == "Fler bostäder byggs."


def test_nothing_is_left_of_an_import_that_fails(folder: Path) -> None:
    (folder / "film" / "dag1.vtt").write_text("Inte WebVTT", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"days\[0\]\.recordings\[0\]\.captions\[0\]\.file"):
        bring_in(load_path(folder / "dialogue.yaml"))
    assert (Dialogue.objects.count(), Strategy.objects.count(), Submission.objects.count()) == (0, 0, 0)
    assert stored_files() == []


def test_a_trial_leaves_nothing(folder: Path) -> None:
    check_import(load_path(folder / "dialogue.yaml"), by=audit.SYSTEM, now=NOW)
    assert (Dialogue.objects.count(), Organisation.objects.count(), stored_files()) == (0, 0, [])


def test_a_picture_must_be_one(folder: Path) -> None:
    (folder / "bilder" / "dagen.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(FileRefused, match=r"bilder/dagen\.png: SVG-bilder tas inte emot"):
        bring_in(load_path(folder / "dialogue.yaml"))


def test_a_document_must_be_one(folder: Path) -> None:
    (folder / "underlag.pdf").write_bytes(b"MZ program")
    with pytest.raises(FileRefused, match=r"documents\[0\]\.file: underlag.pdf: Filen är inget PDF-"):
        bring_in(load_path(folder / "dialogue.yaml"))
    assert stored_files() == []


def test_a_start_is_shifted_to_a_new_first_day(folder: Path) -> None:
    file = shift(load(without_what_was_said(), folder=folder), first_day=date(2027, 4, 2), slug="varen", title="Våren")
    dialogue = bring_in(file)
    day = dialogue.days.get()
    assert (dialogue.slug, dialogue.title) == ("varen", "Våren")
    assert dialogue.strategy is not None
    assert dialogue.strategy.slug == "varen"
    assert day.starts_at == at("2027-04-02 13:00")  # still one o'clock, though it is summer time now
    assert dialogue.contributions_close_at == at("2027-04-30 23:59:59")
    assert dialogue.phases.get().starts_on == date(2027, 1, 26)
    assert day.sessions.all()[1].starts_at == at("2027-04-02 13:30")


def test_a_start_without_days_cannot_be_shifted() -> None:
    file = load("format: fardplan/1\ndialogue: {slug: tom, title: Tom}\n")
    with pytest.raises(Invalid, match="ingen dag att räkna från"):
        shift(file, first_day=date(2027, 4, 2))
