"""Bring in a dialogue from a file (docs/format.md)."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the dialogue file; pictures and other files lie in its folder")
    parser.add_argument("--check", action="store_true", help="only say whether the file is right; change nothing")
    parser.add_argument("--replace", action="store_true", help="replace the dialogue, when nothing has come in to it")


def run(options: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from fardplan.base import audit, clock
    from fardplan.base.errors import DomainError
    from fardplan.commands.console import refuse, say, speak
    from fardplan.exchange.importing import check_import, import_dialogue
    from fardplan.exchange.reading import load_path

    speak()
    try:
        file = load_path(options.file)
        if options.check:
            check_import(file, by=audit.SYSTEM, now=clock.now(), replace=options.replace)
            say(_("Filen är rätt. Inget har ändrats."))
            return 0
        dialogue = import_dialogue(file, by=audit.SYSTEM, now=clock.now(), replace=options.replace)
    except DomainError as error:
        return refuse(error)
    say(_("Dialogen finns nu på adressen /%(slug)s/.") % {"slug": dialogue.slug})
    if dialogue.published_at is None:
        say(_("Den är inte publicerad ännu: bara skrivbordet ser den."))
    return 0
