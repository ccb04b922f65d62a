"""Replies: with outcome and reason, to one or to many, each sender told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from fardplan.base.errors import Conflict, DomainError, Invalid, NotAllowed
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions import actions
from fardplan.contributions.actions import ReplyWords
from fardplan.contributions.models import Contribution, Outcome, Reply
from fardplan.contributions.rules import NEEDS_REASON, Status, public_reply, status_of
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.contributions.conftest import MakeContribution

NOW = at("2020-12-10 09:00")


@pytest.fixture
def editor(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.EDITOR)


@pytest.fixture
def begin(dialogue: Dialogue, editor: Official) -> Callable[..., Reply]:
    """begin(contribution, …, outcome="accepted", text="…"): a reply that is not public."""

    def make(*contributions: Contribution, **words: str) -> Reply:
        said = ReplyWords(**({"text": "Vi har lagt till det.", "outcome": "accepted"} | words))
        return actions.draft_reply(dialogue=dialogue, contributions=contributions, words=said, by=editor, now=NOW)

    return make


def by(reply: Reply, official: Official) -> dict[str, Any]:
    return {"reply": reply, "revision": reply.revision, "by": official, "now": NOW}


def letters() -> list[str]:
    """The letters after the receipts."""
    return list(OutgoingMail.objects.exclude(key__endswith=":receipt").order_by("id").values_list("subject", flat=True))


def test_a_reply_is_nobodys_before_it_is_published(
    make_contribution: MakeContribution, begin: Callable[..., Reply]
) -> None:
    contribution = make_contribution(email="nagon@example.org")
    begin(contribution)
    contribution = Contribution.objects.select_related("reply").get()
    assert contribution.reply is not None
    assert (public_reply(contribution, now=NOW), status_of(contribution, now=NOW), letters()) == (None, Status.READ, [])


def test_a_published_reply_is_told_once(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    reply = begin(make_contribution(email="nagon@example.org"), outcome="partly", reason="Resten avgör kommunen.")
    actions.publish_reply(**by(reply, editor))
    letter = OutgoingMail.objects.exclude(key__endswith=":receipt").get()
    assert (letter.to, letter.subject) == ("nagon@example.org", "Svar på synpunkt S-001")
    wanted = ["Ledde inte till ändring", "Vi har lagt till det.", "Resten avgör kommunen.", "/kvitto/"]
    assert [words for words in wanted if words not in letter.text] == []


def test_one_reply_answers_many_and_tells_each(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    several = [make_contribution(f"Nr {n}", email=f"nr{n}@example.org") for n in range(3)]
    actions.publish_reply(**by(begin(*several), editor))
    told = OutgoingMail.objects.exclude(key__endswith=":receipt").order_by("id").values_list("to", "subject")
    assert list(told) == [(f"nr{n}@example.org", f"Svar på synpunkt S-00{n + 1}") for n in range(3)]


def test_an_answer_corrected_and_published_again_is_told_again_and_both_are_kept(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    reply = actions.publish_reply(**by(begin(make_contribution(email="nagon@example.org")), editor))
    reply = actions.withdraw_reply(**by(reply, editor))
    words = ReplyWords(text="Rättat svar.", outcome="answered")
    reply = actions.change_reply(**by(reply, editor), words=words)
    actions.publish_reply(**by(reply, editor))
    assert letters() == ["Svar på synpunkt S-001", "Nytt svar på synpunkt S-001"]
    published = AuditEntry.objects.filter(action="reply.published").order_by("id")
    assert [(entry.detail["publication"], entry.detail["text"], entry.detail["answers"]) for entry in published] == [
        (1, "Vi har lagt till det.", ["S-001"]),
        (2, "Rättat svar.", ["S-001"]),
    ]


def test_those_added_later_are_told_and_the_first_are_not_told_twice(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    first, later = make_contribution("Ett", email="ett@example.org"), make_contribution("Två", email="tva@example.org")
    reply = actions.publish_reply(**by(begin(first), editor))
    actions.answer_also(**by(reply, editor), contributions=[later])
    assert letters() == ["Svar på synpunkt S-001", "Svar på synpunkt S-002"]


@pytest.mark.parametrize("outcome", sorted(NEEDS_REASON))
def test_L85_a_refusal_is_not_published_without_a_reason(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official, outcome: str
) -> None:
    reply = begin(make_contribution(email="nagon@example.org"), outcome=outcome)
    with pytest.raises(Invalid) as refused:
        actions.publish_reply(**by(reply, editor))
    assert (refused.value.field, letters()) == ("reason", [])
    assert Reply.objects.get().published_at is None
    with pytest.raises(IntegrityError, match="published_refusal_has_reason"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(published_at=NOW)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in NEEDS_REASON])
def test_other_outcomes_need_no_reason(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official, outcome: str
) -> None:
    reply = begin(make_contribution(), outcome=outcome, forwarded_to="kommunen")
    assert actions.publish_reply(**by(reply, editor)).published_at == NOW


@pytest.mark.parametrize(
    ("words", "field", "constraint"),
    [
        ({"text": ""}, "text", "published_reply_has_text"),
        ({"outcome": ""}, "outcome", "published_reply_has_text"),
        ({"outcome": "out_of_scope"}, "forwarded_to", "published_referral_says_to_whom"),
    ],
)
def test_an_unfinished_reply_is_saved_but_not_published(
    make_contribution: MakeContribution,
    begin: Callable[..., Reply],
    editor: Official,
    words: dict[str, str],
    field: str,
    constraint: str,
) -> None:
    reply = begin(make_contribution(), **words)
    with pytest.raises(Invalid) as refused:
        actions.publish_reply(**by(reply, editor))
    assert refused.value.field == field
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(published_at=NOW)


def test_a_contribution_has_at_most_one_reply(
    make_contribution: MakeContribution, begin: Callable[..., Reply], dialogue: Dialogue, administrator: Official
) -> None:
    stale = make_contribution()
    begin(Contribution.objects.select_related("submission").get())
    with pytest.raises(Conflict):
        actions.draft_reply(
            dialogue=dialogue, contributions=[stale], words=ReplyWords(text="Mitt"), by=administrator, now=NOW
        )
    with pytest.raises(Conflict, match="redan ett svar"):
        begin(Contribution.objects.select_related("submission").get())
    assert Reply.objects.count() == 1


def test_two_who_write_the_same_reply_the_later_is_told(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official, administrator: Official
) -> None:
    seen_by_both = begin(make_contribution())
    actions.change_reply(**by(seen_by_both, editor), words=ReplyWords(text="Först", outcome="answered"))
    for later in (
        lambda: actions.change_reply(**by(seen_by_both, administrator), words=ReplyWords(text="Sist")),
        lambda: actions.publish_reply(**by(seen_by_both, administrator)),
        lambda: actions.answer_also(**by(seen_by_both, administrator), contributions=[make_contribution("Två")]),
    ):
        with pytest.raises(Conflict):
            later()
    assert Reply.objects.get().text == "Först"


def test_a_public_reply_is_withdrawn_before_it_is_changed(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    contribution = make_contribution()
    reply = actions.publish_reply(**by(begin(contribution), editor))
    with pytest.raises(Conflict):
        actions.change_reply(**by(reply, editor), words=ReplyWords(text="Smyg"))
    with pytest.raises(Conflict):
        actions.let_go(**by(reply, editor), contribution=Contribution.objects.select_related("submission").get())
    with pytest.raises(DatabaseError, match="withdrawn before"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(text="Smyg")
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        reply.delete()
    assert Reply.objects.get().text == "Vi har lagt till det."


def test_a_contribution_let_go_can_get_another_reply(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    make_contribution()
    reply = begin(Contribution.objects.select_related("submission").get())
    actions.let_go(**by(reply, editor), contribution=Contribution.objects.select_related("submission").get())
    second = begin(Contribution.objects.select_related("submission").get(), text="Ett annat svar")
    assert Contribution.objects.get().reply == second


def test_a_reply_without_contributions_is_not_published(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official
) -> None:
    make_contribution()
    reply = begin(Contribution.objects.select_related("submission").get())
    reply = actions.let_go(**by(reply, editor), contribution=Contribution.objects.select_related("submission").get())
    with pytest.raises(Invalid, match="inte till någon synpunkt"):
        actions.publish_reply(**by(reply, editor))


def test_another_dialogues_contribution_is_not_answered_here(
    make_contribution: MakeContribution, begin: Callable[..., Reply]
) -> None:
    other = Dialogue.objects.create(
        slug="annan", title="Annan", published_at=at("2020-10-01 08:00"), contributions_open_at=at("2020-10-01 08:00")
    )
    with pytest.raises(DomainError):
        begin(make_contribution("Där", to=other))
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("role", [RoleName.REGISTRAR, RoleName.POLITICIAN, None])
def test_only_those_whose_role_it_is_answer(
    make_contribution: MakeContribution,
    make_official: Callable[..., Official],
    begin: Callable[..., Reply],
    dialogue: Dialogue,
    role: RoleName | None,
) -> None:
    official = make_official(*([role] if role else []))
    first, second = make_contribution("Ett"), make_contribution("Två")
    reply = begin(first)
    for act in (
        lambda: actions.draft_reply(
            dialogue=dialogue, contributions=[second], words=ReplyWords(), by=official, now=NOW
        ),
        lambda: actions.change_reply(**by(reply, official), words=ReplyWords()),
        lambda: actions.publish_reply(**by(reply, official)),
        lambda: actions.withdraw_reply(**by(reply, official)),
        lambda: actions.answer_also(**by(reply, official), contributions=[second]),
        lambda: actions.let_go(**by(reply, official), contribution=first),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Reply.objects.count(), Reply.objects.get().revision) == (1, 0)


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        ("accepted", "Besvarad"),
        ("answered", "Besvarad"),
        ("partly", "Ledde inte till ändring (så här tänkte vi)"),
        ("not_accepted", "Ledde inte till ändring (så här tänkte vi)"),
        ("out_of_scope", "Hör hemma hos någon annan"),
    ],
)
def test_the_sender_reads_our_words_for_each_outcome(
    make_contribution: MakeContribution, begin: Callable[..., Reply], editor: Official, outcome: str, word: str
) -> None:
    reply = begin(make_contribution(), outcome=outcome, reason="Skäl", forwarded_to="kommunen")
    actions.publish_reply(**by(reply, editor))
    contribution = Contribution.objects.select_related("reply").get()
    assert str(status_of(contribution, now=NOW).label) == word
