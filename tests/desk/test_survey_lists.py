"""Address lists and times that are attacks, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fardplan.base import clock
from fardplan.base.errors import Conflict, DomainError
from fardplan.people.models import Official
from fardplan.surveys.actions import collecting, inviting
from fardplan.surveys.address_list import Address
from fardplan.surveys.models import Collection, Invitation, Survey, Wave, WaveChannel
from tests.desk.test_survey_collections import LETTER as FIELDS
from tests.desk.test_survey_collections import to
from tests.surveys.conftest import NOW, make_collection, make_survey, organiser, survey

__all__ = ["make_collection", "make_survey", "organiser", "survey"]  # fixtures

LETTER = inviting.Letter("Svara", "Hej {namn}! {länk}")
HEADINGS = "Namn;E-post\n"


@pytest.fixture
def sample(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey, kind="invited")


def invite(sample: Collection, by: Official, *, name: str = "Ett", to: Any = 3, now: Any = NOW) -> Wave:
    channel = WaveChannel.PRINT if isinstance(to, int) else WaveChannel.EMAIL
    return inviting.make_wave(collection=sample, name=name, channel=channel, to=to, letter=LETTER, by=by, now=now)


def people(*numbers: int) -> list[Address]:
    return [Address(f"Namn {number}", f"namn{number}@example.org", "") for number in numbers]


# --- lists ------------------------------------------------------------------------------------------------------------


def send_list(desk: Client, sample: Collection, text: str) -> str:
    """Upload a list, faults passed over; the page that answers."""
    file = SimpleUploadedFile("urval.csv", text.encode("utf-8", "surrogatepass"))
    answer = desk.post(to("new-survey-wave", sample, "email"), FIELDS | {"file": file, "skip_faults": "on"})
    assert answer.status_code in {302, 422}
    return answer.text


@pytest.mark.parametrize(("text", "told"), [
    (HEADINGS + "x;y\n" * 2_600_000, "Filen är för stor"),
    (HEADINGS + "".join(f"N;n{number}@example.org\n" for number in range(20_001)), "högst 20000 rader"),
    (HEADINGS + "x" * 200_000 + ";a@example.org\n", "rad 2 är trasig"),
    (HEADINGS + '"""' * 100_000, "är trasig"),
    ("PK\x03\x04" + "x" * 1_000, "Filen"),
    ("", "tom"),
    (HEADINGS, "ingen rad som går att använda"),
    (";".join(f"k{number}" for number in range(100_000)), "ingen kolumn för e-post"),
    (HEADINGS + 'N;"a@example.org\nBcc: b@example.org"\n', "ingen rad som går att använda"),
], ids=["10 MB", "rows", "one cell", "quotes", "no workbook", "empty", "headings", "columns", "two mails"])  # fmt: skip
def test_a_list_that_is_an_attack_is_refused_in_words(desk: Client, sample: Collection, text: str, told: str) -> None:
    assert told in send_list(desk, sample, text)
    assert Wave.objects.count() == 0


def test_hostile_names_stay_names(desk: Client, sample: Collection) -> None:
    text = HEADINGS + "=cmd|' /C calc'!A0;a@example.org\n\u202eomvänd\u0007;b@example.org\n{kod};c@example.org\n"
    send_list(desk, sample, text)
    names = [each.contact.name for each in Invitation.objects.select_related("contact") if each.contact is not None]
    assert names == ["=cmd|' /C calc'!A0", "omvänd", "{kod}"]


def test_nobody_in_an_earlier_wave_gets_a_second_code(desk: Client, sample: Collection, organiser: Official) -> None:
    invite(sample, organiser, name="Tidigare", to=people(1, 2))
    refused = desk.post(
        to("new-survey-wave", sample, "email"),
        FIELDS | {"file": SimpleUploadedFile("u.csv", f"{HEADINGS}A;NAMN1@Example.org\nB;ny@example.org\n".encode())},
    )
    assert "har redan en inbjudan i utskick 1" in refused.text
    send_list(desk, sample, f"{HEADINGS}A;NAMN1@Example.org\nB;ny@example.org\n")
    second = Wave.objects.get(number=2)
    assert [each.contact.email for each in second.invitations.all() if each.contact is not None] == ["ny@example.org"]
    with pytest.raises(Conflict, match="En adress har redan en inbjudan"):
        invite(sample, organiser, name="Tredje", to=people(2, 3))


# --- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closes", ["9999-12-31T23:59", "2500-01-01T00:00", "0001-01-01T00:00"])
def test_a_closing_that_nobody_can_have_meant_is_refused(desk: Client, sample: Collection, closes: str) -> None:
    before = sample.closes_at
    answer = desk.post(
        to("survey-times", sample), {"opens_at": "2020-11-23T08:00", "closes_at": closes, "is_sure": "on"}
    )
    assert answer.status_code == 422
    sample.refresh_from_db()
    assert sample.closes_at == before


def test_ten_years_ahead_is_the_furthest(sample: Collection, organiser: Official) -> None:
    far = clock.now() + timedelta(days=3654)
    with pytest.raises(DomainError, match="högst tio år fram"):
        collecting.set_times(
            collection=sample, opens_at=sample.opens_at, closes_at=far, is_sure=True, by=organiser, now=clock.now()
        )
