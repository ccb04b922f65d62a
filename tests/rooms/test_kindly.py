"""What looks like somebody's name, address or number in a line is told kindly."""

from __future__ import annotations

import pytest

from fardplan.rooms.kindly import looks_like_names, looks_personal

OFFICIAL = ["Karlshamn", "Region Exempel", "dialog@example.org"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fler bostäder i Karlshamn.", []),
        ("Region Exempel och Karlskrona kommun samarbetar.", []),
        ("Skriv till dialog@example.org.", []),
        ("Vi i Norra Sundby saknar buss.", []),
        ("Ring 070-123 45 67 på kvällen.", ["070-123 45 67"]),
        ("Mejla nagon@example.org.", ["nagon@example.org"]),
        ("Aaaa Bbbbson sade att bussen är sen.", ["Aaaa Bbbbson"]),
        ("En som heter Aaaa tog upp bussen.", ["Aaaa"]),
    ],
)
def test_a_line(text: str, found: list[str]) -> None:
    assert looks_personal(text, official=OFFICIAL) == found


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("3 elever, 2 från föreningar", []),
        ("Elever och en lärare från Karlshamn", []),
        ("Aaaa, Bbbb och en lärare", ["Aaaa", "Bbbb"]),
        ("2 elever och Bbbb", ["Bbbb"]),
    ],
)
def test_who_is_in_the_room(who: str, found: list[str]) -> None:
    assert looks_like_names(who, official=OFFICIAL) == found
