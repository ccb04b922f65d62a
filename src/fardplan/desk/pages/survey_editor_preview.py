"""A survey as those who answer meet it, page by page, wide or as on a phone. What is answered here is kept nowhere:
each page carries the answers before it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fardplan.base.text import whole_number
from fardplan.desk.access import official_required
from fardplan.desk.survey_editing import survey_of, survey_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.definition import OTHER_TEXT, Answers, Definition, Page, asked_of, is_valid, minutes_of
from fardplan.surveys.definition.checking import Problem, problems_of
from fardplan.surveys.definition.values import LONGEST_OTHER
from fardplan.surveys.definition.words import language_name, own
from fardplan.surveys.filling import Filling, PageForm
from fardplan.surveys.models import Survey

PHONE = "telefon"
BACK = "tillbaka"


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """?sida= is the number of the page: 0 before the first, one past the last behind it."""
    _dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    blocking = _unreadable(problems_of(definition))
    if blocking:
        return survey_page(request, "desk/surveys/preview.html", of, tab="desk:survey-preview", blocking=len(blocking))
    language = request.GET.get("sprak", "")
    language = language if language in definition.languages else definition.language
    number = min(whole_number(request.GET.get("sida")), len(definition.pages) + 1)
    answers = _answers_before(request, definition)
    form, status = None, 200
    if request.method == "POST":
        number, answers, form = _step(request, definition, language, number, answers)
        status = 422 if form else 200
    return _show(request, of, definition, language, number, answers, form=form, status=status)


def _unreadable(problems: Sequence[Problem]) -> list[Problem]:
    """Faults that a page cannot be shown with: formulas, and questions without what they ask about."""
    told = {"relevant", "calculation", "constraint", "scale", "grid", "choices", "rows", "classes", "name", "languages"}
    return [each for each in problems if each.field in told]


def _answers_before(request: OfficialRequest, definition: Definition) -> Answers:
    """The answers that the page carries, as far as they are answers to what is asked."""
    try:
        sent = json.loads(request.POST.get("svar", "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict):
        return {}
    questions = definition.by_name
    found = {name: value for name, value in sent.items() if name in questions and is_valid(questions[name], value)}
    others = {f"{name}{OTHER_TEXT}" for name, question in questions.items() if question.other}
    return found | {name: sent[name][:LONGEST_OTHER] for name in others & sent.keys() if isinstance(sent[name], str)}


def _filling(request: OfficialRequest, definition: Definition, language: str, answers: Answers) -> Filling:
    return Filling(definition, language, answers, timezone.localdate(request.now))


def _step(
    request: OfficialRequest, definition: Definition, language: str, number: int, answers: Answers
) -> tuple[int, Answers, PageForm | None]:
    """Where a press leads, with the answers then; with a form, its page again and what is wrong on it."""
    asked = asked_of(definition, answers, today=timezone.localdate(request.now)).pages
    if 1 <= number <= len(definition.pages) and request.POST.get("till") != BACK:
        page = definition.pages[number - 1]
        form = PageForm(page, _filling(request, definition, language, answers), request.POST)
        if not form.is_valid() or form.unseen:
            return number, answers, form
        here = {question.name for question in page.questions}
        before = {name: value for name, value in answers.items() if name.removesuffix(OTHER_TEXT) not in here}
        answers = before | form.answers
        asked = asked_of(definition, answers, today=timezone.localdate(request.now)).pages
    numbers = [0, *(definition.pages.index(page) + 1 for page in asked), len(definition.pages) + 1]
    if request.POST.get("till") == BACK:
        return max(each for each in numbers if each < max(number, 1)), answers, None
    return next((each for each in numbers if each > number), numbers[-1]), answers, None


def _show(
    request: OfficialRequest,
    of: Survey,
    definition: Definition,
    language: str,
    number: int,
    answers: Answers,
    *,
    form: PageForm | None,
    status: int,
) -> HttpResponse:
    page: Page | None = definition.pages[number - 1] if 1 <= number <= len(definition.pages) else None
    if page is not None and form is None:
        form = PageForm(page, _filling(request, definition, language, answers))
    phone = request.GET.get("bredd") == PHONE
    context = {
        "form": form,
        "definition": definition,
        "number": number,
        "of": len(definition.pages),
        "shown_in": language,
        "language_name": language_name(language),
        "languages": [(code, language_name(code)) for code in definition.languages],
        "title": definition.say(definition.title, language),
        "introduction": definition.say(definition.introduction, language),
        "thanks": definition.say(definition.thanks, language),
        "page_title": form.words(page.title) if form and page else "",
        "page_text": form.words(page.text) if form and page else "",
        "pages": [(place, own(definition, each.title)) for place, each in enumerate(definition.pages, start=1)],
        "answers": json.dumps(answers, ensure_ascii=False),
        "minutes": minutes_of(definition, language),
        "phone": phone,
        "width": PHONE if phone else "",
    }
    return survey_page(request, "desk/surveys/preview.html", of, tab="desk:survey-preview", status=status, **context)


addresses = [
    path("dialog/<slug:slug>/enkater/<slug:survey>/forhandsvisning/", preview, name="survey-preview"),
]
