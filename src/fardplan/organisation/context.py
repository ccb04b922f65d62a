"""What every page knows about who runs it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from fardplan.organisation.queries import our_organisation


def organisation(request: HttpRequest) -> dict[str, Any]:
    return {
        "organisation": SimpleLazyObject(our_organisation),
        "now": getattr(request, "now", None),
        "viewer": getattr(request, "viewer", None),
        "example": settings.EXAMPLE,
        "base_url": settings.BASE_URL,
    }
