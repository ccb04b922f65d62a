"""Whatever is written, said, traced and published, in whatever order: no contribution and no trace is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fardplan.contributions.about import find_about
from fardplan.contributions.actions import Said, contribute
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger import actions, queries
from fardplan.ledger.actions import From, Place
from fardplan.ledger.models import Trace
from fardplan.ledger.queries.desk import changes_at_desk
from fardplan.people.models import Official
from fardplan.strategy import actions as writing
from fardplan.strategy.actions import new_draft, publish_draft
from fardplan.strategy.models import Change, Draft, Passage
from fardplan.strategy.queries import forget_states, forget_texts, published_drafts, states
from tests.ledger.conftest import NOW

WORDS = st.sampled_from(["Fler bostäder byggs.", "Bussen går ofta.", "Unga bestämmer.", "Havet mår bra."])
ACTS = ["reword", "remove", "add", "move", "split", "merge", "say", "trace"]
EDITS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), WORDS), max_size=10)


@dataclass
class Work:
    """A dialogue where people speak and officials write."""

    dialogue: Dialogue
    by: Official
    draft: Draft
    said: list[Contribution] = field(default_factory=list)

    def do(self, what: str, place: int, words: str) -> None:
        if what == "say":
            self._say(place, words)
        elif what == "trace":
            self._trace(place)
        else:
            self._write(what, place, words)

    def _trace(self, place: int) -> None:
        coming = changes_at_desk(self.draft)
        if coming and self.said:
            actions.draw_traces(
                dialogue=self.dialogue, draft=self.draft, places=[Place.of(coming[place % len(coming)])],
                sources=From([self.said[place % len(self.said)]]), by=self.by, now=NOW,
            )  # fmt: skip

    def _write(self, what: str, place: int, words: str) -> None:
        """As an editor would at the desk."""
        rows = Passage.objects.filter(draft=self.draft).select_related("section", "draft")
        there = list(rows.order_by("position", "id"))
        this, after = there[place % len(there)], there[(place + 1) % len(there)]
        done: dict[str, Any] = {"by": self.by, "now": NOW}
        if what == "add":
            writing.add_passage(section=this.section, after=this, values={"text": words}, **done)
        elif what == "reword":
            writing.change_passage(passage=this, changes={"text": words}, revision=this.revision, **done)
        elif what == "move":
            writing.move_passage(passage=this, up=len(words) % 2 == 0, order=None, **done)
        elif what == "split" and " " in this.text:
            writing.split_passage(passage=this, at=this.text.index(" "), revision=this.revision, **done)
        elif what == "merge" and this.section_id == after.section_id and this.position < after.position:
            seen = this.revision, after.revision
            writing.merge_passages(first=this, second=after, revisions=seen, **done)
        elif what == "remove" and len(there) > 1:
            writing.remove_passage(passage=this, order=None, **done)

    def _say(self, place: int, words: str) -> None:
        latest = published_drafts(self.dialogue.strategy, now=NOW).first() if self.dialogue.strategy else None
        passages = list(Passage.objects.filter(draft=latest).order_by("position", "id"))
        key = passages[place % len(passages)].key
        about = find_about(self.dialogue, f"stycke:{key}", now=NOW)
        self.dialogue.contributions_close_at = None
        self.dialogue.save()
        submission = contribute(dialogue=self.dialogue, said=Said(about=about, text=words), now=NOW)
        self.said.append(Contribution.objects.get(submission=submission))

    def publish(self, number: str) -> None:
        publish_draft(draft=self.draft, by=self.by, now=NOW)
        assert self.dialogue.strategy is not None
        self.draft = new_draft(
            strategy=self.dialogue.strategy, number=number, title="", note="", copy_of=self.draft, by=self.by, now=NOW
        )


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(EDITS, min_size=1, max_size=3))
def test_no_contribution_is_lost_or_orphaned(
    rounds: list[list[tuple[str, int, str]]], dialogue: Dialogue, next_draft: Draft, editor: Official
) -> None:
    with transaction.atomic():
        forget_texts()
        forget_states()
        work = Work(Dialogue.objects.get(pk=dialogue.pk), editor, Draft.objects.get(pk=next_draft.pk))
        for number, edits in enumerate(rounds):
            for edit in edits:
                work.do(*edit)
            draft, changed = work.draft, {change.key for change in changes_at_desk(work.draft)}
            traces = Trace.objects.filter(change__draft=draft).values_list("change__key", "contribution_id")
            kept = {(key, said) for key, said in traces if key in changed}
            work.publish(f"1.{number}")
            _nothing_is_lost(work, draft, kept)
        transaction.set_rollback(True)


def _nothing_is_lost(work: Work, draft: Draft, kept: set[tuple[str, int | None]]) -> None:
    """Every trace to what changed leads to a numbered change; every contribution stands where it was made."""
    traces = Trace.objects.filter(change__draft=draft).select_related("change")
    assert {(trace.change.key, trace.contribution_id) for trace in traces} == kept
    assert all(trace.change.number for trace in traces)
    ids = [each.pk for each in work.said]
    assert Contribution.objects.filter(pk__in=ids, passage__isnull=False).count() == len(ids)
    led = set(Trace.objects.filter(change__number__isnull=False).values_list("contribution_id", flat=True))
    assert queries.led_to_change(ids, now=NOW) == led
    places = [(each.passage.key, each.passage.draft_id) for each in work.said if each.passage]
    there = states(places, draft)
    assert set(there) == set(places)
    for (key, _draft), whereabouts in there.items():
        gone = Change.objects.filter(key=key, kind__in=["removed", "split", "merged"], number__isnull=False)
        assert whereabouts.lives or gone.exists()
