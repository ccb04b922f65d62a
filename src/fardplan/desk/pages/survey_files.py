"""A survey from a file and as a file: XLSForm in and out, LimeSurvey in. What is taken is shown before anything is."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import DomainError, Gone, Invalid, NotFound
from fardplan.base.forms import Line
from fardplan.base.text import whole_number
from fardplan.base.uploads import CONTENT_TYPES
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.desk.survey_editing import HERE, survey_of, survey_tabs
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition, Unreadable, as_data, problems_of, read
from fardplan.surveys.models import Survey, SurveyVersion
from fardplan.surveys.workbooks import Note, Taken, write_xlsform
from fardplan.surveys.workbooks.taking import FIELD, take

KEPT_FOR = timedelta(hours=12)
_SALT = "fardplan.desk.survey_files"


class UploadForm(forms.Form):
    upload = forms.FileField(
        label=gettext_lazy("Fil"), widget=forms.FileInput(attrs={"accept": ".xlsx,.txt"}),
        error_messages={"required": gettext_lazy("Välj en fil."), "empty": gettext_lazy("Filen är tom.")},
        help_text=gettext_lazy(
            "En XLSForm (.xlsx), eller LimeSurveys tabbseparerade fil (.txt), högst 5 megabyte."
        ),
    )  # fmt: skip


class NewForm(forms.Form):
    """The survey that was read, with what it shall be called here."""

    name = Line(
        label=gettext_lazy("Arbetsnamn"), max_length=120,
        help_text=gettext_lazy("Syns bara här vid skrivbordet."),
        error_messages={"required": gettext_lazy("Skriv ett arbetsnamn.")},
    )  # fmt: skip
    slug = forms.SlugField(
        label=gettext_lazy("Adress"), max_length=60,
        help_text=gettext_lazy("Små bokstäver a–z, siffror och bindestreck. Står i enkätens webbadress."),
        error_messages={"required": gettext_lazy("Skriv en adress."),
                        "invalid": gettext_lazy("Skriv bokstäver a–z, siffror och bindestreck.")},
    )  # fmt: skip
    kept = forms.CharField(widget=forms.HiddenInput)


class ReplaceForm(forms.Form):
    kept = forms.CharField(widget=forms.HiddenInput)


def _kept(taken: Taken, *, about: str) -> str:
    """What was read, to go with the page and come back as it was. `about` says what it may be used for."""
    data = {
        "about": about,
        "slug": taken.slug,
        "survey": as_data(taken.definition),
        "notes": list(map(astuple, taken.notes)),
    }
    return signing.dumps(data, salt=_SALT, compress=True)


def _unkept(kept: str, *, about: str) -> Taken:
    """Raises Gone for what is not ours, was for another survey, or has lain too long."""
    try:
        data = signing.loads(kept, salt=_SALT, max_age=KEPT_FOR)
        if data["about"] != about:
            raise signing.BadSignature
        return Taken(read(data["survey"]), tuple(Note(*each) for each in data["notes"]), data["slug"])
    except (signing.BadSignature, Unreadable, KeyError, TypeError, json.JSONDecodeError) as problem:
        raise Gone(_("Det som lästes ur filen finns inte kvar."), what_next=_("Välj filen en gång till.")) from problem


def _about(survey: Survey) -> str:
    """Replacing is for the draft as it was when the file was read."""
    return f"{survey.pk}:{survey.revision}"


def _taken_page(
    request: OfficialRequest, dialogue: Dialogue, taken: Taken, form: forms.Form, **context: Any
) -> HttpResponse:
    """What will be taken and what will not, and the form to say yes with."""
    shown = context | {
        "taken": taken,
        "form": form,
        "problems": problems_of(taken.definition),
        "pages": _shown(taken.definition),
        "number": sum(question.is_asked for question in taken.definition.questions),
    }
    status = 422 if form.is_bound else 200
    return desk_page(
        request, "desk/survey_files/taken.html", shown, dialogue=dialogue, here=HERE, status=status
    )  # fmt: skip


def _shown(definition: Definition) -> list[tuple[str, list[tuple[int | None, str]]]]:
    """The pages with their questions: titles, numbers and labels, in the survey's own language."""
    numbers, language = definition.numbers, definition.language
    return [
        (
            definition.say(page.title, language),
            [
                (numbers.get(question.name), definition.say(question.label, language) or question.name)
                for question in page.questions
            ],
        )
        for page in definition.pages
    ]


