"""Captions at the desk: where interpreters type, whether the text is shown, reading it through, using it afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import clock
from fardplan.base.errors import NotFound
from fardplan.base.text import whole_number
from fardplan.desk.access import official_required
from fardplan.desk.live_tabs import live_desk_address, live_page, stage_at_desk
from fardplan.live.actions.captions import renew_caption_key, show_captions
from fardplan.live.actions.captions_kept import (
    Mended,
    Use,
    address_of,
    correct_lines,
    mail_caption_address,
    use_with_recording,
)
from fardplan.live.choices import CaptionLanguage
from fardplan.live.models import Stage
from fardplan.live.queries.captions import (
    as_plain_text,
    cues_of,
    languages_of,
    lines_in_order,
    paragraphs_of,
    typists_of,
)
from fardplan.live.rules import may_produce
from fardplan.media import webvtt
from fardplan.media.models import Recording
from fardplan.media.queries import recording_at_desk
from fardplan.people.viewer import OfficialRequest

HERE = "desk:live-captions"
LINES = 60  # on one page to read through
A_DAY = 24 * 60 * 60


class MailForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Tolkens e-postadress"), max_length=200)


class UseForm(forms.Form):
    recording = forms.IntegerField()
    language = forms.ChoiceField(choices=CaptionLanguage.choices)
    offset = forms.IntegerField(min_value=-A_DAY, max_value=A_DAY)
    is_read_through = forms.BooleanField(required=False)
    as_transcript = forms.BooleanField(required=False)


def _stage(request: OfficialRequest, slug: str, day: str) -> Stage:
    return stage_at_desk(request, slug, day, may=may_produce)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def captions(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = _stage(request, slug, day)
    form = MailForm()
    if request.method == "POST":
        form = MailForm(request.POST)
        if request.POST.get("gor") != "skicka" or form.is_valid():
            messages.success(request, _act(request, stage, form))
            return redirect(live_desk_address(HERE, stage))
    return live_page(
        request, "desk/live/captions.html", stage, here=HERE, status=422 if form.errors else 200, form=form,
        **_context(stage),
    )  # fmt: skip


def _act(request: OfficialRequest, stage: Stage, form: MailForm) -> str:
    """Do what the pressed button says; what is said of it."""
    by: dict[str, Any] = {"by": request.official, "now": request.now}
    what = request.POST.get("gor")
    if what in {"visa", "dolj"}:
        show_captions(stage=stage, is_shown=what == "visa", **by)
        return _("Direkttexten visas nu.") if what == "visa" else _("Direkttexten visas inte längre.")
    if what == "byt":
        renew_caption_key(stage=stage, seen=request.POST.get("seen", ""), **by)
        return _("Adressen är utbytt. Den gamla gäller inte längre.")
    if what == "skicka":
        mail_caption_address(stage=stage, to=form.cleaned_data["email"], **by)
        return _("Adressen är på väg.")
    raise NotFound(_("Knappen finns inte."))


def _context(stage: Stage) -> dict[str, Any]:
    found = languages_of(stage)
    return {
        "address": address_of(stage),
        "intake": f"{address_of(stage)}rader/",
        "scene": reverse("public:scene-captions", args=[stage.key]),
        "typists": typists_of(stage.pk, real_now=clock.now()),
        "texts": [(each, CaptionLanguage(each).label, _count(stage, each)) for each in found],
        "recordings": Recording.objects.filter(day=stage.day).order_by("id"),
    }


def _count(stage: Stage, language: str) -> int:
    return stage.caption_lines.filter(language=language).exclude(text="").count()


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def transcript(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """Read through and mend, some lines at a time."""
    stage = _stage(request, slug, day)
    language = _language(stage, request.GET.get("sprak", ""))
    page = Paginator(lines_in_order(stage, language), LINES).get_page(request.GET.get("sida"))
    if request.method == "POST":
        number = correct_lines(stage=stage, mended=_mended(request), by=request.official, now=request.now)
        said = ngettext("%(number)s rad är rättad.", "%(number)s rader är rättade.", number)
        messages.success(request, said % {"number": number})
        return redirect(request.get_full_path())
    paragraphs = paragraphs_of(page.object_list)
    return live_page(
        request, "desk/live/transcript.html", stage, here=HERE, page=page, paragraphs=paragraphs, language=language,
        language_name=CaptionLanguage(language).label,
    )  # fmt: skip


def _language(stage: Stage, asked: str) -> str:
    return asked if asked in CaptionLanguage.values else stage.day.dialogue.language


def _mended(request: OfficialRequest) -> dict[int, Mended]:
    """What the page's fields say: `rad-17` the text, `sag-17` what was there."""
    found = {}
    for name, text in request.POST.items():
        line_id = whole_number(name.removeprefix("rad-")) if name.startswith("rad-") else 0
        if line_id:
            found[line_id] = Mended(seen=request.POST.get(f"sag-{line_id}", ""), text=str(text))
    return found


@official_required
@require_POST
def use(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """Make the text a recording's captions."""
    stage = _stage(request, slug, day)
    form = UseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj en inspelning och skriv förskjutningen i hela sekunder."))
        return redirect(live_desk_address(HERE, stage))
    said = form.cleaned_data
    recording = recording_at_desk(stage.day.dialogue, said["recording"])
    wanted = Use(said["language"], said["offset"], said["is_read_through"], said["as_transcript"])
    use_with_recording(recording=recording, stage=stage, use=wanted, by=request.official, now=request.now)
    messages.success(request, _("Texten är nu inspelningens textning. Titta igenom den innan du publicerar."))
    return redirect("desk:captions", slug=slug, number=recording.pk)


@official_required
@require_safe
def text_file(request: OfficialRequest, slug: str, day: str, language: str, kind: str) -> HttpResponse:
    """The text as WebVTT or as plain text with times."""
    stage = _stage(request, slug, day)
    lines = lines_in_order(stage, language)
    if kind not in {"vtt", "txt"} or not lines:
        raise NotFound(_("Det finns ingen text på det språket."))
    if kind == "vtt":
        body = webvtt.write(cues_of(lines, starts_at=stage.began_at or stage.day.starts_at))
    else:
        body = as_plain_text(paragraphs_of(lines))
    content_type = "text/vtt" if kind == "vtt" else "text/plain"
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="direkttext-{stage.day.slug}-{language}.{kind}"'
    return response


addresses = [
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/text/", captions, name="live-captions"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/text/las-igenom/", transcript, name="live-transcript"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/text/inspelning/", use, name="live-captions-use"),
    path(
        "dialog/<slug:slug>/dagar/<slug:day>/just-nu/text/fil/<slug:language>.<slug:kind>",
        text_file,
        name="live-captions-file",
    ),
]
