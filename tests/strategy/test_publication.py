"""A draft as a public document: its cover, its headings and the numbers of its passages, and what is read back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from fardplan.documents.reading import files as reading
from fardplan.documents.reading.outline import outline
from fardplan.documents.writing import docx, pdf
from fardplan.documents.writing.shape import Heading, Notice, Prose
from fardplan.organisation.models import Organisation
from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy
from fardplan.strategy.publication import publication
from fardplan.strategy.queries import contents_of
from tests.conftest import at
from tests.documents.writing.reading_pdf import bookmarks_of, words_of

ADDRESS = "https://dialog.example.org/dialogen/strategi/0.3/"


def draft_of(strategy: Strategy) -> Draft:
    return strategy.drafts.select_related("strategy").get()


def change_draft(draft: Draft, **fields: Any) -> Draft:
    Draft.objects.filter(pk=draft.pk).update(**fields)
    return Draft.objects.select_related("strategy").get(pk=draft.pk)


@pytest.fixture
def draft(strategy: Strategy) -> Draft:
    return draft_of(strategy)


def test_the_cover_says_which_draft_it_is_and_from_when(draft: Draft, organisation: Organisation):
    draft = change_draft(
        draft, title="Ett bra liv i länet", note="**Läs** och svara.", published_at=at("2020-11-17 09:00")
    )
    made = publication(contents_of(draft), organisation=organisation, address=ADDRESS)
    assert (made.title, made.subtitle) == ("Ny regional utvecklingsstrategi", "Ett bra liv i länet")
    assert (made.organisation, made.version, made.short_version) == (
        "Region Exempel",
        "Utkast 0.3 · 17 november 2020",
        "Utkast 0.3",
    )
    assert (made.lead, made.address, made.notice) == ("**Läs** och svara.", ADDRESS, None)


def test_sections_and_passages_come_in_order_with_their_numbers_in_the_margin(draft: Draft, organisation: Organisation):
    draft = change_draft(draft, published_at=None)
    section = Section.objects.get(draft=draft, key="a")
    goals = Section.objects.create(draft=draft, parent=section, key="mal", kind=SectionKind.GOAL, heading="Mål")
    Passage.objects.create(draft=draft, section=goals, key="m1", code="Mål A:1", text="Fler stannar.", position=9)
    parts = publication(contents_of(draft), organisation=organisation, address=ADDRESS).parts
    assert parts == (
        Heading("Attraktiva livsmiljöer", 1, "A", anchor="section a"),
        Heading("Bostäder", 2, "A1.1", "a1-1", is_in_contents=False, has_code_in_margin=True),
        Prose("Fler bostäder byggs."),
        Heading("Restid", 2, "A1.2", "a1-2", is_in_contents=False, has_code_in_margin=True),
        Prose("Restiden är högst en timme."),
        Heading("Mål", 2, anchor="section mal"),
        Prose("Fler stannar.", margin="Mål A:1", anchor="m1"),
    )


@pytest.mark.parametrize(
    ("is_example", "published", "words"),
    [
        (True, "2020-11-17 09:00", "Exempeltext."),
        (False, None, "Det här utkastet är inte publicerat"),
        (True, None, "Exempeltext."),
    ],
)
def test_what_is_an_example_or_not_out_says_so_on_its_cover(
    draft: Draft, organisation: Organisation, is_example: bool, published: str | None, words: str
):
    draft = change_draft(draft, is_example=is_example, published_at=at(published) if published else None)
    made = publication(contents_of(draft), organisation=organisation, address=ADDRESS)
    assert isinstance(made.notice, Notice)
    assert made.notice.text.startswith(words)
    assert words in words_of(pdf(made))[0].replace("\r\n", " ")


def test_our_own_words_are_in_the_language_of_the_text(draft: Draft, organisation: Organisation):
    Strategy.objects.filter(pk=draft.strategy_id).update(language="en")
    draft = change_draft(draft, published_at=at("2020-11-17 09:00"))
    made = publication(contents_of(draft), organisation=organisation, address=ADDRESS)
    assert (made.language, made.version) == ("en", "Draft 0.3 · 17 November 2020")


def test_the_pdf_can_be_stepped_through_by_every_heading(draft: Draft, organisation: Organisation):
    made = pdf(publication(contents_of(draft), organisation=organisation, address=ADDRESS))
    assert bookmarks_of(made) == [(1, "A Attraktiva livsmiljöer"), (2, "A1.1 Bostäder"), (2, "A1.2 Restid")]


def test_the_word_file_is_read_back_as_the_same_sections_and_passages(draft: Draft, organisation: Organisation):
    draft = change_draft(draft, published_at=None)
    top = Section.objects.get(draft=draft, key="a")
    area = Section.objects.create(draft=draft, parent=top, key="a1", code="A1", heading="Planering", position=2)
    goals = Section.objects.create(draft=draft, parent=top, key="mal", kind=SectionKind.GOAL, heading="Mål", position=1)
    Passage.objects.filter(draft=draft).update(section=area)
    rich = "Ett *stycke* med [länk](https://example.org).\n\n- en punkt\n- en till\n\nOch slut."
    for key, section, code, heading, text in (
        ("A1.3", area, "A1.3", "Språk", rich),
        ("m1", goals, "Mål A:1", "", "Mål nummer 1."),
        ("m2", goals, "Mål A:2", "", "Mål nummer 2."),
    ):
        Passage.objects.create(draft=draft, section=section, key=key, code=code, heading=heading, text=text, position=9)
    contents = contents_of(draft)
    written = docx(publication(contents, organisation=organisation, address=ADDRESS))
    read = outline(reading.read(ContentFile(written, name="strategi.docx")))
    assert read.title == draft.strategy.title
    (direction,) = read.sections
    assert (direction.code, direction.heading) == ("A", "Attraktiva livsmiljöer")
    assert [(section.kind, section.code, section.heading) for section in direction.sections] == [
        ("goal", "", "Mål"),
        ("priority", "A1", "Planering"),
    ]
    in_file = [[(each.code, each.heading, each.text) for each in section.passages] for section in direction.sections]
    assert in_file[0] == [("", "", "Mål nummer 1."), ("", "", "Mål nummer 2.")]  # Word counts them; they are not text
    assert in_file[1] == [(each.code, each.heading, each.text) for each in contents.section("a1").passages]  # type: ignore[union-attr]
