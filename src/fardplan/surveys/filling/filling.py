"""What a page of a survey is filled in with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fardplan.surveys.definition import Answers, Definition


@dataclass(frozen=True)
class Filling:
    """What a page is filled in with. `order` is the respondent's own, from which the order of choices is drawn; "" as
    they stand. `answers` are all answers so far, also to this page. `version` is the hash of a published definition:
    what is the same for everybody who answers it is written once."""

    definition: Definition
    language: str
    answers: Answers
    today: date
    order: str = ""
    lenient: bool = False
    version: str = ""
