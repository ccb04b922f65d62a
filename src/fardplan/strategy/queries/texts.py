"""Which drafts there are, and a draft's whole text as a tree that costs two queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from django.db.models import F, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from fardplan.base.editing import fingerprint
from fardplan.base.errors import NotFound
from fardplan.strategy.models import Draft, Passage, Section, SectionKind, Strategy, text_label


@dataclass(frozen=True)
class PassageText:
    """The smallest text with an address of its own."""

    id: int
    key: str
    code: str
    heading: str
    text: str

    @property
    def label(self) -> str:
        """A1.1 Bostäder; its first words where a passage has neither code nor heading."""
        return text_label(self.code, self.heading, self.text) or self.key


@dataclass(frozen=True)
class SectionText:
    """A heading, what stands under it, and the sections inside it. `level` is 1 for the outermost; `anchor` is its
    id on the page: its key, unless a passage has that one."""

    id: int
    key: str
    kind: SectionKind
    code: str
    heading: str
    level: int
    anchor: str
    passages: tuple[PassageText, ...]
    children: tuple[SectionText, ...]

    @property
    def label(self) -> str:
        return f"{self.code} {self.heading}".strip()

    @property
    def heading_level(self) -> int:
        """Which h-element it is on a page whose h1 is the draft."""
        return min(6, self.level + 1)

    @property
    def passage_heading_level(self) -> int:
        return min(6, self.level + 2)

    @property
    def all_passages(self) -> Iterator[PassageText]:
        """Every passage under this heading, in reading order."""
        yield from self.passages
        for child in self.children:
            yield from child.all_passages

    def lifted(self, by: int) -> SectionText:
        """The same, so many levels further out: for a page whose h1 this section is."""
        return replace(self, level=self.level - by, children=tuple(child.lifted(by) for child in self.children))

    @property
    def with_children(self) -> Iterator[SectionText]:
        yield self
        for child in self.children:
            yield from child.with_children


@dataclass(frozen=True, eq=False)
class Body:
    """Everything a draft says, in reading order, found by key without reading it through. Kept for published drafts."""

    sections: tuple[SectionText, ...]

    @cached_property
    def all_sections(self) -> tuple[SectionText, ...]:
        return tuple(section for top in self.sections for section in top.with_children)

    @cached_property
    def passages(self) -> tuple[PassageText, ...]:
        return tuple(passage for section in self.sections for passage in section.all_passages)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each passage stands among all passages, by key."""
        return {passage.key: place for place, passage in enumerate(self.passages)}

    @cached_property
    def sections_by_key(self) -> dict[str, SectionText]:
        return {section.key: section for section in self.all_sections}

    @cached_property
    def ways_to_sections(self) -> dict[str, tuple[SectionText, ...]]:
        """The sections each section stands in, the outermost first, by key."""
        found: dict[str, tuple[SectionText, ...]] = {section.key: () for section in self.sections}
        for section in self.all_sections:
            found.update((child.key, (*found[section.key], section)) for child in section.children)
        return found

    @cached_property
    def ways(self) -> dict[str, tuple[SectionText, ...]]:
        """The sections each passage stands in, the outermost first, by key."""
        return {
            passage.key: (*self.ways_to_sections[section.key], section)
            for section in self.all_sections
            for passage in section.passages
        }


@dataclass(frozen=True)
class Contents:
    """A draft's whole text in reading order."""

    draft: Draft
    body: Body

    @property
    def sections(self) -> tuple[SectionText, ...]:
        return self.body.sections

    @property
    def all_sections(self) -> tuple[SectionText, ...]:
        return self.body.all_sections

    @property
    def passages(self) -> tuple[PassageText, ...]:
        return self.body.passages

    def sections_of_kind(self, kind: SectionKind) -> tuple[SectionText, ...]:
        return tuple(section for section in self.all_sections if section.kind == kind)

    def section(self, key: str) -> SectionText | None:
        return self.body.sections_by_key.get(key)

    def passage(self, key: str) -> PassageText | None:
        place = self.body.places.get(key)
        return None if place is None else self.passages[place]

    def way_to(self, passage: PassageText) -> tuple[SectionText, ...]:
        """The sections a passage stands in, the outermost first."""
        return self.body.ways[passage.key]

    def around(self, passage: PassageText) -> tuple[PassageText | None, PassageText | None]:
        """The passage before and the passage after."""
        place = self.body.places[passage.key]
        before = self.passages[place - 1] if place else None
        after = self.passages[place + 1] if place + 1 < len(self.passages) else None
        return before, after


def published_drafts(strategy: Strategy, *, now: datetime) -> QuerySet[Draft]:
    """What everyone may read, the latest first."""
    return Draft.objects.filter(strategy=strategy, published_at__lte=now).order_by("-position", "-published_at", "-id")


def readable_drafts(strategy: Strategy, *, now: datetime, also_unpublished: bool = False) -> list[Draft]:
    """The drafts somebody may read, the latest first; those who work with the text also see what is not out yet."""
    readable = Q(published_at__lte=now) | (Q(published_at__isnull=True) if also_unpublished else Q())
    return list(
        Draft.objects.filter(readable, strategy=strategy)
        .select_related("strategy")
        .order_by("-position", "-published_at", "-id")
    )


def access_draft(drafts: Sequence[Draft], number: str) -> Draft:
    """The draft with this number among those somebody may read."""
    for draft in drafts:
        if draft.number == number:
            return draft
    raise NotFound(_("Utkastet finns inte."), what_next=_("Gå till strategins sida och välj ett utkast där."))


