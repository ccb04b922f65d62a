"""The day's rules, and blocking somebody who breaks the published ones."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Words
from fardplan.base.watched import WatchedForm, field_for
from fardplan.contributions.choices import ConductRule
from fardplan.live.actions.ruling import RULES
from fardplan.live.models import Stage


class RulesForm(WatchedForm[Stage]):
    groups: ClassVar[list[tuple[str | Promise, list[str]]]] = [
        (_("Frågor"), ["checking", "slow_seconds", "reply_workdays"]),
        (_("De som följer"), ["takes_reactions", "shows_exact_presence"]),
    ]

    class Meta:
        model = Stage
        fields = RULES
        formfield_callback = field_for
        widgets: ClassVar[dict[str, type[forms.Widget]]] = {"checking": forms.RadioSelect}
        help_texts: ClassVar[dict[str, Promise]] = {
            "slow_seconds": _("0 = ingen väntan. 60 hjälper när många frågar på en gång."),
            "reply_workdays": _("Löftet som visas för alla när sändningen är slut."),
            "shows_exact_presence": _("Annars står det ”få”, ”många” eller ”över 1 000”."),
        }


class BlockForm(forms.Form):
    rule = forms.ChoiceField(label=_("Vilken regel gäller det?"), choices=ConductRule.choices, widget=forms.RadioSelect)
    reason = Words(
        label=_("Varför"),
        max_length=1000,
        help_text=_("Den som stängs av får läsa det, och det står i loggen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
