"""Writes every file of the corpus into a folder: ``python -m tests.corpus.write FOLDER``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.corpus.all_cases import CASES
from tests.corpus.sheets import converted_together


def every_file(folder: Path) -> Mapping[str, bytes]:
    """Every file by the name of its case; without those of LibreOffice where it is not installed. ``folder`` is an
    empty one to work in.
    """
    made = {case.name: case.make() for case in CASES}
    saved = {case.name: (made[case.name], case.office) for case in CASES if case.office}
    again = converted_together(saved, folder)
    return {name: data for name, data in made.items() if name not in saved} | again


def _ending(data: bytes, office: str | None) -> str:
    return office or ("xlsx" if data.startswith((b"PK", b"\xd0\xcf")) else "csv")


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    kinds = {case.name: case.office for case in CASES}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in every_file(Path(folder)).items():
            (target / f"{name}.{_ending(data, kinds[name])}").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
