"""The survey: what it asks, how people are asked, and what they answered. Nothing here says who answered what.

No response has an address, a time of day, or a key of a person or an invitation. Its own key is random and is what the
table is sorted by, so that neither number nor place tells in which order responses came.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.contributions.models import Submission
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import ContactDetail, Official
from fardplan.surveys import guards as _guards  # noqa: F401 - what the database refuses is registered
from fardplan.surveys.definition import Definition, read, read_text
from fardplan.surveys.export_models import DataFile as DataFile  # Django looks for models here


def random_id() -> int:
    """53 random bits, above zero: as many as a number in a browser or a spreadsheet keeps exactly."""
    return secrets.randbits(53) or 1


class RandomIdField(models.BigIntegerField[int, int]):
    """A key that tells nothing. In SQLite it is the row's own number, so there is no other that counts upwards."""

    def __init__(self, **options: Any) -> None:
        options |= {"primary_key": True, "default": random_id, "editable": False}
        super().__init__(**options)

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class ShownWhileOpen(models.TextChoices):
    PARTICIPATION = "participation", _("bara hur många som har svarat")
    RESULTS = "results", _("resultat i omgångar")


class Survey(models.Model):
    """A survey of a dialogue. `draft` is the definition as the desk writes it; what people answer is a version.

    `removed` are pages and questions that have been taken out of the draft and can be put back until it is published.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="surveys")
    slug = models.SlugField(_("adress"), max_length=60)
    name = models.CharField(_("arbetsnamn"), max_length=120)
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    removed = models.JSONField(default=list, blank=True)
    public_minimum = models.PositiveSmallIntegerField(_("minsta grupp som visas för alla"), default=30)
    desk_minimum = models.PositiveSmallIntegerField(_("minsta grupp som visas vid skrivbordet"), default=10)
    shown_while_open = models.CharField(
        _("visas medan enkäten är öppen"),
        max_length=16,
        choices=ShownWhileOpen,
        default=ShownWhileOpen.PARTICIPATION,
    )
    published_at = models.DateTimeField(_("publicerad"), null=True, blank=True)
    results_published_at = models.DateTimeField(_("resultatet publicerat"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["dialogue_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "slug"], name="one_survey_per_slug"),
            models.CheckConstraint(
                name="the_public_sees_no_smaller_groups_than_the_desk",
                condition=models.Q(public_minimum__gte=models.F("desk_minimum"), desk_minimum__gte=5),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def drafted(self) -> Definition:
        """The definition as it is being written. Raises definition.Unreadable, which the desk never saves."""
        return read(self.draft)


class SurveyPicture(models.Model):
    """A picture behind the squares of a map question (`Grid.picture` is its `file`). Versions may hold it for ever."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["survey_id", "id"]

    def __str__(self) -> str:
        return self.file


class SurveyVersion(models.Model):
    """What a survey asks, frozen when it was published. `definition` is the canonical JSON that `sha256` is of."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    definition = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["survey_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_survey_version_per_number"),
            models.CheckConstraint(name="survey_versions_begin_at_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}:{self.number}"

    @property
    def asks(self) -> Definition:
        """The definition, read once per process."""
        return read_text(self.definition)


class CollectionKind(models.TextChoices):
    """How those who answer were found; it decides what may be said of the result."""

    OPEN = "open", _("öppen länk")
    INVITED = "invited", _("inbjudet slumpurval")
    GROUP = "group", _("en grupp, till exempel en skola")


class Collection(models.Model):
    """One way answers come in, with its own time: its result is a series of its own, never pooled with another's.

    Only an invited random sample has intervals. `code` lets a group in; `kiosk_key` opens it on a library's computer.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="collections")
    slug = models.SlugField(_("adress"), max_length=60)
    name = models.CharField(_("namn"), max_length=120)
    kind = models.CharField(_("hur svaren samlas in"), max_length=8, choices=CollectionKind)
    opens_at = models.DateTimeField(_("öppnar"))
    closes_at = models.DateTimeField(_("stänger"))
    population = models.CharField(_("vilka den handlar om"), max_length=200, blank=True)
    note = models.TextField(_("om insamlingen"), blank=True)
    code = models.CharField(_("kod"), max_length=12, blank=True)
    kiosk_key = models.CharField(max_length=22, unique=True, default=ids.secret_key, editable=False)
    reopened_at = models.DateTimeField(_("öppnad igen"), null=True, blank=True)
    keep_addresses_days = models.PositiveSmallIntegerField(_("dagar som adresser sparas efter stängning"), default=14)
    position = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["survey_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "slug"], name="one_collection_per_slug"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_collection_per_code"),
            models.CheckConstraint(
                name="a_collection_closes_after_it_opens", condition=models.Q(closes_at__gt=models.F("opens_at"))
            ),
            models.CheckConstraint(
                name="only_a_group_has_a_shared_code", condition=models.Q(code="") | models.Q(kind="group")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Source(models.TextChoices):
    WEB = "web", _("webben")
    KIOSK = "kiosk", _("dator på plats")
    PAPER = "paper", _("papper")
    PHONE = "phone", _("telefon")


class Response(models.Model):
    """What somebody answered (`definition.values`), without who and without when: a day.

    `flags` say what looks odd; nothing is dropped because of them. One that was left out of the result keeps its
    answers and says why. `change_hash` lets the browser it came from change it until the collection closes.
    """

    id = RandomIdField()
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict)
    language = models.CharField(_("språk"), max_length=11, default="sv")
    day = models.DateField(_("dag"))
    source = models.CharField(_("väg in"), max_length=8, choices=Source, default=Source.WEB)
    flags = models.JSONField(default=list, blank=True)
    left_out_because = models.CharField(_("utelämnat för att"), max_length=300, blank=True)
    change_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(_("enkätsvar"))


