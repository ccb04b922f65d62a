"""Whatever an editor does at the desk before publishing, the changes say it exactly, and nothing said is ever lost."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fardplan.analysis.changes import Descent as Origin
from fardplan.analysis.changes import apply, changes
from fardplan.base.audit import SYSTEM
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy import actions
from fardplan.strategy.models import Change, Draft, Passage, Section, Strategy
from fardplan.strategy.queries import State, changes_in, contents_of, forget_states, forget_texts, items_of, states
from tests.conftest import at

WHO: dict[str, Any] = {"by": SYSTEM, "now": at("2020-11-24 09:00")}
WORDS = ["Fler bostäder byggs.", "Restiden är högst en timme.", "Kusten når alla.", "Skolan är nära.", "Vi delar."]
OPERATIONS = ["write", "add", "split", "merge", "move", "place", "remove", "undo", "add section", "move section",
              "place section", "remove section", "copy"]  # fmt: skip


class Editor:
    """Somebody at the desk, whose every choice is drawn from one number."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.taken: dict[str, Any] | None = None

    def passages(self) -> list[Passage]:
        rows = Passage.objects.filter(draft=self.draft).select_related("section", "draft__strategy")
        return list(rows.order_by("position", "id"))

    def sections(self) -> list[Section]:
        rows = Section.objects.filter(draft=self.draft).select_related("draft__strategy")
        return list(rows.order_by("position", "id"))

    def do(self, operation: str, seed: int) -> None:
        """One thing, chosen by the seed. What cannot be done is refused, as at the desk."""
        chance = random.Random(seed)
        passages, sections = self.passages(), self.sections()
        passage = chance.choice(passages) if passages else None
        section = chance.choice(sections) if sections else None
        try:
            with transaction.atomic():
                if operation in {"add section", "undo", "copy"}:
                    self.whole(operation, section, chance)
                elif section is not None and "section" in operation:
                    self.outline(operation, section, chance.choice([None, *sections]), chance)
                elif section is not None and (passage is not None or operation == "add"):
                    self.text(operation, passage, section, passages, chance)
        except (Conflict, Invalid):
            pass

    def whole(self, operation: str, section: Section | None, chance: random.Random) -> None:
        if operation == "add section":
            about = {"kind": "text", "code": "", "heading": chance.choice(WORDS)}
            parent = chance.choice([None, section])
            actions.add_section(draft=self.draft, parent=parent, **about, **WHO)
        elif operation == "undo" and self.taken is not None and self.taken["draft"] == self.draft.pk:
            actions.put_back(draft=self.draft, taken=self.taken, **WHO)
        elif operation == "copy":
            number = f"k{Draft.objects.count()}"
            self.draft = actions.new_draft(
                strategy=self.draft.strategy, number=number, title="", note="", copy_of=self.draft, **WHO
            )

    def outline(self, operation: str, section: Section, other: Section | None, chance: random.Random) -> None:
        if operation == "move section":
            actions.move_section(section=section, up=chance.random() < 0.5, **WHO)
        elif operation == "place section":
            actions.place_section(section=section, parent=other, first=chance.random() < 0.5, seen=None, **WHO)
        else:
            self.taken = actions.remove_section(section=section, **WHO)

    def text(
        self, operation: str, passage: Passage | None, section: Section, passages: list[Passage], chance: random.Random
    ) -> None:
        if operation == "add" or passage is None:
            actions.add_passage(section=section, after=passage, values={"text": chance.choice(WORDS)}, **WHO)
        elif operation == "write":
            words = {"text": " ".join(chance.sample(WORDS, 2)), "heading": chance.choice(["", "Rubrik"])}
            actions.change_passage(passage=passage, changes=words, revision=passage.revision, **WHO)
        elif operation == "split":
            at = chance.randrange(len(passage.text))
            actions.split_passage(passage=passage, at=at, revision=passage.revision, **WHO)
        elif operation == "merge":
            other = passages[(passages.index(passage) + 1) % len(passages)]
            seen = (passage.revision, other.revision)
            actions.merge_passages(first=passage, second=other, revisions=seen, **WHO)
        elif operation == "move":
            actions.move_passage(passage=passage, up=chance.random() < 0.5, order=None, **WHO)
        elif operation == "place":
            actions.place_passage(passage=passage, section=section, first=chance.random() < 0.5, order=None, **WHO)
        else:
            self.taken = actions.remove_passage(passage=passage, order=None, **WHO)


