"""What is said: what came in (submissions, never changed), its points (contributions), and the replies."""

from __future__ import annotations

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.base.guards import Guard, register
from fardplan.dialogue.models import Day, Dialogue
from fardplan.people.models import ContactDetail, Official
from fardplan.strategy.models import Passage, Section


class Channel(models.TextChoices):
    WEB = "web", _("webben")
    LETTER = "letter", _("brev")
    EMAIL = "email", _("e-post")
    PHONE = "phone", _("telefon")
    PAPER = "paper", _("papper")
    ROOM = "room", _("samtalsrum")
    MEETING = "meeting", _("möte")


class SenderKind(models.TextChoices):
    UNKNOWN = "unknown", _("vill inte säga")
    PERSON = "person", _("privatperson")
    ORGANISATION = "organisation", _("organisation")
    GROUP = "group", _("grupp")


class Submission(models.Model):
    """What came in, exactly as it came in: a public record with a number in its dialogue's one gapless series."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("nummer"))
    received_at = models.DateTimeField(_("mottagen"), db_index=True)
    channel = models.CharField(_("väg in"), max_length=8, choices=Channel, default=Channel.WEB)
    sender_kind = models.CharField(_("avsändare"), max_length=12, choices=SenderKind, default=SenderKind.UNKNOWN)
    sender_label = models.CharField(_("avsändaren beskriven"), max_length=160, blank=True)
    municipality = models.CharField(_("kommun"), max_length=80, blank=True)
    heading = models.CharField(_("rubrik"), max_length=120)
    text = models.TextField(_("text"))
    proposed_text = models.TextField(_("förslag till ny text"), blank=True)
    language = models.CharField(_("språk"), max_length=5, default="sv")
    receipt_key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    sending_key = models.CharField(max_length=40, blank=True)
    contact = models.OneToOneField(
        ContactDetail, on_delete=models.PROTECT, null=True, blank=True, related_name="submission"
    )
    registered_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    registered_at = models.DateTimeField(_("registrerad"), null=True, blank=True)
    dated_on = models.DateField(_("handlingens eget datum"), null=True, blank=True)
    source_note = models.CharField(_("källa"), max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["dialogue_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="one_submission_per_number"),
            models.UniqueConstraint(
                fields=["dialogue", "sending_key"],
                condition=~models.Q(sending_key=""),
                name="one_submission_per_sending",
            ),
            models.CheckConstraint(name="submission_numbers_begin_at_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """S-031."""
        return f"S-{self.number:03d}"

    @property
    def sender(self) -> str:
        """Who said it, as far as they want to tell: "Gymnasieelev, Karlskrona"; "Anonym" when they tell nothing."""
        kind = gettext("Anonym") if self.sender_kind == SenderKind.UNKNOWN else self.get_sender_kind_display()
        return ", ".join(part for part in (self.sender_label or capfirst(kind), self.municipality) if part)


register(
    Guard(
        "submission_is_not_changed",
        table="contributions_submission",
        event="UPDATE",
        columns=(
            "dialogue_id",
            "number",
            "received_at",
            "registered_at",
            "dated_on",
            "channel",
            "heading",
            "text",
            "proposed_text",
            "receipt_key",
            "sending_key",
        ),
        message="what has come in never changes",
    ),
    Guard(
        "submission_is_not_deleted",
        table="contributions_submission",
        event="DELETE",
        message="what has come in is hidden, never deleted",
    ),
)


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("tillgodosedd")
    PARTLY = "partly", _("delvis tillgodosedd")
    NOT_ACCEPTED = "not_accepted", _("inte tillgodosedd")
    OUT_OF_SCOPE = "out_of_scope", _("utanför strategin")
    ANSWERED = "answered", _("besvarad fråga")


class Reply(models.Model):
    """One answer; the contributions it answers point here."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("svar"), blank=True)
    outcome = models.CharField(_("utfall"), max_length=12, choices=Outcome, blank=True)
    reason = models.TextField(_("motivering"), blank=True)
    forwarded_to = models.CharField(_("vidarebefordrad till"), max_length=160, blank=True)
    signed_as = models.CharField(_("undertecknas"), max_length=120, blank=True)
    written_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    publications = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="published_reply_has_text",
                condition=models.Q(published_at__isnull=True) | (~models.Q(text="") & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="published_referral_says_to_whom",
                condition=models.Q(published_at__isnull=True)
                | ~models.Q(outcome="out_of_scope")
                | ~models.Q(forwarded_to=""),
            ),
            models.CheckConstraint(
                name="published_refusal_has_reason",
                condition=models.Q(published_at__isnull=True)
                | ~models.Q(outcome__in=["not_accepted", "partly"])
                | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(_("svar {id}")).format(id=self.pk)


register(
    Guard(
        "published_reply_is_not_changed",
        table="contributions_reply",
        event="UPDATE",
        columns=("dialogue_id", "text", "outcome", "reason", "forwarded_to", "signed_as"),
        when="OLD.published_at IS NOT NULL",
        message="a published reply is withdrawn before it is changed",
    ),
    Guard(
        "published_reply_is_not_deleted",
        table="contributions_reply",
        event="DELETE",
        when="OLD.published_at IS NOT NULL OR OLD.publications > 0",
        message="a reply that has been public is never deleted",
    ),
)


class ConductRule(models.TextChoices):
    """The published rules; hiding always names one (L-05)."""

    OFF_TOPIC = "off_topic", _("Håll dig till ämnet")
    DISRESPECT = "disrespect", _("Var schyst mot andra")
    THREAT = "threat", _("Inga hot och ingen hets")
    ATTACK = "attack", _("Inga personangrepp")
    PERSONAL_DATA = "personal_data", _("Inga uppgifter om enskilda")
    ADVERTISING = "advertising", _("Ingen reklam och inga upprepningar")


class Contribution(models.Model):
    """One point somebody makes: about the whole, a section, a passage or a day."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="contributions")
    part = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(_("synpunkt"))
    proposed_text = models.TextField(_("förslag till ny text"), blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    read_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_rule = models.CharField(_("regel"), max_length=16, choices=ConductRule, blank=True)
    hidden_reason = models.TextField(_("varför"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    reply = models.ForeignKey(Reply, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")

    class Meta:
        ordering = ["-submission_id", "part"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="one_contribution_per_part"),
            models.CheckConstraint(
                name="hidden_contribution_names_a_rule",
                condition=models.Q(hidden_at__isnull=True) | (~models.Q(hidden_rule="") & ~models.Q(hidden_reason="")),
            ),
            models.CheckConstraint(
                name="contribution_is_about_one_thing",
                condition=models.Q(section__isnull=True, passage__isnull=True)
                | models.Q(section__isnull=True, day__isnull=True)
                | models.Q(passage__isnull=True, day__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """S-031, or S-031.2 when the submission holds several points."""
        return self.submission.label if self.part is None else f"{self.submission.label}.{self.part}"


register(
    Guard(
        "undivided_contribution_is_not_changed",
        table="contributions_contribution",
        event="UPDATE",
        columns=("submission_id", "text", "proposed_text"),
        when="OLD.part IS NULL AND NEW.part IS NULL",
        message="what was said never changes",
    ),
    Guard(
        "contribution_is_not_deleted",
        table="contributions_contribution",
        event="DELETE",
        message="what was said is hidden, never deleted",
    ),
)


class Report(models.Model):
    """Somebody thinks that another person's contribution breaks a published rule (L-82)."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="reports")
    rule = models.CharField(_("regel"), max_length=16, choices=ConductRule)
    text = models.TextField(_("vad är fel?"), blank=True)
    reported_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True, db_index=True)
    led_to_hiding = models.BooleanField(default=False)

    class Meta:
        ordering = ["reported_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_a_handled_report_led_somewhere",
                condition=models.Q(handled_at__isnull=False) | models.Q(led_to_hiding=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.get_rule_display()}"


class Reconsideration(models.Model):
    """The sender of a hidden contribution asks us to think again (L-05)."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="reconsiderations")
    text = models.TextField(_("varför borde synpunkten visas?"))
    asked_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("så här bedömde vi"), blank=True)
    shown_again = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_reconsideration_at_a_time",
            ),
            models.CheckConstraint(
                name="answered_reconsideration_says_why",
                condition=models.Q(answered_at__isnull=True) | ~models.Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.contribution)
