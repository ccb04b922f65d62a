"""Changing a dialogue, its days and its programme: addresses that lead on, two editors, and what may not be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from fardplan.base.editing import ChangedMeanwhile, Row, fingerprint, rows_fingerprint, values_of
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.actions import days as day_actions
from fardplan.dialogue.actions import dialogues as actions
from fardplan.dialogue.models import RESERVED_SLUGS, Day, Dialogue, Host, RoleName, Session
from fardplan.dialogue.queries import dialogue_at
from fardplan.dialogue.readiness import what_is_missing
from fardplan.people.models import Official
from tests.conftest import at
from tests.races import at_once

NOW = at("2020-11-24 09:00")


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


def change(dialogue: Dialogue, by: Official, *, seen: str | None = None, **changes: object) -> Dialogue:
    return actions.change_dialogue(dialogue=dialogue, changes=changes, seen=seen, by=by, now=NOW)


def test_a_change_is_logged_with_the_names_of_its_fields_only(dialogue: Dialogue, editor: Official):
    change(dialogue, editor, title="Nytt namn", lead="Kom!", theme=dialogue.theme)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail, entry.dialogue_id) == (
        "dialogue.changed", {"fields": ["lead", "title"]}, dialogue.pk
    )  # fmt: skip


def test_saving_what_already_stands_there_is_no_change(dialogue: Dialogue, editor: Official):
    change(dialogue, editor, title=dialogue.title)
    assert not AuditEntry.objects.exists()


def test_the_later_of_two_editors_is_told_and_nothing_is_written(dialogue: Dialogue, editor: Official):
    seen = fingerprint(values_of(dialogue, ["title", "lead"]))
    change(dialogue, editor, seen=seen, title="Den ena", lead="")
    with pytest.raises(ChangedMeanwhile) as caught:
        change(dialogue, editor, seen=seen, title="Den andra", lead="Viktig text")
    assert caught.value.theirs.title == "Den ena"
    assert Dialogue.objects.get().title == "Den ena"


def test_editors_of_different_parts_do_not_disturb_each_other(dialogue: Dialogue, editor: Official):
    seen = fingerprint(values_of(dialogue, ["lead"]))
    change(dialogue, editor, title="Den ena")
    change(dialogue, editor, seen=seen, lead="Viktig text")
    stored = Dialogue.objects.get()
    assert (stored.title, stored.lead) == ("Den ena", "Viktig text")


def test_a_new_address_keeps_the_old_one_leading_on(dialogue: Dialogue, editor: Official):
    change(dialogue, editor, slug="dagarna")
    change(dialogue, editor, slug="dagar-2020")
    assert [dialogue_at(slug) for slug in ("dagen-2020", "dagarna", "dagar-2020")] == [dialogue] * 3


def test_an_address_that_is_taken_back_leads_nowhere_else(dialogue: Dialogue, editor: Official):
    change(dialogue, editor, slug="dagarna")
    change(dialogue, editor, slug="dagen-2020")
    assert list(dialogue.former_addresses.values_list("slug", flat=True)) == ["dagarna"]


def test_an_unpublished_dialogue_leaves_no_trace_of_its_working_title(dialogue: Dialogue, editor: Official):
    Dialogue.objects.update(published_at=None)
    change(dialogue, editor, slug="dagarna")
    assert not dialogue.former_addresses.exists()


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_reserved_addresses_are_refused_at_the_field(dialogue: Dialogue, editor: Official, slug: str):
    with pytest.raises(Invalid) as caught:
        change(dialogue, editor, slug=slug)
    assert caught.value.field == "slug"


def test_another_dialogues_present_or_former_address_is_refused(dialogue: Dialogue, editor: Official):
    change(dialogue, editor, slug="dagarna")
    for slug in ("dagarna", "dagen-2020"):
        with pytest.raises(Invalid):
            actions.create_dialogue(slug=slug, title="En till", by=editor, now=NOW)


def test_only_those_who_edit_content_change_it(dialogue: Dialogue, make_official: Callable[..., Official]):
    with pytest.raises(NotAllowed):
        change(dialogue, make_official(RoleName.MODERATOR), title="Nej")


def test_publishing_stops_at_what_must_be_there(dialogue: Dialogue, editor: Official):
    Dialogue.objects.update(published_at=None, contact_email="")
    with pytest.raises(Invalid):
        actions.publish_dialogue(dialogue=dialogue, by=editor, now=NOW)
    missing = [str(gap.text) for gap in what_is_missing(Dialogue.objects.get()) if gap.stops_publishing]
    assert missing == [
        "Skriv vad som går att påverka.",
        "Skriv vad som redan är bestämt.",
        "Skriv vem som beslutar, och när.",
        "Skriv vart man vänder sig.",
    ]
    change(dialogue, editor, can_influence="A", already_decided="B", who_decides="C", contact_phone="0455")
    assert actions.publish_dialogue(dialogue=dialogue, by=editor, now=NOW).published_at == NOW


def test_a_link_named_here_is_pointed_out(dialogue: Dialogue):
    dialogue.purpose = "Läs mer [här](https://example.org/)."
    assert "En länk heter bara" in " ".join(str(gap.text) for gap in what_is_missing(dialogue))
    dialogue.purpose = "Läs [programmet](https://example.org/)."
    assert "En länk heter bara" not in " ".join(str(gap.text) for gap in what_is_missing(dialogue))


def host_rows(*titles: str) -> list[Row]:
    kept = {host.title: host.pk for host in Host.objects.all()}
    return [Row(kept.get(title), {"title": title, "name": ""}) for title in titles]


def test_rows_are_added_moved_and_taken_away_together(dialogue: Dialogue, editor: Official):
    def save(*titles: str) -> list[str]:
        actions.change_hosts(dialogue=dialogue, rows=host_rows(*titles), seen=None, by=editor, now=NOW)
        return list(dialogue.hosts.values_list("title", flat=True))

    assert save("Ordförande", "Direktör") == ["Ordförande", "Direktör"]
    first = Host.objects.get(title="Direktör").pk
    assert save("Direktör", "Strateg", "Ordförande") == ["Direktör", "Strateg", "Ordförande"]
    assert save("Direktör") == ["Direktör"]
    assert Host.objects.get().pk == first


def test_a_table_that_somebody_else_changed_is_not_overwritten(dialogue: Dialogue, editor: Official):
    seen = rows_fingerprint(dialogue.hosts.all(), actions.HOST_FIELDS)
    actions.change_hosts(dialogue=dialogue, rows=host_rows("Ordförande"), seen=seen, by=editor, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.change_hosts(dialogue=dialogue, rows=host_rows("Direktör"), seen=seen, by=editor, now=NOW)
    assert list(dialogue.hosts.values_list("title", flat=True)) == ["Ordförande"]


def test_another_dialogues_row_cannot_be_written_over(dialogue: Dialogue, editor: Official):
    other = Dialogue.objects.create(slug="annan", title="Annan")
    theirs = Host.objects.create(dialogue=other, title="Deras värd")
    row = Row(theirs.pk, {"title": "Kapad", "name": ""})
    with pytest.raises(ChangedMeanwhile):
        actions.change_hosts(dialogue=dialogue, rows=[row], seen=None, by=editor, now=NOW)
    theirs.refresh_from_db()
    assert (theirs.title, theirs.dialogue) == ("Deras värd", other)


# --- days -----------------------------------------------------------------------------------------------------------


def move(day: Day, by: Official, starts: str, ends: str, **more: str) -> Day:
    return day_actions.move_day(day=day, starts_at=at(starts), ends_at=at(ends), by=by, now=NOW, **more)


def test_a_published_day_is_moved_and_says_from_when(make_day: Callable[..., Day], editor: Official):
    day = make_day(sessions=2)
    moved = move(day, editor, "2020-12-03 14:00", "2020-12-03 17:00", status_note="Sjukdom")
    assert (moved.status, moved.moved_from, moved.status_note) == ("moved", at("2020-12-01 13:00"), "Sjukdom")
    assert [session.starts_at for session in moved.sessions.all()] == [at("2020-12-03 14:00"), at("2020-12-03 15:30")]
    again = move(moved, editor, "2020-12-04 14:00", "2020-12-04 17:00")
    assert again.moved_from == at("2020-12-01 13:00")


def test_a_day_nobody_has_seen_simply_gets_another_time(make_day: Callable[..., Day], editor: Official):
    Dialogue.objects.update(published_at=None)
    moved = move(make_day(), editor, "2020-12-03 14:00", "2020-12-03 17:00")
    assert (moved.status, moved.moved_from) == ("planned", None)


def test_moving_to_the_same_time_is_refused(day: Day, editor: Official):
    with pytest.raises(Invalid):
        move(day, editor, "2020-12-01 13:00", "2020-12-01 16:00")


def test_a_cancelled_day_can_come_back(day: Day, editor: Official):
    cancelled = day_actions.cancel_day(day=day, status_note="Storm", by=editor, now=NOW)
    assert (cancelled.status, cancelled.status_note) == ("cancelled", "Storm")
    back = day_actions.reinstate_day(day=day, by=editor, now=NOW)
    assert (back.status, back.status_note) == ("planned", "")


def test_a_day_that_has_been_cannot_be_cancelled(day: Day, editor: Official):
    with pytest.raises(Conflict):
        day_actions.cancel_day(day=day, status_note="x", by=editor, now=at("2020-12-01 16:00"))


def test_a_day_that_has_been_shown_is_not_taken_away(day: Day, editor: Official):
    with pytest.raises(Conflict):
        day_actions.delete_day(day=day, by=editor, now=NOW)
    Dialogue.objects.update(published_at=None)
    day_actions.delete_day(day=Day.objects.select_related("dialogue").get(), by=editor, now=NOW)
    assert not Day.objects.exists()


def point(starts: str, title: str, *, ends: str = "", of: int | None = None, speakers=()) -> day_actions.Point:
    return day_actions.Point(
        id=of, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends) if ends else None, title=title,
        kind="talk", text="", speakers=speakers,
    )  # fmt: skip


def written(day: Day) -> list[tuple[str, str, str]]:
    local = at("2020-12-01 00:00").tzinfo
    return [
        (session.title, f"{session.starts_at.astimezone(local):%H:%M}", f"{session.ends_at.astimezone(local):%H:%M}")
        for session in Session.objects.filter(day=day)
    ]


def save_programme(day: Day, by: Official, *points: day_actions.Point, seen: str | None = None) -> None:
    day_actions.change_programme(day=day, points=points, seen=seen, by=by, now=NOW)


def test_a_programme_is_put_in_order_and_points_last_until_the_next(day: Day, editor: Official):
    save_programme(
        day, editor, point("13:45", "Samtalsrum"), point("13:00", "Välkommen"), point("13:15", "Utkastet", ends="13:30")
    )
    assert written(day) == [
        ("Välkommen", "13:00", "13:15"), ("Utkastet", "13:15", "13:30"), ("Samtalsrum", "13:45", "16:00")
    ]  # fmt: skip


def test_points_keep_their_identity_and_speakers_their_order(day: Day, editor: Official):
    save_programme(day, editor, point("13:00", "Välkommen", speakers=[("Direktör", ""), ("Strateg", "Kim")]))
    session = day.sessions.get()
    save_programme(day, editor, point("13:10", "Hej", of=session.pk, speakers=[("Strateg", "Kim"), ("Direktör", "")]))
    again = day.sessions.get()
    assert (again.pk, [str(speaker) for speaker in again.speakers.all()]) == (session.pk, ["Kim, Strateg", "Direktör"])


def test_a_point_that_ends_before_it_starts_is_refused_and_nothing_is_written(day: Day, editor: Official):
    with pytest.raises(Invalid):
        save_programme(day, editor, point("13:00", "Först"), point("14:00", "Baklänges", ends="13:30"))
    assert written(day) == []


def test_two_editors_of_a_programme(day: Day, editor: Official):
    seen = day_actions.programme_fingerprint(day)
    save_programme(day, editor, point("13:00", "Den ena"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        save_programme(day, editor, point("13:00", "Den andra"), seen=seen)
    assert [title for title, _starts, _ends in written(day)] == ["Den ena"]


@pytest.mark.slow
@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_fill_in_an_empty_table_at_once_one_is_told(dialogue: Dialogue, editor: Official):
    seen = rows_fingerprint([], actions.HOST_FIELDS)

    def fill_in(name: str) -> Callable[[], None]:
        rows = [Row(None, {"title": "Värd", "name": name})]
        return lambda: actions.change_hosts(dialogue=dialogue, rows=rows, seen=seen, by=editor, now=NOW)

    told = at_once([fill_in("Den ena"), fill_in("Den andra"), fill_in("Den tredje")])
    assert sorted(type(each).__name__ for each in told) == ["ChangedMeanwhile", "ChangedMeanwhile", "NoneType"]
    saved = ("Den ena", "Den andra", "Den tredje")[told.index(None)]
    assert [host.name for host in Host.objects.all()] == [saved]
