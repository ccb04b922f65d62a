"""The controls of a question as HTML, one for each type. Every part is escaped where it is put in.

Written by Python for the same reason as `base.widgets`: a page of a survey has hundreds of controls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fardplan.base.text import whole_number
from fardplan.surveys.definition import OTHER, Choice, Question, QuestionType
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.definition.shape import Grid
from fardplan.surveys.definition.values import LONGEST_OTHER
from fardplan.surveys.filling.html import put
from fardplan.surveys.filling.raw import Raw, declines_apart, first
from fardplan.surveys.filling.reading import places
from fardplan.surveys.filling.saying import Saying, own_codes


@dataclass(frozen=True)
class Control:
    """What a control is written from. `say` gives the words of the survey as HTML, with their language where it is
    another than the page's. `off`: the question is not asked now; it can be when another on the page is answered."""

    question: Question
    html_name: str
    raw: Raw
    saying: Saying
    say: Callable[[dict[str, str]], str]
    plain: Callable[[dict[str, str]], str]
    choices: Sequence[Choice]
    rows: Sequence[Choice]
    off: bool = False
    described_by: str = ""
    is_invalid: bool = False
    picture: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.html_name}"


def needs_group(question: Question) -> bool:
    """Whether the question is a group of controls, with the question as its legend, and not one with a label."""
    return question.type not in {
        QuestionType.AREA, QuestionType.NUMBER, QuestionType.TEXT, QuestionType.DATE, QuestionType.BIRTH_YEAR
    }  # fmt: skip


def control_of(control: Control) -> str:
    """The controls of a question: the answer itself, what was meant by "annat", and "vet inte" beside it."""
    return SafeString("".join([_CONTROLS[control.question.type](control), _declines(control)]))


def _own_choices(control: Control) -> list[tuple[str, str]]:
    return [(code, control.saying.phrase(name)) for code, name in own_codes(control.question)]


# --- the smallest parts ---------------------------------------------------------------------------------------------


def _flags(control: Control, *, checked: bool = False, described: bool = False) -> SafeString:
    parts = [" checked" if checked else "", " disabled" if control.off else ""]
    if described and control.described_by:
        parts.append(put(' aria-describedby="{}"', control.described_by))
    if described and control.is_invalid:
        parts.append(' aria-invalid="true"')
    return SafeString("".join(parts))


def _tick(control: Control, kind: str, *, part: str, value: str, label: str, own_id: str) -> SafeString:
    """A radio button or a check box in its label."""
    return put(
        '<label><input type="{}" name="{}" value="{}" id="{}"{}><span>{}</span></label>',
        kind, _name(control, part), value, own_id,
        _flags(control, checked=value in (each.strip() for each in control.raw.get(part, ()))), label,
    )  # fmt: skip


def _name(control: Control, part: str) -> str:
    return f"{control.html_name}.{part}" if part else control.html_name


def _line(control: Control, *, part: str, own_id: str, css: str = "", mode: str = "", more: str = "") -> SafeString:
    """One line to write in."""
    return put(
        '<input type="text" name="{}" id="{}" value="{}"{}{}{}{}>',
        _name(control, part), own_id, first(control.raw, part),
        put(' class="{}"', css) if css else "",
        put(' inputmode="{}"', mode) if mode else "",
        SafeString(more),
        _flags(control, described=part == "" or control.is_invalid),
    )  # fmt: skip


def _other(control: Control) -> SafeString:
    own_id = f"{control.id}_other"
    return put(
        '<div class="other"><label for="{}">{}</label>'
        '<input type="text" name="{}" id="{}" value="{}" maxlength="{}"{}></div>',
        own_id, control.saying.phrase("other_what"), _name(control, "other"), own_id, first(control.raw, "other"),
        LONGEST_OTHER, _flags(control),
    )  # fmt: skip


def _declines(control: Control) -> SafeString:
    if not declines_apart(control.question):
        return SafeString("")
    boxes = [
        _tick(control, "checkbox", part="decline", value=code, label=label, own_id=f"{control.id}{code}")
        for code, label in _own_choices(control)
    ]
    if not boxes:
        return SafeString("")
    return put('<div class="choices declines">{}</div>', SafeString("".join(boxes)))


# --- one for each type ----------------------------------------------------------------------------------------------


def _listed(control: Control, kind: str) -> SafeString:
    """Choices one below the other, "annat" with its text, and last the ways not to answer."""
    question = control.question
    options = [(choice.name, control.say(choice.label)) for choice in control.choices]
    own = _own_choices(control)
    ticks = [
        _tick(control, kind, part="", value=code, label=label, own_id=f"{control.id}_{place}")
        for place, (code, label) in enumerate(
            [*options, *([(OTHER, control.saying.phrase("other"))] if question.other else ())]
        )
    ]
    declines = [
        _tick(control, kind, part="", value=code, label=label, own_id=f"{control.id}{code}") for code, label in own
    ]
    return put(
        '<div class="choices">{}{}</div>{}',
        SafeString("".join(ticks)),
        _other(control) if question.other else "",
        put('<div class="choices declines">{}</div>', SafeString("".join(declines))) if declines else "",
    )