def started() -> Draft:
    """A published draft of three sections and seven passages, and a draft made from it."""
    strategy = Strategy.objects.create(slug="strategin", title="Strategin")
    first = actions.new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, **WHO)
    parent = None
    for number, count in enumerate([3, 0, 4]):
        about = {"kind": "text", "code": "ABC"[number], "heading": f"Avsnitt {number}"}
        parent = actions.add_section(draft=first, parent=parent if number == 1 else None, **about, **WHO)
        for place in range(count):
            values = {"text": f"{WORDS[place]} Och mer om {number}.", "code": f"{'ABC'[number]}{place}"}
            actions.add_passage(section=parent, after=None, values=values, **WHO)
    actions.publish_draft(draft=first, **WHO)
    return actions.new_draft(
        strategy=strategy, number="2", title="", note="", copy_of=Draft.objects.get(pk=first.pk), **WHO
    )


STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 10**6)), min_size=1, max_size=14)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, STEPS)
def test_the_changes_say_exactly_what_was_done_and_no_key_is_lost(
    first_steps: list[tuple[str, int]], second_steps: list[tuple[str, int]]
):
    with transaction.atomic():
        draft = started()
        drafts = [Draft.objects.get(number="1")]
        for number, steps in enumerate([first_steps, second_steps]):
            editor = Editor(draft)
            for operation, seed in steps:
                editor.do(operation, seed)
            if not editor.sections():
                editor.do("add section", 1)
            published = actions.publish_draft(draft=editor.draft, **WHO)
            the_changes_are_exact(drafts[-1], published)
            drafts.append(published)
            about = {"number": f"n{number}", "title": "", "note": ""}
            draft = actions.new_draft(strategy=published.strategy, copy_of=published, **about, **WHO)
        every_key_is_found(drafts)
        transaction.set_rollback(True)
    forget_texts()
    forget_states()


def the_changes_are_exact(before: Draft, after: Draft) -> None:
    old, new = list(items_of(contents_of(before))), list(items_of(contents_of(after)))
    descents = [Origin(row.from_key, row.key) for row in after.descents.all()]
    found = changes(old, new, descents)
    assert list(apply(old, found)) == new
    rows = list(changes_in(after))
    assert [(row.key, row.kind, row.is_moved) for row in rows] == [
        (each.key.removeprefix("§"), each.kind, each.moved) for each in found if not each.only_renumbered
    ]
    texts = {passage.key: passage.text for passage in contents_of(before).passages}
    for row in rows:
        if row.subject == "passage":
            assert texts.pop(row.key, "") == row.before_text
            if row.after_text:
                texts[row.key] = row.after_text
    assert texts == {passage.key: passage.text for passage in contents_of(after).passages}
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def every_key_is_found(drafts: list[Draft]) -> None:
    """What was said about any passage of any draft is found at every later one: at passages that are there, or as taken
    away, and never anything else."""
    for position, then in enumerate(drafts):
        places = [(passage.key, then.pk) for passage in contents_of(then).passages]
        for now in drafts[position:]:
            there = {passage.key for passage in contents_of(now).passages}
            found = states(places, now)
            assert set(found) == set(places)
            for where in found.values():
                assert set(where.keys) <= there
                assert bool(where.keys) == (where.state != State.REMOVED)
                assert (where.key in where.keys) == (where.key in there)
