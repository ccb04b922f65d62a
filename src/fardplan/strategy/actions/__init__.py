"""Writing a strategy: drafts are made from one another, edited until they are published, and never after.

Passages and sections keep their keys from draft to draft. Whoever calls has checked the right to write.
"""

from fardplan.strategy.actions.drafts import change_draft, delete_draft, new_draft
from fardplan.strategy.actions.passages import PASSAGE_FIELDS, change_passages
from fardplan.strategy.actions.publishing import publish_draft
from fardplan.strategy.actions.sections import add_section, change_section, move_section, remove_section
from fardplan.strategy.actions.strategies import change_strategy, create_strategy

__all__ = [
    "PASSAGE_FIELDS",
    "add_section",
    "change_draft",
    "change_passages",
    "change_section",
    "change_strategy",
    "create_strategy",
    "delete_draft",
    "move_section",
    "new_draft",
    "publish_draft",
    "remove_section",
]
