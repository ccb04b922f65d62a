"""docs/format.md says what the shapes say."""

from __future__ import annotations

from fardplan.exchange.fields import Shape
from fardplan.exchange.reading import load
from tools.format_document import DOCUMENT, document, heading


def test_the_document_is_made_from_the_shapes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "write it anew: python -m tools.format_document"


def test_no_shape_is_left_out() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [shape.__name__ for shape in Shape.__subclasses__() if f"### {heading(shape)}\n" not in text] == []


def test_the_small_one_in_the_document_can_be_read() -> None:
    small = document().split("```yaml\n")[1].split("```")[0]
    assert load(small).content.days[0].programme[1].title == "Samtal i grupper"
