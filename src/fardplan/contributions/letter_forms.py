"""Forms for what came by letter, mail, telephone or paper: taking it down, and marking points in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.base.form_fields import Files
from fardplan.base.forms import Line, Words
from fardplan.contributions.about import About, as_choices, find_about, topics
from fardplan.contributions.actions import Mark, Received
from fardplan.contributions.forms import SaidForm
from fardplan.contributions.models import Attachment, Channel, Contribution, ContributionKind, Stance
from fardplan.contributions.rules import LONGEST_PROPOSAL
from fardplan.dialogue.models import Dialogue

# A sentence with what ends it; a line break ends one too.
_SENTENCE = re.compile(r"[^\s](?:[^.!?…\n]|[.!?…](?!\s|$))*[.!?…]*")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a letter: from one character up to another. `begins_line`: it stands first in its line."""

    start: int
    end: int
    words: str
    begins_line: bool

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; all that is not white space is in exactly one of them."""
    ended = 0
    for found in _SENTENCE.finditer(text):
        start, between = found.start(), text[ended : found.start()]
        ended = start + len(found.group().rstrip())
        yield Sentence(start, ended, text[start:ended], start == len(between) or "\n" in between)


class RegisterForm(SaidForm):
    """What a registrar takes down from a letter, a mail, a call, a paper form or a meeting."""

    channel = forms.ChoiceField(
        label=_("Väg in"),
        choices=lambda: [
            (one.value, capfirst(str(one.label)))
            for one in Channel
            if one not in {Channel.WEB, Channel.ROOM, Channel.LIVE, Channel.SURVEY}
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det kom in.")},
    )
    received_at = forms.DateTimeField(
        label=_("När kom det in?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Skriv när det kom in."), "invalid": _("Skriv dag och klockslag.")},
    )
    dated_on = forms.DateField(
        label=_("Handlingens eget datum"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Det datum som står på brevet eller blanketten."),
        error_messages={"invalid": _("Skriv dagen som 2026-03-01.")},
    )
    source_note = Line(
        label=_("Källa"),
        max_length=300,
        help_text=_("Var originalet finns, eller vilken funktion som tog emot samtalet. Det visas inte för andra."),
        error_messages={"required": _("Skriv var originalet finns, eller vem som tog emot det.")},
    )

    attachments = Files(
        label=_("Filer som följde med"),
        required=False,
        help_text=_("PDF, Word (.docx) eller OpenDocument (.odt), högst 50 megabyte var. Texten läses ur dem."),
        accept=".pdf,.docx,.odt",
    )
    stance = forms.ChoiceField(
        label=_("Ställning till hela förslaget"),
        required=False,
        choices=lambda: [("", "–"), *((one.value, capfirst(str(one.label))) for one in Stance)],
        help_text=_("För en organisation som svarar på remiss."),
    )

    field_order = ("channel", "received_at", "dated_on", "source_note", "about", "text", "attachments", "proposed_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Synpunkten, ord för ord")
        self.fields["text"].required = False
        self.fields["text"].help_text = _(
            "Kan lämnas tom när allt står i en fil. "
            "Den visas inte för andra förrän ni har markerat i den eller publicerat."
        )
        self.fields["proposed_text"].label = _("Förslag till ny text")
        self.fields["sender_kind"].label = _("Avsändaren är")
        self.fields["sender_label"].label = _("Avsändaren beskriven, eller organisationens namn")
        self.fields["sender_label"].help_text = _("Det visas för alla: skriv aldrig en privatpersons namn.")
        self.fields["email"].help_text = _("Om avsändaren vill ha kvitto och svar med e-post.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            not cleaned.get("text")
            and not cleaned.get("attachments")
            and not {"text", "attachments"} & self.errors.keys()
        ):
            message = _("Skriv vad som sades, eller lägg till filen där det står.")
            self.add_error("text", forms.ValidationError(message, code="required"))
        return cleaned

    def clean_received_at(self) -> datetime:
        received_at: datetime = self.cleaned_data["received_at"]
        if received_at > self.now:
            raise forms.ValidationError(_("Det kan inte ha kommit in i framtiden."), code="future")
        return received_at

    def received(self) -> Received:
        data = self.cleaned_data
        return Received(
            channel=data["channel"],
            received_at=data["received_at"],
            source_note=data["source_note"],
            dated_on=data["dated_on"],
            stance=data["stance"],
        )


class MarkForm(forms.Form):
    """A point in a letter: sentences chosen one after the other, or exact places when a script has marked them."""

    mening = forms.MultipleChoiceField(label=_("Meningar"), required=False)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    about = forms.CharField(
        label=_("Vad gäller det?"), widget=forms.Select, max_length=120,
        error_messages={"required": _("Välj vad det gäller.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Slag"), choices=ContributionKind.choices, initial=ContributionKind.VIEW)
    proposed_text = Words(
        label=_("Förslag till ny text"), required=False, max_length=LONGEST_PROPOSAL,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Om brevet föreslår andra ord för stycket."),
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        dialogue: Dialogue,
        text: str,
        attachment: Attachment | None,
        now: datetime,
        again: Contribution | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dialogue, self.text, self.attachment, self.now, self.again = dialogue, text, attachment, now, again
        self.sentences = list(sentences(text))
        field = self.fields["mening"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(each.value, each.words) for each in self.sentences]
        about = self.fields["about"]
        about.widget.choices = as_choices(topics(dialogue, now=now))

    def clean_about(self) -> About:
        try:
            return find_about(self.dialogue, self.cleaned_data["about"], now=self.now)
        except NotFound as error:
            raise forms.ValidationError(str(error.message), code="not_here") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "mening" not in self.errors:
            cleaned["mark"] = self._exact(cleaned) or self._chosen(cleaned.get("mening") or [])
        return cleaned

    def _exact(self, cleaned: dict[str, Any]) -> Mark | None:
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is None or end is None or not start < end <= len(self.text):
            return None
        words = self.text[start:end]
        lead, trail = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        return Mark(start + lead, end - trail, self.attachment) if words.strip() else None

    def _chosen(self, values: list[str]) -> Mark | None:
        places = [place for place, each in enumerate(self.sentences) if each.value in values]
        if not places:
            self.add_error("mening", forms.ValidationError(_("Välj meningarna som synpunkten består av."), code="none"))
            return None
        if len(places) != places[-1] - places[0] + 1:
            message = _(
                "Välj meningar som står efter varandra. Står det mer på ett annat ställe blir det en synpunkt till."
            )
            self.add_error("mening", forms.ValidationError(message, code="apart"))
            return None
        return Mark(self.sentences[places[0]].start, self.sentences[places[-1]].end, self.attachment)
