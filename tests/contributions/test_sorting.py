"""Whose a contribution is, what it is about, and which themes it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.contributions import actions
from fardplan.contributions.about import About, find_about
from fardplan.contributions.models import Contribution, SavedView, StandardReply, Theme
from fardplan.contributions.theme_queries import ThemeCounts, figures_of, themes_in_use, themes_with_counts
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

pytestmark = pytest.mark.django_db

NOW = at("2020-12-03 09:00")


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


def holders() -> list[str]:
    rows = Contribution.objects.order_by("submission__number").select_related("assigned_to")
    return [str(row.assigned_to or "") for row in rows]


def test_what_a_colleague_has_is_left_unless_one_takes_over(
    make_contribution: MakeContribution, moderator: Official, editor: Official
) -> None:
    rows = [make_contribution(f"Nummer {number}") for number in range(3)]
    actions.assign(contributions=rows[:1], to=editor, by=editor, now=NOW)
    done = actions.assign(contributions=rows, to=moderator, by=moderator, now=NOW)
    assert ([row.label for row in done.given], [row.label for row in done.held]) == (["S-002", "S-003"], ["S-001"])
    assert holders() == ["redaktör@example.org".replace("redaktör", "editor"), *["moderator@example.org"] * 2]
    actions.assign(contributions=rows, to=moderator, take_over=True, by=moderator, now=NOW)
    assert holders() == ["moderator@example.org"] * 3
    actions.assign(contributions=rows, to=None, by=moderator, now=NOW)
    assert holders() == [""] * 3
    assert AuditEntry.objects.filter(action="contribution.assigned").count() == 7


def test_nobody_without_a_role_that_sorts_is_given_anything_or_gives(
    make_contribution: MakeContribution, moderator: Official, make_official: Callable[..., Official]
) -> None:
    politician = make_official(RoleName.POLITICIAN)
    row = make_contribution()
    with pytest.raises(Invalid):
        actions.assign(contributions=[row], to=politician, by=moderator, now=NOW)
    with pytest.raises(NotAllowed):
        actions.assign(contributions=[row], to=moderator, by=politician, now=NOW)
    assert holders() == [""]


def test_a_contribution_moves_to_one_other_home_and_what_its_sender_chose_stays(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    row = make_contribution(about="stycke:a1-1")
    there = find_about(dialogue, "stycke:a1-2", now=NOW)
    moved = actions.move_home(contribution=row, to=there, revision=row.revision, by=moderator, now=NOW)
    assert (str(moved.passage), moved.section, moved.submission.about) == ("A1.2 Restid", None, "stycke:a1-1@0.3")
    entry = AuditEntry.objects.get(action="contribution.moved")
    assert entry.detail == {"from": "A1.1 Bostäder", "to": "A1.2 Restid"}
    whole = actions.move_home(contribution=moved, to=About(), revision=moved.revision, by=moderator, now=NOW)
    assert (whole.passage, whole.section, whole.day) == (None, None, None)


def test_the_second_to_move_is_told(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    row = make_contribution(about="stycke:a1-1")
    there = find_about(dialogue, "stycke:a1-2", now=NOW)
    actions.move_home(contribution=row, to=there, revision=0, by=moderator, now=NOW)
    with pytest.raises(Conflict):
        actions.move_home(contribution=row, to=About(), revision=0, by=moderator, now=NOW)
    with pytest.raises(Invalid):
        actions.move_home(contribution=Contribution.objects.get(), to=there, revision=1, by=moderator, now=NOW)


def test_many_are_read_at_once_and_each_is_logged(make_contribution: MakeContribution, moderator: Official) -> None:
    rows = [make_contribution(f"Nummer {number}", published=number == 0) for number in range(3)]
    assert actions.mark_many_read(contributions=rows, by=moderator, now=NOW) == 2
    assert Contribution.objects.filter(read_at=None).count() == 0
    assert AuditEntry.objects.filter(action="contribution.read").count() == 2


def test_many_are_shown_at_once_but_never_what_is_unread_or_hidden(
    make_contribution: MakeContribution, moderator: Official
) -> None:
    rows = [make_contribution(f"Nummer {number}", published=False) for number in range(4)]
    actions.mark_many_read(contributions=rows[:2], by=moderator, now=NOW)
    actions.hide(
        contribution=rows[2], rule="attack", reason="Ett påhopp.", revision=rows[2].revision, by=moderator, now=NOW
    )
    done = actions.publish_many(contributions=rows, by=moderator, now=NOW)
    assert (done.number, [each.label for each in done.unread]) == (2, ["S-004"])
    assert actions.publish_many(contributions=rows, by=moderator, now=NOW).number == 0
    shown = Contribution.objects.exclude(published_at=None).order_by("submission__number")
    assert [each.label for each in shown] == ["S-001", "S-002"]
    assert AuditEntry.objects.filter(action="contribution.published").count() == 2


def test_only_moderators_show_many(make_contribution: MakeContribution, make_official: Callable[..., Official]) -> None:
    with pytest.raises(NotAllowed):
        actions.publish_many(contributions=[make_contribution("En")], by=make_official(RoleName.POLITICIAN), now=NOW)


# --- themes -----------------------------------------------------------------------------------------------------------


def themes_by_number() -> list[set[str]]:
    return [{theme.name for theme in row.themes.all()} for row in Contribution.objects.order_by("submission__number")]


def test_a_contribution_has_several_themes_and_senders_are_counted_once(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    rows = [make_contribution(f"Nummer {number}", about="stycke:a1-1") for number in range(3)]
    boats, buses = (
        actions.create_theme(dialogue=dialogue, name=name, by=moderator, now=NOW) for name in ("Båtar", "Bussar")
    )
    assert actions.set_themes(contributions=rows, add=[boats], by=moderator, now=NOW) == 3
    assert actions.set_themes(contributions=rows[:1], add=[boats, buses], by=moderator, now=NOW) == 1
    actions.set_themes(contributions=rows[2:], remove=[boats], by=moderator, now=NOW)
    assert themes_by_number() == [{"Båtar", "Bussar"}, {"Båtar"}, set()]
    assert themes_with_counts(dialogue) == [
        ThemeCounts(theme=boats, contributions=2, submissions=2, answered=0),
        ThemeCounts(theme=buses, contributions=1, submissions=1, answered=0),
    ]
    assert figures_of(boats).by_place == [("a1-1", "A1.1 Bostäder", 2)]
    assert [theme.name for theme in themes_in_use(dialogue, now=NOW)] == ["Båtar", "Bussar"]
    Contribution.objects.update(published_at=None)
    assert themes_in_use(dialogue, now=NOW) == []


def test_two_themes_never_have_one_name_and_a_renamed_one_keeps_its_address(
    moderator: Official, dialogue: Dialogue
) -> None:
    boats = actions.create_theme(dialogue=dialogue, name="Båtar", by=moderator, now=NOW)
    with pytest.raises(Invalid):
        actions.create_theme(dialogue=dialogue, name="BÅTAR", by=moderator, now=NOW)
    other = actions.create_theme(dialogue=dialogue, name="Batar", by=moderator, now=NOW)
    assert (boats.slug, other.slug) == ("batar", "batar-2")
    actions.change_theme(theme=boats, name="Färjor", description="Till öarna", by=moderator, now=NOW)
    assert list(Theme.objects.order_by("pk").values_list("slug", "name")) == [("batar", "Färjor"), ("batar-2", "Batar")]


def test_merged_themes_keep_everything_once_and_a_removed_one_keeps_the_contributions(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    rows = [make_contribution(f"Nummer {number}") for number in range(3)]
    boats, ferries = (
        actions.create_theme(dialogue=dialogue, name=name, by=moderator, now=NOW) for name in ("Båtar", "Färjor")
    )
    actions.set_themes(contributions=rows[:2], add=[boats], by=moderator, now=NOW)
    actions.set_themes(contributions=rows[1:], add=[ferries], by=moderator, now=NOW)
    assert actions.merge_themes(theme=boats, into=ferries, by=moderator, now=NOW) == 1
    assert themes_by_number() == [{"Färjor"}] * 3
    assert actions.remove_theme(theme=ferries, by=moderator, now=NOW) == 3
    assert (Contribution.objects.count(), Theme.objects.count()) == (3, 0)


def test_a_theme_that_is_merged_meanwhile_is_neither_renamed_given_nor_merged_again(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    by: dict[str, Any] = {"by": moderator, "now": NOW}
    boats, ferries, buses = (
        actions.create_theme(dialogue=dialogue, name=name, **by) for name in ("Båtar", "Färjor", "Bussar")
    )
    seen = Theme.objects.get(pk=boats.pk)  # as it stands on another official's page
    actions.merge_themes(theme=boats, into=ferries, **by)
    for attempt in (
        lambda: actions.change_theme(theme=seen, name="Skepp", description="", **by),
        lambda: actions.set_themes(contributions=[make_contribution()], add=[seen], **by),
        lambda: actions.merge_themes(theme=seen, into=buses, **by),
        lambda: actions.merge_themes(theme=buses, into=seen, **by),
        lambda: actions.remove_theme(theme=seen, **by),
    ):
        with pytest.raises(Conflict):
            attempt()
    assert not AuditEntry.objects.filter(action="theme.changed").exists()


def test_a_theme_of_another_dialogue_is_refused(
    make_contribution: MakeContribution, moderator: Official, dialogue: Dialogue
) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan")
    theme = Theme.objects.create(dialogue=other, slug="x", name="X")
    with pytest.raises(Invalid):
        actions.set_themes(contributions=[make_contribution()], add=[theme], by=moderator, now=NOW)


# --- saved views and the bank -----------------------------------------------------------------------------------------


def test_a_view_is_ones_own_until_it_is_shared_and_only_those_who_sort_share(
    dialogue: Dialogue, moderator: Official, make_official: Callable[..., Official]
) -> None:
    politician = make_official(RoleName.POLITICIAN)
    for by in (moderator, politician):
        actions.save_view(dialogue=dialogue, name="Olästa", query="ko=unread", is_shared=True, by=by, now=NOW)
    actions.save_view(dialogue=dialogue, name="Olästa", query="ko=unanswered", is_shared=True, by=moderator, now=NOW)
    views = SavedView.objects.order_by("pk").values_list("official", "query", "is_shared")
    assert list(views) == [(moderator.pk, "ko=unanswered", True), (politician.pk, "ko=unread", False)]
    with pytest.raises(NotAllowed):
        actions.remove_view(view=SavedView.objects.get(official=moderator), by=politician, now=NOW)


def test_the_second_to_change_a_reply_in_the_bank_is_told(dialogue: Dialogue, moderator: Official) -> None:
    words = {"outcome": "", "reason": "", "by": moderator, "now": NOW}
    made = actions.add_standard_reply(dialogue=dialogue, name="Planer", text="Se planen.", **words)  # type: ignore[arg-type]
    changed = actions.change_standard_reply(standard=made, name="Planer", text="Ny.", revision=0, **words)  # type: ignore[arg-type]
    assert (changed.text, changed.revision) == ("Ny.", 1)
    with pytest.raises(Conflict):
        actions.change_standard_reply(standard=made, name="Planer", text="Min.", revision=0, **words)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.add_standard_reply(dialogue=dialogue, name="Planer", text="Igen.", **words)  # type: ignore[arg-type]
    actions.remove_standard_reply(standard=changed, by=moderator, now=NOW)
    assert StandardReply.objects.count() == 0
