"""The door of the desk: who comes in, and what they may reach. Every page module begins with these.

@official_required
@require_safe
def days(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    return desk_page(request, "desk/days.html", {"days": …}, dialogue=dialogue, here="days")
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import NotAllowed, NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue_at_desk
from fardplan.dialogue.rules import Right, rights_in
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest, Viewer

P = ParamSpec("P")


def official_required(
    view: Callable[Concatenate[OfficialRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send those who have not signed in to sign-in. At the desk no preview moves the time."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not isinstance(user, Official) or not user.is_active:
            return redirect_to_login(request.get_full_path())
        time = clock.page_time(request)
        desk = cast(OfficialRequest, request)
        desk.official, desk.viewer = user, Viewer(official=user)
        desk.now, desk.time_is_moved = time.now, time.moved
        return view(desk, *args, **kwargs)

    # The tests read this to see that no page of the desk is left open.
    guarded.for_officials = True  # type: ignore[attr-defined]
    return guarded


def administrator_required(
    view: Callable[Concatenate[OfficialRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For pages that concern the whole installation. To other officials they look like missing."""

    @wraps(view)
    def guarded(request: OfficialRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.official.is_administrator:
            raise NotFound(_("Sidan finns inte."))
        return view(request, *args, **kwargs)

    return official_required(guarded)


def desk_dialogue(request: OfficialRequest, slug: str, right: Right = "see_desk") -> Dialogue:
    """The dialogue, for an official with this right in it.

    Raises NotFound for those who have no role in it, NotAllowed for those whose roles do not give the right.
    """
    dialogue = access_dialogue_at_desk(request.official, slug)
    rights = rights_in(request.official, dialogue)
    if right not in rights:
        raise NotAllowed(
            _("Din roll i dialogen räcker inte för det här."),
            what_next=_("Be en arrangör i dialogen om hjälp, eller om en roll till."),
        )
    _keep_rights(request, dialogue, rights)
    return dialogue


def _keep_rights(request: Any, dialogue: Dialogue, rights: frozenset[Right]) -> None:
    request.desk_rights = {**getattr(request, "desk_rights", {}), dialogue.pk: rights}


def rights_on_page(request: Any, dialogue: Dialogue | None) -> frozenset[Right]:
    """What `desk_dialogue` found out, without asking again."""
    if dialogue is None:
        return frozenset()
    kept = getattr(request, "desk_rights", {})
    return kept[dialogue.pk] if dialogue.pk in kept else rights_in(request.official, dialogue)
