"""Films, captions, pictures and rooms at the desk: what is refused, where it is said, and the gates explained."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.media.models import Broadcast, Captions, Chapter, ExternalRoom, GraphicNote, Hotspot, Recording
from fardplan.people.models import Official
from tests.desk.test_content import written
from tests.media.makers import CAPTIONS, FILM
from tests.public.test_dialogue import words


def at_desk(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["dagen-2020", *more])


def film() -> SimpleUploadedFile:
    return SimpleUploadedFile("../../film.exe", FILM.read_bytes(), content_type="text/html")


def png(size: tuple[int, int] = (900, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return SimpleUploadedFile("bild.png", out.getvalue(), content_type="image/png")


# --- broadcasts and rooms -------------------------------------------------------------------------------------------


def test_a_broadcast_is_said_changed_and_removed(desk: Client, day: Day) -> None:
    url = at_desk("broadcast", day.slug)
    said = {"kind": "youtube", "address": "https://youtu.be/ABCdef12345", "poster": png()}
    assert desk.post(url, said).status_code == 302
    kept = Broadcast.objects.get()
    assert (kept.address, kept.poster.name.startswith("posters/")) == ("https://youtu.be/ABCdef12345", True)
    assert desk.post(url, written(desk.get(url)) | {"provider": "Youtube"}).status_code == 302
    assert Broadcast.objects.get().provider == "Youtube"
    desk.post(at_desk("remove-broadcast", day.slug))
    assert Broadcast.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "address", "said"),
    [
        ("youtube", "https://example.org/film", "Adressen leder inte till en film hos Youtube."),
        ("hls", "https://example.org/film.mp4", "En HLS-adress slutar på .m3u8."),
        ("link", "javascript:alert(1)", "giltig"),
        ("file", "https://example.org/", "file"),
    ],
)
def test_a_faulty_address_is_refused_at_its_field(desk: Client, day: Day, kind: str, address: str, said: str) -> None:
    response = desk.post(at_desk("broadcast", day.slug), {"kind": kind, "address": address})
    assert (response.status_code, said in words(response.text), Broadcast.objects.count()) == (422, True, 0)


def test_two_who_change_the_broadcast_see_each_other(desk: Client, day: Day) -> None:
    url = at_desk("broadcast", day.slug)
    desk.post(url, {"kind": "link", "address": "https://example.org/1"})
    mine = written(desk.get(url)) | {"address": "https://example.org/mitt"}
    desk.post(url, written(desk.get(url)) | {"address": "https://example.org/ditt"})
    response = desk.post(url, mine)
    assert (response.status_code, Broadcast.objects.get().address) == (409, "https://example.org/ditt")
    assert "https://example.org/mitt" in response.text
    assert desk.post(url, written(response)).status_code == 302
    assert Broadcast.objects.get().address == "https://example.org/mitt"


def test_a_room_is_added_changed_and_removed(desk: Client, day: Day) -> None:
    said = {
        "title": "Rum 1", "address": "https://moten.example.org/1", "provider": "Zoom", "processor": "Företaget AB",
        "opens_minutes_before": "20", "position": "0",
    }  # fmt: skip
    assert desk.post(at_desk("new-room", day.slug), said).status_code == 302
    room = ExternalRoom.objects.get()
    assert (room.day, room.opens_minutes_before) == (day, 20)
    url = at_desk("room", room.pk)
    desk.post(url, written(desk.get(url)) | {"title": "Rum A", "position": "0"})
    assert ExternalRoom.objects.get().title == "Rum A"
    desk.post(at_desk("remove-room", room.pk))
    assert ExternalRoom.objects.count() == 0


# --- recordings -----------------------------------------------------------------------------------------------------


def test_a_recording_from_upload_to_publication(desk: Client, day: Day) -> None:
    response = desk.post(at_desk("new-recording", day.slug), {"title": "Sändningen", "kind": "file", "film": film()})
    recording = Recording.objects.get()
    assert response["Location"] == at_desk("captions", recording.pk)
    assert (recording.seconds, recording.file.name.endswith(".mp4")) == (45, True)
    publish = at_desk("publish-recording", recording.pk)
    assert "kan inte publiceras än" in words(desk.get(publish).text)
    assert desk.post(publish, {"gor": "visa"}).status_code == 409
    captions = {"language": "sv", "text": CAPTIONS, "is_read_through": "on"}
    assert desk.post(at_desk("captions", recording.pk), captions).status_code == 302
    assert desk.post(publish, {"gor": "visa"}).status_code == 302
    recording.refresh_from_db()
    assert recording.published_at is not None
    assert desk.post(at_desk("remove-recording", recording.pk)).status_code == 409
    desk.post(publish, {"gor": "dolj"})
    desk.post(at_desk("remove-recording", recording.pk))
    assert Recording.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("film.mp4", b"<script>alert(1)</script>", "Filen är ingen film i MP4- eller WebM-format."),
        ("film.mp4", FILM.read_bytes()[:50_000], "Filen är inte hel."),
        ("film.mov", b"\x00\x00\x00\x14ftypqt  " + b"\x00" * 80, "Spara den som MP4."),
    ],
)
def test_a_faulty_film_is_refused_at_its_field(desk: Client, day: Day, name: str, data: bytes, said: str) -> None:
    upload = SimpleUploadedFile(name, data, content_type="video/mp4")
    response = desk.post(at_desk("new-recording", day.slug), {"title": "S", "kind": "file", "film": upload})
    assert (response.status_code, said in words(response.text), Recording.objects.count()) == (422, True, 0)
    assert 'id="id_film_error"' in response.text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "file"}, "film"), ({"kind": "youtube"}, "address"),
        ({"kind": "link", "address": "https://e.org", "captions_missing_reason": "Sen"}, "captions_due_on"),
        ({"kind": "link", "address": "https://e.org", "captions_due_on": "2020-12-09"}, "captions_missing_reason"),
        ({"kind": "link", "address": "https://e.org", "seconds": "halvannan timme"}, "seconds"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(desk: Client, day: Day, sent: dict[str, str], field: str) -> None:
    response = desk.post(at_desk("new-recording", day.slug), {"title": "S"} | sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_reason_cannot_be_taken_away_from_a_published_recording(
    desk: Client, make_recording: Callable[..., Recording]
) -> None:
    made = make_recording()
    url = at_desk("recording", made.pk)
    excuse = {"captions_missing_reason": "Tolken är sjuk.", "captions_due_on": "2020-12-09"}
    desk.post(url, written(desk.get(url)) | excuse)
    desk.post(at_desk("publish-recording", made.pk), {"gor": "visa"})
    response = desk.post(url, {k: v for k, v in written(desk.get(url)).items() if k not in excuse})
    assert response.status_code == 422
    assert "måste stå kvar" in words(response.text)
    assert Recording.objects.get().captions_missing_reason == "Tolken är sjuk."


def test_saving_an_untouched_recording_changes_nothing(desk: Client, recording: Recording) -> None:
    before = Recording.objects.values().get()
    url = at_desk("recording", recording.pk)
    assert desk.post(url, written(desk.get(url))).status_code == 302
    assert Recording.objects.values().get() == before


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"WEBVTT\n\n00:04.000 --> 00:01.000\nHej", "Rad 3: undertexten slutar innan den börjar."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nå".encode("utf-16"), "Spara om den som UTF-8."),
        (b"", "tom"),
    ],
)
def test_faulty_captions_are_refused_with_their_line(
    desk: Client, recording: Recording, upload: bytes, said: str
) -> None:
    file = SimpleUploadedFile("text.vtt", upload)
    response = desk.post(at_desk("captions", recording.pk), {"language": "sv", "file": file})
    assert (response.status_code, said in words(response.text), Captions.objects.count()) == (422, True, 0)


def test_captions_come_as_a_file_and_go(desk: Client, recording: Recording) -> None:
    srt = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHej <script>alert(1)</script>\r\n"
    url = at_desk("captions", recording.pk)
    assert desk.post(url, {"language": "en", "file": SimpleUploadedFile("a.srt", srt)}).status_code == 302
    kept = Captions.objects.get()
    assert (kept.language, kept.is_automatic, "<script" in kept.vtt) == ("en", True, False)
    assert "<script>alert" not in desk.get(url).text
    desk.post(at_desk("remove-captions", recording.pk, "en"))
    assert Captions.objects.count() == 0


def rows(*written_rows: dict[str, str], seen: str) -> dict[str, str]:
    sent = {"seen": seen, "rad-antal": str(len(written_rows))}
    for place, row in enumerate(written_rows):
        sent |= {f"rad-{place}-{name}": value for name, value in row.items()}
    return sent


def test_chapters_are_rows(desk: Client, recording: Recording) -> None:
    url = at_desk("chapters", recording.pk)
    seen = desk.get(url).context["rows"].seen
    sent = rows({"seconds": "1.04.30", "title": "Sist"}, {"seconds": "0:00", "title": "Först"}, {}, seen=seen)
    assert desk.post(url, sent).status_code == 302
    assert list(Chapter.objects.values_list("seconds", "title")) == [(0, "Först"), (3870, "Sist")]
    assert 'value="1.04.30"' in desk.get(url).text
    assert desk.post(url, sent).status_code == 409
    seen = desk.get(url).context["rows"].seen
    same = rows({"seconds": "1", "title": "A"}, {"seconds": "1", "title": "B"}, seen=seen)
    assert "Två kapitel kan inte börja på samma tid." in words(desk.post(url, same).text)
    assert Chapter.objects.count() == 2


# --- graphic notes --------------------------------------------------------------------------------------------------


def test_a_graphic_note_from_upload_to_publication(desk: Client, day: Day) -> None:
    response = desk.post(at_desk("new-graphic-note", day.slug), {"title": "Anteckning", "picture": png()})
    note = GraphicNote.objects.get()
    assert response["Location"] == at_desk("hotspots", note.pk)
    publish = at_desk("publish-graphic-note", note.pk)
    assert "Hela bilden finns inte i ord" in words(desk.get(publish).text)
    assert desk.post(publish, {"gor": "visa"}).status_code == 409
    url = at_desk("graphic-note", note.pk)
    words_for_it = {"alternative": "En karta.", "description": "En ö."}
    assert desk.post(url, written(desk.get(url)) | words_for_it).status_code == 302
    assert desk.post(publish, {"gor": "visa"}).status_code == 302
    assert GraphicNote.objects.get().published_at is not None
    desk.post(publish, {"gor": "dolj"})
    desk.post(at_desk("remove-graphic-note", note.pk))
    assert GraphicNote.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG-bilder tas inte emot"),
        (b"%PDF-1.7", "Filen är ingen JPEG-, PNG- eller WebP-bild."),
        (png().read()[:-40], "Bilden går inte att läsa."),
    ],
)
def test_a_faulty_picture_is_refused_at_its_field(desk: Client, day: Day, data: bytes, said: str) -> None:
    upload = SimpleUploadedFile("bild.png", data, content_type="image/png")
    response = desk.post(at_desk("new-graphic-note", day.slug), {"title": "A", "picture": upload})
    assert (response.status_code, said in words(response.text), GraphicNote.objects.count()) == (422, True, 0)
    assert list(response.context["form"].errors) == ["picture"]


def test_a_note_without_a_picture_is_refused(desk: Client, day: Day) -> None:
    response = desk.post(at_desk("new-graphic-note", day.slug), {"title": "A"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["picture"])


def test_the_parts_of_a_picture_are_rows(desk: Client, note: GraphicNote) -> None:
    url = at_desk("hotspots", note.pk)
    seen = desk.get(url).context["rows"].seen
    part = {"heading": "Ön", "text": "Vi bor här.", "x": "10.5", "y": "20", "width": "30", "height": "40"}
    assert desk.post(url, rows(part | {"recording_seconds": "4.30"}, {}, seen=seen)).status_code == 302
    spot = Hotspot.objects.get()
    assert (spot.x, spot.heading, spot.recording_seconds) == (10.5, "Ön", 270)
    assert desk.post(url, rows(part, seen=seen)).status_code == 409
    seen = desk.get(url).context["rows"].seen
    outside = desk.post(url, rows(part | {"x": "90"}, seen=seen))
    assert (outside.status_code, "Område 1 går utanför bilden." in words(outside.text)) == (422, True)
    half = desk.post(url, rows(part | {"text": ""}, seen=seen))
    assert (half.status_code, Hotspot.objects.get().text) == (422, "Vi bor här.")


# --- who, and how much it costs -------------------------------------------------------------------------------------


def test_another_dialogues_things_are_missing(
    desk: Client, recording: Recording, note: GraphicNote, day: Day, editor: Official
) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan")
    other.roles.create(official=editor, name=RoleName.EDITOR)
    room = ExternalRoom.objects.create(day=day, title="R", address="https://e.org", provider="P", processor="B")
    pages = [("recording", recording.pk), ("captions", recording.pk), ("graphic-note", note.pk), ("room", room.pk)]
    answers = [desk.get(reverse(f"desk:{name}", args=["annan", number])).status_code for name, number in pages]
    assert answers == [404, 404, 404, 404]
    removals = [("remove-recording", recording.pk), ("remove-graphic-note", note.pk), ("remove-room", room.pk)]
    answers = [desk.post(reverse(f"desk:{name}", args=["annan", number])).status_code for name, number in removals]
    assert (answers, Recording.objects.count(), GraphicNote.objects.count()) == ([404, 404, 404], 1, 1)


@pytest.mark.parametrize("role", [RoleName.MODERATOR, RoleName.REGISTRAR, RoleName.POLITICIAN])
def test_other_roles_do_not_come_in(
    client: Client, make_official: Callable[..., Official], recording: Recording, role: RoleName
) -> None:
    client.force_login(make_official(role, email="annan@example.org"))
    assert client.get(at_desk("media")).status_code == 403
    assert client.post(at_desk("publish-recording", recording.pk), {"gor": "visa"}).status_code == 403


@pytest.mark.parametrize("number", [1, 30])
def test_the_overview_costs_the_same_however_much_there_is(
    desk: Client, day: Day, make_day: Callable[..., Day], number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        make_day("2020-11-06 13:00", slug=f"dag-{place + 10}")
        made = Recording.objects.create(day=day, title=f"Film {place}", kind="link", address="https://e.org")
        Captions.objects.create(recording=made, language="sv", vtt=CAPTIONS)
        GraphicNote.objects.create(day=day, title=f"Bild {place}", picture="b.webp")
        ExternalRoom.objects.create(day=day, title=f"Rum {place}", address="https://e.org", provider="P", processor="B")
    with django_assert_num_queries(11):
        page = desk.get(at_desk("media")).text
    assert [page.count(f"{what} {place}<") for what in ("Film", "Bild", "Rum") for place in range(number)] == [
        1
    ] * 3 * number
