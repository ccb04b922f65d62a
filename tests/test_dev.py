"""The one script: what it says when it cannot help, and that it takes an environment that is there."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def dev(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "dev", *words], capture_output=True, text=True, check=False, env=os.environ | environment, cwd="/"
    )


def test_an_unknown_command_is_named_and_the_way_on_shown():
    answer = dev("fly")
    assert (answer.returncode, answer.stderr) == (1, "./dev: there is no command called fly; ./dev help lists them\n")


def test_an_environment_that_is_there_is_used_as_it_is():
    answer = dev("fast", "--version", FARDPLAN_VENV=str(Path(sys.executable).parent.parent))
    assert answer.returncode == 0
    assert answer.stdout.startswith("pytest ")


def test_an_environment_that_is_not_there_is_named():
    answer = dev("fast", FARDPLAN_VENV="/there/is/none")
    assert answer.returncode == 1
    assert answer.stderr == "./dev: FARDPLAN_VENV names /there/is/none, which has no working bin/python\n"


def test_on_a_bare_system_everything_missing_is_named_in_one_line(tmp_path: Path):
    """As someone who may not install: a PATH with the tools every Debian has, and Python without its venv."""
    tools = ["bash", "dirname", "cat", "ls", "grep", "cmp", "sed"]
    for tool in tools:
        (tmp_path / tool).symlink_to(f"/bin/{tool}" if Path(f"/bin/{tool}").exists() else f"/usr/bin/{tool}")
    scripts = {
        "id": "echo 1000",
        "apt-get": "exit 99",
        "dpkg-query": "exit 1",
        "python3": f'case "$*" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac',
    }
    for name, line in scripts.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "dev").write_bytes((ROOT / "dev").read_bytes())
    (checkout / "dev").chmod(0o755)
    answer = subprocess.run(
        [checkout / "dev", "test"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
    )
    wanted = f"python3.{sys.version_info.minor}-venv gettext nodejs npm fonts-liberation libatomic1"
    begins = f"./dev: install what is missing and try again: sudo apt-get update && sudo apt-get install -y {wanted}"
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert answer.stderr.startswith(begins), answer.stderr
