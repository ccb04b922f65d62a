"""Draw the example's pictures and films again. See README.md beside this file for what it needs.

python -m tools.example_media.build            everything
python -m tools.example_media.build pictures   without the films
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tools.example_media import film, illustrations, marks, note_one, note_two, render, scenes, sound

SOURCE = Path(__file__).resolve().parents[2] / "src" / "fardplan"
TARGET = SOURCE / "example" / "media"
STATIC = SOURCE / "base" / "static" / "fardplan"


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def draw_pictures(work: Path) -> None:
    """Graphic notes, hero, small pictures, marks."""
    sheets = {
        "grafisk-anteckning-dag-1": note_one.note(),
        "grafisk-anteckning-dag-2": note_two.note(),
        "blekinge": illustrations.hero(),
    }
    sheets |= {f"onskat-lage-{i}-{name}": make() for i, (name, make) in enumerate(illustrations.PARTS.items(), 1)}
    sheets["film-dag-3-stillbild"] = illustrations.still()
    jobs = [(name, sheet.svg(), sheet.width, sheet.height, False) for name, sheet in sheets.items()]
    jobs += [
        ("logo", marks.example_logo(size=384), 384, 384, True),
        ("touch", mark(size=180, square=True), 180, 180, False),
    ]
    jobs.append(("social", social(), 1200, 630, False))
    done = render.pictures(jobs, work)
    for name in sheets:
        if name.endswith("stillbild"):
            picture(done[name]).save(TARGET / f"{name}.jpg", quality=84, optimize=True, progressive=True)
        else:
            picture(done[name]).save(TARGET / f"{name}.webp", quality=86, method=6)
    (TARGET / "logotyp-exempel.png").write_bytes(squeezed(done["logo"]))
    (STATIC / "apple-touch-icon.png").write_bytes(squeezed(done["touch"]))
    (STATIC / "social.png").write_bytes(squeezed(done["social"]))


def mark(*, size: int, square: bool = False) -> str:
    """Färdplan's mark in another size; telephones round the corners of a square one themselves."""
    drawn = (STATIC / "img" / "mark.svg").read_text().strip()
    sized = drawn.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    return sized.replace('rx="7"', 'rx="0"') if square else sized


def squeezed(data: bytes) -> bytes:
    """The same PNG with a palette."""
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGBA").quantize(128, method=Image.Quantize.FASTOCTREE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def social() -> str:
    """The card that other sites show for a link: the hero with the mark and the name."""
    hero = illustrations.hero()
    hero.marks.append('<g transform="translate(120 96) scale(2.1)">' + mark(size=64) + "</g>")
    hero.letters(290, 205, "Färdplan", 120, face="brush")
    return hero.svg().replace(
        'viewBox="0 0 1920 840" width="1920" height="840"', 'viewBox="0 0 1600 840" width="1200" height="630"'
    )


def shoot_films(work: Path) -> None:
    """Both films with sound, and a still of each."""
    for name, made, still, transpose, beat in (
        ("film-dag-1", scenes.day_one(), 8.4, 0, 0.5),
        ("film-dag-2", scenes.day_two(), 7.4, -3, 0.54),
    ):
        bed = work / f"{name}.wav"
        sound.write(bed, made.seconds, transpose=transpose, beat=beat)
        film.shoot(made, bed, TARGET / f"{name}.mp4", work)
        picture(film.stills(made, [still], work)[0]).save(
            TARGET / f"{name}-stillbild.jpg", quality=82, optimize=True, progressive=True
        )


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    STATIC.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        draw_pictures(Path(folder))
        if sys.argv[1:] != ["pictures"]:
            shoot_films(Path(folder))
