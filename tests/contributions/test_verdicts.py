"""*Har vi förstått dig rätt?*: what senders say of our answers, and what we do when we have misunderstood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from fardplan.base import clock
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.actions import ReplyWords
from fardplan.contributions.desk_queries import counts
from fardplan.contributions.models import Contribution, Reply, Verdict
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution
from tests.races import at_once

pytestmark = pytest.mark.django_db

NOW = at("2020-12-10 09:00")
MISSED = "Jag menade kvällarna."
DESK = "/skrivbord/dialog/dagen-2020/synpunkter/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


@pytest.fixture
def answer(dialogue: Dialogue, editor: Official) -> Callable[..., Reply]:
    """answer(contribution, …): one public answer to them all."""

    def make(*contributions: Contribution) -> Reply:
        words = ReplyWords(text="Vi har lagt till turer.", outcome="accepted")
        reply = actions.draft_reply(dialogue=dialogue, contributions=contributions, words=words, by=editor, now=NOW)
        return actions.publish_reply(reply=reply, revision=reply.revision, by=editor, now=NOW)

    return make


def fresh(number: int = 1) -> Contribution:
    rows = Contribution.objects.select_related("submission__dialogue", "submission__contact", "reply")
    return rows.get(submission__number=number)


def letters() -> list[str]:
    mails = OutgoingMail.objects.exclude(key__endswith=":receipt").order_by("id")
    return list(mails.values_list("subject", flat=True))


def misunderstand(number: int = 1) -> Verdict:
    return actions.give_verdict(contribution=fresh(number), answer="misunderstood", text=MISSED, now=NOW)


def test_nobody_thinks_about_an_answer_that_is_not_there(make_contribution: MakeContribution) -> None:
    make_contribution()
    with pytest.raises(Conflict):
        misunderstand()


def test_misunderstood_needs_words_and_opens_the_contribution_again(
    make_contribution: MakeContribution, answer: Callable[..., Reply], dialogue: Dialogue
) -> None:
    answer(make_contribution())
    with pytest.raises(Invalid):
        actions.give_verdict(contribution=fresh(), answer="misunderstood", text="", now=NOW)
    misunderstand()
    assert counts(dialogue)["reopened"] == 1
    with pytest.raises(Conflict):
        actions.give_verdict(contribution=fresh(), answer="yes", text="", now=NOW)


def test_none_is_overwritten_and_the_words_never_change(
    make_contribution: MakeContribution, answer: Callable[..., Reply], dialogue: Dialogue
) -> None:
    answer(make_contribution())
    actions.give_verdict(contribution=fresh(), answer="yes", text="", now=NOW)
    misunderstand()
    assert list(Verdict.objects.values_list("answer", flat=True)) == ["yes", "misunderstood"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.update(text="Något annat")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.filter(answer="misunderstood").update(handled_with="Smyg")
    assert counts(dialogue)["reopened"] == 1


def test_standing_by_the_answer_tells_the_sender_why(
    make_contribution: MakeContribution, answer: Callable[..., Reply], editor: Official, dialogue: Dialogue
) -> None:
    answer(make_contribution(email="nagon@example.org"))
    misunderstand()
    row = fresh()
    with pytest.raises(Invalid):
        actions.stand_by(contribution=row, words="", revision=row.revision, by=editor, now=NOW)
    actions.stand_by(contribution=row, words="Kvällarna ingår.", revision=row.revision, by=editor, now=NOW)
    assert letters() == ["Svar på synpunkt S-001", "Vi har tittat igen på synpunkt S-001"]
    text = OutgoingMail.objects.get(key__contains="stood-by").text
    assert (MISSED in text, "Svaret står fast:\nKvällarna ingår." in text) == (True, True)
    verdict = Verdict.objects.get()
    assert (verdict.handled_at, verdict.handled_with) == (NOW, "Kvällarna ingår.")
    assert (counts(dialogue)["reopened"], counts(dialogue)["answered"]) == (0, 1)
    with pytest.raises(Conflict):
        actions.stand_by(contribution=fresh(), words="Igen", revision=fresh().revision, by=editor, now=NOW)
    misunderstand()  # and the sender may still say that we have not got it


def test_a_changed_answer_handles_it_when_it_is_published(
    make_contribution: MakeContribution, answer: Callable[..., Reply], editor: Official, dialogue: Dialogue
) -> None:
    public = answer(make_contribution(email="nagon@example.org"))
    misunderstand()
    row = fresh()
    reply = actions.answer_anew(contribution=row, revision=row.revision, by=editor, now=NOW)
    assert (reply.pk, reply.published_at, counts(dialogue)["reopened"]) == (public.pk, None, 1)
    with pytest.raises(Conflict):
        actions.answer_anew(contribution=fresh(), revision=fresh().revision, by=editor, now=NOW)
    words = ReplyWords(text="Också kvällarna.", outcome="accepted")
    reply = actions.change_reply(reply=reply, words=words, revision=reply.revision, by=editor, now=NOW)
    actions.publish_reply(reply=reply, revision=reply.revision, by=editor, now=NOW)
    assert letters() == ["Svar på synpunkt S-001", "Nytt svar på synpunkt S-001"]
    assert counts(dialogue)["reopened"] == 0
    assert Verdict.objects.get().handled_with == ""


def test_of_a_shared_answer_only_the_misunderstood_gets_another(
    make_contribution: MakeContribution, answer: Callable[..., Reply], editor: Official
) -> None:
    shared = answer(*(make_contribution(f"Nummer {number}", email=f"n{number}@example.org") for number in range(3)))
    misunderstand(2)
    row = fresh(2)
    copy = actions.answer_anew(contribution=row, revision=row.revision, by=editor, now=NOW)
    assert (copy.pk != shared.pk, copy.text, copy.published_at) == (True, shared.text, None)
    assert [each.label for each in Contribution.objects.filter(reply=shared).order_by("pk")] == ["S-001", "S-003"]
    actions.publish_reply(reply=copy, revision=copy.revision, by=editor, now=NOW)
    assert letters()[-1] == "Nytt svar på synpunkt S-002"
    assert OutgoingMail.objects.filter(key__contains=":reply:").count() == 4
    assert Verdict.objects.get().handled_at == NOW


def test_only_those_who_answer_handle_it(
    make_contribution: MakeContribution, answer: Callable[..., Reply], make_official: Callable[..., Official]
) -> None:
    answer(make_contribution())
    misunderstand()
    registrar, row = make_official(RoleName.REGISTRAR), fresh()
    with pytest.raises(NotAllowed):
        actions.answer_anew(contribution=row, revision=row.revision, by=registrar, now=NOW)
    with pytest.raises(NotAllowed):
        actions.stand_by(contribution=row, words="Nej", revision=row.revision, by=registrar, now=NOW)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_of_two_who_handle_it_at_once_one_does_and_the_sender_hears_one_thing(
    make_contribution: MakeContribution, answer: Callable[..., Reply], dialogue: Dialogue
) -> None:
    answer(make_contribution(email="nagon@example.org"))
    misunderstand()
    official = Official.objects.create_user("svarar@example.org", is_administrator=True)
    row = fresh()

    def handle(number: int) -> object:
        if number % 2:
            return actions.answer_anew(contribution=row, revision=row.revision, by=official, now=NOW)
        return actions.stand_by(contribution=row, words="Nej.", revision=row.revision, by=official, now=NOW)

    given = at_once([lambda number=number: handle(number) for number in range(8)])  # type: ignore[misc]
    assert sorted(type(each).__name__ for each in given).count("Conflict") == 7
    stood_by = OutgoingMail.objects.filter(key__contains="stood-by").count()
    assert stood_by == Verdict.objects.filter(handled_at=NOW).count() <= 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_pressed_many_times_it_is_said_once(make_contribution: MakeContribution, answer: Callable[..., Reply]) -> None:
    answer(make_contribution())
    given = at_once([misunderstand] * 8)
    assert sorted(type(each).__name__ for each in given) == ["Conflict"] * 7 + ["Verdict"]
    assert Verdict.objects.count() == 1


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_sender_says_it_on_their_page_and_reads_our_answer_there(
    client: Client, make_contribution: MakeContribution, answer: Callable[..., Reply], editor: Official
) -> None:
    contribution = make_contribution()
    receipt = f"/kvitto/{contribution.submission.receipt_key}/"
    page = f"{receipt}forstatt/{contribution.pk}/"
    assert "Har vi förstått dig rätt?" not in client.get(receipt).text
    assert client.get(page).status_code == 404
    answer(contribution)
    assert f'href="{page}"' in client.get(receipt).text
    refused = client.post(page, {"answer": "misunderstood"})
    assert (refused.status_code, "Skriv vad vi missade" in refused.text) == (422, True)
    said = client.post(page, {"answer": "misunderstood", "text": MISSED}, follow=True).text
    assert (MISSED in said, "Vi tittar igen. Svaret kommer här." in said, page in said) == (True, True, False)

    desk = Client()
    desk.force_login(editor)
    at_desk = desk.get(f"{DESK}S-001/").text
    assert ("Avsändaren säger att vi har missförstått" in at_desk, MISSED in at_desk) == (True, True)
    row = fresh()
    empty = desk.post(f"{DESK}S-001/sta-fast/", {"fast-revision": row.revision})
    assert empty.status_code == 422
    desk.post(f"{DESK}S-001/sta-fast/", {"fast-revision": row.revision, "fast-words": "Kvällarna ingår."})
    after = client.get(receipt).text
    assert ("Kvällarna ingår." in after, page in after) == (True, True)


def test_yes_is_thanked_for_and_asks_nothing_of_the_desk(
    client: Client, make_contribution: MakeContribution, answer: Callable[..., Reply], dialogue: Dialogue
) -> None:
    contribution = make_contribution()
    answer(contribution)
    page = f"/kvitto/{contribution.submission.receipt_key}/forstatt/{contribution.pk}/"
    assert "Du har sagt att vi har förstått dig rätt." in client.post(page, {"answer": "yes"}, follow=True).text
    assert counts(dialogue)["reopened"] == 0
    assert client.post(page, {"answer": "partly"}).status_code == 422


def test_another_persons_contribution_is_not_reached_by_ones_own_key(
    client: Client, make_contribution: MakeContribution, answer: Callable[..., Reply]
) -> None:
    mine, theirs = make_contribution("Min"), make_contribution("Deras")
    answer(mine, theirs)
    assert client.get(f"/kvitto/{mine.submission.receipt_key}/forstatt/{theirs.pk}/").status_code == 404


def test_changing_the_answer_leads_to_it(
    make_contribution: MakeContribution, answer: Callable[..., Reply], editor: Official
) -> None:
    reply = answer(make_contribution())
    misunderstand()
    desk = Client()
    desk.force_login(editor)
    posted = {"revision": fresh().revision}
    gone = desk.post(f"{DESK}S-001/svara-om/?ko=reopened", posted)
    assert gone["Location"] == f"/skrivbord/dialog/dagen-2020/svar/{reply.pk}/?ko=reopened"
    late = desk.post(f"{DESK}S-001/svara-om/", posted, follow=True)
    assert "Någon annan ändrade det här medan du arbetade." in late.text
