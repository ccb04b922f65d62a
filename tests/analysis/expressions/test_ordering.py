"""Calculations that build on each other."""

from __future__ import annotations

import pytest

from fardplan.analysis.expressions import CircularError, Tree, calculate, calculation_order, parse


def _trees(**sources: str) -> dict[str, Tree]:
    return {name: parse(source) for name, source in sources.items()}


def test_each_calculation_comes_after_those_it_needs() -> None:
    trees = _trees(total="${tax} + ${price}", tax="${price} * ${rate}", price="${number} * 10", apart="1")
    order = calculation_order(trees)
    assert sorted(order) == ["apart", "price", "tax", "total"]
    assert order.index("price") < order.index("tax") < order.index("total")
    forged = {"number": 3, "rate": 0.25, "price": 1_000_000}
    assert calculate(trees, forged) == {"price": 30.0, "tax": 7.5, "total": 37.5, "apart": 1.0}


def test_a_long_chain_is_no_matter() -> None:
    trees = _trees(**{f"n{place}": f"${{n{place - 1}}} + 1" for place in range(2_000, 0, -1)}, n0="0")
    assert calculate(trees, {})["n2000"] == 2_000.0


@pytest.mark.parametrize(
    ("sources", "sentence"),
    [
        ({"a": "${a} + 1"}, "a → a"),
        ({"b": "${c}", "c": "${d}", "d": "${b}", "a": "${b}"}, "b → c → d → b"),
    ],
)
def test_calculations_that_wait_for_each_other_are_named(sources: dict[str, str], sentence: str) -> None:
    with pytest.raises(CircularError) as refusal:
        calculation_order(_trees(**sources))
    names = refusal.value.names
    turned = [names[place:] + names[:place] for place in range(len(names))]
    assert tuple(sentence.split(" → ")[:-1]) in turned
    assert str(refusal.value).startswith("These calculations wait for each other: ")
