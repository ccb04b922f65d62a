"""How a new dialogue begins: from a template file, or from an earlier dialogue, with its dates moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import fardplan.dialogue
from fardplan.base.errors import Invalid
from fardplan.dialogue.actions.dialogues import change_dialogue, check_address_is_free
from fardplan.dialogue.actions.roles import give_role
from fardplan.dialogue.models import DayStatus, Dialogue, RoleName
from fardplan.exchange import checks, tree
from fardplan.exchange.dates import shift
from fardplan.exchange.exporting import Files, content_of
from fardplan.exchange.fields import STOCKHOLM
from fardplan.exchange.importing import import_dialogue
from fardplan.exchange.reading import DialogueFile, load_path
from fardplan.exchange.shape import Content, DayShape, PhaseShape, SessionShape
from fardplan.exchange.writing import yaml_text
from fardplan.people.models import Official

FOLDER = Path(str(fardplan.dialogue.__file__)).parent / "starts"
BETWEEN_DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Start:
    """A template: the name of its file, and what the chooser says."""

    name: str
    title: Promise
    text: Promise

    def file(self) -> DialogueFile:
        return load_path(FOLDER / f"{self.name}.yaml")


STARTS = [
    Start(
        "rus-tre-dagar",
        gettext_lazy("Regional utvecklingsstrategi – tre digitala dagar"),
        gettext_lazy("Tre eftermiddagar med program, skeden fram till beslut och en strategi att skriva i."),
    ),
    Start("en-dag", gettext_lazy("En dag"), gettext_lazy("Ett möte, digitalt eller på plats, med program.")),
    Start("remiss", gettext_lazy("Remiss utan dagar"), gettext_lazy("En text att svara på till ett visst datum.")),
]


@dataclass(frozen=True)
class Wishes:
    """What somebody who starts a dialogue decides at once."""

    title: str
    slug: str
    first_day: date
    starts: time
    number_of_days: int
    closes_on: date
    contact_email: str


def copy_of(dialogue: Dialogue) -> DialogueFile:
    """An earlier dialogue to begin from: its texts, days and programme, without what was said, seen and shown."""
    content = content_of(dialogue, Files())
    fresh: dict[str, Any] = {"published": None, "ended": None, "former_addresses": [], "picture": None, "survey": None}
    days = [
        day.model_copy(
            update={
                "after": "", "status": DayStatus.PLANNED, "status_note": "", "moved_from": None, "broadcast": None,
                "recordings": [], "graphic_notes": [], "external_rooms": [], "former_addresses": [], "stage": None,
                "room_notes": [],
            }
        )
        for day in content.days
    ]  # fmt: skip
    content = content.model_copy(
        update={
            "organisation": None, "strategy": None, "documents": [], "replies": [], "submissions": [], "surveys": [],
            "statistical_tables": [], "indicators": [], "decisions": [], "tellings": [], "days": days,
            "dialogue": content.dialogue.model_copy(update=fresh),
        }
    )  # fmt: skip
    return DialogueFile(content=content, folder=None, tree=tree.read(yaml_text(content)))


def prepared(file: DialogueFile, wishes: Wishes) -> DialogueFile:
    """The file with the wishes worked in. Raises Invalid when they do not go together."""
    content = _with_number_of_days(file.content, wishes.number_of_days)
    if content.days:
        content = _at_time(content, wishes.starts)
        content = shift(replace(file, content=content), first_day=wishes.first_day).content
    else:
        content = _from_opening(file, wishes.first_day)
    update = {"dialogue": _dialogue(content, wishes), "strategy": _strategy(content, wishes)}
    content = content.model_copy(update={"phases": _phases(content, wishes.closes_on)} | update)
    for _path, message in checks.problems_in(content, folder=None):
        raise Invalid(message)
    return replace(file, content=content)


def _dialogue(content: Content, wishes: Wishes) -> Any:
    dialogue = content.dialogue
    closes = datetime.combine(wishes.closes_on, time(23, 59, 59), tzinfo=STOCKHOLM)
    opens, due, before = dialogue.contributions_open, dialogue.replies_due, dialogue.contributions_close
    if opens is not None and opens >= closes:
        raise Invalid(_("Sista dagen för synpunkter ska komma senare."), field="closes_on")
    if due is not None and before is not None:
        due += wishes.closes_on - before.astimezone(STOCKHOLM).date()
    if due is not None and due <= wishes.closes_on:
        due = wishes.closes_on + timedelta(days=60)
    return dialogue.model_copy(
        update={
            "slug": wishes.slug,
            "title": wishes.title,
            "contributions_close": closes,
            "replies_due": due,
            "contact_email": wishes.contact_email,
        }
    )


def _phases(content: Content, closes_on: date) -> list[PhaseShape]:
    """The stretch that ends when contributions close ends on the day that was wished for; those after it follow."""
    before = content.dialogue.contributions_close
    if before is None:
        return content.phases
    last = before.astimezone(STOCKHOLM).date()
    by = closes_on - last

    def moved(day: date | None, *, is_after: bool) -> date | None:
        return day + by if day is not None and is_after else day

    return [
        phase.model_copy(
            update={
                "starts": moved(phase.starts, is_after=phase.starts is not None and phase.starts > last),
                "ends": moved(phase.ends, is_after=phase.ends is not None and phase.ends >= last),
            }
        )
        for phase in content.phases
    ]


def _strategy(content: Content, wishes: Wishes) -> Any:
    """What people answer to without any days is what the dialogue is named after; days have a name of their own."""
    if content.strategy is None:
        return None
    named = {} if content.days else {"title": wishes.title}
    return content.strategy.model_copy(update={"slug": wishes.slug} | named)


def _from_opening(file: DialogueFile, opens_on: date) -> Content:
    """A file without days is counted from the day contributions open."""
    opens = file.content.dialogue.contributions_open
    starts = opens or datetime.combine(opens_on, time(8), tzinfo=STOCKHOLM)
    marker = DayShape(slug="rakna-fran", title="-", starts=starts, ends=starts + timedelta(hours=1))
    with_day = replace(file, content=file.content.model_copy(update={"days": [marker]}))
    return shift(with_day, first_day=opens_on).content.model_copy(update={"days": []})


def _with_number_of_days(content: Content, number: int) -> Content:
    """The first days of the file; more of the last one, two weeks apart, when that is not enough."""
    if not content.days:
        return content
    days = list(content.days[:number])
    while len(days) < number:
        last, place = days[-1], len(days) + 1
        update = {"slug": f"dag-{place}", "title": f"Dag {place}", "focus": ""}
        moved = {"starts": last.starts + BETWEEN_DAYS, "ends": last.ends + BETWEEN_DAYS}
        days.append(last.model_copy(update=update | moved))
    return content.model_copy(update={"days": days})


def _at_time(content: Content, starts: time) -> Content:
    """Every day and its programme as much earlier or later as the first day is."""
    first = content.days[0].starts.astimezone(STOCKHOLM)
    by = datetime.combine(first.date(), starts, tzinfo=STOCKHOLM) - first
    days = [
        day.model_copy(
            update={
                "starts": day.starts + by,
                "ends": day.ends + by,
                "programme": [_point_at(point, by) for point in day.programme],
            }
        )
        for day in content.days
    ]
    return content.model_copy(update={"days": days})


def _point_at(point: SessionShape, by: timedelta) -> SessionShape:
    def later(moment: time | datetime | None) -> time | datetime | None:
        if moment is None or isinstance(moment, datetime):
            return moment + by if moment else None
        return (datetime.combine(date(2000, 1, 1), moment) + by).time()

    return point.model_copy(update={"starts": later(point.starts), "ends": later(point.ends)})


@transaction.atomic
def begin(
    *, file: DialogueFile, wishes: Wishes, strategy_of: Dialogue | None = None, by: Official, now: datetime
) -> Dialogue:
    """Make the dialogue, unpublished, with its maker as organiser. Raises Invalid, with the field it concerns."""
    check_address_is_free(wishes.slug)
    dialogue = import_dialogue(prepared(file, wishes), by=by, now=now)
    give_role(dialogue=dialogue, official=by, name=RoleName.ORGANISER, by=by, now=now)
    if strategy_of is not None and strategy_of.strategy is not None:
        changes = {"strategy": strategy_of.strategy}
        change_dialogue(dialogue=dialogue, changes=changes, seen=None, by=by, now=now)
    return dialogue
