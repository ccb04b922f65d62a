"""The one series, when everybody sends at once. On SQLite in a file; on PostgreSQL when one is named."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from fardplan.base.errors import Conflict
from fardplan.base.models import OutgoingMail
from fardplan.contributions.about import About
from fardplan.contributions.actions import ReplyWords, Said, contribute, draft_reply, hide, publish
from fardplan.contributions.models import Contribution, Reply, Submission
from fardplan.dialogue.models import Dialogue, Role, RoleName
from fardplan.people.models import Official
from tests.conftest import at
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]

NOW = at("2020-12-02 14:07")


def test_two_hundred_at_once_get_two_hundred_numbers_without_a_gap(dialogue: Dialogue) -> None:
    def send(number: int) -> int:
        said = Said(
            about=About(), text=f"Nummer {number}", email=f"nr{number}@example.org", sending_key=f"{number:022}"
        )
        return contribute(dialogue=dialogue, said=said, now=NOW).number

    given = at_once([partial(send, number) for number in range(200)])
    assert sorted(given, key=str) == sorted(range(1, 201), key=str)
    assert Submission.objects.count() == Contribution.objects.count() == OutgoingMail.objects.count() == 200
    said = Submission.objects.order_by("number").values_list("text", flat=True)
    assert sorted(said) == sorted(f"Nummer {number}" for number in range(200))


def test_one_sending_from_many_threads_is_one_submission(dialogue: Dialogue) -> None:
    said = Said(about=About(), text="Samma", email="nagon@example.org", sending_key="k" * 22)
    given = at_once([lambda: contribute(dialogue=dialogue, said=said, now=NOW).number] * 16)
    assert Counter(map(str, given)) == {"1": 16}
    assert (Submission.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_of_many_officials_at_once_one_is_first(dialogue: Dialogue) -> None:
    contribute(dialogue=dialogue, said=Said(about=About(), text="Hej"), now=NOW)
    official = Official.objects.create_user("moderator@example.org")
    Role.objects.create(dialogue=dialogue, official=official, name=RoleName.MODERATOR)
    row = Contribution.objects.select_related("submission__dialogue").get()

    def press(number: int) -> str:
        if number % 2:
            publish(contribution=row, revision=0, by=official, now=NOW)
            return "published"
        hide(contribution=row, rule="attack", reason="Påhopp", revision=0, by=official, now=NOW)
        return "hidden"

    given = at_once([partial(press, number) for number in range(16)])
    assert sorted(type(answer).__name__ for answer in given) == ["Conflict"] * 15 + ["str"]
    assert Contribution.objects.get().revision == 1


def test_a_contribution_gets_one_reply_however_many_begin(dialogue: Dialogue) -> None:
    contribute(dialogue=dialogue, said=Said(about=About(), text="Hej"), now=NOW)
    official = Official.objects.create_user("moderator@example.org", is_administrator=True)
    row = Contribution.objects.select_related("submission__dialogue").get()

    def answer(number: int) -> Reply:
        words = ReplyWords(text=f"Svar {number}")
        return draft_reply(dialogue=dialogue, contributions=[row], words=words, by=official, now=NOW)

    given = at_once([partial(answer, number) for number in range(16)])
    assert sum(isinstance(each, Reply) for each in given) == Reply.objects.count() == 1
    assert sum(isinstance(each, Conflict) for each in given) == 15
