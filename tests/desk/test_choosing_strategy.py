"""Which strategies somebody may take into another dialogue."""

from __future__ import annotations

from collections.abc import Callable

from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.dialogue.queries import strategies_written_by
from fardplan.people.models import Official


def test_only_those_who_write_in_a_strategy_may_take_it_along(
    dialogue: Dialogue, make_official: Callable[..., Official], administrator: Official
):
    editor, politician = make_official(RoleName.EDITOR), make_official(RoleName.POLITICIAN)
    offered = [list(strategies_written_by(official)) for official in (editor, politician, administrator)]
    assert offered == [[dialogue.strategy], [], [dialogue.strategy]]
