"""The vendored files are the ones listed, byte for byte. (`./dev lint` compares them with their packages as well.)"""

import hashlib
import tomllib
from pathlib import Path

import fardplan

VENDOR = Path(fardplan.__file__).parent / "base" / "static" / "vendor"


def test_every_vendored_file_is_listed_with_its_checksum():
    listing = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))
    listed = {entry["name"]: entry["sha256"] for entry in listing["file"]}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.toml"
    }
    assert present == listed


def test_every_vendored_package_brings_its_licence():
    listing = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))
    packages = {entry["package"] for entry in listing["file"]}
    with_licence = {entry["package"] for entry in listing["file"] if entry["name"].startswith("licences/")}
    assert with_licence == packages
