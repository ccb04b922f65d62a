"""The text of a strategy: drafts made of sections and passages, whose keys stay the same from draft to draft."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base.guards import Guard, register
from fardplan.base.text import plain_words
from fardplan.people.models import Official


def text_label(code: str, heading: str, text: str) -> str:
    """What a passage is called: A1.2 Restid. One with neither code nor heading goes by its first words."""
    return f"{code} {heading}".strip() or plain_words(text, 45)


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
    revision = models.PositiveIntegerField(default=0)

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
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["draft_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_passage_per_key_in_a_draft")]

    def __str__(self) -> str:
        return text_label(self.code, self.heading, self.text) or self.key


class DescentKind(models.TextChoices):
    SPLIT = "split", _("delat")
    MERGED = "merged", _("sammanslaget")


class Descent(models.Model):
    """In this draft, the passage `key` took over words from `from_key` of the draft published before it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="descents")
    key = models.CharField(max_length=40)
    from_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=DescentKind)

    class Meta:
        ordering = ["draft_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key", "from_key"], name="one_descent_per_pair_in_a_draft"),
            models.CheckConstraint(name="nothing_descends_from_itself", condition=~models.Q(key=models.F("from_key"))),
        ]

    def __str__(self) -> str:
        return f"{self.from_key} → {self.key}"


class ChangeKind(models.TextChoices):
    REWORDED = "reworded", _("omformulerat")
    MOVED = "moved", _("flyttat")
    SPLIT = "split", _("delat")
    MERGED = "merged", _("sammanslaget")
    REMOVED = "removed", _("borttaget")
    NEW = "new", _("nytt")


class Subject(models.TextChoices):
    PASSAGE = "passage", _("stycke")
    SECTION = "section", _("avsnitt")


class Change(models.Model):
    """What happened to one passage or section between a draft and the one published before it.

    Before publication a row holds only what an editor has said about a change to come (reason, editorial, traces);
    publishing fills in the rest, gives it a number and freezes it. An untouched passage has no row.
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="changes")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    since = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(_("nummer"), null=True, blank=True)
    subject = models.CharField(max_length=8, choices=Subject, default=Subject.PASSAGE)
    key = models.CharField(max_length=40)
    kind = models.CharField(_("slag"), max_length=8, choices=ChangeKind, blank=True)
    is_moved = models.BooleanField(default=False)
    from_keys = models.JSONField(default=list, blank=True)
    into_keys = models.JSONField(default=list, blank=True)
    before_code = models.CharField(max_length=12, blank=True)
    before_heading = models.CharField(max_length=300, blank=True)
    before_text = models.TextField(blank=True)
    before_place = models.CharField(max_length=320, blank=True)
    after_code = models.CharField(max_length=12, blank=True)
    after_heading = models.CharField(max_length=300, blank=True)
    after_text = models.TextField(blank=True)
    after_place = models.CharField(max_length=320, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_editorial = models.BooleanField(_("redaktionell"), default=False)
    reason = models.TextField(_("varför"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["draft_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "subject", "key"], name="one_change_per_text_in_a_draft"),
            models.UniqueConstraint(fields=["strategy", "number"], name="one_change_per_number"),
            models.CheckConstraint(
                name="numbered_change_is_complete",
                condition=models.Q(number__isnull=True) | (models.Q(since__isnull=False) & ~models.Q(kind="")),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def label(self) -> str:
        """C-7; empty until the draft is published."""
        return f"C-{self.number}" if self.number is not None else ""

    @property
    def text_label(self) -> str:
        """What the passage or section is called now, or was called when it is gone: A1.2 Restid."""
        after = text_label(self.after_code, self.after_heading, self.after_text)
        return after or text_label(self.before_code, self.before_heading, self.before_text) or self.key


class ImportedText(models.Model):
    """A file or pasted text on its way to become a draft: what was read, and what the editor answered about it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="imports")
    since = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    draft = models.OneToOneField(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_text")
    name = models.CharField(_("fil"), max_length=200)
    content = models.JSONField(default=dict)
    left_out = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    imported_by = models.ForeignKey(Official, on_delete=models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-imported_at", "-id"]

    def __str__(self) -> str:
        return self.name


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
    Guard(
        "published_section_is_not_deleted",
        table="strategy_section",
        event="DELETE",
        when=_PUBLISHED,
        message="a published draft never changes",
    ),
    Guard(
        "published_descent_is_not_changed",
        table="strategy_descent",
        event="UPDATE",
        when=_PUBLISHED,
        message="a published draft never changes",
    ),
    Guard(
        "numbered_change_is_not_changed",
        table="strategy_change",
        event="UPDATE",
        columns=(
            "strategy_id",
            "draft_id",
            "since_id",
            "number",
            "subject",
            "key",
            "kind",
            "is_moved",
            "from_keys",
            "into_keys",
            "before_code",
            "before_heading",
            "before_text",
            "before_place",
            "after_code",
            "after_heading",
            "after_text",
            "after_place",
            "position",
        ),
        when="OLD.number IS NOT NULL",
        message="a published change is never rewritten",
    ),
    Guard(
        "numbered_change_is_not_deleted",
        table="strategy_change",
        event="DELETE",
        when="OLD.number IS NOT NULL",
        message="a published change is never rewritten",
    ),
)
