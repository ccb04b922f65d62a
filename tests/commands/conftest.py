"""A site of its own for tests of the commands: a folder, a database, and processes that run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tools.example_site import free_port

ROOT = Path(__file__).resolve().parents[2]

PREPARE = """
from datetime import timedelta
from django.core.files.base import ContentFile
from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.organisation.models import Organisation
now = clock.now()
Organisation.objects.create(id=1, name="Region Exempel", email="dialog@example.org")
dialogue = Dialogue.objects.create(
    slug="dagen", title="Dagen", contributions_open_at=now - timedelta(days=1), published_at=now - timedelta(days=2)
)
dialogue.picture.save("bild.webp", ContentFile(b"en bild"))
"""

# Writes contributions one after the other until a file appears; says each number once it is durable.
WRITE = """
import sys
from pathlib import Path
from fardplan.base import clock
from fardplan.contributions.about import About
from fardplan.contributions.actions.receiving import Said, contribute
from fardplan.dialogue.models import Dialogue
dialogue = Dialogue.objects.get(slug="dagen")
while not Path(sys.argv[1]).exists():
    submission = contribute(
        dialogue=dialogue, said=Said(about=About(), text="En synpunkt.", email="a@example.org"), now=clock.now()
    )
    print(submission.number, flush=True)
"""

NUMBERS = """
from fardplan.base.models import OutgoingMail
from fardplan.contributions.models import Contribution, Submission
print(*Submission.objects.order_by("number").values_list("number", flat=True))
print(Contribution.objects.count(), OutgoingMail.objects.count())
"""


@dataclass(frozen=True)
class Site:
    """An installation in a folder, in example mode; every command runs in a process of its own."""

    folder: Path
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.environment['FARDPLAN_PORT']}"

    @property
    def media(self) -> Path:
        return self.folder / "data" / "media"

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """fardplan with these words."""
        return subprocess.run(
            [sys.executable, "-m", "fardplan", *words], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, check=False,
        )  # fmt: skip

    def do(self, *words: str) -> str:
        """fardplan with these words, which must succeed; what it said."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, program: str, *words: str) -> str:
        """Run a program with Django set up; what it printed."""
        whole = f"import django; django.setup()\n{program}"
        done = subprocess.run(
            [sys.executable, "-c", whole, *words], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def writer(self, stop: Path) -> subprocess.Popen[str]:
        return self.start("-c", f"import django; django.setup()\n{WRITE}", str(stop))

    def numbers(self) -> tuple[list[int], int, int]:
        """Submission numbers, how many contributions, how many mails."""
        first, second = self.python(NUMBERS).splitlines()
        contributions, mails = second.split()
        return [int(number) for number in first.split()], int(contributions), int(mails)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[str]]:
        """The site answering pages; its process."""
        server = self.start("-m", "fardplan", "serve")
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    self.get("/halsa/")
                    break
                except (URLError, OSError):
                    assert server.poll() is None, server.stdout and server.stdout.read()
                    assert time.monotonic() < deadline
                    time.sleep(0.1)
            yield server
        finally:
            server.terminate()
            server.wait(timeout=30)
            if server.stdout:
                server.stdout.close()


def site_in(folder: Path, **settings: str) -> Site:
    """A folder with its own environment; nothing is in it yet."""
    folder.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FARDPLAN_", "LC_", "LANG"))}
    chosen = {"MODE": "example", "DATA": str(folder / "data"), "PORT": str(free_port()), "CONFIG": os.devnull}
    environment = kept | {f"FARDPLAN_{key}": value for key, value in (chosen | settings).items()}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "fardplan.settings"}
    return Site(folder, environment | {"LANG": "sv_SE.UTF-8"})


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """make_site("one"): an empty site in a folder of that name."""
    return lambda name, **settings: site_in(tmp_path / name, **settings)


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with a published dialogue that takes contributions, and one picture."""
    site = site_in(tmp_path_factory.mktemp("prepared") / "site")
    site.do("migrate")
    site.python(PREPARE)
    return site.folder / "data"


@pytest.fixture
def site(make_site: Callable[..., Site], prepared_data: Path) -> Site:
    """A site of this test's own with a dialogue that takes contributions."""
    site = make_site("site")
    shutil.copytree(prepared_data, site.folder / "data")
    return site
