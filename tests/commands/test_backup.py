"""A backup of a live site is whole and of one moment, and goes back into a live site."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fardplan.base.errors import DomainError
from fardplan.commands.keeping import restoring
from tests.commands.conftest import Site, site_in

pytestmark = pytest.mark.slow


def wait_for_lines(stream: Any, count: int) -> list[str]:
    return [stream.readline() for _ in range(count)]


def rewritten(archive: Path, target: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Path:
    """The same archive with other contents: what somebody could make who wants to do harm."""
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    with tarfile.open(target, "w") as tar:
        for name, data in change(files).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return target


def test_a_backup_taken_while_people_write_is_of_one_moment(
    site: Site, make_site: Callable[..., Site], tmp_path: Path
) -> None:
    stop, archive = tmp_path / "stop", tmp_path / "kopia.tar"
    writer = site.writer(stop)
    with site.served():
        wait_for_lines(writer.stdout, 20)
        said = site.do("backup", str(archive))
        stop.touch()
        rest = writer.communicate(timeout=60)[0].split()
        assert "databasen (" in said
        assert site.get("/dagen/")[0] == 200
    assert archive.stat().st_mode & 0o077 == 0
    assert rest, "nothing was written while the backup was taken"

    other = make_site("other")
    other.do("restore", str(archive))
    numbers, contributions, mails = other.numbers()
    assert len(numbers) >= 20
    assert numbers == list(range(1, len(numbers) + 1))
    assert (contributions, mails) == (len(numbers), len(numbers))
    assert len(site.numbers()[0]) > len(numbers)
    assert (other.media / "dialogue" / "bild.webp").read_bytes() == b"en bild"
    assert list((site.folder / "data").glob(".backup-*")) == []


WITH_FILES = """
from django.core.files.base import ContentFile
from fardplan.base import clock
from fardplan.contributions.about import About
from fardplan.contributions.actions.receiving import Said, contribute
from fardplan.contributions.models import Attachment
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import CompilationFile
now = clock.now()
dialogue = Dialogue.objects.get(slug="dagen")
submission = contribute(dialogue=dialogue, said=Said(about=About(), text="Se bilagan."), now=now)
letter = Attachment(submission=submission, name="Brev.pdf", bytes=8, text="Ett", added_at=now)
letter.file.save("brev.pdf", ContentFile(b"ett brev"))
compilation = CompilationFile(dialogue=dialogue, format="pdf", as_of=now, asked_at=now, finished_at=now)
compilation.file.save("allt.pdf", ContentFile(b"allt"))
"""

THE_FILES = """
from fardplan.contributions.models import Attachment
from fardplan.ledger.models import CompilationFile
print(Attachment.objects.get().file.read().decode(), CompilationFile.objects.get().file.read().decode(), sep=", ")
"""


def test_letters_and_compilations_are_in_the_backup(site: Site, make_site: Callable[..., Site], tmp_path: Path) -> None:
    site.python(WITH_FILES)
    site.do("backup", str(tmp_path / "kopia.tar"))
    other = make_site("other")
    other.do("restore", str(tmp_path / "kopia.tar"))
    assert other.python(THE_FILES) == "ett brev, allt\n"


# A survey with answers, a published result, a response somebody has begun, and an indicator from a file.
WITH_A_SURVEY = """
from datetime import timedelta
from pathlib import Path
import fardplan
from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.tables import add_table
from fardplan.indicators.numbers import brought
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions.answering import begin, keep_page
from fardplan.surveys.actions.counting import count
from fardplan.surveys.actions.releasing import publish_release
from fardplan.surveys.definition import read
from fardplan.surveys.models import Response, Tally
now = clock.now()
dialogue = Dialogue.objects.get(slug="dagen")
by = Official.objects.create(email="arrangor@example.org", is_administrator=True)
asked = read({"title": {"sv": "Enkät"}, "pages": [{"name": "del", "questions": [
    {"name": "bra", "type": "single", "label": {"sv": "Bra?"}, "required": True,
     "choices": [{"name": "ja", "label": {"sv": "Ja"}}, {"name": "nej", "label": {"sv": "Nej"}}]}]}]})
