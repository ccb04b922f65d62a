"""Everybody's answers as a file: how unique they are is shown first, a reason is asked for, and one signs in anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.analysis.disclosure import Anonymity
from fardplan.base.errors import NotFound
from fardplan.base.files import ranged
from fardplan.base.forms import Line
from fardplan.desk.access import official_required
from fardplan.desk.collecting import HERE, collection_at_desk, collection_frame
from fardplan.desk.editing import form_page
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions.exporting import FETCHED_WITHIN, ask_for_data, fetch_data
from fardplan.surveys.export_models import DataFile, DataFormat
from fardplan.surveys.exports.gathering import K, how_unique
from fardplan.surveys.models import Collection

SHOWN = 20


class DataForm(forms.Form):
    file_format = forms.ChoiceField(
        label=_("Format"), choices=DataFormat.choices, widget=forms.RadioSelect, initial=DataFormat.SAV,
        error_messages={"required": _("Välj ett format.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Frågornas och svarens språk"), choices=settings.LANGUAGES)
    with_texts = forms.BooleanField(
        label=_("Ta med fritext"), required=False,
        help_text=_("Folk kan ha skrivit vem de är. Texter som har blivit synpunkter är aldrig med."),
    )  # fmt: skip
    reason = Line(
        label=_("Vad ska filen användas till?"), max_length=300,
        help_text=_("Till exempel: Analys av svaren om kollektivtrafik inför nämndens möte. Skälet står i loggen."),
        error_messages={"required": _("Skriv vad filen ska användas till. Skälet står sedan i loggen.")},
    )  # fmt: skip
    seen = forms.BooleanField(
        label=_("Jag vet att vissa svar går att känna igen och lämnar inte filen vidare"),
        error_messages={"required": _("Kryssa för att du har sett hur unika svaren är.")},
    )  # fmt: skip

    def __init__(self, *args: Any, unique: Anonymity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unique.is_enough:
            del self.fields["seen"]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def survey_data(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    unique = how_unique(of)

    def save(form: DataForm) -> str:
        data = form.cleaned_data
        ask_for_data(
            collection=of,
            file_format=data["file_format"],
            language=data["language"],
            with_texts=data["with_texts"],
            reason=data["reason"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:survey-data", args=[slug, survey, collection])

    form = DataForm(request.POST or None, unique=unique, initial={"language": get_language()})
    context = {"unique": unique, "k": K, **_files(request, of)}
    saved = _("Filen skrivs. Den står här nedanför när den är klar.")
    frame = collection_frame(request, "desk/survey_files/data.html", of, "desk:survey-data", **context)
    return form_page(request, form, save, frame=replace(frame, saved=saved))


def _files(request: OfficialRequest, of: Collection) -> dict[str, Any]:
    files = list(DataFile.objects.filter(collection=of, asked_by=request.official)[:SHOWN])
    return {
        "files": files,
        "is_writing": any(each.finished_at is None for each in files),
        "hours": int(FETCHED_WITHIN.total_seconds() // 3600),
    }


@official_required
@require_safe
def progress(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """The list alone, for the page that asks again while something is being written."""
    of = collection_at_desk(request, slug, survey, collection)
    about = {"survey": of.survey, "collection": of}
    return desk_page(
        request,
        "desk/survey_files/data_files.html",
        _files(request, of) | about,
        dialogue=of.survey.dialogue,
        here=HERE,
    )


@official_required
@require_POST
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def data_file(request: OfficialRequest, slug: str, survey: str, collection: str, data_id: int) -> HttpResponseBase:
    of = collection_at_desk(request, slug, survey, collection)
    asked = DataFile.objects.select_related("collection__survey").filter(collection=of, pk=data_id).first()
    if asked is None or asked.asked_by_id != request.official.pk:
        raise NotFound(_("Filen finns inte."))
    made = fetch_data(asked=asked, by=request.official, now=request.now)
    name = f"{slug}-{survey}-{collection}{made.suffix}"
    return ranged(request, made, name=name)


_ONE = "dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/svar-som-fil"
addresses = [
    path(f"{_ONE}/", survey_data, name="survey-data"),
    path(f"{_ONE}/lage/", progress, name="survey-data-progress"),
    path(f"{_ONE}/<int:data_id>/", data_file, name="survey-data-file"),
]
