"""Codes on paper and in files: what stands on each letter and card. Whoever calls this writes it in the log first."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import segno
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from fardplan.base.spreadsheet import Cell
from fardplan.documents.writing.sheets import Letter, LetterWords, Sheet, Window, cards_pdf, letters_pdf
from fardplan.organisation.queries import our_organisation
from fardplan.surveys import letters
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Invitation, Wave

CORRECTION, QUIET_ZONE = "m", 4
COLUMNS = ("nummer", "namn", "rad 1", "rad 2", "rad 3", "rad 4", "kod", "adress", "påminnelse")


def qr_drawing(address: str) -> str:
    """A code as SVG, with the quiet zone that is part of the standard."""
    out = io.BytesIO()
    segno.make(address, error=CORRECTION, micro=False).save(
        out, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False, svgclass=None, lineclass=None, light="#fff"
    )
    return out.getvalue().decode()


def letters_of(wave: Wave, invitations: Sequence[Invitation], *, window: Window) -> bytes:
    """The letters of a wave to these, as PDF: the invitation, or once it has been reminded the reminder."""
    with override(wave.collection.survey.dialogue.language):
        return letters_pdf(_sheet(wave), _all(wave, invitations), _words(wave), window=window)


def cards_of(wave: Wave, invitations: Sequence[Invitation]) -> bytes:
    """Cards with a code on each, ten on a sheet, without names: to be handed out."""
    with override(wave.collection.survey.dialogue.language):
        return cards_pdf(_sheet(wave), _all(wave, invitations, is_card=True), _words(wave))


def rows_of(wave: Wave, invitations: Iterable[Invitation]) -> list[list[Cell]]:
    """What a print shop needs, one row for each; the columns are COLUMNS."""
    rows: list[list[Cell]] = []
    for each in invitations:
        contact = each.contact
        lines = contact.postal_address.split("\n")[:4] if contact is not None and contact.postal_address else []
        code = invitation_code(each.pk)
        name = contact.name if contact is not None else ""
        row: list[Cell] = [each.label, name, *lines, *[""] * (4 - len(lines)), as_shown(code)]
        rows.append([*row, letters.without_scheme(letters.way_in(code)), wave.reminders])
    return rows


def _sheet(wave: Wave) -> Sheet:
    organisation = our_organisation()
    return Sheet(
        title=f"{letters.title_of(wave.collection)}: {wave.name}",
        organisation=organisation.name,
        language=wave.collection.survey.dialogue.language,
        made_at=wave.reminded_at or wave.sent_at or wave.created_at,
        brand_colour=organisation.brand_colour,
    )


def _words(wave: Wave) -> LetterWords:
    closes = localtime(wave.collection.closes_at)
    return LetterWords(
        sender=our_organisation().name,
        how=_("Peka med kameran på rutan, eller skriv adressen:"),
        code=_("Din kod:"),
        number=_("Nr"),
        qr=_("QR-kod som leder till adressen som står bredvid"),
        last_day=_("Svara senast %(date)s. Koden räcker till ett svar.") % {"date": date_format(closes, "j F Y")},
    )


def _all(wave: Wave, invitations: Sequence[Invitation], *, is_card: bool = False) -> list[Letter]:
    collection = wave.collection
    reminding = wave.reminders > 0
    same = letters.values_of(collection)
    subject = wave.reminder_subject if reminding else wave.subject
    text = letters.whole(wave.reminder_text if reminding else wave.text, is_mail=False)
    heading = same[letters.SURVEY] if is_card else letters.filled(subject, same)
    return [_letter(each, wave, heading, "" if is_card else text, same) for each in invitations]


def _letter(invitation: Invitation, wave: Wave, heading: str, text: str, same: dict[str, str]) -> Letter:
    invitation.wave = wave
    values = letters.values_for(invitation, is_mail=False, same=same)
    code = invitation_code(invitation.pk)
    contact = invitation.contact
    lines = [contact.name, *contact.postal_address.split("\n")] if contact is not None and text else []
    return Letter(
        to=tuple(line for line in lines if line),
        heading=heading,
        paragraphs=tuple(part for part in letters.filled(text, values).split("\n\n") if part.strip()),
        code=as_shown(code),
        address=values[letters.LINK],
        qr=qr_drawing(letters.way_in(code)),
        number=invitation.label,
    )
