"""What became of what was said: decisions, the traces from words to changes, and the compilation of it all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.contributions.models import Contribution, Reply
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft


class Decision(models.Model):
    """What a board or an assembly decided, with its paragraph and date."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="decisions")
    title = models.CharField(_("beslutet i korthet"), max_length=200)
    body = models.CharField(_("vem som beslutade"), max_length=160)
    item_no = models.CharField(_("paragraf"), max_length=40, blank=True)
    decided_on = models.DateField(_("datum"))
    text = models.TextField(_("om beslutet"), blank=True)
    minutes_url = models.URLField(_("länk till protokollet"), blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    is_example = models.BooleanField(_("exempel"), default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.body, self.item_no, self.decided_on.isoformat()) if part)


class MotionOutcome(models.TextChoices):
    GRANTED = "granted", _("bifall")
    REJECTED = "rejected", _("yrkandet avslogs")
    REFERRED_BACK = "referred_back", _("återremiss")
    WITHDRAWN = "withdrawn", _("yrkandet drogs tillbaka")


class Motion(models.Model):
    """What somebody in the assembly asked for when the matter was decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="motions")
    name = models.CharField(_("nummer"), max_length=12)
    text = models.TextField(_("yrkande"))
    made_by = models.CharField(_("av"), max_length=120, blank=True)
    outcome = models.CharField(_("utfall"), max_length=16, choices=MotionOutcome)
    dissent = models.TextField(_("reservation eller särskilt yttrande"), blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["decision_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "name"], name="one_motion_per_name")]

    def __str__(self) -> str:
        return self.name


class Trace(models.Model):
    """Why a change was made: a contribution asked for it, a motion, or a decision said so. Exactly one of them."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="traces")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="traces"
    )
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="traces")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="traces")
    drawn_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["change_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_trace_has_one_source",
                condition=models.Q(contribution__isnull=False, motion__isnull=True, decision__isnull=True)
                | models.Q(contribution__isnull=True, motion__isnull=False, decision__isnull=True)
                | models.Q(contribution__isnull=True, motion__isnull=True, decision__isnull=False),
            ),
            models.UniqueConstraint(fields=["change", "contribution"], name="one_trace_per_contribution_and_change"),
            models.UniqueConstraint(fields=["change", "motion"], name="one_trace_per_motion_and_change"),
            models.UniqueConstraint(fields=["change", "decision"], name="one_trace_per_decision_and_change"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution or self.motion or self.decision} → {self.change}"


class Telling(models.Model):
    """That those who left an address are told what became of what they said.

    Everyone the first time, then those for whom something has happened since the last.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="tellings")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="tellings")
    asked_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)
    without_address = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.draft.number}"


class News(models.Model):
    """What a letter has told of one contribution: a publication of its reply, or a change it led to.

    Written with the letter. What has no row has not been told, whenever it was done and whenever it was committed.
    """

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="news")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    publication = models.PositiveSmallIntegerField(default=0)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["telling_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="news_is_of_a_reply_or_a_change",
                condition=models.Q(reply__isnull=False, change__isnull=True)
                | models.Q(reply__isnull=True, change__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["contribution", "reply", "publication"],
                condition=models.Q(reply__isnull=False),
                name="a_reply_is_told_once",
            ),
            models.UniqueConstraint(
                fields=["contribution", "change"],
                condition=models.Q(change__isnull=False),
                name="a_change_is_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.reply or self.change}"


class Review(models.Model):
    """An official has looked at a warning and says why it may stand. Holds only as long as the words are the same."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="reviews")
    warning = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(_("varför det får stå"), max_length=300)
    reviewed_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "warning", "subject_type", "subject_id", "fingerprint"],
                name="one_review_per_warning_and_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.warning}: {self.subject_type} {self.subject_id}"


class LinkCheck(models.Model):
    """What a web address in a text answered when it was last asked; `checked_at` is empty while it waits to be."""

    address = models.CharField(max_length=500, unique=True)
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    is_dead = models.BooleanField(default=False)
    answer = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address


class CompilationFormat(models.TextChoices):
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")


class CompilationFile(models.Model):
    """The compilation as a file somebody asked for; a job writes it and says how far it has come."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="compilation_files")
    format = models.CharField(max_length=4, choices=CompilationFormat)
    section_key = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="sv")
    as_of = models.DateTimeField()
    asked_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="compilations/", max_length=200, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.dialogue} {self.format} {self.asked_at:%Y-%m-%d %H:%M}"
