"""What the views of a day need done: a new secret address, and a word to whoever is speaking."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, ids
from fardplan.base.errors import Conflict, Invalid
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.leading import held_stage
from fardplan.live.models import Stage
from fardplan.people.models import Official

LONGEST_FOR_SPEAKER = 120


@transaction.atomic
def renew_key(*, stage: Stage, by: Official, now: datetime, seen: str) -> Stage:
    """Give projector and speaker's clock a new secret address; the old one leads nowhere from now on.

    `seen`: the key the page showed. Raises Conflict when it has been renewed since.
    """
    kept = held_stage(stage, by=by)
    if kept.key != seen:
        raise Conflict(_("Adresserna har redan bytts ut."), what_next=_("Ladda om sidan och se de nya."))
    kept.key = ids.secret_key()
    kept.save(update_fields=["key"])
    audit.record("stage.key_renewed", on=kept, by=by, at=now, dialogue_id=stage.day.dialogue_id)
    stage_changed(kept)
    return kept


@transaction.atomic
def tell_speaker(*, stage: Stage, text: str, by: Official, now: datetime) -> Stage:
    """Show whoever speaks a few words beside their clock; "" takes them back. Nobody else sees them."""
    kept = held_stage(stage, by=by)
    text = " ".join(text.split())
    if len(text) > LONGEST_FOR_SPEAKER:
        raise Invalid(
            _("Skriv högst %(most)s tecken: den som talar hinner bara kasta ett öga.") % {"most": LONGEST_FOR_SPEAKER},
            field="text",
        )
    if text == kept.speaker_message:
        return kept
    kept.speaker_message = text
    kept.save(update_fields=["speaker_message"])
    audit.record("stage.speaker_told", on=kept, by=by, at=now, dialogue_id=stage.day.dialogue_id)
    stage_changed(kept)
    return kept
