"""Inviting under attack: the same button twice at once, forged codes, and closing in the middle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from fardplan.base.errors import Closed, Invalid
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions import collecting, inviting
from fardplan.surveys.actions.registering import OnPaper, register_response
from fardplan.surveys.address_list import Address
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, Invitation, Response, Source, Survey, Wave, WaveChannel
from fardplan.surveys.queries.inviting import invitation_with
from tests.races import at_once
from tests.surveys.conftest import NOW
from tests.surveys.test_answering import answered

LETTER = inviting.Letter("Svara", "Hej {namn}! {länk}")


@pytest.fixture
def sample(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey, kind="invited")


def invite(sample: Collection, by: Official, *, name: str = "Ett", to: Any = 3, now: Any = NOW) -> Wave:
    channel = WaveChannel.PRINT if isinstance(to, int) else WaveChannel.EMAIL
    return inviting.make_wave(collection=sample, name=name, channel=channel, to=to, letter=LETTER, by=by, now=now)


def people(*numbers: int) -> list[Address]:
    return [Address(f"Namn {number}", f"namn{number}@example.org", "") for number in numbers]


# --- at once ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_makes_one_wave(file_database: Any, sample: Collection, organiser: Official) -> None:
    results = at_once([partial(invite, sample, organiser, to=people(1, 2, 3))] * 2)
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Wave"]
    assert (Wave.objects.count(), Invitation.objects.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_wave_sent_twice_at_once_goes_out_once(file_database: Any, sample: Collection, organiser: Official) -> None:
    wave = invite(sample, organiser, to=people(1, 2, 3))
    results = at_once([partial(inviting.send_wave, wave=wave, by=organiser, now=NOW)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Wave"]
    at_once([partial(inviting.write_letters.func, wave.pk)] * 2)
    assert OutgoingMail.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_code_used_twice_at_once_gives_one_response(
    file_database: Any, sample: Collection, organiser: Official
) -> None:
    invited = invite(sample, organiser, to=1).invitations.get()
    invited.wave.collection = sample
    begun = [answered(sample, invitation=invited) for _each in range(2)]
    results = at_once([partial(actions.submit, code=code, now=NOW) for code in begun])
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Sent"]
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_closing_while_somebody_registers_loses_neither(
    file_database: Any, sample: Collection, organiser: Official, make_official: Callable[..., Official]
) -> None:
    registrar, version = make_official(RoleName.REGISTRAR), sample.survey.versions.get()

    def register(number: int) -> Response:
        paper = OnPaper({"matchar": "4"}, "sv", Source.PAPER, f"k{number}")
        return register_response(collection=sample, version=version, paper=paper, by=registrar, now=NOW)

    def close() -> Collection:
        return collecting.close_now(collection=sample, is_sure=True, by=organiser, now=NOW)

    results = at_once([partial(register, 1), close, partial(register, 2)])
    assert [type(each).__name__ for each in results] == ["Response", "Collection", "Response"]
    sample.refresh_from_db()
    assert sample.closes_at < NOW
    assert Response.objects.filter(source="paper").count() == 2
    with pytest.raises(Closed):
        actions.begin(collection=sample, language="sv", now=NOW)


# --- forged -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", [
    "", "-", "x" * 10, "x" * 10_000, "\x00" * 10, "०" * 10, "abcde-fghi", "%s%s%s%s%s", "' OR 1=1 --", "💥" * 10,
])  # fmt: skip
def test_a_forged_code_leads_nowhere_and_is_not_taken_down(
    sample: Collection, organiser: Official, make_official: Callable[..., Official], forged: str
) -> None:
    invite(sample, organiser)
    assert invitation_with(forged) is None
    paper = OnPaper({"matchar": "4"}, "sv", Source.PAPER, "k", forged or "x")
    with pytest.raises(Invalid, match="hör inte till"):
        register_response(
            collection=sample, version=sample.survey.versions.get(), paper=paper,
            by=make_official(RoleName.REGISTRAR), now=NOW,
        )  # fmt: skip
    assert (Response.objects.count(), Invitation.objects.filter(is_used=True).count()) == (0, 0)


def test_a_code_with_one_letter_changed_is_none_of_ours(sample: Collection, organiser: Official) -> None:
    for each in invite(sample, organiser, to=20).invitations.all():
        code = invitation_code(each.pk)
        assert invitation_with(as_shown(code)) == each
        for place in range(len(code)):
            letter = "2" if code[place] != "2" else "3"
            assert invitation_with(code[:place] + letter + code[place + 1 :]) is None
