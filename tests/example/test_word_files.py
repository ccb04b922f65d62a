"""Every draft of the example goes out as a Word file and comes back as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.files.base import ContentFile

from fardplan.documents.reading import files
from fardplan.documents.reading.outline import outline
from fardplan.documents.writing import docx
from fardplan.organisation.queries import our_organisation
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.models import Draft
from fardplan.strategy.publication import publication
from fardplan.strategy.queries import Fate, contents_of, review_of
from tests.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_example")]


def tree(sections: Iterable[Any], level: int = 0) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for section in sections:
        rows.append((level, section.code, section.heading))
        rows += [(level, each.code, each.heading, each.text) for each in section.passages]
        rows += tree(section.children if hasattr(section, "children") else section.sections, level + 1)
    return rows


@pytest.mark.parametrize("number", ["0.3", "1.0", "2.0"])
def test_a_draft_comes_back_with_every_passage_unchanged_and_nothing_to_ask(
    number: str, administrator: Official
) -> None:
    draft = Draft.objects.select_related("strategy").get(number=number)
    contents = contents_of(draft)
    written = docx(publication(contents, organisation=our_organisation(), address="https://dialog.example.org/"))
    read = outline(files.read(ContentFile(written, name="utkast.docx")))
    assert tree(read.sections) == tree(contents.sections)
    about = {"strategy": draft.strategy, "outline": read, "name": "utkast.docx", "since": draft}
    row = actions.take_in(**about, by=administrator, now=at("2022-01-10 09:00"))
    review = review_of(row)
    assert (review.asks, {each.fate for each in (*review.blocks, *review.sections)}) == (0, {Fate.SAME})
