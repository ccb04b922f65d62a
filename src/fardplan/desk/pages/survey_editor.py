"""Writing a survey: its outline with every button, its first and last words, and its pages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import Conflict, DomainError, NotFound
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.survey_editing import HERE, outline_of, survey_of, survey_page, survey_tabs
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition, Page, editing, minutes_of
from fardplan.surveys.definition.words import own
from fardplan.surveys.forms.writing import PageForm, WholeForm
from fardplan.surveys.models import Survey

HERE_TAB = "desk:survey"


@official_required
@require_safe
def survey(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    _dialogue, of = survey_of(request, slug, survey)
    return _show(request, of)


def _show(request: OfficialRequest, of: Survey, *, problem: DomainError | None = None) -> HttpResponse:
    definition = of.drafted
    return survey_page(
        request,
        "desk/surveys/outline.html",
        of,
        tab=HERE_TAB,
        status=problem.status if problem else 200,
        title=own(definition, definition.title),
        introduction=own(definition, definition.introduction),
        outline=outline_of(of, definition),
        minutes=minutes_of(definition),
        asked=sum(question.is_asked for question in definition.questions),
        problem=problem,
    )


# --- buttons ----------------------------------------------------------------------------------------------------------


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """One press in the outline: `gor` is what, a colon and the name of the page or the question."""
    _dialogue, of = survey_of(request, slug, survey)
    does, _colon, name = request.POST.get("gor", "").partition(":")
    if does not in ACTS:
        raise NotFound(_("Sidan finns inte."))
    try:
        there = ACTS[does](request, of, name)
    except Conflict as error:
        of.refresh_from_db()
        return _show(request, of, problem=error)
    return redirect(f"{reverse(HERE_TAB, args=[slug, survey])}#{there}")


def _edit(request: OfficialRequest, of: Survey, edit: Callable[[Definition], Definition]) -> None:
    actions.edit_draft(survey=of, edit=edit, by=request.official, now=request.now)


def _move(step: int) -> Callable[[OfficialRequest, Survey, str], str]:
    def move(request: OfficialRequest, of: Survey, name: str) -> str:
        seen = request.POST.get("seen", "")
        _edit(request, of, lambda stored: editing.move(stored, name, step, seen=seen))
        return f"del-{name}"

    return move


def _duplicate(request: OfficialRequest, of: Survey, name: str) -> str:
    made: list[str] = []

    def edit(stored: Definition) -> Definition:
        editing.check_order(stored, request.POST.get("seen", ""))
        copied, named = editing.duplicate(stored, name)
        made.append(named)
        return copied

    _edit(request, of, edit)
    messages.success(request, _("Här är kopian."))
    return f"del-{made[-1]}"


def _remove(request: OfficialRequest, of: Survey, name: str) -> str:
    seen = request.POST.get("seen", "")
    actions.remove_part(survey=of, name=name, seen=seen, by=request.official, now=request.now)
    messages.success(request, _("Borttaget. Det går att lägga tillbaka tills enkäten publiceras."))
    return "borttaget"


def _put_back(request: OfficialRequest, of: Survey, name: str) -> str:
    actions.put_part_back(survey=of, name=name, by=request.official, now=request.now)
    messages.success(request, _("Tillbakalagt."))
    return f"del-{name}"


ACTS: dict[str, Callable[[OfficialRequest, Survey, str], str]] = {
    "upp": _move(-1),
    "ner": _move(1),
    "kopiera": _duplicate,
    "ta-bort": _remove,
    "lagg-tillbaka": _put_back,
}


# --- words and pages --------------------------------------------------------------------------------------------------


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_words(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """Title, introduction and thanks."""
    dialogue, of = survey_of(request, slug, survey)
    back = reverse(HERE_TAB, args=[slug, survey])

    def save(form: WholeForm) -> str:
        seen = form.cleaned_data["seen"]
        _edit(request, of, lambda stored: editing.change_whole(stored, form.wanted, seen=seen))
        return back

    context = {"heading": _("Rubrik, inledning och tack"), "tabs": survey_tabs(of, here=HERE_TAB), "cancel": back}
    form = WholeForm(request.POST or None, instance=of.drafted)
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, HERE, context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """A page last in the survey."""
    dialogue, of = survey_of(request, slug, survey)
    back = reverse(HERE_TAB, args=[slug, survey])

    def save(form: PageForm) -> str:
        _edit(request, of, lambda stored: editing.add_page(stored, form.wanted))
        return f"{back}#del-{form.wanted.name}"

    form = PageForm(request.POST or None, instance=Page(name="ny"), definition=of.drafted, is_new=True)
    context = {"heading": _("Ny sida"), "tabs": survey_tabs(of, here=HERE_TAB), "cancel": back}
    frame = Frame("desk/surveys/page.html", dialogue, HERE, context, saved=_("Sidan finns nu. Lägg till frågor."))
    return form_page(request, form, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: OfficialRequest, slug: str, survey: str, page: str) -> HttpResponse:
    dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    stored = next((each for each in definition.pages if each.name == page), None)
    if stored is None:
        raise NotFound(_("Sidan finns inte."), what_next=_("Någon annan kan ha tagit bort den."))
    back = f"{reverse(HERE_TAB, args=[slug, survey])}#del-{page}"

    def save(form: PageForm) -> str:
        seen = form.cleaned_data["seen"]
        _edit(request, of, lambda draft: editing.change_page(draft, page, form.wanted, seen=seen))
        return back

    form = PageForm(request.POST or None, instance=stored, definition=definition)
    context = {"heading": _("Ändra sidan"), "tabs": survey_tabs(of, here=HERE_TAB), "cancel": back}
    return form_page(request, form, save, frame=Frame("desk/surveys/page.html", dialogue, HERE, context))


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/"
addresses = [
    path(_SURVEY, survey, name="survey"),
    path(f"{_SURVEY}gor/", act, name="act-on-survey"),
    path(f"{_SURVEY}rubrik/", first_words, name="survey-words"),
    path(f"{_SURVEY}ny-sida/", new_page, name="new-survey-page"),
    path(f"{_SURVEY}sidor/<slug:page>/", edit_page, name="survey-page"),
]
