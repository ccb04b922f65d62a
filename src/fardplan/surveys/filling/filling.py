"""What a page of a survey is filled in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fardplan.surveys.definition import Answers, Definition
from fardplan.surveys.filling.raw import Raw


@dataclass(frozen=True)
class Filling:
    """What a page is filled in with. `order` is the respondent's own, from which the order of choices is drawn; "" as
    they stand. `answers` are all answers so far, also to this page. `version` is the hash of a published definition:
    what is the same for everybody who answers it is written once. `half` is what was sent and is no answer yet, by
    question: it is shown again as it was written."""

    definition: Definition
    language: str
    answers: Answers
    today: date
    order: str = ""
    lenient: bool = False
    version: str = ""
    half: Mapping[str, Raw] = field(default_factory=dict)
