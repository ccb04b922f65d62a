"""What can be done with a survey."""

from fardplan.surveys.actions.answering import begin, begin_change, choose_language, give_up, keep_page
from fardplan.surveys.actions.editing import edit_draft, keep_picture, put_part_back, remove_part, rescue_question
from fardplan.surveys.actions.preparing import add_collection, make_survey, publish_version, save_draft
from fardplan.surveys.actions.sending import NotFinished, Sent, hand_over_texts, submit
from fardplan.surveys.actions.settling import change_survey, move_survey, throw_survey_away
from fardplan.surveys.actions.tidying import expire_unfinished, forget_who_may_change

__all__ = [
    "NotFinished",
    "Sent",
    "add_collection",
    "begin",
    "begin_change",
    "change_survey",
    "choose_language",
    "edit_draft",
    "expire_unfinished",
    "forget_who_may_change",
    "give_up",
    "hand_over_texts",
    "keep_page",
    "keep_picture",
    "make_survey",
    "move_survey",
    "publish_version",
    "put_part_back",
    "remove_part",
    "rescue_question",
    "save_draft",
    "submit",
    "throw_survey_away",
]
