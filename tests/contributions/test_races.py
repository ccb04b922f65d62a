"""Several officials who answer and sort the same contributions at the same moment: nobody waits for nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.errors import Conflict
from fardplan.contributions import actions
from fardplan.contributions.models import Contribution, Reply, Theme
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
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
