"""What can be done with a survey."""

from fardplan.surveys.actions.editing import edit_draft, keep_picture, put_part_back, remove_part, rescue_question
from fardplan.surveys.actions.preparing import add_collection, make_survey, publish_version, save_draft
from fardplan.surveys.actions.settling import change_survey, move_survey, throw_survey_away

__all__ = [
    "add_collection",
    "change_survey",
    "edit_draft",
    "keep_picture",
    "make_survey",
    "move_survey",
    "publish_version",
    "put_part_back",
    "remove_part",
    "rescue_question",
    "save_draft",
    "throw_survey_away",
]
