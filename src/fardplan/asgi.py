"""The server process: pages by a pool of threads, files and live streams beside them, and the job thread.

Pages are ordinary synchronous Django. A pool of threads that keep their database connections answers them with half the
CPU of Django's own asynchronous handler, which makes a thread and a connection for every request (measured; see
docs/decisions). Files go through the asynchronous door, so that a slow download holds no thread of the pool.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from fardplan.base.body_limit import BodyLimit
from fardplan.base.page_threads import PageThreads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")

THREADS = 24
COLLECTED_AFTER = (1_000, 10, 50)  # new objects; rounds among the youngest; rounds among the next

pages = PageThreads(get_wsgi_application(), threads=THREADS)
files = get_asgi_application()

from fardplan.base.hub.engine import Hub  # noqa: E402 (Django is to be set up first)
from fardplan.base.hub.stream import PATH, Stream  # noqa: E402
from fardplan.public.caption_socket import CaptionSocket  # noqa: E402

hub = Hub(push_url=settings.LIVE_PUSH_URL)
captions = CaptionSocket()
stream = Stream(hub, most=settings.LIVE_READERS)


async def _answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: pages and files go to Django, the process starts and stops hub and job thread."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/media/"):
        await files(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
    else:
        raise ValueError(f"This server does not speak {scope['type']}.")


limited = BodyLimit(_answer)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: live streams to the hub, which keeps them open for hours and reads nothing; captions as they are typed to
    where they are taken; all else within its limit."""
    if scope["type"] == "http" and scope["path"] == PATH:
        await stream(scope, receive, send)
    elif scope["type"] == "websocket":
        await captions(scope, receive, send)
    else:
        await limited(scope, receive, send)


async def _live(receive: Any, send: Any) -> None:
    from fardplan.base.jobs import JobThread

    jobs = JobThread()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _settle()
            jobs.start()
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            captions.stop()
            jobs.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _settle() -> None:
    """Load what the first visitor would wait for, let the garbage collector look past all that stays, and go through
    the rest seldom: it stopped the whole process for 0.3 seconds, every few seconds when many followed (measured)."""
    get_resolver().url_patterns  # noqa: B018 - imports every page
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
