"""Serving uploaded files: with ranges, so that a film can be sought in; only to those who may see what they belong to.

An app says who may see the files in its folder with `serve`. A folder nobody has spoken for is not served at all.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound

Audience = Literal["everyone", "you", "nobody"]
Answer = Callable[[str, HttpRequest], Audience]
CHUNK = 256 * 1024

# What is shown in the page; everything else is handed over to be saved.
SHOWN = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
# Should a file be opened by itself it can run nothing. A browser's own page around a picture or a film has styles of
# its own, so only what is handed over is kept from loading anything at all.
POLICY_SHOWN = "sandbox; frame-ancestors 'none'"
POLICY_HANDED_OVER = "default-src 'none'; sandbox"

_folders: dict[str, Answer] = {}


def serve(folder: str, answer: Answer) -> None:
    """Let `/media/<folder>/…` be served. `answer(name, request)` says who may see that file: see Audience."""
    _folders[folder] = answer


def for_everyone(_name: str, _request: HttpRequest) -> Audience:
    return "everyone"


def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at a storage name, when the viewer may see it. Missing and hidden look the same."""
    answer = _folders.get(path.partition("/")[0])
    audience = answer(path, request) if answer else "nobody"
    file = _file_at(path)
    if audience == "nobody" or file is None:
        raise NotFound(_("Filen finns inte."))
    response = ranged(request, file, content_type=SHOWN.get(file.suffix[1:], ""))
    response["Cache-Control"] = "public, max-age=86400" if audience == "everyone" else "private, no-store"
    return response


def _file_at(path: str) -> Path | None:
    """The file of a storage name, only ever inside the media folder."""
    if "\x00" in path or "\\" in path:
        return None
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        return None


def ranged(request: HttpRequest, file: Path, *, content_type: str = "", name: str = "") -> HttpResponseBase:
    """A file, or the range of it that was asked for. Without `content_type` it is handed over to be saved as `name`."""
    status = file.stat()
    is_handed_over = not content_type or bool(name)
    tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Last-Modified": http_date(status.st_mtime),
        "Content-Security-Policy": POLICY_HANDED_OVER if is_handed_over else POLICY_SHOWN,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Type": content_type or "application/octet-stream",
    }
    if is_handed_over:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or file.name, safe='')}"
    if _is_known(request, tag, status.st_mtime):
        return HttpResponse(status=304, headers=headers)
    span = _span_asked_for(request, status.st_size, tag)
    if span is None:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{status.st_size}"})
    first, last = span
    headers["Content-Length"] = str(last - first + 1)
    partial = (first, last) != (0, status.st_size - 1)
    if partial:
        headers["Content-Range"] = f"bytes {first}-{last}/{status.st_size}"
    body = b"" if request.method == "HEAD" else _body(request, file, first, last - first + 1)
    code = 206 if partial else 200
    if isinstance(body, bytes):
        return HttpResponse(body, status=code, headers=headers)
    return StreamingHttpResponse(body, status=code, headers=headers)


def _is_known(request: HttpRequest, tag: str, changed: float) -> bool:
    if asked := request.headers.get("If-None-Match"):
        return tag in (each.strip().removeprefix("W/") for each in asked.split(",")) or asked.strip() == "*"
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(changed) <= since


def _span_asked_for(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First and last byte to send. None when the range lies outside the file. Several ranges get the whole file."""
    whole = (0, size - 1)
    asked = re.fullmatch(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", tag) != tag:
        return whole
    start, end = asked.groups()
    if not start:
        return (max(0, size - int(end)), size - 1) if int(end) > 0 else None
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return whole
    return (first, last) if first < size else None


def _body(request: HttpRequest, file: Path, first: int, count: int) -> Iterator[bytes] | AsyncIterator[bytes]:
    # Django would read a plain iterator to its end before sending the first byte when it runs asynchronously.
    return _later(file, first, count) if isinstance(request, ASGIRequest) else _now(file, first, count)


def _now(file: Path, first: int, count: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        while count > 0 and (piece := opened.read(min(CHUNK, count))):
            count -= len(piece)
            yield piece


async def _later(file: Path, first: int, count: int) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        while count > 0 and (piece := await asyncio.to_thread(opened.read, min(CHUNK, count))):
            count -= len(piece)
            yield piece
