"""What the queue can be filtered by. The address is the whole state, so a view can be saved, shared and returned to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fardplan.contributions.about import MOST_TOPICS, WHOLE, as_choices, topics
from fardplan.contributions.desk_queries import QUEUES, in_queue, with_order
from fardplan.contributions.forms import PublicFilter
from fardplan.contributions.models import Channel, Contribution, ContributionKind, Stance, Theme
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official

MINE, NOBODY = "jag", "ingen"
WITHOUT_THEME = "utan"


class DeskFilter(PublicFilter):
    """As everyone's, and by where it waits, whose it is, how old, how it came and what it holds."""

    handlaggare = django_filters.ChoiceFilter(
        method="be_assigned", label=_("Handläggare"), empty_label=_("Alla handläggare")
    )
    alder = django_filters.NumberFilter(
        method="have_waited",
        label=_("Kom in för minst så många dagar sedan"),
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "short", "min": 0, "max": 10_000}),
    )
    vag = django_filters.ChoiceFilter(
        field_name="submission__channel", label=_("Väg in"), empty_label=_("Alla vägar in"), choices=Channel.choices
    )
    slag = django_filters.ChoiceFilter(
        field_name="kind", label=_("Slag"), empty_label=_("Alla slag"), choices=ContributionKind.choices
    )
    stallning = django_filters.ChoiceFilter(
        field_name="submission__stance",
        label=_("Ställning"),
        empty_label=_("Alla ställningar"),
        choices=Stance.choices,
    )
    forslag = django_filters.ChoiceFilter(
        method="propose",
        label=_("Förslag till ny text"),
        empty_label=_("Med och utan förslag"),
        choices=[("ja", _("Med förslag")), ("nej", _("Utan förslag"))],
    )
    enkat = django_filters.ChoiceFilter(method="answer", label=_("Svar i enkät"), empty_label=_("Alla synpunkter"))
    ordning = django_filters.ChoiceFilter(
        method="stand",
        label=_("Ordning"),
        empty_label=_("Olästa först"),
        choices=[("aldst", _("Äldst först")), ("nyast", _("Nyast först")), ("nummer", _("Efter nummer"))],
    )
    ko = django_filters.ChoiceFilter(method="wait", choices=[(name, name) for name in QUEUES])

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Contribution],
        *,
        dialogue: Dialogue,
        now: datetime,
        official: Official,
        themes: list[Theme],
        colleagues: list[Official],
        has_led_to_change: Q | None = None,
        survey_question: str = "",
    ) -> None:
        """`survey_question` is what the question is called that `enkat` asks for; the choice is there only then."""
        super().__init__(data, queryset, dialogue=dialogue, now=now, has_led_to_change=has_led_to_change, themes=themes)
        self.official = official
        asked = data.get("enkat", "") if data else ""
        if asked:
            self.filters["enkat"].extra["choices"] = [(asked, survey_question or asked)]
        else:
            del self.filters["enkat"]
        self.filters["tema"].extra["choices"] = [
            (WITHOUT_THEME, _("Utan tema")),
            *((theme.slug, theme.name) for theme in themes),
        ]
        self.filters["handlaggare"].extra["choices"] = [
            (MINE, _("Mina")),
            (NOBODY, _("Ingens")),
            *((str(one.pk), str(one)) for one in colleagues if one.pk != official.pk),
        ]

    def places(self, asked: str) -> list[tuple[str, str | list[tuple[str, str]]]]:
        """In a long text only whole sections, and the passage that is asked for. Any other passage is found by its code
        or heading among the words."""
        found = topics(self.dialogue, now=self.now)
        if len(found) > MOST_TOPICS:
            found = [topic for topic in found if not topic.anchor.startswith("stycke:") or topic.anchor == asked]
        choices = as_choices(found)
        if asked and asked != WHOLE and asked not in {topic.anchor for topic in found}:
            # A passage or section of an earlier draft: contributions stand there still.
            choices.insert(1, (asked[:120], asked.partition(":")[2][:80]))
        return choices

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the queue and the order is chosen."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return any(value not in {None, ""} for name, value in data.items() if name not in {"ko", "ordning"})

    def wait(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        return in_queue(queryset, value)

    def have_theme(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        if value == WITHOUT_THEME:
            return queryset.filter(themes=None)
        return super().have_theme(queryset, _name, value)

    def be_assigned(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        if value == NOBODY:
            return queryset.filter(assigned_to=None)
        return queryset.filter(assigned_to=self.official.pk if value == MINE else int(value))

    def have_waited(self, queryset: QuerySet[Contribution], _name: str, value: Any) -> QuerySet[Contribution]:
        return queryset.filter(submission__received_at__lte=self.now - timedelta(days=int(value)))

    def propose(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        without = Q(proposed_text="")
        return queryset.filter(without if value == "nej" else ~without)

    def answer(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        """Texts that were written in a survey: its address, a colon, and the name of the question."""
        survey, _colon, question = value.partition(":")
        return queryset.filter(
            submission__text_answer__collection__survey__slug=survey, submission__text_answer__question=question
        )

    def stand(self, queryset: QuerySet[Contribution], _name: str, value: str) -> QuerySet[Contribution]:
        return with_order(queryset, value)


def chosen_query(data: QueryDict) -> str:
    """The filter of an address without the page it stands on and without what other pages keep in theirs."""
    kept = QueryDict(mutable=True)
    for name in DeskFilter.base_filters:
        for value in data.getlist(name):
            if value:
                kept.appendlist(name, value)
    return kept.urlencode()
