"""Several officials who answer and sort the same contributions at the same moment: nobody waits for nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.safestring import mark_safe

from fardplan.base import audit, clock
from fardplan.base.errors import Conflict
from fardplan.base.models import AuditEntry
from fardplan.contributions import actions
from fardplan.contributions.models import Contribution, Reply, Theme
from fardplan.contributions.tallies import stamp_of
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.public.reading import kept
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]

NOW = at("2020-12-02 15:00")


@pytest.fixture
def by(make_official: Callable[..., Official]) -> dict[str, Any]:
    return {"by": make_official(RoleName.MODERATOR), "now": NOW}


def failures(answers: list[Any]) -> list[Exception]:
    return [each for each in answers if isinstance(each, Exception)]


@pytest.mark.parametrize("round_", range(2))
def test_one_lets_go_of_what_another_adds_once_more(
    dialogue: Dialogue, make_contribution: MakeContribution, by: dict[str, Any], round_: int
) -> None:
    """Both need the contribution and the reply: one does it, the other is told, and neither breaks off."""
    said = make_contribution()
    made = actions.draft_reply(dialogue=dialogue, contributions=[said], words=actions.ReplyWords(text="Ja."), **by)
    said = Contribution.objects.select_related("submission__dialogue").get()
    seen = {"reply": made, "revision": made.revision} | by
    add = lambda: actions.answer_also(contributions=[said], **seen)  # noqa: E731
    told = failures(at_once([add, lambda: actions.let_go(contribution=said, **seen)] * 3))
    assert [type(each) for each in told] == [Conflict] * 5
    assert Reply.objects.get().revision == made.revision + 1


@pytest.mark.parametrize("round_", range(2))
def test_many_get_the_same_themes_in_any_order_while_two_themes_become_one(
    dialogue: Dialogue, make_contribution: MakeContribution, by: dict[str, Any], round_: int
) -> None:
    many = [make_contribution(f"Nr {n}") for n in range(12)]
    homes, ferries, boats = (
        actions.create_theme(dialogue=dialogue, name=name, **by) for name in ("Bostäder", "Färjor", "Båtar")
    )

    def sort(said: list[Contribution], *themes: Theme) -> Callable[[], Any]:
        return lambda: actions.set_themes(contributions=said, add=themes, **by)

    calls = [sort(many, homes, ferries), sort(many[::-1], ferries, homes), sort(many, boats), sort(many[::-1], homes)]
    told = failures(at_once([*calls, lambda: actions.merge_themes(theme=boats, into=ferries, **by)]))
    assert [(type(each), str(each)) for each in told] in ([], [(Conflict, "Någon annan har tagit bort temat.")])
    assert sorted(theme.name for theme in Theme.objects.all()) == ["Bostäder", "Färjor"]
    links = Contribution.themes.through.objects.values_list("contribution_id", "theme_id")
    assert sorted(links) == sorted((said.pk, theme.pk) for said in many for theme in (homes, ferries))


def test_what_is_hidden_late_is_seen_also_when_many_with_higher_ids_were_done_before_it(
    dialogue: Dialogue, make_contribution: MakeContribution, by: dict[str, Any]
) -> None:
    """One who hides has an id for the log and is not done; others do a thousand things meanwhile."""
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time: the order of ids is the order in which they are done")
    said, real_now = make_contribution(), clock.now()
    has_written, may_end = threading.Event(), threading.Event()

    def hide() -> None:
        with transaction.atomic():
            actions.hide(contribution=said, revision=said.revision, rule="attack", reason="Ett påhopp.", **by)
            has_written.set()
            assert may_end.wait(timeout=60)

    def shown() -> str:
        return str(kept("page", lambda: mark_safe(said_now()), dialogue=dialogue, now=real_now))

    def said_now() -> str:
        return "hidden" if Contribution.objects.get(pk=said.pk).hidden_at else "shown"

    def meanwhile() -> list[str]:
        try:
            assert has_written.wait(timeout=60)
            for _each in range(1000):
                audit.record("contribution.read", on=said, at=NOW, by=by["by"], dialogue_id=dialogue.pk)
            return [shown(), shown()]
        finally:
            may_end.set()

    before = shown()
    hidden, during = at_once([hide, meanwhile])
    assert (before, hidden, during, shown()) == ("shown", None, ["shown", "shown"], "hidden")


def test_the_stamp_is_another_when_a_lower_id_of_the_log_comes_after_a_higher_one(
    dialogue: Dialogue, by: dict[str, Any]
) -> None:
    entry = {"at": NOW, "actor": "Färdplan", "action": "x", "subject_type": "x", "subject": "x"}
    AuditEntry.objects.create(pk=500, **entry)
    before = stamp_of(dialogue, now=NOW)
    assert stamp_of(dialogue, now=NOW) == before
    AuditEntry.objects.create(pk=499, **entry)
    assert stamp_of(dialogue, now=NOW) != before
