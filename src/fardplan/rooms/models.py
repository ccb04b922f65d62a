"""What the rooms of a day say: a sheet for each room's host, its points, and whether the room recognises itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Day
from fardplan.media.models import ExternalRoom
from fardplan.rooms import guards as _guards  # noqa: F401 - what the database refuses is registered


class RoomNote(models.Model):
    """The sheet of one room: written by its host, checked with the room, registered as one submission.

    Whoever has `host_key` may write in it, whoever has `check_key` may say whether it is right. `who` is roles and
    numbers, never names. `writer` is the open page that wrote `who` last (see `actions.writing`).
    """

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="room_notes")
    title = models.CharField(_("rummets namn"), max_length=120)
    room = models.OneToOneField(
        ExternalRoom,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="note",
        verbose_name=_("samtalsrum"),
    )
    host_key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    check_key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    who = models.CharField(_("vilka som är i rummet"), max_length=160, blank=True)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=22, blank=True)
    worded_at = models.DateTimeField(_("senast skrivet"), null=True, blank=True)
    finished_at = models.DateTimeField(_("klar"), null=True, blank=True)
    registered_at = models.DateTimeField(_("inskickad"), null=True, blank=True)
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="room_note"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["day", "title"], name="one_room_note_per_title"),
            models.CheckConstraint(
                name="registered_room_note_has_a_submission",
                condition=models.Q(registered_at__isnull=True, submission__isnull=True)
                | models.Q(registered_at__isnull=False, submission__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoomQuestion(models.Model):
    """What the organiser asks the rooms of a day: all of them, or one that has questions of its own."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="room_questions")
    note = models.ForeignKey(
        RoomNote, on_delete=models.CASCADE, null=True, blank=True, related_name="own_questions"
    )  # empty: every room
    text = models.CharField(_("fråga"), max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day_id", "position", "id"]

    def __str__(self) -> str:
        return self.text


class RoomPoint(models.Model):
    """One line of a sheet. Each is saved on its own, so that two who write in the same sheet lose nothing.

    `key` is what the page that made it called it, so that a point sent twice over a bad line is one point. One that
    was taken away stays, and can be put back. `asked` is the question as it read when the note was registered.
    """

    note = models.ForeignKey(RoomNote, on_delete=models.PROTECT, related_name="points")
    question = models.ForeignKey(RoomQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="points")
    asked = models.CharField(_("frågan som den löd"), max_length=300, blank=True)
    text = models.TextField(_("punkt"))
    position = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=22, blank=True)
    written_at = models.DateTimeField(_("skriven"))
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="room_point"
    )

    class Meta:
        ordering = ["note_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["note", "key"], name="one_room_point_per_key"),
            models.CheckConstraint(name="a_room_point_says_something", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="what_was_taken_away_is_not_registered",
                condition=models.Q(removed_at__isnull=True) | models.Q(contribution__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RoomAnswer(models.Model):
    """What one browser answered to *Stämmer det?* The latest counts; `browser` tells nothing but "the same again"."""

    note = models.ForeignKey(RoomNote, on_delete=models.PROTECT, related_name="answers")
    browser = models.CharField(max_length=32)
    is_right = models.BooleanField(_("det stämmer"))
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["note_id", "given_at", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "browser"], name="one_room_answer_per_browser")]

    def __str__(self) -> str:
        return str(_("det stämmer") if self.is_right else _("något är fel"))


class RoomRemark(models.Model):
    """What somebody who was in the room says is wrong: in one point, or in the whole. Never overwritten.

    `words` is the point as it read then, for it may be changed because of the remark.
    """

    answer = models.ForeignKey(RoomAnswer, on_delete=models.PROTECT, related_name="remarks")
    point = models.ForeignKey(RoomPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks")
    words = models.TextField(_("punkten som den löd"), blank=True)
    text = models.TextField(_("vad som är fel"))
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [models.CheckConstraint(name="a_room_remark_says_something", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return self.text
