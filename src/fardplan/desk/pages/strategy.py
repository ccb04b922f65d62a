"""Writing the strategy: its drafts, their sections and passages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import DomainError
from fardplan.base.text import whole_number
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.desk.texts import draft_of, keep_taken, section_of, strategy_of, taken_from
from fardplan.dialogue.actions.dialogues import change_dialogue
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import strategies_written_by
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy import actions, forms
from fardplan.strategy.models import Draft, Section, Strategy
from fardplan.strategy.queries import contents_of, order_of

# A longer draft is outlined by its sections alone, each with how many passages it holds.
OUTLINE_WITH_TEXTS = 120
SECTION_TABS: list[tuple[str, Promise]] = [
    ("desk:passages", gettext_lazy("Stycken")),
    ("desk:section", gettext_lazy("Rubrik och slag")),
]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def strategy(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    if dialogue.strategy is None:
        return _choose(request, dialogue)
    drafts = dialogue.strategy.drafts.order_by("-position", "-id")
    return desk_page(request, "desk/strategy.html", {"drafts": drafts}, dialogue=dialogue, here="strategy")


def _choose(request: OfficialRequest, dialogue: Dialogue) -> HttpResponse:
    def save(form: forms.ChooseStrategy) -> str:
        chosen = form.cleaned_data.get("existing") or actions.create_strategy(
            title=form.cleaned_data["title"], language=dialogue.language, by=request.official, now=request.now
        )
        change_dialogue(
            dialogue=dialogue, changes={"strategy": chosen}, seen=None, by=request.official, now=request.now
        )
        return reverse("desk:strategy", args=[dialogue.slug])

    context = {"heading": _("Strategi"), "lead": _("Vad handlar dialogen om? Strategins text skrivs i utkast.")}
    form = forms.ChooseStrategy(request.POST or None, choices=strategies_written_by(request.official))
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, "strategy", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def about_strategy(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue, of = strategy_of(request, slug)
    back = reverse("desk:strategy", args=[slug])

    def save(form: forms.StrategyForm) -> str:
        actions.change_strategy(
            strategy=of, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return back

    frame = Frame("desk/form.html", dialogue, "strategy", {"heading": of.title, "cancel": back})
    form = forms.StrategyForm(request.POST or None, instance=Strategy.objects.get(pk=of.pk))
    return form_page(request, form, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue, of = strategy_of(request, slug)

    def save(form: forms.NewDraftForm) -> str:
        data = form.cleaned_data
        about = {name: data[name] for name in ("number", "title", "note", "copy_of")}
        draft = actions.new_draft(strategy=of, by=request.official, now=request.now, **about)
        return reverse("desk:draft", args=[slug, draft.pk])

    context = {"heading": _("Nytt utkast"), "cancel": reverse("desk:strategy", args=[slug])}
    form = forms.NewDraftForm(request.POST or None, strategy=of)
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, "strategy", context))


@official_required
@require_safe
def draft(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    return _show_draft(request, *draft_of(request, slug, number))


def _show_draft(
    request: OfficialRequest, dialogue: Dialogue, of: Draft, *, problem: DomainError | None = None
) -> HttpResponse:
    contents = contents_of(of)
    context = {
        "draft": of,
        "contents": contents,
        "with_texts": len(contents.passages) <= OUTLINE_WITH_TEXTS,
        "order": "" if of.published_at else order_of(of),
        "taken": taken_from(request, of),
        "problem": problem,
    }
    status = problem.status if problem else 200
    return desk_page(request, "desk/draft.html", context, dialogue=dialogue, here="strategy", status=status)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def about_draft(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = draft_of(request, slug, number)
    back = reverse("desk:draft", args=[slug, number])

    def save(form: forms.DraftForm) -> str:
        actions.change_draft(
            draft=stored, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return back

    heading = _("Om utkast %(number)s") % {"number": stored.number}
    frame = Frame("desk/form.html", dialogue, "strategy", {"heading": heading, "cancel": back})
    form = forms.DraftForm(request.POST or None, instance=Draft.objects.get(pk=stored.pk))
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def delete_draft(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    _dialogue, stored = draft_of(request, slug, number)
    actions.delete_draft(draft=stored, by=request.official, now=request.now)
    messages.success(request, _("Utkastet är borttaget."))
    return redirect("desk:strategy", slug=slug)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """A section last in the draft, or with ?under= last in another section."""
    dialogue, stored = draft_of(request, slug, number)
    parent = Section.objects.filter(draft=stored, pk=whole_number(request.GET.get("under"))).first()

    def save(form: forms.SectionForm) -> str:
        section = actions.add_section(draft=stored, parent=parent, by=request.official, now=request.now, **form.changes)
        return reverse("desk:passages", args=[slug, section.pk])

    context = {
        "heading": _("Nytt avsnitt"),
        "lead": _("Hamnar sist i %(section)s.") % {"section": parent} if parent else "",
        "cancel": reverse("desk:draft", args=[slug, number]),
    }
    form = forms.SectionForm(request.POST or None)
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, "strategy", context))


def _section_frame(template: str, dialogue: Dialogue, section: Section, here: str, **more: Any) -> Frame:
    context = {
        "heading": str(section),
        "section": section,
        "tabs": tabs(SECTION_TABS, dialogue.slug, section.pk, here=here),
        "cancel": reverse("desk:draft", args=[dialogue.slug, section.draft_id]),
    }
    return Frame(template, dialogue, "strategy", context | more)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = section_of(request, slug, number)

    def save(form: forms.SectionForm) -> str:
        actions.change_section(
            section=stored, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return reverse("desk:draft", args=[slug, stored.draft_id])

    form = forms.SectionForm(request.POST or None, instance=Section.objects.get(pk=stored.pk))
    return form_page(request, form, save, frame=_section_frame("desk/section.html", dialogue, stored, "desk:section"))


@official_required
@require_POST
def move_section(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = section_of(request, slug, number)
    seen = request.POST.get("seen")
    try:
        actions.move_section(section=stored, up="upp" in request.POST, seen=seen, by=request.official, now=request.now)
    except actions.OrderChanged as error:
        return _show_draft(request, dialogue, stored.draft, problem=error)
    return redirect(f"{reverse('desk:draft', args=[slug, stored.draft_id])}#{stored.key}")


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_section(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = section_of(request, slug, number)
    back = reverse("desk:draft", args=[slug, stored.draft_id])

    def save(form: forms.PlaceForm) -> str:
        data = form.cleaned_data
        actions.place_section(
            section=stored, parent=data["section"], first=form.first, seen=data["seen"] or None,
            by=request.official, now=request.now,
        )  # fmt: skip
        return f"{back}#{stored.key}"

    context = {"heading": _("Flytta %(section)s") % {"section": stored}, "submit": _("Flytta"), "cancel": back}
    initial = {"section": stored.parent_id, "seen": order_of(stored.draft)}
    form = forms.PlaceForm(
        request.POST or None, draft=stored.draft, outermost=_("ytterst, i inget annat avsnitt"), initial=initial
    )
    frame = Frame("desk/form.html", dialogue, "strategy", context, saved=_("Avsnittet är flyttat."))
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def remove_section(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    _dialogue, stored = section_of(request, slug, number)
    keep_taken(request, actions.remove_section(section=stored, by=request.official, now=request.now))
    return redirect(f"{reverse('desk:draft', args=[slug, stored.draft_id])}#borttaget")


addresses = [
    path("dialog/<slug:slug>/strategi/", strategy, name="strategy"),
    path("dialog/<slug:slug>/strategi/om/", about_strategy, name="about-strategy"),
    path("dialog/<slug:slug>/strategi/utkast/nytt/", new_draft, name="new-draft"),
    path("dialog/<slug:slug>/strategi/utkast/<int:number>/", draft, name="draft"),
    path("dialog/<slug:slug>/strategi/utkast/<int:number>/om/", about_draft, name="about-draft"),
    path("dialog/<slug:slug>/strategi/utkast/<int:number>/ta-bort/", delete_draft, name="delete-draft"),
    path("dialog/<slug:slug>/strategi/utkast/<int:number>/avsnitt/", new_section, name="new-section"),
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/om/", section, name="section"),
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/flytta/", move_section, name="move-section"),
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/flytta-till/", place_section, name="place-section"),
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/ta-bort/", remove_section, name="remove-section"),
]
