"""What is seen and heard: broadcasts, recordings with captions and chapters, graphic notes, rooms elsewhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Day


class SourceKind(models.TextChoices):
    YOUTUBE = "youtube", _("Youtube")
    HLS = "hls", _("HLS-adress (egen ström)")
    FILE = "file", _("egen fil")
    LINK = "link", _("länk")


class Broadcast(models.Model):
    """Where a day is broadcast. Nothing from an outside source is loaded before a click."""

    day = models.OneToOneField(Day, on_delete=models.CASCADE, related_name="broadcast")
    kind = models.CharField(
        _("slag"),
        max_length=8,
        choices=[choice for choice in SourceKind.choices if choice[0] != "file"],
        default=SourceKind.YOUTUBE,
    )
    address = models.URLField(_("adress"), max_length=500)
    provider = models.CharField(_("ligger hos"), max_length=80, blank=True)
    note = models.TextField(_("bra att veta"), blank=True)
    poster = models.ImageField(_("stillbild"), upload_to="posters/", blank=True)
    has_captions = models.BooleanField(_("direkttextas"), default=False)
    sign_language_address = models.URLField(_("teckenspråkstolkad sändning"), max_length=500, blank=True)
    # The same broadcast heard in another way: in another language, or only as sound.
    second_label = models.CharField(_("den andra sändningen heter"), max_length=80, blank=True)
    second_address = models.URLField(_("en andra sändning"), max_length=500, blank=True)
    described_address = models.URLField(_("sändning med syntolkning"), max_length=500, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="second_broadcast_has_name_and_address",
                condition=models.Q(second_label="", second_address="")
                | (~models.Q(second_label="") & ~models.Q(second_address="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.get_kind_display()}"

    @property
    def other_ways(self) -> list[tuple[str, str]]:
        """What else one can listen to or look at, each with its name, beside the sign language."""
        ways = [
            (self.second_label, self.second_address),
            (str(_("Sändningen med syntolkning")), self.described_address),
        ]
        return [(label, address) for label, address in ways if address]


class Recording(models.Model):
    """A film to see again. Not published without captions, unless someone says why and until when (L-11)."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="recordings")
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("slag"), max_length=8, choices=SourceKind, default=SourceKind.FILE)
    address = models.URLField(_("adress"), max_length=500, blank=True)
    provider = models.CharField(_("ligger hos"), max_length=80, blank=True)
    file = models.FileField(_("filmfil"), upload_to="recordings/", blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    poster = models.ImageField(_("stillbild"), upload_to="posters/", blank=True)
    seconds = models.PositiveIntegerField(_("längd i sekunder"), default=0)
    visual_description = models.TextField(_("det som visas, beskrivet"), blank=True)
    transcript = models.TextField(_("textversion"), blank=True)
    # The captions a person has made or read through. As long as the recording is published on their account they stay.
    main_captions = models.OneToOneField(
        "Captions", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="+"
    )
    is_captioned_elsewhere = models.BooleanField(_("filmen är textad där den ligger"), default=False)
    captions_missing_reason = models.TextField(_("varför textning saknas"), blank=True)
    captions_due_on = models.DateField(_("textningen kommer senast"), null=True, blank=True)
    is_example = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="recording_has_a_file_or_an_address",
                condition=(models.Q(kind="file") & ~models.Q(file=""))
                | (~models.Q(kind="file") & ~models.Q(address="")),
            ),
            models.CheckConstraint(
                name="published_recording_is_captioned_or_says_why",
                condition=models.Q(published_at__isnull=True)
                | models.Q(main_captions__isnull=False)
                | (models.Q(is_captioned_elsewhere=True) & ~models.Q(kind="file"))
                | (~models.Q(captions_missing_reason="") & models.Q(captions_due_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Captions(models.Model):
    """Captions of a recording in one language, as WebVTT that `webvtt` has read and written out again."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("språk"), max_length=5, default="sv")
    vtt = models.TextField("WebVTT")
    is_automatic = models.BooleanField(_("gjord med maskin"), default=False)

    class Meta:
        ordering = ["recording_id", "language"]
        constraints = [models.UniqueConstraint(fields=["recording", "language"], name="one_caption_file_per_language")]

    def __str__(self) -> str:
        return f"{self.recording}: {self.language}"


class Chapter(models.Model):
    """A named place in a recording."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="chapters")
    seconds = models.PositiveIntegerField(_("börjar vid sekund"))
    title = models.CharField(_("rubrik"), max_length=200)

    class Meta:
        ordering = ["recording_id", "seconds"]
        constraints = [models.UniqueConstraint(fields=["recording", "seconds"], name="one_chapter_per_moment")]

    def __str__(self) -> str:
        return self.title


class GraphicNote(models.Model):
    """A graphic recording of a day: a picture that carries information, so its text comes with it (L-17)."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="graphic_notes")
    title = models.CharField(_("titel"), max_length=200)
    picture = models.ImageField(_("bild"), upload_to="graphic-notes/")
    alternative = models.CharField(_("kort beskrivning"), max_length=300, blank=True)
    description = models.TextField(_("hela bilden i ord"), blank=True)
    drawn_by = models.CharField(_("tecknad av"), max_length=160, blank=True)
    licence = models.CharField(_("licens eller villkor"), max_length=160, blank=True)
    is_example = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="published_graphic_note_is_described",
                condition=models.Q(published_at__isnull=True) | (~models.Q(description="") & ~models.Q(alternative="")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Hotspot(models.Model):
    """A region of a graphic note, in percent of the picture: its words, and when it was said."""

    note = models.ForeignKey(GraphicNote, on_delete=models.CASCADE, related_name="hotspots")
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    heading = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("text"))
    recording_seconds = models.PositiveIntegerField(_("sekund i inspelningen"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["note_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="hotspot_is_inside_the_picture",
                condition=models.Q(x__gte=0, y__gte=0, width__gt=0, height__gt=0)
                & models.Q(x__lte=models.Value(100.01) - models.F("width"))
                & models.Q(y__lte=models.Value(100.01) - models.F("height")),
            )
        ]

    def __str__(self) -> str:
        return self.heading


class ExternalRoom(models.Model):
    """A conversation room in somebody else's service: shown from its time, to those who have signed up."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="external_rooms")
    title = models.CharField(_("namn"), max_length=160)
    text = models.TextField(_("om rummet"), blank=True)
    address = models.URLField(_("adress"), max_length=500)
    provider = models.CharField(_("tjänst"), max_length=80)
    processor = models.CharField(_("företag som behandlar uppgifterna"), max_length=160)
    opens_minutes_before = models.PositiveSmallIntegerField(_("visas så många minuter före dagen"), default=15)
    position = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["day_id", "position", "id"]

    def __str__(self) -> str:
        return self.title
