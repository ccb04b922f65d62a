"""Captions as they are typed, line by line. Together they are the transcript."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.live.choices import CaptionLanguage
from fardplan.live.models.stage import Stage

LONGEST_LINE = 500


class CaptionLine(models.Model):
    """A finished line. `shown_at` is when it came, `began_at` when its first word was typed or heard.

    A line that is written anew keeps its id and gets the next version; one that was taken back has no text.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="caption_lines")
    language = models.CharField(_("språk"), max_length=5, choices=CaptionLanguage, default=CaptionLanguage.SWEDISH)
    began_at = models.DateTimeField()
    shown_at = models.DateTimeField()
    text = models.CharField(max_length=LONGEST_LINE, blank=True)
    is_automatic = models.BooleanField(_("gjord med maskin"), default=False)
    # The sender's own key of the line, so that the same line sent twice over a bad connection is one line.
    sending_key = models.CharField(max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    # Who typed it, as `CaptionTypist.key`; "" when an outside service sent it.
    typist = models.CharField(max_length=22, blank=True)
    # Read and mended by an official afterwards: a late version from the interpreter's browser does not undo that.
    corrected_at = models.DateTimeField(null=True, blank=True)

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
    """The line that is not finished: shown as it grows, kept nowhere else. `number` grows with every change of it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="lines_being_typed")
    language = models.CharField(max_length=5, choices=CaptionLanguage, default=CaptionLanguage.SWEDISH)
    text = models.CharField(max_length=LONGEST_LINE, blank=True)
    is_automatic = models.BooleanField(default=False)
    sending_key = models.CharField(max_length=40, blank=True)
    number = models.PositiveBigIntegerField(default=0)
    typist = models.CharField(max_length=22, blank=True)
    typed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "language"], name="one_line_being_typed_per_language")]

    def __str__(self) -> str:
        return self.text


class CaptionTypist(models.Model):
    """An interpreter's browser has the typing page open: those who take turns see each other and who types now.

    `key` is the browser's own, `name` what they call themselves, if anything. Times are real ones.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="caption_typists")
    key = models.CharField(max_length=22)
    name = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=CaptionLanguage, default=CaptionLanguage.SWEDISH)
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True, blank=True)
    # Since when this one has the turn. One at a time for each language.
    turn_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stage_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "key"], name="one_typist_per_browser"),
            models.UniqueConstraint(
                fields=["stage", "language"],
                condition=models.Q(turn_since__isnull=False),
                name="one_typist_has_the_turn",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key
