"""The rows of the script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import ClockTime
from fardplan.base.forms import Line, Words
from fardplan.base.watched import RowForm
from fardplan.live.actions.cues import WrittenCue, clock_time
from fardplan.live.choices import CueKind
from fardplan.live.models import Cue
from fardplan.live.timing import planned_end


class CueRow(RowForm):
    title = Line(label=_("Rubrik"), max_length=200)
    kind = forms.ChoiceField(label=_("Slag"), choices=CueKind.choices, initial=CueKind.TALK)
    starts = ClockTime(
        label=_("Planerad till"), required=False, help_text=_("Tomt: direkt efter punkten före."),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Minuter"), min_value=1, max_value=720, initial=5)
    note = Words(
        label=_("Anteckning för er som sänder"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def cue(self) -> WrittenCue:
        return WrittenCue(**{name: self.cleaned_data[name] for name in ("id", *self._named)})

    _named = ("title", "kind", "starts", "minutes", "note")

    @staticmethod
    def initials_of(cues: Sequence[Cue]) -> list[dict[str, Any]]:
        """What is stored. The time stands there when the programme promises it, or when there is a gap before it."""
        found = []
        for place, cue in enumerate(cues):
            follows = place > 0 and cue.planned_at == planned_end(cues[place - 1])
            found.append(
                {
                    "id": cue.pk,
                    "title": cue.title,
                    "kind": cue.kind,
                    "starts": None if follows and not cue.is_of_programme else clock_time(cue.planned_at),
                    "minutes": max(1, cue.planned_seconds // 60),
                    "note": cue.note,
                }
            )
        return found
