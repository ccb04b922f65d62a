"""From JSON and back: the same definition is always the same bytes, so that a version can be told by its hash."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from fardplan.surveys.definition.shape import Definition

LARGEST = 1_000_000  # bytes; two hundred questions in twelve languages are half of it


class Unreadable(ValueError):
    """Not a definition. `places` says where, as `pages.0.questions.2.name`, and what is wrong there, in English."""

    def __init__(self, places: list[tuple[str, str]]) -> None:
        self.places = places
        super().__init__("; ".join(f"{place}: {problem}" for place, problem in places[:5]))


def read(data: Any) -> Definition:
    """A definition from parsed JSON. Raises Unreadable."""
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        places = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors(include_url=False)]
        raise Unreadable(places) from None


def as_data(definition: Definition) -> dict[str, Any]:
    """A definition as JSON data, without what stands at its default."""
    return definition.model_dump(mode="json", exclude_defaults=True) | {"format": definition.format}


def canonical(definition: Definition) -> bytes:
    """The bytes that are hashed: keys in order, no spaces, UTF-8."""
    return json.dumps(as_data(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(definition: Definition) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(definition)).hexdigest()


@lru_cache(maxsize=64)
def read_text(text: str) -> Definition:
    """A definition from JSON text, kept: a published version is read at every page of a response. Raises Unreadable."""
    try:
        return read(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable([("", str(error))]) from None
