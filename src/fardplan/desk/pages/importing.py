"""A file becomes a draft: read, looked through, asked about, made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import DomainError, Invalid, NotFound
from fardplan.desk import importing
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page, page_of
from fardplan.desk.texts import strategy_of
from fardplan.dialogue.models import Dialogue
from fardplan.documents.reading import files, words
from fardplan.documents.reading.outline import outline
from fardplan.documents.reading.shapes import Outline
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy import actions, forms
from fardplan.strategy.imported import left_out_unpacked
from fardplan.strategy.models import ImportedText, SectionKind
from fardplan.strategy.queries import Review, open_imports, review_of


def _imported(request: OfficialRequest, slug: str, number: int) -> tuple[Dialogue, Review]:
    dialogue, strategy = strategy_of(request, slug)
    row = ImportedText.objects.select_related("since__strategy", "draft").filter(strategy=strategy, pk=number).first()
    if row is None:
        raise NotFound(gettext_lazy("Inläsningen finns inte."), what_next=gettext_lazy("Läs in filen igen."))
    return dialogue, review_of(row)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_text(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue, strategy = strategy_of(request, slug)

    def save(form: forms.ImportForm) -> str:
        row = actions.take_in(
            strategy=strategy, outline=_read(form), name=_name(form), since=form.cleaned_data["since"],
            by=request.official, now=request.now,
        )  # fmt: skip
        return reverse("desk:imported", args=[slug, row.pk])

    context = {
        "heading": _("Läs in en text"),
        "lead": _("Filen blir avsnitt och stycken. Inget publiceras: först får du se hur den lästes."),
        "submit": _("Läs in"),
        "cancel": reverse("desk:strategy", args=[slug]),
        "open_imports": open_imports(strategy),
    }
    form = forms.ImportForm(request.POST or None, request.FILES or None, strategy=strategy)
    frame = Frame("desk/import_text.html", dialogue, "strategy", context, saved=_("Filen är läst."))
    return form_page(request, form, save, frame=frame)


def _read(form: forms.ImportForm) -> Outline:
    """The file or the text as sections and passages. What is wrong with it is said at its field."""
    upload = form.cleaned_data["upload"]
    try:
        document = files.read(upload) if upload else files.read_pasted(form.cleaned_data["pasted"])
    except DomainError as problem:
        told = f"{problem.message} {problem.what_next}".strip()
        raise Invalid(told, field="upload" if upload else "pasted") from problem
    return outline(document, one_passage_per=form.cleaned_data["per"], beginning=_("Inledning"))


def _name(form: forms.ImportForm) -> str:
    upload = form.cleaned_data["upload"]
    return str(upload.name) if upload else _("Inklistrad text")


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def imported(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, review = _imported(request, slug, number)
    if request.method == "POST":
        return _answered(request, dialogue, review, reverse("desk:imported", args=[slug, number]))
    context = {
        "review": review,
        "row": review.row,
        "whole": importing.whole_question(review),
        "questions": importing.questions(review),
        "left_out": words.grouped(left_out_unpacked(review.row.left_out)),
        "sections": [
            (each, review.level_of(each), review.kind_of(each), review.counts_by_section.get(each.place, []))
            for each in review.imported.sections
        ],
        "compare": forms.CompareForm(strategy=dialogue.strategy, initial={"since": review.row.since_id})
        if dialogue.strategy
        else None,
    }
    return desk_page(request, "desk/imported.html", context, dialogue=dialogue, here="strategy")


def _answered(request: OfficialRequest, dialogue: Dialogue, review: Review, back: str) -> HttpResponse:
    """Keep the answers of a page; those somebody else has given meanwhile stand, and that is told."""
    contested: list[int] = []
    given = importing.answers_in(request.POST)
    for about, (said, seen) in given.items():
        contested += actions.answer(
            row=review.row, about=about, answers=said, seen=seen, by=request.official, now=request.now
        )
    if contested:
        messages.warning(request, _("Någon annan har svarat på samma fråga medan du tittade. Deras svar står kvar."))
    elif given:
        messages.success(request, _("Sparat."))
    else:
        messages.info(request, _("Inget svar var valt."))
    return redirect(back)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def imported_section(request: OfficialRequest, slug: str, number: int, place: int) -> HttpResponse:
    dialogue, review = _imported(request, slug, number)
    if place >= len(review.imported.sections):
        raise NotFound(gettext_lazy("Avsnittet finns inte i filen."))
    if request.method == "POST":
        return _answered(request, dialogue, review, reverse("desk:imported-section", args=[slug, number, place]))
    section = review.imported.sections[place]
    page = page_of(request, review.blocks_in(place))
    context = {
        "review": review,
        "row": review.row,
        "section": section,
        "outcome": review.sections[place],
        "kind": review.kind_of(section),
        "kind_seen": review.row.answers.get("kind", {}).get(str(place), ""),
        "kinds": SectionKind.choices,
        "known_sections": list(review.known_sections.values()),
        "page": page,
        "rows": importing.compared(review, list(page)),
        "around": _around(review, place),
    }
    return desk_page(request, "desk/imported_section.html", context, dialogue=dialogue, here="strategy")


def _around(review: Review, place: int) -> tuple[Any, Any]:
    sections = review.imported.sections
    return sections[place - 1] if place else None, sections[place + 1] if place + 1 < len(sections) else None


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def imported_passage(request: OfficialRequest, slug: str, number: int, place: int) -> HttpResponse:
    """One passage of the file: which passage of the draft is it? The editor has the last word."""
    dialogue, review = _imported(request, slug, number)
    if place >= len(review.imported.blocks) or review.known is None:
        raise NotFound(gettext_lazy("Stycket finns inte i filen."))
    block = review.imported.blocks[place]
    back = f"{reverse('desk:imported-section', args=[slug, number, block.section])}#stycke-{place}"
    if request.method == "POST":
        return _answered(request, dialogue, review, back)
    searched = request.GET.get("q", "").strip()
    context = {
        "review": review,
        "row": review.row,
        "block": block,
        "outcome": review.blocks[place],
        "question": importing.one_question(review, block, searched=searched),
        "searched": searched,
        "cancel": back,
    }
    return desk_page(request, "desk/imported_passage.html", context, dialogue=dialogue, here="strategy")


@official_required
@require_POST
def compare_again(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, review = _imported(request, slug, number)
    form = forms.CompareForm(request.POST, strategy=review.row.strategy)
    if not form.is_valid():
        raise Invalid(gettext_lazy("Välj ett utkast att jämföra med."))
    actions.compare_again(row=review.row, since=form.cleaned_data["since"], by=request.official, now=request.now)
    messages.success(request, _("Filen är jämförd på nytt."))
    return redirect("desk:imported", slug=dialogue.slug, number=number)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_of_imported(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, review = _imported(request, slug, number)

    def save(form: forms.DraftForm) -> str:
        draft = actions.make_draft(row=review.row, by=request.official, now=request.now, **form.changes)
        return reverse("desk:draft", args=[slug, draft.pk])

    context = {
        "heading": _("Gör ett utkast av %(name)s") % {"name": review.row.name},
        "lead": _("Utkastet publiceras inte. Ni kan fortsätta skriva i det."),
        "submit": _("Gör utkastet"),
        "cancel": reverse("desk:imported", args=[slug, number]),
    }
    initial = {"title": review.imported.title}
    form = forms.DraftForm(request.POST or None, initial=initial)
    frame = Frame("desk/form.html", dialogue, "strategy", context, saved=_("Utkastet är gjort."))
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def throw_away_imported(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, review = _imported(request, slug, number)
    actions.throw_away(row=review.row, by=request.official, now=request.now)
    messages.success(request, _("Inläsningen är kastad."))
    return redirect("desk:strategy", slug=dialogue.slug)


_ONE = "dialog/<slug:slug>/strategi/las-in/<int:number>/"
addresses = [
    path("dialog/<slug:slug>/strategi/las-in/", import_text, name="import-text"),
    path(_ONE, imported, name="imported"),
    path(f"{_ONE}avsnitt/<int:place>/", imported_section, name="imported-section"),
    path(f"{_ONE}stycke/<int:place>/", imported_passage, name="imported-passage"),
    path(f"{_ONE}jamfor/", compare_again, name="compare-imported"),
    path(f"{_ONE}utkast/", draft_of_imported, name="draft-of-imported"),
    path(f"{_ONE}kasta/", throw_away_imported, name="throw-away-imported"),
]
