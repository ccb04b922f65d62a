"""Who runs this."""

from __future__ import annotations

from fardplan.organisation.models import AccessibilityStatement, Organisation

NAME_BEFORE_SETUP = "Färdplan"


def our_organisation() -> Organisation:
    """The organisation; unsaved with a neutral name before the first organiser has filled it in."""
    return Organisation.objects.filter(id=1).first() or Organisation(id=1, name=NAME_BEFORE_SETUP)


def our_accessibility_statement() -> AccessibilityStatement | None:
    return AccessibilityStatement.objects.filter(organisation_id=1).prefetch_related("faults").first()
