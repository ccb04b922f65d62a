"""Serving files: ranges, types, and who may see what."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.test import Client, RequestFactory
from PIL import Image

from fardplan.base import files, pictures
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official

DATA = bytes(range(256)) * 40  # 10 240 bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(files._folders, "test", files.for_everyone)
    folder = Path(settings.MEDIA_ROOT) / "test"
    folder.mkdir(parents=True)
    (folder / "film.mp4").write_bytes(DATA)
    (folder / "sida.html").write_text("<script>alert(1)</script>")
    (Path(settings.MEDIA_ROOT).parent / "hemligt.txt").write_text("innanmätet")
    return folder


def asked(client: Client, span: str, **headers: str) -> tuple[int, str | None, bytes]:
    response = client.get("/media/test/film.mp4", headers={"range": span} | headers)
    return response.status_code, response.headers.get("Content-Range"), body(response)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("span", "status", "content_range", "part"),
    [
        ("bytes=0-99", 206, "bytes 0-99/10240", DATA[:100]),
        ("bytes=10000-", 206, "bytes 10000-10239/10240", DATA[10000:]),
        ("bytes=-40", 206, "bytes 10200-10239/10240", DATA[-40:]),
        ("bytes=-999999", 200, None, DATA),
        ("bytes=10-999999", 206, "bytes 10-10239/10240", DATA[10:]),
        ("bytes=0-", 200, None, DATA),
        ("bytes=10240-", 416, "bytes */10240", b""),
        ("bytes=-0", 416, "bytes */10240", b""),
        ("bytes=9-3", 200, None, DATA),
        ("bytes=0-1,5-6", 200, None, DATA),
        ("lines=1-2", 200, None, DATA),
        ("bytes=x-y", 200, None, DATA),
        ("bytes=99999999999999999999999-", 200, None, DATA),
    ],
)
def test_ranges(client: Client, span: str, status: int, content_range: str | None, part: bytes):
    assert asked(client, span) == (status, content_range, part)


def test_the_length_is_told(client: Client):
    response = client.get("/media/test/film.mp4", headers={"range": "bytes=0-99"})
    assert (response["Content-Length"], response["Accept-Ranges"]) == ("100", "bytes")
    assert client.head("/media/test/film.mp4")["Content-Length"] == "10240"


def test_a_file_that_is_known_is_not_sent_again(client: Client):
    first = client.get("/media/test/film.mp4")
    again = client.get("/media/test/film.mp4", headers={"if-none-match": first["ETag"]})
    since = client.get("/media/test/film.mp4", headers={"if-modified-since": first["Last-Modified"]})
    assert [each.status_code for each in (again, since)] == [304, 304]


def test_a_range_of_an_older_file_gets_the_whole_new_one(client: Client):
    assert asked(client, "bytes=0-99", **{"if-range": '"en annan"'})[0] == 200


def test_files_can_run_nothing(client: Client):
    film, page = client.get("/media/test/film.mp4"), client.get("/media/test/sida.html")
    kept = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [film.headers.get(name) for name in kept] == ["video/mp4", None, "nosniff"]
    assert [page.headers.get(name) for name in kept] == [
        "application/octet-stream", "attachment; filename*=UTF-8''sida.html", "nosniff",
    ]  # fmt: skip
    assert "sandbox" in page["Content-Security-Policy"]
    assert "script-src" not in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "test/../../hemligt.txt", "test/..%2f..%2fhemligt.txt", "test/%2e%2e/%2e%2e/hemligt.txt", "/etc/passwd",
        "test//etc/passwd", "test/film.mp4%00.jpg", "test/..\\..\\hemligt.txt", "test", "test/", "test/finns-inte.mp4",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(client: Client, path: str):
    response = client.get(f"/media/{path}")
    assert response.status_code == 404
    assert "innanmätet" not in response.text


def test_a_link_out_of_the_folder_is_not_followed(client: Client, folder: Path):
    (folder / "lank.mp4").symlink_to(folder.parent.parent / "hemligt.txt")
    assert client.get("/media/test/lank.mp4").status_code == 404


def test_a_folder_nobody_has_spoken_for_is_not_served(client: Client):
    (Path(settings.MEDIA_ROOT) / "annat").mkdir()
    (Path(settings.MEDIA_ROOT) / "annat" / "film.mp4").write_bytes(DATA)
    assert client.get("/media/annat/film.mp4").status_code == 404


@pytest.mark.parametrize(
    ("audience", "status", "kept"),
    [("everyone", 200, "public, max-age=86400"), ("you", 200, "private, no-store"), ("nobody", 404, "no-cache")],
)
def test_who_may_see_it_decides(
    client: Client, monkeypatch: pytest.MonkeyPatch, audience: files.Audience, status: int, kept: str
):
    monkeypatch.setitem(files._folders, "test", lambda _name, _request: audience)
    response = client.get("/media/test/film.mp4")
    assert (response.status_code, response.headers.get("Cache-Control")) == (status, kept)


def test_a_document_is_handed_over_under_its_own_name(rf: RequestFactory, folder: Path):
    response = files.ranged(rf.get("/"), folder / "film.mp4", name="Åsikt “1”\r\n.pdf")
    assert response["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%C3%85sikt%20%E2%80%9C1%E2%80%9D%0D%0A.pdf"
    )


def test_in_the_server_process_a_film_is_sent_piece_by_piece(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
):
    monkeypatch.setattr(files, "CHUNK", 1000)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"range", b"bytes=5-4999")],
    }
    response = files.ranged(ASGIRequest(scope, None), folder / "film.mp4")

    async def pieces() -> list[bytes]:
        return [piece async for piece in response]  # type: ignore[union-attr]

    found = asyncio.run(pieces())
    assert (b"".join(found), max(map(len, found))) == (DATA[5:5000], 1000)


def test_a_dialogue_and_its_picture_are_seen_by_the_same_people(
    client: Client, dialogue: Dialogue, administrator: Official
):
    out = io.BytesIO()
    Image.new("RGB", (600, 20)).save(out, "PNG")
    out.seek(0)
    kept = pictures.store(out, folder="dialogue")
    Dialogue.objects.filter(pk=dialogue.pk).update(picture=kept.name, published_at=None)
    address = f"/media/{pictures.renditions(kept.name)[0][0]}"
    hidden = client.get(address)
    client.force_login(administrator)
    own = client.get(address)
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=dialogue.published_at)
    client.logout()
    seen = client.get(address)
    assert [hidden.status_code, own.status_code, seen.status_code] == [404, 200, 200]
    assert [own["Cache-Control"], seen["Cache-Control"]] == ["private, no-store", "public, max-age=86400"]
