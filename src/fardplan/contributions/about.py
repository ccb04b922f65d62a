"""What a contribution is about, and how that is written in an address.

strategin · avsnitt:a1 · stycke:a1-2 · dag:dag-3; with @0.3 behind a section or passage it is the one of that draft,
otherwise the one of the latest published draft that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Day, Dialogue
from fardplan.strategy.models import Draft, Passage, Section
from fardplan.strategy.queries import Contents, SectionText, contents_of, published_drafts

WHOLE = "strategin"
MOST_TOPICS = 200  # sections and passages to choose among at once
_ANCHOR = re.compile(
    r"(?P<kind>avsnitt|stycke|dag):(?P<key>[a-zA-Z0-9][a-zA-Z0-9._-]{0,79})(?:@(?P<draft>[\w.-]{1,12}))?"
)


@dataclass(frozen=True)
class About:
    """The whole strategy, or exactly one section, passage or day."""

    section: Section | None = None
    passage: Passage | None = None
    day: Day | None = None

    @property
    def anchor(self) -> str:
        """As in ?om=; the same whichever draft it is."""
        return self.exact_anchor.partition("@")[0]

    @property
    def exact_anchor(self) -> str:
        """As `anchor`, with the draft that was shown."""
        if self.passage is not None:
            return f"stycke:{self.passage.key}@{self.passage.draft.number}"
        if self.section is not None:
            return f"avsnitt:{self.section.key}@{self.section.draft.number}"
        return f"dag:{self.day.slug}" if self.day is not None else WHOLE

    @property
    def label(self) -> str:
        """A1.1 Bostäder; Hela strategin."""
        return str(self.passage or self.section or self.day or _("Hela strategin"))

    @property
    def draft(self) -> Draft | None:
        """The draft it was said about."""
        part = self.passage or self.section
        return part.draft if part is not None else None

    @property
    def is_whole(self) -> bool:
        return not (self.passage or self.section or self.day)


def about_of(contribution: Contribution) -> About:
    return About(section=contribution.section, passage=contribution.passage, day=contribution.day)


def find_about(dialogue: Dialogue, anchor: str, *, now: datetime) -> About:
    """What an anchor means in this dialogue. Raises NotFound for another dialogue's keys and for later drafts."""
    if anchor in {"", WHOLE}:
        return About()
    found = _ANCHOR.fullmatch(anchor)
    if found is None:
        raise _not_found()
    kind, key, number = found["kind"], found["key"], found["draft"]
    if kind == "dag":
        day = Day.objects.filter(dialogue=dialogue, slug=key).first()
        if day is not None:
            return About(day=day)
        raise _not_found()
    readable = Q(key=key, draft__strategy=dialogue.strategy_id, draft__published_at__lte=now)
    if number is not None:
        readable &= Q(draft__number=number)
    latest_first = ("-draft__position", "-draft__published_at", "-draft_id")
    if kind == "stycke":
        passage = Passage.objects.select_related("draft").filter(readable).order_by(*latest_first).first()
        if passage is not None:
            return About(passage=passage)
    else:
        section = Section.objects.select_related("draft").filter(readable).order_by(*latest_first).first()
        if section is not None:
            return About(section=section)
    raise _not_found()


def _not_found() -> NotFound:
    return NotFound(
        _("Det du vill lämna en synpunkt på finns inte i den här dialogen."),
        what_next=_("Välj i listan vad synpunkten gäller, eller låt den gälla hela strategin."),
    )


def said_about(anchor: str, dialogue: Dialogue) -> Q:
    """Contributions about what an anchor names, whichever draft they were made on; a section with all its passages."""
    if anchor == WHOLE:
        return Q(section=None, passage=None, day=None)
    found = _ANCHOR.fullmatch(anchor)
    if found is None:
        return Q(pk__in=[])
    if found["kind"] == "dag":
        return Q(day__slug=found["key"], day__dialogue=dialogue)
    if found["kind"] == "stycke":
        return Q(passage__key=found["key"], passage__draft__strategy=dialogue.strategy_id)
    sections = _with_sections_inside(found["key"], dialogue)
    return Q(section__in=sections) | Q(passage__section__in=sections)


