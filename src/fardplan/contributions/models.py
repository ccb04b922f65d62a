"""What is said: what came in (submissions, never changed), its points (contributions), and the replies."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.redline import Piece, redline
from fardplan.base import ids
from fardplan.contributions import guards as _guards  # noqa: F401 - what the database refuses is registered
from fardplan.contributions.choices import (
    Answer,
    Channel,
    ConductRule,
    ContributionKind,
    Outcome,
    SenderKind,
    Stance,
    Standing,
)
from fardplan.dialogue.models import Day, Dialogue
from fardplan.people.models import ContactDetail, Official
from fardplan.strategy.models import Draft, Passage, Section

__all__ = [
    "Answer",
    "Attachment",
    "Channel",
    "ConductRule",
    "Contribution",
    "ContributionKind",
    "LikenessBand",
    "Outcome",
    "Reconsideration",
    "Reply",
    "Report",
    "SavedView",
    "SenderKind",
    "Stance",
    "StandardReply",
    "Standing",
    "Submission",
    "Theme",
    "Verdict",
]


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
    stance = models.CharField(_("ställning"), max_length=20, choices=Stance, blank=True)
    about = models.CharField(_("gällde enligt avsändaren"), max_length=140, blank=True)
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
        return ", ".join(part for part in (self.sender_label or self._kind_of_sender, self.municipality) if part)

    @property
    def _kind_of_sender(self) -> str:
        if self.sender_kind == SenderKind.UNKNOWN:
            return gettext("Anonym")
        return capfirst(str(SenderKind(self.sender_kind).label))


class Attachment(models.Model):
    """A file that came with a submission, and its text, from which points are marked."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(_("fil"), upload_to="submissions/", max_length=200)
    name = models.CharField(_("filnamn"), max_length=200)
    file_type = models.CharField(max_length=80)
    bytes = models.PositiveBigIntegerField()
    text = models.TextField(_("text"), blank=True)
    page_starts = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "id"]

    def __str__(self) -> str:
        return self.name


class Reply(models.Model):
    """One answer; the contributions it answers point here."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("svar"), blank=True)
    outcome = models.CharField(_("utfall"), max_length=12, choices=Outcome, blank=True)
    reason = models.TextField(_("motivering"), blank=True)
    forwarded_to = models.CharField(_("vidarebefordrad till"), max_length=160, blank=True)
    signed_as = models.CharField(_("undertecknas"), max_length=120, blank=True)
    standing = models.CharField(_("beslutsstatus"), max_length=8, choices=Standing, default=Standing.OFFICIAL)
    adopted_by = models.CharField(_("antaget av, § och datum"), max_length=160, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                name="published_adopted_reply_says_by_whom",
                condition=models.Q(published_at__isnull=True)
                | ~models.Q(standing="adopted")
                | ~models.Q(adopted_by=""),
            ),
            models.CheckConstraint(
                name="a_reply_is_approved_by_somebody_else",
                condition=models.Q(approved_by__isnull=True)
                | models.Q(written_by__isnull=True)
                | ~models.Q(approved_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="an_approved_reply_was_ready",
                condition=models.Q(approved_at__isnull=True) | models.Q(ready_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(_("svar {id}")).format(id=self.pk)


class StandardReply(models.Model):
    """A reply in the bank: words to begin with where many ask for the same thing."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="standard_replies")
    name = models.CharField(_("namn"), max_length=120)
    outcome = models.CharField(_("utfall"), max_length=12, choices=Outcome, blank=True)
    text = models.TextField(_("svar"))
    reason = models.TextField(_("motivering"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dialogue_id", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "name"], name="one_standard_reply_per_name")]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """What contributions are about across passages. One contribution may have several."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(_("adress"), max_length=60)
    name = models.CharField(_("namn"), max_length=80)
    description = models.CharField(_("vad temat rymmer"), max_length=300, blank=True)
    is_public = models.BooleanField(_("visas för alla"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dialogue_id", "position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "slug"], name="one_theme_per_slug"),
            models.UniqueConstraint(fields=["dialogue", "name"], name="one_theme_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Contribution(models.Model):
    """One point somebody makes: about the whole, a section, a passage or a day."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="contributions")
    part = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(_("slag"), max_length=8, choices=ContributionKind, default=ContributionKind.VIEW)
    text = models.TextField(_("synpunkt"))
    proposed_text = models.TextField(_("förslag till ny text"), blank=True)
    quote = models.CharField(_("orden det gäller"), max_length=500, blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    taken_start = models.PositiveIntegerField(null=True, blank=True)
    taken_end = models.PositiveIntegerField(null=True, blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    themes = models.ManyToManyField(Theme, blank=True, related_name="contributions")
    assigned_to = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
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
            models.CheckConstraint(
                name="a_place_in_the_source_has_two_ends",
                condition=models.Q(taken_start__isnull=True, taken_end__isnull=True)
                | models.Q(taken_start__lt=models.F("taken_end")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """S-031, or S-031.2 when the submission holds several points."""
        return self.submission.label if self.part is None else f"{self.submission.label}.{self.part}"

    @property
    def anchor(self) -> str:
        """S-031-2: the label as the id of an element, which may not hold a dot."""
        return self.label.replace(".", "-")

    @property
    def taken_from(self) -> str:
        """brev.pdf, sida 2; the submission's own words when it came without a file. "" when nothing is marked."""
        if self.taken_start is None:
            return ""
        if self.attachment is None:
            return gettext("brevets egen text")
        start = self.taken_start
        page = sum(1 for each in self.attachment.page_starts if each <= start)
        if self.attachment.file_type == "application/pdf" and page:
            return gettext("%(file)s, sida %(page)d") % {"file": self.attachment.name, "page": page}
        return self.attachment.name

    @cached_property
    def redline(self) -> tuple[Piece, ...]:
        """From the passage as it read to the words proposed instead. Empty unless it is *andra ord* for a passage:
        a proposal of another kind may be a line to add, or a part of the passage."""
        if self.kind != ContributionKind.WORDING or self.passage is None or not self.proposed_text:
            return ()
        return redline(self.passage.text, self.proposed_text)


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


class Verdict(models.Model):
    """What the sender thinks of what became of a contribution. The latest counts; none is ever overwritten.

    One that says we misunderstood reopens the contribution until an official has handled it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="verdicts")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("blev det som du menade?"), max_length=14, choices=Answer)
    text = models.TextField(_("vad vi missade"), blank=True)
    given_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    # Our words when we stand by the reply; empty while it waits, and when a changed reply was what we answered with.
    handled_with = models.TextField(_("därför står vi fast"), blank=True)

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_a_handled_verdict_has_our_words",
                condition=models.Q(handled_at__isnull=False) | models.Q(handled_with=""),
            )
        ]
        indexes = [models.Index(fields=["contribution", "-id"], name="latest_verdict")]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.get_answer_display()}"


class SavedView(models.Model):
    """A filter of the queue that an official wants to come back to."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="saved_views")
    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("namn"), max_length=80)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("också för mina kollegor"), default=False)

    class Meta:
        ordering = ["dialogue_id", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "official", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        return self.name


class LikenessBand(models.Model):
    """A part of the fingerprint of what a contribution says; contributions that are alike share at least one.

    Filled at receipt, and by a job for what came in another way. One with digest 0 says that there is too little text.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="likeness_bands")
    digest = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["digest", "contribution"], name="alike_by_digest")]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.digest}"
