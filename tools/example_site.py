"""Start the example on a free port with a data folder of its own, for page checks, screenshots and Lighthouse."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds; an idle machine needs about ten


@dataclass(frozen=True)
class ExampleSite:
    """A running example: `address` has no slash at its end; `environment` is what its process was started with."""

    address: str
    environment: dict[str, str]

    def run(self, *arguments: str, text: str = "") -> str:
        """Run Python in the example's environment (its database, its settings), fed `text`; return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments)} failed in the example:\n{done.stderr[-4000:]}")
        return done.stdout


def example_environment(data: Path, port: int) -> dict[str, str]:
    """The environment of an example process: nothing of a developer's own settings gets in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FARDPLAN_")}
    return kept | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "fardplan.settings",
        "FARDPLAN_MODE": "example",
        "FARDPLAN_DATA": str(data),
        "FARDPLAN_PORT": str(port),
    }


@contextmanager
def example_site(**settings: str) -> Iterator[ExampleSite]:
    """The example, from migration to answering, in a temporary folder; stopped and removed afterwards.

    `settings` go to its environment, as FARDPLAN_…: `example_site(DATABASE_URL="postgresql://…")`.
    """
    with tempfile.TemporaryDirectory(prefix="fardplan-example-") as folder:
        port = free_port()
        environment = example_environment(Path(folder), port)
        environment |= {f"FARDPLAN_{name}": value for name, value in settings.items()}
        log = Path(folder) / "server.log"
        with log.open("w", encoding="utf-8") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "fardplan", "demo"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=stop_with_parent if sys.platform == "linux" else None,
            )
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}", server, log)
            yield ExampleSite(f"http://127.0.0.1:{port}", environment)
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def stop_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is gone, however it went."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the example stopped by itself:\n{log.read_text(encoding='utf-8')[-4000:]}")
        try:
            with urlopen(f"{address}/halsa/", timeout=5):
                return
        except HTTPError as error:
            raise RuntimeError(f"{address}/halsa/ answers {error.code}") from error
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(
        f"the example did not answer within {PATIENCE} seconds:\n{log.read_text(encoding='utf-8')[-4000:]}"
    )
