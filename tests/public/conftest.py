"""What the pages show needs somebody to have said it."""

from tests.contributions.conftest import make_contribution, moderator, say

__all__ = ["make_contribution", "moderator", "say"]
