"""What can be done with a survey."""

from fardplan.surveys.actions.preparing import add_collection, make_survey, publish_version, save_draft

__all__ = ["add_collection", "make_survey", "publish_version", "save_draft"]
