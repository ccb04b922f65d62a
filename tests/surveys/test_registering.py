"""Taking down what came on paper: once, with its code used up, and with its texts as contributions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed
from fardplan.contributions.models import Submission
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions import inviting
from fardplan.surveys.actions.registering import OnPaper, register_response
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, Invitation, Response, Source, Survey, WaveChannel
from fardplan.surveys.queries.registering import is_taken_down, registered
from tests.conftest import at
from tests.races import at_once
from tests.surveys.conftest import NOW

ANSWERS = {"kommun": "k1080", "alder": "30-44", "matchar": "4", "saknas": "Fler bussar"}


@pytest.fixture
def sample(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey, kind="invited")


@pytest.fixture
def registrar(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.REGISTRAR)


def take_down(collection: Collection, by: Official, *, key: str = "a", now: Any = NOW, **more: Any) -> Response:
    version = collection.survey.versions.get()
    paper = OnPaper(**{"answers": ANSWERS, "language": "sv", "source": Source.PAPER, "sending_key": key} | more)
    return register_response(collection=collection, version=version, paper=paper, by=by, now=now)


def invitation(collection: Collection, by: Official) -> Invitation:
    letter = inviting.Letter("Svara", "Hej! {länk}")
    wave = inviting.make_wave(
        collection=collection, name="Ett", channel=WaveChannel.PRINT, to=1, letter=letter, by=by, now=NOW
    )
    return wave.invitations.get()


def test_a_form_is_kept_with_its_way_in_and_its_text_becomes_a_contribution(
    sample: Collection, registrar: Official
) -> None:
    response = take_down(sample, registrar)
    assert (response.source, response.day.isoformat(), response.answers) == (
        "paper", "2020-11-24", ANSWERS | {"saknas": "_written"},
    )  # fmt: skip
    assert [each.text for each in Submission.objects.all()] == ["Fler bussar"]


def test_the_button_pressed_twice_takes_the_form_down_once(sample: Collection, registrar: Official) -> None:
    assert take_down(sample, registrar).pk == take_down(sample, registrar).pk
    assert (Response.objects.count(), Submission.objects.count()) == (1, 1)
    take_down(sample, registrar, key="b")
    assert registered(sample, today=NOW.date()) == (2, 2)


def test_the_code_on_the_form_is_used_up(sample: Collection, registrar: Official, organiser: Official) -> None:
    invited = invitation(sample, organiser)
    code = as_shown(invitation_code(invited.pk))
    take_down(sample, registrar, code=code.upper())
    invited.refresh_from_db()
    assert invited.is_used
    with pytest.raises(Conflict):
        take_down(sample, registrar, key="b", code=code)
    assert Response.objects.count() == 1


def test_a_code_of_another_collection_is_refused(
    sample: Collection,
    survey: Survey,
    make_collection: Callable[..., Collection],
    registrar: Official,
    organiser: Official,
) -> None:
    code = invitation_code(invitation(sample, organiser).pk)
    other = make_collection(survey, kind="invited", slug="andra")
    with pytest.raises(Invalid) as refused:
        take_down(other, registrar, code=code)
    assert (refused.value.field, Response.objects.count()) == ("kod", 0)


def test_what_arrives_after_the_closing_is_taken_down_and_nothing_before_the_opening(
    sample: Collection, registrar: Official
) -> None:
    assert take_down(sample, registrar, now=at("2020-12-10 09:00")).day.isoformat() == "2020-12-10"
    with pytest.raises(Closed):
        take_down(sample, registrar, key="b", now=at("2020-11-23 07:59"))


def test_only_who_registers_takes_down(sample: Collection, make_official: Callable[..., Official]) -> None:
    with pytest.raises(NotAllowed):
        take_down(sample, make_official(RoleName.POLITICIAN))
    with pytest.raises(Invalid):
        take_down(sample, make_official(RoleName.MODERATOR), source=Source.WEB)


def test_the_same_answers_on_one_day_are_told_of(sample: Collection, registrar: Official) -> None:
    definition = sample.survey.versions.get().asks
    assert not is_taken_down(sample, definition, ANSWERS, today=NOW.date())
    take_down(sample, registrar)
    assert is_taken_down(sample, definition, ANSWERS, today=NOW.date())
    assert not is_taken_down(sample, definition, ANSWERS | {"matchar": "5"}, today=NOW.date())


@pytest.mark.django_db(transaction=True)
def test_a_code_used_at_once_on_the_web_and_on_paper_is_used_once(
    file_database: Any, sample: Collection, registrar: Official, organiser: Official
) -> None:
    invited = invitation(sample, organiser)
    code = invitation_code(invited.pk)
    underway = actions.begin(collection=sample, language="sv", invitation=invited, now=NOW)
    actions.keep_page(code=underway.code, page=2, answers={"matchar": "4"}, now=NOW, reached=2)
    results = at_once(
        [
            lambda: actions.submit(code=underway.code, now=NOW),
            lambda: take_down(sample, registrar, code=code),
        ]
    )
    assert sum(isinstance(each, Conflict) for each in results) == 1, results
    assert Response.objects.count() == 1
    assert Submission.objects.count() <= 1
