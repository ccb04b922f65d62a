"""What holds for changes, traces, decisions and tellings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content
from fardplan.exchange.shape_strategy import ChangeShape, TraceShape


@dataclass
class _Known:
    """What changes and their traces may point to."""

    drafts: set[str]
    contributions: set[str]
    decisions: set[str]
    motions: set[tuple[str, str]]


def problems_in(content: Content) -> Iterator[Found]:
    drafts = content.strategy.drafts if content.strategy else []
    known = _Known(
        drafts={draft.number for draft in drafts},
        contributions=set(labels_in(content)),
        decisions={decision.name for decision in content.decisions},
        motions={(decision.name, motion.name) for decision in content.decisions for motion in decision.motions},
    )
    yield from only_once([decision.name for decision in content.decisions], ("decisions",), "name")
    for number, decision in enumerate(content.decisions):
        path: FieldPath = ("decisions", number)
        yield from only_once([motion.name for motion in decision.motions], (*path, "motions"), "name")
        if decision.draft is not None and decision.draft not in known.drafts:
            yield _no_draft((*path, "draft"), decision.draft)
    for number, telling in enumerate(content.tellings):
        if telling.draft not in known.drafts:
            yield _no_draft(("tellings", number, "draft"), telling.draft)
    yield from _changes(content, known)


def labels_in(content: Content) -> Iterator[str]:
    """The numbers the contributions of the file will have."""
    for number, submission in enumerate(content.submissions, start=1):
        label = f"S-{number:03d}"
        parts = range(1, len(submission.contributions) + 1)
        yield from (f"{label}.{part}" for part in parts) if submission.is_divided else [label]


def _no_draft(path: FieldPath, number: str) -> Found:
    return path, _("Utkast %(number)s finns inte i filen.") % {"number": number}


def _changes(content: Content, known: _Known) -> Iterator[Found]:
    numbers: set[int] = set()
    for draft_number, draft in enumerate(content.strategy.drafts if content.strategy else []):
        seen: set[tuple[str, str]] = set()
        for position, change in enumerate(draft.changes):
            path: FieldPath = ("strategy", "drafts", draft_number, "changes", position)
            yield from _change(change, path, known)
            if (change.subject, change.key) in seen:
                yield (*path, "key"), _("%(value)s står redan tidigare i listan.") % {"value": change.key}
            seen.add((change.subject, change.key))
            if change.number in numbers:
                yield (*path, "number"), _("Numret %(number)s har redan en annan ändring.") % {"number": change.number}
            if change.number is not None:
                numbers.add(change.number)
                if draft.published is None:
                    yield (*path, "number"), _("En ändring får sitt nummer när utkastet publiceras.")


def _change(change: ChangeShape, path: FieldPath, known: _Known) -> Iterator[Found]:
    if change.number is not None and (change.since is None or change.kind is None):
        yield path, _("En ändring med nummer ska säga vad som hände och sedan vilket utkast: kind och since.")
    if change.since is not None and change.since not in known.drafts:
        yield _no_draft((*path, "since"), change.since)
    for place, trace in enumerate(change.traces):
        yield from _trace(trace, (*path, "traces", place), known)


def _trace(trace: TraceShape, path: FieldPath, known: _Known) -> Iterator[Found]:
    if (trace.contribution is None) == (trace.decision is None):
        yield path, _("Ett spår har en källa: en synpunkt, ett yrkande eller ett beslut.")
    if trace.contribution is not None and trace.contribution not in known.contributions:
        yield (*path, "contribution"), _("Synpunkten %(label)s finns inte i filen.") % {"label": trace.contribution}
    if trace.motion is not None and trace.decision is None:
        yield (*path, "motion"), _("Skriv också i vilket beslut yrkandet prövades: decision.")
    if trace.decision is None:
        return
    if trace.decision not in known.decisions:
        yield (*path, "decision"), _("Beslutet %(name)s finns inte i filen.") % {"name": trace.decision}
    elif trace.motion is not None and (trace.decision, trace.motion) not in known.motions:
        yield (*path, "motion"), _("Yrkandet %(name)s finns inte i beslutet.") % {"name": trace.motion}
