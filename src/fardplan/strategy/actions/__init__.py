"""Writing a strategy: drafts are made from one another, edited until they are published, and never after.

Passages and sections keep their keys from draft to draft. Whoever calls has checked the right to write.
"""

from fardplan.strategy.actions.common import OrderChanged, hold_strategy
from fardplan.strategy.actions.drafts import change_draft, delete_draft, new_draft
from fardplan.strategy.actions.importing import answer, compare_again, make_draft, take_in, throw_away
from fardplan.strategy.actions.passages import (
    Gone,
    add_passage,
    change_passage,
    merge_passages,
    move_passage,
    place_passage,
    split_passage,
)
from fardplan.strategy.actions.publishing import publish_draft, record_changes
from fardplan.strategy.actions.removing import put_back, remove_passage, remove_section
from fardplan.strategy.actions.sections import add_section, change_section, move_section, place_section
from fardplan.strategy.actions.strategies import change_strategy, create_strategy

__all__ = [
    "Gone",
    "OrderChanged",
    "add_passage",
    "add_section",
    "answer",
    "change_draft",
    "change_passage",
    "change_section",
    "change_strategy",
    "compare_again",
    "create_strategy",
    "delete_draft",
    "hold_strategy",
    "make_draft",
    "merge_passages",
    "move_passage",
    "move_section",
    "new_draft",
    "place_passage",
    "place_section",
    "publish_draft",
    "put_back",
    "record_changes",
    "remove_passage",
    "remove_section",
    "split_passage",
    "take_in",
    "throw_away",
]
