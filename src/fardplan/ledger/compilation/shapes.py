"""What a compilation consists of. Everything in it is public at its moment (`as_of`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext, ngettext

from fardplan.analysis.redline import Piece, PieceKind, redline
from fardplan.contributions.models import Answer, Outcome
from fardplan.contributions.rules import Status
from fardplan.strategy.models import ChangeKind

# So many of the points that share a reply are quoted; the others are listed by number.
QUOTED = 3
# So many matters and changes are in the brief of a part.
MOST_SHARED = 5
CHANGES_IN_BRIEF = 10


@dataclass(frozen=True)
class ChangeLine:
    """One change of a published draft. `sources` are labels of public contributions, `others` counts those not shown;
    `decided` names motions and decisions."""

    label: str
    draft: str
    kind: str
    is_moved: bool
    key: str
    about: str
    before: str
    after: str
    reason: str
    is_editorial: bool
    sources: tuple[str, ...]
    others: int
    decided: tuple[str, ...]
    headings: tuple[str, str] = ("", "")
    # The words of what was split or merged, compared together with those it shares them with.
    parted: tuple[Piece, ...] = ()

    @property
    def moved_too(self) -> bool:
        """Whether it stands elsewhere besides what its kind says."""
        return self.is_moved and self.kind != str(ChangeKind.MOVED.label)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """A heading that changed is compared with the heading before it, never with the words below."""
        was, now = self.headings
        if not self.parted and (was == now or not self.before or not self.after):
            return redline(self.before, self.after)
        words = self.parted or redline(self.before[len(was) :].lstrip(), self.after[len(now) :].lstrip())
        if not (was or now):
            return words
        between: PieceKind = "same" if was and now else "added" if now else "removed"
        return (*redline(was, now), Piece(between, "\n\n"), *words)

    @property
    def sources_in_words(self) -> str:
        """S-018, S-022 and two that are not shown; motions and decisions after them."""
        said = list(self.sources)
        if self.others:
            words = ngettext("%(number)d som inte visas", "%(number)d som inte visas", self.others)
            said.append(words % {"number": self.others})
        return "; ".join(part for part in (", ".join(said), *self.decided) if part)


@dataclass(frozen=True)
class Replied:
    """A public reply."""

    id: int
    outcome: Outcome
    text: str
    reason: str
    forwarded_to: str
    signed_as: str
    standing: str
    adopted_by: str
    published_at: datetime


@dataclass(frozen=True)
class Point:
    """One contribution, with its reply and the changes it led to."""

    label: str
    received_at: datetime
    channel: str
    sender_kind: str
    sender: str
    municipality: str
    kind: str
    about: str
    about_language: str  # "" when it is named in our words and not in the text's
    key: str
    draft: str
    passage_text: str
    text: str
    proposed_text: str
    themes: tuple[str, ...]
    status: Status
    reply: Replied | None
    changes: tuple[ChangeLine, ...]
    verdict: str
    language: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The proposed words beside those of the passage."""
        return redline(self.passage_text, self.proposed_text)


@dataclass(frozen=True)
class Matter:
    """Points of one section that got the same reply; an unanswered point is a matter of its own."""

    points: tuple[Point, ...]

    @property
    def quoted(self) -> tuple[Point, ...]:
        """Those whose words are shown; the others are listed by number."""
        return self.points[:QUOTED]

    @property
    def left(self) -> int:
        """How many are only listed by number."""
        return max(0, len(self.points) - QUOTED)

    @property
    def reply(self) -> Replied | None:
        return self.points[0].reply

    @property
    def status(self) -> Status:
        """How far it has come: the change it led to counts for all that share the reply."""
        return next((each.status for each in self.points if each.status == Status.CHANGED), self.points[0].status)

    @cached_property
    def changes(self) -> tuple[ChangeLine, ...]:
        found = {change.label: change for point in self.points for change in point.changes}
        return tuple(found.values())

    @cached_property
    def led_to(self) -> tuple[tuple[tuple[str, ...], tuple[ChangeLine, ...]], ...]:
        """What led to which changes: labels of points, and the changes they share. No labels where it is all of them:
        a change is never shown as if it came of a point that no trace leads from."""
        found: dict[tuple[str, ...], list[Point]] = {}
        for point in self.points:
            found.setdefault(tuple(change.label for change in point.changes), []).append(point)
        if len(found) == 1:
            return (((), self.changes),) if self.changes else ()
        return tuple(
            (tuple(point.label for point in points), points[0].changes) for labels, points in found.items() if labels
        )


@dataclass(frozen=True)
class Divergence:
    """A text about which some got what they asked for and others did not."""

    about: str
    met: tuple[Point, ...]
    refused: tuple[Point, ...]


