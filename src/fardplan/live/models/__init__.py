"""The day as it happens: the stage and its script, questions and support, polls and ballots, captions, reactions."""

from fardplan.live.models.captions import CaptionLine, CaptionTypist, LineBeingTyped
from fardplan.live.models.polls import Ballot, Mark, Poll, PollOption, PollWord
from fardplan.live.models.questions import Blocked, Question, Upvote
from fardplan.live.models.stage import Burst, Cue, DeskSeat, Happening, Reaction, Stage

__all__ = [
    "Ballot",
    "Blocked",
    "Burst",
    "CaptionLine",
    "CaptionTypist",
    "Cue",
    "DeskSeat",
    "Happening",
    "LineBeingTyped",
    "Mark",
    "Poll",
    "PollOption",
    "PollWord",
    "Question",
    "Reaction",
    "Stage",
    "Upvote",
]
