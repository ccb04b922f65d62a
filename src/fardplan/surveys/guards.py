"""What the database itself refuses: to change a published version or a release, and to delete a response."""

from __future__ import annotations

from fardplan.base.guards import Guard, register

register(
    Guard(
        "survey_version_is_not_changed",
        table="surveys_surveyversion",
        event="UPDATE",
        message="a published version of a survey never changes",
    ),
    Guard(
        "survey_version_is_not_deleted",
        table="surveys_surveyversion",
        event="DELETE",
        message="a published version of a survey never changes",
    ),
    Guard(
        "survey_release_is_not_changed",
        table="surveys_release",
        event="UPDATE",
        columns=("collection_id", "number", "tables", "counts", "responses", "published_at"),
        message="a published result never changes; publish a new one",
    ),
    Guard(
        "survey_response_is_not_deleted",
        table="surveys_response",
        event="DELETE",
        message="a response is left out with a reason, never deleted",
    ),
)
