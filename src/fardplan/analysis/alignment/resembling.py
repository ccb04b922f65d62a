"""Whether a file is a new draft of the text at all."""

from fardplan.analysis.alignment.shapes import Alignment

# In less than so large a share of what could be found again is anything recognised: then it is another text.
_LEAST = 0.2
# So few passages say nothing about that.
_ENOUGH = 6


def resembles(found: Alignment, known: int) -> bool:
    """Whether the file is like the draft with so many passages.

    It is not when fewer than one in five of its passages (or of the draft's, whichever are fewer) are, or have words
    of, a known passage for sure. Of fewer than six passages it is never said.
    """
    fewest = min(known, len(found.blocks))
    return fewest < _ENOUGH or recognised(found) >= _LEAST * fewest


def recognised(found: Alignment) -> int:
    """How many passages of the file are, or have words of, a known one."""
    return sum(bool(match.key or match.from_keys) for match in found.blocks)
