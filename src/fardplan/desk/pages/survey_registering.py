"""Taking down responses that came on paper or by telephone, one form after another, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fardplan.base import ids
from fardplan.base.errors import DomainError
from fardplan.base.text import whole_number
from fardplan.desk.access import official_required
from fardplan.desk.collecting import collection_at_desk, collection_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions.registering import OnPaper, register_response
from fardplan.surveys.definition import Answers, Definition, Question
from fardplan.surveys.definition.words import language_name
from fardplan.surveys.filling import PREFIX, Filling, PageForm
from fardplan.surveys.models import Collection, CollectionKind, Source, SurveyVersion
from fardplan.surveys.queries.registering import is_taken_down, registered
from fardplan.surveys.rules import has_closed, takes_paper

HERE = "desk:survey-register"


class PaperHead(forms.Form):
    """What stands on a form beside its answers."""

    kalla = forms.ChoiceField(
        label=gettext_lazy("Hur kom svaret?"),
        choices=[(Source.PAPER.value, Source.PAPER.label), (Source.PHONE.value, Source.PHONE.label)],
        initial=Source.PAPER.value,
    )
    sprak = forms.ChoiceField(label=gettext_lazy("Språk"))
    kod = forms.CharField(
        label=gettext_lazy("Kod på formuläret"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Utan kod räknas svaret, men ingen inbjudan blir besvarad."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "none"}),
    )
    nyckel = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, definition: Definition, has_codes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["sprak"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - as it is made above
        language.choices = [(code, language_name(code).capitalize()) for code in definition.languages]
        if len(definition.languages) == 1:
            language.widget = language.hidden_widget()
        if not has_codes:
            del self.fields["kod"]


@dataclass
class Written:
    """A form as it was taken down: what holds, what cannot be read, and what is odd but can stand."""

    pages: list[PageForm]
    answers: Answers = field(default_factory=dict)
    unread: list[tuple[Question, str]] = field(default_factory=list)
    odd: list[tuple[Question, str]] = field(default_factory=list)


def _read(definition: Definition, data: QueryDict | None, *, today: date) -> Written:
    """Page by page, as what is asked may depend on the pages before."""
    written = Written([])
    for page in definition.pages:
        filling = Filling(definition, definition.language, dict(written.answers), today, lenient=True)
        form = PageForm(page, filling, _of_page(data, {each.name for each in page.questions}))
        written.pages.append(form)
        if data is None:
            continue
        form.is_valid()
        written.answers |= form.answers
        by_name = definition.by_name
        written.unread += [(by_name[name], str(each[0])) for name, each in form.errors.items() if name in by_name]
        written.odd += [(question, words) for question, words in form.warnings if question.name in form.answers]
    return written


def _of_page(data: QueryDict | None, names: set[str]) -> dict[str, list[str]] | None:
    """What was sent about the questions of one page."""
    if data is None:
        return None
    ours = [key for key in data if key.startswith(PREFIX)]
    return {key: data.getlist(key) for key in ours if key.removeprefix(PREFIX).partition(".")[0] in names}


@official_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection, "register")
    versions = list(SurveyVersion.objects.filter(survey=of.survey).order_by("-number"))
    asked = whole_number(request.GET.get("version"))
    version = next((each for each in versions if each.number == asked), versions[0] if versions else None)
    if version is None or not takes_paper(of, now=request.now):
        return collection_page(request, "desk/collecting/register.html", of, HERE, version=None)
    data = request.POST if request.method == "POST" else None
    today = localdate(request.now)
    written = _read(version.asks, data, today=today)
    initial = {"nyckel": ids.secret_key(), "sprak": version.asks.language, "kalla": _last_source(request)}
    head = PaperHead(data, definition=version.asks, has_codes=of.kind == CollectionKind.INVITED, initial=initial)
    page = _Page(request, of, version, versions, written, head)
    if data is None:
        return page.show()
    return page.save(is_sure="behall" in data, today=today)


def _last_source(request: OfficialRequest) -> str:
    source = request.GET.get("kalla", "")
    return source if source in {Source.PAPER.value, Source.PHONE.value} else Source.PAPER.value


@dataclass
class _Page:
    """One form on its way to be saved, or shown again with what is to be looked at."""

    request: OfficialRequest
    collection: Collection
    version: SurveyVersion
    versions: list[SurveyVersion]
    written: Written
    head: PaperHead

    def show(self, *, status: int = 200, **told: Any) -> HttpResponse:
        whole, today = registered(self.collection, today=localdate(self.request.now))
        return collection_page(
            self.request, "desk/collecting/register.html", self.collection, HERE,
            status=status, version=self.version, versions=self.versions, written=self.written, head=self.head,
            whole=whole, today=today, is_closed=has_closed(self.collection, now=self.request.now), **told,
        )  # fmt: skip

    def save(self, *, is_sure: bool, today: date) -> HttpResponse:
        written, definition = self.written, self.version.asks
        if not self.head.is_valid():
            return self.show(status=422)
        if not written.answers:
            return self.show(status=422, is_empty=True)
        is_double = is_taken_down(self.collection, definition, written.answers, today=today)
        if (written.unread or written.odd or is_double) and not is_sure:
            return self.show(status=422, asks=True, is_double=is_double)
        try:
            self._keep()
        except DomainError as error:
            self.head.add_error(error.field if error.field in self.head.fields else None, str(error.message))
            return self.show(status=error.status)
        whole, _today = registered(self.collection, today=today)
        said = ngettext("Registrerat. Det är det första svaret.", "Registrerat. Det är svar nummer %(number)d.", whole)
        messages.success(self.request, said % {"number": whole})
        answer = redirect(HERE, *self._place())
        answer["Location"] += f"?kalla={self.head.cleaned_data['kalla']}&version={self.version.number}"
        return answer

    def _keep(self) -> None:
        head = self.head.cleaned_data
        register_response(
            collection=self.collection,
            version=self.version,
            paper=OnPaper(
                answers=self.written.answers,
                language=head["sprak"],
                source=Source(head["kalla"]),
                sending_key=head["nyckel"],
                code=head.get("kod", ""),
            ),
            by=self.request.official,
            now=self.request.now,
        )

    def _place(self) -> tuple[str, str, str]:
        survey = self.collection.survey
        return survey.dialogue.slug, survey.slug, self.collection.slug


addresses = [
    path(
        "dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/registrera/",
        register,
        name="survey-register",
    ),
]
