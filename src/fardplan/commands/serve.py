"""Answer pages and do jobs, in one process."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="default: FARDPLAN_PORT, or 8000")


def run(options: argparse.Namespace) -> int:
    import uvicorn

    from fardplan.configuration import read, read_number

    port = options.port or read_number("PORT", 8000)
    uvicorn.run(
        "fardplan.asgi:application",
        host=read("LISTEN", "127.0.0.1"),
        port=port,
        lifespan="on",
        log_level="warning",
        proxy_headers=False,
        server_header=False,
    )
    return 0
