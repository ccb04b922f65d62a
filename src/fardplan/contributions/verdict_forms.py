"""What a sender thinks of what became of what they said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Words
from fardplan.contributions.models import Answer

LONGEST = 4_000


class VerdictForm(forms.Form):
    """Whether we have understood the sender; `of_draft`: whether it became as they meant, once a draft has come."""

    answer = forms.ChoiceField(
        label=_("Har vi förstått dig rätt?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar.")},
    )
    text = Words(
        label=_("Vad missade vi?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Behövs när vi har missförstått: skriv vad vi missade, så tittar vi igen."),
    )

    def __init__(self, *args: Any, of_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = tuple(Answer) if of_draft else (Answer.YES, Answer.MISUNDERSTOOD)
        if of_draft:
            self.fields["answer"].label = _("Blev det som du menade?")
        self.fields["answer"].choices = [(one.value, capfirst(str(one.label))) for one in answers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == Answer.MISUNDERSTOOD and not data.get("text"):
            self.add_error("text", _("Skriv vad vi missade, så tittar vi igen."))
        return data
