"""What goes on and when: a dialogue, its days and their programme, hosts, phases, documents and roles."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.strategy.models import Strategy

RESERVED_SLUGS = frozenset(
    {"en", "sv", "anmalan", "kvitto", "k", "media", "om", "sidaterkoppling", "exempel", "skrivbord"}
    | {"static", "konto", "halsa", "sitemap", "robots"}
    | {"rum", "scen", "text", "e"}
)


class ParticipationLevel(models.TextChoices):
    INFORMATION = "information", _("information")
    CONSULTATION = "consultation", _("konsultation")
    DIALOGUE = "dialogue", _("dialog")
    INFLUENCE = "influence", _("inflytande")
    CODECISION = "codecision", _("medbeslutande")


class Publishing(models.TextChoices):
    AFTER_READING = "after_reading", _("när någon på skrivbordet har läst")
    AT_ONCE = "at_once", _("genast")


class ReplyLetters(models.TextChoices):
    TOGETHER = "together", _("samlat: ett brev till var och en, när ni berättar om nästa utkast")
    AT_ONCE = "at_once", _("genast, när ett svar publiceras")


class Dialogue(models.Model):
    """The whole way from invitation to decision about one strategy."""

    slug = models.SlugField(_("adress"), max_length=80, unique=True)
    short_code = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    title = models.CharField(_("namn"), max_length=160)
    theme = models.CharField(_("fråga eller tema"), max_length=200, blank=True)
    lead = models.TextField(_("ingress"), blank=True)
    purpose = models.TextField(_("syfte"), blank=True)
    level = models.CharField(
        _("nivå på delaktighetstrappan"), max_length=16, choices=ParticipationLevel, default=ParticipationLevel.DIALOGUE
    )
    can_influence = models.TextField(_("det här går att påverka"), blank=True)
    already_decided = models.TextField(_("det här är redan bestämt"), blank=True)
    who_decides = models.TextField(_("vem beslutar, och när"), blank=True)
    language = models.CharField(_("innehållets språk"), max_length=5, choices=settings.LANGUAGES, default="sv")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="dialogues")
    contributions_open_at = models.DateTimeField(_("synpunkter tas emot från"), null=True, blank=True)
    contributions_close_at = models.DateTimeField(_("sista tid för synpunkter"), null=True, blank=True)
    replies_due_on = models.DateField(_("svaren kommer senast"), null=True, blank=True)
    publishing = models.CharField(
        _("synpunkter visas"), max_length=16, choices=Publishing, default=Publishing.AFTER_READING
    )
    replies_need_second_reader = models.BooleanField(
        _("någon mer än den som skrivit läser svaret först"), default=False
    )
    reply_letters = models.CharField(
        _("svar går ut med e-post"), max_length=8, choices=ReplyLetters, default=ReplyLetters.TOGETHER
    )
    survey_url = models.URLField(_("länk till enkät"), blank=True)
    survey_provider = models.CharField(_("enkäten ligger hos"), max_length=80, blank=True)
    survey_text = models.TextField(_("om enkäten"), blank=True)
    contact_email = models.EmailField(_("e-post till en funktion"), blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    municipalities = models.JSONField(_("kommuner att välja bland"), default=list, blank=True)
    picture = models.ImageField(_("bild"), upload_to="dialogue/", blank=True)
    picture_text = models.CharField(_("bilden beskriven"), max_length=300, blank=True)
    keep_signups_days = models.PositiveSmallIntegerField(
        _("anmäldas uppgifter tas bort så många dagar efter dagen"), default=30
    )
    keep_senders_days = models.PositiveSmallIntegerField(
        _("avsändares e-post tas bort så många dagar efter att svaren ska ha kommit"), default=180
    )
    is_example = models.BooleanField(_("exempel"), default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(name="slug_is_not_reserved", condition=~models.Q(slug__in=sorted(RESERVED_SLUGS))),
            models.CheckConstraint(
                name="contributions_close_after_they_open",
                condition=models.Q(contributions_open_at__isnull=True)
                | models.Q(contributions_close_at__isnull=True)
                | models.Q(contributions_open_at__lt=models.F("contributions_close_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoleName(models.TextChoices):
    ORGANISER = "organiser", _("arrangör")
    EDITOR = "editor", _("redaktör")
    MODERATOR = "moderator", _("moderator")
    REGISTRAR = "registrar", _("registrator")
    POLITICIAN = "politician", _("förtroendevald")


class Role(models.Model):
    """What an official may do in one dialogue."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="roles")
    official = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("roll"), max_length=12, choices=RoleName)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "official", "name"], name="one_row_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.get_name_display()}"


