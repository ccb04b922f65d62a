"""Sorting contributions: whose they are, which themes they have, what they are about. One, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base import text
from fardplan.base.errors import DomainError, Invalid
from fardplan.contributions import actions
from fardplan.contributions.about import Topic, about_of, find_about, topics
from fardplan.contributions.desk_filter import chosen_query
from fardplan.contributions.desk_queries import (
    access_contribution_at_desk,
    chosen_contributions,
    colleagues,
)
from fardplan.contributions.models import Contribution, Theme
from fardplan.contributions.theme_queries import themes_of
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import HERE, queue_of
from fardplan.desk.one_contribution import back_to, chosen_by_sender
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest

MOST_AT_ONCE = 500
MOST_ANSWERED = 100  # in one address


# --- many at once -----------------------------------------------------------------------------------------------------


@official_required
@require_POST
def many(request: OfficialRequest, slug: str) -> HttpResponse:
    """What is done with the ticked contributions, or with everything the filter finds; back to the same list."""
    dialogue = desk_dialogue(request, slug, "sort")
    do = MANY.get(request.POST.get("gor", ""))
    try:
        if do is None:
            raise Invalid(_("Välj vad du vill göra."))
        answer = do(request, dialogue, _ticked(request, dialogue))
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        answer = None
    if answer is not None:
        return answer
    query = request.GET.urlencode()
    return redirect(reverse("desk:contributions", args=[slug]) + (f"?{query}" if query else ""))


def _ticked(request: OfficialRequest, dialogue: Dialogue) -> list[Contribution]:
    if "alla" in request.POST:
        ids = queue_of(request, dialogue).found.ids
        if len(ids) > MOST_AT_ONCE:
            raise Invalid(_("Högst %(number)s åt gången. Filtrera lite till.") % {"number": MOST_AT_ONCE})
        return chosen_contributions(dialogue, ids=ids)
    chosen = chosen_contributions(dialogue, labels=request.POST.getlist("nr")[:MOST_AT_ONCE])
    if not chosen:
        raise Invalid(_("Välj minst en synpunkt."))
    return chosen


def _answer(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> HttpResponse:
    if len(chosen) > MOST_ANSWERED:
        raise Invalid(
            _("Högst %(number)s i ett svar åt gången. Lägg till resten när svaret är sparat.")
            % {"number": MOST_ANSWERED}
        )
    numbers = urlencode([("nr", each.label) for each in chosen])
    return redirect(f"{reverse('desk:new-reply', args=[dialogue.slug])}?{numbers}")


def _assign(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> None:
    done = actions.assign(
        contributions=chosen,
        to=_official(request, dialogue),
        take_over="ta-over" in request.POST,
        by=request.official,
        now=request.now,
    )
    _tell_assigned(request, done)


def _tell_assigned(request: OfficialRequest, done: actions.Assigned) -> None:
    number = len(done.given)
    if number:
        words = ngettext("%(number)s synpunkt är tilldelad.", "%(number)s synpunkter är tilldelade.", number)
        messages.success(request, words % {"number": number})
    if done.held:
        held = ", ".join(f"{each.label} ({each.assigned_to})" for each in done.held[:20])
        messages.warning(
            request,
            _("Någon annan har redan: %(held)s. Kryssa för Ta över om de ska byta handläggare.") % {"held": held},
        )


def _official(request: OfficialRequest, dialogue: Dialogue) -> Official | None:
    """Who is chosen in the form: "jag", a colleague's number, or nobody."""
    value = request.POST.get("handlaggare", "")
    if value == "jag":
        return request.official
    if value in {"", "ingen"}:
        return None
    found = next((one for one in colleagues(dialogue) if str(one.pk) == value), None)
    if found is None:
        raise Invalid(_("Den du valde har ingen roll som räcker i dialogen."))
    return found


