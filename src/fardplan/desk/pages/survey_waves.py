"""Inviting a sample: waves of letters or codes, reminders, and what has become known of those invited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import Invalid, NotFound
from fardplan.desk.access import official_required
from fardplan.desk.collecting import collection_at_desk, collection_frame, collection_page
from fardplan.desk.editing import form_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import letters
from fardplan.surveys.actions import inviting
from fardplan.surveys.address_list import MOST_BYTES, Address, AddressList, addresses_in, rows_of
from fardplan.surveys.forms.inviting import LetterForm, NewWave, Notes, Reminding
from fardplan.surveys.models import Collection, CollectionKind, Wave, WaveChannel
from fardplan.surveys.queries.inviting import access_wave_at_desk, invited_already, wave_now, waves_now
from fardplan.surveys.rules import is_open, may_be_reminded
from fardplan.surveys.words import CHANNEL_EXPLAINED

MOST_FAULTS = 50  # told on the page


class FaultyList(Invalid):
    """Some rows of a list cannot be used."""

    def __init__(self, found: AddressList) -> None:
        super().__init__(
            ngettext("En rad har fel. ", "%(number)d rader har fel. ", len(found.faults))
            % {"number": len(found.faults)}
            + _("Rätta listan, eller kryssa i att de hoppas över, och välj filen igen."),
            field="file",
        )
        self.found = found


def sample_at_desk(request: OfficialRequest, slug: str, survey: str, collection: str) -> Collection:
    """A collection that has invitations."""
    of = collection_at_desk(request, slug, survey, collection)
    if of.kind != CollectionKind.INVITED:
        raise NotFound(gettext_lazy("Bara ett inbjudet urval har utskick."))
    return of


def wave_at_desk(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> Wave:
    return access_wave_at_desk(sample_at_desk(request, slug, survey, collection), wave)


@official_required
@require_safe
def waves(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    return _list(request, sample_at_desk(request, slug, survey, collection), Notes())


def _list(request: OfficialRequest, of: Collection, notes: Notes, *, status: int = 200) -> HttpResponse:
    rows, whole = waves_now(of)
    channels = [(channel, CHANNEL_EXPLAINED[channel]) for channel in WaveChannel]
    return collection_page(
        request, "desk/collecting/waves.html", of, "desk:survey-waves",
        status=status, rows=rows, whole=whole, channels=channels, form=notes,
    )  # fmt: skip


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_wave(request: OfficialRequest, slug: str, survey: str, collection: str, way: str) -> HttpResponse:
    of = sample_at_desk(request, slug, survey, collection)
    if way not in WaveChannel.values:
        raise NotFound(_("Sidan finns inte."))
    channel = WaveChannel(way)
    told: dict[str, Any] = {}

    def save(form: NewWave) -> str:
        try:
            to = _addresses(form, of) if channel != WaveChannel.PRINT else form.cleaned_data["number"]
        except FaultyList as refused:
            told["faults"], told["more"] = refused.found.faults[:MOST_FAULTS], len(refused.found.faults) - MOST_FAULTS
            frame.context.update(told)  # type: ignore[attr-defined]
            raise
        wave = inviting.make_wave(
            collection=of, name=form.cleaned_data["name"], channel=channel, to=to, letter=form.letter,
            by=request.official, now=request.now,
        )  # fmt: skip
        return reverse("desk:survey-wave", args=[slug, survey, collection, wave.number])

    frame = collection_frame(
        request, "desk/collecting/new_wave.html", of, "desk:survey-waves",
        channel=channel, explained=CHANNEL_EXPLAINED[channel],
        cancel=reverse("desk:survey-waves", args=[slug, survey, collection]),
        submit=_("Gör inbjudningarna"),
    )  # fmt: skip
    form = NewWave(request.POST or None, request.FILES or None, channel=channel, initial=_suggested(of))
    return form_page(request, form, save, frame=frame)


def _addresses(form: NewWave, of: Collection) -> list[Address]:
    """The addresses of the uploaded list. Raises Invalid, with the faults, unless they are to be passed over."""
    upload = form.cleaned_data["file"]
    if upload.size > MOST_BYTES:
        raise Invalid(
            _("Filen är för stor. Den får vara högst %(megabytes)d megabyte.") % {"megabytes": MOST_BYTES // 1_000_000},
            field="file",
        )
    try:
        needs_email, taken = form.channel == WaveChannel.EMAIL, invited_already(of)
        found = addresses_in(rows_of(upload), needs_email=needs_email, taken=taken)
    except Invalid as refused:
        raise Invalid(refused.message, field="file") from refused
    if found.faults and not form.cleaned_data["skip_faults"]:
        raise FaultyList(found)
    if not found.addresses:
        raise Invalid(_("Listan har ingen rad som går att använda."), field="file")
    return found.addresses


def _suggested(collection: Collection) -> dict[str, str]:
    """Letters to begin from: who asks, why just you, how, until when, and what becomes of it."""
    number = collection.waves.count() + 1
    return {
        "name": _("Utskick %(number)d") % {"number": number},
        "subject": _("Vad tycker du? Svara på {enkät}"),
        "text": _(
            "Hej {namn}!\n\n"
            "Du är en av dem som har dragits slumpvis för att svara på {enkät}. Ingen annan kan svara i ditt ställe, "
            "och dina svar behövs också om du inte är insatt.\n\n"
            "Svara här senast {sista dag}: {länk}\n\n"
            "Din kod är {kod}. Den räcker till ett svar. Vi ser att koden är använd men inte vad du har svarat.\n\n"
            "Tack för hjälpen!\n{avsändare}"
        ),
        "reminder_subject": _("Påminnelse: {enkät}"),
        "reminder_text": _(
            "Hej {namn}!\n\n"
            "För en tid sedan bad vi dig svara på {enkät}. Vi har inte fått något svar med din kod än.\n\n"
            "Svara här senast {sista dag}: {länk}\n\nDin kod är {kod}.\n\n{avsändare}"
        ),
    }


@official_required
@require_safe
def wave(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> HttpResponse:
    this = wave_at_desk(request, slug, survey, collection, wave)
    return _one(request, this)


def _one(request: OfficialRequest, this: Wave) -> HttpResponse:
    now = wave_now(this)
    same = letters.values_of(this.collection)
    subject, text = letters.sample(this, subject=this.subject, text=this.text, same=same)
    again = letters.sample(this, subject=this.reminder_subject, text=this.reminder_text, same=same)
    return collection_page(
        request, "desk/collecting/wave.html", this.collection, "desk:survey-waves",
        wave=this, now=now, subject=subject, text=text, reminder=again,
        to_send=now.unanswered, to_remind=now.to_remind,
        is_open=is_open(this.collection, now=request.now),
        may_be_reminded=may_be_reminded(this, now=request.now),
    )  # fmt: skip


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_letter(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> HttpResponse:
    this = wave_at_desk(request, slug, survey, collection, wave)
    back = reverse("desk:survey-wave", args=[slug, survey, collection, wave])

    def save(form: LetterForm) -> str:
        inviting.change_letter(
            wave=this, letter=form.letter, name=form.cleaned_data["name"], seen=form.cleaned_data["seen"],
            by=request.official, now=request.now,
        )  # fmt: skip
        return back

    form = LetterForm(request.POST or None, instance=Wave.objects.get(pk=this.pk))
    frame = collection_frame(request, "desk/collecting/form.html", this.collection, "desk:survey-waves", cancel=back)
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def send(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> HttpResponse:
    this = wave_at_desk(request, slug, survey, collection, wave)
    inviting.send_wave(wave=this, by=request.official, now=request.now)
    if this.channel == WaveChannel.EMAIL:
        messages.success(request, _("Breven skrivs och skickas nu, ett till var och en."))
    else:
        messages.success(request, _("Det är antecknat att utskicket har gått ut. Nu går det att påminna."))
    return redirect("desk:survey-wave", slug=slug, survey=survey, collection=collection, wave=wave)


@official_required
@require_POST
def remind(request: OfficialRequest, slug: str, survey: str, collection: str, wave: int) -> HttpResponse:
    this = wave_at_desk(request, slug, survey, collection, wave)
    form = Reminding(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else -1
    inviting.remind(wave=this, seen_reminders=seen, by=request.official, now=request.now)
    if this.channel == WaveChannel.EMAIL:
        messages.success(request, _("Påminnelsen skickas till dem som inte har svarat."))
    else:
        messages.success(request, _("Nu går påminnelsen att skriva ut, till dem som inte har svarat."))
    return redirect("desk:survey-wave", slug=slug, survey=survey, collection=collection, wave=wave)


@official_required
@require_POST
def note(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """What has become known of some of them, by the numbers on their letters."""
    of = sample_at_desk(request, slug, survey, collection)
    form = Notes(request.POST)
    if not form.is_valid():
        return _list(request, of, form, status=422)
    try:
        noted = _note(of, form, request)
    except Invalid as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return _list(request, of, form, status=422)
    said = ngettext("Antecknat om en inbjudan.", "Antecknat om %(number)d inbjudningar.", noted.noted)
    messages.success(request, said % {"number": noted.noted})
    if noted.answered:
        said = ngettext(
            "Ett av numren har redan använts till ett svar och ändrades inte.",
            "%(number)d av numren har redan använts till svar och ändrades inte.",
            noted.answered,
        )
        messages.warning(request, said % {"number": noted.answered})
    if noted.unknown:
        messages.warning(request, _("Finns inte: %(numbers)s.") % {"numbers": ", ".join(noted.unknown[:20])})
    return redirect("desk:survey-waves", slug=slug, survey=survey, collection=collection)


def _note(of: Collection, form: Notes, request: OfficialRequest) -> inviting.Noted:
    what, labels = form.cleaned_data["what"], form.cleaned_data["labels"]
    by, now = request.official, request.now
    if what == Notes.RETURNED:
        return inviting.note_returned(collection=of, labels=labels, by=by, now=now)
    if what == Notes.BACK:
        return inviting.take_back_notes(collection=of, labels=labels, by=by, now=now)
    because = form.cleaned_data["because"]
    return inviting.note_outside(collection=of, labels=labels, because=because, by=by, now=now)


_ONE = "dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/utskick"
addresses = [
    path(f"{_ONE}/", waves, name="survey-waves"),
    path(f"{_ONE}/anteckna/", note, name="note-invitations"),
    path(f"{_ONE}/nytt/<slug:way>/", new_wave, name="new-survey-wave"),
    path(f"{_ONE}/<int:wave>/", wave, name="survey-wave"),
    path(f"{_ONE}/<int:wave>/brev/", edit_letter, name="survey-letter"),
    path(f"{_ONE}/<int:wave>/skicka/", send, name="send-survey-wave"),
    path(f"{_ONE}/<int:wave>/paminn/", remind, name="remind-survey-wave"),
]
