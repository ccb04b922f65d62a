"""The published result as files for everyone: what was published, while it is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.surveys.models import Collection, Release, Survey
from fardplan.surveys.results import shape
from tests.surveys.conftest import NOW, make_collection, make_survey, organiser
from tests.surveys.results import sample

__all__ = ["make_collection", "make_survey", "organiser"]


@pytest.fixture
def release(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Release:
    made = make_collection(make_survey(), kind="invited", slug="urval")
    return Release.objects.create(
        collection=made, number=1, tables=shape.as_data(sample()), responses=456, published_at=NOW
    )


def address(release: Release, kind: str) -> str:
    survey = release.collection.survey
    return reverse("public:survey-tables", args=[survey.dialogue.slug, survey.slug, release.collection.slug, kind])


@pytest.mark.parametrize(
    ("kind", "content_type", "start"),
    [
        ("json", "application/json", b'{"version":"2.0","class":"collection"'),
        ("csv", "text/csv; charset=utf-8", "\ufeffNummer,Fråga,".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_anybody_can_fetch_what_was_published(
    client: Client, release: Release, kind: str, content_type: str, start: bytes
):
    file = client.get(address(release, kind))
    assert (file.status_code, file.headers["Content-Type"], file.content.startswith(start)) == (200, content_type, True)
    assert file.headers["Content-Disposition"].endswith(f'-enkat-urval.{kind}"')


def test_what_was_withdrawn_is_no_longer_there(client: Client, release: Release):
    Release.objects.update(withdrawn_at=NOW)
    assert client.get(address(release, "json")).status_code == 404


def test_other_kinds_and_other_collections_are_not_there(client: Client, release: Release):
    assert client.get(address(release, "sav")).status_code == 404
    Collection.objects.update(slug="annan")
    assert client.get(address(release, "json")).status_code == 404


def test_the_file_holds_only_what_the_release_does(client: Client, release: Release):
    whole = json.loads(client.get(address(release, "json")).content)
    names = {each["extension"]["px"]["tableid"].split(".")[0] for each in whole["link"]["item"]}
    assert names == {question.name for question in sample().questions}
