"""From a file to a draft: read, compared with the draft there is, asked about, and made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.alignment import align
from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.errors import Conflict, Invalid
from fardplan.documents.reading.shapes import Outline
from fardplan.people.models import Official
from fardplan.strategy.actions.common import hold_strategy, keys_in, new_key
from fardplan.strategy.imported import Imported, flattened, left_out_packed, new_text_of, packed, unpacked
from fardplan.strategy.models import (
    Descent,
    DescentKind,
    Draft,
    ImportedText,
    Passage,
    Section,
    SectionKind,
    Strategy,
)
from fardplan.strategy.queries.changes import previous_draft
from fardplan.strategy.queries.imports import NEW, NEXT, PART_OF, SAME_TEXT, Review, known_of, review_of
from fardplan.strategy.queries.texts import contents_of


def take_in(
    *, strategy: Strategy, outline: Outline, name: str, since: Draft | None, by: Official, now: datetime
) -> ImportedText:
    """Keep what a file says, compared with the draft `since`, for an editor to look through.

    Raises Invalid for a file without any text. Comparing takes seconds for a long text, so nothing is held meanwhile.
    """
    imported = flattened(outline)
    if not imported.sections:
        raise Invalid(
            _("Det finns ingen text att göra ett utkast av."), what_next=_("Kontrollera att det är rätt fil.")
        )
    row = ImportedText(
        strategy=strategy,
        since=since,
        name=name[:200],
        content=packed(_compared(imported, since)),
        left_out=left_out_packed(outline.left_out),
        imported_by=by,
        imported_at=now,
    )
    with transaction.atomic():
        row.save()
        audit.record("text.read", on=row, by=by, at=now)
    return row


def _compared(imported: Imported, since: Draft | None) -> Imported:
    found = align(known_of(contents_of(since)), new_text_of(imported)) if since is not None else None
    return Imported(imported.title, imported.sections, imported.blocks, found)


def compare_again(*, row: ImportedText, since: Draft | None, by: Actor, now: datetime) -> ImportedText:
    """Compare the same file with another draft. Answers stay where they still mean something."""
    content = packed(_compared(unpacked(row.content), since))
    with transaction.atomic():
        stored = _open(row)
        stored.since, stored.content = since, content
        stored.revision += 1
        stored.save(update_fields=["since", "content", "revision"])
        audit.record("text.compared", on=stored, by=by, at=now, draft=since.number if since else "")
    return stored


def _open(row: ImportedText) -> ImportedText:
    """The imported file as it is now, its strategy held. Raises Conflict when it is a draft already, or thrown away."""
    hold_strategy(row.strategy_id)
    stored = ImportedText.objects.select_related("strategy").filter(pk=row.pk).first()
    if stored is None:
        raise Conflict(_("Någon annan har kastat inläsningen."), what_next=_("Läs in filen igen."))
    if stored.draft_id is not None:
        raise Conflict(_("Någon annan har redan gjort ett utkast av filen."), what_next=_("Öppna utkastet i stället."))
    return stored


@transaction.atomic
def answer(
    *, row: ImportedText, about: str, answers: Mapping[int, str], seen: Mapping[int, str], by: Actor, now: datetime
) -> list[int]:
    """Keep what an editor says about sections (`about="section"`), passages ("block"), kinds of sections ("kind"), or a
    file that hardly resembles the draft ("text", place 0).

    An answer is "key:a1-1" (it is that passage), "part:a1-1" (a part of it), "new", or "" to leave it to the
    comparison; about kinds, a SectionKind; about the file, "new" or "next". `seen` is what the page showed as answered:
    an answer somebody else has given meanwhile is not written over. Returns the places of those; all others are kept.
    """
    stored = _open(row)
    there = stored.answers.setdefault(about, {})
    known = _known_answers(stored, about)
    contested = []
    for place, said in answers.items():
        if said and said not in known:
            raise Invalid(_("Välj ett av svaren."))
        if there.get(str(place), "") not in {seen.get(place, ""), said}:
            contested.append(place)
        elif said:
            there[str(place)] = said
        else:
            there.pop(str(place), None)
    stored.revision += 1
    stored.save(update_fields=["answers", "revision"])
    audit.record("text.answered", on=stored, by=by, at=now, number=len(answers))
    return contested


def _known_answers(row: ImportedText, about: str) -> set[str]:
    if about == "kind":
        return set(SectionKind.values)
    if about == "text":
        return {NEW, NEXT}
    if row.since is None:
        return {NEW}
    keys = {each.key for each in (row.since.sections if about == "section" else row.since.passages).all()}
    return {NEW, *(SAME_TEXT + key for key in keys), *(PART_OF + key for key in keys)}


@transaction.atomic
def throw_away(*, row: ImportedText, by: Actor, now: datetime) -> None:
    """Forget a file that was read. The drafts it was compared with are as they were."""
    stored = _open(row)
    audit.record("text.thrown_away", on=stored, by=by, at=now)
    stored.delete()


@transaction.atomic
def make_draft(*, row: ImportedText, number: str, title: str, note: str, by: Actor, now: datetime) -> Draft:
    """A draft of what was read: every passage that is known keeps its key, and what was parted and joined is kept.

    Raises Invalid while something is unanswered or the number is taken, Conflict when somebody has made the draft
    already or a draft newer than the one compared with has been published.
    """
    stored = _open(row)
    _newest_compared(stored)
    review = review_of(stored)
    if review.asks:
        raise Invalid(_("Svara först på det som behöver ditt svar, överst på sidan."))
    drafts = Draft.objects.filter(strategy=stored.strategy)
    if drafts.filter(number=number).exists():
        raise Invalid(_("Det finns redan ett utkast med det numret."), field="number")
    last = drafts.order_by("-position").first()
    draft = Draft.objects.create(
        strategy=stored.strategy, number=number, title=title, note=note, position=last.position + 1 if last else 0
    )
    keys = _fill(draft, review)
    Descent.objects.bulk_create(_descents(draft, review, keys), batch_size=500)
    stored.draft = draft
    stored.save(update_fields=["draft"])
    audit.record("draft.imported", on=draft, by=by, at=now, name=stored.name)
    return draft


def _newest_compared(row: ImportedText) -> None:
    """Raises Conflict when the file was compared with something older than what is published by now."""
    newest = row.strategy.drafts.filter(published_at__isnull=False).order_by("-position", "-id").first()
    compared = row.since.position if row.since is not None else -1
    if newest is not None and row.since is not None and compared < newest.position:
        raise Conflict(
            _("Utkast %(number)s har publicerats sedan filen jämfördes.") % {"number": newest.number},
            what_next=_("Jämför filen på nytt med det, så att styckena får rätt adresser."),
        )


def _fill(draft: Draft, review: Review) -> list[str]:
    """Write the sections and passages of the file, numbered in reading order; returns the key of each block."""
    used = keys_in(draft.strategy)
    places = _reading_order(review.imported)
    sections = _sections(draft, review, places, used)
    rows, keys = [], []
    for block, outcome in zip(review.imported.blocks, review.blocks, strict=True):
        section = sections[block.section]
        key = outcome.key or new_key(block.code or block.heading or f"{section.key}-stycke", used)
        used.add(key)
        keys.append(key)
        about = {"code": block.code, "heading": block.heading, "text": block.text}
        place = places["block", block.place]
        rows.append(Passage(draft=draft, section=section, key=key, position=place, **about))
    Passage.objects.bulk_create(rows, batch_size=500)
    return keys


def _sections(
    draft: Draft, review: Review, places: Mapping[tuple[str, int], int], used: set[str]
) -> dict[int, Section]:
    """One query for each level: a section is written after the one it stands in."""
    made: dict[int, Section] = {}
    waiting = list(review.imported.sections)
    while waiting:
        ready = [each for each in waiting if each.parent is None or each.parent in made]
        for each in ready:
            key = review.sections[each.place].key or new_key(each.code or each.heading, used)
            used.add(key)
            made[each.place] = Section(
                draft=draft,
                parent=made[each.parent] if each.parent is not None else None,
                key=key,
                kind=review.kind_of(each),
                code=each.code,
                heading=each.heading,
                position=places["section", each.place],
            )
        Section.objects.bulk_create([made[each.place] for each in ready], batch_size=500)
        waiting = [each for each in waiting if each.place not in made]
    return made


def _reading_order(imported: Imported) -> dict[tuple[str, int], int]:
    """The position of everything: a section, its passages, and then what comes next."""
    inside: dict[int, list[int]] = {}
    for block in imported.blocks:
        inside.setdefault(block.section, []).append(block.place)
    order = [
        thing
        for section in imported.sections
        for thing in (("section", section.place), *(("block", place) for place in inside.get(section.place, ())))
    ]
    return {thing: position for position, thing in enumerate(order, start=1)}


def _descents(draft: Draft, review: Review, keys: Sequence[str]) -> list[Descent]:
    """What was parted and joined, told against the draft published before.

    A file may have been compared with a draft that is still being written: what that one had from others is handed on.
    """
    since = review.row.since
    if since is None:
        return []
    origins = _origins(draft, since)
    found: dict[tuple[str, str], DescentKind] = {}
    for key, outcome in zip(keys, review.blocks, strict=True):
        kind = DescentKind.MERGED if len(outcome.from_keys) > 1 else DescentKind.SPLIT
        for source in {outcome.key, *outcome.from_keys} - {""}:
            for origin, was in origins(source):
                if origin != key:
                    found.setdefault((key, origin), kind if origin == source else was)
    return [Descent(draft=draft, key=key, from_key=origin, kind=kind) for (key, origin), kind in found.items()]


def _origins(draft: Draft, since: Draft) -> Callable[[str], list[tuple[str, DescentKind]]]:
    """For a key of `since`: the keys of the draft published before that its words come from."""
    if since.published_at is not None:
        return lambda key: [(key, DescentKind.SPLIT)]
    before = previous_draft(draft)
    known = set(before.passages.values_list("key", flat=True)) if before is not None else set()
    handed_on: dict[str, list[tuple[str, DescentKind]]] = {}
    for row in since.descents.all():
        handed_on.setdefault(row.key, []).append((row.from_key, DescentKind(row.kind)))

    def of(key: str) -> list[tuple[str, DescentKind]]:
        return [*([(key, DescentKind.SPLIT)] if key in known else []), *handed_on.get(key, [])]

    return of
