"""How a collection is going: how many have answered and how, never what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.survey.response import Stop, break_offs, item_nonresponse
from fardplan.base.errors import NotFound
from fardplan.surveys.definition import Definition, asked_of, without_answers
from fardplan.surveys.models import (
    BreakOff,
    Collection,
    CollectionKind,
    Invitation,
    Response,
    Source,
    Survey,
    SurveyVersion,
    UnfinishedResponse,
)

READ_FOR_ITEMS = 2_000
"""Responses gone through for how often a question is passed over. Keys are random, so the first ones are a sample."""


def access_collection_at_desk(survey: Survey, slug: str) -> Collection:
    """A collection of a survey the official has already been let in to."""
    collection = Collection.objects.filter(survey=survey, slug=slug).first()
    if collection is None:
        raise NotFound(_("Insamlingen finns inte."), what_next=_("Gå till enkätens sida: där står de som finns."))
    collection.survey = survey
    return collection


def responses_counted(collection: Collection) -> QuerySet[Response]:
    """Those that count in the result."""
    return Response.objects.filter(collection=collection, left_out_because="")


@dataclass(frozen=True)
class Participation:
    """How many, on which days and by which ways; nothing about who. Those who have `begun` stand at a page and may come
    back; at page 0 is a change of what was sent in."""

    responses: int
    left_out: int
    by_day: tuple[tuple[date, int], ...]
    by_source: tuple[tuple[Promise, int], ...]
    on_screen: int
    begun: tuple[tuple[int, int], ...]

    @property
    def busiest(self) -> int:
        return max((number for _day, number in self.by_day), default=0)

    @property
    def unfinished(self) -> int:
        return sum(number for page, number in self.begun if page > 0)


def participation(collection: Collection) -> Participation:
    """Two queries, whatever has been answered."""
    rows = Response.objects.filter(collection=collection).order_by()
    counts = rows.values_list("day", "source", "left_out_because").annotate(number=Count("pk"))
    days: Counter[date] = Counter()
    sources: Counter[str] = Counter()
    left_out = 0
    for day, source, because, number in counts:
        days[day] += number
        sources[source] += number
        left_out += number if because else 0
    begun = UnfinishedResponse.objects.filter(collection=collection).values_list("page")
    return Participation(
        responses=sources.total(),
        left_out=left_out,
        by_day=tuple(sorted(days.items())),
        by_source=tuple((source.label, sources[source.value]) for source in Source if sources[source.value]),
        on_screen=sources[Source.WEB] + sources[Source.KIOSK],
        begun=tuple(begun.annotate(number=Count("pk")).order_by("page")),
    )


@dataclass(frozen=True)
class PageStop:
    """Where people broke off: a page of the survey by its title, and how many stopped there."""

    title: str
    stop: Stop

    @property
    def percent(self) -> int:
        return round(100 * self.stop.share)


def stops(collection: Collection, version: SurveyVersion, now: Participation) -> list[PageStop]:
    """Break-offs page by page, of those who answered on a screen. One query.

    Of the latest version: an earlier one may have had other pages, and then its places mean little.
    """
    stopped: Counter[int] = Counter(dict(now.begun))
    for page, number in BreakOff.objects.filter(collection=collection).values_list("page", "number"):
        stopped[page] += number
    pages = version.asks.pages
    last = len(pages)
    places = range(1, last + 1)
    at_page = [sum(number for page, number in stopped.items() if min(page, last) == place) for place in places]
    opened = [now.on_screen + sum(at_page[place - 1 :]) for place in places]
    return [
        PageStop(version.asks.say(page.title, version.asks.language), stop)
        for page, stop in zip(pages, break_offs(opened, finished=now.on_screen), strict=True)
    ]  # fmt: skip


@dataclass(frozen=True)
class Passed:
    """A question, of how many it was asked, and the share (0–1) of them who passed over it."""

    number: int
    name: str
    label: str
    asked: int
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)


@dataclass(frozen=True)
class Items:
    """`read` responses of `counted` were gone through, all or a random part; `of` have come in."""

    rows: tuple[Passed, ...]
    read: int
    counted: int
    of: int


def passed_over(collection: Collection, version: SurveyVersion, *, today: date) -> Items:
    """How often each question was asked and passed over, in the responses of one version. Two queries.

    A declined answer ("Vet inte") is an answer. Those who were never asked a question have not passed over it. Whether
    a question was asked tells what was answered before it: so the desk's smallest group must have been asked, and
    responses are counted by whole days, at least that many together. Else a look before and a look after one person
    answered would tell what they said.
    """
    rows = Response.objects.filter(collection=collection, version=version, left_out_because="")
    days = dict(rows.order_by().values_list("day").annotate(number=Count("pk")))
    least = collection.survey.desk_minimum
    last, counted = _last_day_counted(days, least=least, today=today)
    if last is None:
        return Items((), 0, 0, sum(days.values()))
    some = list(rows.filter(day__lte=last).order_by("pk").values_list("answers", "day")[:READ_FOR_ITEMS])
    definition = version.asks
    asked, answered = _asked_and_answered(definition, some)
    found = [
        Passed(
            definition.numbers[each.name],
            each.name,
            without_answers(definition.say(each.label, definition.language)),
            asked[each.name],
            share,
        )
        for each in definition.questions
        if each.is_asked
        and asked[each.name] >= least
        and (share := item_nonresponse(asked=asked[each.name], answered=answered[each.name])) is not None
    ]
    return Items(tuple(found), len(some), counted, sum(days.values()))


def _last_day_counted(days: Mapping[date, int], *, least: int, today: date) -> tuple[date | None, int]:
    """The last of the days gone by that may be counted, when they are taken at least so many responses at a time, and
    how many there are up to it."""
    last, counted, waiting = None, 0, 0
    for day in sorted(day for day in days if day < today):
        waiting += days[day]
        if waiting >= least:
            last, counted, waiting = day, counted + waiting, 0
    return last, counted


def _asked_and_answered(
    definition: Definition, rows: Iterable[tuple[Mapping[str, object], date]]
) -> tuple[Counter[str], Counter[str]]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    everything = frozenset(question.name for question in definition.questions if question.is_asked)
    is_always_asked = not any(page.relevant for page in definition.pages) and not any(
        question.relevant for question in definition.questions
    )
    for answers, day in rows:
        names = everything if is_always_asked else asked_of(definition, answers, today=day).questions & everything
        asked.update(names)
        answered.update(names & answers.keys())
    return asked, answered


# --- odd responses ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flagged:
    """How many responses carry a flag, and how many of them still count."""

    flag: str
    number: int
    counted: int


@dataclass(frozen=True)
class LeftOut:
    because: str
    number: int


def flagged(collection: Collection) -> list[Flagged]:
    """How many of each flag, the most common first. One query; reads no answers."""
    number: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    rows = Response.objects.filter(collection=collection).exclude(flags=[])
    for flags, because in rows.values_list("flags", "left_out_because").iterator():
        number.update(set(flags))
        if not because:
            counted.update(set(flags))
    return [Flagged(flag, times, counted[flag]) for flag, times in sorted(number.items(), key=lambda one: -one[1])]


def flagged_with(collection: Collection, flag: str) -> list[int]:
    """The keys of the responses that carry a flag."""
    rows = Response.objects.filter(collection=collection).exclude(flags=[]).values_list("pk", "flags")
    return [pk for pk, flags in rows.iterator() if flag in flags]


def left_out(collection: Collection) -> list[LeftOut]:
    """The reasons for which responses are left out, and how many for each."""
    rows = Response.objects.filter(collection=collection).exclude(left_out_because="")
    each = rows.values_list("left_out_because").annotate(number=Count("pk")).order_by("left_out_because")
    return [LeftOut(because, number) for because, number in each]


# --- collections in a list --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CollectionNow:
    """A collection in a list. `invited` and `outside` are 0 without invitations."""

    collection: Collection
    responses: int
    invited: int
    answered: int
    outside: int

    @property
    def percent(self) -> int | None:
        """The response rate in whole percent, of an invited sample; None for all others: they have no such rate."""
        eligible = self.invited - self.outside
        is_sample = self.collection.kind == CollectionKind.INVITED
        return round(100 * self.answered / eligible) if is_sample and eligible > 0 else None


def collections_now(survey: Survey) -> list[CollectionNow]:
    """Every collection of a survey with what has come in. Four queries."""
    rows = list(Collection.objects.filter(survey=survey).order_by("position", "id"))
    responses = dict(
        Response.objects.filter(collection__in=rows).values_list("collection").annotate(number=Count("pk")).order_by()
    )
    invited: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    theirs = Invitation.objects.filter(wave__collection__in=rows).values_list("wave__collection")
    counts = theirs.annotate(
        number=Count("pk"),
        used=Count("pk", filter=Q(is_used=True)),
    ).order_by()
    for pk, number, used in counts:
        invited[pk], answered[pk] = number, used
    gone = theirs.exclude(ineligible_because="").annotate(number=Count("pk")).order_by()
    outside.update(dict(gone))
    for each in rows:
        each.survey = survey
    return [
        CollectionNow(each, responses.get(each.pk, 0), invited[each.pk], answered[each.pk], outside[each.pk])
        for each in rows
    ]


def days_left(collection: Collection, *, now: datetime) -> int:
    """Whole days from today to the last; 0 on it, negative afterwards."""
    return (localdate(collection.closes_at) - localdate(now)).days
