"""Sets one document with Typst and ends: the work of a process of its own (see `typesetting.py`).

Typst keeps what it has worked out for as long as the process lives, so a server that set documents by itself would
grow with each. Reads JSON on standard input, writes the PDF on standard output. Knows nothing of the rest of us.

    {"layout": path, "data": "the document as JSON", "unsure": {"😀": "[grinning face]"}}
"""

import json
import sys
from pathlib import Path

import typst

_ONE_CHARACTER = b'#set document(title: "1")\n#set text(font: "Libertinus Serif")\n#sys.inputs.data'


def _set(layout: bytes, data: str, root: Path, **more: str) -> bytes:
    compiler = typst.Compiler(root=root, ignore_system_fonts=True)
    inputs = {"data": data, **more}
    made = compiler.compile(input=layout, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _is_shown(character: str, root: Path) -> bool:
    """Whether one of the fonts has this character. An accessible PDF may not hold one that cannot be shown."""
    try:
        _set(_ONE_CHARACTER, character, root)
    except typst.TypstError:
        return False
    return True


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    layout = Path(asked["layout"])
    missing = {
        character: instead for character, instead in asked["unsure"].items() if not _is_shown(character, layout.parent)
    }
    words = asked["data"].translate(str.maketrans(missing))
    try:
        made = _set(layout.read_bytes(), words, layout.parent, missing="yes" if missing else "no")
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
