"""Files made to hurt: too big, too deep, no text, or such that a careless reader works for hours."""

from __future__ import annotations

import random

import pytest

from fardplan.analysis.statistical_tables import Problem, Unreadable, read_table
from fardplan.analysis.statistical_tables.problems import MOST_BYTES
from tests.analysis.statistical_tables.tables import as_bytes, population, px
from tests.analysis.statistical_tables.test_kolada import LAST


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b" \n\t", Problem.EMPTY),
        (b"PK\x03\x04", Problem.UNKNOWN_FORMAT),
        (b"region;2019;2020\n10;1;2\n", Problem.UNKNOWN_FORMAT),
        (b"[" * 100_000, Problem.UNKNOWN_FORMAT),
        (b'{"a":' * 100_000, Problem.TOO_DEEP),
        (b'{"a":' + b"[" * 30 + b"]" * 30 + b"}", Problem.TOO_DEEP),
        (b'{"a":"' + b"[" * 30 + b'"}', Problem.MISSING),
        (b'{"a":1', Problem.NOT_JSON),
        (b'{"a":"\xff"}', Problem.NOT_TEXT),
        (b'{"value":' + b"9" * 5_000 + b"}", Problem.NOT_A_NUMBER),
        (b"{" + b" " * MOST_BYTES + b"}", Problem.TOO_LARGE),
        (b'{"a":"' + b"\\" * 99_999 + b"[", Problem.NOT_JSON),
        (b'TITLE="' + b"a" * 100_000, Problem.UNFINISHED),
        (b'TITLE("' + b"a" * 100_000, Problem.UNKNOWN_FORMAT),
        (b'A="1";TITLE("' + b"a" * 100_000, Problem.NOT_A_STATEMENT),
        (b"TITLE=" + b" " * 100_000 + b"x", Problem.UNFINISHED),
        (b"TITLE=" + b" " * 100_000 + b";", Problem.MISSING),
        (b"TITLE=" + b'"a"' * 100_000 + b";DATA=1;", Problem.TOO_LONG),
        (b"".join(b'A%d="";' % number for number in range(20_001)), Problem.TOO_MANY_STATEMENTS),
        (b'STUB="a","b";VALUES("a")=' + b'"1",' * 2 + b'"2";DATA=1;', Problem.TWICE),
        (b'STUB="a";VALUES("a")="1","2";DATA=' + b'"' * 100_000 + b";", Problem.NOT_A_NUMBER),
        (b'STUB="a";VALUES("a")="1","2";DATA=' + b"1" * 100_000 + b";", Problem.NOT_A_NUMBER),
        (b'STUB="a";VALUES("a")="1","2";DATA=' + b" " * 100_000 + b";", Problem.WRONG_LENGTH),
    ],
)
def test_a_hostile_file_is_refused_for_the_right_reason(content: bytes, problem: Problem) -> None:
    with pytest.raises(Unreadable) as error:
        read_table(content)
    assert error.value.problem is problem
    assert len(str(error.value)) < 500


def test_many_dimensions_of_many_values_are_refused_before_anything_is_made_of_them() -> None:
    names = [f'"v{number}"' for number in range(12)]
    values = ",".join(f'"{number}"' for number in range(10))
    file = f"STUB={','.join(names)};" + "".join(f"VALUES({name})={values};" for name in names) + "DATA=1;"
    with pytest.raises(Unreadable, match="at most 150000 cells"):
        read_table(file.encode())


@pytest.mark.parametrize("seed", range(3))
def test_a_file_damaged_anywhere_is_read_or_refused_but_never_breaks_the_reader(seed: int) -> None:
    dice = random.Random(seed)
    whole = [px(), as_bytes(population()), as_bytes(LAST)][seed]
    refused = 0
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(content))
            piece = dice.choice([b"", b'"', b";", b"(", b"{", b"]", b",", b"0", b"-1", b"null", b"\xff", b"\x00"])
            content[at : at + dice.randint(0, 4)] = piece
        try:
            read_table(bytes(content))
        except Unreadable:
            refused += 1
    assert refused > 50


def test_unseen_characters_are_left_out_of_texts() -> None:
    label = '"b\\u0000\\ud800å"'
    category = '{"category":{"index":["x"],"label":{"x":' + label + "}}}"
    text = '{"id":["a"],"size":[1],"dimension":{"a":' + category + '},"value":[1]}'
    assert read_table(text.encode()).dimension("a").category("x").label == "bå"


def test_no_character_that_turns_the_direction_of_text_is_left_in_words() -> None:
    turned = population() | {"label": "Folk\u202emängd\u200f", "source": "S\u2066CB", "note": ["Läs\u202d detta."]}
    table = read_table(as_bytes(turned))
    assert (table.title, table.source, table.notes[0].text) == ("Folkmängd", "SCB", "Läs detta.")
