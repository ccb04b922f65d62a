"""What can be chosen of what is said, and of what it is answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    WEB = "web", _("webben")
    LETTER = "letter", _("brev")
    EMAIL = "email", _("e-post")
    PHONE = "phone", _("telefon")
    PAPER = "paper", _("papper")
    ROOM = "room", _("samtalsrum")
    MEETING = "meeting", _("möte")
    LIVE = "live", _("fråga i sändningen")
    SURVEY = "survey", _("enkät")


class SenderKind(models.TextChoices):
    UNKNOWN = "unknown", _("vill inte säga")
    PERSON = "person", _("privatperson")
    ORGANISATION = "organisation", _("organisation")
    GROUP = "group", _("grupp")


class Stance(models.TextChoices):
    """Where an organisation that answers a consultation stands on the whole."""

    ENDORSE = "endorse", _("tillstyrker")
    ENDORSE_WITH_CHANGES = "endorse_with_changes", _("tillstyrker med ändringar")
    NO_COMMENT = "no_comment", _("avstår")
    REJECT = "reject", _("avstyrker")


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("tillgodosedd")
    PARTLY = "partly", _("delvis tillgodosedd")
    NOT_ACCEPTED = "not_accepted", _("inte tillgodosedd")
    OUT_OF_SCOPE = "out_of_scope", _("utanför strategin")
    ANSWERED = "answered", _("besvarad fråga")


class Standing(models.TextChoices):
    OFFICIAL = "official", _("tjänstepersoners svar")
    ADOPTED = "adopted", _("politiskt antaget svar")


class ContributionKind(models.TextChoices):
    VIEW = "view", _("synpunkt")
    QUESTION = "question", _("fråga om texten")
    WORDING = "wording", _("andra ord")


class ConductRule(models.TextChoices):
    """The published rules; hiding always names one (L-05)."""

    OFF_TOPIC = "off_topic", _("Håll dig till ämnet")
    DISRESPECT = "disrespect", _("Var schyst mot andra")
    THREAT = "threat", _("Inga hot och ingen hets")
    ATTACK = "attack", _("Inga personangrepp")
    PERSONAL_DATA = "personal_data", _("Inga uppgifter om enskilda")
    ADVERTISING = "advertising", _("Ingen reklam och inga upprepningar")


class Answer(models.TextChoices):
    """What a sender says to *Blev det som du menade?*"""

    YES = "yes", _("ja")
    PARTLY = "partly", _("delvis")
    NO = "no", _("nej")
    MISUNDERSTOOD = "misunderstood", _("ni har missförstått")