def contents_of(draft: Draft) -> Contents:
    """The whole text of a draft as a frozen tree. Two queries, however long it is; none when a published draft, which
    never changes, has been read before."""
    if draft.published_at is None:
        return Contents(draft=draft, body=Body(_sections_of(draft.pk)))
    return Contents(draft=draft, body=_published_body(draft.pk, draft.published_at))


@lru_cache(maxsize=64)
def _published_body(draft_id: int, _published_at: datetime) -> Body:
    return Body(_sections_of(draft_id))


def forget_texts() -> None:
    """Read everything anew: for tests, whose drafts come and go."""
    _published_body.cache_clear()


def _sections_of(draft_id: int) -> tuple[SectionText, ...]:
    passages: dict[int, list[PassageText]] = {}
    keys = set()
    for row in Passage.objects.filter(draft=draft_id).order_by("position", "id"):
        text = PassageText(id=row.pk, key=row.key, code=row.code, heading=row.heading, text=row.text)
        passages.setdefault(row.section_id, []).append(text)
        keys.add(row.key)
    children: dict[int | None, list[Section]] = {}
    for section in Section.objects.filter(draft=draft_id).order_by("position", "id"):
        children.setdefault(section.parent_id, []).append(section)

    def under(parent: int | None, level: int) -> tuple[SectionText, ...]:
        return tuple(
            SectionText(
                id=section.pk,
                key=section.key,
                kind=SectionKind(section.kind),
                code=section.code,
                heading=section.heading,
                level=level,
                anchor=f"avsnitt-{section.key}" if section.key in keys else section.key,
                passages=tuple(passages.get(section.pk, [])),
                children=under(section.pk, level + 1),
            )
            for section in children.get(parent, [])
        )

    return under(None, 1)


def order_of(draft: Draft) -> str:
    """A digest of how a draft's sections stand: who moves one says which order they saw."""
    return fingerprint(
        list(Section.objects.filter(draft=draft).order_by("position", "id").values_list("pk", "parent_id"))
    )


def access_passage(contents: Contents, key: str) -> PassageText:
    """The passage with this key in a draft."""
    passage = contents.passage(key)
    if passage is None:
        raise missing_passage()
    return passage


def missing_passage() -> NotFound:
    return NotFound(_("Stycket finns inte i det här utkastet."), what_next=_("Läs utkastet från början och leta där."))


def access_section(contents: Contents, key: str) -> SectionText:
    """The section with this key in a draft."""
    section = contents.section(key)
    if section is None:
        raise NotFound(_("Avsnittet finns inte i det här utkastet."), what_next=_("Läs utkastet från början."))
    return section


def drafts_with_passage(drafts: Sequence[Draft], key: str) -> list[Draft]:
    """Those of the drafts in which a passage lives."""
    ids = set(Passage.objects.filter(draft__in=drafts, key=key).values_list("draft_id", flat=True))
    return [draft for draft in drafts if draft.pk in ids]


@dataclass(frozen=True)
class Direction:
    """One of the strategy's directions, with the goals that stand under it as lines of text."""

    key: str
    code: str
    heading: str
    goals: tuple[str, ...]


@dataclass(frozen=True)
class DesiredState:
    """The desired state: its heading, and the headings of its parts."""

    key: str
    heading: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """The latest published draft at a glance."""

    number: str
    is_example: bool
    directions: tuple[Direction, ...]
    desired_states: tuple[DesiredState, ...]


def overview(strategy_id: int | None, *, now: datetime) -> Overview | None:
    """Directions, goals and desired state of the latest draft published by `now`, in one query; None before the first.

    A goal is a section under a direction: its passages are the lines, or its heading when it has none.
    """
    if strategy_id is None:
        return None
    latest = Draft.objects.filter(strategy=strategy_id, published_at__lte=now)
    rows = list(
        Section.objects.filter(
            draft=Subquery(latest.order_by("-position", "-published_at", "-id").values("id")[:1]),
            kind__in=[SectionKind.DIRECTION, SectionKind.GOAL, SectionKind.DESIRED_STATE],
        )
        .order_by("position", "id", "passages__position", "passages__id")
        .values("id", "kind", "parent_id", "key", "code", "heading", "draft__number", "draft__is_example")
        .annotate(part_heading=F("passages__heading"), part_text=F("passages__text"))
    )
    if not rows:
        return None
    sections = {row["id"]: row for row in rows}
    lines: dict[int, list[str]] = {}
    goals: dict[int, list[str]] = {}
    for row in rows:
        short, long = row["part_heading"] or "", row["part_text"] or ""
        if row["kind"] == SectionKind.GOAL:
            goals.setdefault(row["parent_id"], []).append(long or row["heading"])
        elif line := short or long:
            lines.setdefault(row["id"], []).append(line)
    directions = tuple(
        Direction(row["key"], row["code"], row["heading"], tuple(goals.get(row["id"], [])))
        for row in sections.values()
        if row["kind"] == SectionKind.DIRECTION
    )
    desired_states = tuple(
        DesiredState(row["key"], row["heading"], tuple(lines.get(row["id"], [])))
        for row in sections.values()
        if row["kind"] == SectionKind.DESIRED_STATE
    )
    return Overview(rows[0]["draft__number"], rows[0]["draft__is_example"], directions, desired_states)
