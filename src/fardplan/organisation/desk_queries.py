"""What the organisation looks at: what visitors said of each page, and messages about accessibility."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from fardplan.organisation.models import AccessibilityMessage, PageFeedback


def feedback_by_page() -> QuerySet[PageFeedback, Any]:
    """One row per page: how many it helped and did not, how many are new, and when the last came."""
    return (
        PageFeedback.objects.values("path")
        .annotate(
            yes=Count("id", filter=Q(helped=True)),
            no=Count("id", filter=Q(helped=False)),
            new=Count("id", filter=Q(handled_at__isnull=True)),
            last=Max("given_at"),
        )
        .order_by("-new", "-last", "path")
    )


def said_of_page(path: str) -> QuerySet[PageFeedback]:
    """What people missed on a page, in their own words; the latest first."""
    return PageFeedback.objects.filter(path=path).exclude(text="")


def accessibility_messages(*, answered: bool) -> QuerySet[AccessibilityMessage]:
    """Those that wait, the most urgent first; or those that have been answered, the latest first."""
    messages = AccessibilityMessage.objects.filter(answered_at__isnull=not answered)
    return messages.order_by("-answered_at", "-id") if answered else messages.order_by("due_on", "id")


def overdue(*, today: date) -> int:
    return AccessibilityMessage.objects.filter(answered_at__isnull=True, due_on__lt=today).count()
