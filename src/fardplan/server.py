"""The web server, uvicorn, with one thing of our own: it ends the live streams before it waits for answers to end."""

from __future__ import annotations

import socket

import uvicorn


class Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """A live stream does not end by itself, and its reader comes back to whoever serves next."""
        from fardplan.asgi import hub

        hub.send_away()
        await super().shutdown(sockets)
