"""The server process: pages, and the job thread beside them."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")
pages = get_asgi_application()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: HTTP goes to Django; start and stop of the process start and stop the job thread."""
    if scope["type"] != "lifespan":
        await pages(scope, receive, send)
        return
    from fardplan.base.jobs import JobThread

    jobs = JobThread()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            jobs.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            jobs.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
