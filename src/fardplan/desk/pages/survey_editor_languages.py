"""The languages of a survey: which there are, and each text beside its original."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.editing import fingerprint
from fardplan.base.errors import Invalid, NotFound
from fardplan.base.text import clean
from fardplan.desk.access import official_required
from fardplan.desk.page import page_of
from fardplan.desk.survey_editing import place_name, survey_of, survey_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition
from fardplan.surveys.definition.phrases import PHRASES, is_ours, missing_in
from fardplan.surveys.definition.shape import PhraseName
from fardplan.surveys.definition.texts import Text, phrases_of, texts_of, translated, with_languages
from fardplan.surveys.definition.words import language_name
from fardplan.surveys.forms.writing import LanguagesForm
from fardplan.surveys.models import Survey

TAB = "desk:survey-languages"
LONGEST = 5_000
MOST_AT_ONCE = 300  # texts on one screen
PHRASES_PLACE = "ord"
MANY_LINES = {"introduction", "thanks", "text"}

FIELD_WORDS: dict[str, Promise] = {
    "phrases": gettext_lazy("Ord"),
    "title": gettext_lazy("Rubrik"),
    "introduction": gettext_lazy("Inledning"),
    "thanks": gettext_lazy("Tack"),
    "text": gettext_lazy("Text"),
    "label": gettext_lazy("Fråga"),
    "hint": gettext_lazy("Hjälptext"),
    "constraint_message": gettext_lazy("Felmeddelande"),
    "unit": gettext_lazy("Enhet"),
    "choices": gettext_lazy("Svarsalternativ"),
    "rows": gettext_lazy("Rad"),
    "groups": gettext_lazy("Större grupp"),
    "scale": gettext_lazy("Skalans ände"),
    "grid": gettext_lazy("Vad bilden visar"),
}


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    missing: int  # texts that have not been translated
    phrases_missing: int = 0  # of our own words, in a language that our pages are not in
    has_phrases: bool = False


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """Which languages there are; another is added here."""
    _dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    form = LanguagesForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["add"]
        _write_languages(request, of, add=code)
        messages.success(request, _("Nu kan enkäten översättas till %(language)s.") % {"language": language_name(code)})
        return redirect("desk:survey-language", slug=slug, survey=survey, code=code)
    texts = texts_of(definition)
    listed = [
        Language(
            code,
            language_name(code),
            missing=sum(not each.words.get(code) for each in texts),
            phrases_missing=len(missing_in(definition, code)),
            has_phrases=not is_ours(code),
        )
        for code in definition.languages
    ]
    status = 422 if form.errors else 200
    return survey_page(
        request, "desk/surveys/languages.html", of, tab=TAB, status=status, form=form, listed=listed, texts=len(texts)
    )


def _write_languages(request: OfficialRequest, of: Survey, *, add: str = "", remove: str = "") -> None:
    def edit(stored: Definition) -> Definition:
        kept = [code for code in stored.languages if code not in {add, remove}]
        wanted = [*kept, add] if add else kept
        if len(wanted) > 12:
            raise Invalid(_("En enkät kan ha högst %(most)d språk.") % {"most": 12})
        return with_languages(stored, wanted)

    actions.edit_draft(survey=of, edit=edit, by=request.official, now=request.now)


@official_required
@require_POST
def remove_language(request: OfficialRequest, slug: str, survey: str, code: str) -> HttpResponse:
    """Take a language away, with what was written in it. The first one stays: the others are translated from it."""
    _dialogue, of = survey_of(request, slug, survey)
    _further(of.drafted, code)
    _write_languages(request, of, remove=code)
    messages.success(request, _("Enkäten finns inte längre på %(language)s.") % {"language": language_name(code)})
    return redirect("desk:survey-languages", slug=slug, survey=survey)


def _further(definition: Definition, language: str) -> None:
    if language not in definition.languages[1:]:
        raise NotFound(_("Enkäten finns inte på det språket."))


def _translated_to(definition: Definition, language: str) -> None:
    """A further language; or the first, where our own words are not in it."""
    if language != definition.language or is_ours(language):
        _further(definition, language)


def _texts_to(definition: Definition, language: str) -> list[Text]:
    """What is translated to a language: our own words first, where our pages are not in it."""
    of_survey = texts_of(definition) if language != definition.language else []
    return [*phrases_of(definition, language), *of_survey]


# --- one language -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A text to translate. `name` is of its field; `theirs` is what somebody else saved meanwhile."""

    text: Text
    name: str
    label: str
    original: str
    written: str
    many_lines: bool
    theirs: str | None = None