class UnfinishedResponse(models.Model):
    """A response that has not been sent in. `sealed` can be read only with the respondent's own code, which is kept
    nowhere: `locator` finds the row and opens nothing. `page` is how far it has come, for the break-offs."""

    id = RandomIdField()
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="unfinished")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="unfinished")
    locator = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    page = models.PositiveSmallIntegerField(default=0)
    expires_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(_("påbörjat enkätsvar"))


class BreakOff(models.Model):
    """How many gave up at a page: what is left of unfinished responses that have been erased."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="break_offs")
    page = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["collection_id", "page"]
        constraints = [models.UniqueConstraint(fields=["collection", "page"], name="one_break_off_per_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.number}"


class WaveChannel(models.TextChoices):
    EMAIL = "email", _("e-post")
    POST = "post", _("brev")
    PRINT = "print", _("utskrivna koder")


class Wave(models.Model):
    """Invitations that go out together. Letters are being written while `is_writing`; a job goes on until it is not."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(_("nummer"))
    name = models.CharField(_("namn"), max_length=120)
    channel = models.CharField(_("väg"), max_length=8, choices=WaveChannel)
    subject = models.CharField(_("ämne"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("skickad"), null=True, blank=True)
    reminder_subject = models.CharField(_("ämne i påminnelsen"), max_length=160, blank=True)
    reminder_text = models.TextField(_("text i påminnelsen"), blank=True)
    most_reminders = models.PositiveSmallIntegerField(_("högst antal påminnelser"), default=2)
    reminders = models.PositiveSmallIntegerField(_("påminnelser"), default=0)
    reminded_at = models.DateTimeField(_("senast påmind"), null=True, blank=True)
    is_writing = models.BooleanField(default=False)

    class Meta:
        ordering = ["collection_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "number"], name="one_wave_per_number"),
            models.CheckConstraint(
                name="no_more_reminders_than_was_decided",
                condition=models.Q(reminders__lte=models.F("most_reminders")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A code that may be used once. That it has been used is known, not when: a response has a day, and on a quiet day
    the two would find each other.

    The code itself is made of the site's secret and this row's key (`codes`), and is kept nowhere.
    Whoever has declined, and whose letter came back, gets no more reminders: the code still works, and both still
    belong to the sample.
    """

    id = RandomIdField()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="invitations")
    number = models.PositiveIntegerField(_("nummer"))
    code_hash = models.CharField(max_length=64, unique=True)
    contact = models.OneToOneField(
        ContactDetail, on_delete=models.PROTECT, null=True, blank=True, related_name="survey_invitation"
    )
    is_used = models.BooleanField(_("besvarad"), default=False)
    ineligible_because = models.CharField(_("hör inte till urvalet för att"), max_length=120, blank=True)
    has_declined = models.BooleanField(_("vill inte bli påmind"), default=False)
    returned_on = models.DateField(_("kom i retur"), null=True, blank=True)

    class Meta:
        ordering = ["wave_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="one_survey_invitation_per_number"),
            models.CheckConstraint(
                name="who_answered_belonged_to_the_sample",
                condition=models.Q(is_used=False) | models.Q(ineligible_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What stands on a letter, and is said on the telephone: 2-147. Tells nothing of the code. `wave` is loaded."""
        return f"{self.wave.number}-{self.number}"


class TextAnswer(models.Model):
    """Which question a text answered that left its response and became a submission. It leads back to no response."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="text_answer")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="text_answers")
    question = models.CharField(max_length=40)

    class Meta:
        ordering = ["submission_id"]
        indexes = [models.Index(fields=["collection", "question"], name="texts_of_a_question")]

    def __str__(self) -> str:
        return self.question


class Margin(models.Model):
    """How the population divides over the classes of a background question: what a collection is weighted to.

    `shares` holds a number for each code; only their proportions matter.
    """

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="margins")
    question = models.CharField(max_length=40)
    shares = models.JSONField(default=dict)
    source = models.CharField(_("källa"), max_length=300)

    class Meta:
        ordering = ["collection_id", "id"]
        constraints = [models.UniqueConstraint(fields=["collection", "question"], name="one_margin_per_question")]

    def __str__(self) -> str:
        return self.question


class Tally(models.Model):
    """How many gave which answer in each cell of the background, counted by a job; results are worked out from it."""

    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="tally")
    counts = models.JSONField(default=dict)
    responses = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.responses)


class Release(models.Model):
    """The public tables of a collection as they were published. They never change; the latest is shown.

    `counts` is the tally they were made from, which the next release must keep its distance to.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField(_("nummer"))
    tables = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    responses = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["collection_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["collection", "number"], name="one_release_per_number")]

    def __str__(self) -> str:
        return str(self.number)
