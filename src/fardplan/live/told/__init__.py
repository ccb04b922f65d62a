"""What is told to those who follow a day: one module per subject registers its states.

The contract stands in docs/developers.md, "Tell what happens live", and a test compares it with what is registered.
"""

from fardplan.live.told import audience, captions, desk, polls, questions, stage

__all__ = ["audience", "captions", "desk", "polls", "questions", "stage"]