def _with_sections_inside(key: str, dialogue: Dialogue) -> list[int]:
    """The sections with this key in all drafts, and every section inside them."""
    rows = list(Section.objects.filter(draft__strategy=dialogue.strategy_id).values_list("id", "parent_id", "key"))
    inside = {pk for pk, _parent, its_key in rows if its_key == key}
    while more := {pk for pk, parent, _key in rows if parent in inside} - inside:
        inside |= more
    return sorted(inside)


@dataclass(frozen=True)
class Topic:
    """One choice of what a contribution is about, under the heading it stands in ("" = on its own)."""

    anchor: str
    label: str
    group: str = ""


def topics(dialogue: Dialogue, *, now: datetime, exact: bool = False, chosen: str | None = None) -> list[Topic]:
    """Everything there is to say something about, in reading order: the whole, the latest draft, the days.

    `exact` names the draft in each anchor, so that what was shown is what was answered. With `chosen`, an anchor or "",
    a long text is offered step by step: its outermost sections, and what stands in the one that is chosen.
    """
    found = [Topic(anchor=WHOLE, label=_("Hela strategin"))]
    draft = published_drafts(dialogue.strategy, now=now).first() if dialogue.strategy else None
    if draft is not None:
        behind = f"@{draft.number}" if exact else ""
        contents = contents_of(draft)
        opened = None
        if chosen is not None and len(contents.passages) + len(contents.all_sections) > MOST_TOPICS:
            opened = _opened(contents, chosen)
        for section in contents.sections:
            found += _topics_in(section, behind=behind, opened=opened)
    days = Day.objects.filter(dialogue=dialogue).order_by("starts_at", "id")
    return found + [Topic(anchor=f"dag:{day.slug}", label=_day_label(day), group=_("Dagarna")) for day in days]


def _opened(contents: Contents, chosen: str) -> set[str]:
    """The keys of the sections on the way to what is chosen, itself with them."""
    asked = _ANCHOR.fullmatch(chosen)
    key = asked["key"] if asked else ""
    if asked and asked["kind"] == "stycke" and (passage := contents.passage(key)):
        return {section.key for section in contents.way_to(passage)}
    if asked and asked["kind"] == "avsnitt" and contents.section(key):
        return {key, *(section.key for section in contents.body.ways_to_sections[key])}
    return set()


def _day_label(day: Day) -> str:
    return f"{day.title}: {day.focus}" if day.focus else day.title


def _topics_in(
    section: SectionText, *, behind: str, opened: set[str] | None = None, inside: str = "", under: str = ""
) -> Iterator[Topic]:
    """The section itself, its passages and the sections inside it; each heading is a group of its own.

    A heading without a code of its own, such as *Mål*, says which section it stands `inside`: there may be several.
    When only some sections are `opened`, any other is a choice of its own in the group it stands `under`.
    """
    name = f"{section.label} ({inside})" if inside and not section.code else section.label
    if opened is not None and section.key not in opened:
        yield Topic(anchor=f"avsnitt:{section.key}{behind}", label=name, group=under)
        return
    yield Topic(anchor=f"avsnitt:{section.key}{behind}", label=_("Hela avsnittet: %s") % name, group=name)
    for passage in section.passages:
        yield Topic(anchor=f"stycke:{passage.key}{behind}", label=passage.label, group=name)
    for child in section.children:
        yield from _topics_in(child, behind=behind, opened=opened, inside=section.code or inside, under=name)


def as_choices(found: list[Topic]) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Topics as Django's choices, with one group per heading."""
    choices: list[tuple[str, str | list[tuple[str, str]]]] = []
    for topic in found:
        if not topic.group:
            choices.append((topic.anchor, topic.label))
        elif choices and choices[-1][0] == topic.group and isinstance(choices[-1][1], list):
            choices[-1][1].append((topic.anchor, topic.label))
        else:
            choices.append((topic.group, [(topic.anchor, topic.label)]))
    return choices
