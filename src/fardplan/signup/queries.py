"""Who comes to a day, how full it is, and one person's own sign-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Gone, NotFound
from fardplan.dialogue.models import Day, Dialogue
from fardplan.signup.models import Need, Signup, SignupState

ACTIVE = (SignupState.CONFIRMED, SignupState.WAITING)


@dataclass(frozen=True)
class Seats:
    """How full a day is. `capacity` None: there is no limit."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """The next one to sign up comes on the waiting list; nobody passes those who already wait."""
        return self.capacity is not None and (self.taken >= self.capacity or self.waiting > 0)


def seats(day: Day) -> Seats:
    """In one query."""
    counted = Signup.objects.filter(day=day).aggregate(
        taken=Count("id", filter=Q(state=SignupState.CONFIRMED)),
        waiting=Count("id", filter=Q(state=SignupState.WAITING)),
    )
    return Seats(capacity=day.capacity, taken=counted["taken"], waiting=counted["waiting"])


def waiting_list(day: Day) -> QuerySet[Signup]:
    """Those who wait, the first in line first."""
    return Signup.objects.filter(day=day, state=SignupState.WAITING).order_by("queued_at", "id")


def how_many_before(signup: Signup) -> int:
    """How many stand before this one in the waiting list."""
    earlier = Q(queued_at__lt=signup.queued_at) | Q(queued_at=signup.queued_at, id__lt=signup.pk)
    return Signup.objects.filter(earlier, day=signup.day_id, state=SignupState.WAITING).count()


def access_signup(key: str) -> Signup:
    """One person's own sign-up, by its personal link. Raises Gone when the details have been erased."""
    signup = Signup.objects.select_related("contact", "day__dialogue").filter(key=key).first()
    if signup is None:
        raise NotFound(
            _("Länken gäller inte."),
            what_next=_("Kontrollera att du fick med hela länken ur brevet. Du kan också höra av dig till oss."),
        )
    if signup.contact.erased_at is not None:
        raise Gone(_("Anmälan finns inte kvar: dina uppgifter är borttagna, som vi lovade."))
    return signup


def access_signup_at_desk(dialogue: Dialogue, signup_id: int) -> Signup:
    """A sign-up to one of this dialogue's days; another dialogue's looks missing. The right is asked for before."""
    found = Signup.objects.select_related("contact", "day__dialogue").filter(day__dialogue=dialogue, pk=signup_id)
    signup = found.first()
    if signup is None:
        raise NotFound(_("Anmälan finns inte."))
    return signup


def signups_to(day: Day) -> QuerySet[Signup]:
    """Everybody who has signed up for a day, also those who cancelled."""
    return Signup.objects.filter(day=day).select_related("contact")


def same_address(*, day: Day, email_hash: str) -> Signup | None:
    """The active sign-up with this address, if there is one."""
    if not email_hash:
        return None
    return Signup.objects.select_related("contact").filter(day=day, email_hash=email_hash, state__in=ACTIVE).first()


@dataclass(frozen=True)
class DayCounts:
    """A day's sign-ups in numbers, as the desk sees them."""

    seats: Seats
    cancelled: int
    attended: int
    absent: int
    needs_waiting: int
    needs: list[tuple[str, int]]


def counts_by_day(days: Iterable[Day]) -> dict[int, Seats]:
    """How full each day is, in one query."""
    days = list(days)
    counted = (
        Signup.objects.filter(day__in=days)
        .order_by()
        .values("day")
        .annotate(
            taken=Count("id", filter=Q(state=SignupState.CONFIRMED)),
            waiting=Count("id", filter=Q(state=SignupState.WAITING)),
        )
    )
    found = {row["day"]: row for row in counted}
    nobody = {"taken": 0, "waiting": 0}
    return {
        day.pk: Seats(capacity=day.capacity, taken=row["taken"], waiting=row["waiting"])
        for day in days
        for row in [found.get(day.pk, nobody)]
    }


def day_counts(day: Day) -> DayCounts:
    """In two queries. `needs` counts each need among those who are coming or waiting."""
    active = Q(state__in=ACTIVE)
    counted = Signup.objects.filter(day=day).aggregate(
        taken=Count("id", filter=Q(state=SignupState.CONFIRMED)),
        waiting=Count("id", filter=Q(state=SignupState.WAITING)),
        cancelled=Count("id", filter=Q(state=SignupState.CANCELLED)),
        came=Count("id", filter=Q(attended=True)),
        stayed_away=Count("id", filter=Q(attended=False)),
    )
    rows = list(Signup.objects.filter(active & has_need(), day=day).values_list("needs", "needs_arranged_at"))
    needs = [(str(need.label), sum(need.value in given for given, _arranged in rows)) for need in Need]
    return DayCounts(
        seats=Seats(capacity=day.capacity, taken=counted["taken"], waiting=counted["waiting"]),
        cancelled=counted["cancelled"],
        attended=counted["came"],
        absent=counted["stayed_away"],
        needs_waiting=sum(arranged_at is None for _given, arranged_at in rows),
        needs=[(label, number) for label, number in needs if number],
    )


def has_need() -> Q:
    """Sign-ups that say what is needed."""
    return ~Q(needs=[])


def given_in(day: Day, field: str) -> list[str]:
    """What people have written in one field ("municipality", "role"), each once, in order of the alphabet."""
    given = Signup.objects.filter(day=day).exclude(**{field: ""}).order_by(field).values_list(field, flat=True)
    return list(given.distinct())


def days_to_remind(*, now: datetime) -> QuerySet[Day]:
    """Published days that have not begun and might be due for a reminder."""
    return Day.objects.filter(
        dialogue__published_at__isnull=False, starts_at__gt=now, status__in=("planned", "moved")
    ).select_related("dialogue")