class DayStatus(models.TextChoices):
    PLANNED = "planned", _("planerad")
    MOVED = "moved", _("flyttad")
    CANCELLED = "cancelled", _("inställd")


class Day(models.Model):
    """One day of a dialogue. Upcoming, live or ended follows from the clock; moved and cancelled from `status`."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="days")
    slug = models.SlugField(_("adress"), max_length=80)
    short_code = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    title = models.CharField(_("namn"), max_length=160)
    focus = models.CharField(_("fokus"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    before_text = models.TextField(_("text före dagen"), blank=True)
    after_text = models.TextField(_("text efter dagen: det här hände"), blank=True)
    status = models.CharField(_("läge"), max_length=10, choices=DayStatus, default=DayStatus.PLANNED)
    status_note = models.TextField(_("varför den är flyttad eller inställd"), blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    status_changed_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(_("antal platser (tomt = obegränsat)"), null=True, blank=True)
    signup_open = models.BooleanField(_("det går att anmäla sig"), default=True)
    asked_needs = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(_("exempeltext"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["dialogue_id", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "slug"], name="one_day_per_slug"),
            models.CheckConstraint(
                name="day_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="moved_day_knows_from_when",
                condition=~models.Q(status="moved") | models.Q(moved_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SessionKind(models.TextChoices):
    TALK = "talk", _("programpunkt")
    PANEL = "panel", _("samtal")
    ROOMS = "rooms", _("samtalsrum")
    POLL = "poll", _("ta ställning")
    BREAK = "break", _("paus")


class Session(models.Model):
    """One point of a day's programme."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    title = models.CharField(_("rubrik"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("slag"), max_length=8, choices=SessionKind, default=SessionKind.TALK)
    is_example = models.BooleanField(_("exempeltext"), default=False)

    class Meta:
        ordering = ["day_id", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Who speaks in a session, by title; a name is optional."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    title = models.CharField(_("titel"), max_length=160)
    name = models.CharField(_("namn (valfritt)"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["session_id", "position", "id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.name else self.title


class Host(models.Model):
    """Who stands for the dialogue, by title; a name is optional."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="hosts")
    title = models.CharField(_("titel"), max_length=160)
    name = models.CharField(_("namn (valfritt)"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dialogue_id", "position", "id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.name else self.title


class PhaseKind(models.TextChoices):
    EARLY = "early", _("tidig dialog")
    DRAFT = "draft", _("utkast")
    CONSULTATION = "consultation", _("remiss")
    WORK = "work", _("bearbetning")
    DECISION = "decision", _("beslut")
    CARRYING_OUT = "carrying_out", _("genomförande")


class Phase(models.Model):
    """A stretch of the way, with its dates as far as they are known."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("skede"), max_length=14, choices=PhaseKind)
    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(_("exempeltext"), default=False)

    class Meta:
        ordering = ["dialogue_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="phase_ends_after_it_starts",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A file to read, with what it says in short: nobody should have to open a PDF to know whether they need it."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="documents")
    day = models.ForeignKey(Day, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents")
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("vad det står, i korthet"))
    file = models.FileField(_("fil"), upload_to="documents/")
    file_name = models.CharField(max_length=120)
    file_type = models.CharField(max_length=80)
    bytes = models.PositiveBigIntegerField()
    language = models.CharField(_("språk"), max_length=5, default="sv")
    published_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dialogue_id", "position", "id"]

    def __str__(self) -> str:
        return self.title


class FormerAddress(models.Model):
    """A slug that a dialogue (day empty) or a day once had, so that old links lead on."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="former_addresses")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, null=True, related_name="former_addresses")
    slug = models.SlugField(
        max_length=80, validators=[RegexValidator(r"^[a-z0-9-]+$", _("Små bokstäver a–z, siffror och bindestreck."))]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(day__isnull=True), name="a_former_dialogue_address_leads_one_way"
            ),
            models.UniqueConstraint(
                fields=["dialogue", "slug"],
                condition=models.Q(day__isnull=False),
                name="a_former_day_address_leads_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
