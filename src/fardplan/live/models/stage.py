"""The stage of a day: what goes on, what is shown, what is open; its script, and what happened."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.dialogue.models import Day, Session
from fardplan.live.choices import Checking, CueKind, HappeningKind, ReactionKind, Showing, Situation
from fardplan.people.models import Official


class Stage(models.Model):
    """A day as it happens. A day has one of its own, and may have another where those who lead it rehearse."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="stages")
    is_rehearsal = models.BooleanField(_("övning"), default=False)
    # Leads to the projector and the countdown; another leads the interpreter who types captions to their page.
    key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    caption_key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    # What a browser's key is hashed with here: nobody's questions and support can be told from another day's.
    secret = models.CharField(max_length=22, default=ids.secret_key, editable=False)
    situation = models.CharField(_("läge"), max_length=8, choices=Situation, default=Situation.BEFORE)
    situation_since = models.DateTimeField(null=True, blank=True)
    cue = models.ForeignKey("live.Cue", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.CharField(_("meddelande till alla"), max_length=300, blank=True)
    message_at = models.DateTimeField(null=True, blank=True)
    speaker_message = models.CharField(_("meddelande till den som talar"), max_length=120, blank=True)
    shows = models.CharField(_("på scenen"), max_length=10, choices=Showing, default=Showing.CODE)
    shown_question = models.ForeignKey(
        "live.Question", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shown_poll = models.ForeignKey("live.Poll", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    questions_open = models.BooleanField(_("frågor tas emot"), default=False)
    checking = models.CharField(_("frågor visas"), max_length=6, choices=Checking, default=Checking.BEFORE)
    slow_seconds = models.PositiveSmallIntegerField(
        _("minst så många sekunder mellan två frågor från samma deltagare"), default=0
    )
    reply_workdays = models.PositiveSmallIntegerField(
        _("frågor som inte hinns med besvaras inom så många arbetsdagar"), default=5
    )
    replies_due_on = models.DateField(_("svaren kommer senast"), null=True, blank=True)
    shows_exact_presence = models.BooleanField(_("visa hur många som följer, i tal"), default=False)
    takes_reactions = models.BooleanField(_("reaktioner tas emot"), default=True)
    has_captions = models.BooleanField(_("direkttexten visas"), default=False)
    began_at = models.DateTimeField(_("sändningen började"), null=True, blank=True)
    ended_at = models.DateTimeField(_("sändningen slutade"), null=True, blank=True)
    # Counts the moves of the script: of two who move it from the same place at the same time, one does.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day_id", "is_rehearsal"]
        constraints = [
            models.UniqueConstraint(fields=["day", "is_rehearsal"], name="one_stage_and_one_rehearsal_per_day"),
            models.CheckConstraint(
                name="stage_ends_after_it_began",
                condition=models.Q(ended_at__isnull=True) | models.Q(began_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}{' (övning)' if self.is_rehearsal else ''}"


class Cue(models.Model):
    """A point of the script: one of the programme, or one that only those who lead the day see the note of."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="cues")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("slag"), max_length=8, choices=CueKind, default=CueKind.TALK)
    title = models.CharField(_("rubrik"), max_length=200)
    note = models.TextField(_("anteckning för dem som sänder"), blank=True)
    planned_at = models.DateTimeField(_("börjar"))
    planned_seconds = models.PositiveIntegerField(_("längd i sekunder"))
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    # How long the broadcast stood still while it went on: that time is given back to it.
    stood_still_seconds = models.PositiveIntegerField(default=0)
    # It came from the day's programme and follows it until the day begins, unless somebody has written another here.
    is_of_programme = models.BooleanField(default=False)
    is_changed_here = models.BooleanField(default=False)

    class Meta:
        ordering = ["stage_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="cue_ends_after_it_began",
                condition=models.Q(ended_at__isnull=True)
                | (models.Q(began_at__isnull=False) & models.Q(ended_at__gte=models.F("began_at"))),
            ),
            models.CheckConstraint(
                name="skipped_cue_is_over",
                condition=models.Q(skipped_at__isnull=True) | models.Q(began_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Happening(models.Model):
    """Something that happened on a stage; never changed. What has a cue or a question becomes a chapter."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="happenings")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16, choices=HappeningKind)
    title = models.CharField(max_length=300, blank=True)
    cue = models.ForeignKey(Cue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey("live.Question", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    poll = models.ForeignKey("live.Poll", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["stage_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class DeskSeat(models.Model):
    """An official has one of the live pages of the desk open: those who lead a day together see each other."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seats")
    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=16)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "official", "page"], name="one_seat_per_page")]

    def __str__(self) -> str:
        return f"{self.official}: {self.page}"


class Reaction(models.Model):
    """How many reacted in one way in the ten seconds from `at`. Nobody's reaction is kept for itself."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "kind", "at"], name="one_reaction_count_per_moment")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


class Burst(models.Model):
    """Very much came from one network in a short time: a school class, or somebody with a script. Officials judge."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="bursts")
    what = models.CharField(max_length=16)
    title = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    # A keyed hash that changes every day, as in the rate limits: the same network is one burst, and cannot be named.
    network = models.CharField(max_length=24)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "what", "title", "network"],
                condition=models.Q(handled_at__isnull=True),
                name="one_open_burst_per_network",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
