"""Writing a section's passages: each saved by itself, divided, joined, moved, taken away and put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.editing import ChangedMeanwhile, fingerprint, values_of
from fardplan.base.errors import Conflict, DomainError
from fardplan.base.templatetags.fardplan import clock_time
from fardplan.base.text import whole_number
from fardplan.desk import writing
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.desk.pages.strategy import SECTION_TABS
from fardplan.desk.texts import draft_of, forget_taken, keep_taken, passage_of, section_of, taken_from
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy import actions, forms
from fardplan.strategy.models import Passage, Section
from fardplan.strategy.rules import pieces, places_to_split


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def passages(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, section = section_of(request, slug, number)
    if request.method == "POST":
        return _save(request, dialogue, section)
    after = request.GET.get("nytt", "")
    page = writing.shown(section, new_after=whole_number(after, -1) if after else None)
    return _show(request, dialogue, section, page)


def _show(
    request: OfficialRequest,
    dialogue: Dialogue,
    section: Section,
    page: writing.Page,
    *,
    status: int = 200,
    problem: DomainError | None = None,
) -> HttpResponse:
    context = {
        "section": section,
        "draft": section.draft,
        "tabs": tabs(SECTION_TABS, dialogue.slug, section.pk, here="desk:passages"),
        "page": page,
        "problem": problem,
        "taken": taken_from(request, section.draft),
        "around": _around(section),
    }
    return desk_page(request, "desk/writing.html", context, dialogue=dialogue, here="strategy", status=status)


def _around(section: Section) -> tuple[Section | None, Section | None]:
    """The section read before this one and the one read after it."""
    order = list(Section.objects.filter(draft=section.draft_id).order_by("position", "id"))
    place = next((place for place, each in enumerate(order) if each.pk == section.pk), 0)
    return order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None


def _save(request: OfficialRequest, dialogue: Dialogue, section: Section) -> HttpResponse:
    """Save what was written; then do what the button that was pressed asks for."""
    in_order = str(section.revision) == request.POST.get("ordning")
    try:
        page = writing.save(section, request.POST, by=request.official, now=request.now)
    except Conflict as error:
        page = writing.as_written(section, request.POST)
        return _show(request, dialogue, section, page, status=error.status, problem=error)
    section.refresh_from_db()
    if page.errors:
        return _show(request, dialogue, section, page, status=422)
    if page.contests:
        return _show(request, dialogue, section, page, status=409)
    does, _colon, where = request.POST.get("gor", "").partition(":")
    if not does:
        messages.success(request, _("Sparat."))
        return redirect("desk:passages", slug=dialogue.slug, number=section.pk)
    passage = Passage.objects.select_related("section", "draft__strategy").filter(
        section=section, pk=whole_number(where)
    )
    order = section.revision if in_order else -1
    return _do(request, dialogue, section, does, passage.first(), order, page)


def _do(
    request: OfficialRequest,
    dialogue: Dialogue,
    section: Section,
    does: str,
    passage: Passage | None,
    order: int,
    page: writing.Page,
) -> HttpResponse:
    here = reverse("desk:passages", args=[dialogue.slug, section.pk])
    if does == "ny":
        after = passage.pk if passage else 0
        return redirect(f"{here}?nytt={after}#ny")
    if passage is None:
        return _show(request, dialogue, section, writing.shown(section), status=409, problem=actions.Gone())
    if does in {"dela", "flytta"}:
        return redirect(_leads_to(request, dialogue, does, passage))
    seen = writing.revisions_seen(request.POST, page.saved)
    try:
        button = writing.Button(does, passage, order, seen)
        taken = writing.press(button, by=request.official, now=request.now)
    except Conflict as error:
        section.refresh_from_db()
        return _show(request, dialogue, section, writing.shown(section), status=409, problem=error)
    if taken:
        keep_taken(request, taken)
        return redirect(f"{here}#borttaget")
    return redirect(f"{here}#stycke-{passage.pk}")


def _leads_to(request: OfficialRequest, dialogue: Dialogue, does: str, passage: Passage) -> str:
    name = "desk:split-passage" if does == "dela" else "desk:place-passage"
    address = reverse(name, args=[dialogue.slug, passage.pk])
    cursor = request.POST.get("vid", "")
    return f"{address}?vid={cursor}" if does == "dela" and cursor.isdecimal() else address


@official_required
@require_POST
def passage(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Save one passage as it is being written; a script asks. Says when it was saved, or shows the other's words."""
    dialogue, stored = passage_of(request, slug, number)
    prefix = writing.prefix_of(stored)
    if request.POST.get(f"{prefix}-val") == writing.THEIRS:
        return _saved(request, stored)
    form = forms.PassageForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return _refused(" ".join(str(error) for errors in form.errors.values() for error in errors), status=422)
    try:
        return _saved(request, writing.save_passage(stored, form, by=request.official, now=request.now))
    except ChangedMeanwhile as error:
        line = writing.contest_of(stored, form.words, error.theirs)
        context = {"line": line, "by_script": True, "dialogue": dialogue}
        return render(request, "desk/parts/contest.html", context, status=409)
    except DomainError as error:
        return _refused(f"{error.message} {error.what_next}", status=error.status)


