"""Polls and ballots. A ballot holds a pseudonym that only its poll knows, and that nobody can make again afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.live.choices import PollKind, ResultsShown, WordsShown
from fardplan.live.models.stage import Stage


class Poll(models.Model):
    """Something those who take part answer together. Its results tell what they think, and of nobody else."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="polls")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("slag"), max_length=10, choices=PollKind, default=PollKind.SINGLE)
    question = models.CharField(_("fråga"), max_length=300)
    explanation = models.CharField(_("förklaring"), max_length=300, blank=True)
    results_shown = models.CharField(
        _("resultatet visas"), max_length=12, choices=ResultsShown, default=ResultsShown.AFTER_VOTE
    )
    most_choices = models.PositiveSmallIntegerField(_("högst så många val"), default=1)
    scale_steps = models.PositiveSmallIntegerField(_("antal steg"), default=5)
    least_label = models.CharField(_("lägsta steget betyder"), max_length=60, blank=True)
    most_label = models.CharField(_("högsta steget betyder"), max_length=60, blank=True)
    number_least = models.FloatField(_("minsta tal"), null=True, blank=True)
    number_most = models.FloatField(_("största tal"), null=True, blank=True)
    unit = models.CharField(_("enhet"), max_length=30, blank=True)
    words_shown = models.CharField(_("ord visas"), max_length=8, choices=WordsShown, default=WordsShown.CHECKED)
    words_needed = models.PositiveSmallIntegerField(_("så många ska ha skrivit ordet"), default=3)
    # What a browser's key is hashed with in this poll. Erased when the poll closes for good: from then on nobody, not
    # even with the browser at hand, can find its ballot.
    secret = models.CharField(max_length=22, default=ids.secret_key, editable=False, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("stängs"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["stage_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="closed_poll_was_open",
                condition=models.Q(closed_at__isnull=True) | models.Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="scale_has_two_to_eleven_steps", condition=models.Q(scale_steps__gte=2, scale_steps__lte=11)
            ),
            models.CheckConstraint(
                name="poll_closed_for_good_has_no_secret",
                condition=models.Q(closed_at__isnull=True) | models.Q(secret=""),
            ),
            models.CheckConstraint(name="words_are_written_by_somebody", condition=models.Q(words_needed__gte=1)),
            models.CheckConstraint(
                name="number_has_a_range",
                condition=models.Q(number_least__isnull=True)
                | models.Q(number_most__isnull=True)
                | models.Q(number_least__lt=models.F("number_most")),
            ),
        ]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(_("svarsval"), max_length=160)

    class Meta:
        ordering = ["poll_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["poll", "text"], name="one_option_per_text")]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """That one browser has voted in a poll. What it chose stands in its marks."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    voter = models.CharField(max_length=32)
    # Both are the moment of the closing once the poll is closed for good: not even the time tells who it was.
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="one_ballot_per_participant")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class PollWord(models.Model):
    """A word of a word cloud. Inflected forms of the same word share a stem; the form most use is shown."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="words")
    stem = models.CharField(max_length=60)
    word = models.CharField(max_length=60)
    shown_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "word"], name="one_row_per_word")]
        indexes = [models.Index(fields=["poll", "stem"], name="words_by_stem")]

    def __str__(self) -> str:
        return self.word


class Mark(models.Model):
    """A choice on a ballot: an option (with its rank when options are ranked), a number, or a word."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="marks")
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="marks")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, null=True, blank=True, related_name="marks")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.FloatField(null=True, blank=True)
    word = models.ForeignKey(PollWord, on_delete=models.CASCADE, null=True, blank=True, related_name="marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "option"], condition=models.Q(option__isnull=False), name="option_marked_once"
            ),
            models.UniqueConstraint(
                fields=["ballot", "word"], condition=models.Q(word__isnull=False), name="word_marked_once"
            ),
            models.CheckConstraint(
                name="mark_says_one_thing",
                condition=models.Q(option__isnull=False, number__isnull=True, word__isnull=True)
                | models.Q(option__isnull=True, number__isnull=False, word__isnull=True)
                | models.Q(option__isnull=True, number__isnull=True, word__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["poll", "option", "rank"], name="marks_counted_by_option"),
            models.Index(fields=["poll", "number"], name="marks_counted_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}"
