"""A file becomes a draft at the desk: refused at its field, looked through, asked about, overruled, made."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
import docx as python_docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fardplan.analysis.alignment import Alignment, Candidate, Match
from fardplan.base import uploads
from fardplan.dialogue.models import Dialogue
from fardplan.strategy.imported import Imported, ReadBlock, ReadSection, packed
from fardplan.strategy.models import Draft, ImportedText, Passage
from fardplan.strategy.queries import contents_of, review_of
from tests.conftest import at
from tests.documents.reading import sample

SECTION = ReadSection(0, "Attraktiva livsmiljöer", "A", "direction", None)


def at_desk(name: str, dialogue: Dialogue, *more: object) -> str:
    return reverse(f"desk:{name}", args=[dialogue.slug, *more])


def word_file(*parts: tuple[int, str]) -> SimpleUploadedFile:
    """A Word file of headings (level, words) and paragraphs (0, words)."""
    document, file = docx.Document(), io.BytesIO()
    for level, words in parts:
        if level:
            document.add_heading(words, level)
        else:
            document.add_paragraph(words)
    document.save(file)
    return SimpleUploadedFile("strategi.docx", file.getvalue())


def read(dialogue: Dialogue, texts: Sequence[str], matches: Sequence[Match]) -> ImportedText:
    """A file that has been read and compared: these texts under the first heading, these matches."""
    assert dialogue.strategy is not None
    blocks = tuple(ReadBlock(place, 0, text, "", "") for place, text in enumerate(texts))
    found = Alignment((Match("same", "a", 1.0),), tuple(matches), (), ())
    return ImportedText.objects.create(
        strategy=dialogue.strategy,
        since=dialogue.strategy.drafts.get(number="0.3"),
        name="strategi.docx",
        content=packed(Imported("", (SECTION,), blocks, found)),
        imported_at=at("2020-11-24 09:00"),
    )


def ask(*keys: str) -> Match:
    return Match("ask", "", 0.6, candidates=tuple(Candidate(key, 0.6) for key in keys))


def test_a_word_file_becomes_a_draft_in_which_known_passages_keep_their_keys(desk: Client, dialogue: Dialogue):
    file = word_file(
        (1, "A Attraktiva livsmiljöer"),
        (2, "A1.1 Bostäder"), (0, "Fler bostäder byggs."),
        (2, "A1.2 Restid"), (0, "Restiden är alltid högst en timme."),
        (1, "Genomförande"), (0, "Så här gör vi tillsammans med kommunerna och näringslivet."),
    )  # fmt: skip
    since = str(Draft.objects.get().pk)
    form = {"upload": file, "since": since, "per": "heading"}
    response = desk.post(at_desk("import-text", dialogue), form, follow=True)
    assert "Så här läste vi filen" in response.text
    row = ImportedText.objects.get()
    assert [each.key for each in review_of(row).blocks] == ["a1-1", "a1-2", ""]
    desk.post(at_desk("draft-of-imported", dialogue, row.pk), {"number": "0.4"})
    draft = Draft.objects.get(number="0.4")
    assert [(each.key, each.code, each.heading, each.text) for each in contents_of(draft).passages] == [
        ("a1-1", "A1.1", "Bostäder", "Fler bostäder byggs."),
        ("a1-2", "A1.2", "Restid", "Restiden är alltid högst en timme."),
        ("genomforande-stycke", "", "", "Så här gör vi tillsammans med kommunerna och näringslivet."),
    ]
    assert draft.published_at is None
    # The page of the file leads to the draft from now on, and nothing more is done to it.
    page = desk.get(at_desk("imported", dialogue, row.pk)).text
    assert "Öppna utkast 0.4, som gjordes av filen" in page
    assert desk.post(at_desk("throw-away-imported", dialogue, row.pk)).status_code == 409


def test_pasted_text_is_read_too(desk: Client, dialogue: Dialogue):
    form = {"pasted": "# Ett\n\nText ett.\n\n# Två\n\nText två.", "per": "paragraph", "since": ""}
    desk.post(at_desk("import-text", dialogue), form)
    row = ImportedText.objects.get()
    assert (row.name, row.since) == ("Inklistrad text", None)
    review = review_of(row)
    assert [(each.heading, review.blocks_in(each.place)[0].text) for each in review.imported.sections] == [
        ("Ett", "Text ett."), ("Två", "Text två."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "upload"),
        ({"upload": SimpleUploadedFile("x.docx", b"PK\x03\x04 inte ett dokument")}, "upload"),
        ({"upload": SimpleUploadedFile("x.pdf", b"%PDF-1.7\n%%EOF")}, "upload"),
        ({"upload": SimpleUploadedFile("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)}, "upload"),
        ({"pasted": "x" * 2_100_000}, "pasted"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field(
    desk: Client, dialogue: Dialogue, form: dict[str, Any], field: str
):
    response = desk.post(at_desk("import-text", dialogue), {**form, "per": "heading"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert ImportedText.objects.count() == 0


def without_text() -> bytes:
    written = io.BytesIO()
    python_docx.Document().save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bytes(2_000_001), "Filen är för stor. Den får vara högst 2 megabyte. Ta bort eller förminska bilderna i den"),
        (without_text(), "Det finns ingen text i filen. Är texten en bild?"),
        (sample("last.docx"), "Filen är låst med lösenord. Ta bort lösenordet"),
        (sample("stilar.docx")[:-2000], "Filen är inte hel."),
    ],
    ids=["too large", "no text", "locked", "broken"],
)
def test_the_field_says_in_words_why_a_file_is_refused_and_what_to_do(
    desk: Client, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch, data: bytes, told: str
):
    monkeypatch.setattr(uploads, "DOCUMENT_BYTES", 2_000_000)
    form = {"upload": SimpleUploadedFile("utkast.docx", data), "per": "heading"}
    page = desk.post(at_desk("import-text", dialogue), form)
    assert page.status_code == 422
    assert told in page.context["form"].errors["upload"][0]
    assert told in page.text


def test_what_was_not_taken_is_listed(desk: Client, dialogue: Dialogue):
    row = read(dialogue, ["Text."], [Match("new", "", 0.9)])
    row.left_out = [["picture", "A Attraktiva livsmiljöer", 2, ["Ett berg"]]]
    row.left_out += [["table_lines", f"A{number} Område", 1, []] for number in range(1, 8)]
    row.save()
    page = " ".join(desk.get(at_desk("imported", dialogue, row.pk)).text.split())
    listed = re.sub("<[^>]+>", "", page.partition('class="left-out"')[2].partition("</section>")[0])
    assert listed.lstrip(">") == (
        "2 bilder under ”A Attraktiva livsmiljöer””Ett berg”"
        "rutnätet i 7 tabeller (texten är med som listor) under ”A1 Område”, ”A2 Område”, ”A3 Område”, ”A4 Område” "
        "och 3 rubriker till"
    )


def test_what_is_unsure_is_asked_first_and_the_answers_are_kept(desk: Client, dialogue: Dialogue):
    row = read(dialogue, ["Fler hem byggs.", "Resan tar högst en timme."], [ask("a1-1", "a1-2"), ask("a1-2")])
    page = desk.get(at_desk("imported", dialogue, row.pk))
    assert "2 saker behöver ditt svar" in page.text
    assert [[str(each.label) for each in question.options] for question in page.context["questions"]] == [
        ["A1.1 Bostäder", "A1.2 Restid", "Inget av dem: ett nytt stycke"],
        ["A1.2 Restid", "Inget av dem: ett nytt stycke"],
    ]
    refused = desk.post(at_desk("draft-of-imported", dialogue, row.pk), {"number": "0.4"})
    assert (refused.status_code, Draft.objects.count()) == (422, 1)
    desk.post(at_desk("imported", dialogue, row.pk), {"block-0": "key:a1-1", "block-0-sett": ""})
    later = desk.get(at_desk("imported", dialogue, row.pk))
    assert "En sak behöver ditt svar" in later.text
    desk.post(at_desk("imported", dialogue, row.pk), {"block-1": "new", "block-1-sett": ""})
    desk.post(at_desk("draft-of-imported", dialogue, row.pk), {"number": "0.4"})
    keys = [passage.key for passage in contents_of(Draft.objects.get(number="0.4")).passages]
    assert keys == ["a1-1", "a-stycke"]


def test_the_later_of_two_who_answer_is_told(desk: Client, dialogue: Dialogue):
    row = read(dialogue, ["Fler hem byggs."], [ask("a1-1")])
    url = at_desk("imported", dialogue, row.pk)
    desk.post(url, {"block-0": "key:a1-1", "block-0-sett": ""})
    told = desk.post(url, {"block-0": "new", "block-0-sett": ""}, follow=True)
    assert "Någon annan har svarat på samma fråga" in told.text
    row.refresh_from_db()
    assert row.answers == {"block": {"0": "key:a1-1"}}


def test_the_editor_overrules_a_passage_and_a_section(desk: Client, dialogue: Dialogue):
    row = read(
        dialogue, ["Fler bostäder byggs.", "Restiden är kort."], [Match("same", "a1-1", 1.0), Match("new", "", 0.9)]
    )
    one = at_desk("imported-passage", dialogue, row.pk, 1)
    values = [option.value for option in desk.get(one).context["question"].options]
    assert {"key:a1-2", "part:a1-2", "new"} <= set(values)
    found = [option.value for option in desk.get(f"{one}?q=bostäder").context["question"].options]
    assert found == ["key:a1-1", "part:a1-1", "new"]
    assert 'name="block-1-sett" value=""' in desk.get(one).text
    desk.post(one, {"block-1": "key:a1-2", "block-1-sett": ""})
    row.refresh_from_db()
    assert row.answers == {"block": {"1": "key:a1-2"}}
    section = at_desk("imported-section", dialogue, row.pk, 0)
    page = desk.get(section).text
    assert "enligt ditt svar" in page
    assert "<del>" in page
    desk.post(section, {"kind-0": "goal", "kind-0-sett": "", "section-0": "new", "section-0-sett": ""})
    desk.post(at_desk("draft-of-imported", dialogue, row.pk), {"number": "0.4"})
    draft = Draft.objects.get(number="0.4")
    assert [(each.key, each.kind) for each in draft.sections.all()] == [("a-2", "goal")]
    assert [passage.key for passage in contents_of(draft).passages] == ["a1-1", "a1-2"]


def test_a_file_is_compared_again_and_thrown_away(desk: Client, dialogue: Dialogue):
    row = read(dialogue, ["Fler bostäder byggs."], [Match("new", "", 0.9)])
    since = str(Draft.objects.get().pk)
    assert desk.post(at_desk("compare-imported", dialogue, row.pk), {"since": since}).status_code == 302
    row.refresh_from_db()
    assert review_of(row).blocks[0].key == "a1-1"
    assert "strategi.docx" in desk.get(at_desk("import-text", dialogue)).text
    desk.post(at_desk("throw-away-imported", dialogue, row.pk))
    assert ImportedText.objects.count() == 0


@pytest.mark.parametrize("number", [3, 300])
def test_the_pages_cost_the_same_however_long_the_file(
    desk: Client, dialogue: Dialogue, number: int, django_assert_max_num_queries: Any
):
    matches = [ask("a1-1", "a1-2") if place % 2 else Match("new", "", 0.9) for place in range(number)]
    row = read(dialogue, [f"Stycke {place}." for place in range(number)], matches)
    for name, more in [("imported", []), ("imported-section", [0]), ("imported-passage", [1])]:
        with django_assert_max_num_queries(10):
            page = desk.get(at_desk(name, dialogue, row.pk, *more)).text
        assert page.count("Stycke ") < 130


def another_text(dialogue: Dialogue, number: int = 8) -> ImportedText:
    """A file of so many passages of which one is recognised, compared with a draft of as many; the others are asked."""
    assert dialogue.strategy is not None
    draft = dialogue.strategy.drafts.get(number="0.3")
    section = draft.sections.get(key="a")
    Passage.objects.bulk_create(
        Passage(draft=draft, section=section, key=f"more-{place}", text=f"Mer text {place}.", position=20 + place)
        for place in range(number)
    )
    matches = [Match("same", "a1-1", 1.0), *(ask(f"more-{place}") for place in range(1, number))]
    return read(dialogue, [f"Annat {place}." for place in range(number)], matches)


def test_a_file_unlike_the_draft_is_one_question_and_all_new_until_it_is_answered(desk: Client, dialogue: Dialogue):
    row = another_text(dialogue)
    url = at_desk("imported", dialogue, row.pk)
    page = desk.get(url)
    assert "Filen liknar inte utkast 0.3" in page.text
    assert "Ett stycke i filen känns igen därifrån." in page.text
    assert (page.context["questions"], page.context["review"].asks) == ([], 0)
    assert {outcome.fate.value for outcome in review_of(row).blocks} == {"new"}
    desk.post(url, {"text-0": "next", "text-0-sett": ""})
    row.refresh_from_db()
    assert row.answers == {"text": {"0": "next"}}
    asked = desk.get(url)
    assert "7 saker behöver ditt svar" in asked.text
    assert review_of(row).blocks[0].key == "a1-1"
    # And it can be taken back.
    desk.post(url, {"text-0": "new", "text-0-sett": "next"})
    desk.post(at_desk("draft-of-imported", dialogue, row.pk), {"number": "0.4"})
    keys = {passage.key for passage in contents_of(Draft.objects.get(number="0.4")).passages}
    assert not keys & {passage.key for passage in contents_of(Draft.objects.get(number="0.3")).passages}


def test_in_a_file_unlike_the_draft_a_single_passage_may_still_be_said_to_be_known(desk: Client, dialogue: Dialogue):
    row = another_text(dialogue)
    desk.post(at_desk("imported-passage", dialogue, row.pk, 3), {"block-3": "key:a1-2", "block-3-sett": ""})
    row.refresh_from_db()
    assert [outcome.key for outcome in review_of(row).blocks][2:5] == ["", "a1-2", ""]


def test_only_the_two_answers_about_the_whole_file_are_taken(desk: Client, dialogue: Dialogue):
    row = another_text(dialogue)
    assert desk.post(at_desk("imported", dialogue, row.pk), {"text-0": "key:a", "text-0-sett": ""}).status_code == 422
    row.refresh_from_db()
    assert row.answers == {}
