"""Answering a survey: one theme a page, each kept when it is left, looked through, sent in, and thanked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import limits
from fardplan.base.errors import Closed, DomainError, Gone
from fardplan.base.origin import without_cookie
from fardplan.people.viewer import ViewerRequest
from fardplan.public import survey_browser
from fardplan.public.survey_found import organisation_found, survey_found
from fardplan.surveys import actions, codes
from fardplan.surveys.definition import Page, Question
from fardplan.surveys.filling import PageForm
from fardplan.surveys.filling.reviewing import look_through
from fardplan.surveys.models import CollectionKind, Source, Survey
from fardplan.surveys.queries.answering import sent_with, texts_sent_with, underway_of
from fardplan.surveys.rules import is_open
from fardplan.surveys.suspicions import NETWORK_BURST, TRAP
from fardplan.surveys.underway import Underway

BURST, BURST_SECONDS = 40, 600  # sent in from one network: more than a family or an office does
NEXT, BACK, LATER = "vidare", "tillbaka", "spara"


@dataclass(frozen=True)
class Place:
    """Where somebody is among the pages they are asked: `numbers` are those of the definition, from 1."""

    pages: Sequence[Page]
    numbers: Sequence[int]
    number: int

    @property
    def at(self) -> int:
        """1 for the first they are asked."""
        return self.numbers.index(self.number) + 1

    @property
    def before(self) -> int | None:
        earlier = [each for each in self.numbers if each < self.number]
        return earlier[-1] if earlier else None

    @property
    def after(self) -> int | None:
        return next((each for each in self.numbers if each > self.number), None)


def place_of(underway: Underway, number: int, *, request: ViewerRequest) -> Place:
    pages = underway.pages(today=timezone.localdate(request.now))
    everything = underway.definition.pages
    return Place(pages, [everything.index(page) + 1 for page in pages], number)


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: ViewerRequest, slug: str, survey: str, number: int) -> HttpResponse:
    found = survey_found(request, slug, survey)
    underway = _underway(request, found)
    if underway is None:
        return _nothing_underway(request, found)
    if not is_open(underway.collection, now=request.now):
        return _not_open(request, found)
    if (other := _other_language(request, underway)) is not None:
        return other
    place = place_of(underway, number, request=request)
    if number not in place.numbers:
        return _to(found, place.after or place.before)
    page = underway.definition.pages[number - 1]
    filling = underway.filling(today=timezone.localdate(request.now))
    if request.method != "POST":
        return _page(request, underway, place, PageForm(page, filling))
    return _keep(request, underway, place, PageForm(page, filling, request.POST))


def _keep(request: ViewerRequest, underway: Underway, place: Place, form: PageForm) -> HttpResponse:
    """Keep the page, whichever button was pressed; what cannot be kept is told at its place."""
    survey, way = underway.collection.survey, request.POST.get("till", NEXT)
    holds = form.is_valid()
    marks = [TRAP] if request.POST.get("trap") else []
    kept = actions.keep_page(
        code=underway.code,
        page=place.number,
        answers=form.answers,
        reached=place.number,
        marks=marks,
        half=form.half,
        now=request.now,
        known=underway,
    )
    if form.dropped:
        messages.info(request, _about_dropped(form.dropped, underway))
    if way in {BACK, LATER}:
        if form.errors:
            messages.warning(request, _about_not_kept(form, underway))
        return _to(survey, place.before) if way == BACK else _to_later(survey)
    if not holds:
        return _page(request, kept, place, form, status=422)
    if form.unseen:
        messages.info(request, _about_unseen(form.unseen))
        return redirect(f"{_address(survey, place.number)}#id_{form.add_prefix(form.unseen[0].name)}")
    return _to(survey, place_of(kept, place.number, request=request).after, or_review=True)


def _about_dropped(dropped: Sequence[Question], underway: Underway) -> str:
    numbers = _numbered(dropped, underway)
    return ngettext(
        "Svaret på fråga %(numbers)s är borttaget: frågan ställs inte längre, efter det du svarade före den.",
        "Svaren på frågorna %(numbers)s är borttagna: de ställs inte längre, efter det du svarade före dem.",
        len(dropped),
    ) % {"numbers": numbers}


def _about_not_kept(form: PageForm, underway: Underway) -> str:
    questions = [question for question in form.page.questions if question.name in form.errors]
    if not questions:
        return _("Något på sidan hör inte till enkäten och kunde inte sparas.")
    return ngettext(
        "Svaret på fråga %(numbers)s är inte klart. Det finns kvar att göra färdigt.",
        "Svaren på frågorna %(numbers)s är inte klara. De finns kvar att göra färdiga.",
        len(questions),
    ) % {"numbers": _numbered(questions, underway)}


def _about_unseen(unseen: Sequence[Question]) -> str:
    return ngettext(
        "Dina svar är sparade. De gav en följdfråga, som nu står på sidan.",
        "Dina svar är sparade. De gav %(number)d följdfrågor, som nu står på sidan.",
        len(unseen),
    ) % {"number": len(unseen)}


def _numbered(questions: Sequence[Question], underway: Underway) -> str:
    return ", ".join(str(underway.definition.numbers[question.name]) for question in questions)


def _page(
    request: ViewerRequest, underway: Underway, place: Place, form: PageForm, *, status: int = 200
) -> HttpResponse:
    context = _about(request, underway) | {
        "form": form,
        "page": form.page,
        "page_title": form.words(form.page.title),
        "page_text": form.words(form.page.text),
        "place": place,
        "keep_address": _keep_address(underway, place.number),
        "keep_before": _keep_address(underway, place.before) if place.before else "",
    }
    return render(request, "public/surveys/page.html", context, status=status)


def _keep_address(underway: Underway, number: int) -> str:
    """Where a script keeps what is being written: a place of its own for each response in the same browser."""
    mark = codes.finding_hash(underway.code, purpose="browser")[:8]
    return f"{_address(underway.collection.survey, number)}?{mark}"


def _about(request: ViewerRequest, underway: Underway) -> dict[str, Any]:
    """What every page of a response shows."""
    survey, definition = underway.collection.survey, underway.definition
    return {
        "organisation": organisation_found(request),
        "dialogue": survey.dialogue,
        "survey": survey,
        "underway": underway,
        "survey_language": underway.language,
        "title": definition.say(definition.title, underway.language),
        "is_kiosk": underway.is_kiosk,
        "kiosk_key": underway.collection.kiosk_key if underway.is_kiosk else "",
        "here": "survey",
    }


# --- looking through, and sending in --------------------------------------------------------------------------------


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    found = survey_found(request, slug, survey)
    if request.method == "POST":
        return _send_in(request, found)
    underway = _underway(request, found)
    if underway is None:
        return _nothing_underway(request, found)
    if not is_open(underway.collection, now=request.now):
        return _not_open(request, found)
    return _other_language(request, underway) or _review(request, underway)


def _send_in(request: ViewerRequest, survey: Survey) -> HttpResponse:
    code = survey_browser.code_in(request, survey)
    underway = _underway(request, survey)
    marks = [TRAP] if request.POST.get("trap") else []
    if underway is not None and _is_burst(request, underway):
        marks.append(NETWORK_BURST)
    try:
        actions.submit(code=code, now=request.now, marks=marks, known=underway)
    except actions.NotFinished:
        if underway is not None:
            return _review(request, underway, status=422)
        raise
    except Closed:
        return _not_open(request, survey)
    except Gone:
        return _nothing_underway(request, survey)
    except DomainError as error:
        if underway is None:
            raise
        return _review(request, underway, error=error, status=error.status)
    return redirect("public:survey-thanks", survey.dialogue.slug, survey.slug)


def _is_burst(request: ViewerRequest, underway: Underway) -> bool:
    """Whether very many have come from one network. Classes and libraries do, and are not asked."""
    if underway.changes or underway.source != Source.WEB or underway.collection.kind != CollectionKind.OPEN:
        return False
    what = f"survey-{underway.collection.pk}"
    return limits.count_within(what, request=request, seconds=BURST_SECONDS) > BURST


def _review(
    request: ViewerRequest, underway: Underway, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    pages, answers = look_through(underway.filling(today=timezone.localdate(request.now)))
    context = _about(request, underway) | {
        "pages": pages,
        "faults": [each for page in pages for each in page.questions if each.fault],
        "error": error,
        "page_of": {each.question.name: page.number for page in pages for each in page.questions},
        "keep_before": _keep_address(underway, pages[-1].number) if pages else "",
        "has_texts": any(
            each.question.contribution and each.question.name in answers for page in pages for each in page.questions
        ),
    }
    return render(request, "public/surveys/review.html", context, status=status)


@never_cache
@require_safe
def thanks_page(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    found = survey_found(request, slug, survey)
    code = survey_browser.code_in(request, found)
    sent = sent_with(code, survey=found)
    if sent is None:
        return redirect("public:survey", slug, survey)
    definition, language = sent.version.asks, sent.language
    texts = [question.name for question in definition.questions if question.contribution]
    is_kiosk = sent.source == Source.KIOSK
    context = {
        "organisation": organisation_found(request),
        "dialogue": found.dialogue,
        "survey": found,
        "collection": sent.collection,
        "definition": definition,
        "survey_language": language,
        "title": definition.say(definition.title, language),
        "thanks": definition.say(definition.thanks, language),
        "submissions": texts_sent_with(code, found.dialogue, texts),
        "base_url": settings.BASE_URL,
        "is_kiosk": is_kiosk,
        "kiosk_key": sent.collection.kiosk_key if is_kiosk else "",
        "may_change": is_open(sent.collection, now=request.now) and not is_kiosk,
        "here": "survey",
    }
    return render(request, "public/surveys/thanks.html", context)


# --- another language -----------------------------------------------------------------------------------------------


def _other_language(request: ViewerRequest, underway: Underway) -> HttpResponse | None:
    """Asks before the language of a response is changed: the page is in one it could be in, and is not."""
    here = get_language() or settings.LANGUAGE_CODE
    if here == underway.language or here not in underway.definition.languages or request.method == "POST":
        return None
    if underway.language not in dict(settings.LANGUAGES):
        return None
    context = _about(request, underway) | {
        "here_language": here,
        "other_address": translate_url(request.path, underway.language),
        "next": request.path,
    }
    return render(request, "public/surveys/language.html", context)


@without_cookie
@never_cache
@require_POST
def choose_language(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    found = survey_found(request, slug, survey)
    code = survey_browser.code_in(request, found)
    kept = actions.choose_language(code=code, language=request.POST.get("sprak", ""), now=request.now)
    return _to(found, max(1, kept.unfinished.page))


# --- ways on --------------------------------------------------------------------------------------------------------


def _underway(request: ViewerRequest, survey: Survey) -> Underway | None:
    """What this browser is answering."""
    return underway_of(survey_browser.code_in(request, survey), survey=survey)


def _nothing_underway(request: ViewerRequest, survey: Survey) -> HttpResponse:
    """To the thanks of what has been sent in; else what a browser without our cookie is told."""
    code = survey_browser.code_in(request, survey)
    if sent_with(code) is not None:
        return redirect("public:survey-thanks", survey.dialogue.slug, survey.slug)
    context = {"dialogue": survey.dialogue, "survey": survey, "has_code": bool(code), "here": "survey"}
    return render(request, "public/surveys/nothing.html", context, status=410 if code else 403)


def _not_open(request: ViewerRequest, survey: Survey) -> HttpResponse:
    context = {"dialogue": survey.dialogue, "survey": survey, "here": "survey"}
    return render(request, "public/surveys/too_late.html", context, status=403)


def _address(survey: Survey, number: int) -> str:
    return reverse("public:survey-answer", args=[survey.dialogue.slug, survey.slug, number])


def _to(survey: Survey, number: int | None, *, or_review: bool = False) -> HttpResponse:
    """To a page; without one to the beginning, or to looking through."""
    if number is not None:
        return redirect(_address(survey, number))
    return redirect("public:survey-review" if or_review else "public:survey", survey.dialogue.slug, survey.slug)


def _to_later(survey: Survey) -> HttpResponse:
    return redirect("public:survey-later", survey.dialogue.slug, survey.slug)


addresses = [
    path("<slug:slug>/enkat/<slug:survey>/svara/<int:number>/", answer_page, name="survey-answer"),
    path("<slug:slug>/enkat/<slug:survey>/svara/granska/", review_page, name="survey-review"),
    path("<slug:slug>/enkat/<slug:survey>/svara/sprak/", choose_language, name="survey-language"),
    path("<slug:slug>/enkat/<slug:survey>/tack/", thanks_page, name="survey-thanks"),
]
