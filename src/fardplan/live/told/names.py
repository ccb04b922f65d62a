"""The events of questions: registered here so that actions can announce them without what is counted."""

from __future__ import annotations

from fardplan.base import hub

ASKED = hub.event("desk", "question-asked")
ANSWERED = hub.event("asker", "question-answered")
