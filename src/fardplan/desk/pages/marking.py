"""A letter with its text beside: the official marks its points, and each becomes a contribution."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.base.errors import Conflict, DomainError, NotFound
from fardplan.contributions.about import about_of
from fardplan.contributions.actions import mark_again, mark_point
from fardplan.contributions.desk_queries import access_contribution_at_desk
from fardplan.contributions.letter_forms import MarkForm, Sentence
from fardplan.contributions.models import Attachment, Contribution, Submission
from fardplan.contributions.queries import said_in
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.rooms.queries import note_behind

SENTENCES_ON_A_PAGE = 300


@dataclass(frozen=True)
class Shown:
    """A sentence as the page shows it: which points it is part of, and whether it is chosen in the form."""

    sentence: Sentence
    points: tuple[Contribution, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Source:
    """What points are taken from: one of the files, or the words of the submission itself."""

    submission: Submission
    attachment: Attachment | None
    points: list[Contribution]

    @property
    def text(self) -> str:
        return self.attachment.text if self.attachment is not None else self.submission.text

    @property
    def taken(self) -> list[Contribution]:
        """The points that have been marked in this very text."""
        mine = self.attachment.pk if self.attachment is not None else None
        return [each for each in self.points if each.taken_start is not None and each.attachment_id == mine]

    def shown(self, form: MarkForm) -> list[Shown]:
        chosen = set(form["mening"].value() or [])
        return [
            Shown(each, tuple(point for point in self.taken if _holds(point, each)), each.value in chosen)
            for each in form.sentences
        ]


def _holds(point: Contribution, sentence: Sentence) -> bool:
    start, end = point.taken_start, point.taken_end
    return start is not None and end is not None and start < sentence.end and sentence.start < end


def _source(request: OfficialRequest, found: Contribution) -> Source:
    """The file ?bilaga= asks for; otherwise the first one with text, otherwise the submission's own words."""
    submission = found.submission
    attachments = list(submission.attachments.all())
    asked = request.GET.get("bilaga", "")
    if asked == "brevet":
        chosen = None
    elif asked:
        chosen = next((each for each in attachments if str(each.pk) == asked), None)
        if chosen is None:
            raise NotFound(_("Filen finns inte."))
    else:
        chosen = next((each for each in attachments if each.text), None)
    return Source(submission, chosen, said_in(submission))


def _again(source: Source, label: str) -> Contribution | None:
    """The point whose mark is to be moved."""
    return next((each for each in source.points if each.label == label and each.part is not None), None)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "register")
    source = _source(request, access_contribution_at_desk(dialogue, label))
    if note_behind(source.submission) is not None:
        raise Conflict(
            _("Rummet har självt delat sin anteckning i punkter, och sagt om de stämmer. De ändras inte."),
            what_next=_("Gå tillbaka till synpunkten: den kan få tema, plats och svar som alla andra."),
        )
    again = _again(source, request.GET.get("punkt", ""))
    form = MarkForm(
        request.POST or None,
        dialogue=dialogue,
        text=source.text,
        attachment=source.attachment,
        now=request.now,
        initial=_initial(again),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                point = _save(request, source, form, again)
            except DomainError as error:
                form.add_error(
                    "mening" if error.field == "mark" else None, f"{error.message} {error.what_next}".strip()
                )
                status = error.status
            else:
                messages.success(
                    request, _("%(label)s är markerad. Markera nästa, eller gå till kön.") % {"label": point.label}
                )
                return redirect(_address(dialogue, source, page=request.GET.get("sida", "")))
    return _page(request, dialogue, source, form, again, status=status)


def _initial(again: Contribution | None) -> dict[str, object]:
    if again is None:
        return {}
    return {
        "about": about_of(again).anchor,
        "kind": again.kind,
        "proposed_text": again.proposed_text,
        "revision": again.revision,
    }


def _save(request: OfficialRequest, source: Source, form: MarkForm, again: Contribution | None) -> Contribution:
    data = form.cleaned_data
    said = {"mark": data["mark"], "about": data["about"], "kind": data["kind"], "proposed_text": data["proposed_text"]}
    if again is None:
        return mark_point(submission=source.submission, by=request.official, now=request.now, **said)
    return mark_again(contribution=again, revision=data["revision"] or 0, by=request.official, now=request.now, **said)


def _address(dialogue: Dialogue, source: Source, *, page: str) -> str:
    """The same text, and in a long one the same page of it."""
    address = reverse("desk:mark", args=[dialogue.slug, source.submission.label])
    chosen = str(source.attachment.pk) if source.attachment is not None else "brevet"
    asked = {"bilaga": chosen, **({"sida": page} if page else {})}
    return f"{address}?{urlencode(asked)}"


def _page(
    request: OfficialRequest,
    dialogue: Dialogue,
    source: Source,
    form: MarkForm,
    again: Contribution | None,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "submission": source.submission,
        "source": source,
        "form": form,
        "again": again,
        "attachments": list(source.submission.attachments.all()),
        "page": Paginator(source.shown(form), SENTENCES_ON_A_PAGE).get_page(request.GET.get("sida")),
        "points": [each for each in source.points if each.part is not None],
    }
    return desk_page(
        request, "desk/contributions/mark.html", context, dialogue=dialogue, here="contributions", status=status
    )


addresses = [path("dialog/<slug:slug>/synpunkter/<label:label>/markera/", mark, name="mark")]