def _single(control: Control) -> SafeString:
    return _listed(control, "radio")


def _several(control: Control) -> SafeString:
    return _listed(control, "checkbox")


def _steps(control: Control, *, part: str, own_id: str) -> SafeString:
    """The steps of a scale side by side; what the ends mean is heard with them and stands above them."""
    scale = control.question.scale
    assert scale is not None  # noqa: S101 - `checking` refuses a scale without
    ends = {scale.codes[0]: scale.low_label, scale.codes[-1]: scale.high_label}
    steps = [
        _tick(
            control, "radio", part=part, value=code, own_id=f"{own_id}_{place}",
            label=put('{}<span class="visually-hidden"> {}</span>', code, control.say(ends[code]))
            if code in ends and control.plain(ends[code]) else code,
        )
        for place, code in enumerate(scale.codes)
    ]  # fmt: skip
    return put('<div class="steps">{}</div>', SafeString("".join(steps)))


def _ends(control: Control, css: str = "") -> SafeString:
    """1 = Inte alls … 5 = Mycket väl. Heard with the first and last step instead."""
    scale = control.question.scale
    if scale is None or not (control.plain(scale.low_label) or control.plain(scale.high_label)):
        return SafeString("")
    return put(
        '<p class="ends{}" aria-hidden="true"><span>{} = {}</span><span>{} = {}</span></p>',
        css, scale.codes[0], control.say(scale.low_label), scale.codes[-1], control.say(scale.high_label),
    )  # fmt: skip


def _scale(control: Control) -> SafeString:
    declines = [
        _tick(control, "radio", part="", value=code, label=label, own_id=f"{control.id}{code}")
        for code, label in _own_choices(control)
    ]
    return put(
        '<div class="scale">{}{}</div>{}',
        _ends(control),
        _steps(control, part="", own_id=control.id),
        put('<div class="choices declines">{}</div>', SafeString("".join(declines))) if declines else "",
    )


def _matrix(control: Control) -> SafeString:
    """One group for each row: rows below each other on a phone, a grid where there is room."""
    rows = []
    for number, row in enumerate(control.rows):
        own_id = control.id if number == 0 else f"{control.id}_{row.name}"
        declines = [
            _tick(control, "radio", part=row.name, value=code, label=label, own_id=f"{own_id}{code}")
            for code, label in _own_choices(control)
        ]
        rows.append(
            put(
                '<fieldset class="row"><legend>{}</legend><div class="cells">{}{}{}</div></fieldset>',
                control.say(row.label),
                _ends(control, " again"),
                _cells(control, row.name, own_id),
                put('<div class="choices declines">{}</div>', SafeString("".join(declines))) if declines else "",
            )
        )
    return put('<div class="matrix">{}{}</div>', _ends(control), SafeString("".join(rows)))


def _cells(control: Control, row: str, own_id: str) -> SafeString:
    if control.question.scale is not None and not control.question.choices:
        return _steps(control, part=row, own_id=own_id)
    ticks = [
        _tick(control, "radio", part=row, value=each.name, label=control.say(each.label), own_id=f"{own_id}_{place}")
        for place, each in enumerate(control.choices)
    ]
    return put('<div class="choices worded">{}</div>', SafeString("".join(ticks)))


def _options(control: Control, chosen: str, options: Sequence[tuple[str, str, SafeString]]) -> SafeString:
    """(code, words, language of the words), after an empty one that says what to do."""
    saying = control.saying
    first_of_all = ("", saying.plain("choose"), saying.mark_of("choose"))
    listed = [
        put(
            '<option value="{}"{}{}>{}</option>',
            code, marked, SafeString(" selected") if code and code == chosen else "", label,
        )
        for code, label, marked in (first_of_all, *options)
    ]  # fmt: skip
    return SafeString("".join(listed))


def _choices_of(control: Control) -> list[tuple[str, str, SafeString]]:
    return [(choice.name, control.plain(choice.label), control.saying.marked) for choice in control.choices]


def _ranking(control: Control) -> SafeString:
    """A list to choose in for each place: works with a keyboard, a screen reader and a thumb."""
    options = _choices_of(control)
    parts = []
    for place in range(1, places(control.question) + 1):
        own_id = f"{control.id}_{place - 1}"
        parts.append(
            put(
                '<div class="place"><label for="{}">{}</label><select name="{}" id="{}"{}>{}</select></div>',
                own_id,
                control.saying.phrase("place", ours=_place_words(place), then=place),
                _name(control, str(place)),
                own_id,
                _flags(control),
                _options(control, first(control.raw, str(place)), options),
            )
        )
    return put('<div class="places">{}</div>', SafeString("".join(parts)))


def _place_words(place: int) -> str:
    return _("Plats %(place)d") % {"place": place} if place > 1 else _("Plats 1, viktigast")


