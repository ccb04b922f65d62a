"""The body that runs the dialogues: who it is, how it looks, how accessible its pages are, what visitors tell it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# The design's own two colours; an organisation that keeps them needs no stylesheet of its own.
BRAND_COLOUR, SIGNAL_COLOUR = "#0b4a56", "#a81c44"

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Skriv färgen som # och sex tecken, till exempel #1d5c63."))


class Organisation(models.Model):
    """The one body behind this installation (a single row, id 1)."""

    name = models.CharField(_("namn"), max_length=120)
    website = models.URLField(_("egen webbplats"), blank=True)
    email = models.EmailField(_("e-post till en funktion"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    postal_address = models.TextField(_("postadress"), blank=True)
    data_protection_contact = models.EmailField(_("dataskyddsombud, e-post"), blank=True)
    privacy_text = models.TextField(_("egen text om personuppgifter"), blank=True)
    brand_colour = models.CharField(_("profilfärg"), max_length=7, default=BRAND_COLOUR, validators=[hex_colour])
    signal_colour = models.CharField(_("signalfärg"), max_length=7, default=SIGNAL_COLOUR, validators=[hex_colour])
    logo = models.ImageField(_("logotyp"), upload_to="logo/", blank=True)
    logo_text = models.CharField(_("logotypens text för den som inte ser den"), max_length=120, blank=True)
    is_example = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_organisation", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.name

    @property
    def has_own_colours(self) -> bool:
        return (self.brand_colour.lower(), self.signal_colour.lower()) != (BRAND_COLOUR, SIGNAL_COLOUR)

    @property
    def colours(self) -> str:
        """The two colours as they stand in the stylesheet's address: 0b4a56-a81c44."""
        return f"{self.brand_colour[1:]}-{self.signal_colour[1:]}".lower()


class Conformance(models.TextChoices):
    FULL = "full", _("helt förenlig")
    PARTIAL = "partial", _("delvis förenlig")
    NONE = "none", _("inte förenlig")


class AccessibilityStatement(models.Model):
    """The accessibility statement's own words; known faults are rows of their own (L-15)."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="accessibility_statement")
    service = models.CharField(_("tjänstens namn"), max_length=120, blank=True)
    conformance = models.CharField(_("förenlighet"), max_length=8, choices=Conformance, default=Conformance.PARTIAL)
    method = models.TextField(_("så har vi testat"), blank=True)
    exempt_content = models.TextField(_("innehåll som inte omfattas"), blank=True)
    disproportionate_burden = models.TextField(_("oskäligt betungande anpassning, med motivering"), blank=True)
    assessed_on = models.DateField(_("bedömd den"), null=True, blank=True)
    updated_on = models.DateField(_("senast uppdaterad"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("svar inom så många arbetsdagar"), default=5)

    def __str__(self) -> str:
        return str(_("Tillgänglighetsredogörelse"))


class AccessibilityFault(models.Model):
    """Something that does not work for everyone yet: why, and when it will."""

    statement = models.ForeignKey(AccessibilityStatement, on_delete=models.CASCADE, related_name="faults")
    description = models.TextField(_("det här fungerar inte"))
    reason = models.TextField(_("varför"), blank=True)
    plan = models.TextField(_("plan"), blank=True)
    fixed_on = models.DateField(_("åtgärdad den"), null=True, blank=True)

    def __str__(self) -> str:
        return self.description[:80]


class MessageKind(models.TextChoices):
    FAULT = "fault", _("något fungerar inte för mig")
    VERSION = "version", _("jag behöver en tillgänglig version")


class AccessibilityMessage(models.Model):
    """A message about accessibility: a matter at the desk with a due date and an answer."""

    kind = models.CharField(_("det gäller"), max_length=8, choices=MessageKind, default=MessageKind.FAULT)
    page = models.CharField(_("sida"), max_length=500, blank=True)
    text = models.TextField(_("beskriv"))
    email = models.EmailField(_("e-post"), blank=True)
    received_at = models.DateTimeField(db_index=True)
    due_on = models.DateField()
    answer = models.TextField(_("svar"), blank=True)
    is_refused = models.BooleanField(_("begäran avslås"), default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="accessibility_answer_has_text",
                condition=models.Q(answered_at__isnull=True) | ~models.Q(answer=""),
            )
        ]

    def __str__(self) -> str:
        # Not the words: this stands in the audit log, where nothing is ever erased.
        return f"{self.get_kind_display()} ({self.pk})"


class PageFeedback(models.Model):
    """Whether the information on a page helped, and what was missing."""

    path = models.CharField(_("sida"), max_length=300, db_index=True)
    helped = models.BooleanField(_("hjälpte"))
    text = models.TextField(_("vad saknade du?"), blank=True)
    given_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return f"{self.path}: {self.helped}"
