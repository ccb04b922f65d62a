"""From a file's text to a checked dialogue file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fardplan.exchange import checks, tree
from fardplan.exchange.problems import FileRefused, Problem, field_name
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content


@dataclass(frozen=True)
class DialogueFile:
    """A dialogue as it stands in a file: its content, where its media files are, and where each field stands."""

    content: Content
    folder: Path | None
    tree: tree.Tree

    def problem(self, message: str, *path: str | int) -> Problem:
        """A problem with one field, placed where the field stands."""
        return Problem(message, field_name(path), self.tree.mark_of(path))


def load(text: str | bytes, *, folder: Path | None = None) -> DialogueFile:
    """The dialogue in a file's text. Media files are looked for in `folder`; without it none may be named.

    Raises FileRefused, which names line, column and field of everything that is wrong.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = _("Filen är inte skriven i UTF-8 (byte %(position)s). Spara den som UTF-8.")
            raise FileRefused([Problem(message % {"position": error.start + 1})]) from error
    read = tree.read(text)
    try:
        content = Content.model_validate(read.data)
    except ValidationError as error:
        raise FileRefused([_problem(details, read) for details in error.errors(include_url=False)]) from error
    file = DialogueFile(content=content, folder=folder, tree=read)
    problems = list(checks.problems_in(file.content, folder=folder))
    if problems:
        raise FileRefused([file.problem(message, *path) for path, message in problems])
    return file


def load_path(path: Path) -> DialogueFile:
    """The dialogue in a file on disk; its media files lie in the same folder."""
    try:
        if path.stat().st_size > tree.MOST_BYTES:
            return load("x" * (tree.MOST_BYTES + 1))
        data = path.read_bytes()
    except OSError as error:
        message = _("Filen %(name)s går inte att läsa: %(reason)s.")
        raise FileRefused([Problem(message % {"name": path.name, "reason": error.strerror or error})]) from error
    return load(data, folder=path.resolve().parent)


def _problem(details: ErrorDetails, read: tree.Tree) -> Problem:
    path: FieldPath = details["loc"]
    mark = read.mark_of(path)
    if details["type"] == "extra_forbidden":
        mark = read.keys.get(path, mark)
    return Problem(message_of(details), field_name(path), mark)


def message_of(details: ErrorDetails, within: type[BaseModel] = Content) -> str:
    """What is wrong with a value of a shape, in words for whoever mends it."""
    path: FieldPath = details["loc"]
    limits: Mapping[str, Any] = details.get("ctx", {})
    if details["type"] == "fardplan":
        return str(limits["message"])
    if details["type"] == "extra_forbidden":
        return _unknown_field(path, within)
    messages = {
        "missing": _("Fältet saknas."),
        "string_type": _("Här ska det stå text."),
        "list_type": _("Här ska det stå en lista, med ett bindestreck framför varje del."),
        "dict_type": _("Här ska det stå svar, vart och ett med frågans namn."),
        "model_type": _("Här ska det stå fält, ett på varje rad: namn, kolon, värde."),
        "string_too_long": _("Texten är för lång: högst %(max_length)s tecken."),
        "string_too_short": _("Här saknas text."),
        "literal_error": _("Här ska det stå %(expected)s."),
        "greater_than": _("Talet ska vara större än %(gt)s."),
        "greater_than_equal": _("Talet ska vara minst %(ge)s."),
        "less_than_equal": _("Talet ska vara högst %(le)s."),
    }
    return messages.get(details["type"], str(details["msg"])) % dict(limits)


def _unknown_field(path: FieldPath, within: type[BaseModel]) -> str:
    known = list(_fields_at(path[:-1], within))
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    if near:
        return _("Fältet finns inte i formatet. Menade du %(name)s?") % {"name": near[0]}
    return _("Fältet finns inte i formatet. Här kan det stå: %(names)s.") % {"names": ", ".join(known)}


def _fields_at(path: FieldPath, shape: type[BaseModel]) -> list[str]:
    """The fields a mapping at this place of the format may have."""
    for step in path:
        if isinstance(step, str):
            found = _shape_in(shape.model_fields[step].annotation)
            shape = found or shape
    return list(shape.model_fields)


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((shape for part in get_args(annotation) if (shape := _shape_in(part))), None)
