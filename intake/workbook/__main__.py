"""The process that reads a workbook: bytes in at standard input, lines and what is known of them out.

What comes out are the lines of all sheets (:mod:`intake.workbook.rows`), then a JSON object, then its length in eight
bytes. The object has ``sheets``, ``kind`` and ``macros``, or ``refused`` with a code and its params. The process takes
its bounds as JSON in its first argument, and lowers its own memory and processor time before it reads a byte.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
import traceback
import zipfile
from typing import Any, BinaryIO

from intake.workbook.rows import Bounds, Refused, Rows


def read(data: bytes, out: BinaryIO, bounds: Bounds) -> dict[str, Any]:
    """Writes the lines of a workbook to ``out`` and gives what goes with them. Raises :class:`Refused` alone."""
    rows = Rows(out, bounds)
    try:
        kind, macros = _read_zip(data, rows) if data.startswith(b"PK") else _read_old(data, rows)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a library makes of an unsound file is one answer
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"{type(error).__name__}\n")  # without its message, which may quote a cell
        raise Refused("corrupt_file") from error
    return {"kind": kind, "macros": macros, "sheets": rows.facts()}


def _read_zip(data: bytes, rows: Rows) -> tuple[str, bool]:
    from intake.workbook import ods, xlsx
    from intake.workbook.parts import Parts

    try:
        parts = Parts(data, rows.bounds.unpacked)
    except zipfile.BadZipFile:
        raise Refused("corrupt_file") from None
    if "mimetype" in parts and "content.xml" in parts:
        if not parts.whole("mimetype").startswith(ods.MIME):
            raise Refused("not_a_table", seen="document")
        if ods.is_encrypted(parts):
            raise Refused("password_protected")
        ods.read(parts, rows)
        return "ods", any(name.startswith("basic/") and name.endswith(".xml") for name in parts.names)
    if "[Content_Types].xml" not in parts:
        raise Refused("not_a_table", seen="zip")
    main = xlsx.main_part(parts)
    if not main.startswith("xl/"):
        raise Refused("not_a_table", seen="document")
    if main.endswith(".bin"):
        raise Refused("not_a_table", seen="xlsb")
    xlsx.read(parts, rows)
    return "xlsx", xlsx.has_macros(parts)


def _read_old(data: bytes, rows: Rows) -> tuple[str, bool]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("password_protected")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Refused("not_a_table", seen="document" if "WordDocument".encode("utf-16-le") in data else "binary")
    from intake.workbook import xls

    xls.read(data, rows)
    return "xls", "_VBA_PROJECT_CUR".encode("utf-16-le") in data


def _lower(memory: int, seconds: int) -> None:
    """Bounds this process; a system that knows no such bound leaves the clock of the one that started it."""
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> None:
    asked = json.loads(sys.argv[1])
    _lower(asked.pop("memory"), asked.pop("seconds"))
    out = sys.stdout.buffer
    bounds = Bounds(**asked)
    try:
        told = read(sys.stdin.buffer.read(), out, bounds)
    except Refused as refused:
        told = {"refused": refused.code, "params": refused.params}
    except MemoryError:
        told = {"refused": "file_unpacks_too_large", "params": {"limit": bounds.unpacked // 2**20}}
    answer = json.dumps(told).encode()
    out.write(answer + len(answer).to_bytes(8, "big"))
    out.flush()


if __name__ == "__main__":
    main()
