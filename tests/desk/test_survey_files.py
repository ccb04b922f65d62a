"""A survey from a file at the desk: refused at its field, shown before anything is saved, made, replaced, taken out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import Survey
from tests.surveys.conftest import make_survey, organiser
from tests.surveys.definitions import every_type, short
from tests.surveys.workbooks.forms import taken, tidied, workbook
from tests.surveys.workbooks.test_limesurvey import FORM as LIME
from tests.surveys.workbooks.test_limesurvey import file as lime_file

__all__ = ["make_survey", "organiser"]

FORM = """
type | name | label
select_one janej | bra | Är det bra?
geopoint | plats | Var <b>är</b> du?
"""
CHOICES = "list_name | name | label\njanej | ja | Ja\njanej | nej | Nej"


def form(text: str = FORM) -> SimpleUploadedFile:
    content = workbook(survey=text, choices=CHOICES, settings="form_title | form_id\nVår enkät | var-enkat")
    return SimpleUploadedFile("enkat.xlsx", content)


def at_desk(name: str, dialogue: Dialogue, *more: object) -> str:
    return reverse(f"desk:{name}", args=[dialogue.slug, *more])


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_form_is_shown_with_what_is_left_out_before_anything_is_saved(desk: Client, dialogue: Dialogue):
    page = desk.post(at_desk("survey-from-file", dialogue), {"upload": form()})
    assert page.status_code == 200
    shown = words(page.text)
    assert "1 fråga kan tas in. En sak togs inte som den stod." in shown
    assert "survey, rad 3, type geopoint plats Ett exakt läge pekar ut var någon bor." in shown
    assert "1. Är det bra?" in shown
    assert 'value="Vår enkät"' in page.text
    assert 'value="var-enkat"' in page.text
    assert not Survey.objects.exists()


def test_saying_yes_makes_a_survey_nobody_sees(desk: Client, dialogue: Dialogue):
    page = desk.post(at_desk("survey-from-file", dialogue), {"upload": form()}).text
    said = {"name": "Enkäten", "slug": "var-enkat", "kept": kept_in(page)}
    response = desk.post(at_desk("take-survey", dialogue), said)
    survey = Survey.objects.get()
    assert response.headers["Location"] == at_desk("survey-files", dialogue, "var-enkat")
    assert (survey.name, survey.slug, survey.published_at) == ("Enkäten", "var-enkat", None)
    assert [(each.name, each.codes) for each in survey.drafted.questions] == [("bra", ("ja", "nej"))]


def test_a_limesurvey_file_is_known_by_what_it_holds(desk: Client, dialogue: Dialogue):
    upload = SimpleUploadedFile("vad-som-helst.xlsx", lime_file(LIME))
    page = desk.post(at_desk("survey-from-file", dialogue), {"upload": upload})
    assert "8 frågor kan tas in. 3 saker togs inte som de stod." in words(page.text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen är tom."),
        (b"<html>", "Filen är ingen Excel-arbetsbok (.xlsx)."),
        (b"x" * 5_000_001, "Filen är för stor. Den får vara högst 5 megabyte."),
        (
            workbook(Blad1="a | b"),
            "Arbetsboken har inget blad som heter survey. Dess blad heter: Blad1.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    desk: Client, dialogue: Dialogue, content: bytes, message: str
):
    page = desk.post(at_desk("survey-from-file", dialogue), {"upload": SimpleUploadedFile("enkat.xlsx", content)})
    assert page.status_code == 422
    assert f"Fil: {message}" in words(page.text)


def test_a_taken_address_is_told_and_what_was_read_is_kept(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey]
):
    make_survey(slug="var-enkat")
    kept = kept_in(desk.post(at_desk("survey-from-file", dialogue), {"upload": form()}).text)
    page = desk.post(at_desk("take-survey", dialogue), {"name": "Ny", "slug": "var-enkat", "kept": kept})
    assert page.status_code == 422
    assert "Adress: Det finns redan en enkät med den adressen." in words(page.text)
    again = desk.post(at_desk("take-survey", dialogue), {"name": "Ny", "slug": "ny", "kept": kept_in(page.text)})
    assert (again.status_code, Survey.objects.count()) == (302, 2)


@pytest.mark.parametrize("kept", ["", "x", "x:y:z"])
def test_what_did_not_come_from_a_file_is_not_taken(desk: Client, dialogue: Dialogue, kept: str):
    page = desk.post(at_desk("take-survey", dialogue), {"name": "Ny", "slug": "ny", "kept": kept})
    assert page.status_code == 410
    assert not Survey.objects.exists()


def test_a_draft_is_replaced_and_published_versions_stay(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey]
):
    survey = make_survey()
    page = desk.post(at_desk("survey-files", dialogue, survey.slug), {"upload": form()})
    assert desk.post(at_desk("replace-survey", dialogue, survey.slug), {"kept": kept_in(page.text)}).status_code == 302
    survey.refresh_from_db()
    assert [each.name for each in survey.drafted.questions] == ["bra"]
    assert survey.versions.get().asks == short()


def test_what_somebody_else_has_written_meanwhile_is_not_lost(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey]
):
    survey = make_survey()
    kept = kept_in(desk.post(at_desk("survey-files", dialogue, survey.slug), {"upload": form()}).text)
    Survey.objects.filter(pk=survey.pk).update(revision=survey.revision + 1)
    assert desk.post(at_desk("replace-survey", dialogue, survey.slug), {"kept": kept}).status_code == 410
    assert Survey.objects.get().drafted == short()


def test_what_was_read_for_one_survey_does_not_go_into_another(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey]
):
    one, other = make_survey(slug="en"), make_survey(slug="annan")
    kept = kept_in(desk.post(at_desk("survey-files", dialogue, one.slug), {"upload": form()}).text)
    assert desk.post(at_desk("replace-survey", dialogue, other.slug), {"kept": kept}).status_code == 410


def test_the_draft_and_every_version_can_be_taken_out(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey]
):
    survey = make_survey(every_type())
    address = at_desk("survey-xlsform", dialogue, survey.slug)
    draft, version = desk.get(address), desk.get(address, {"version": 1})
    assert draft.headers["Content-Disposition"] == f'attachment; filename="{dialogue.slug}-enkat-utkast.xlsx"'
    assert version.headers["Content-Disposition"] == f'attachment; filename="{dialogue.slug}-enkat-version-1.xlsx"'
    assert taken(draft.content).definition == tidied(every_type()) == taken(version.content).definition
    assert desk.get(address, {"version": 2}).status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_costs_the_same_however_many_versions(
    desk: Client, dialogue: Dialogue, make_survey: Callable[..., Survey], versions: int, django_assert_num_queries: Any
):
    survey = make_survey()
    for number in range(2, versions + 1):
        survey.versions.create(number=number, definition="{}", sha256="x", published_at=survey.published_at)
    with django_assert_num_queries(8):
        page = desk.get(at_desk("survey-files", dialogue, survey.slug))
    assert page.text.count("?version=") == versions


def test_a_hostile_workbook_is_refused_on_the_page(desk: Client, dialogue: Dialogue):
    bomb = io.BytesIO()
    bomb.write(b"PK\x03\x04" + bytes(2_000))
    upload = SimpleUploadedFile("enkat.xlsx", bomb.getvalue())
    page = desk.post(at_desk("survey-from-file", dialogue), {"upload": upload})
    assert page.status_code == 422
    assert "Fil: Filen är inte hel." in words(page.text)
