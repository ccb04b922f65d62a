"""Drafts into the database. A published draft never changes: one that is there already must say the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fardplan.base.errors import Conflict
from fardplan.exchange.exporting_strategy import draft_shape
from fardplan.exchange.shape import DraftShape, SectionShape
from fardplan.exchange.work import Work
from fardplan.strategy.models import Draft, Passage, Section, Strategy


def import_strategy(work: Work) -> Strategy | None:
    shape = work.content.strategy
    if shape is None:
        return None
    strategy = Strategy.objects.filter(slug=shape.slug).first() or Strategy(slug=shape.slug)
    strategy.title, strategy.summary, strategy.language = shape.title, shape.summary, shape.language
    work.save(strategy, "strategy")
    for number, draft in enumerate(shape.drafts):
        _import_draft(work, strategy, draft, number)
    return strategy


def _import_draft(work: Work, strategy: Strategy, shape: DraftShape, position: int) -> None:
    present = strategy.drafts.filter(number=shape.number).first()
    if present is not None and present.published_at is not None:
        if draft_shape(present).sections != shape.sections:
            raise Conflict(
                _("Utkast %(number)s är publicerat och ändras aldrig.") % {"number": shape.number},
                what_next=_("Ge det ändrade utkastet ett nytt nummer."),
            )
        return
    if present is not None:
        present.delete()
    draft = Draft(
        strategy=strategy,
        number=shape.number,
        title=shape.title,
        note=shape.note,
        is_example=work.is_example(shape),
        position=position,
    )
    path = ("strategy", "drafts", position)
    work.save(draft, *path)
    _Writer(work, draft).write(shape.sections, None, (*path, "sections"))
    draft.published_at = shape.published
    work.save(draft, *path)


class _Writer:
    """Writes the sections and passages of one draft, numbered in reading order."""

    def __init__(self, work: Work, draft: Draft) -> None:
        self.work = work
        self.draft = draft
        self.position = 0

    def write(self, sections: Sequence[SectionShape], parent: Section | None, path: tuple[str | int, ...]) -> None:
        for number, shape in enumerate(sections):
            here = (*path, number)
            section = Section(
                draft=self.draft,
                parent=parent,
                key=shape.key,
                kind=shape.kind,
                code=shape.code,
                heading=shape.heading,
                position=self._next(),
            )
            self.work.save(section, *here)
            for place, passage in enumerate(shape.passages):
                row = Passage(
                    draft=self.draft,
                    section=section,
                    key=passage.key,
                    code=passage.code,
                    heading=passage.heading,
                    text=passage.text,
                    position=self._next(),
                )
                self.work.save(row, *here, "passages", place)
            self.write(shape.sections, section, (*here, "sections"))

    def _next(self) -> int:
        self.position += 1
        return self.position
