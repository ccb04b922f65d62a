"""Captions as they are typed, line by line. Together they are the transcript."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.live.models.stage import Stage


class CaptionLine(models.Model):
    """A finished line. `shown_at` is when it came, `began_at` when its first word was typed or heard."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="caption_lines")
    language = models.CharField(_("språk"), max_length=5, default="sv")
    began_at = models.DateTimeField()
    shown_at = models.DateTimeField()
    text = models.CharField(max_length=500)
    is_automatic = models.BooleanField(_("gjord med maskin"), default=False)
    # The sender's own key of the line, so that the same line sent twice over a bad connection is one line.
    sending_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["stage_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "sending_key"],
                condition=~models.Q(sending_key=""),
                name="one_caption_line_per_sending",
            )
        ]
        indexes = [models.Index(fields=["stage", "language", "id"], name="caption_lines_in_order")]

    def __str__(self) -> str:
        return self.text


class LineBeingTyped(models.Model):
    """The line that is not finished: shown as it grows, kept nowhere else."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="lines_being_typed")
    language = models.CharField(max_length=5, default="sv")
    text = models.CharField(max_length=500, blank=True)
    typed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "language"], name="one_line_being_typed_per_language")]

    def __str__(self) -> str:
        return self.text
