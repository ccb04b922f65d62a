"""Uploaded pictures: checked, turned upright, re-encoded without metadata, and kept in several widths.

Nothing of the upload survives but its pixels. The stored name holds a random key and the picture's measures
("graphic-notes/k3n…-3200x2000.webp"), and each narrower rendition stands beside it ("…-3200x2000-960.webp"), so that
`srcset` needs neither the database nor the file.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from fardplan.base import ids
from fardplan.base.errors import Invalid

FORMATS = {"JPEG": "jpg", "PNG": "webp", "WEBP": "webp"}  # what may come in, and what it is kept as
BYTES = 40_000_000
PIXELS = 50_000_000  # a decompression bomb is refused before it is unpacked
SIDE = 12_000
WIDTHS = (480, 960, 1600, 2400)
_NAME = re.compile(
    r"^(?P<stem>[a-z-]+/[A-Za-z0-9_-]{22}-(?P<width>\d+)x(?P<height>\d+))(?:-\d+)?\.(?P<ending>jpg|webp)$"
)


@dataclass(frozen=True)
class Stored:
    """A picture in the storage: its name, and its measures in pixels."""

    name: str
    width: int
    height: int


def store(upload: IO[bytes], *, folder: str, widest: int = 6000) -> Stored:
    """Check a picture, make it our own and keep it. `widest`: a wider one is scaled down to so many pixels.

    Raises Invalid, with words for the person, when it is not a whole JPEG, PNG or WebP within the limits.
    """
    picture, kept_as = _opened(upload)
    if picture.width > widest:
        picture.thumbnail((widest, SIDE), Image.Resampling.LANCZOS)
    stem = f"{folder}/{ids.secret_key()}-{picture.width}x{picture.height}"
    name = default_storage.save(f"{stem}.{kept_as}", ContentFile(_encoded(picture, kept_as)))
    for width in (each for each in WIDTHS if each < picture.width):
        height = max(1, round(picture.height * width / picture.width))
        narrower = picture.resize((width, height), Image.Resampling.LANCZOS)
        default_storage.save(f"{stem}-{width}.webp", ContentFile(_encoded(narrower, "webp")))
    return Stored(name=name, width=picture.width, height=picture.height)


def _opened(upload: IO[bytes]) -> tuple[Image.Image, str]:
    """The picture's pixels, upright and in sRGB, and what it is kept as."""
    data = upload.read(BYTES + 1)
    if len(data) > BYTES:
        raise Invalid(_("Bilden är för stor. Den får vara högst 40 megabyte."))
    _refuse_by_first_bytes(data)
    too_many = Invalid(_("Bilden har för många bildpunkter. Den får ha högst 50 miljoner."))
    unreadable = Invalid(_("Bilden går inte att läsa. Spara den som JPEG, PNG eller WebP och försök igen."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count the pixels ourselves
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as checked:
                if checked.width * checked.height > PIXELS or max(checked.size) > SIDE:
                    raise too_many
                checked.verify()
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as opened:
                kept_as = FORMATS[str(opened.format)]
                opened.load()
                picture = ImageOps.exif_transpose(_in_srgb(opened)) or opened
    except Invalid:
        raise
    except Image.DecompressionBombError as problem:
        raise too_many from problem
    except Exception as problem:
        # Pillow's readers raise many kinds of errors for broken files, and each means the same to the person.
        raise unreadable from problem
    return picture, kept_as


def _refuse_by_first_bytes(data: bytes) -> None:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in start:
        raise Invalid(_("SVG-bilder tas inte emot, eftersom de kan innehålla program. Spara bilden som PNG."))
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"ftyphevc"}:
        raise Invalid(_("Bilden är i ett format (HEIC eller AVIF) som inte tas emot. Spara den som JPEG."))
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) and data[8:12] != b"WEBP":
        raise Invalid(_("Filen är ingen JPEG-, PNG- eller WebP-bild."))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The same picture as RGB or RGBA in sRGB; a profile of its own is worked in and then dropped."""
    exif = picture.getexif()
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            converted = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError):
            picture = picture.convert(mode)
    result = picture.convert(mode)
    # exif_transpose reads the orientation from here; nothing else of it is written.
    result.info = {}
    result.getexif().update({0x0112: exif.get(0x0112, 1)})
    return result


def _encoded(picture: Image.Image, kept_as: str) -> bytes:
    """Bytes without metadata: saved from pixels alone."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if kept_as == "jpg":
        bare.convert("RGB").save(out, "JPEG", quality=88, optimize=True, progressive=True)
    else:
        bare.save(out, "WEBP", quality=86, method=4)
    return out.getvalue()


def measures(name: str) -> tuple[int, int] | None:
    """Width and height in pixels of a picture that `store` kept; None for any other name."""
    found = _NAME.fullmatch(name)
    return (int(found["width"]), int(found["height"])) if found else None


def renditions(name: str) -> list[tuple[str, int]]:
    """(name, width) of every rendition of a stored picture, narrowest first, itself last."""
    found = _NAME.fullmatch(name)
    if found is None:
        return []
    width = int(found["width"])
    return [*((f"{found['stem']}-{each}.webp", each) for each in WIDTHS if each < width), (name, width)]


def stem(name: str) -> str:
    """What all renditions of one picture begin with; empty for a name that is not a stored picture's."""
    found = _NAME.fullmatch(name)
    return found["stem"] if found else ""


def remove(name: str) -> None:
    """Delete a picture and its renditions from the storage."""
    for each, _width in renditions(name) or [(name, 0)]:
        default_storage.delete(each)
