"""A draft as a public document: its cover, its headings and the numbers of its passages, and what is read back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.files.base import ContentFile

from fardplan.documents.reading import files as reading
from fardplan.documents.reading.outline import outline
from fardplan.documents.writing import docx, pdf
from fardplan.documents.writing.shape import Heading, Notice, Prose
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy
from fardplan.strategy.publication import publication
from fardplan.strategy.queries import Fate, contents_of, review_of
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


RICH = "Ett *stycke* med [länk](https://example.org) och **fetstil**.\n\n- en punkt\n- en till\n\nOch slut."
TREE: tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    # code, heading, code of the section it stands in, passages
    ("", "Förord", "", (("", "", "Ett första stycke."), ("", "", "Ett andra stycke.\n\nDet har två delar."))),
    ("B", "Näringsliv", "", (("B.1", "", RICH), ("", "", "Mål:\n\n- ett\n- två"), ("B.2", "Rubrik", "Med rubrik."))),
    ("B1", "Kompetens", "B", (("B1.1", "Praktik", "Alla får praktik."), ("Mål B:1", "", "Fler i arbete."))),
    ("B2", "Tom än så länge", "B", ()),
    ("", "Indikatorer", "B", (("", "", "- flyttnetto\n- restid"), ("I 2", "", "1. först\n2. sedan"))),
    ("F", "Förhållningssätt", "", (("F:1", "Hållbarhet", "Det ska gå att leva med länge."),)),
    ("§ 4", "Ansvar", "", (("Ö 1.a", "Vem gör vad", "Regionen samordnar."),)),
    ("", "Bara en rubrik", "", (("", "Utan nummer", "Ett stycke med rubrik."),)),
)


def whole_tree(draft: Draft) -> None:
    """Sections and passages of every sort: with and without codes, headings and sections inside."""
    sections = {"": None, "A": Section.objects.get(draft=draft, key="a")}
    position = 10
    for code, heading, above, passages in TREE:
        position += 1
        section = Section.objects.create(
            draft=draft,
            parent=sections[above],
            key=f"s{position}",
            code=code,
            heading=heading,
            kind=SectionKind.TEXT,
            position=position,
        )
        sections[code] = section if code else sections[""]
        for code_of_it, its_heading, text in passages:
            position += 1
            Passage.objects.create(
                draft=draft,
                section=section,
                key=f"p{position}",
                code=code_of_it,
                heading=its_heading,
                text=text,
                position=position,
            )


def as_tree(sections: Iterable[Any], level: int = 0) -> list[tuple[Any, ...]]:
    """Sections and passages, of a draft or of a file, as plain rows."""
    rows: list[tuple[Any, ...]] = []
    for section in sections:
        rows.append((level, section.code, section.heading))
        rows += [(level, each.code, each.heading, each.text) for each in section.passages]
        rows += as_tree(section.children if hasattr(section, "children") else section.sections, level + 1)
    return rows


def test_the_word_file_is_read_back_as_the_very_same_tree_codes_and_words(draft: Draft, organisation: Organisation):
    draft = change_draft(draft, published_at=None)
    whole_tree(draft)
    contents = contents_of(draft)
    written = docx(publication(contents, organisation=organisation, address=ADDRESS))
    read = outline(reading.read(ContentFile(written, name="strategi.docx")))
    assert read.title == draft.strategy.title
    assert as_tree(read.sections) == as_tree(contents.sections)


def test_our_own_word_file_makes_a_draft_with_every_passage_unchanged_and_asks_nothing(
    draft: Draft, organisation: Organisation, administrator: Official
):
    draft = change_draft(draft, published_at=None)
    whole_tree(draft)
    Section.objects.filter(draft=draft, code="B2").delete()  # one without words is known by its heading alone
    contents = contents_of(draft)
    written = docx(publication(contents, organisation=organisation, address=ADDRESS))
    read = outline(reading.read(ContentFile(written, name="strategi.docx")))
    who: dict[str, Any] = {"by": administrator, "now": at("2020-11-24 09:00")}
    row = actions.take_in(strategy=draft.strategy, outline=read, name="strategi.docx", since=draft, **who)
    review = review_of(row)
    assert review.asks == 0
    assert {each.fate for each in (*review.blocks, *review.sections)} == {Fate.SAME}
    made = contents_of(actions.make_draft(row=row, number="0.4", title="", note="", **who))
    assert as_tree(made.sections) == as_tree(contents.sections)
    assert [each.key for each in made.passages] == [each.key for each in contents.passages]


def test_whoever_chooses_otherwise_parts_our_own_file_by_paragraph(draft: Draft, organisation: Organisation):
    draft = change_draft(draft, published_at=None)
    whole_tree(draft)
    written = docx(publication(contents_of(draft), organisation=organisation, address=ADDRESS))
    read = outline(reading.read(ContentFile(written, name="strategi.docx")), one_passage_per="paragraph")
    assert [each.text for each in read.sections[-1].sections[0].passages] == ["Ett stycke med rubrik."]
    preface = next(each for each in read.sections if each.heading == "Förord")
    assert [each.text for each in preface.passages] == [
        "Ett första stycke.", "Ett andra stycke.", "Det har två delar."
    ]  # fmt: skip
