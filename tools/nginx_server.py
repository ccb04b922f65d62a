"""An nginx of our own with one of the configurations of docs/drift, as it stands there but for addresses and files."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parent.parent
NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
CERTIFICATES = "/etc/letsencrypt/live/dialog.example.se"
PATIENCE = 20  # seconds

MAIN = """
{load}{user}daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def program() -> str | None:
    """The path of nginx; Debian keeps it off the path of those who are not root."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def configuration(name: str, changes: Mapping[str, str]) -> str:
    """A file of docs/drift with each of these words in another's place. Raises KeyError for what is not in it."""
    text = (ROOT / "docs" / "drift" / name).read_text(encoding="utf-8")
    for there, here in changes.items():
        if there not in text:
            raise KeyError(there)
        text = text.replace(there, here)
    return text


@contextmanager
def server(nginx: str, name: str, *, port: int, changes: Mapping[str, str], nchan: bool = False) -> Iterator[None]:
    """nginx with docs/drift/NAME, answering https on a port of this machine with a certificate of its own."""
    with tempfile.TemporaryDirectory(prefix="fardplan-nginx-") as made:
        folder = Path(made)
        _make_certificate(folder)
        own = {
            "    listen [::]:80;\n": "", "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen unix:{folder}/plain.sock;", "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            CERTIFICATES: str(folder),
        }  # fmt: skip
        (folder / "site.conf").write_text(configuration(name, own | dict(changes)), encoding="utf-8")
        (folder / "nginx.conf").write_text(_main(folder, nchan=nchan), encoding="utf-8")
        running = subprocess.Popen([nginx, "-p", made, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
        try:
            _wait_for(port, running, folder)
            yield
        finally:
            running.terminate()
            running.wait(timeout=PATIENCE)


def _main(folder: Path, *, nchan: bool) -> str:
    return MAIN.format(
        folder=folder,
        load=f"load_module {NCHAN};\n" if nchan else "",
        user="user root;\n" if os.geteuid() == 0 else "",
        files=min(65536, int(os.sysconf("SC_OPEN_MAX"))),
        connections=16384,
    )


def _make_certificate(folder: Path) -> None:
    """fullchain.pem and privkey.pem of a name of ours, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dialog.example.se")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=now, not_valid_after=now + datetime.timedelta(days=1),
    ).sign(key, hashes.SHA256())  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip


def _wait_for(port: int, running: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "error.log").read_text(encoding="utf-8")) from None
            time.sleep(0.05)
        else:
            return
