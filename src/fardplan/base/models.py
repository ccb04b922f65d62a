"""What every part needs: the audit log, the outgoing mail, and when jobs last ran."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base.guards import Guard, register


class AuditEntry(models.Model):
    """One thing an official or the system did. Only ever added to."""

    at = models.DateTimeField(_("tid"), db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("vem"), max_length=200)
    action = models.CharField(_("händelse"), max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject = models.CharField(_("gäller"), max_length=200)
    dialogue_id = models.BigIntegerField(null=True, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


register(
    Guard("audit_is_not_changed", table="base_auditentry", event="UPDATE", message="the audit log is append-only"),
    Guard("audit_is_not_deleted", table="base_auditentry", event="DELETE", message="the audit log is append-only"),
)


class OutgoingMail(models.Model):
    """One mail, queued in the same transaction as its cause.

    `key` names the cause ("signup:17:confirmed"), so the same mail can never be queued twice; `message_id` stays the
    same however often sending is tried.
    """

    key = models.CharField(max_length=150, unique=True)
    message_id = models.CharField(max_length=150, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=5, default="sv")
    queued_at = models.DateTimeField(db_index=True)
    next_attempt_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="mail_is_waiting_sent_or_given_up",
                condition=models.Q(next_attempt_at__isnull=False, sent_at__isnull=True, given_up_at__isnull=True)
                | models.Q(next_attempt_at__isnull=True, sent_at__isnull=False, given_up_at__isnull=True)
                | models.Q(next_attempt_at__isnull=True, sent_at__isnull=True, given_up_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.key


class JobRun(models.Model):
    """When a periodic job last started and ended, and what went wrong."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class LiveEvent(models.Model):
    """Something that happened while people follow the day. Its id is its place in the one series of the site.

    The series is gapless and in the order of the commits, so a reader who has seen number 17 lacks exactly what came
    after 17. The record of the day stands with the domain; these rows are what readers who were away catch up with.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    topic = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.topic} {self.name}"


class LiveSeries(models.Model):
    """The one row that holds the number of the newest live event; whoever takes the next one locks it until commit."""

    newest_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.newest_id)


class LivePresence(models.Model):
    """How many follow a topic live in one process, as that process told a moment ago. Old rows count for nothing."""

    process = models.CharField(max_length=32)
    topic = models.CharField(max_length=60)
    readers = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="presence_once_a_process", fields=["process", "topic"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.readers}"
