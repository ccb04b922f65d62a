"""Copy the few front-end files the site serves out of `frontend/node_modules` and note where they come from.

    ./dev vendor            fetch what frontend/package-lock.json names, copy, write VENDORED.toml
    ./dev vendor --check    fetch and compare: are the committed files the published ones?

The files are committed, so installing and running need no Node. `./dev` does the fetching (`npm ci --ignore-scripts`).
"""

import argparse
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "frontend" / "node_modules"
TARGET = ROOT / "src" / "fardplan" / "base" / "static" / "vendor"

# A source map would be one more file to serve, and the static files storage refuses a reference to a missing one.
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")

HEADING = """\
# The files in this directory are published by others. Do not edit them: `./dev vendor` writes them and this list.
# Versions are pinned in frontend/package.json; sha256 is of the file as it stands here (without its source map line).
"""


@dataclass(frozen=True)
class Vendored:
    """One published file: where it lies in its package and what it is called here."""

    package: str
    source: str
    name: str
    unicode_subset: str = ""


FILES = [
    Vendored("htmx.org", "dist/htmx.min.js", "htmx.min.js"),
    Vendored("htmx.org", "LICENSE", "licences/htmx.txt"),
    Vendored("@panzoom/panzoom", "dist/panzoom.min.js", "panzoom.min.js"),
    Vendored("@panzoom/panzoom", "MIT-License.txt", "licences/panzoom.txt"),
    Vendored("hls.js", "dist/hls.light.min.js", "hls.light.min.js"),
    Vendored("hls.js", "LICENSE", "licences/hls.txt"),
    Vendored(
        "@fontsource-variable/source-sans-3",
        "files/source-sans-3-latin-wght-normal.woff2",
        "source-sans-3-latin.woff2",
        "latin",
    ),
    Vendored(
        "@fontsource-variable/source-sans-3",
        "files/source-sans-3-latin-ext-wght-normal.woff2",
        "source-sans-3-latin-ext.woff2",
        "latin-ext",
    ),
    Vendored("@fontsource-variable/source-sans-3", "LICENSE", "licences/source-sans-3.txt"),
]


def published(file: Vendored) -> bytes:
    """The file as its package publishes it, without a reference to a source map."""
    content = (MODULES / file.package / file.source).read_bytes()
    return SOURCE_MAP.sub(b"\n", content) if file.name.endswith(".js") else content


def entry(file: Vendored) -> str:
    """The lines about one file in VENDORED.toml."""
    package = json.loads((MODULES / file.package / "package.json").read_text(encoding="utf-8"))
    lines = [
        "[[file]]",
        f'name = "{file.name}"',
        f'package = "{file.package}"',
        f'version = "{package["version"]}"',
        f'source = "{file.source}"',
        f'licence = "{package["license"]}"',
        f'sha256 = "{hashlib.sha256(published(file)).hexdigest()}"',
    ]
    if file.unicode_subset:
        subsets = json.loads((MODULES / file.package / "unicode.json").read_text(encoding="utf-8"))
        lines.append(f'unicode_range = "{subsets[file.unicode_subset]}"')
    return "\n".join(lines) + "\n"


def expected() -> dict[str, bytes]:
    """Every file that belongs in the vendor directory, by name, with its content."""
    listing = HEADING + "".join("\n" + entry(file) for file in FILES)
    return {file.name: published(file) for file in FILES} | {"VENDORED.toml": listing.encode()}


def present() -> dict[str, bytes]:
    """Every file that stands in the vendor directory, by name, with its content."""
    return {path.relative_to(TARGET).as_posix(): path.read_bytes() for path in TARGET.rglob("*") if path.is_file()}


def differences(wanted: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """One line for each file that is missing, changed or not on the list."""
    missing = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    extra = [f"not on the list in tools/vendor.py: {name}" for name in found.keys() - wanted.keys()]
    changed = [f"not as published: {name}" for name in wanted.keys() & found.keys() if wanted[name] != found[name]]
    return sorted(missing + extra + changed)


def write(wanted: dict[str, bytes]) -> None:
    """Make the vendor directory hold exactly these files."""
    for name in present().keys() - wanted.keys():
        (TARGET / name).unlink()
    for name, content in wanted.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description="Copy or compare the vendored front-end files.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when something differs")
    arguments = parser.parse_args()
    wanted = expected()
    found_differences = differences(wanted, present())
    if arguments.check:
        print("\n".join(found_differences) or f"{len(wanted)} vendored files are as published")
        return 1 if found_differences else 0
    write(wanted)
    print("\n".join(found_differences) or "nothing had changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
