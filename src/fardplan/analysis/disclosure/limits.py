"""The numbers below which nothing is shown. They come from the installation's settings; texts name the same numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many answers it takes. There are no defaults: a number that stands here alone would not be in the texts.

    `public`: a row of a public table. `batch`: new responses between two publications while the survey is open.
    `square`: people in a square of the map. `desk`: a group the organiser sees. `microdata`: the k of k-anonymity.
    Raises ValueError when one of them protects nobody (below 3) or a batch is smaller than a public row.
    """

    public: int
    batch: int
    square: int
    desk: int
    microdata: int

    def __post_init__(self) -> None:
        for name in ("public", "batch", "square", "desk", "microdata"):
            if getattr(self, name) < 3:
                raise ValueError(f"The limit “{name}” must be at least 3, it is {getattr(self, name)}.")
        if self.batch < self.public:
            raise ValueError(f"A batch ({self.batch}) must be at least as large as a public row ({self.public}).")
