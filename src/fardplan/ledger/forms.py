"""The filter of the list of changes, and the forms of the ledger at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fardplan.base.form_fields import RichText
from fardplan.base.forms import Line, Words
from fardplan.base.watched import RowForm, WatchedForm, field_for
from fardplan.contributions.desk_forms import Seen
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.actions import MOTION_FIELDS
from fardplan.ledger.models import Decision, Motion, MotionOutcome, Trace
from fardplan.ledger.queries import of_section, without_source
from fardplan.ledger.rules import LONGEST_REASON
from fardplan.strategy.models import Change, ChangeKind, Draft

SOURCED, EDITORIAL, BARE = "med", "redaktionell", "utan"


class ChangeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which of the published changes are shown. The address is the whole state."""

    utkast = django_filters.ChoiceFilter(field_name="draft__number", label=_("Utkast"), empty_label=_("Alla utkast"))
    avsnitt = django_filters.ChoiceFilter(method="stand_in", label=_("Avsnitt"), empty_label=_("Hela strategin"))
    slag = django_filters.ChoiceFilter(
        field_name="kind", label=_("Slag"), empty_label=_("Alla slag"), choices=ChangeKind.choices
    )
    kalla = django_filters.ChoiceFilter(
        method="come_from",
        label=_("Källa"),
        empty_label=_("Med och utan källa"),
        choices=[(SOURCED, _("någon bad om den")), (EDITORIAL, _("redaktionell")), (BARE, _("utan källa"))],
    )

    class Meta:
        model = Change
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Change],
        *,
        dialogue: Dialogue,
        drafts: list[str],
        sections: list[tuple[str, str]],
    ) -> None:
        """`drafts` are the numbers of the published ones, `sections` the keys and names of what can be chosen."""
        super().__init__(data, queryset)
        self.dialogue = dialogue
        self.filters["utkast"].extra["choices"] = [(number, number) for number in drafts]
        self.filters["avsnitt"].extra["choices"] = sections

    @property
    def is_used(self) -> bool:
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else bool(self.data)

    def stand_in(self, queryset: QuerySet[Change], _name: str, value: str) -> QuerySet[Change]:
        return of_section(queryset, self.dialogue.strategy_id or 0, value)

    def come_from(self, queryset: QuerySet[Change], _name: str, value: str) -> QuerySet[Change]:
        if value == BARE:
            return queryset.filter(without_source())
        if value == EDITORIAL:
            return queryset.filter(is_editorial=True)
        return queryset.filter(Exists(Trace.objects.filter(change=OuterRef("pk"))))


class ExplainForm(Seen):
    """Why one text was changed."""

    reason = Words(
        label=_("Varför ändrades texten?"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Alla får läsa det när utkastet är publicerat. Skriv hur ni tänkte, inte vem som tyckte."),
    )
    is_editorial = forms.BooleanField(
        label=_("Redaktionell ändring: ingen bad om den, och meningen är den samma"), required=False
    )


class DecisionForm(WatchedForm[Decision]):
    """Who decided what, and when."""

    def __init__(self, *args: Any, drafts: QuerySet[Draft], **kwargs: Any) -> None:
        self.arguments = {"drafts": drafts}
        super().__init__(*args, **kwargs)
        draft = self.fields["draft"]
        if isinstance(draft, forms.ModelChoiceField):
            draft.queryset = drafts
            draft.empty_label = str(_("Inget utkast antogs"))

    class Meta:
        model = Decision
        fields = ("title", "body", "item_no", "decided_on", "text", "minutes_url", "draft")
        widgets: ClassVar[dict[str, Any]] = {"text": RichText({"rows": 5})}
        formfield_callback = field_for
        labels: ClassVar[dict[str, Any]] = {"draft": _("Utkast som antogs")}
        error_messages: ClassVar[dict[str, Any]] = {
            "title": {"required": _("Skriv beslutet i korthet.")},
            "body": {"required": _("Skriv vem som beslutade.")},
            "decided_on": {
                "required": _("Skriv vilken dag det beslutades."),
                "invalid": _("Skriv dagen som 2026-03-01."),
            },
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("Till exempel: Strategin antas."),
            "body": _("Nämnden eller fullmäktige, inte en person."),
            "item_no": _("Till exempel § 47."),
            "decided_on": _("Beslutet visas för alla från och med den dagen."),
            "minutes_url": _("En adress som alla kan öppna."),
        }


class MotionRow(RowForm):
    """One motion of a decision."""

    name = Line(
        label=_("Nummer"), max_length=12, help_text=_("Till exempel Y1."),
        error_messages={"required": _("Skriv yrkandets nummer.")},
    )  # fmt: skip
    text = Words(
        label=_("Yrkande"), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv vad som yrkades.")},
    )  # fmt: skip
    made_by = Line(label=_("Av"), required=False, max_length=120)
    outcome = forms.ChoiceField(
        label=_("Utfall"),
        choices=lambda: [("", _("Välj")), *((one.value, capfirst(str(one.label))) for one in MotionOutcome)],
        error_messages={"required": _("Välj vad det blev av yrkandet.")},
    )
    dissent = Words(
        label=_("Reservation eller särskilt yttrande"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def initial_of(cls, motion: Motion) -> dict[str, Any]:
        return {"id": motion.pk} | {name: getattr(motion, name) for name in MOTION_FIELDS}
