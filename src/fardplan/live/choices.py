"""What can be chosen of a day as it happens."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Situation(models.TextChoices):
    """How it stands with the broadcast, as those who lead it say."""

    BEFORE = "before", _("har inte börjat")
    RUNNING = "running", _("pågår")
    PAUSED = "paused", _("paus")
    STOPPED = "stopped", _("sändningen har fastnat")
    ENDED = "ended", _("slut")


class CueKind(models.TextChoices):
    TALK = "talk", _("programpunkt")
    PANEL = "panel", _("samtal")
    FILM = "film", _("film")
    POLL = "poll", _("omröstning")
    ROOMS = "rooms", _("samtalsrum")
    BREAK = "break", _("paus")


class Showing(models.TextChoices):
    """What stands on the projector and in the picture of the broadcast."""

    NOTHING = "nothing", _("ingenting")
    CODE = "code", _("så är du med: adress och kod")
    PROGRAMME = "programme", _("nu och härnäst")
    QUESTION = "question", _("en fråga")
    QUESTIONS = "questions", _("frågorna med mest stöd")
    POLL = "poll", _("en omröstning")
    ROOMS = "rooms", _("vad rummen sade")
    MESSAGE = "message", _("meddelandet")


class Checking(models.TextChoices):
    """Whether an official reads a question before or after it is shown."""

    BEFORE = "before", _("när någon på skrivbordet har läst")
    AFTER = "after", _("genast")


class AnsweredHow(models.TextChoices):
    ALOUD = "aloud", _("i sändningen")
    IN_WRITING = "in_writing", _("skriftligt")


class PollKind(models.TextChoices):
    SINGLE = "single", _("ett val")
    SEVERAL = "several", _("flera val")
    STATEMENT = "statement", _("ta ställning till ett påstående")
    SCALE = "scale", _("skala")
    RANKING = "ranking", _("rangordning")
    NUMBER = "number", _("ett tal")
    WORDS = "words", _("ordmoln")
    HANDS = "hands", _("handuppräckning")


class ResultsShown(models.TextChoices):
    AFTER_VOTE = "after_vote", _("för den som har röstat")
    AFTER_CLOSE = "after_close", _("när omröstningen är stängd")
    LIVE = "live", _("hela tiden, för alla")


class WordsShown(models.TextChoices):
    """When a word that somebody wrote stands in the cloud for all to see."""

    CHECKED = "checked", _("när någon på skrivbordet har läst det")
    MANY = "many", _("när tillräckligt många har skrivit det, eller någon på skrivbordet har läst det")


class ReactionKind(models.TextChoices):
    APPLAUSE = "applause", _("applåd")
    HEART = "heart", _("hjärta")
    AGREE = "agree", _("instämmer")
    WONDER = "wonder", _("undrar")
    UNCLEAR = "unclear", _("hör eller förstår inte")


class HappeningKind(models.TextChoices):
    """What is kept of a day as it happens. Those with a cue become chapters of the recording."""

    BEGAN = "began", _("sändningen började")
    CUE = "cue", _("programpunkt började")
    BACK = "back", _("steget togs tillbaka")
    SKIPPED = "skipped", _("programpunkt hoppades över")
    PAUSED = "paused", _("paus")
    STOPPED = "stopped", _("sändningen fastnade")
    RESUMED = "resumed", _("sändningen går igen")
    MESSAGE = "message", _("meddelande till alla")
    SHOWN = "shown", _("visades på scenen")
    QUESTION = "question", _("fråga besvarad")
    POLL_OPENED = "poll_opened", _("omröstning öppnad")
    POLL_CLOSED = "poll_closed", _("omröstning stängd")
    QUESTIONS_OPENED = "questions_opened", _("frågor togs emot")
    QUESTIONS_CLOSED = "questions_closed", _("frågor stängdes")
    ENDED = "ended", _("sändningen slutade")


class CaptionLanguage(models.TextChoices):
    """The languages a day can be captioned in."""

    SWEDISH = "sv", _("svenska")
    ENGLISH = "en", _("engelska")
    ARABIC = "ar", _("arabiska")
    DANISH = "da", _("danska")
    GERMAN = "de", _("tyska")
    SPANISH = "es", _("spanska")
    PERSIAN = "fa", _("persiska")
    FINNISH = "fi", _("finska")
    FRENCH = "fr", _("franska")
    NORWEGIAN = "nb", _("norska")
    POLISH = "pl", _("polska")
    UKRAINIAN = "uk", _("ukrainska")
