"""The archive: a plain tar with the database, the uploaded files, and a manifest that says what must be there.

    database.sqlite3.gz | database.pgdump
    media/…
    manifest.json            last, so that an archive that was cut off has none

Nothing in an archive is believed before it has been compared with the manifest: names, sizes and SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from fardplan.base.errors import Invalid

FORMAT = "fardplan-backup/1"
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3.gz", "postgresql": "database.pgdump"}
MANIFEST_BYTES = 50_000_000
CHUNK = 1 << 20

_SAFE_NAME = re.compile(r"media/(?!.*(?:^|/)\.\.?(?:/|$))[^\x00\\]+")


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    sha256: str
    bytes: int


@dataclass
class Manifest:
    """What an archive holds. `counts`: rows by table at the moment of the copy; `migrations`: [app, name] pairs."""

    version: str
    made_at: str
    engine: str
    mode: str
    counts: dict[str, int]
    migrations: list[list[str]]
    files: dict[str, Entry] = field(default_factory=dict)
    format: str = FORMAT

    @property
    def media(self) -> list[str]:
        return sorted(name for name in self.files if name.startswith("media/"))

    @property
    def bytes(self) -> int:
        return sum(entry.bytes for entry in self.files.values())


class Writer:
    """Adds files to an archive that is being written, keeping account of them in the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def add(self, name: str, source: Path) -> None:
        with source.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            hashed = _Hashing(opened)
            self._tar.addfile(_member(name, size), hashed)
        self.manifest.files[name] = Entry(sha256=hashed.sha256.hexdigest(), bytes=size)

    def finish(self) -> None:
        data = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1).encode()
        self._tar.addfile(_member(MANIFEST, len(data)), io.BytesIO(data))


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


class _Hashing(io.RawIOBase):
    """Reads on from a file and hashes what goes by."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sha256.update(data)
        return data


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive beside its final place and move it there when it is whole. Only its owner may read it."""
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                writer = Writer(tar, manifest)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def compress(source: Path, target: Path) -> None:
    with source.open("rb") as plain, gzip.open(target, "wb", compresslevel=6) as packed:
        while piece := plain.read(CHUNK):
            packed.write(piece)


def read_manifest(path: Path) -> Manifest:
    """What an archive says that it holds. Raises Invalid when it is no archive of ours, or not a whole one."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            return _manifest_of(tar)
    except FileNotFoundError:
        raise Invalid(_("Filen %(name)s finns inte.") % {"name": path}) from None
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Invalid(_("%(name)s är ingen säkerhetskopia, eller så är den skadad.") % {"name": path}) from error


def _manifest_of(tar: tarfile.TarFile) -> Manifest:
    members = {}
    for member in tar:
        _refuse_unsafe(member)
        if member.name in members:
            raise Invalid(_("Säkerhetskopian är skadad: %(name)s finns två gånger.") % {"name": member.name})
        members[member.name] = member
    if MANIFEST not in members:
        raise Invalid(_("Säkerhetskopian är inte hel: innehållsförteckningen saknas. Den kan ha avbrutits."))
    manifest = _parse(tar, members.pop(MANIFEST))
    missing, unknown = sorted(manifest.files.keys() - members), sorted(members.keys() - manifest.files)
    if missing or unknown:
        name = (missing or unknown)[0]
        raise Invalid(_("Säkerhetskopian stämmer inte med sin förteckning: %(name)s.") % {"name": name})
    return manifest


def _refuse_unsafe(member: tarfile.TarInfo) -> None:
    known = {MANIFEST, *DATABASES.values()}
    if not member.isreg() or not (member.name in known or _SAFE_NAME.fullmatch(member.name)):
        raise Invalid(_("Säkerhetskopian innehåller något som inte hör hemma där: %(name)r.") % {"name": member.name})


def _parse(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Manifest:
    if member.size > MANIFEST_BYTES:
        raise Invalid(_("Säkerhetskopians förteckning är för stor."))
    opened = tar.extractfile(member)
    try:
        said: dict[str, Any] = json.loads(opened.read()) if opened else {}
        files = said.pop("files").items()
        entries = {name: Entry(sha256=str(entry["sha256"]), bytes=int(entry["bytes"])) for name, entry in files}
        manifest = Manifest(files=entries, **said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid(_("Säkerhetskopians förteckning går inte att läsa.")) from error
    if manifest.format != FORMAT:
        raise Invalid(_("Säkerhetskopian har ett format som inte stöds: %(format)s.") % {"format": manifest.format})
    if DATABASES.get(manifest.engine) not in manifest.files:
        raise Invalid(_("Säkerhetskopian har ingen databas."))
    return manifest


def unpack(path: Path, manifest: Manifest, into: Path) -> None:
    """Write every file of the archive below `into`, and compare it with the manifest. Raises Invalid for a difference.

    Unpacks nothing but the names that `read_manifest` has seen and found safe.
    """
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            _refuse_unsafe(member)
            expected = manifest.files.get(member.name)
            opened = tar.extractfile(member)
            if expected is None or opened is None or member.size != expected.bytes:
                raise Invalid(_("Säkerhetskopian är skadad: %(name)s har fel längd.") % {"name": member.name})
            target = into / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _copied(opened, target) != expected.sha256:
                raise Invalid(_("Säkerhetskopian är skadad: %(name)s är ändrad.") % {"name": member.name})


def verify(path: Path, manifest: Manifest) -> None:
    """Read the whole archive and compare it with its manifest, without writing anything."""
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            opened = tar.extractfile(member)
            digest = hashlib.sha256()
            while opened and (piece := opened.read(CHUNK)):
                digest.update(piece)
            if digest.hexdigest() != manifest.files[member.name].sha256:
                raise Invalid(_("Säkerhetskopian är skadad: %(name)s är ändrad.") % {"name": member.name})


def _copied(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while piece := source.read(CHUNK):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