@dataclass(frozen=True)
class SectionPart:
    """One section's points. `level` is 1 for the outermost; outside the text `label` is ours and `language` ""."""

    key: str
    label: str
    level: int
    language: str
    matters: tuple[Matter, ...]

    @property
    def points(self) -> Iterator[Point]:
        for matter in self.matters:
            yield from matter.points

    @property
    def rows(self) -> Iterator[tuple[SectionPart, Matter]]:
        """The matters, each with this part."""
        return ((self, matter) for matter in self.matters)

    @cached_property
    def number(self) -> int:
        return sum(len(matter.points) for matter in self.matters)

    @cached_property
    def outcomes(self) -> tuple[tuple[str, int], ...]:
        return _outcomes(self.points)

    @cached_property
    def divergences(self) -> tuple[Divergence, ...]:
        met: dict[str, list[Point]] = {}
        refused: dict[str, list[Point]] = {}
        for point in self.points:
            if point.reply and point.reply.outcome in {Outcome.ACCEPTED, Outcome.PARTLY}:
                met.setdefault(point.about, []).append(point)
            elif point.reply and point.reply.outcome == Outcome.NOT_ACCEPTED:
                refused.setdefault(point.about, []).append(point)
        return tuple(Divergence(about, tuple(met[about]), tuple(refused[about])) for about in met if about in refused)


def _outcomes(points: Iterable[Point]) -> tuple[tuple[str, int], ...]:
    """How many of each outcome, in the outcomes' own order; "" for those without a reply."""
    counts = dict.fromkeys([*Outcome.values, ""], 0)
    for point in points:
        counts[point.reply.outcome if point.reply else ""] += 1
    return tuple((outcome, count) for outcome, count in counts.items() if count)


@dataclass(frozen=True)
class Brief:
    """The most important of a part, for whoever decides."""

    number: int
    outcomes: tuple[tuple[str, int], ...]
    most_shared: tuple[Matter, ...]
    divergences: tuple[Divergence, ...]
    changes: tuple[ChangeLine, ...]
    more_changes: int

    @property
    def summary(self) -> str:
        return in_words(self.number, self.outcomes)


def in_words(number: int, outcomes: Iterable[tuple[str, int]]) -> str:
    """How many points, and what became of them: "12 synpunkter. 3 tillgodosedda, 9 utan svar än." """
    words = ngettext("%(number)d synpunkt.", "%(number)d synpunkter.", number) % {"number": number}
    said = [
        f"{count} {Outcome(outcome).label}" if outcome else gettext("%(number)d utan svar än") % {"number": count}
        for outcome, count in outcomes
    ]
    return f"{words} {', '.join(said)}." if said else words


@dataclass(frozen=True)
class Respondent:
    """An organisation or group that has answered, and under which numbers."""

    name: str
    kind: str
    municipality: str
    stance: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """A label and how many."""

    label: str
    number: int


@dataclass(frozen=True)
class TextVerdicts:
    """How many said what to *Blev det som du menade?* about one passage, section or day; `section` is its part."""

    section: str
    about: str
    key: str
    counts: Mapping[str, int]

    @property
    def in_order(self) -> tuple[int, ...]:
        """One number for each `Answer`."""
        return tuple(self.counts.get(answer, 0) for answer in Answer.values)

    @property
    def named(self) -> list[tuple[str, int]]:
        return list(zip((str(answer.label) for answer in Answer), self.in_order, strict=True))

    @property
    def number(self) -> int:
        return sum(self.in_order)


@dataclass(frozen=True)
class Figures:
    """How many of everything, counted as `counting.rules` says."""

    submissions: int
    contributions: int
    shown: int
    answered: int
    organisations: int
    persons: int
    unknown: int
    by_channel: tuple[Count, ...]
    by_sender: tuple[Count, ...]
    by_municipality: tuple[Count, ...]
    by_outcome: tuple[Count, ...]
    by_theme: tuple[Count, ...]
    by_stance: tuple[Count, ...]
    by_verdict: tuple[Count, ...]


@dataclass(frozen=True)
class NotShown:
    """A contribution that is kept but not shown: its number, and the rule by which it is hidden ("" = not read yet)."""

    label: str
    rule: str


@dataclass(frozen=True)
class Compilation:
    """Everything, or what concerns one section (`only`)."""

    dialogue_title: str
    dialogue_slug: str
    strategy_title: str
    organisation: str
    language: str
    drafts: tuple[tuple[str, date], ...]
    as_of: datetime
    sections: tuple[SectionPart, ...]
    changes: tuple[ChangeLine, ...]
    respondents: tuple[Respondent, ...]
    figures: Figures
    not_shown: tuple[NotShown, ...]
    only: str = ""
    is_example: bool = False
    section_labels: dict[str, str] = field(default_factory=dict)
    verdicts: tuple[TextVerdicts, ...] = ()

    @cached_property
    def with_points(self) -> Sequence[SectionPart]:
        return [section for section in self.sections if section.matters]

    @property
    def points(self) -> Iterator[Point]:
        for section in self.sections:
            yield from section.points

    @property
    def section_keys(self) -> frozenset[str]:
        return frozenset(section.key for section in self.sections)

    @cached_property
    def brief(self) -> Brief:
        matters = [matter for section in self.sections for matter in section.matters]
        return Brief(
            number=self.figures.shown,
            outcomes=_outcomes(self.points),
            most_shared=tuple(sorted(matters, key=lambda matter: -len(matter.points))[:MOST_SHARED]),
            divergences=tuple(split for section in self.sections for split in section.divergences),
            changes=self.changes[:CHANGES_IN_BRIEF],
            more_changes=max(0, len(self.changes) - CHANGES_IN_BRIEF),
        )