def _points(control: Control) -> SafeString:
    total = control.question.total
    more = ' autocomplete="off" maxlength="9"'
    parts = []
    for place, choice in enumerate(control.choices):
        own_id = f"{control.id}_{place}"
        line = _line(control, part=choice.name, own_id=own_id, css="short", mode="numeric", more=more)
        label = control.say(choice.label)
        parts.append(put('<div class="share"><label for="{}">{}</label>{}</div>', own_id, label, line))
    given = sum(whole_number(first(control.raw, choice.name)) for choice in control.choices)
    return put(
        '<div class="shares" data-points="{}">{}<p class="sum"><output>{}</output> {}</p></div>',
        total, SafeString("".join(parts)), given, _of_points(control, total),
    )  # fmt: skip


def _of_points(control: Control, total: int) -> SafeString:
    """What is said after the sum; without words where the survey is in a language of its own."""
    if own_phrase(control.saying.definition, "points", control.saying.language):
        return put("/ {}", total)
    return control.saying.ours(_("av %(total)d poäng fördelade") % {"total": total})


def _number(control: Control) -> SafeString:
    mode = "numeric" if control.question.whole and (control.question.minimum or 0) >= 0 else "decimal"
    line = _line(control, part="", own_id=control.id, css="short", mode=mode, more=' autocomplete="off" maxlength="40"')
    unit = control.plain(control.question.unit)
    return (
        put('<div class="with-unit">{} <span>{}</span></div>', line, control.say(control.question.unit))
        if unit
        else line
    )


def _text(control: Control) -> SafeString:
    question = control.question
    written = next(iter(control.raw.get("", ())), "")
    if not question.long:
        return _line(control, part="", own_id=control.id, more=f' maxlength="{question.longest}" autocomplete="off"')
    return put(
        '<textarea name="{}" id="{}" maxlength="{}" rows="4"{}>\n{}</textarea>',
        control.html_name, control.id, question.longest, _flags(control, described=True), written,
    )  # fmt: skip


def _date(control: Control) -> SafeString:
    question = control.question
    return put(
        '<input type="date" class="medium" name="{}" id="{}" value="{}"{}{}{}>',
        control.html_name, control.id, first(control.raw),
        put(' min="{}"', question.earliest) if question.earliest else "",
        put(' max="{}"', question.latest) if question.latest else "",
        _flags(control, described=True),
    )  # fmt: skip


def _birth_year(control: Control) -> SafeString:
    line = _line(
        control, part="", own_id=control.id, css="short", mode="numeric", more=' autocomplete="bday-year" maxlength="4"'
    )
    if not first(control.raw, "kept"):
        return line
    remove = _tick(
        control,
        "checkbox",
        part="remove",
        value="1",
        label=control.saying.ours(_("Ta bort mitt svar")),
        own_id=f"{control.id}_remove",
    )
    return put('{}<div class="choices declines">{}</div>', line, remove)


def _area(control: Control) -> SafeString:
    """A list to choose an area in: there may be hundreds."""
    question = control.question
    saying = control.saying
    options = _choices_of(control)
    if question.other:
        options.append((OTHER, saying.plain("other"), saying.mark_of("other")))
    options += [(code, saying.plain(name), saying.mark_of(name)) for code, name in own_codes(question)]
    return put(
        '<select class="medium" name="{}" id="{}"{}>{}</select>{}',
        control.html_name, control.id, _flags(control, described=True),
        _options(control, first(control.raw), options),
        _other(control) if question.other else "",
    )  # fmt: skip


def _map(control: Control) -> SafeString:
    """The squares of a grid as radio buttons, over a picture when there is one."""
    grid: Grid | None = control.question.grid
    assert grid is not None  # noqa: S101 - `checking` refuses a map without
    squares = [
        _tick(control, "radio", part="", value=code, label=code, own_id=f"{control.id}_{place}")
        for place, code in enumerate(grid.codes)
    ]
    starts = range(0, len(squares), grid.columns)
    rows = [SafeString("".join(squares[start : start + grid.columns])) for start in starts]
    lines = SafeString("".join(put('<div class="line">{}</div>', row) for row in rows))
    declines = [
        _tick(control, "radio", part="", value=code, label=label, own_id=f"{control.id}{code}")
        for code, label in _own_choices(control)
    ]
    picture = (
        put('<img src="{}" alt="{}">', control.picture, control.plain(grid.picture_text)) if control.picture else ""
    )
    source = (
        put('<p class="small muted">{}</p>', _("Karta: %(source)s") % {"source": grid.source})
        if grid.source and picture
        else ""
    )
    return put(
        '<div class="map"><div class="squares{}">{}<div class="grid">{}</div></div>{}</div>{}',
        " pictured" if picture else "", picture, lines, source,
        put('<div class="choices declines">{}</div>', SafeString("".join(declines))) if declines else "",
    )  # fmt: skip


_CONTROLS: dict[QuestionType, Callable[[Control], SafeString]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _several,
    QuestionType.SCALE: _scale,
    QuestionType.MATRIX: _matrix,
    QuestionType.RANKING: _ranking,
    QuestionType.POINTS: _points,
    QuestionType.NUMBER: _number,
    QuestionType.TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.BIRTH_YEAR: _birth_year,
    QuestionType.AREA: _area,
    QuestionType.MAP: _map,
}
