"""Print a link that makes one more administrator, for when nobody else can invite."""

from __future__ import annotations

import argparse


def arguments(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_options: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from fardplan.base import clock
    from fardplan.commands.console import say, speak
    from fardplan.desk.pages.account import welcome_address
    from fardplan.people.actions import invite_administrator

    address = welcome_address(invite_administrator(now=clock.now()))
    speak()
    say(
        _("Den som öppnar länken blir huvudansvarig. Den gäller en gång, i ett dygn:"),
        address,
        _("Att den skrevs står i loggen på skrivbordet."),
    )
    return 0
