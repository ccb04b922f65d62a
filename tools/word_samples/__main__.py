"""Write every sample anew. Needs LibreOffice, and for the locked Word file msoffcrypto-tool."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from tools.word_samples import flat, with_python_docx

FILES = Path(__file__).resolve().parents[2] / "tests" / "documents" / "files"
WORD = "docx:MS Word 2007 XML"
PASSWORD = "hemligt"


def converted(source: str, name: str, form: str, folder: Path, *, ending: str = "fodt") -> Path:
    """A flat text as another format, written by LibreOffice."""
    given = folder / f"{Path(name).stem}.{ending}"
    given.write_text(source, encoding="utf-8")
    return office(given, form, folder / "out")


def office(given: Path, form: str, into: Path) -> Path:
    soffice = shutil.which("soffice") or sys.exit("install LibreOffice first")
    profile = f"-env:UserInstallation=file://{into.parent}/profile"
    command = [soffice, profile, "--headless", "--convert-to", form, "--outdir", str(into), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return into / f"{given.stem}.{form.partition(':')[0]}"


def locked(filter_name: str, fields: dict[str, str]) -> str:
    """A filter and what it should do, in the words of `soffice --convert-to`."""
    kinds = {"true": "boolean"}
    options = {name: {"type": kinds.get(value, "string"), "value": value} for name, value in fields.items()}
    return f"{filter_name}:{json.dumps(options)}"


def scanned(path: Path) -> None:
    """A letter as a scanner leaves it: a picture of paper."""
    page = Image.new("L", (420, 594), 245)
    draw = ImageDraw.Draw(page)
    for line in range(12):
        draw.line([(50, 80 + 24 * line), (370 - 17 * (line % 3), 80 + 24 * line)], fill=60, width=6)
    page.save(path, "PDF")


def locked_word(given: Path, path: Path) -> None:
    """A Word file with a password, in the container Word keeps such in."""
    try:
        ooxml = import_module("msoffcrypto.format.ooxml")
    except ModuleNotFoundError:
        sys.stderr.write(f"{path.name} is left as it is: install msoffcrypto-tool to write it anew\n")
        return
    with given.open("rb") as opened, path.open("wb") as written:
        ooxml.OOXMLFile(opened).encrypt(PASSWORD, written)


LETTER = """<html><body><p>Till Region Skogslandet</p><p><b>Yttrande över förslaget till strategi</b></p>
<p>Byaföreningen tackar för förslaget. Vi bor längst ut vid kusten och vill peka på det som saknas i avsnittet om
restid, där kvällsturerna inte nämns och där sommarens trafik får större plats än vinterns.</p>
<p>A1.1 Vi föreslår att meningen om turerna görs tydligare, så att den också gäller helger.</p>
<ul><li>Fler kvällsturer</li><li>Samma biljett i hela länet</li></ul>
<p style="page-break-before: always">Vi vill också att mötesplatserna hålls öppna. Med vänlig hälsning,
Byaföreningen</p>
</body></html>"""


def main() -> int:
    FILES.mkdir(parents=True, exist_ok=True)
    with_python_docx.styled(FILES / "stilar.docx")
    with_python_docx.counted(FILES / "raknade-rubriker.docx")
    with_python_docx.unmarked(FILES / "utan-stilar.docx")
    with_python_docx.boxed(FILES / "rutor.docx")
    scanned(FILES / "skannad.pdf")
    locked_word(FILES / "utan-stilar.docx", FILES / "last.docx")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in (
            ("strategi", flat.strategy()),
            ("tabeller", flat.layout_tables()),
            ("lang", flat.long_strategy()),
        ):
            for form in (WORD, "odt"):
                made = converted(text, name, form, folder)
                shutil.copy(made, FILES / made.name)
        again = office(FILES / "stilar.docx", "odt", folder / "out")
        shutil.copy(again, FILES / "fran-word.odt")
        made = converted(LETTER, "brev", "pdf:writer_web_pdf_Export", folder, ending="html")
        shutil.copy(made, FILES / "brev.pdf")
        pdf = office(FILES / "lang.docx", "pdf", folder / "out")
        with pypdfium2.PdfDocument(pdf) as opened:
            sys.stderr.write(f"lang.docx has {len(opened)} pages\n")
        key = {"EncryptFile": "true", "DocumentOpenPassword": PASSWORD}
        made = office(FILES / "rutor.docx", locked("pdf:writer_pdf_Export", key), folder / "out")
        shutil.copy(made, FILES / "last.pdf")
    for path in sorted(FILES.iterdir()):
        sys.stderr.write(f"{path.stat().st_size:>8} {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
