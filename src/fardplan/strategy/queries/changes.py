"""What changed between a draft and the one published before it: as recorded, or worked out for one being written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import translation

from fardplan.analysis import changes as analysis
from fardplan.strategy.models import Change, ChangeKind, Draft, SectionKind, Subject
from fardplan.strategy.queries.texts import Contents, SectionText, contents_of

# In an analysis sections and passages share one space of keys; in a draft they need not.
_SECTION = "§"


def previous_draft(draft: Draft) -> Draft | None:
    """The draft published before it, which its changes are counted from; None for the first."""
    return (
        Draft.objects.filter(strategy_id=draft.strategy_id, published_at__isnull=False, position__lt=draft.position)
        .select_related("strategy")
        .order_by("-position", "-published_at", "-id")
        .first()
    )


def changes_in(draft: Draft) -> QuerySet[Change]:
    """The numbered changes a published draft made, in reading order; none for an unpublished one."""
    return Change.objects.filter(draft=draft, number__isnull=False).order_by("position", "id")


def changes_to_come(draft: Draft) -> list[Change]:
    """What publishing the draft as it stands now would record, in reading order; none for the first draft.

    The rows are not saved and have no number. One that an editor has prepared comes with its id, reason, editorial mark
    and revision (and so its traces); every other has no id. Six queries and no more.
    """
    coming, _in_vain = worked_out(draft)
    return coming


def prepared_in_vain(draft: Draft) -> list[Change]:
    """What editors have said about changes that the draft as it stands now does not make."""
    _coming, in_vain = worked_out(draft)
    return in_vain


def worked_out(draft: Draft) -> tuple[list[Change], list[Change]]:
    """The changes to come, and the prepared rows that belong to none of them."""
    prepared = {(row.subject, row.key): row for row in Change.objects.filter(draft=draft, number__isnull=True)}
    since = previous_draft(draft)
    if since is None:
        return [], list(prepared.values())
    before, after = contents_of(since), contents_of(draft)
    places = {**_places(before, "before"), **_places(after, "after")}
    coming = []
    for position, found in enumerate(_compared(before, after), start=1):
        subject = Subject.SECTION if found.key.startswith(_SECTION) else Subject.PASSAGE
        key = found.key.removeprefix(_SECTION)
        row = prepared.pop((subject.value, key), None) or Change(
            strategy_id=draft.strategy_id, draft=draft, subject=subject, key=key
        )
        _fill(row, found, places)
        row.since, row.position = since, position
        coming.append(row)
    return coming, list(prepared.values())


def changes_between(before: Contents, after: Contents, descents: Iterable[analysis.Descent]) -> list[Change]:
    """What leads from one text to another, in reading order, as rows that are not saved and have no number."""
    places = {**_places(before, "before"), **_places(after, "after")}
    rows = []
    for position, found in enumerate(_told(before, after, descents), start=1):
        row = Change(
            strategy_id=after.draft.strategy_id,
            draft=after.draft,
            since=before.draft,
            subject=Subject.SECTION if found.key.startswith(_SECTION) else Subject.PASSAGE,
            key=found.key.removeprefix(_SECTION),
            position=position,
        )
        _fill(row, found, places)
        rows.append(row)
    return rows


def items_of(contents: Contents) -> Iterator[analysis.Item]:
    """A draft as the analysis reads it."""

    def under(sections: Iterable[SectionText], parent: str) -> Iterator[analysis.Item]:
        for section in sections:
            key = _SECTION + section.key
            yield analysis.Item(key, "section", parent, section.code, section.heading, section_kind=section.kind)
            for each in section.passages:
                yield analysis.Item(each.key, "passage", key, each.code, each.heading, each.text)
            yield from under(section.children, key)

    return under(contents.sections, "")


def _compared(before: Contents, after: Contents) -> tuple[analysis.Change, ...]:
    descents = [
        analysis.Descent(from_key, key) for from_key, key in after.draft.descents.values_list("from_key", "key")
    ]
    return _told(before, after, descents)


def _told(before: Contents, after: Contents, descents: Iterable[analysis.Descent]) -> tuple[analysis.Change, ...]:
    """What happened, but for new numbers: one inserted passage would otherwise change all that follow it."""
    found = analysis.changes(list(items_of(before)), list(items_of(after)), descents)
    return tuple(change for change in found if not change.only_renumbered)


def _places(contents: Contents, side: str) -> dict[tuple[str, str], str]:
    """What each section is called in this draft, by side and key; "" for the top."""
    return {(side, ""): ""} | {(side, _SECTION + section.key): section.label[:320] for section in contents.all_sections}


def _fill(row: Change, found: analysis.Change, places: dict[tuple[str, str], str]) -> None:
    row.kind = ChangeKind(found.kind)
    row.is_moved = found.moved
    row.from_keys, row.into_keys = list(found.from_keys), list(found.into_keys)
    for side, item in (("before", found.before), ("after", found.after)):
        setattr(row, f"{side}_code", item.code if item else "")
        setattr(row, f"{side}_heading", item.heading if item else "")
        setattr(row, f"{side}_text", item.text if item else "")
        setattr(row, f"{side}_place", places[side, item.parent_key] if item else "")
    if found.before and found.after and found.before.section_kind != found.after.section_kind:
        # A section has no text of its own; that it is of another kind is told in its place.
        with translation.override(row.strategy.language):
            row.before_text = str(SectionKind(found.before.section_kind).label)
            row.after_text = str(SectionKind(found.after.section_kind).label)
