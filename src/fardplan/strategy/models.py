"""The text of a strategy: drafts made of sections and passages, whose keys stay the same from draft to draft."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base.guards import Guard, register


class Strategy(models.Model):
    """What a dialogue is about. Its text is in its drafts."""

    slug = models.SlugField(_("adress"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("kort om strategin"), blank=True)
    language = models.CharField(_("språk"), max_length=5, default="sv")

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """One version of the whole text. Once published it never changes."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="drafts")
    number = models.CharField(_("nummer"), max_length=12)
    title = models.CharField(_("rubrik"), max_length=200, blank=True)
    note = models.TextField(_("om utkastet"), blank=True)
    is_example = models.BooleanField(_("exempeltext"), default=False)
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["strategy_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="one_draft_per_number")]

    def __str__(self) -> str:
        return f"{self.strategy} {self.number}"


class SectionKind(models.TextChoices):
    DESIRED_STATE = "desired_state", _("önskat läge")
    DIRECTION = "direction", _("strategisk inriktning")
    GOAL = "goal", _("mål")
    AREA = "area", _("utvecklingsområde")
    PRIORITY = "priority", _("prioritering")
    APPROACH = "approach", _("förhållningssätt")
    INDICATORS = "indicators", _("indikatorer")
    TEXT = "text", _("text")


class Section(models.Model):
    """A heading and what stands under it. Sections nest."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    key = models.CharField(max_length=40)
    kind = models.CharField(_("slag"), max_length=16, choices=SectionKind, default=SectionKind.TEXT)
    code = models.CharField(_("beteckning"), max_length=12, blank=True)
    heading = models.CharField(_("rubrik"), max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["draft_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_section_per_key_in_a_draft")]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}".strip()


class Passage(models.Model):
    """The smallest text with an address of its own. `key` is the same in every draft it lives through."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="passages")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="passages")
    key = models.CharField(max_length=40, db_index=True)
    code = models.CharField(_("beteckning"), max_length=12, blank=True)
    heading = models.CharField(_("rubrik"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["draft_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_passage_per_key_in_a_draft")]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}".strip() or self.key


_PUBLISHED = "(SELECT published_at FROM strategy_draft WHERE id = OLD.draft_id) IS NOT NULL"
register(
    Guard(
        "published_passage_is_not_changed",
        table="strategy_passage",
        event="UPDATE",
        columns=("key", "code", "heading", "text", "position", "section_id", "draft_id"),
        when=_PUBLISHED,
        message="a published draft never changes",
    ),
    Guard(
        "published_passage_is_not_deleted",
        table="strategy_passage",
        event="DELETE",
        when=_PUBLISHED,
        message="a published draft never changes",
    ),
    Guard(
        "published_section_is_not_changed",
        table="strategy_section",
        event="UPDATE",
        columns=("key", "kind", "code", "heading", "position", "parent_id", "draft_id"),
        when=_PUBLISHED,
        message="a published draft never changes",
    ),
)
