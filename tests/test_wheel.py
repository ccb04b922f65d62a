"""What is built for others to install is all there, and runs without the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import fardplan

ROOT = Path(__file__).parent.parent
PACKAGE = Path(fardplan.__file__).parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing is left in the checkout; with Node packages in the way."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "requirements", copy / "requirements")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    (copy / "frontend" / "node_modules" / "something").mkdir(parents=True)
    (copy / "frontend" / "node_modules" / "something" / "index.js").write_text("export default 1;\n")
    built = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"), "-w", built, copy],
        check=True,
    )
    return next(built.glob("fardplan-*.whl"))


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {
        f"fardplan/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == ours


@pytest.mark.parametrize(
    "kind", ["css/fardplan.css", "source-sans-3-latin.woff2", "htmx.min.js", "base/page.html", "LICENSE", "METADATA"]
)
def test_the_wheel_holds_one_of_each_kind(wheel: Path, kind: str):
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(kind)] != []


def test_what_is_installed_migrates_and_collects_its_files_far_from_the_checkout(wheel: Path, tmp_path: Path):
    installed = tmp_path / "installed"
    subprocess.run(
        [*(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"), "--target", installed, wheel],
        check=True,
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FARDPLAN_", "DJANGO_"))}
    environment |= {"PYTHONPATH": str(installed), "FARDPLAN_MODE": "example", "FARDPLAN_DATA": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-m", "fardplan", "migrate"], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "data" / "fardplan.sqlite3").is_file()
    assert list((tmp_path / "data" / "static").rglob("fardplan.*.css")) != []
