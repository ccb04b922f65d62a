"""Words that only went from one passage to another are marked nowhere, and nothing is lost in the telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fardplan.analysis.parted import Part, families, redlines
from fardplan.analysis.redline import text_after, text_before
from tests.analysis.test_redline import TEXTS


def marked(*parts: Part) -> dict[str, str]:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    found = redlines(parts)
    return {key: "".join(marks[piece.kind].format(piece.text) for piece in found[key]) for key in found}


def letters(text: str) -> str:
    return "".join(sorted("".join(text.split())))


NONE_OR_TEXT = st.none() | TEXTS
PARTS = (
    st.lists(st.tuples(NONE_OR_TEXT, NONE_OR_TEXT), min_size=1, max_size=5)
    .map(lambda pairs: tuple(Part(f"p{at}", *pair) for at, pair in enumerate(pairs)))
    .filter(lambda parts: any(part.after is not None for part in parts))
)


@given(PARTS)
def test_the_parts_together_say_all_that_stood_and_all_that_stands(parts: tuple[Part, ...]):
    found = redlines(parts)
    alive = [part for part in parts if part.after is not None]
    assert {part.key: text_after(found[part.key]) for part in alive} == {part.key: part.after for part in alive}
    before = "".join(part.before or "" for part in parts)
    assert letters("".join(text_before(found[part.key]) for part in alive)) == letters(before)
    for part in parts:
        if part.after is None and part.before is not None:
            assert text_before(found[part.key]) == part.before


@given(TEXTS, TEXTS)
def test_a_text_that_was_only_divided_has_no_marks(one: str, other: str):
    found = redlines((Part("p", f"{one}. {other}", f"{one}."), Part("q", None, other)))
    assert {piece.kind for pieces in found.values() for piece in pieces if piece.text.strip()} <= {"same"}


IDROTT = "På alla orter går det att utöva idrott."
BIBLIOTEK = "Biblioteken är öppna på kvällen."


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            (Part("p", f"{IDROTT} {BIBLIOTEK}", IDROTT), Part("q", None, f"{BIBLIOTEK} Inträdet är fritt.")),
            {"p": IDROTT, "q": f"{BIBLIOTEK}[+ Inträdet är fritt.+]"},
        ),
        (
            (Part("q", None, BIBLIOTEK), Part("p", f"{IDROTT} {BIBLIOTEK}", IDROTT)),
            {"q": BIBLIOTEK, "p": IDROTT},
        ),
        (
            (Part("p", IDROTT, f"{IDROTT} {BIBLIOTEK}"), Part("q", f"{BIBLIOTEK} Inträdet är fritt.", None)),
            {"p": f"{IDROTT} {BIBLIOTEK}[- Inträdet är fritt.-]", "q": f"{BIBLIOTEK}[- Inträdet är fritt.-]"},
        ),
        (
            (Part("p", f"{IDROTT} {BIBLIOTEK}", None), Part("q", None, IDROTT), Part("r", None, BIBLIOTEK)),
            {"q": IDROTT, "r": BIBLIOTEK, "p": f"{IDROTT} {BIBLIOTEK}"},
        ),
        (
            (
                Part(
                    "p",
                    "- flyttnetto\n- restid\n- nyföretagande\n- sysselsättning\n- tillit",
                    "- flyttnetto\n- restid\n- tillit",
                ),
                Part("q", None, "- nyföretagande\n- sysselsättning"),
            ),
            {"p": "- flyttnetto\n- restid\n- tillit", "q": "- nyföretagande\n- sysselsättning"},
        ),
    ],
)
def test_only_what_is_new_or_gone_in_the_whole_is_marked(parts: tuple[Part, ...], expected: dict[str, str]):
    assert marked(*parts) == expected


def test_families_are_those_that_hang_together():
    found = families({"p": ["q"], "r": [], "q": ["p", "s", "unknown"], "s": []})
    assert found == {"p": ("p", "q", "s"), "q": ("p", "q", "s"), "s": ("p", "q", "s"), "r": ("r",)}
