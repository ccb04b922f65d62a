"""The process apart, in which an uploaded file is parsed: `python -m fardplan.documents.reading.child FORMAT [plain]`.

The file comes on standard input, and one JSON object goes out on standard output: {"read": shape}, {"refused": reason}
or {"failed": where}. With `plain` the shape is one text with a map, otherwise blocks or pages. The process limits
itself before it has looked at the first byte. `apart` starts it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any

from fardplan.documents.reading import bounds, codes, markdown, opendocument, passing, pdf, plain, word, workbook
from fardplan.documents.reading.building import TooMuchText
from fardplan.documents.reading.container import Refused
from fardplan.documents.reading.shapes import Document, Pages, Workbook

_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.spawn", "urllib.")

READERS: dict[str, Callable[[IO[bytes]], Document | Pages | Workbook]] = {
    "docx": word.read,
    "odt": opendocument.read,
    "markdown": markdown.read,
    "pasted": markdown.read_pasted,
    "pdf": pdf.read,
    "xlsx": workbook.read,
}


def limit_myself() -> None:
    """Limits no parser can lift. A system that knows one of them not (macOS has no limit on addresses) goes without."""
    for limited, most in (
        (resource.RLIMIT_AS, bounds.MEMORY_BYTES),
        (resource.RLIMIT_CPU, bounds.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, bounds.OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limited, (most, most))
    with contextlib.suppress(OSError):
        os.nice(5)  # the pages people look at come first
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Parsing a file needs neither the network nor another program."""
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(event)


def answer(form: str, stream: IO[bytes], *, is_plain: bool = False) -> dict[str, Any]:
    """What goes out. Whatever goes wrong in a parser is an answer too."""
    try:
        result = READERS[form](stream)
        if isinstance(result, Document):
            blocks = codes.with_codes(codes.with_guessed_headings(result.blocks))
            result = replace(result, blocks=codes.with_levels(blocks))
        if is_plain and not isinstance(result, Workbook):
            return {"read": passing.packed(plain.plain_text(result))}
        return {"read": passing.packed(result)}
    except Refused as refused:
        return {"refused": refused.reason}
    except TooMuchText:
        return {"refused": "too_much_text"}
    except (MemoryError, RecursionError):
        return {"refused": "heavy"}
    except Exception as problem:  # a parser met what nobody thought of; where, but never what the file says
        last = traceback.extract_tb(problem.__traceback__)[-1]
        return {"failed": f"{type(problem).__name__} in {os.path.basename(last.filename)}, line {last.lineno}"}  # noqa: PTH119


def main() -> int:
    limit_myself()
    stream = sys.stdin.buffer if sys.stdin.buffer.seekable() else io.BytesIO(sys.stdin.buffer.read())
    form, *how = sys.argv[1:]
    json.dump(answer(form, stream, is_plain=how == ["plain"]), sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
