"""The command line: `fardplan serve | work | migrate | …`. Every command says what it does with --help."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# Each command is a module in fardplan.commands with `arguments(parser)` and `run(options) -> exit code`.
COMMANDS: dict[str, str] = {
    "demo": "show the example: migrate, load it, answer pages",
    "serve": "answer pages and do jobs, in one process",
    "work": "do jobs only (mail, reminders, erasing), for a process of their own",
    "migrate": "bring the database and the static files up to this version",
    "import": "bring in a dialogue from a file",
    "export": "write a dialogue and its files into a folder",
    "backup": "copy the database and the uploaded files into one archive, while the site goes on working",
    "restore": "put a backup in the place of what is here, also while the site is running",
    "administrator": "print a link that makes one more administrator, for when nobody else can invite",
    "check": "look whether everything is as it should be, and say what to do where it is not",
}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="fardplan", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    words = sys.argv[1:] if words is None else list(words)
    for name, description in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=description, description=description)
        if words[:1] == [name]:
            module = import_module(f"fardplan.commands.{name.replace('import', 'import_')}")
            module.arguments(subparser)
    options = parser.parse_args(words)
    if options.command == "demo":
        # The example keeps to itself: neither a site's configuration file nor its data folder is touched.
        os.environ.setdefault("FARDPLAN_MODE", "example")
        os.environ.setdefault("FARDPLAN_CONFIG", os.devnull)
        os.environ.setdefault("FARDPLAN_DATA", os.path.join("var", "example"))  # noqa: PTH118
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"fardplan does not start: {error}", file=sys.stderr)
        return 2
    return int(module.run(options))


if __name__ == "__main__":
    sys.exit(main())
