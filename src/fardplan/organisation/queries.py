"""Who runs this."""

from __future__ import annotations

from fardplan.organisation.models import AccessibilityFault, AccessibilityStatement, Organisation

NAME_BEFORE_SETUP = "Färdplan"


def our_organisation() -> Organisation:
    """The organisation; unsaved with a neutral name before the first organiser has filled it in."""
    return Organisation.objects.filter(id=1).first() or Organisation(id=1, name=NAME_BEFORE_SETUP)


def our_accessibility_statement() -> AccessibilityStatement | None:
    return AccessibilityStatement.objects.filter(organisation_id=1).prefetch_related("faults").first()


def open_faults(statement: AccessibilityStatement | None) -> list[AccessibilityFault]:
    """What does not work for everyone yet."""
    return [fault for fault in statement.faults.all() if fault.fixed_on is None] if statement else []


def answer_days() -> int:
    """Within how many working days a message about accessibility is answered."""
    days = AccessibilityStatement.objects.filter(organisation_id=1).values_list("answer_days", flat=True).first()
    return AccessibilityStatement._meta.get_field("answer_days").default if days is None else days
