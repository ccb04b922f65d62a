"""Letters: files kept as they came, and points marked in them that remember exactly where they stood."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as some

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.contributions.about import About, find_about
from fardplan.contributions.actions import (
    Mark,
    Received,
    ReplyWords,
    Said,
    draft_reply,
    hide,
    mark_again,
    mark_point,
    register_received,
)
from fardplan.contributions.letter_forms import sentences
from fardplan.contributions.likeness import digests_of
from fardplan.contributions.models import Attachment, Contribution, LikenessBand, Submission
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import Say

NOW = at("2020-12-03 10:00")
WORDS = "Bygg bryggor. Laga vägen, snart.\nOch tänk på barnen!"
FILES = Path(__file__).parents[1] / "documents" / "files"


@pytest.fixture
def registrar(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.REGISTRAR)


@pytest.fixture
def register(dialogue: Dialogue, registrar: Official) -> Callable[..., Submission]:
    """register(files=["brev.pdf"], text=""): a letter that came by post."""

    def make(*, files: tuple[str, ...] = (), text: str = "", **of: Any) -> Submission:
        uploads = [SimpleUploadedFile(name, (FILES / name).read_bytes()) for name in files]
        received = Received(channel="letter", received_at=NOW, source_note="Pärm 3", **of)
        said = Said(about=About(), text=text, sender_kind="organisation", sender_label="En förening")
        return register_received(
            dialogue=dialogue, said=said, received=received, by=registrar, now=NOW, attachments=uploads
        )

    return make


@pytest.fixture
def mark(dialogue: Dialogue, registrar: Official) -> Callable[..., Contribution]:
    """mark(submission, "orden", about="stycke:a1-1"): the point made of these words."""

    def make(submission: Submission, words: str, *, about: str = "strategin", by: Official = registrar) -> Contribution:
        attachment = submission.attachments.first()
        text = attachment.text if attachment is not None else submission.text
        start = text.index(words)
        return mark_point(
            submission=submission, mark=Mark(start, start + len(words), attachment),
            about=find_about(dialogue, about, now=NOW), kind="view", proposed_text="", by=by, now=NOW,
        )  # fmt: skip

    return make


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["brev.pdf", "strategi.docx", "strategi.odt"])
def test_a_file_is_kept_as_it_came_with_its_text_beside(register: Callable[..., Submission], name: str) -> None:
    submission = register(files=(name,), text="Se bilagan.", stance="endorse")
    attachment = submission.attachments.get()
    with default_storage.open(attachment.file.name) as kept:
        assert kept.read() == (FILES / name).read_bytes()
    assert (attachment.name, submission.text, submission.stance) == (name, "Se bilagan.", "endorse")
    assert len(attachment.text) > 100


def test_a_letter_that_is_only_a_file_has_the_words_of_the_file(register: Callable[..., Submission]) -> None:
    submission = register(files=("brev.pdf",))
    assert submission.text == submission.attachments.get().text.strip()


def test_a_scanned_letter_says_that_it_cannot_be_read(register: Callable[..., Submission]) -> None:
    submission = register(files=("skannad.pdf",))
    assert submission.text == "Bilaga utan läsbar text: skannad.pdf"
    assert submission.attachments.get().text == ""


def test_when_one_file_is_refused_nothing_is_registered_and_no_file_is_left(
    dialogue: Dialogue, registrar: Official, settings: Any
) -> None:
    good = SimpleUploadedFile("brev.pdf", (FILES / "brev.pdf").read_bytes())
    bad = SimpleUploadedFile("bild.pdf", b"\x89PNG\r\n")
    received = Received(channel="letter", received_at=NOW, source_note="Pärm 3")
    with pytest.raises(Invalid) as refused:
        register_received(
            dialogue=dialogue, said=Said(about=About(), text="Se bilagan."), received=received, by=registrar, now=NOW,
            attachments=[good, bad],
        )  # fmt: skip
    assert (refused.value.field, str(refused.value.message).startswith("bild.pdf: ")) == ("attachments", True)
    assert not Submission.objects.exists()
    folder = Path(settings.MEDIA_ROOT) / "submissions"
    assert list(folder.glob("*")) == []


def test_what_came_in_is_never_changed_or_deleted(register: Callable[..., Submission]) -> None:
    attachment = register(files=("brev.pdf",)).attachments.get()
    for attempt in (
        lambda: Attachment.objects.filter(pk=attachment.pk).update(text="Något annat."),
        lambda: Attachment.objects.filter(pk=attachment.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# --- points -----------------------------------------------------------------------------------------------------------


def test_the_first_point_takes_the_place_of_the_whole_and_the_letter_stays(
    say: Say, mark: Callable[..., Contribution]
) -> None:
    submission = say(WORDS)
    first = mark(submission, "Laga vägen, snart.", about="stycke:a1-2")
    second = mark(submission, "Bygg bryggor.")
    assert [(each.label, each.text) for each in (first, second)] == [
        ("S-001.1", "Laga vägen, snart."),
        ("S-001.2", "Bygg bryggor."),
    ]
    assert first.passage is not None
    assert first.passage.key == "a1-2"
    submission.refresh_from_db()
    assert submission.text == WORDS
    for point in Contribution.objects.all():
        assert point.taken_start is not None
        assert WORDS[point.taken_start : point.taken_end] == point.text
    assert Contribution.objects.count() == 2


def test_a_point_remembers_which_file_and_page_it_was_taken_from(
    register: Callable[..., Submission], mark: Callable[..., Contribution]
) -> None:
    submission = register(files=("brev.pdf",))
    text = submission.attachments.get().text
    words = next(sentences(text)).words
    assert mark(submission, words).taken_from == "brev.pdf, sida 1"


def test_a_letter_answered_or_hidden_as_one_is_not_divided(
    dialogue: Dialogue,
    say: Say,
    mark: Callable[..., Contribution],
    make_official: Callable[..., Official],
    moderator: Official,
) -> None:
    editor = make_official(RoleName.EDITOR)
    answered, hidden = say(WORDS), say(WORDS + " Igen.")
    whole = Contribution.objects.select_related("submission__dialogue").get(submission=answered)
    draft_reply(dialogue=dialogue, contributions=[whole], words=ReplyWords(text="Vi svarar."), by=editor, now=NOW)
    other = Contribution.objects.select_related("submission__dialogue").get(submission=hidden)
    hide(contribution=other, rule="attack", reason="Ett påhopp.", revision=other.revision, by=moderator, now=NOW)
    for submission in (answered, hidden):
        with pytest.raises(Conflict):
            mark(submission, "Bygg bryggor.")
    assert set(Contribution.objects.values_list("part", flat=True)) == {None}


def test_a_mark_can_be_moved_until_somebody_answers_and_the_log_keeps_the_words(
    dialogue: Dialogue, say: Say, mark: Callable[..., Contribution], registrar: Official
) -> None:
    submission = say(WORDS)
    point = mark(submission, "Bygg bryggor.")
    moved: dict[str, Any] = {
        "mark": Mark(0, WORDS.index("\n")), "about": About(), "kind": "view", "proposed_text": "", "by": registrar,
        "now": NOW,
    }  # fmt: skip
    with pytest.raises(Conflict):
        mark_again(contribution=point, revision=point.revision + 1, **moved)
    again = mark_again(contribution=point, revision=point.revision, **moved)
    assert (again.label, again.text) == ("S-001.1", "Bygg bryggor. Laga vägen, snart.")
    entry = AuditEntry.objects.filter(action="contribution.marked_again").get()
    assert entry.detail["before"] == "Bygg bryggor."


def test_a_letter_read_from_a_file_is_shown_to_nobody_before_an_official_has_marked_or_published(
    dialogue: Dialogue, register: Callable[..., Submission], mark: Callable[..., Contribution]
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(publishing="at_once")
    written, letter = register(text="Bygg bryggor."), register(files=("brev.pdf",))
    assert [each.published_at for each in written.contributions.all()] == [NOW]
    assert [each.published_at for each in letter.contributions.all()] == [None]
    first, second, *_rest = (each.words for each in sentences(letter.attachments.get().text))
    assert [mark(letter, words).published_at for words in (first, second)] == [NOW, NOW]


def test_what_is_alike_is_found_by_the_words_of_the_point_and_not_of_the_letter(
    dialogue: Dialogue, say: Say, mark: Callable[..., Contribution], registrar: Official
) -> None:
    point = mark(say(WORDS), "Laga vägen, snart.")
    kept = set(LikenessBand.objects.filter(contribution=point).values_list("digest", flat=True))
    assert kept == set(digests_of(dialogue.pk, "Laga vägen, snart."))
    second = mark(point.submission, "Bygg bryggor.")
    mark_again(
        contribution=second, revision=second.revision, mark=Mark(0, WORDS.index("\n")), about=About(), kind="view",
        proposed_text="", by=registrar, now=NOW,
    )  # fmt: skip
    kept = set(LikenessBand.objects.filter(contribution=second).values_list("digest", flat=True))
    assert kept == set(digests_of(dialogue.pk, "Bygg bryggor. Laga vägen, snart."))


def test_a_point_about_another_passage_does_not_say_where_the_quoted_words_stood(
    say: Say, mark: Callable[..., Contribution]
) -> None:
    submission = say(WORDS)
    Contribution.objects.filter(submission=submission).update(quote="vägen", quote_start=4)
    point = mark(submission, "Laga vägen, snart.", about="stycke:a1-2")
    assert (point.quote, point.quote_start) == ("vägen", None)


def test_only_those_who_register_mark_points(
    say: Say, mark: Callable[..., Contribution], make_official: Callable[..., Official]
) -> None:
    with pytest.raises(NotAllowed):
        mark(say(WORDS), "Bygg bryggor.", by=make_official(RoleName.POLITICIAN))


@given(some.text(alphabet="ab åÅ.!?…\n\t,", max_size=120))
def test_every_word_of_a_letter_is_in_exactly_one_sentence(text: str) -> None:
    found = list(sentences(text))
    assert all(text[each.start : each.end] == each.words == each.words.strip() for each in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    outside = list(text)
    for each in found:
        outside[each.start : each.end] = " " * (each.end - each.start)
    assert "".join(outside).strip() == ""
    for each in found:
        before = text[: each.start].rstrip(" \t")
        assert each.begins_line == (not before or before.endswith("\n"))


def test_a_letter_of_very_many_sentences_is_read_at_once() -> None:
    begun = time.process_time()
    assert sum(1 for _ in sentences("a. " * 200_000)) == 200_000
    assert time.process_time() - begun < 5
