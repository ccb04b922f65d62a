"""Write the letters of the example, which points are marked in: python -m tools.example_letters

Makes src/fardplan/example/documents/*.docx and *.pdf, and beside each the text that reading it gives. The files are the
same every time.
"""

from __future__ import annotations

import io
import os
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "fardplan" / "example" / "documents"
EXAMPLE = "Exempeltext. Skriven för att visa hur Färdplan fungerar."


@dataclass(frozen=True)
class Letter:
    """A letter in words: its heading, when it was written, and its parts, each a heading and a paragraph."""

    file: str
    heading: str
    date: str
    parts: tuple[tuple[str, str], ...]


LETTERS = [
    Letter(
        "yttrande-kommun.docx",
        "Yttrande över remissutgåvan",
        "18 mars 2021",
        (
            ("Sammanfattning", "Kommunen tillstyrker förslaget med ändringar."),
            (
                "Genomförandet",
                "Vi saknar ansvar för genomförandet. Det står vad länet ska bli, men inte vem som gör vad. "
                "Det som ingen har ansvar för blir sällan av.",
            ),
            (
                "Hela länet",
                "Hela länet är inget förhållningssätt utan planering. Flytta dit stycket, "
                "så att det går att följa upp.",
            ),
            ("Övrigt", "Kommunen har inga synpunkter på inriktning B."),
        ),
    ),
    Letter(
        "yttrande-myndighet.pdf",
        "Yttrande över förslag till strategi",
        "9 april 2021",
        (
            ("Ställningstagande", "Myndigheten tillstyrker förslaget med ändringar."),
            (
                "Bostäder och vatten",
                "Säg hur vatten och strandskydd vägs mot bostäder. I dag står bostäderna i ett stycke och havet i ett "
                "annat, och ingen läser dem tillsammans.",
            ),
            ("Energi och hav", "Havsmiljön återhämtar sig inte av ren energi ensam. De två målen behöver var sin väg."),
        ),
    ),
    Letter(
        "svar-naturforening.docx",
        "Svar på remissen",
        "29 april 2021",
        (
            ("Vad vi tycker", "Vi tillstyrker med två ändringar."),
            (
                "Utsläppen",
                "Stå inte bara för mindre utsläpp, skriv mätbart. Ett mål utan mått och startår kan alltid sägas vara "
                "nått.",
            ),
            ("Bostäderna", "Rör inte stränderna. Det som byggs vid vatten byggs för alltid."),
        ),
    ),
]


def main() -> int:
    os.environ.setdefault("FARDPLAN_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fardplan.settings")
    import django

    django.setup()
    from django.core.files.base import ContentFile

    from fardplan.documents.reading.files import read_attachment

    for letter in LETTERS:
        data = _docx(letter) if letter.file.endswith(".docx") else _pdf(letter)
        path = FOLDER / letter.file
        path.write_bytes(data)
        read = read_attachment(ContentFile(data, name=letter.file))
        path.with_suffix(".txt").write_bytes(read.text.encode())
        print(f"{letter.file}  {len(data) / 1000:.0f} kB, {len(read.text)} characters")
    return 0


def _docx(letter: Letter) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = letter.heading
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = datetime(2021, 1, 1, tzinfo=UTC)
    document.add_heading(letter.heading, level=0)
    document.add_paragraph(f"{letter.date}. {EXAMPLE}")
    for heading, text in letter.parts:
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    output = io.BytesIO()
    document.save(output)
    return _same_every_time(output.getvalue())


def _same_every_time(data: bytes) -> bytes:
    """The same container without the moment it was packed."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return output.getvalue()


def _pdf(letter: Letter) -> bytes:
    import typst

    lines = [
        f"#set document(title: {_words(letter.heading)}, date: datetime(year: 2021, month: 1, day: 1))",
        '#set text(lang: "sv", size: 11pt)',
        '#set page(paper: "a4", margin: 30mm)',
        f"#heading(level: 1, {_words(letter.heading)})",
        f"#par({_words(f'{letter.date}. {EXAMPLE}')})",
    ]
    for heading, text in letter.parts:
        lines += [f"#heading(level: 2, {_words(heading)})", f"#par({_words(text)})"]
    made = typst.compile("\n".join(lines).encode(), pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _words(text: str) -> str:
    """A string in Typst: nothing in it is read as markup."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
