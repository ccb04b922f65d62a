"""Reading everything a compilation consists of: a constant number of queries, whatever the number of contributions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils import timezone

from fardplan.contributions.about import about_of
from fardplan.contributions.models import (
    Channel,
    Contribution,
    ContributionKind,
    Outcome,
    Reply,
    SenderKind,
    Standing,
    Theme,
    Verdict,
)
from fardplan.contributions.queries import contributions_of, public_contributions
from fardplan.contributions.rules import is_public, public_reply, status_of
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.compilation import counting
from fardplan.ledger.compilation.homes import Homes, homes_in
from fardplan.ledger.compilation.shapes import (
    ChangeLine,
    Compilation,
    Matter,
    NotShown,
    Point,
    Replied,
    SectionPart,
)
from fardplan.ledger.compilation.verdicts import by_text
from fardplan.ledger.models import Trace
from fardplan.ledger.parting import Families, families_of, family_of, pieces_of
from fardplan.ledger.queries import published_changes
from fardplan.ledger.rules import is_taken
from fardplan.organisation.queries import our_organisation
from fardplan.strategy.models import Change, ChangeKind
from fardplan.strategy.queries import published_drafts


def compile_(dialogue: Dialogue, *, now: datetime, only: str = "") -> Compilation:
    """The compilation as everybody may read it at `now`; `only` is the key of a section (with those inside it).

    Then the figures count what concerns it. Raises NotFound for a section that is not in the latest draft.
    """
    drafts = list(published_drafts(dialogue.strategy, now=now)) if dialogue.strategy else []
    homes = homes_in(dialogue, drafts[0] if drafts else None, now=now)
    changes = list(published_changes(dialogue.strategy_id, now=now).filter(homes.scope_of_changes(only)))
    within = contributions_of(dialogue).filter(homes.scope(only), submission__received_at__lte=now)
    rows = list(within.order_by("submission__number", "part"))
    shown = {row.pk: row for row in rows if is_public(row, now=now)}
    lines = _lines(changes, shown, now=now)
    said_last = counting.latest_verdicts(
        Verdict.objects.filter(contribution__in=within.order_by().values("pk"), given_at__lte=now).order_by("id")
    )
    known = _Known(_themes(dialogue, within), lines.of_contribution, said_last, _words(), homes, now)
    points = {pk: _point(row, known) for pk, row in shown.items()}
    submissions = list({row.submission_id: row.submission for row in rows}.values())
    return Compilation(
        dialogue_title=dialogue.title,
        dialogue_slug=dialogue.slug,
        strategy_title=dialogue.strategy.title if dialogue.strategy else dialogue.title,
        organisation=our_organisation().name,
        language=dialogue.language,
        drafts=tuple(
            (draft.number, timezone.localtime(draft.published_at).date()) for draft in drafts if draft.published_at
        ),
        as_of=now,
        sections=_sections(homes, only, [(homes.of(row), row.reply_id, points[pk]) for pk, row in shown.items()]),
        changes=tuple(lines.of_change.values()),
        respondents=counting.respondents(submissions, {row.submission_id for row in shown.values()}),
        figures=counting.figures(submissions, list(points.values()), len(rows), said_last.values()),
        not_shown=tuple(_not_shown(row) for row in rows if row.pk not in points),
        only=only,
        is_example=dialogue.is_example,
        section_labels=homes.labels,
        verdicts=by_text(rows, said_last, homes),
    )


def how_many(dialogue: Dialogue, *, now: datetime, only: str = "") -> int:
    """The number of contributions that a compilation would show."""
    latest = published_drafts(dialogue.strategy, now=now).first() if dialogue.strategy else None
    scope = homes_in(dialogue, latest, now=now).scope(only)
    return public_contributions(dialogue, now=now).filter(scope).count()


@dataclass(frozen=True)
class _Words:
    """What choices are called, looked up once: `get_…_display` translates every choice each time it is asked."""

    channel: Mapping[str, str]
    sender_kind: Mapping[str, str]
    kind: Mapping[str, str]
    standing: Mapping[str, str]


def _words() -> _Words:
    return _Words(*(dict(_said(each)) for each in (Channel, SenderKind, ContributionKind, Standing)))


def _said(choices: type[TextChoices]) -> Iterator[tuple[str, str]]:
    return ((choice.value, str(choice.label)) for choice in choices)


@dataclass(frozen=True)
class _Known:
    """What is looked up for each point."""

    themes: Mapping[int, tuple[str, ...]]
    changes: Mapping[int, tuple[ChangeLine, ...]]
    verdicts: Mapping[int, str]
    words: _Words
    homes: Homes
    now: datetime


def _themes(dialogue: Dialogue, within: QuerySet[Contribution]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    of_these = Theme.objects.filter(dialogue=dialogue, is_public=True, contributions__in=within.order_by().values("pk"))
    pairs = of_these.order_by("position", "name")
    for name, contribution_id in pairs.values_list("name", "contributions"):
        if contribution_id is not None:
            found[contribution_id].append(name)
    return {pk: tuple(names) for pk, names in found.items()}


def _point(row: Contribution, known: _Known) -> Point:
    about, submission, reply = about_of(row), row.submission, public_reply(row, now=known.now)
    words = known.words
    changes = known.changes.get(row.pk, ())
    text = row.passage or row.section
    return Point(
        label=row.label,
        received_at=submission.received_at,
        channel=words.channel[submission.channel],
        sender_kind=words.sender_kind[submission.sender_kind],
        sender=submission.sender,
        municipality=submission.municipality,
        kind=words.kind[row.kind],
        about=about.label,
        about_language="" if about.is_whole else known.homes.language,
        key=text.key if text is not None else "",
        draft=about.draft.number if about.draft is not None else "",
        passage_text=row.passage.text if row.passage is not None else "",
        text=row.text,
        proposed_text=row.proposed_text,
        themes=known.themes.get(row.pk, ()),
        status=status_of(row, now=known.now, led_to_change=bool(changes)),
        reply=_replied(reply, words) if reply is not None else None,
        changes=changes,
        verdict=known.verdicts.get(row.pk, ""),
        language=submission.language,
    )


def _replied(reply: Reply, words: _Words) -> Replied:
    assert reply.published_at is not None  # noqa: S101 - for the type checker: it is public
    return Replied(
        id=reply.pk,
        outcome=Outcome(reply.outcome),
        text=reply.text,
        reason=reply.reason,
        forwarded_to=reply.forwarded_to,
        signed_as=reply.signed_as,
        standing=words.standing[reply.standing],
        adopted_by=reply.adopted_by,
        published_at=reply.published_at,
    )


def _not_shown(row: Contribution) -> NotShown:
    return NotShown(row.label, str(row.get_hidden_rule_display()) if row.hidden_at is not None else "")


# --- changes ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lines:
    of_change: Mapping[int, ChangeLine]
    of_contribution: Mapping[int, tuple[ChangeLine, ...]]


def _lines(changes: Sequence[Change], shown: Mapping[int, Contribution], *, now: datetime) -> _Lines:
    """Every change with its sources, by change and by contribution. One query, and one more after a split or merge."""
    traces: dict[int, list[Trace]] = defaultdict(list)
    kept = Trace.objects.filter(change__in=[change.pk for change in changes]) if changes else Trace.objects.none()
    for trace in kept.select_related("motion__decision", "decision").order_by("id"):
        traces[trace.change_id].append(trace)
    families = families_of(changes)
    of_change = {change.pk: _line(change, traces[change.pk], shown, families, now=now) for change in changes}
    of_contribution: dict[int, list[ChangeLine]] = defaultdict(list)
    for change in changes:
        for trace in traces[change.pk]:
            if trace.contribution_id is not None:
                of_contribution[trace.contribution_id].append(of_change[change.pk])
    return _Lines(of_change, {pk: tuple(lines) for pk, lines in of_contribution.items()})


def _line(
    change: Change, traces: Sequence[Trace], shown: Mapping[int, Contribution], families: Families, *, now: datetime
) -> ChangeLine:
    said = [trace.contribution_id for trace in traces if trace.contribution_id is not None]
    sources = sorted((shown[pk] for pk in said if pk in shown), key=lambda row: (row.submission.number, row.part or 0))
    decided = [words for trace in traces if (words := _decided(trace, now=now))]
    return line_of(
        change,
        families,
        sources=tuple(row.label for row in sources),
        others=len(said) - len(sources),
        decided=tuple(decided),
    )


def line_of(
    change: Change, families: Families, *, sources: tuple[str, ...], others: int, decided: tuple[str, ...]
) -> ChangeLine:
    family = family_of(change, families)
    return ChangeLine(
        label=change.label,
        draft=change.draft.number,
        kind=str(ChangeKind(change.kind).label),
        is_moved=change.is_moved,
        key=change.key,
        about=change.text_label,
        before=_whole(change.before_heading, change.before_text),
        after=_whole(change.after_heading, change.after_text),
        reason=change.reason,
        is_editorial=change.is_editorial,
        sources=sources,
        others=others,
        decided=decided,
        headings=(change.before_heading, change.after_heading),
        parted=pieces_of(change, family) if family else (),
    )


def _decided(trace: Trace, *, now: datetime) -> str:
    """The motion or decision a trace comes from, once it has been taken; "" otherwise."""
    decision = trace.motion.decision if trace.motion is not None else trace.decision
    if decision is None or not is_taken(decision, now=now):
        return ""
    return f"{trace.motion.name}, {decision}" if trace.motion is not None else str(decision)


def _whole(heading: str, text: str) -> str:
    return "\n\n".join(part for part in (heading, text) if part)


def _sections(homes: Homes, only: str, rows: Iterable[tuple[str, int | None, Point]]) -> tuple[SectionPart, ...]:
    """Every part with its points; those with one reply together, at the place of the first."""
    matters: dict[str, dict[object, list[Point]]] = defaultdict(dict)
    for home, reply_id, point in rows:
        together = reply_id if point.reply is not None else point.label
        matters[home].setdefault(together, []).append(point)
    wanted = homes.keys_within(only) if only else None
    return tuple(
        SectionPart(
            key, label, level, homes.language_of(key), tuple(Matter(tuple(points)) for points in matters[key].values())
        )
        for key, label, level in homes.around()
        if wanted is None or key in wanted
    )
