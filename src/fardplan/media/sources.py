"""Where a film lies when it is not ours, and what the page must allow before it can be shown there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Invalid
from fardplan.media.models import SourceKind

YOUTUBE = "https://www.youtube-nocookie.com"
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")


class _HasSource(Protocol):
    kind: str
    address: str
    provider: str


@dataclass(frozen=True)
class Source:
    """A film elsewhere. `frame` is what is framed when the visitor asks for it; `stream` what a player fetches."""

    address: str
    provider: str
    frame: str = ""
    stream: str = ""
    policy: dict[str, list[str]] = field(default_factory=dict)

    @property
    def can_be_shown_here(self) -> bool:
        return bool(self.frame or self.stream)


def source_of(thing: _HasSource) -> Source:
    """What to do with the address of a broadcast or a recording."""
    provider = thing.provider or _provider_of(thing.kind, thing.address)
    if thing.kind == SourceKind.YOUTUBE and (film := youtube_film(thing.address)):
        return Source(
            address=f"https://www.youtube.com/watch?v={film}",
            provider=provider,
            frame=f"{YOUTUBE}/embed/{film}?rel=0&cc_load_policy=1",
            policy={"frame-src": [YOUTUBE]},
        )
    if thing.kind == SourceKind.HLS:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(thing.address))
        return Source(
            address=thing.address,
            provider=provider,
            stream=thing.address,
            policy={"connect-src": [origin], "media-src": [origin, "blob:"], "worker-src": ["blob:"]},
        )
    return Source(address=thing.address, provider=provider)


@dataclass
class _Elsewhere:
    kind: str
    address: str
    provider: str = ""


def source_at(address: str) -> Source:
    """What to do with an address nobody has said the kind of."""
    if youtube_film(address):
        kind = SourceKind.YOUTUBE
    else:
        kind = SourceKind.HLS if urlsplit(address).path.endswith(".m3u8") else SourceKind.LINK
    return source_of(_Elsewhere(str(kind), address))


def _provider_of(kind: str, address: str) -> str:
    return "Youtube" if kind == SourceKind.YOUTUBE else (urlsplit(address).hostname or "").removeprefix("www.")


def youtube_film(address: str) -> str:
    """The film's id in any of Youtube's ways to write an address; empty when there is none."""
    parts = urlsplit(address)
    if parts.hostname not in _YOUTUBE_HOSTS:
        return ""
    segments = [segment for segment in parts.path.split("/") if segment]
    candidates = parse_qs(parts.query).get("v", []) + segments[-1:]
    return next((each for each in candidates if _YOUTUBE_ID.fullmatch(each)), "")


def check(kind: str, address: str, *, field: str = "address") -> None:
    """Raises Invalid, naming the form's `field`, when an address cannot be of that kind."""
    parts = urlsplit(address)
    is_plain_host = re.fullmatch(r"[a-z0-9.-]+(?::\d+)?", parts.netloc) is not None
    if parts.scheme != "https" or not is_plain_host:
        raise Invalid(_("Skriv hela adressen, med https:// först."), field=field)
    if kind == SourceKind.YOUTUBE and not youtube_film(address):
        raise Invalid(_("Adressen leder inte till en film hos Youtube."), field=field)
    if kind == SourceKind.HLS and not parts.path.endswith(".m3u8"):
        raise Invalid(_("En HLS-adress slutar på .m3u8."), field=field)
