"""Drafts into the database. A published draft never changes: one that is there already must say the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fardplan.base.errors import Conflict
from fardplan.base.locking import held
from fardplan.exchange.exporting_strategy import change_shape, draft_shape
from fardplan.exchange.shape_strategy import ChangeShape, DraftShape, SectionShape, WordsShape
from fardplan.exchange.work import Work
from fardplan.strategy.actions.publishing import record_changes
from fardplan.strategy.models import Change, Descent, Draft, Passage, Section, Strategy


def import_strategy(work: Work) -> Strategy | None:
    shape = work.content.strategy
    if shape is None:
        return None
    strategy = held(Strategy.objects).filter(slug=shape.slug).first() or Strategy(slug=shape.slug)
    strategy.title, strategy.summary, strategy.language = shape.title, shape.summary, shape.language
    work.save(strategy, "strategy")
    for number, draft in enumerate(shape.drafts):
        _import_draft(work, strategy, draft, number)
    return strategy


def _import_draft(work: Work, strategy: Strategy, shape: DraftShape, position: int) -> None:
    present = strategy.drafts.filter(number=shape.number).first()
    if present is not None and present.published_at is not None:
        _compare(present, shape)
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
    for number, descent in enumerate(shape.descents):
        row = Descent(draft=draft, key=descent.key, from_key=descent.from_key, kind=descent.kind)
        work.save(row, *path, "descents", number)
    for number, change in enumerate(shape.changes):
        work.save(_change(draft, change, number), *path, "changes", number)
    if shape.published is not None and not any(change.number for change in shape.changes):
        _work_out_changes(work, draft, shape, path)
    draft.published_at = shape.published
    work.save(draft, *path)


def _work_out_changes(work: Work, draft: Draft, shape: DraftShape, path: tuple[str | int, ...]) -> None:
    """As when a draft is published. Raises FileRefused for a reason given for a change that is none."""
    recorded = {(change.subject, change.key) for change in record_changes(draft, by=work.by, now=work.now)}
    for number, change in enumerate(shape.changes):
        if (change.subject, change.key) not in recorded:
            message = _("%(key)s är inte ändrat i utkastet.") % {"key": change.key}
            raise work.refuse(message, *path, "changes", number, "key")


def _compare(present: Draft, shape: DraftShape) -> None:
    """A published draft may be in the file again, when it and its changes read the same. Reasons may be new."""
    there = draft_shape(present)
    changes = {(change.subject, change.key): change_shape(change) for change in present.changes.all()}
    same = there.sections == shape.sections and there.descents == shape.descents
    for change in shape.changes:
        known = changes.get((change.subject, change.key))
        same = same and known is not None and (change.number is None or _frozen(known) == _frozen(change))
    if not same:
        raise Conflict(
            _("Utkast %(number)s är publicerat och ändras aldrig.") % {"number": shape.number},
            what_next=_("Ge det ändrade utkastet ett nytt nummer."),
        )
    for change in shape.changes:
        present.changes.filter(subject=change.subject, key=change.key).update(
            reason=change.reason, is_editorial=change.editorial
        )


def _frozen(change: ChangeShape) -> ChangeShape:
    """What never changes once it has a number."""
    return change.model_copy(update={"reason": "", "editorial": False, "traces": []})


def _change(draft: Draft, shape: ChangeShape, position: int) -> Change:
    before, after = shape.before or WordsShape(), shape.after or WordsShape()
    since = None
    if shape.since is not None:
        since = Draft.objects.get(strategy=draft.strategy, number=shape.since)
    return Change(
        strategy=draft.strategy,
        draft=draft,
        since=since,
        number=shape.number,
        subject=shape.subject,
        key=shape.key,
        kind=shape.kind or "",
        is_moved=shape.moved,
        from_keys=shape.from_keys,
        into_keys=shape.into_keys,
        before_code=before.code,
        before_heading=before.heading,
        before_text=before.text,
        before_place=before.place,
        after_code=after.code,
        after_heading=after.heading,
        after_text=after.text,
        after_place=after.place,
        position=position,
        is_editorial=shape.editorial,
        reason=shape.reason,
    )


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
