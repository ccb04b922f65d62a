"""What a dialogue must and should have before it is shown to everyone (L-16)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Day, Dialogue


@dataclass(frozen=True)
class Gap:
    """Something a dialogue lacks before it is shown. `page` names the page at the desk where it is mended."""

    text: Promise
    page: str
    stops_publishing: bool = False


_VAGUE_LINK = re.compile(r"\[\s*(?:klicka här|klicka|här|läs mer|länk|click here|here)\s*\]\(", re.IGNORECASE)


def what_is_missing(dialogue: Dialogue) -> list[Gap]:
    """What to do before publishing (L-16); what must be done comes first."""
    must = [
        Gap(words, page, stops_publishing=True)
        for lacks, words, page in [
            (not dialogue.can_influence, _("Skriv vad som går att påverka."), "desk:influence"),
            (not dialogue.already_decided, _("Skriv vad som redan är bestämt."), "desk:influence"),
            (not dialogue.who_decides, _("Skriv vem som beslutar, och när."), "desk:influence"),
            (not (dialogue.contact_email or dialogue.contact_phone), _("Skriv vart man vänder sig."), "desk:contact"),
            (bool(dialogue.picture) and not dialogue.picture_text, _("Beskriv bilden."), "desk:picture"),
        ]
        if lacks
    ]
    opens, closes = dialogue.contributions_open_at, dialogue.contributions_close_at
    days = list(dialogue.days.annotate(points=Count("sessions")))
    should = [
        (not dialogue.lead, _("Skriv en ingress som bjuder in."), "desk:basics"),
        (opens is None, _("Ingen kan lämna synpunkter: skriv från när de tas emot."), "desk:contributing"),
        (opens is not None and closes is None, _("Skriv sista tiden för synpunkter."), "desk:contributing"),
        (opens is not None and dialogue.replies_due_on is None, _("Lova när svaren kommer."), "desk:contributing"),
        (not days and dialogue.strategy is None, _("Det finns varken dagar eller en strategi."), "desk:days"),
        (any(day.points == 0 for day in days), _("En dag saknar program."), "desk:days"),
        (
            dialogue.strategy is not None and not dialogue.strategy.drafts.filter(published_at__isnull=False).exists(),
            _("Strategin har inget publicerat utkast."),
            "desk:strategy",
        ),
        (
            any(_VAGUE_LINK.search(text) for text in _written(dialogue, days)),
            _("En länk heter bara ”här” eller ”läs mer”. Skriv vart den leder."),
            "desk:influence",
        ),
    ]
    return must + [Gap(words, page) for lacks, words, page in should if lacks]


def _written(dialogue: Dialogue, days: Sequence[Day]) -> list[str]:
    texts = [dialogue.lead, dialogue.purpose, dialogue.can_influence, dialogue.already_decided, dialogue.who_decides]
    return [*texts, dialogue.survey_text, *(text for day in days for text in (day.before_text, day.after_text))]
