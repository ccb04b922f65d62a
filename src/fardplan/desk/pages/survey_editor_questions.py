"""Writing a question of a survey: its kind, its fields, and the page it stands on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.base.errors import Conflict, DomainError, NotFound
from fardplan.contributions.about import as_choices, topics
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.survey_editing import HERE, finding_of, survey_of, survey_page, survey_tabs
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition, Page, Problem, Question, QuestionType, editing, problems_of
from fardplan.surveys.definition.kinds import KINDS
from fardplan.surveys.definition.naming import from_lines
from fardplan.surveys.definition.starts import AGE_CLASSES
from fardplan.surveys.definition.warnings import Advice, warnings_of
from fardplan.surveys.definition.words import own
from fardplan.surveys.forms.asking import QuestionForm, Topics
from fardplan.surveys.models import Survey

OUTLINE = "desk:survey"


def _topics(request: OfficialRequest, dialogue: Dialogue) -> Topics:
    return as_choices(topics(dialogue, now=request.now))


def _back(slug: str, survey: str, name: str) -> str:
    return f"{reverse(OUTLINE, args=[slug, survey])}#del-{name}"


def _page_asked_for(request: OfficialRequest, definition: Definition) -> Page:
    """The page of ?sida=, the last one when it is not there."""
    asked = request.GET.get("sida", "")
    if not definition.pages:
        raise Conflict(_("Enkäten har ingen sida."), what_next=_("Lägg först till en sida."))
    return next((page for page in definition.pages if page.name == asked), definition.pages[-1])


@official_required
@require_safe
def kinds(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """Which kind of question: each told in a sentence, with an example."""
    _dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    page = _page_asked_for(request, definition)
    title = own(definition, page.title)
    return survey_page(
        request, "desk/surveys/kinds.html", of, tab=OUTLINE, kinds=KINDS.values(), page=page, title=title
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: OfficialRequest, slug: str, survey: str, asks: str) -> HttpResponse:
    """A question of a kind, last on the page of ?sida=."""
    dialogue, of = survey_of(request, slug, survey)
    if asks not in {kind.value for kind in QuestionType}:
        raise NotFound(_("Sidan finns inte."))
    definition = of.drafted
    page = _page_asked_for(request, definition)

    def save(form: QuestionForm) -> str:
        question = form.wanted(picture=_picture(request, of, form))
        actions.edit_draft(
            survey=of,
            edit=lambda stored: editing.add_question(stored, page.name, question),
            by=request.official,
            now=request.now,
        )
        return _back(slug, survey, question.name)

    form = QuestionForm(
        request.POST or None,
        request.FILES or None,
        instance=_blank(QuestionType(asks), definition, dialogue),
        definition=definition,
        topics=_topics(request, dialogue),
        page=page.name,
    )
    kind = KINDS[QuestionType(asks)]
    context = {
        "heading": _("Ny fråga: %(kind)s") % {"kind": kind.label},
        "kind": kind,
        "tabs": survey_tabs(of, here=OUTLINE),
        "cancel": f"{reverse('desk:survey-question-kinds', args=[slug, survey])}?sida={page.name}",
    }
    frame = Frame("desk/surveys/question.html", dialogue, HERE, context, saved=_("Frågan är tillagd."))
    return form_page(request, form, save, frame=frame)


def _blank(asks: QuestionType, definition: Definition, dialogue: Dialogue) -> Question:
    """A new question with what most of its kind have."""
    opinion = asks in {QuestionType.SCALE, QuestionType.MATRIX, QuestionType.SINGLE}
    question = Question(name="ny", type=asks, dont_know=opinion, long=asks == QuestionType.TEXT)
    if asks == QuestionType.BIRTH_YEAR:
        return question.model_copy(update={"classes": AGE_CLASSES, "background": True, "wont_say": True})
    if asks == QuestionType.AREA:
        listed = from_lines("\n".join(dialogue.municipalities), [], definition.language)
        return question.model_copy(update={"choices": listed, "background": True, "wont_say": True})
    if asks == QuestionType.TEXT:
        return question.model_copy(update={"contribution": True, "public": False})
    return question


def _picture(request: OfficialRequest, of: Survey, form: QuestionForm) -> str:
    upload = form.cleaned_data.get("picture")
    return actions.keep_picture(survey=of, upload=upload, by=request.official) if upload else ""


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: OfficialRequest, slug: str, survey: str, question: str) -> HttpResponse:
    dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    asked = definition.by_name.get(question)
    if asked is None:
        return _removed_meanwhile(request, dialogue, of, question)
    form = QuestionForm(
        request.POST or None,
        request.FILES or None,
        instance=asked,
        definition=definition,
        topics=_topics(request, dialogue),
    )

    def save(form: QuestionForm) -> str:
        wanted = form.wanted(picture=_picture(request, of, form))
        seen = form.cleaned_data["seen"]
        actions.edit_draft(
            survey=of,
            edit=lambda stored: editing.change_question(stored, question, wanted, seen=seen),
            by=request.official,
            now=request.now,
        )
        return _back(slug, survey, wanted.name)

    return form_page(request, form, save, frame=_frame(dialogue, of, definition, asked))


def _frame(dialogue: Dialogue, of: Survey, definition: Definition, question: Question) -> Frame:
    found: list[Problem | Advice] = [*problems_of(definition), *warnings_of(definition)]
    context = {
        "heading": _("Ändra frågan"),
        "kind": KINDS[question.type],
        "question": question,
        "survey": of,
        "findings": [finding_of(of, definition, each) for each in found if each.place == question.name],
        "tabs": survey_tabs(of, here=OUTLINE),
        "cancel": _back(dialogue.slug, of.slug, question.name),
    }
    return Frame("desk/surveys/question.html", dialogue, HERE, context)


def _removed_meanwhile(request: OfficialRequest, dialogue: Dialogue, of: Survey, part: str) -> HttpResponse:
    """Somebody has taken the question away: what this one wrote is shown, and saving again puts the question back."""
    taken = next((each["part"] for each in reversed(of.removed) if each["part"]["name"] == part), None)
    if taken is None or "type" not in taken:
        raise NotFound(_("Frågan finns inte."), what_next=_("Någon annan kan ha tagit bort den eller bytt dess namn."))
    if request.method != "POST":
        messages.warning(request, _("Frågan är borttagen. Den går att lägga tillbaka längst ner."))
        return redirect(f"{reverse(OUTLINE, args=[dialogue.slug, of.slug])}#borttaget")
    question, definition = Question.model_validate(taken), of.drafted
    page = definition.pages[-1].name if definition.pages else ""
    given = {"instance": question, "definition": definition, "topics": _topics(request, dialogue), "page": page}
    form = QuestionForm(request.POST, request.FILES or None, **given)  # type: ignore[arg-type]
    conflict: DomainError = editing.Gone()
    if form.is_valid() and "lagg-tillbaka" in request.POST:
        wanted = form.wanted(picture=_picture(request, of, form))
        try:
            actions.rescue_question(survey=of, name=part, wanted=wanted, by=request.official, now=request.now)
        except Conflict as error:
            conflict = error
        else:
            messages.success(request, _("Frågan är tillbaka, med det du skrev."))
            return redirect(_back(dialogue.slug, of.slug, wanted.name))
    frame = _frame(dialogue, of, definition, question)
    more = {"conflict": conflict, "put_back": True, "submit": _("Lägg tillbaka frågan med det jag skrev")}
    return frame.show(request, form=form, status=409, **more)


# --- to another page --------------------------------------------------------------------------------------------------


class PlaceForm(forms.Form):
    page = forms.ChoiceField(label=_("Sida"), widget=forms.RadioSelect)

    def __init__(self, *args: object, definition: Definition, name: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        here = definition.page_of[name].name
        pages = [
            (page.name, own(definition, page.title) or page.name) for page in definition.pages if page.name != here
        ]
        self.fields["page"].choices = pages  # type: ignore[attr-defined]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_question(request: OfficialRequest, slug: str, survey: str, question: str) -> HttpResponse:
    """To another page, last on it."""
    dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    if question not in definition.by_name:
        raise NotFound(_("Frågan finns inte."), what_next=_("Någon annan kan ha tagit bort den eller bytt dess namn."))

    def save(form: PlaceForm) -> str:
        page = form.cleaned_data["page"]
        actions.edit_draft(
            survey=of,
            edit=lambda stored: editing.place_question(stored, question, page=page),
            by=request.official,
            now=request.now,
        )
        return _back(slug, survey, question)

    context = {
        "heading": _("Flytta frågan"),
        "lead": own(definition, definition.by_name[question].label),
        "tabs": survey_tabs(of, here=OUTLINE),
        "submit": _("Flytta"),
        "cancel": _back(slug, survey, question),
    }
    form = PlaceForm(request.POST or None, definition=definition, name=question)
    frame = Frame("desk/form.html", dialogue, HERE, context, saved=_("Frågan är flyttad."))
    return form_page(request, form, save, frame=frame)


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/"
addresses = [
    path(f"{_SURVEY}ny-fraga/", kinds, name="survey-question-kinds"),
    path(f"{_SURVEY}ny-fraga/<slug:asks>/", new_question, name="new-survey-question"),
    path(f"{_SURVEY}fragor/<slug:question>/", edit_question, name="survey-question"),
    path(f"{_SURVEY}fragor/<slug:question>/flytta/", place_question, name="place-survey-question"),
]
