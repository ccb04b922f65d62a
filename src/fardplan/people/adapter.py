"""Sign-in is for officials, and officials come by invitation only. What the sign-in library asks, answered."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids, limits, outbox
from fardplan.organisation.queries import our_organisation
from fardplan.people.models import Official


class OfficialsOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody can open an account by themselves; an invitation link makes it. Mail goes through our own outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Kontot är stängt."),
        "email_password_mismatch": _("E-postadressen och lösenordet hör inte ihop. Försök igen."),
        "enter_current_password": _("Det är inte ditt nuvarande lösenord."),
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "invalid_login": _("E-postadressen och lösenordet hör inte ihop. Försök igen."),
        "invalid_password_reset": _("Länken gäller inte längre. Be om en ny."),
        "rate_limited": _("Det blev för många försök. Vänta en stund och försök igen."),
        "too_many_login_attempts": _("Det blev för många försök. Vänta några minuter och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.network_of(request)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = {"organisation": our_organisation(), "base_url": settings.BASE_URL} | context
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            outbox.queue(key=f"account:{ids.secret_key()}", to=email, subject=message.subject, text=str(message.body))

    def send_password_reset_mail(self, user: Official, email: str, context: dict[str, Any]) -> None:
        # To the address we know, not to what was typed: two addresses that look alike may not be the same.
        self.send_mail("account/email/password_reset_key", user.email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        # From our own address, not from what the request claims to be its host.
        official, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": official, "key": token})
        return f"{settings.BASE_URL}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class StrongSignIn(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes. Their secrets are encrypted with a key made from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "cannot_generate_recovery_codes": _("Lägg först till en nyckel eller en app."),
    }

    def _lock(self) -> Fernet:
        digest = hashlib.sha256(f"{settings.SECRET_KEY}:strong-sign-in".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        return self._lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return self._lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # SECRET_KEY has been changed: no code can match any more, and an administrator takes the lock away.
            return ""

    def build_totp_svg(self, url: str) -> str:
        drawing = io.BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", scale=4, border=2, light="#fff")
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user: Official, type: str) -> str:  # noqa: A002 - the library's name
        return gettext("Min nyckel")

    def _get_site_name(self) -> str:
        return our_organisation().name
