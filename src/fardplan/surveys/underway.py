"""A response somebody is giving: what is sealed with their own code, and what is told from it when it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from fardplan.surveys import codes
from fardplan.surveys.definition import Answers, Definition, Page, asked_of
from fardplan.surveys.filling import Filling
from fardplan.surveys.filling.raw import Raw
from fardplan.surveys.models import Collection, Source, UnfinishedResponse

T = TypeVar("T")


@dataclass(frozen=True)
class Underway:
    """An unfinished response that has been opened with its code.

    `invitation` is the key of the invitation it was begun with, None without; `began` seconds since 1970; `marks` what
    has looked odd so far; `changes`: a response that was sent in is being changed. `half` is what was sent and is no
    answer before it has been mended, by question.
    """

    unfinished: UnfinishedResponse
    code: str
    answers: Answers = field(default_factory=dict)
    language: str = "sv"
    source: str = Source.WEB
    invitation: int | None = None
    began: float = 0.0
    marks: tuple[str, ...] = ()
    changes: bool = False
    half: dict[str, Raw] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        return self.unfinished.version.asks

    @property
    def collection(self) -> Collection:
        return self.unfinished.collection

    @property
    def is_kiosk(self) -> bool:
        return self.source == Source.KIOSK

    def pages(self, *, today: date) -> tuple[Page, ...]:
        """The pages this respondent is asked, with the answers so far."""
        return asked_of(self.definition, self.answers, today=today).pages

    def filling(self, *, today: date) -> Filling:
        """What a page is filled in with."""
        version = self.unfinished.version.sha256
        return Filling(
            self.definition, self.language, self.answers, today, order=self.code, version=version, half=self.half
        )


def sealed(underway: Underway) -> bytes:
    """What is kept of it, which only its code opens."""
    kept = {
        "answers": underway.answers,
        "language": underway.language,
        "source": str(underway.source),
        "invitation": underway.invitation,
        "began": underway.began,
        "marks": list(underway.marks),
        "changes": underway.changes,
        "half": underway.half,
    }
    return codes.seal(kept, underway.code)


def opened(unfinished: UnfinishedResponse, code: str) -> Underway | None:
    """The unfinished response as it was sealed; None when this is not its code."""
    kept: dict[str, Any] | None = codes.unseal(bytes(unfinished.sealed), code)
    if kept is None:
        return None
    return Underway(unfinished, code, **(kept | {"marks": tuple(kept["marks"])}))


def with_page(answers: Mapping[str, T], page_names: Iterable[str], given: Mapping[str, T]) -> dict[str, T]:
    """All answers with those of one page in place of what was there."""
    gone = set(page_names)
    return {name: value for name, value in answers.items() if name not in gone} | dict(given)