def _read(form: UploadForm) -> Taken | None:
    """What the file holds; None, with the reason at its field, when it cannot be read."""
    if not form.is_valid():
        return None
    try:
        return take(form.cleaned_data["upload"])
    except DomainError as problem:
        if problem.field != FIELD:
            raise
        form.add_error(FIELD, str(problem.message))
        return None


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_file(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (taken := _read(form)):
        name = taken.definition.say(taken.definition.title, taken.definition.language)[:120]
        address = slugify(taken.slug or name)[:60]
        chosen = NewForm(initial={"name": name, "slug": address, "kept": _kept(taken, about=f"new:{dialogue.pk}")})
        return _taken_page(request, dialogue, taken, chosen, action=reverse("desk:take-survey", args=[slug]))
    context = {"form": form, "cancel": reverse("desk:surveys", args=[slug])}
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "desk/survey_files/choose.html", context, dialogue=dialogue, here=HERE, status=status)


@official_required
@require_POST
def take_survey(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    form = NewForm(request.POST)
    taken = _unkept(request.POST.get("kept", ""), about=f"new:{dialogue.pk}")
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.make_survey(
                dialogue=dialogue, slug=data["slug"], name=data["name"], definition=taken.definition,
                by=request.official, now=request.now,
            )  # fmt: skip
        except Invalid as problem:
            if problem.field not in form.fields:
                raise
            form.add_error(problem.field, str(problem.message))
        else:
            messages.success(request, _("Enkäten är gjord av filen. Ingen ser den förrän du har publicerat den."))
            return redirect("desk:survey-files", slug=slug, survey=made.slug)
    return _taken_page(request, dialogue, taken, form, action=reverse("desk:take-survey", args=[slug]))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_files(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """The survey as a file, and another file in place of its draft."""
    dialogue, of = survey_of(request, slug, survey)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (taken := _read(form)):
        chosen = ReplaceForm(initial={"kept": _kept(taken, about=_about(of))})
        action = reverse("desk:replace-survey", args=[slug, survey])
        return _taken_page(request, dialogue, taken, chosen, action=action, survey=of)
    context = {
        "survey": of,
        "form": form,
        "versions": list(of.versions.only("number", "published_at", "survey_id")),
        "tabs": survey_tabs(of, here="desk:survey-files"),
    }
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "desk/survey_files/files.html", context, dialogue=dialogue, here=HERE, status=status)


@official_required
@require_POST
def replace_survey(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    _dialogue, of = survey_of(request, slug, survey)
    taken = _unkept(request.POST.get("kept", ""), about=_about(of))
    actions.save_draft(
        survey=of, definition=taken.definition, revision=of.revision, by=request.official, now=request.now
    )
    messages.success(request, _("Utkastet är utbytt mot det som stod i filen. Publicerade versioner är som de var."))
    return redirect("desk:survey-files", slug=slug, survey=survey)


@official_required
@require_safe
def as_xlsform(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """The draft, or with ?version= one that has been published, as an XLSForm."""
    dialogue, of = survey_of(request, slug, survey)
    number = request.GET.get("version", "")
    definition, version = of.drafted, f"{of.revision}"
    if number:
        found = SurveyVersion.objects.filter(survey=of, number=whole_number(number)).first()
        if found is None:
            raise NotFound(_("Versionen finns inte."))
        definition, version = found.asks, str(found.number)
    name = f"{dialogue.slug}-{of.slug}{f'-version-{number}' if number else '-utkast'}.xlsx"
    response = HttpResponse(
        write_xlsform(definition, form_id=of.slug, version=version), content_type=CONTENT_TYPES["xlsx"]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/"
addresses = [
    path("dialog/<slug:slug>/enkat-fran-fil/", from_file, name="survey-from-file"),
    path("dialog/<slug:slug>/enkat-fran-fil/ta-in/", take_survey, name="take-survey"),
    path(f"{_SURVEY}filer/", survey_files, name="survey-files"),
    path(f"{_SURVEY}filer/ersatt/", replace_survey, name="replace-survey"),
    path(f"{_SURVEY}filer/xlsform.xlsx", as_xlsform, name="survey-xlsform"),
]
