"""A file with everybody's answers that somebody asked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.people.models import Official


class DataFormat(models.TextChoices):
    SAV = "sav", _("SPSS (.sav), med svarstexter")
    CSV = "csv", _("CSV med kodbok (.zip)")
    XLSX = "xlsx", _("Excel (.xlsx) med kodbok")
    JSON = "json", _("JSON med kodbok")


class DataFile(models.Model):
    """A job writes it outside the backups (`made/` in the data folder), where it lies until `expires_at`.

    `reason` is why it was wanted. `unique` and `below` are what the check of the background answers said then: how many
    rows were alone in theirs, and how many had fewer than five alike. The row stays when the file has gone.
    """

    collection = models.ForeignKey("surveys.Collection", on_delete=models.CASCADE, related_name="data_files")
    format = models.CharField(_("format"), max_length=4, choices=DataFormat)
    language = models.CharField(_("språk"), max_length=5, default="sv")
    with_texts = models.BooleanField(_("med fritext"), default=False)
    reason = models.CharField(_("skäl"), max_length=300)
    asked_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    unique = models.PositiveIntegerField(default=0)
    below = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=80, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(name="data_is_given_out_for_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.asked_at:%Y-%m-%d %H:%M}"
