"""Run the checks in order, keep going when one fails, and say at the end what passed.

    python tools/check.py lint fast browser slow

`./dev lint` and `./dev test` prepare the environment and call this.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# Each lint step: what it is called and the command. Steps run in this order and none stops the next.
LINT: dict[str, list[str]] = {
    "ruff check": [f"{BIN}/ruff", "check", "--quiet"],
    "ruff format": [f"{BIN}/ruff", "format", "--check", "--quiet"],
    "import-linter": [f"{BIN}/lint-imports", "--no-logo"],
    "mypy": [f"{BIN}/mypy"],
    "django check": [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "messages": [sys.executable, "tools/messages.py", "--check"],
    "vendored files": [sys.executable, "tools/vendor.py", "--check"],
}

# Each part of the test suite: the pytest arguments that choose it.
SUITE: dict[str, list[str]] = {
    "fast": ["-m", "not browser and not slow", "-n", "2"],
    "browser": ["-m", "browser and not slow"],
    "slow": ["-m", "slow"],
}


@dataclass(frozen=True)
class Result:
    """What one step gave: how many passed, failed and were skipped, and how long it took."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def lint_step(name: str, command: list[str], environment: dict[str, str]) -> Result:
    """Run one lint step; its output is shown only when it fails."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    seconds = time.monotonic() - start
    ok = done.returncode == 0
    print(f"{'ok' if ok else 'FAILED':>6}  {name} ({seconds:.1f} s)", flush=True)
    if not ok:
        print(done.stdout, flush=True)
    return Result(name, int(ok), int(not ok), 0, seconds)


def suite_part(name: str, arguments: list[str], environment: dict[str, str], folder: Path) -> Result:
    """Run one part of the test suite. A part that collects nothing, or dies, counts as one failure."""
    report = folder / f"{name}.xml"
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--durations=5", f"--junitxml={report}", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    seconds = time.monotonic() - start
    tests, failed, skipped = counts(report)
    if done.returncode != 0 and failed == 0:
        failed = 1
    return Result(name, max(tests - failed - skipped, 0), failed, skipped, seconds)


def counts(report: Path) -> tuple[int, int, int]:
    """Tests, failures (with errors) and skips out of a JUnit file; nothing when pytest never came to write it."""
    if not report.is_file():
        return 0, 0, 0
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    tests = failed = skipped = 0
    for suite in suites:
        tests += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return tests, failed, skipped


def run(parts: list[str], folder: Path) -> Iterator[Result]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "fardplan.settings",
        "FARDPLAN_MODE": "test",
        "FARDPLAN_DATA": str(folder / "data"),
    }
    for part in parts:
        print(f"\n=== {part} ===", flush=True)
        if part == "lint":
            for name, command in LINT.items():
                yield lint_step(name, command, environment)
        else:
            yield suite_part(part, SUITE[part], environment, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the checks and sum them up.")
    parser.add_argument("parts", nargs="+", choices=["lint", *SUITE])
    with tempfile.TemporaryDirectory(prefix="fardplan-check-") as folder:
        results = list(run(parser.parse_args().parts, Path(folder)))
    print("\n=== summary ===")
    for result in results:
        skipped = f", {result.skipped} skipped" if result.skipped else ""
        print(f"{result.name:<16} {result.passed:>5} passed, {result.failed} failed{skipped} ({result.seconds:.0f} s)")
    failed = sum(result.failed for result in results)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