def _add_theme(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> None:
    _set_themes(request, chosen, add=[_theme(request, dialogue, may_be_new=True)])


def _take_theme(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> None:
    _set_themes(request, chosen, remove=[_theme(request, dialogue)])


def _set_themes(
    request: OfficialRequest, chosen: list[Contribution], *, add: Sequence[Theme] = (), remove: Sequence[Theme] = ()
) -> None:
    number = actions.set_themes(contributions=chosen, add=add, remove=remove, by=request.official, now=request.now)
    words = ngettext("%(number)s synpunkt fick ändrade teman.", "%(number)s synpunkter fick ändrade teman.", number)
    messages.success(request, words % {"number": number})


def _theme(request: OfficialRequest, dialogue: Dialogue, *, may_be_new: bool = False) -> Theme:
    """The theme that is chosen, or one made of the name that is written."""
    name = text.clean_line(request.POST.get("nytt-tema", ""))[:80]
    known = themes_of(dialogue)
    if name and may_be_new:
        same = next((theme for theme in known if theme.name.casefold() == name.casefold()), None)
        return same or actions.create_theme(dialogue=dialogue, name=name, by=request.official, now=request.now)
    slug = request.POST.get("tema", "")
    found = next((theme for theme in known if theme.slug == slug), None)
    if found is None:
        raise Invalid(_("Välj ett tema, eller skriv vad ett nytt ska heta."))
    return found


def _read(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> None:
    number = actions.mark_many_read(contributions=chosen, by=request.official, now=request.now)
    words = ngettext(
        "%(number)s synpunkt är markerad som läst.", "%(number)s synpunkter är markerade som lästa.", number
    )
    messages.success(request, words % {"number": number})


def _publish(request: OfficialRequest, dialogue: Dialogue, chosen: list[Contribution]) -> None:
    done = actions.publish_many(contributions=chosen, by=request.official, now=request.now)
    words = ngettext("%(number)s synpunkt är publicerad.", "%(number)s synpunkter är publicerade.", done.number)
    if done.number or not (done.unread or done.letters):
        messages.success(request, words % {"number": done.number})
    if done.unread:
        words = _("Ingen har läst %(labels)s än. Läs dem, markera dem som lästa och publicera dem sedan.")
        messages.warning(request, words % {"labels": _some(done.unread)})
    if done.letters:
        words = _(
            "Hela brev med fil är inte publicerade: %(labels)s. Markera synpunkter i dem, eller publicera ett i taget."
        )
        messages.warning(request, words % {"labels": _some(done.letters)})


def _some(contributions: Sequence[Contribution]) -> str:
    """The first numbers of a list, and that there are more."""
    return ", ".join(each.label for each in contributions[:20]) + (" …" if len(contributions) > 20 else "")


MANY: dict[str, Callable[[OfficialRequest, Dialogue, list[Contribution]], HttpResponse | None]] = {
    "svara": _answer,
    "tilldela": _assign,
    "ge-tema": _add_theme,
    "ta-tema": _take_theme,
    "last": _read,
    "publicera": _publish,
}


# --- one --------------------------------------------------------------------------------------------------------------


@official_required
@require_POST
def assign_one(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    """Give one contribution to somebody. When a colleague took it since the page was opened, nothing changes."""
    dialogue = desk_dialogue(request, slug, "sort")
    found = access_contribution_at_desk(dialogue, label)
    seen = request.POST.get("sedd", "")
    holder = str(found.assigned_to_id or "")
    try:
        to = _official(request, dialogue)
        done = actions.assign(
            contributions=[found], to=to, take_over=seen == holder, by=request.official, now=request.now
        )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect(back_to(request, found))
    if done.held:
        words = _("%(who)s tog %(label)s medan du läste. Inget är ändrat.")
        messages.warning(request, words % {"who": done.held[0].assigned_to, "label": found.label})
    elif to is None:
        messages.success(request, _("%(label)s har ingen handläggare.") % {"label": found.label})
    else:
        messages.success(request, _("%(who)s har nu %(label)s.") % {"who": to, "label": found.label})
    return redirect(back_to(request, found))


@official_required
@require_POST
def themes_of_one(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    """Exactly the themes that are ticked, and a new one when its name is written."""
    dialogue = desk_dialogue(request, slug, "sort")
    found = access_contribution_at_desk(dialogue, label)
    known = themes_of(dialogue)
    ticked = set(request.POST.getlist("tema"))
    had = set(request.POST.getlist("hade"))
    try:
        new = [_theme(request, dialogue, may_be_new=True)] if request.POST.get("nytt-tema", "").strip() else []
        actions.set_themes(
            contributions=[found],
            # Only what was changed here: what a colleague has done meanwhile stays.
            add=[*(theme for theme in known if theme.slug in ticked - had), *new],
            remove=[theme for theme in known if theme.slug in had - ticked],
            by=request.official,
            now=request.now,
        )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, _("Teman för %(label)s är sparade.") % {"label": found.label})
    return redirect(back_to(request, found))


# --- another home -----------------------------------------------------------------------------------------------------

MOST_PLACES = 40


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    """Let a contribution be about another passage, section or day: search, choose, move."""
    dialogue = desk_dialogue(request, slug, "sort")
    found = access_contribution_at_desk(dialogue, label)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            moved = _move(request, dialogue, found)
        except DomainError as problem:
            error = problem
            found = access_contribution_at_desk(dialogue, label)
        else:
            words = _("%(label)s gäller nu %(about)s.") % {"label": moved.label, "about": about_of(moved).label}
            messages.success(request, words)
            return redirect(back_to(request, found))
    places, more = _places(request, dialogue)
    context = {
        "contribution": found,
        "about": about_of(found),
        "chosen_by_sender": chosen_by_sender(found),
        "places": places,
        "more": more,
        "words": request.GET.get("ord", ""),
        "query": chosen_query(request.GET),
        "error": error,
    }
    status = error.status if error else 200
    return desk_page(request, "desk/contributions/move.html", context, dialogue=dialogue, here=HERE, status=status)


def _move(request: OfficialRequest, dialogue: Dialogue, found: Contribution) -> Contribution:
    anchor = request.POST.get("about", "")
    if not anchor:
        raise Invalid(_("Välj vad synpunkten gäller."))
    return actions.move_home(
        contribution=found,
        to=find_about(dialogue, anchor, now=request.now),
        revision=text.whole_number(request.POST.get("revision"), -1),
        by=request.official,
        now=request.now,
    )


def _places(request: OfficialRequest, dialogue: Dialogue) -> tuple[list[Topic], int]:
    """What the words find, and how many more there are than are shown."""
    words = request.GET.get("ord", "").casefold().split()
    found = [
        topic
        for topic in topics(dialogue, now=request.now, exact=True)
        if all(word in f"{topic.label} {topic.group}".casefold() for word in words)
    ]
    return found[:MOST_PLACES], max(len(found) - MOST_PLACES, 0)


addresses = [
    path("dialog/<slug:slug>/synpunkter/valda/", many, name="many-contributions"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/handlaggare/", assign_one, name="assign-contribution"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/teman/", themes_of_one, name="contribution-themes"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/flytta/", move, name="move-contribution"),
]
