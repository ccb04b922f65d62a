"""Answer pages and do jobs, in one process."""

from __future__ import annotations

import argparse

PATIENCE = 30  # seconds for pages and files that are being answered when the process is asked to stop


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="default: FARDPLAN_PORT, or 8000")


def run(options: argparse.Namespace) -> int:
    import uvicorn

    from fardplan.base import cores
    from fardplan.configuration import read, read_number
    from fardplan.public.captions_intake import LARGEST
    from fardplan.server import Server

    _welcome_the_first()
    cores.keep_to_one()
    port = options.port or read_number("PORT", 8000)
    server = Server(
        uvicorn.Config(
            "fardplan.asgi:application",
            host=read("LISTEN", "127.0.0.1"),
            port=port,
            lifespan="on",
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
            # Captions come by WebSocket, in small messages; no other page of ours speaks it.
            ws="websockets-sansio",
            ws_max_size=LARGEST,
            ws_per_message_deflate=False,
        )
    )
    server.run()
    return 0 if server.started else 1


def _welcome_the_first() -> None:
    """While there is no official, print a link that makes one. Printed and not logged: a log is kept and read."""
    from django.conf import settings

    from fardplan.base import clock
    from fardplan.desk.pages.account import welcome_address
    from fardplan.people.actions import first_invitation

    if settings.EXAMPLE:
        return  # the example's desk lets everyone in
    if key := first_invitation(now=clock.now()):
        print(f"Nobody can sign in yet. Open this once, within 24 hours, to become the first: {welcome_address(key)}")
        print("Ingen kan logga in ännu. Öppna länken en gång, inom 24 timmar, och bli den första.", flush=True)
