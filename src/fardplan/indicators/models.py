"""The state of things in numbers: tables of official statistics, and the indicators that are taken from them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official


class StatisticalTable(models.Model):
    """One table, as its producer published it.

    `file` is what was uploaded or fetched, to the byte. `content` is the same table read, as JSON-stat 2, with notes
    and units; it says more than the file where names were fetched beside the numbers. `address` is where it was
    fetched; without it somebody uploaded it.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="statistical_tables")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("tabellens namn"), max_length=300)
    source = models.CharField(_("källa"), max_length=200)
    licence = models.CharField(_("licens eller villkor"), max_length=200, blank=True)
    table_id = models.CharField(_("tabellens id"), max_length=80, blank=True)
    unit = models.CharField(_("enhet"), max_length=80, blank=True)
    updated = models.CharField(_("uppdaterad av källan"), max_length=60, blank=True)
    address = models.URLField(_("hämtad från"), max_length=1000, blank=True)
    file = models.FileField(upload_to="statistics/", max_length=200)
    file_name = models.CharField(_("filens namn"), max_length=120)
    bytes = models.PositiveBigIntegerField(default=0)
    content = models.TextField()
    brought_at = models.DateTimeField(_("hämtad eller uppladdad"))

    class Meta:
        ordering = ["dialogue_id", "title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "slug"], name="one_statistical_table_per_slug"),
            models.CheckConstraint(
                name="a_statistical_table_has_numbers_and_a_source",
                condition=~models.Q(content="") & ~models.Q(source="") & ~models.Q(title=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GoodDirection(models.TextChoices):
    UP = "up", _("högre är bättre")
    DOWN = "down", _("lägre är bättre")
    NEITHER = "neither", _("varken eller")


class Indicator(models.Model):
    """Some numbers of a table that tell how things are, in the words of the dialogue.

    `choice` has the codes of each dimension but time: one, or in one dimension several that are compared. `names` calls
    some of those codes something else than the table does. `content` is
    those numbers as JSON-stat 2: what everyone sees. It stands when the table is replaced by one in which the choice
    can no longer be made; `fault` then says why, until somebody chooses anew.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="indicators")
    table = models.ForeignKey(StatisticalTable, on_delete=models.RESTRICT, related_name="indicators")
    slug = models.SlugField(_("adress"), max_length=80)
    heading = models.CharField(_("rubrik"), max_length=160)
    why = models.TextField(_("därför följs den"), blank=True)
    section_key = models.CharField(_("hör till"), max_length=40, blank=True)
    choice = models.JSONField(default=dict)
    names = models.JSONField(_("egna namn"), default=dict, blank=True)
    time_code = models.CharField(_("dimensionen som är tid"), max_length=200, blank=True)
    unit = models.CharField(_("enhet som visas"), max_length=80, blank=True)
    good = models.CharField(_("vad är bra?"), max_length=8, choices=GoodDirection, default=GoodDirection.NEITHER)
    content = models.TextField()
    fault = models.JSONField(null=True, blank=True)
    is_example = models.BooleanField(_("påhittade siffror"), default=False)
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dialogue_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "slug"], name="one_indicator_per_slug"),
            models.CheckConstraint(
                name="an_indicator_has_words_and_numbers",
                condition=~models.Q(heading="") & ~models.Q(content=""),
            ),
            models.CheckConstraint(
                name="an_indicator_has_a_known_direction", condition=models.Q(good__in=GoodDirection.values)
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class TableFetch(models.Model):
    """A table that is to be fetched from an address; a job does it. The row goes when the table is here.

    With `table` what comes replaces it. `failure` says what went wrong, in codes that `words` turns into a sentence.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="table_fetches")
    table = models.ForeignKey(StatisticalTable, on_delete=models.CASCADE, null=True, blank=True, related_name="fetches")
    address = models.URLField(_("adress"), max_length=1000)
    asked_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_failed_fetch_says_why",
                condition=models.Q(failed_at__isnull=True, failure__isnull=True)
                | models.Q(failed_at__isnull=False, failure__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address
