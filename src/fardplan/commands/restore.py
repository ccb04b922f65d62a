"""Put a backup in the place of what is here, also while the site is running."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="an archive that fardplan backup has written")
    parser.add_argument("--check", action="store_true", help="only say whether the archive is whole; change nothing")
    parser.add_argument("--replace", action="store_true", help="replace what is here; a safety copy is made first")


def run(options: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from fardplan.base import clock
    from fardplan.base.errors import DomainError
    from fardplan.commands.console import refuse, say, speak
    from fardplan.commands.keeping import archive
    from fardplan.commands.keeping.restoring import restore

    speak()
    try:
        if options.check:
            manifest = archive.read_manifest(options.file)
            archive.verify(options.file, manifest)
        else:
            manifest, safety = restore(options.file, replace=options.replace, now=clock.now())
    except DomainError as error:
        return refuse(error)
    except OSError as error:
        return refuse(_("Det gick inte: %(reason)s Webbplatsen är som den var.") % {"reason": error})
    said = {"made": manifest.made_at, "version": manifest.version, "files": len(manifest.media)}
    say(_("Säkerhetskopian från %(made)s (version %(version)s) är hel: databasen och %(files)s filer.") % said)
    if not options.check:
        say(_("Den är nu på plats."))
        if safety is not None:
            say(_("Det som fanns före ligger i %(path)s.") % {"path": safety})
    return 0
