"""Reading the ledger: changes and where they came from, decisions, and how far the answering has come."""

from fardplan.ledger.queries.changes import (
    access_change,
    changes_of,
    has_led_to_change,
    knowing_changes,
    led_to_change,
    of_passage,
    of_section,
    published_changes,
    sections_to_choose,
    with_status_and_reply,
    without_source,
)
from fardplan.ledger.queries.decisions import (
    access_decision,
    access_decision_at_desk,
    decisions_about,
    decisions_of,
    motions_to_choose,
    public_decisions,
)
from fardplan.ledger.queries.progress import (
    Meter,
    Progress,
    median_wait,
    meter_of,
    oldest_waiting,
    progress_each_minute,
    progress_of,
)
from fardplan.ledger.queries.sources import SaidFor, Sources, sources_in_part, sources_of

__all__ = [
    "Meter",
    "Progress",
    "SaidFor",
    "Sources",
    "access_change",
    "access_decision",
    "access_decision_at_desk",
    "changes_of",
    "decisions_about",
    "decisions_of",
    "has_led_to_change",
    "knowing_changes",
    "led_to_change",
    "median_wait",
    "meter_of",
    "motions_to_choose",
    "of_passage",
    "of_section",
    "oldest_waiting",
    "progress_each_minute",
    "progress_of",
    "public_decisions",
    "published_changes",
    "sections_to_choose",
    "sources_in_part",
    "sources_of",
    "with_status_and_reply",
    "without_source",
]
