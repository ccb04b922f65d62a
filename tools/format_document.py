"""Write the tables of docs/format.md: the dialogue file, field by field, out of the shapes that read it.

python -m tools.format_document           write the document
python -m tools.format_document --check   say whether it is up to date
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from fardplan.exchange.fields import Shape

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "format.md"

MARK = "<!-- What follows is made by: python -m tools.format_document -->\n"

NAMES = {
    "Text": "text", "Exact": "text, to the character", "Quote": "text, to the character", "Line": "line",
    "Moment": "moment", "CalendarDate": "date", "ClockOrMoment": "time or moment", "Whole": "whole number",
    "Number": "number", "Quantity": "number, with minus when it is below 0", "Option": "line, at most 160 characters",
    "Switch": "true or false", "Seconds": "length", "Slug": "slug", "ThemeSlug": "slug",
    "ShortCode": "code, at most 40 characters", "Share": "number",
    "Sha256": "SHA-256, 64 characters 0–9 a–f", "Answers": "answers by the names of the questions",
    "Key": "key", "Label": "number of a contribution", "Language": "language code", "Colour": "colour",
    "Email": "e-mail address", "WebAddress": "web address", "FilePath": "file",
    "LongWebAddress": "web address", "Code": "text, to the character",
}  # fmt: skip


def document() -> str:
    """The whole of docs/format.md: its words as they stand, then the tables."""
    from fardplan.exchange.shape import Content
    from fardplan.exchange.shape_surveys import ResponseShape

    words = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
    seen: list[type[Shape]] = []
    _collect(Content, seen)
    _collect(ResponseShape, seen)
    return "\n".join([words + MARK, *(_table(shape) for shape in seen)])


def _collect(shape: type[Shape], seen: list[type[Shape]]) -> None:
    if shape in seen:
        return
    seen.append(shape)
    for field in shape.model_fields.values():
        inner = _shape_in(field.annotation)
        if inner is not None:
            _collect(inner, seen)


def _shape_in(annotation: Any) -> type[Shape] | None:
    from fardplan.exchange.fields import Shape

    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next((shape for part in get_args(annotation) if (shape := _shape_in(part))), None)


def heading(shape: type[Shape]) -> str:
    name = shape.__name__.removesuffix("Shape")
    return "The file" if name == "Content" else name


def _table(shape: type[Shape]) -> str:
    rows = [
        f"### {heading(shape)}",
        (shape.__doc__ or "").strip(),
        "",
        "| Field | Is | Default | |",
        "|---|---|---|---|",
    ]
    hints = shape.__annotations__
    for name, field in shape.model_fields.items():
        kind = _kind(hints[name], field)
        rows.append(f"| `{name}` | {kind} | {_default(field)} | {field.description} |")
    return "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "–"
    value = field.get_default()
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"`{getattr(value, 'value', value)}`"


def _kind(hint: str, field: FieldInfo) -> str:
    """What may stand in the field, from its annotation as it is written and as it is."""
    inner = _shape_in(field.annotation)
    is_list = hint.startswith("list[")
    if inner is not None:
        link = f"[{heading(inner)}](#{heading(inner).lower().replace(' ', '-')})"
        return f"list of {link}" if is_list else link
    words = _words_of(field.annotation)
    bare = hint.removeprefix("list[").removesuffix("]").removesuffix(" | None")
    kind = words or NAMES[bare]
    limit = next((rule.max_length for rule in field.metadata if hasattr(rule, "max_length")), None)
    if limit is not None and bare == "Line":
        kind += f", at most {limit} characters"
    return f"list of {kind}" if is_list else kind


def _words_of(annotation: Any) -> str:
    """`a`, `b` or `c`, when the field takes only certain words."""
    from django.db.models import TextChoices

    if isinstance(annotation, type) and issubclass(annotation, TextChoices):
        return " ".join(f"`{value}`" for value in annotation.values)
    if get_origin(annotation) is Literal:
        return " ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) in {Union, UnionType, list} or hasattr(annotation, "__metadata__"):
        return next((words for part in get_args(annotation) if (words := _words_of(part))), "")
    return ""


def main() -> int:
    os.environ.setdefault("FARDPLAN_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")
    import django

    django.setup()
    if "--check" in sys.argv:
        if DOCUMENT.read_text(encoding="utf-8") != document():
            print("docs/format.md is not up to date: python -m tools.format_document")
            return 1
        return 0
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
