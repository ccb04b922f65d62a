"""Sets one document with Typst and ends: the work of a process of its own (see `typesetting.py`).

Typst keeps what it has worked out for as long as the process lives, so a server that set documents by itself would
grow with each. Reads JSON on standard input, writes the PDF on standard output. Knows nothing of the rest of us.

    {"layout": path, "data": "the document as JSON", "unsure": {"漢": "□"}, "unusual": {"漢": "□"}}
"""

import json
import sys
from pathlib import Path

import typst

MOST_TRIED = 2000  # some thousandths of a second each
_ALONE = b'#set document(title: "1")\n#set text(font: "Libertinus Serif")\n#sys.inputs.data'


def _set(layout: bytes, data: str, root: Path, **more: str) -> bytes:
    compiler = typst.Compiler(root=root, ignore_system_fonts=True)
    inputs = {"data": data, **more}
    made = compiler.compile(input=layout, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _is_shown(cluster: str, root: Path) -> bool:
    """Whether one of the fonts has this. An accessible PDF may not hold what cannot be shown."""
    try:
        _set(_ALONE, cluster, root)
    except typst.TypstError:
        return False
    return True


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    layout = Path(asked["layout"])
    words, root = asked["data"], layout.parent
    unsure = list(asked["unsure"].items())
    missing = [(cluster, instead) for cluster, instead in unsure[:MOST_TRIED] if not _is_shown(cluster, root)]
    missing += unsure[MOST_TRIED:]
    for cluster, instead in sorted(missing, key=lambda each: -len(each[0])):
        words = words.replace(cluster, instead)
    try:
        try:
            made = _set(layout.read_bytes(), words, root, missing="yes" if missing else "no")
        except typst.TypstError:
            # Shown alone but not beside its neighbours, in a script we have no font for: then without all of them.
            plain = asked["data"].translate(str.maketrans(asked["unusual"]))
            made = _set(layout.read_bytes(), plain, root, missing="yes")
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
