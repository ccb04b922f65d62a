"""The short way in: a code from a letter, a code a group shares, or the code of a response that has been begun."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fardplan.base import limits
from fardplan.base.errors import DomainError, Gone, NotFound
from fardplan.base.origin import without_cookie
from fardplan.dialogue.rules import may_see
from fardplan.people.viewer import ViewerRequest
from fardplan.public import survey_browser
from fardplan.public.pages.survey_answering import place_of
from fardplan.public.pages.surveys import BEGIN, chosen_language, first_page, start_page
from fardplan.surveys import actions
from fardplan.surveys.actions.answering import check_unused
from fardplan.surveys.actions.inviting import decline_reminders
from fardplan.surveys.codes import as_shown, as_typed
from fardplan.surveys.models import Collection, Invitation, Response, Survey
from fardplan.surveys.queries.answering import group_of, sent_with, underway_of
from fardplan.surveys.queries.finding import access_survey, latest_version
from fardplan.surveys.queries.inviting import invitation_with
from fardplan.surveys.resume_letter import address_of, send
from fardplan.surveys.rules import is_open, is_public
from fardplan.surveys.underway import Underway

WRONG, WRONG_IN_ALL = "30/10minutes", "3000/hour"
LETTERS = "5/day"  # to one e-mail address


class CodeForm(forms.Form):
    """One code, as it was typed from paper."""

    kod = forms.CharField(
        label=gettext_lazy("Din kod"),
        max_length=60,
        help_text=gettext_lazy(
            "Den står i brevet, på lappen eller på skärmen. Mellanslag och bindestreck spelar ingen roll."
        ),
        widget=forms.TextInput(
            attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


@dataclass(frozen=True)
class Led:
    """What a code leads to: exactly one of the four."""

    invitation: Invitation | None = None
    group: Collection | None = None
    underway: Underway | None = None
    sent: Response | None = None

    @property
    def survey(self) -> Survey:
        if self.invitation is not None:
            return self.invitation.wave.collection.survey
        whole = self.group or (
            self.underway.collection if self.underway else self.sent.collection if self.sent else None
        )
        assert whole is not None  # noqa: S101 - one of them is set
        return whole.survey


def find(request: ViewerRequest, written: str) -> Led:
    """What a code leads to. Raises NotFound for one that leads nowhere, and TooMany for whoever guesses."""
    limits.check_guesses("survey-code", request=request, rate=WRONG, in_all=WRONG_IN_ALL)
    led = _led_by(written)
    if led is not None and is_public(led.survey) and may_see(request.viewer, led.survey.dialogue):
        return led
    limits.count_guess("survey-code", request=request, rate=WRONG, in_all=WRONG_IN_ALL)
    raise NotFound(
        _("Koden stämmer inte."),
        what_next=_("Läs den en gång till i brevet. Den har inga nollor, inga ettor och inget litet L."),
        field="kod",
    )


def _led_by(written: str) -> Led | None:
    typed = as_typed(written)
    if (invitation := invitation_with(typed)) is not None:
        return Led(invitation=invitation)
    if (underway := underway_of(typed)) is not None:
        return Led(underway=underway)
    if (sent := sent_with(typed)) is not None:
        return Led(sent=sent)
    group = group_of(written)
    return Led(group=group) if group is not None else None


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_page(request: ViewerRequest) -> HttpResponse:
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                find(request, form.cleaned_data["kod"])
            except DomainError as error:
                form.add_error(error.field, f"{error.message} {error.what_next}".strip())
                status = error.status if error.status != 404 else 422
            else:
                return redirect("public:survey-code", _in_address(form.cleaned_data["kod"]))
    return render(request, "public/surveys/enter.html", {"form": form}, status=status)


def _in_address(written: str) -> str:
    typed = as_typed(written)
    return as_shown(typed) if typed else "-".join(written.split())


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_page(request: ViewerRequest, code: str) -> HttpResponse:
    """Looking changes nothing, as machines follow links in mail: the button does."""
    led = find(request, code)
    if led.sent is not None or led.underway is not None:
        return _go_on(request, led)
    invitation, collection = led.invitation, led.group
    if invitation is not None:
        collection = invitation.wave.collection
        check_unused(invitation)
    error: DomainError | None = None
    if request.method == "POST" and collection is not None:
        try:
            return _begin(request, collection, invitation)
        except DomainError as refused:
            error = refused
    return start_page(request, led.survey, invitation=invitation, collection=collection, error=error, has_code=True)


def _begin(request: ViewerRequest, collection: Collection, invitation: Invitation | None) -> HttpResponse:
    limits.allow("survey-begin", request=request, rate=BEGIN)
    version = latest_version(collection.survey)
    language = chosen_language(request, version.asks) if version is not None else ""
    return first_page(actions.begin(collection=collection, language=language, invitation=invitation, now=request.now))


def _go_on(request: ViewerRequest, led: Led) -> HttpResponse:
    """Back to where somebody was, on this browser from now on."""
    survey = led.survey
    if led.sent is not None:
        response = redirect("public:survey-thanks", survey.dialogue.slug, survey.slug)
        if survey_browser.code_in(request, survey):
            return response
        raise Gone(
            _("Svaret är redan inskickat."),
            what_next=_("Du kan ändra det i den webbläsare du svarade i, så länge enkäten är öppen."),
        )
    underway = led.underway
    assert underway is not None  # noqa: S101 - the other one is
    number = max(1, underway.unfinished.page)
    if request.method == "POST":
        response = redirect("public:survey-answer", survey.dialogue.slug, survey.slug, number)
        survey_browser.remember(response, underway)
        return response
    place = place_of(underway, number, request=request)
    context = {
        "dialogue": survey.dialogue,
        "survey": survey,
        "underway": underway,
        "survey_language": underway.language,
        "title": underway.definition.say(underway.definition.title, underway.language),
        "at": place.at if number in place.numbers else 1,
        "pages": len(place.numbers),
        "is_open": is_open(underway.collection, now=request.now),
    }
    return render(request, "public/surveys/go_on.html", context)


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_more_page(request: ViewerRequest, code: str) -> HttpResponse:
    """No more reminders, without a word on why. Machines follow links in mail, so the button says it."""
    invitation = find(request, code).invitation
    if invitation is None:
        raise NotFound(_("Den här koden ger inga påminnelser."))
    if request.method == "POST":
        invitation = decline_reminders(invitation=invitation)
    survey = invitation.wave.collection.survey
    context = {
        "dialogue": survey.dialogue,
        "survey": survey,
        "invitation": invitation,
        "code": as_shown(as_typed(code)),
    }
    return render(request, "public/surveys/no_more.html", context)


# --- saving for later -----------------------------------------------------------------------------------------------


class LetterForm(forms.Form):
    """Where the link is to be sent. The address is used for that and nothing else."""

    email = forms.EmailField(
        label=gettext_lazy("E-post"),
        max_length=254,
        help_text=gettext_lazy("Vi skickar länken dit och sparar inte adressen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "medium"}),
    )


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later_page(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    """The code to come back with: to write down, to keep as a link, or to have sent."""
    found = access_survey(request.viewer, slug, survey)
    underway = underway_of(survey_browser.code_in(request, found))
    if underway is None or underway.is_kiosk:
        return redirect("public:survey", slug, survey)
    form, status = LetterForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.allow("survey-letter", request=request, rate="60/hour")
                limits.allow_to("survey-letter", address=form.cleaned_data["email"], rate=LETTERS)
                send(underway, to=form.cleaned_data["email"])
            except DomainError as error:
                form.add_error("email", f"{error.message} {error.what_next}".strip())
                status = error.status
            else:
                messages.success(request, _("Länken är på väg med e-post."))
                return redirect("public:survey-later", slug, survey)
    context = {
        "dialogue": found.dialogue,
        "survey": found,
        "underway": underway,
        "page": max(1, underway.unfinished.page),
        "code": as_shown(underway.code),
        "address": address_of(underway),
        "form": form,
        "here": "survey",
    }
    return render(request, "public/surveys/later.html", context, status=status)


addresses = [
    path("e/", enter_page, name="survey-codes"),
    path("e/<str:code>/", code_page, name="survey-code"),
    path("e/<str:code>/nej/", no_more_page, name="survey-no-more"),
    path("<slug:slug>/enkat/<slug:survey>/svara/spara/", later_page, name="survey-later"),
]
