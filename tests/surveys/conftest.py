"""Makers of surveys that have been published, and of what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition
from fardplan.surveys.models import Collection, Response, Survey
from tests.conftest import at
from tests.surveys.definitions import short

NOW = at("2020-11-24 12:00")


@pytest.fixture
def organiser(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.ORGANISER)


@pytest.fixture
def make_survey(dialogue: Dialogue, organiser: Official) -> Callable[..., Survey]:
    """make_survey(definition, slug="enkat"): with a published version."""

    def make(definition: Definition | None = None, *, slug: str = "enkat", published: bool = True) -> Survey:
        made = actions.make_survey(
            dialogue=dialogue, slug=slug, name="Enkäten", definition=definition or short(), by=organiser, now=NOW
        )
        if published:
            actions.publish_version(survey=made, by=organiser, now=NOW)
            made.refresh_from_db()
        return made

    return make


@pytest.fixture
def survey(make_survey: Callable[..., Survey]) -> Survey:
    return make_survey()


@pytest.fixture
def make_collection(organiser: Official) -> Callable[..., Collection]:
    """make_collection(survey, kind="open", slug="oppen"): open 23 November to 4 December 2020."""

    def make(survey: Survey, *, kind: str = "open", slug: str = "", **fields: Any) -> Collection:
        given: dict[str, datetime | str] = {
            "slug": slug or kind,
            "name": fields.pop("name", "Öppna länken"),
            "kind": kind,
            "opens_at": at("2020-11-23 08:00"),
            "closes_at": at("2020-12-04 23:59:59"),
            **fields,
        }
        return actions.add_collection(survey=survey, fields=given, by=organiser, now=NOW)

    return make


@pytest.fixture
def make_response() -> Callable[..., Response]:
    """make_response(collection, matchar="4"): straight into the table, of the latest version."""

    def make(collection: Collection, *, day: date = date(2020, 11, 24), **answers: Any) -> Response:
        version = collection.survey.versions.first()
        assert version is not None
        return Response.objects.create(collection=collection, version=version, answers=answers, day=day)

    return make