survey = actions.make_survey(dialogue=dialogue, slug="enkat", name="Enkäten", definition=asked, by=by, now=now)
actions.publish_version(survey=survey, by=by, now=now)
def collection(slug, **until):
    times = {"opens_at": now - timedelta(hours=2), "closes_at": now + timedelta(**until)}
    fields = {"slug": slug, "name": slug, "kind": "open", **times}
    return actions.add_collection(survey=survey, fields=fields, by=by, now=now)
done, under_way = collection("klar", hours=-1), collection("oppen", days=1)
version = survey.versions.get()
Response.objects.bulk_create(
    Response(collection=done, version=version, answers={"bra": "ja" if each % 3 else "nej"}, day=now.date())
    for each in range(60)
)
count(collection=done, now=now)
seen = Tally.objects.get(collection=done).counted_at.isoformat()
publish_release(collection=done, seen=seen, by=by, now=now)
begun = begin(collection=under_way, language="sv", now=now)
keep_page(code=begun.code, page=1, answers={"bra": "nej"}, now=now)
file = Path(fardplan.__file__).parent / "example/statistics/folkmangd-blekinge.json"
table = add_table(dialogue=dialogue, brought=brought(file.read_bytes(), file.name), by=by, now=now, source="SCB")
print(begun.code, len(file.read_bytes()))
"""

THE_SURVEY = """
import sys
from fardplan.indicators.models import StatisticalTable
from fardplan.surveys.actions.answering import underway_of
from fardplan.surveys.models import Release, Response, UnfinishedResponse
from fardplan.surveys.results import shape
release, table = Release.objects.get(), StatisticalTable.objects.get()
percents = [(each.code, each.unweighted) for each in shape.read(release.tables).by_name["bra"].tables[0].total.answers]
print(Response.objects.count(), UnfinishedResponse.objects.count(), release.responses, bool(release.counts), percents)
underway = underway_of(sys.argv[1])
print(underway.answers if underway else None)
print(table.file_name, len(table.file.read()))
"""


def test_surveys_with_what_has_been_begun_and_indicators_are_in_the_backup(
    site: Site, make_site: Callable[..., Site], tmp_path: Path
) -> None:
    code, length = site.python(WITH_A_SURVEY).split()
    archive = tmp_path / "kopia.tar"
    site.do("backup", str(archive))
    other = make_site("other")
    other.do("restore", str(archive))
    shutil.copy(site.folder / "data/example-secret-key", other.folder / "data/example-secret-key")
    assert other.python(THE_SURVEY, code).splitlines() == [
        "60 1 60 True [('ja', 67), ('nej', 33)]",
        "{'bra': 'nej'}",
        f"folkmangd-blekinge.json {length}",
    ]


def test_what_has_been_begun_opens_with_no_other_secret(
    site: Site, make_site: Callable[..., Site], tmp_path: Path
) -> None:
    """A copy that falls into strange hands gives away no unfinished response, not even with its code."""
    code, _length = site.python(WITH_A_SURVEY).split()
    site.do("backup", str(tmp_path / "kopia.tar"))
    other = make_site("other")
    other.do("restore", str(tmp_path / "kopia.tar"))
    assert other.python(THE_SURVEY, code).splitlines()[1] == "None"


def test_a_backup_goes_back_into_a_site_that_is_running(site: Site, tmp_path: Path) -> None:
    archive, stop = tmp_path / "kopia.tar", tmp_path / "stop"
    stop.touch()
    with site.served():
        assert "Dagen" in site.get("/dagen/")[1]
        site.do("backup", str(archive))
        site.python("from fardplan.dialogue.models import Dialogue; Dialogue.objects.update(title='Morgonen')")
        (site.media / "senare.webp").write_bytes(b"kom till efter kopian")
        stop.unlink()
        writer = site.writer(stop)
        wait_for_lines(writer.stdout, 5)
        stop.touch()
        writer.communicate(timeout=60)
        assert "Morgonen" in site.get("/dagen/")[1]

        refused = site.run("restore", str(archive))
        assert (refused.returncode, "Här finns redan en webbplats" in refused.stderr) == (1, True)
        said = site.do("restore", "--replace", str(archive))

        status, page = site.get("/dagen/")
        assert (status, "Morgonen" in page, "Dagen" in page) == (200, False, True)
        assert site.numbers() == ([], 0, 0)
        assert not (site.media / "senare.webp").exists()
        stop.unlink()
        writer = site.writer(stop)
        assert wait_for_lines(writer.stdout, 3) == ["1\n", "2\n", "3\n"]
        stop.touch()
        writer.communicate(timeout=60)
    guarded = site.python(
        "from django.db import DatabaseError\n"
        "from fardplan.contributions.models import Submission\n"
        "try: Submission.objects.update(text='ett annat')\n"
        "except DatabaseError as error: print(error)\n"
    )
    assert "what has come in never changes" in guarded

    safety = next((site.folder / "data" / "backups").glob("before-restore-*.tar"))
    assert str(safety) in said
    site.do("restore", "--replace", str(safety))
    assert "Morgonen" in site.python("from fardplan.dialogue.models import Dialogue; print(Dialogue.objects.get())")
    assert len(site.numbers()[0]) >= 5
    assert (site.media / "senare.webp").read_bytes() == b"kom till efter kopian"


def test_several_processes_share_one_gapless_series(site: Site, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    writers = [site.writer(stop) for _ in range(4)]
    for writer in writers:
        wait_for_lines(writer.stdout, 25)
    stop.touch()
    for writer in writers:
        writer.communicate(timeout=120)
    numbers, contributions, mails = site.numbers()
    assert len(numbers) >= 100
    assert numbers == list(range(1, len(numbers) + 1))
    assert (contributions, mails) == (len(numbers), len(numbers))


def test_a_restore_waits_for_those_who_write(site: Site, tmp_path: Path) -> None:
    """People send in while the database is exchanged: each gets a number, and none is given twice."""
    archive, stop = tmp_path / "kopia.tar", tmp_path / "stop"
    site.do("backup", str(archive))
    writer = site.writer(stop)
    wait_for_lines(writer.stdout, 10)
    site.do("restore", "--replace", str(archive))
    wait_for_lines(writer.stdout, 10)
    stop.touch()
    writer.communicate(timeout=60)
    assert writer.returncode == 0
    numbers, contributions, _mails = site.numbers()
    assert numbers == list(range(1, len(numbers) + 1))
    assert contributions == len(numbers)
    assert len(numbers) >= 1


def _half(archive: Path, target: Path) -> Path:
    target.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    return target


def _one_byte_changed(archive: Path, target: Path) -> Path:
    data = bytearray(archive.read_bytes())
    place = data.index(b"en bild")
    data[place] ^= 1
    target.write_bytes(bytes(data))
    return target


def _with(**files: bytes) -> Callable[[Path, Path], Path]:
    named = {name.replace("__", "/").replace("UP", ".."): data for name, data in files.items()}
    return lambda archive, target: rewritten(archive, target, lambda content: {**named, **content})


def _manifest(**said: Any) -> Callable[[Path, Path], Path]:
    def change(content: dict[str, bytes]) -> dict[str, bytes]:
        manifest = json.loads(content["manifest.json"])
        return {**content, "manifest.json": json.dumps(manifest | said).encode()}

    return lambda archive, target: rewritten(archive, target, change)


def _a_link(archive: Path, target: Path) -> Path:
    shutil.copy(archive, target)
    with tarfile.open(target, "a") as tar:
        link = tarfile.TarInfo("media/lank")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return target


def _another_database(archive: Path, target: Path) -> Path:
    """A database whose rows are not those of the manifest, with a manifest that has the right checksum."""
    import hashlib

    def change(content: dict[str, bytes]) -> dict[str, bytes]:
        path = target.with_suffix(".sqlite3")
        path.write_bytes(gzip.decompress(content["database.sqlite3.gz"]))
        with sqlite3.connect(path) as database:
            database.execute("DELETE FROM organisation_organisation")
        database.close()
        packed = gzip.compress(path.read_bytes())
        manifest = json.loads(content["manifest.json"])
        manifest["files"]["database.sqlite3.gz"] = {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)}
        return {**content, "database.sqlite3.gz": packed, "manifest.json": json.dumps(manifest).encode()}

    return rewritten(archive, target, change)


BAD = {
    "no archive at all": (lambda _archive, target: (target.write_text("hej"), target)[1], "ingen säkerhetskopia"),
    "cut off": (_half, "säkerhetskopia"),
    "one byte changed": (_one_byte_changed, "media/dialogue/bild.webp är ändrad"),
    "something beside": (_with(media__extra=b"x"), "stämmer inte med sin förteckning: media/extra"),
    "a way out": (_with(media__UP__UP__ut=b"x"), "hör hemma där: 'media/../../ut'"),
    "a way out from the root": (_with(__etc__passwd=b"x"), "hör hemma där"),
    "a program": (_with(run=b"x"), "hör hemma där: 'run'"),
    "a link": (_a_link, "hör hemma där: 'media/lank'"),
    "no manifest": (
        lambda archive, target: rewritten(archive, target, lambda content: {
            name: data for name, data in content.items() if name != "manifest.json"
        }),
        "innehållsförteckningen saknas",
    ),
    "a manifest that is none": (
        lambda archive, target: rewritten(archive, target, lambda content: content | {"manifest.json": b"[]"}),
        "förteckning går inte att läsa",
    ),
    "another format": (_manifest(format="fardplan-backup/9"), "format som inte stöds"),
    "a newer version": (_manifest(migrations=[["dialogue", "9999_future"]], version="9.0"), "nyare än den här"),
}  # fmt: skip


@pytest.fixture(scope="module")
def good_archive(prepared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = site_in(tmp_path_factory.mktemp("good") / "site", DATA=str(prepared_data))
    path = site.folder / "kopia.tar"
    site.do("backup", str(path))
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_whole_archive_is_refused(good_archive: Path, tmp_path: Path, name: str) -> None:
    make, words = BAD[name]
    bad, beside = make(good_archive, tmp_path / "bad.tar"), tmp_path / "beside"
    with pytest.raises(DomainError) as refused:
        restoring.prepare(bad, beside)
    assert words in str(refused.value.message)
    assert not (tmp_path / "ut").exists()


def test_a_refused_archive_changes_nothing(site: Site, good_archive: Path, tmp_path: Path) -> None:
    before = (site.numbers(), sorted(str(path) for path in site.media.rglob("*")))
    bad = _another_database(good_archive, tmp_path / "bad.tar")
    done = site.run("restore", "--replace", str(bad))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Databasen i säkerhetskopian stämmer inte med förteckningen.\n"
    assert (site.numbers(), sorted(str(path) for path in site.media.rglob("*"))) == before
    assert list((site.folder / "data").glob(".restore-*")) == []


def test_an_archive_is_not_overwritten_and_can_be_checked(site: Site, tmp_path: Path, good_archive: Path) -> None:
    archive = Path(shutil.copy(good_archive, tmp_path / "kopia.tar"))
    before = archive.read_bytes()
    refused = site.run("backup", str(archive))
    assert (refused.returncode, "skrivs inte över" in refused.stderr) == (1, True)
    assert archive.read_bytes() == before
    assert "är hel" in site.do("restore", "--check", str(archive))
    folder = archive.parent / "kopior"
    folder.mkdir()
    site.do("backup", str(folder))
    assert [path.name[:9] for path in folder.iterdir()] == ["fardplan-"]


def test_check_says_what_to_do(site: Site, make_site: Callable[..., Site]) -> None:
    well = site.run("check")
    assert "✓  Databasen: SQLite, WAL" in well.stdout
    assert "!  Återkommande jobb" in well.stdout
    assert "!  Huvudansvariga: ingen" in well.stdout
    site.python(
        "from django.db import connection\n"
        "with connection.cursor() as cursor: cursor.execute('DROP TRIGGER audit_is_not_changed')\n"
    )
    shutil.rmtree(site.folder / "data" / "static")
    done = site.run("check", "--quiet")
    assert done.returncode == 1
    assert "!  Databasens vakter: audit_is_not_changed saknas\n   → Kör fardplan migrate" in done.stdout
    assert "!  Stilmallar och skript: saknas" in done.stdout
    assert "✓" not in done.stdout
    site.do("migrate")
    mended = site.run("check", "--quiet").stdout
    assert "vakter" not in mended
    assert "Stilmallar" not in mended

    empty = make_site("empty").run("check", "--quiet").stdout
    assert "!  Databasens form:" in empty
