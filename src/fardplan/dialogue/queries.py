"""Which dialogues and days there are, for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Model, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day, Dialogue, Document, FormerAddress, Role, Session
from fardplan.dialogue.rules import may_see, may_see_desk, roles_with
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer
from fardplan.strategy.models import Strategy

_read_along: dict[str, Callable[[str], Subquery]] = {}


def read_along(name: str, subquery: Callable[[str], Subquery]) -> None:
    """Let an app above tell something of every dialogue that a page is about, in the query that reads it: what the
    navigation leads to. `subquery` takes the way from what is read to the key of its dialogue."""
    _read_along[name] = subquery


def told_along(path: str = "pk") -> dict[str, Subquery]:
    """What to annotate dialogues with, or what belongs to one by `path`; see `take_along`."""
    return {name: subquery(path) for name, subquery in _read_along.items()}


def take_along(dialogue: Dialogue, row: Model) -> None:
    """Hand over to a dialogue what was read along with something that belongs to it."""
    for name in _read_along:
        setattr(dialogue, name, getattr(row, name))


def published_dialogues() -> QuerySet[Dialogue]:
    """What everyone may see; the newest first."""
    return Dialogue.objects.filter(published_at__isnull=False).order_by("-published_at", "-id")


def dialogues_of(official: Official | None) -> QuerySet[Dialogue]:
    """The dialogues an official works with."""
    if official is None:
        return Dialogue.objects.none()
    mine = Q() if official.is_administrator else Q(roles__official=official)
    return Dialogue.objects.filter(mine).distinct().order_by("-changed_at")


def strategies_written_by(official: Official) -> QuerySet[Strategy]:
    """The strategies an official may write in: choosing one for another dialogue must not open it to new hands."""
    everything = Strategy.objects.filter(dialogues__isnull=False).distinct().order_by("title")
    if official.is_administrator:
        return everything
    role = Role.objects.filter(official=official, name__in=roles_with("edit_content"))
    return everything.filter(dialogues__in=role.values("dialogue"))


def access_dialogue(viewer: Viewer, slug: str, *, counting: Mapping[str, Subquery] | None = None) -> Dialogue:
    """The dialogue at an address. Unpublished looks like missing to everyone but those who work with it.

    `counting` names what else is counted of it in the same query.
    """
    also = told_along() | dict(counting or {})
    dialogue = Dialogue.objects.select_related("strategy").annotate(**also).filter(slug=slug).first()
    if dialogue is None or not may_see(viewer, dialogue):
        raise NotFound(_("Dialogen finns inte."), what_next=_("Gå till startsidan och se vilka dialoger som pågår."))
    return dialogue


def access_dialogue_at_desk(official: Official | None, slug: str) -> Dialogue:
    """The dialogue for somebody who works with it; others meet a missing page."""
    dialogue = Dialogue.objects.select_related("strategy").filter(slug=slug).first()
    if dialogue is None or not may_see_desk(official, dialogue):
        raise NotFound(_("Dialogen finns inte, eller så har du ingen roll i den."))
    return dialogue


def access_day(dialogue: Dialogue, slug: str) -> Day:
    """A day of a dialogue the viewer has access to."""
    day = Day.objects.filter(dialogue=dialogue, slug=slug).first()
    if day is None:
        raise NotFound(_("Dagen finns inte."), what_next=_("Gå till dialogens sida och välj en dag där."))
    day.dialogue = dialogue
    return day


def sessions_of(day: Day) -> list[Session]:
    """The day's programme in order of time, with who speaks."""
    return list(day.sessions.prefetch_related("speakers").order_by("starts_at", "id"))


def dialogue_at(slug: str) -> Dialogue | None:
    """The dialogue that has this address now, or else the one that once had it."""
    former = FormerAddress.objects.filter(slug=slug, day__isnull=True).values("dialogue_id")
    found = list(Dialogue.objects.select_related("strategy").filter(Q(slug=slug) | Q(id__in=former)))
    return next(iter(sorted(found, key=lambda dialogue: dialogue.slug != slug)), None)


def day_at(dialogue: Dialogue, slug: str) -> Day | None:
    """The day of a dialogue that has this address now, or else the one that once had it."""
    former = FormerAddress.objects.filter(dialogue=dialogue, slug=slug, day__isnull=False).values("day_id")
    found = list(Day.objects.filter(Q(slug=slug) | Q(id__in=former), dialogue=dialogue))
    return next(iter(sorted(found, key=lambda day: day.slug != slug)), None)


def day_or_dialogue_with_code(code: str) -> Day | Dialogue | None:
    """What a short link leads to. Codes are typed from posters: capital letters are as good."""
    code = code.lower()
    day = Day.objects.select_related("dialogue").filter(short_code=code).first()
    return day or Dialogue.objects.filter(short_code=code).first()


def published_documents(dialogue: Dialogue, *, now: datetime, day: Day | None = None) -> QuerySet[Document]:
    """What there is to read, with its summary; with `day` only what belongs to that day."""
    documents = Document.objects.filter(dialogue=dialogue, published_at__lte=now)
    return documents if day is None else documents.filter(day=day)


def access_document(viewer: Viewer, dialogue: Dialogue, document_id: int, *, now: datetime) -> Document:
    """A document of a dialogue the viewer has access to. Unpublished ones are for those who work with the dialogue."""
    document = Document.objects.filter(dialogue=dialogue, pk=document_id).first()
    is_published = document is not None and document.published_at is not None and document.published_at <= now
    may_see_it = is_published or (not viewer.is_previewing and may_see_desk(viewer.official, dialogue))
    if document is None or not may_see_it:
        raise NotFound(_("Dokumentet finns inte."), what_next=_("Gå till dialogens sida och leta där."))
    return document
