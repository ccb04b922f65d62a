"""Copy the database and the uploaded files into one archive, while the site goes on working."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write; a folder: under a name with date and time")


def run(options: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from fardplan.base import clock
    from fardplan.base.errors import DomainError
    from fardplan.commands.console import refuse, say, speak
    from fardplan.commands.keeping.copying import make_backup

    speak()
    now = clock.now()
    path: Path = options.file
    if path.is_dir():
        path = path / f"fardplan-{now:%Y%m%d-%H%M%S}.tar"
    try:
        manifest = make_backup(path, now=now)
    except DomainError as error:
        return refuse(error)
    except OSError as error:
        return refuse(_("Säkerhetskopian gick inte att skriva: %(reason)s") % {"reason": error})
    say(
        _("%(path)s: databasen (%(rows)s rader) och %(files)s filer, %(megabytes)s megabyte.")
        % {
            "path": path,
            "rows": sum(manifest.counts.values()),
            "files": len(manifest.media),
            "megabytes": f"{manifest.bytes / 1e6:.1f}",
        },
        _("Den innehåller personuppgifter. Förvara den så, och på ett annat ställe än den här datorn."),
    )
    return 0
