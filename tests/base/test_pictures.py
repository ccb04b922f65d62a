"""What a picture may be, and what is left of it."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from PIL import Image

from fardplan.base import pictures
from fardplan.base.errors import Invalid


def encoded(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(out, kind, **how)
    return out.getvalue()


def stored(data: bytes, **how: int) -> pictures.Stored:
    return pictures.store(io.BytesIO(data), folder="test", **how)


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        picture = Image.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def words_for(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        stored(data)
    assert not Path(settings.MEDIA_ROOT).exists()
    return str(refused.value.message)


def test_a_picture_is_kept_in_every_narrower_width():
    kept = stored(encoded("JPEG", (1000, 500)))
    found = {name: opened(name).size for name, _width in pictures.renditions(kept.name)}
    assert list(found.values()) == [(480, 240), (960, 480), (1000, 500)]
    assert (kept.width, kept.height, pictures.measures(kept.name)) == (1000, 500, (1000, 500))


def test_the_name_is_ours_alone():
    kept = stored(encoded("PNG"))
    assert kept.name.startswith("test/")
    assert kept.name.endswith("-60x40.webp")


def test_metadata_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side: turn it 90° clockwise
    exif[0x010F] = "Kameramärke"
    exif[0x8825] = {1: "N", 2: (56.0, 10.0, 0.0)}  # where it was taken
    kept = stored(encoded("JPEG", (60, 40), exif=exif, comment=b"hemligt"))
    picture = opened(kept.name)
    assert (picture.size, dict(picture.getexif()), picture.info.get("comment")) == ((40, 60), {}, None)
    with default_storage.open(kept.name) as file:
        assert "Kameramärke".encode() not in file.read()


def test_a_profile_is_worked_into_the_colours():
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = stored(encoded("PNG", icc_profile=lab))
    assert opened(kept.name).info.get("icc_profile") is None


def test_transparency_stays():
    kept = stored(encoded("PNG", mode="RGBA"))
    assert opened(kept.name).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16"])
def test_every_kind_of_png_becomes_ordinary(mode: str):
    assert opened(stored(encoded("PNG", mode=mode)).name).mode == "RGB"


def test_a_wide_picture_is_scaled_down():
    assert stored(encoded("PNG", (3000, 30)), widest=1280).width == 1280


def test_svg_is_refused_with_the_reason():
    assert "SVG" in words_for(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    assert "SVG" in words_for(b"\xef\xbb\xbf  <?xml version='1.0'?><!DOCTYPE svg><svg/>")


def test_a_gif_is_refused():
    assert "JPEG-, PNG- eller WebP" in words_for(encoded("GIF", mode="P"))


def test_a_telephone_format_is_refused_with_advice():
    assert "Spara den som JPEG" in words_for(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100)


def test_a_page_that_begins_like_a_picture_is_not_a_picture():
    assert "går inte att läsa" in words_for(b"\xff\xd8\xff<html><script>alert(1)</script>")


def test_a_picture_with_a_page_behind_it_loses_the_page():
    kept = stored(encoded("PNG") + b"<script>alert(document.domain)</script>")
    with default_storage.open(kept.name) as file:
        assert b"<script" not in file.read()


def test_a_truncated_picture_is_refused():
    assert "går inte att läsa" in words_for(encoded("JPEG", (400, 400))[:-400])


def test_a_bomb_is_refused_before_it_is_unpacked():
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    side = 60_000  # 3.6 billion pixels in a few hundred bytes
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )
    assert "för många bildpunkter" in words_for(bomb)


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "BYTES", 1000)
    assert "för stor" in words_for(encoded("PNG") + b"\x00" * 2000)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"])
)
@rules(max_examples=150, deadline=None)
def test_whatever_comes_is_a_picture_or_refused(data: bytes, start: bytes):
    with pytest.raises(Invalid):
        pictures._opened(io.BytesIO(start + data))


def test_names_that_are_not_ours_have_no_renditions():
    assert pictures.renditions("test/../../etc/passwd-10x10.webp") == []
    assert pictures.measures("film.mp4") is None


def test_removing_takes_every_width():
    kept = stored(encoded("PNG", (1000, 10)))
    pictures.remove(kept.name)
    assert list((Path(settings.MEDIA_ROOT) / "test").iterdir()) == []
