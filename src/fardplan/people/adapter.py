"""Sign-in is for officials, and officials come by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficialsOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody can open an account by themselves; an invitation link makes it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
