"""Keep the English catalogue in step with the Swedish source.

    ./dev messages            collect every wording from code and templates, compile what is translated
    ./dev messages --check    say what is missing, unsure, superfluous or not compiled; exit 1 if anything is

Swedish is written in the source itself, so there is one catalogue: `src/fardplan/locale/en`. The compiled file is
committed too, because running needs no gettext.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "fardplan"
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"


def collect(package: Path) -> polib.POFile:
    """Run makemessages in a package folder and read the catalogue it leaves there."""
    (package / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale=en", "--extension=html,txt,xml,py"),
            *("--add-location=file", "--no-wrap", "--no-obsolete", "--ignore=node_modules", "--verbosity=0"),
        ],
        cwd=package,
        check=True,
    )
    catalogue = polib.pofile(str(package / CATALOGUE), wrapwidth=0)
    # A time stamp would change at every run and collide at every merge.
    for volatile in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
    ):
        catalogue.metadata.pop(volatile, None)
    catalogue.metadata |= {
        "Project-Id-Version": "fardplan",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalogue.metadata_is_fuzzy = False
    catalogue.header = (
        "English wording of Färdplan. The Swedish wording stands in the source; ./dev messages collects it."
    )
    return catalogue


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def is_translated(entry: polib.POEntry) -> bool:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return bool(texts) and all(text.strip() for text in texts)


def compiled(catalogue: polib.POFile) -> bytes:
    return bytes(catalogue.to_binary())


def update() -> None:
    catalogue = collect(PACKAGE)
    catalogue.save(str(PACKAGE / CATALOGUE))
    (PACKAGE / CATALOGUE).with_suffix(".mo").write_bytes(compiled(catalogue))
    waiting = [entry for entry in catalogue if entry.fuzzy or not is_translated(entry)]
    print(f"{len(catalogue)} wordings, {len(waiting)} of them to translate or to look over in {CATALOGUE}")


def faults() -> list[str]:
    """One line for each fault of the committed catalogue; empty when all is well."""
    path = PACKAGE / CATALOGUE
    if not path.is_file():
        return ["there is no English catalogue: run ./dev messages"]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "fardplan"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "*.pyc", "example"))
        source = {key(entry) for entry in collect(copy)}
    catalogue = polib.pofile(str(path), wrapwidth=0)
    entries = {key(entry): entry for entry in catalogue if not entry.obsolete}
    found = [f"not collected, run ./dev messages: {wording[1]!r}" for wording in sorted(source - entries.keys())]
    found += [
        f"no longer in the source, run ./dev messages: {wording[1]!r}" for wording in sorted(entries.keys() - source)
    ]
    found += [f"not translated: {entry.msgid!r}" for entry in entries.values() if not is_translated(entry)]
    found += [f"unsure (fuzzy): {entry.msgid!r}" for entry in entries.values() if entry.fuzzy]
    machine = path.with_suffix(".mo")
    if not machine.is_file() or machine.read_bytes() != compiled(catalogue):
        found.append("django.mo is not compiled from django.po: run ./dev messages")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Collect, compile or check the English wordings.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is missing")
    if not parser.parse_args().check:
        update()
        return 0
    found = faults()
    print("\n".join(found) or "every wording has its English translation")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
