"""Forms of the answering desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line, Words
from fardplan.contributions.actions import ReplyWords
from fardplan.contributions.forms import conduct_rules
from fardplan.contributions.models import Outcome, Reply, StandardReply, Standing
from fardplan.contributions.rules import LONGEST_REASON, LONGEST_REPLY


class Seen(forms.Form):
    """Which state of the row an official looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def look_again(self, *, revision: int) -> None:
        """Somebody was first: everything written stays, and the next press is about what is shown now."""
        data = MultiValueDict({name: self.data.getlist(name) for name in self.data})  # type: ignore[attr-defined]
        data[self.add_prefix("revision")] = str(revision)
        self.data = data


class HideForm(Seen):
    rule = forms.ChoiceField(
        label=_("Vilken regel gäller det?"),
        choices=conduct_rules,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilken regel det gäller.")},
    )
    reason = Words(
        label=_("Varför?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Avsändaren får läsa det, i brev och på sin sida."),
        error_messages={"required": _("Skriv varför. Den som lämnade synpunkten får läsa det.")},
    )


class AnswerReconsiderationForm(Seen):
    show = forms.ChoiceField(
        label=_("Vad blir det?"),
        choices=[("yes", _("Visa synpunkten igen")), ("no", _("Låt den vara dold"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om synpunkten ska visas.")},
    )
    answer = Words(
        label=_("Så här bedömde vi"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Avsändaren får läsa det, i brev och på sin sida."),
        error_messages={"required": _("Skriv hur ni har bedömt det.")},
    )


class StandByForm(Seen):
    words = Words(
        label=_("Därför står svaret fast"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Avsändaren får läsa det, i brev och på sin sida."),
        error_messages={"required": _("Skriv varför svaret står fast. Avsändaren får läsa det.")},
    )


class ReplyForm(Seen):
    """An answer; it can be saved unfinished, and `check_complete` says what it needs to be public."""

    outcome = forms.ChoiceField(
        label=_("Utfall"),
        required=False,
        choices=lambda: [(one.value, capfirst(str(one.label))) for one in Outcome],
        widget=forms.RadioSelect,
    )
    text = Words(label=_("Svar"), required=False, max_length=LONGEST_REPLY, widget=forms.Textarea(attrs={"rows": 8}))
    reason = Words(
        label=_("Motivering"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Behövs när synpunkten inte, eller bara delvis, är tillgodosedd."),
    )
    forwarded_to = Line(
        label=_("Vidarebefordrad till"),
        required=False,
        max_length=160,
        help_text=_("Behövs när synpunkten ligger utanför strategin: vem har fått den?"),
    )
    signed_as = Line(
        label=_("Undertecknas"),
        required=False,
        max_length=120,
        help_text=_("En funktion, till exempel projektgruppen. Inget personnamn behövs."),
    )
    standing = forms.ChoiceField(
        label=_("Beslutsstatus"),
        required=False,
        choices=lambda: [(one.value, capfirst(str(one.label))) for one in Standing],
        initial=Standing.OFFICIAL,
        widget=forms.RadioSelect,
    )
    adopted_by = Line(
        label=_("Antaget av, § och datum"),
        required=False,
        max_length=160,
        help_text=_("Behövs när svaret är politiskt antaget, till exempel regionala utvecklingsnämnden, § 45, 3 mars."),
    )
    note = Words(
        label=_("Vad behöver ändras?"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den som skrev svaret får läsa det. Det syns inte utanför skrivbordet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("outcome", "text"):
            # Not "(valfritt)": it can be saved without, but not published.
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    def words(self) -> ReplyWords:
        data = self.cleaned_data
        standing = data["standing"] or Standing.OFFICIAL
        return ReplyWords(
            text=data["text"],
            outcome=data["outcome"],
            reason=data["reason"],
            forwarded_to=data["forwarded_to"],
            signed_as=data["signed_as"],
            standing=standing,
            adopted_by=data["adopted_by"] if standing == Standing.ADOPTED else "",
        )

    def check_complete(self) -> bool:
        """Whether the answer can be public; what is missing is said at each field."""
        lacks = self.words().lacks
        for field, message in lacks.items():
            self.add_error(field, forms.ValidationError(str(message), code="incomplete"))
        return not lacks

    def with_standard(self, standard: StandardReply) -> None:
        """Put words from the bank in the form: after what is written, and where nothing is chosen yet."""
        data = MultiValueDict({name: self.data.getlist(name) for name in self.data})  # type: ignore[attr-defined]
        for name, words in (("text", standard.text), ("reason", standard.reason)):
            written = str(data.get(name, "")).strip()
            if words and words not in written:
                data[name] = f"{written}\n\n{words}" if written else words
        if not data.get("outcome"):
            data["outcome"] = standard.outcome
        self.data = data

    @classmethod
    def of(cls, reply: Reply, data: Any = None) -> ReplyForm:
        return cls(data, initial={"revision": reply.revision, **asdict(ReplyWords.of(reply))})


class ThemeForm(forms.Form):
    name = Line(label=_("Namn"), max_length=80, error_messages={"required": _("Skriv vad temat heter.")})
    description = Line(
        label=_("Vad temat rymmer"),
        required=False,
        max_length=300,
        help_text=_("En mening. Den visas för alla när temat gör det."),
    )
    is_public = forms.BooleanField(
        label=_("Visa temat för alla"),
        required=False,
        initial=True,
        help_text=_("Då står det vid synpunkterna och går att filtrera på. Utan kryss är det ert eget arbetstema."),
    )


class ViewForm(forms.Form):
    name = Line(label=_("Vyns namn"), max_length=80, error_messages={"required": _("Skriv vad vyn ska heta.")})
    is_shared = forms.BooleanField(label=_("Också för mina kollegor"), required=False)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class StandardReplyForm(Seen):
    """Words for the bank. Nobody is answered by them until an official has put them in a reply and published it."""

    name = Line(
        label=_("Namn i banken"), max_length=120, error_messages={"required": _("Skriv vad svaret heter i banken.")}
    )
    outcome = forms.ChoiceField(
        label=_("Utfall"),
        required=False,
        choices=lambda: [("", _("Väljs när man svarar")), *((one.value, capfirst(str(one.label))) for one in Outcome)],
    )
    text = Words(
        label=_("Svar"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Skriv ett svar.")},
    )
    reason = Words(
        label=_("Motivering"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4})
    )