@official_required
@require_POST
def new_passage(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Save a passage that is being written for the first time; a script asks."""
    _dialogue, section = section_of(request, slug, number)
    form = forms.PassageForm(request.POST, prefix=request.POST.get("prefix", "ny-0"))
    if not form.is_valid():
        return _refused(" ".join(str(error) for errors in form.errors.values() for error in errors), status=422)
    try:
        return _saved(request, writing.add(section, form, by=request.official, now=request.now))
    except DomainError as error:
        return _refused(f"{error.message} {error.what_next}", status=error.status)


def _saved(request: OfficialRequest, stored: Passage) -> HttpResponse:
    words = values_of(stored, forms.WORDS)
    told = {"id": stored.pk, "revision": stored.revision, "was": fingerprint(words), "order": stored.section.revision}
    return JsonResponse({**words, **told, "at": clock_time(request.now)})


def _refused(message: str, *, status: int) -> HttpResponse:
    return JsonResponse({"message": message.strip()}, status=status)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def split_passage(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = passage_of(request, slug, number)
    form = forms.SplitForm(request.POST or None, initial={"revision": stored.revision})
    status, problem = 200, None
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.split_passage(passage=stored, by=request.official, now=request.now, **form.cleaned_data)
            except ChangedMeanwhile as error:
                stored, problem, status = error.theirs, error, 409
                form = forms.SplitForm(initial={"revision": stored.revision})
            except DomainError as error:
                if error.field != "at":
                    raise
                form.add_error("at", str(error.message))
            else:
                messages.success(request, _("Stycket är delat i två."))
                return redirect(_back_to(slug, stored))
        status = status if problem else 422
    return _show_split(request, dialogue, stored, form, status=status, problem=problem)


def _show_split(
    request: OfficialRequest,
    dialogue: Dialogue,
    stored: Passage,
    form: forms.SplitForm,
    *,
    status: int,
    problem: DomainError | None,
) -> HttpResponse:
    places = places_to_split(stored.text)
    cursor = request.GET.get("vid", "")
    at = whole_number(cursor)
    asked = at if 0 < at < len(stored.text) else None
    if asked is not None and asked not in places:
        places = sorted([*places, asked])
    cut = pieces(stored.text, places)
    context = {
        "passage": stored,
        "form": form,
        "problem": problem,
        "first_piece": cut[0],
        "places": list(zip(places, cut[1:], strict=True)),
        "asked": asked if asked is not None else places[0] if len(places) == 1 else None,
        "cancel": _back_to(dialogue.slug, stored),
    }
    return desk_page(request, "desk/split.html", context, dialogue=dialogue, here="strategy", status=status)


def _back_to(slug: str, stored: Passage) -> str:
    return f"{reverse('desk:passages', args=[slug, stored.section_id])}#stycke-{stored.pk}"


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_passage(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = passage_of(request, slug, number)

    def save(form: forms.PlaceForm) -> str:
        data = form.cleaned_data
        order = whole_number(data["seen"], -1) if data["seen"] else None
        moved = actions.place_passage(
            passage=stored, section=data["section"], first=form.first, order=order,
            by=request.official, now=request.now,
        )  # fmt: skip
        return _back_to(slug, moved)

    context: dict[str, Any] = {
        "heading": _("Flytta %(passage)s") % {"passage": stored},
        "submit": _("Flytta"),
        "cancel": _back_to(slug, stored),
    }
    initial = {"section": stored.section_id, "seen": stored.section.revision}
    form = forms.PlaceForm(request.POST or None, draft=stored.draft, initial=initial)
    frame = Frame("desk/form.html", dialogue, "strategy", context, saved=_("Stycket är flyttat."))
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def put_back(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Undo the last removal in a draft."""
    _dialogue, draft = draft_of(request, slug, number)
    taken = taken_from(request, draft)
    if taken is None:
        raise Conflict(_("Det finns inget att lägga tillbaka."), what_next=_("Det går att ångra i två timmar."))
    actions.put_back(draft=draft, taken=taken, by=request.official, now=request.now)
    forget_taken(request)
    messages.success(request, _("%(what)s är tillbaka.") % {"what": taken["label"]})
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if here else reverse("desk:draft", args=[slug, number]))


addresses = [
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/", passages, name="passages"),
    path("dialog/<slug:slug>/strategi/avsnitt/<int:number>/nytt-stycke/", new_passage, name="new-passage"),
    path("dialog/<slug:slug>/strategi/stycke/<int:number>/", passage, name="passage"),
    path("dialog/<slug:slug>/strategi/stycke/<int:number>/dela/", split_passage, name="split-passage"),
    path("dialog/<slug:slug>/strategi/stycke/<int:number>/flytta/", place_passage, name="place-passage"),
    path("dialog/<slug:slug>/strategi/utkast/<int:number>/lagg-tillbaka/", put_back, name="put-back"),
]
