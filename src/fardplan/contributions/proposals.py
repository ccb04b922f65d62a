"""What somebody points at in a passage, and whether the words they propose are other words at all."""

from __future__ import annotations

from fardplan.analysis.anchoring import Anchor, Quote, anchor, quote
from fardplan.contributions.models import Contribution

# The same words in the same order: only spaces, marks or capitals may differ from what was pasted.
_SAME_WORDS = 0.9999
LONGEST_QUOTE = 500


def is_same_wording(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but spaces and line breaks."""
    return one.split() == other.split()


def words_in(text: str, wanted: str) -> Quote | None:
    """Where these words stand in a text, as the text writes them; None when they do not stand there."""
    found = anchor(Quote(wanted, 0), text)
    if found.found == "gone" or found.likeness < _SAME_WORDS:
        return None
    end = found.end
    while wanted[-1].isalnum() and not text[end - 1].isalnum():  # "en timme" does not take the full stop with it
        end -= 1
    return quote(text, found.start, end)


def quote_in(contribution: Contribution, text: str) -> Anchor | None:
    """Where the words a contribution points at stand in its passage as it reads in another draft; None when it points
    at none."""
    if not contribution.quote or contribution.passage is None:
        return None
    start = contribution.quote_start or 0
    end = start + len(contribution.quote)
    then = contribution.passage.text
    if then[start:end] == contribution.quote:
        return anchor(quote(then, start, end), text)
    return anchor(Quote(contribution.quote, start), text)
