"""What the desk's pages need to be looked at, in the example."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse

from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.documents.reading.files import read_pasted
from fardplan.documents.reading.outline import outline
from fardplan.media.models import ExternalRoom, GraphicNote, Recording
from fardplan.organisation.actions import (
    NewMessage,
    give_page_feedback,
    receive_accessibility_message,
    say_what_was_missing,
)
from fardplan.organisation.models import MessageKind
from fardplan.people.middleware import start_preview
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.models import Draft, ImportedText
from fardplan.strategy.queries import contents_of


def dialogue() -> Dialogue:
    return Dialogue.objects.filter(days__isnull=False, strategy__isnull=False).order_by("id")[0]


def of_day(url_name: str) -> Callable[[], str]:
    """A page about the last day."""

    def address() -> str:
        of = dialogue()
        day = of.days.order_by("starts_at").last()
        assert day is not None
        return reverse(url_name, args=[of.slug, day.slug])

    return address


def a_document() -> str:
    of = dialogue()
    return reverse("desk:document", args=[of.slug, of.documents.all()[0].pk])


def _draft_being_written() -> Draft:
    of = dialogue().strategy
    assert of is not None
    found = of.drafts.filter(published_at__isnull=True).first()
    by, copy_of = Official.objects.filter(is_administrator=True)[0], of.drafts.order_by("position").last()
    return found or actions.new_draft(
        strategy=of, number="9.9", title="", note="", copy_of=copy_of, by=by, now=clock.now()
    )


def of_draft(url_name: str) -> Callable[[], str]:
    """A page about a draft that is still being written."""
    return lambda: reverse(url_name, args=[dialogue().slug, _draft_being_written().pk])


def of_section(url_name: str) -> Callable[[], str]:
    def address() -> str:
        section = _draft_being_written().sections.filter(passages__isnull=False)[0]
        return reverse(url_name, args=[dialogue().slug, section.pk])

    return address


def of_passage(url_name: str) -> Callable[[], str]:
    def address() -> str:
        passage = _draft_being_written().passages.order_by("position")[0]
        return reverse(url_name, args=[dialogue().slug, passage.pk])

    return address


def of_import(url_name: str, place: int | None = None) -> Callable[[], str]:
    """A page about a Word file that has been read and compared, and is asked about."""

    def address() -> str:
        of, row = dialogue(), ImportedText.objects.filter(draft=None).first() or _read_file()
        about = [] if url_name == "desk:import-text" else [row.pk] if place is None else [row.pk, place]
        return reverse(url_name, args=[of.slug, *about])

    return address


def _read_file() -> ImportedText:
    """The latest draft as somebody has written on in it: a word or two is other in every passage, and some is new."""
    of = dialogue().strategy
    assert of is not None
    since = of.drafts.filter(published_at__isnull=False).order_by("-position")[0]
    lines = []
    for section in contents_of(since).all_sections:
        lines.append(f"{'#' * section.level} {section.label}")
        for number, passage in enumerate(section.passages):
            words = passage.text.split()
            words[:: 2 + number % 3] = ["annorlunda"] * len(words[:: 2 + number % 3])
            lines += [f"{'#' * (section.level + 1)} {passage.label}", " ".join(words)]
    document = read_pasted("\n\n".join([*lines, "# Genomförande", "Så här gör vi strategin tillsammans."]))
    by = Official.objects.filter(is_administrator=True)[0]
    return actions.take_in(
        strategy=of, outline=outline(document), name="strategi.docx", since=since, by=by, now=clock.now()
    )


def published_draft() -> str:
    of = dialogue()
    draft = Draft.objects.filter(strategy=of.strategy, published_at__isnull=False)[0]
    return reverse("desk:draft", args=[of.slug, draft.pk])


def preview_cookies() -> dict[str, str]:
    """An official looks at 1 December 2020, 13.05."""
    response = HttpResponse()
    start_preview(response, datetime(2020, 12, 1, 12, 5, tzinfo=UTC))
    return {name: morsel.value for name, morsel in response.cookies.items()}


def a_message() -> str:
    """A message about accessibility that waits for its answer."""
    words = NewMessage(kind=MessageKind.FAULT, text="Jag kommer inte förbi filmen med tangentbordet.", page="/dag-3/")
    return reverse(
        "desk:accessibility-message", args=[receive_accessibility_message(message=words, now=clock.now()).pk]
    )


def some_feedback() -> str:
    given = give_page_feedback(path="/dagen/", helped=False, now=clock.now())
    say_what_was_missing(feedback_id=given.pk, text="Var ligger lokalen?")
    return reverse("desk:feedback-of-page") + "?sida=/dagen/"


def a_recording(url_name: str, day: str = "dag-1") -> Callable[[], str]:
    """A page about a day's first recording."""
    return lambda: reverse(url_name, args=[dialogue().slug, Recording.objects.filter(day__slug=day)[0].pk])


def a_graphic_note(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name, args=[dialogue().slug, GraphicNote.objects.all()[0].pk])


def a_room() -> str:
    return reverse("desk:room", args=[dialogue().slug, ExternalRoom.objects.all()[0].pk])
