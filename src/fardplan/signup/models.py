"""Who comes to a day: sign-ups, the waiting list, needs and attendance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.dialogue.models import Day
from fardplan.people.models import ContactDetail


class SignupState(models.TextChoices):
    CONFIRMED = "confirmed", _("anmäld")
    WAITING = "waiting", _("på väntelista")
    CANCELLED = "cancelled", _("avanmäld")


class SignupChannel(models.TextChoices):
    WEB = "web", _("webben")
    PHONE = "phone", _("telefon")
    DESK = "desk", _("skrivbordet")


class Need(models.TextChoices):
    SIGN_INTERPRETER = "sign_interpreter", _("teckenspråkstolk")
    CAPTIONING = "captioning", _("skrivtolk")
    MATERIAL = "material", _("material i förväg")
    OTHER = "other", _("annat")


class Signup(models.Model):
    """One person's place at one day. Capacity and order in the waiting list are held by `signup.actions`."""

    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="signups")
    key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    contact = models.OneToOneField(ContactDetail, on_delete=models.PROTECT, related_name="signup")
    email_hash = models.CharField(max_length=64)
    state = models.CharField(_("läge"), max_length=10, choices=SignupState)
    role = models.CharField(_("roll"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    municipality = models.CharField(_("kommun"), max_length=80, blank=True)
    needs = models.JSONField(_("behov"), default=list, blank=True)
    other_need = models.TextField(_("annat behov"), blank=True)
    needs_arranged_at = models.DateTimeField(null=True, blank=True)
    needs_answer = models.TextField(_("besked om behovet"), blank=True)
    channel = models.CharField(_("väg in"), max_length=6, choices=SignupChannel, default=SignupChannel.WEB)
    signed_up_at = models.DateTimeField(db_index=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    promoted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(_("var med"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day_id", "signed_up_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "email_hash"],
                condition=~models.Q(state="cancelled") & ~models.Q(email_hash=""),
                name="one_place_per_address_and_day",
            ),
            models.CheckConstraint(
                name="waiting_signup_has_a_place_in_the_queue",
                condition=~models.Q(state="waiting") | models.Q(queued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_signup_knows_when",
                condition=~models.Q(state="cancelled") | models.Q(cancelled_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["day", "state"])]

    def __str__(self) -> str:
        return f"{self.day}: {self.get_state_display()} {self.pk}"

    @property
    def needs_in_words(self) -> str:
        """ "skrivtolk, material i förväg", in the page's language."""
        return ", ".join(str(need.label) for need in Need if need.value in self.needs)
