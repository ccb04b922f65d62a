"""Questions asked while the day goes on, and the support they get."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.contributions.choices import ConductRule
from fardplan.contributions.models import Contribution, Theme
from fardplan.live.choices import AnsweredHow
from fardplan.live.models.stage import Stage
from fardplan.people.models import Official


class Question(models.Model):
    """A question to the stage. It is a contribution with a number and a receipt; only in a rehearsal it is not.

    `asker` is a browser's pseudonym for asking on this stage, "" when an official asked for somebody in the hall.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="questions")
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="live_question"
    )
    asker = models.CharField(max_length=32, blank=True, db_index=True)
    sending_key = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("fråga"), max_length=500)
    name = models.CharField(_("namn (valfritt)"), max_length=80, blank=True)
    municipality = models.CharField(_("kommun (valfritt)"), max_length=80, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    shown_at = models.DateTimeField(_("visas sedan"), null=True, blank=True)
    # How many supports had been given on the stage by then: those were chances this question did not have.
    support_before = models.PositiveIntegerField(default=0)
    hidden_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    queued_at = models.DateTimeField(_("i kö till scenen sedan"), null=True, blank=True)
    queue_position = models.PositiveIntegerField(default=0)
    on_stage_at = models.DateTimeField(_("på scenen sedan"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=AnsweredHow, blank=True)
    answered_second = models.PositiveIntegerField(_("sekund i sändningen"), null=True, blank=True)
    answered_by = models.CharField(_("vem som svarade, med titel"), max_length=160, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["stage_id", "asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="answered_question_says_how",
                condition=models.Q(answered_at__isnull=True, answered_how="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answered_how="")),
            ),
            models.CheckConstraint(
                name="question_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
            models.UniqueConstraint(
                fields=["stage", "sending_key"], condition=~models.Q(sending_key=""), name="one_question_per_sending"
            ),
        ]
        indexes = [models.Index(fields=["stage", "shown_at"], name="shown_questions")]

    def __str__(self) -> str:
        return self.text


class Upvote(models.Model):
    """Somebody wants a question to be answered. `supporter` is a browser's pseudonym for supporting on this stage, so
    that one who supports two questions that are merged counts once."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="upvotes")
    supporter = models.CharField(max_length=32)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "supporter"], name="one_upvote_per_participant")]
        # Counted several times a second: both counts read an index and nothing else.
        indexes = [models.Index(fields=["question", "given_at"], name="upvotes_by_question_and_time")]

    def __str__(self) -> str:
        return f"{self.question_id}"


class Blocked(models.Model):
    """A browser that may not ask on this stage any more, by a published rule (L-05). It can still read and vote."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="blocked")
    asker = models.CharField(max_length=32)
    rule = models.CharField(_("regel"), max_length=16, choices=ConductRule)
    reason = models.TextField(_("varför"))
    blocked_at = models.DateTimeField()
    blocked_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "asker"], condition=models.Q(lifted_at__isnull=True), name="blocked_once_at_a_time"
            ),
            models.CheckConstraint(name="block_says_why", condition=~models.Q(reason="") & ~models.Q(asker="")),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()
