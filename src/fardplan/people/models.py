"""Officials who work at the desk, and the contact details of those who take part – kept apart so they can be erased."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficialManager(BaseUserManager["Official"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Official:
        official = self.model(email=self.normalize_email(email).lower(), **fields)
        official.set_password(password)
        official.save(using=self._db)
        return official

    def get_by_natural_key(self, username: str | None) -> Official:
        return self.get(email__iexact=username)


class Official(AbstractBaseUser):
    """Someone who signs in to the desk. What they may do in a dialogue is said by their roles there."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    title = models.CharField(_("funktion"), max_length=120, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_administrator = models.BooleanField(
        _("huvudansvarig"),
        default=False,
        help_text=_("Får skapa dialoger, ändra organisationens uppgifter och ge andra roller."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = OfficialManager()

    class Meta:
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def actor_label(self) -> str:
        return str(self)


class OfficialInvitation(models.Model):
    """A one-time link by which somebody becomes an official. The first one is printed when an installation starts."""

    key_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("e-post"), blank=True)
    is_administrator = models.BooleanField(default=False)
    dialogue_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email or str(_("Första arrangören"))


class ContactDetail(models.Model):
    """How to reach one participant for one purpose. Erased on time; what they said or signed up for stays."""

    name = models.CharField(_("namn"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    postal_address = models.CharField(_("postadress"), max_length=300, blank=True)  # lines, as on an envelope
    language = models.CharField(_("språk"), max_length=5, default="sv")
    erase_after = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_contact_is_empty",
                condition=models.Q(erased_at__isnull=True) | models.Q(name="", email="", phone="", postal_address=""),
            )
        ]

    def __str__(self) -> str:
        return str(_("kontaktuppgifter {id}")).format(id=self.pk)
