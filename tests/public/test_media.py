"""Films, their text, graphic notes, rooms and documents, as everyone meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, Document
from fardplan.media.actions import notes, recordings
from fardplan.media.actions.notes import NewHotspot
from fardplan.media.actions.recordings import NewChapter
from fardplan.media.models import Broadcast, Captions, Chapter, ExternalRoom, GraphicNote, Hotspot, Recording
from fardplan.people.models import Official
from fardplan.signup import browser
from tests.conftest import at
from tests.media.makers import CAPTIONS, NOW
from tests.public.test_dialogue import words

DAY = "/dagen-2020/dagar/dag-3/"
FILM = f"{DAY}inspelning/"
LATER = "2020-12-03 09:00"


@pytest.fixture
def look(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., HttpResponse]:
    def look_at(path: str, moment: str = LATER) -> Any:
        monkeypatch.setattr(clock, "now", lambda: at(moment))
        return client.get(path)

    return look_at


@pytest.fixture
def published(recording: Recording, editor: Official) -> Recording:
    """A film with captions in Swedish and two chapters."""
    recordings.save_captions(
        recording=recording, language="sv", source=CAPTIONS, is_automatic=False, by=editor, now=NOW
    )
    chapters = [NewChapter(0, "Välkommen"), NewChapter(5, "Tack")]
    recordings.save_chapters(recording=recording, chapters=chapters, by=editor, now=NOW)
    return recordings.publish_recording(recording=recording, by=editor, now=NOW)


@pytest.fixture
def published_note(note: GraphicNote, editor: Official) -> GraphicNote:
    spots = [NewHotspot(10, 20, 30, 40, "Ön", "Vi bor här.", 5), NewHotspot(50, 50, 10, 10, "Havet", "Vi badar.")]
    notes.save_hotspots(note=note, hotspots=spots, by=editor, now=NOW)
    return notes.publish_graphic_note(note=note, by=editor, now=NOW)


def note_at(note: GraphicNote) -> str:
    return f"{DAY}grafisk-anteckning/{note.pk}/"


# --- recordings -----------------------------------------------------------------------------------------------------


def test_a_recording_is_seen_and_read(look: Callable[..., Any], published: Recording) -> None:
    page = look(FILM).text
    assert f'<source src="/media/{published.file.name}" type="video/mp4">' in page
    track = f'<track kind="captions" srclang="sv" label="svenska" src="{FILM}{published.pk}/sv.vtt">'
    assert track in page
    assert "0.00 Välkommen 0.05 Tack" in words(page)
    assert "0.01 Ordförande: Välkomna till dagen." in words(page)


def test_a_chapter_is_a_link_that_works_without_script(look: Callable[..., Any], published: Recording) -> None:
    assert 'href="?t=5#film" data-seconds="5"' in look(FILM).text
    assert f'<source src="/media/{published.file.name}#t=5"' in look(f"{FILM}?t=5").text
    assert "#t=" not in look(f"{FILM}?t=-5").text + look(f"{FILM}?t=x%22%3E").text.replace("?t=0#", "").replace(
        "?t=5#", ""
    )


def test_the_text_can_be_searched(look: Callable[..., Any], published: Recording) -> None:
    page = look(f"{FILM}?sok=välkomna dagen").text
    assert "1 ställe med ”välkomna dagen”" in words(page)
    assert "<mark>Välkomna</mark> till <mark>dagen</mark>." in page
    assert "0 ställen" in words(look(f"{FILM}?sok=budget").text)
    assert "<script>alert" not in look(f"{FILM}?sok=<script>alert(1)</script>").text


def test_a_transcript_stands_instead_of_the_captions(look: Callable[..., Any], published: Recording) -> None:
    Recording.objects.update(transcript="**Ordförande:** Allt som sägs.", visual_description="Talarna vid ett bord.")
    page = look(FILM).text
    assert "<strong>Ordförande:</strong> Allt som sägs." in page
    assert "Talarna vid ett bord." in page
    assert "Välkomna till dagen." not in page


def test_captions_are_served_as_captions(look: Callable[..., Any], published: Recording) -> None:
    response = look(f"{FILM}{published.pk}/sv.vtt")
    assert (response["Content-Type"], response.text) == ("text/vtt; charset=utf-8", Captions.objects.get().vtt)
    assert look(f"{FILM}{published.pk}/en.vtt").status_code == 404


def test_machine_made_captions_say_so(look: Callable[..., Any], published: Recording, editor: Official) -> None:
    Captions.objects.create(recording=published, language="en", vtt=CAPTIONS, is_automatic=True)
    assert "Automatisk text – kan innehålla fel." not in look(FILM).text
    assert "(automatisk text)" in look(FILM).text
    with translation.override("en"):
        warning = translation.gettext("Automatisk text – kan innehålla fel.")
    assert warning in words(look(f"/en{FILM}").text)


def test_before_it_is_published_a_recording_is_missing(
    look: Callable[..., Any], recording: Recording, client: Client, administrator: Official
) -> None:
    missing = look(FILM)
    assert (missing.status_code, look(f"/media/{recording.file.name}").status_code) == (404, 404)
    assert "Det finns ingen inspelning från dagen än." in missing.text
    client.force_login(administrator)
    assert "Bara ni som arbetar med dialogen ser den." in look(FILM).text
    assert look(f"/media/{recording.file.name}").status_code == 200


def test_a_recording_comes_when_its_time_has_come(look: Callable[..., Any], published: Recording) -> None:
    assert [look(FILM, moment).status_code for moment in ("2020-12-02 09:59:59", "2020-12-02 10:00:00")] == [404, 200]


def test_the_gates_words_stand_on_the_page(
    look: Callable[..., Any], make_recording: Callable[..., Recording], editor: Official
) -> None:
    excused = make_recording(captions_missing_reason="Tolken är sjuk.", captions_due_on=date(2020, 12, 9))
    recordings.publish_recording(recording=excused, by=editor, now=NOW)
    page = words(look(FILM).text)
    assert "Textningen är inte klar Den kommer senast onsdag 9 december 2020. Tolken är sjuk." in page
    assert "Begär tillgänglig version" in page
    late = words(look(FILM, "2020-12-10 09:00").text)
    assert "Textningen är försenad Den skulle ha kommit senast onsdag 9 december 2020." in late


def test_several_recordings_lead_to_each_other(
    look: Callable[..., Any], published: Recording, make_recording: Callable[..., Recording]
) -> None:
    second = make_recording(
        title="Tolkad version", kind="link", address="https://example.org/f", is_captioned_elsewhere=True
    )
    Recording.objects.filter(pk=second.pk).update(published_at=NOW)
    assert f'<a href="?film={second.pk}">Tolkad version</a>' in look(FILM).text
    assert "<h1>Tolkad version</h1>" in look(f"{FILM}?film={second.pk}").text
    assert look(f"{FILM}?film=99999").status_code == 404


def test_another_days_film_is_not_found_here(
    look: Callable[..., Any], published: Recording, make_day: Callable[..., Day]
) -> None:
    make_day("2020-11-06 13:00", slug="dag-1")
    assert look(f"/dagen-2020/dagar/dag-1/inspelning/{published.pk}/sv.vtt").status_code == 404
    assert look("/dagen-2020/dagar/dag-1/inspelning/").status_code == 404


# --- films elsewhere: nothing before the click ----------------------------------------------------------------------


@pytest.fixture
def broadcast(day: Day) -> Broadcast:
    return Broadcast.objects.create(day=day, kind="youtube", address="https://youtu.be/ABCdef12345", has_captions=True)


def policy(response: Any) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


LIVE = "2020-12-01 14:00"


def test_before_the_click_nothing_of_the_source_is_let_in(look: Callable[..., Any], broadcast: Broadcast) -> None:
    response = look(DAY, LIVE)
    assert "Filmen ligger hos Youtube. Den kan sätta kakor i din webbläsare om du visar den här." in response.text
    assert 'href="?visa=sandning#broadcast"' in response.text
    assert "<iframe" not in response.text
    assert "youtube" not in response["Content-Security-Policy"]
    assert "frame-src" not in policy(response)


def test_after_the_click_that_source_alone_is_let_in(look: Callable[..., Any], broadcast: Broadcast) -> None:
    before, after = look(DAY, LIVE), look(f"{DAY}?visa=sandning", LIVE)
    assert '<iframe src="https://www.youtube-nocookie.com/embed/ABCdef12345?rel=0&amp;cc_load_policy=1"' in after.text
    widened = policy(before) | {"frame-src": "https://www.youtube-nocookie.com"}
    assert policy(after) == widened
    assert policy(look(DAY, LIVE)) == policy(before)


@pytest.mark.parametrize("asked", ["film", "annat", ""])
def test_asking_for_something_else_shows_nothing(look: Callable[..., Any], broadcast: Broadcast, asked: str) -> None:
    response = look(f"{DAY}?visa={asked}", LIVE)
    assert ("<iframe" in response.text, "frame-src" in policy(response)) == (False, False)


@pytest.mark.parametrize("moment", ["2020-11-24 09:00", LATER])
def test_the_broadcast_is_shown_while_the_day_goes_on(
    look: Callable[..., Any], broadcast: Broadcast, moment: str
) -> None:
    response = look(f"{DAY}?visa=sandning", moment)
    assert ("<iframe" in response.text, "frame-src" in policy(response)) == (False, False)


def test_a_stream_lets_its_own_host_in(look: Callable[..., Any], day: Day) -> None:
    Broadcast.objects.create(day=day, kind="hls", address="https://strom.example.org/live.m3u8", provider="Egen ström")
    assert "hls.light" not in look(DAY, LIVE).text
    after = look(f"{DAY}?visa=sandning", LIVE)
    assert 'data-stream="https://strom.example.org/live.m3u8"' in after.text
    assert "hls.light" in after.text
    assert "js/stream.js" in after.text
    assert policy(after)["connect-src"] == "'self' https://strom.example.org"
    assert policy(after)["media-src"] == "'self' https://strom.example.org blob:"
    assert "frame-src" not in policy(after)


def test_a_plain_link_is_never_shown_here(look: Callable[..., Any], day: Day) -> None:
    Broadcast.objects.create(day=day, kind="link", address="https://example.org/tv", provider="Kanalen")
    page = look(f"{DAY}?visa=sandning", LIVE)
    assert "Öppna hos Kanalen" in words(page.text)
    assert "Visa här" not in page.text
    assert policy(page) == policy(look(DAY, LIVE))


def test_a_recording_elsewhere_waits_for_the_click_too(
    look: Callable[..., Any], make_recording: Callable[..., Recording]
) -> None:
    made = make_recording(kind="youtube", address="https://youtu.be/ABCdef12345", is_captioned_elsewhere=True)
    Recording.objects.filter(pk=made.pk).update(published_at=NOW)
    assert "<iframe" not in look(FILM).text
    assert "<iframe" in look(f"{FILM}?visa=film").text
    assert policy(look(f"{FILM}?visa=film"))["frame-src"] == "https://www.youtube-nocookie.com"


# --- graphic notes --------------------------------------------------------------------------------------------------


def test_a_graphic_note_is_seen_and_read(
    look: Callable[..., Any], published_note: GraphicNote, published: Recording
) -> None:
    page = look(note_at(published_note)).text
    assert 'alt="En karta."' in page
    assert "480w" in page
    assert "<h3>Vänster</h3>" in page
    assert '<rect x="100" y="100" width="300" height="200"' in page
    assert '<a href="#del-1" aria-label="1. Ön"' in page
    assert "Vi bor här." in page
    assert f'href="{FILM}?t=5#film"' in page
    assert page.count("I sändningen,") == 1


def test_without_a_recording_no_time_is_offered(look: Callable[..., Any], published_note: GraphicNote) -> None:
    assert "I sändningen," not in look(note_at(published_note)).text


def test_before_it_is_published_a_note_is_missing(
    look: Callable[..., Any], note: GraphicNote, client: Client, administrator: Official
) -> None:
    assert [look(note_at(note)).status_code, look(f"/media/{note.picture.name}").status_code] == [404, 404]
    client.force_login(administrator)
    assert [look(note_at(note)).status_code, look(f"/media/{note.picture.name}").status_code] == [200, 200]


def test_words_in_a_note_cannot_act(look: Callable[..., Any], published_note: GraphicNote) -> None:
    nasty = '"><script>alert(1)</script>'
    GraphicNote.objects.update(alternative=nasty, description=nasty, drawn_by=nasty, licence=nasty, title=nasty)
    Hotspot.objects.update(heading=nasty, text=nasty)
    assert "<script>alert" not in look(note_at(published_note)).text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_cost_the_same_however_many_rows(
    look: Callable[..., Any],
    published: Recording,
    published_note: GraphicNote,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    Chapter.objects.bulk_create(Chapter(recording=published, seconds=100 + n, title=f"K {n}") for n in range(rows))
    Hotspot.objects.bulk_create(
        Hotspot(note=published_note, x=1, y=1, width=1, height=1, heading=f"O {n}", text="T") for n in range(rows)
    )
    Recording.objects.bulk_create(
        Recording(
            day=published.day,
            title=f"F {n}",
            kind="link",
            address="https://example.org",
            is_captioned_elsewhere=True,
            published_at=NOW,
        )
        for n in range(rows)
    )
    with django_assert_num_queries(6):
        assert look(FILM).text.count("data-seconds") >= rows
    with django_assert_num_queries(6):
        assert look(note_at(published_note)).text.count("<rect") >= rows


# --- rooms ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def room(day: Day) -> ExternalRoom:
    return ExternalRoom.objects.create(
        day=day, title="Rum 1", address="https://moten.example.org/hemligt", provider="Zoom", processor="Företaget AB"
    )


def come_with_place(client: Client, day: Day, rf: RequestFactory) -> None:
    response = HttpResponse()
    browser.remember_form(response, rf.get("/"), day=day, has_place=True)
    client.cookies.update(response.cookies)


@pytest.mark.parametrize("moment", ["2020-11-24 09:00", "2020-12-01 12:50", LIVE])
def test_a_rooms_link_is_not_for_everyone(look: Callable[..., Any], room: ExternalRoom, moment: str) -> None:
    page = look(DAY, moment).text
    assert ("Rum 1" in page, "moten.example.org" in page) == (True, False)
    assert "Företag som behandlar uppgifterna: Företaget AB" in words(page)


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [("2020-12-01 12:44:59", False), ("2020-12-01 12:45:00", True), (LIVE, True), ("2020-12-01 16:00:00", False)],
)
def test_those_with_a_place_get_the_link_at_its_minute(
    look: Callable[..., Any],
    room: ExternalRoom,
    client: Client,
    day: Day,
    rf: RequestFactory,
    moment: str,
    is_shown: bool,
) -> None:
    come_with_place(client, day, rf)
    page = look(DAY, moment).text
    assert ("https://moten.example.org/hemligt" in page) is is_shown
    assert ("Länken visas här 1 december kl. 12.45." in words(page)) is (moment < "2020-12-01 12:45")


def test_a_forged_cookie_opens_no_room(look: Callable[..., Any], room: ExternalRoom, client: Client, day: Day) -> None:
    client.cookies[browser.COOKIE] = f'{{"{day.pk}":"place"}}:falsk'
    assert "moten.example.org" not in look(DAY, LIVE).text


# --- documents ------------------------------------------------------------------------------------------------------


@pytest.fixture
def document(dialogue: Dialogue) -> Document:
    folder = Path(settings.MEDIA_ROOT) / "documents"
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 <script>alert(1)</script>")
    return Document.objects.create(
        dialogue=dialogue,
        title="Underlag",
        summary="I korthet",
        file="documents/a.pdf",
        file_name="Underlag å.pdf",
        file_type="application/pdf",
        bytes=34,
        published_at=NOW,
    )


def test_a_document_is_handed_over_and_never_opened_here(look: Callable[..., Any], document: Document) -> None:
    response = look(f"/dagen-2020/dokument/{document.pk}/Underlag%20%C3%A5.pdf")
    kept = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [response[name] for name in kept] == [
        "application/pdf",
        "attachment; filename*=UTF-8''Underlag%20%C3%A5.pdf",
        "nosniff",
    ]
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == b"%PDF-1.7 <script>alert(1)</script>"


def test_an_old_name_leads_to_the_new(look: Callable[..., Any], document: Document) -> None:
    response = look(f"/dagen-2020/dokument/{document.pk}/gammalt.pdf")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/dagen-2020/dokument/{document.pk}/Underlag%20%C3%A5.pdf",
    )


def test_a_document_has_its_own_door_only(look: Callable[..., Any], document: Document) -> None:
    assert look("/media/documents/a.pdf").status_code == 404


def test_unpublished_or_anothers_a_document_is_missing(look: Callable[..., Any], document: Document) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan", published_at=NOW)
    address = f"/dokument/{document.pk}/Underlag%20%C3%A5.pdf"
    assert look(f"/{other.slug}{address}").status_code == 404
    assert look(f"/dagen-2020{address}", "2020-12-02 09:00").status_code == 404
    Document.objects.update(published_at=None)
    assert look(f"/dagen-2020{address}").status_code == 404