@dataclass(frozen=True)
class Block:
    """The texts of the whole, of a page or of a question; or our own words."""

    place: str
    heading: str
    lines: list[Line]
    told: str = ""
    lang: str = ""  # of the originals


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: OfficialRequest, slug: str, survey: str, code: str) -> HttpResponse:
    """Every text beside its original. Each is saved for itself: two who translate different texts do not meet."""
    _dialogue, of = survey_of(request, slug, survey)
    _translated_to(of.drafted, code)
    conflicts: set[str] = set()
    if request.method == "POST":
        conflicts = _save(request, of, code)
        of.refresh_from_db()
        if not conflicts:
            messages.success(request, _("Sparat."))
            return redirect(request.get_full_path())
    definition = of.drafted
    page = page_of(request, _texts_to(definition, code), per_page=MOST_AT_ONCE)
    texts: list[Text] = list(page.object_list)
    return survey_page(
        request,
        "desk/surveys/language.html",
        of,
        tab=TAB,
        status=409 if conflicts else 200,
        blocks=_blocks(request, definition, code, texts, conflicts),
        seen=json.dumps({each.key: fingerprint(clean(each.words.get(code, ""))) for each in texts}),
        page=page,
        conflicts=len(conflicts),
        translating=Language(code, language_name(code), 0),
    )


def _save(request: OfficialRequest, of: Survey, language: str) -> set[str]:
    """Save what was changed; the keys of texts that somebody else has changed since they were shown."""
    conflicts: set[str] = set()
    seen = _seen(request)

    def edit(stored: Definition) -> Definition:
        conflicts.clear()
        wanted: dict[str, str] = {}
        for each in _texts_to(stored, language):
            written, now = _written(request, each), clean(each.words.get(language, ""))
            if written is None or written == now or fingerprint(written) == seen.get(each.key):
                continue
            if fingerprint(now) != seen.get(each.key):
                conflicts.add(each.key)
            else:
                wanted[each.key] = written
        return translated(stored, language, wanted)

    actions.edit_draft(survey=of, edit=edit, by=request.official, now=request.now)
    return conflicts


def _seen(request: OfficialRequest) -> dict[str, str]:
    """The fingerprint of each text the page showed. One field holds them all: a request may not have any number."""
    try:
        seen = json.loads(request.POST.get("seen", ""))
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _written(request: OfficialRequest, text: Text) -> str | None:
    """What was written for a text; None when the page did not have it."""
    if text.key not in request.POST:
        return None
    written = clean(request.POST[text.key])
    if text.field not in MANY_LINES | {"label"}:
        written = " ".join(written.split())
    return written[:LONGEST]


def _place_of(text: Text) -> str:
    return PHRASES_PLACE if text.field == "phrases" else text.place


def _block(definition: Definition, text: Text) -> Block:
    if text.field == "phrases":
        told = _(
            "Orden på knappar och i fasta svar finns bara på webbplatsens språk. Översätt dem här. "
            "Där du lämnar tomt visas webbplatsens ord."
        )
        return Block(PHRASES_PLACE, _("Knappar och fasta svar"), [], told, lang=get_language() or "")
    return Block(text.place, place_name(definition, text.place) or _("Hela enkäten"), [], lang=definition.language)


def _label_of(text: Text) -> str:
    if text.field == "phrases" and (then := PHRASES[_phrase(text)].then):
        return _("Det som står före %(then)s") % {"then": then}
    return str(FIELD_WORDS.get(text.field, text.field))


def _original_of(definition: Definition, text: Text) -> str:
    if text.field == "phrases":
        return str(PHRASES[_phrase(text)].words)
    return definition.say(text.words, definition.language)


def _phrase(text: Text) -> PhraseName:
    return cast(PhraseName, text.key.removeprefix(":"))


def _blocks(
    request: OfficialRequest, definition: Definition, language: str, texts: list[Text], conflicts: set[str]
) -> list[Block]:
    blocks: list[Block] = []
    for text in texts:
        stored = text.words.get(language, "")
        in_conflict = text.key in conflicts
        line = Line(
            text=text,
            name=text.key,
            label=_label_of(text),
            original=_original_of(definition, text),
            written=(_written(request, text) or "") if in_conflict else stored,
            many_lines=text.field in MANY_LINES or len(_original_of(definition, text)) > 100,
            theirs=stored if in_conflict else None,
        )
        if not blocks or blocks[-1].place != _place_of(text):
            blocks.append(_block(definition, text))
        blocks[-1].lines.append(line)
    return blocks


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/sprak/"
addresses = [
    path(_SURVEY, languages, name="survey-languages"),
    path(f"{_SURVEY}<slug:code>/", language, name="survey-language"),
    path(f"{_SURVEY}<slug:code>/ta-bort/", remove_language, name="remove-survey-language"),
]
