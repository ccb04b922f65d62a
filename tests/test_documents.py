"""The documents name every command and setting there is, and none that is not."""

import re
import subprocess
from pathlib import Path

from fardplan.__main__ import COMMANDS
from fardplan.configuration import PREFIX, SETTINGS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

# Named in the documents, but not settings of the program: where the settings file is, and what ./dev reads.
BESIDE_THE_SETTINGS = {"FARDPLAN_CONFIG", "FARDPLAN_VENV"}


def text_of(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def for_developers() -> str:
    return text_of(ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))


def dev_commands() -> set[str]:
    shown = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  ([a-z-]+) ", shown, re.MULTILINE))


def test_every_dev_command_is_documented_and_every_documented_one_exists():
    documented = set(re.findall(r"\./dev ([a-z-]+)", for_developers()))
    assert documented == dev_commands()


def test_dev_alone_shows_its_help():
    alone = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=True).stdout
    assert alone == subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout


def test_every_setting_is_in_the_guide_for_operators_and_every_one_there_exists():
    guide = text_of(DOCS / "drift.md")
    documented = set(re.findall(rf"\b{PREFIX}[A-Z]+(?:_[A-Z]+)*\b", guide)) - BESIDE_THE_SETTINGS
    documented = {name.removesuffix("_FILE") for name in documented} - {f"{PREFIX}X"}  # FARDPLAN_X_FILE: any of them
    assert documented == {PREFIX + name for name in SETTINGS}


def test_every_command_is_in_the_guide_for_operators_and_every_one_there_exists():
    guide = text_of(DOCS / "drift.md")
    documented = set(re.findall(r"`(?:sudo -u fardplan )?fardplan ([a-z][a-z-]*)", guide))
    documented |= set(re.findall(r"^\s*(?:\S*/)?fardplan ([a-z][a-z-]*)\b", guide, re.MULTILINE))
    assert documented == COMMANDS.keys()


def test_every_link_between_the_documents_leads_somewhere():
    broken = []
    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_decisions_are_numbered_in_one_sequence_and_references_lead_to_one():
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    numbers = [name[:4] for name in names]
    assert numbers == [f"{number:04d}" for number in range(1, len(names) + 1)]
    sources = text_of(*sorted((ROOT / "src").rglob("*.py")), *sorted(DOCS.rglob("*.md")))
    assert set(re.findall(r"decision (\d{4})", sources)) <= set(numbers)
