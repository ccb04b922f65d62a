"""Write a dialogue and its files into a folder, in the format that import reads (docs/format.md)."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="the dialogue's address, for example blekingedagen-2020")
    parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")


def run(options: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils.translation import gettext as _

    from fardplan.commands.console import refuse, say, speak
    from fardplan.dialogue.models import Dialogue
    from fardplan.exchange.exporting import export_dialogue

    speak()
    dialogue = Dialogue.objects.select_related("strategy").filter(slug=options.slug).first()
    if dialogue is None:
        known = ", ".join(Dialogue.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        return refuse(_("Det finns ingen dialog med den adressen. De som finns: %(slugs)s") % {"slugs": known})
    try:
        with transaction.atomic():  # one moment of the database
            path = export_dialogue(dialogue, options.folder)
    except FileExistsError:
        return refuse(_("Mappen %(folder)s är inte tom.") % {"folder": options.folder})
    except OSError as error:
        return refuse(
            _("Mappen %(folder)s går inte att skriva i: %(reason)s") % {"folder": options.folder, "reason": error}
        )
    say(_("Dialogen är skriven till %(path)s.") % {"path": path})
    return 0
