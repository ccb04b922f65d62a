"""What a visitor may send in one go, counted before it is kept anywhere: Django keeps a whole body before it looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import parse_cookie

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

WITHOUT_SIGN_IN = 5_000_000  # forms with text only

_PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>För stort</title></head><body>
<h1>Det du skickade är för stort</h1><p>Det får vara högst {megabytes} megabyte. Gå tillbaka och välj en mindre fil.</p>
<p lang="en">What you sent is too large: at most {megabytes} megabytes. Go back and choose a smaller file.</p>
</body></html>"""


class BodyLimit:
    """ASGI: answers 413 to a body that is too large, from its announced length or as soon as it grows beyond."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        is_large = announced.isdigit() and int(announced) > WITHOUT_SIGN_IN
        limit = await sync_to_async(limit_for)(headers) if is_large else WITHOUT_SIGN_IN
        if not announced.isdigit() or int(announced) > limit:
            await _refuse(send, limit)
            return
        received = 0

        async def counted() -> Mapping[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            # To the application a body that never ends looks like a visitor who left.
            return {"type": "http.disconnect"} if received > limit else message

        await self.application(scope, counted, send)


def limit_for(headers: dict[bytes, bytes]) -> int:
    """Bytes this visitor may send: films come only from those who have signed in at the desk.

    A cookie that only has the right name is nobody's sign-in, so the session is looked for.
    """
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    close_old_connections()
    session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    return settings.UPLOAD_BYTES + 1_000_000 if session.get(SESSION_KEY) else WITHOUT_SIGN_IN


async def _refuse(send: Send, limit: int) -> None:
    page = _PAGE.format(megabytes=limit // 1_000_000).encode()
    kind = (b"content-type", b"text/html; charset=utf-8")
    await send({"type": "http.response.start", "status": 413, "headers": [kind, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": page})
