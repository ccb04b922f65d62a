"""How every form at the desk is shown, refused and saved; and tables whose rows come, go and change place.

Nothing here needs JavaScript: the buttons in a table post the whole form, which comes back with what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fardplan.base.editing import ChangedMeanwhile, Row
from fardplan.base.errors import DomainError
from fardplan.base.text import whole_number
from fardplan.base.watched import RowForm, WatchedForm, WatchedPart
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest

MOST_ROWS = 200
F = TypeVar("F", bound=forms.BaseForm)
R = TypeVar("R", bound=RowForm)


@dataclass(frozen=True)
class Frame:
    """What surrounds a form: its template and context, where it belongs, and where one goes when it is saved."""

    template: str
    dialogue: Dialogue | None = None
    here: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    saved: str | Promise = ""

    def show(self, request: OfficialRequest, *, status: int = 200, **context: Any) -> HttpResponse:
        return desk_page(
            request, self.template, {**self.context, **context}, dialogue=self.dialogue, here=self.here, status=status
        )


@dataclass(frozen=True)
class Difference:
    """A field that two people have changed: what is stored now, and what this one wrote."""

    label: str
    theirs: str
    mine: str


def form_page(request: OfficialRequest, form: F, save: Callable[[F], str], *, frame: Frame) -> HttpResponse:
    """Show a form, or save what came and go on to the address `save` returns.

    A domain error that names a field is shown there; other domain errors become pages as everywhere.
    """
    if request.method != "POST":
        return frame.show(request, form=form)
    if form.is_valid():
        try:
            address = save(form)
        except ChangedMeanwhile as error:
            return _both_versions(request, form, error, frame=frame)
        except DomainError as error:
            if error.field is None or error.field not in form.fields:
                raise
            form.add_error(error.field, str(error.message))
        else:
            messages.success(request, str(frame.saved or _("Sparat.")))
            return redirect(address)
    return frame.show(request, form=form, status=422)


def _both_versions(request: OfficialRequest, form: F, error: ChangedMeanwhile, *, frame: Frame) -> HttpResponse:
    """The form again with what this person wrote, beside what the other saved. Saving again is then a choice."""
    if not isinstance(form, WatchedForm | WatchedPart):
        raise error
    theirs = type(form)(instance=error.theirs, **getattr(form, "arguments", {}))
    differences = [
        Difference(str(form[name].label), shown(theirs, name), shown(form, name))
        for name in form.names
        if shown(theirs, name) != shown(form, name)
    ]
    written = request.POST.copy()
    written[form.add_prefix("seen")] = form.fingerprint_of(error.theirs)
    form.data = written
    return frame.show(request, form=form, differences=differences, conflict=error, status=409)


def shown(form: forms.BaseForm, name: str) -> str:
    """A field's value as a person reads it."""
    value = form[name].value()
    choices = dict(getattr(form.fields[name], "choices", []))
    if isinstance(value, list):
        return ", ".join(str(choices.get(part, part)) for part in value)
    if choices:
        return str(choices.get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    prepared = (
        form.fields[name].widget.format_value(value) if hasattr(form.fields[name].widget, "format_value") else value
    )
    return str(prepared or "").replace("\r\n", "\n")


@dataclass
class Rows(Generic[R]):
    """A table of small forms. Read with `from_post`; an operation (add, remove, up, down) gives it back unsaved."""

    form: type[R]
    forms: list[R]
    seen: str
    operated: bool = False
    at: int | None = None  # the row to put the cursor in after an operation

    PREFIX = "rad"

    @classmethod
    def of(cls, form: type[R], initials: Sequence[Mapping[str, Any]], *, seen: str, blank: int = 1) -> Rows[R]:
        """What is stored, and some empty rows to write in."""
        rows: list[Mapping[str, Any]] = [*initials, *({} for _number in range(blank))]
        return cls(form, [cls._unbound(form, place, row) for place, row in enumerate(rows)], seen)

    @classmethod
    def _unbound(cls, form: type[R], place: int, initial: Mapping[str, Any]) -> R:
        return form(
            prefix=f"{cls.PREFIX}-{place}", initial=dict(initial), use_required_attribute=False, empty_permitted=True
        )

    @classmethod
    def from_post(cls, form: type[R], data: QueryDict) -> Rows[R]:
        """The rows as they were sent, with the operation of the button that was pressed already done."""
        number = min(whole_number(data.get(f"{cls.PREFIX}-antal")), 200)
        seen = data.get("seen", "")
        operation, _colon, where = data.get("rader", "").partition(":")
        if not operation:
            bound = [
                form(data, prefix=f"{cls.PREFIX}-{place}", use_required_attribute=False, empty_permitted=True)
                for place in range(number)
            ]
            return cls(form, bound, seen)
        written = [
            {name: data.get(f"{cls.PREFIX}-{place}-{name}", "") for name in form.base_fields} for place in range(number)
        ]
        at = _operate(written, operation, whole_number(where))
        return cls(
            form, [cls._unbound(form, place, row) for place, row in enumerate(written)], seen, operated=True, at=at
        )

    @property
    def written(self) -> list[R]:
        """The rows somebody has written in."""
        return [form for form in self.forms if form.has_changed()]

    def is_valid(self) -> bool:
        return False not in [form.is_valid() for form in self.forms]

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.is_bound and form.errors]

    def rows(self) -> list[Row]:
        """For `write_rows`: each row's id and values."""
        return [
            Row(form.cleaned_data.get("id"), {k: v for k, v in form.cleaned_data.items() if k != "id"})
            for form in self.written
        ]


