"""A dialogue's surveys at the desk: the list, a new one, its settings, its place in the order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.text import whole_number
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.desk.survey_editing import HERE, survey_of, survey_tabs
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition
from fardplan.surveys.definition.starts import blank, with_background
from fardplan.surveys.forms.writing import BACKGROUND, BLANK, NewSurveyForm, SurveyForm
from fardplan.surveys.models import Survey
from fardplan.surveys.queries.finding import surveys_of
from fardplan.surveys.queries.listing import listed_surveys


@official_required
@require_safe
def surveys(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug)
    context = {"rows": listed_surveys(dialogue, now=request.now)}
    return desk_page(request, "desk/surveys/list.html", context, dialogue=dialogue, here=HERE)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    others = list(surveys_of(dialogue))

    def save(form: NewSurveyForm) -> str:
        made = actions.make_survey(
            dialogue=dialogue,
            slug=form.cleaned_data["slug"],
            name=form.cleaned_data["name"],
            definition=_start(dialogue, form, others),
            by=request.official,
            now=request.now,
        )
        return reverse("desk:survey", args=[slug, made.slug])

    form = NewSurveyForm(request.POST or None, others=others, initial={"start": request.GET.get("som") or BACKGROUND})
    context = {
        "heading": _("Ny enkät"),
        "lead": _("Ingen ser den förrän du har publicerat en version."),
        "cancel": reverse("desk:surveys", args=[slug]),
        "submit": _("Skapa enkäten"),
    }
    frame = Frame("desk/form.html", dialogue, HERE, context, saved=_("Enkäten är skapad. Skriv frågorna här."))
    return form_page(request, form, save, frame=frame)


def _start(dialogue: Dialogue, form: NewSurveyForm, others: list[Survey]) -> Definition:
    data = form.cleaned_data
    title = data["title"] or data["name"]
    if data["start"] == BLANK:
        return blank(title, language=dialogue.language)
    if data["start"] == BACKGROUND:
        return with_background(title, dialogue.municipalities, language=dialogue.language)
    copied = next(each for each in others if str(each.pk) == data["start"]).drafted
    return copied.model_copy(update={"title": {**copied.title, copied.language: title}})


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    dialogue, of = survey_of(request, slug, survey)

    def save(form: SurveyForm) -> str:
        saved = actions.change_survey(
            survey=of,
            changes=form.changes,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:survey-settings", args=[slug, saved.slug])

    form = SurveyForm(request.POST or None, instance=Survey.objects.get(pk=of.pk))
    context = {
        "heading": _("Inställningar: %(survey)s") % {"survey": of.name},
        "survey": of,
        "tabs": survey_tabs(of, here="desk:survey-settings"),
        "can_be_thrown_away": not of.versions.exists() and not of.collections.exists(),
    }
    return form_page(request, form, save, frame=Frame("desk/surveys/settings.html", dialogue, HERE, context))


@official_required
@require_POST
def move_survey(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    _dialogue, of = survey_of(request, slug, survey)
    step = -1 if whole_number(request.POST.get("upp")) else 1
    actions.move_survey(survey=of, step=step, by=request.official, now=request.now)
    return redirect(f"{reverse('desk:surveys', args=[slug])}#{of.slug}")


@official_required
@require_POST
def throw_away(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    _dialogue, of = survey_of(request, slug, survey)
    actions.throw_survey_away(survey=of, by=request.official, now=request.now)
    messages.success(request, _("Enkäten %(name)s är kastad.") % {"name": of.name})
    return redirect("desk:surveys", slug=slug)


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/"
addresses = [
    path("dialog/<slug:slug>/enkater/", surveys, name="surveys"),
    path("dialog/<slug:slug>/ny-enkat/", new_survey, name="new-survey"),
    path(f"{_SURVEY}installningar/", settings, name="survey-settings"),
    path(f"{_SURVEY}flytta/", move_survey, name="move-survey"),
    path(f"{_SURVEY}kasta/", throw_away, name="throw-survey-away"),
]