def _operate(rows: list[dict[str, Any]], operation: str, where: int) -> int | None:
    """Do in place what a button asks for; returns the row to go on in."""
    if operation == "ny":
        rows.append({})
        return len(rows) - 1
    if not 0 <= where < len(rows):
        return None
    if operation == "bort":
        del rows[where]
        return min(where, len(rows) - 1) if rows else None
    to = where + {"upp": -1, "ner": 1}.get(operation, 0)
    if 0 <= to < len(rows):
        rows.insert(to, rows.pop(where))
        return to
    return where


def rows_page(
    request: OfficialRequest,
    form: type[R],
    stored: Callable[[], tuple[Sequence[Mapping[str, Any]], str]],
    save: Callable[[Rows[R]], str],
    *,
    frame: Frame,
) -> HttpResponse:
    """Show a table of rows or save it. `stored` gives the rows as they are stored and their fingerprint."""
    if request.method != "POST":
        initials, seen = stored()
        return frame.show(request, rows=Rows.of(form, initials, seen=seen))
    rows = Rows.from_post(form, request.POST)
    if rows.operated:
        return frame.show(request, rows=rows)
    if not rows.is_valid():
        return frame.show(request, rows=rows, status=422)
    try:
        address = save(rows)
    except ChangedMeanwhile as error:
        initials, rows.seen = stored()
        return frame.show(
            request,
            rows=_as_new(rows, initials),
            theirs=Rows.of(form, initials, seen="", blank=0),
            conflict=error,
            status=409,
        )
    except DomainError as error:
        if error.status != 422:
            raise
        return frame.show(request, rows=rows, problem=error, status=422)
    messages.success(request, str(frame.saved or _("Sparat.")))
    return redirect(address)


def _as_new(rows: Rows[R], initials: Sequence[Mapping[str, Any]]) -> Rows[R]:
    """What was written, with rows that have gone meanwhile turned into new ones, so that saving again works."""
    alive = {str(row.get("id")) for row in initials}
    written = []
    for form in rows.written:
        values = {name: form.data.get(form.add_prefix(name), "") for name in form.fields}
        if values.get("id") not in alive:
            values["id"] = ""
        written.append(values)
    return Rows.of(rows.form, written, seen=rows.seen)
