"""Any bytes, and any damage to a sound file, give a book or a refusal: never an exception, never more than a moment."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.cells import ROW, Book
from intake.limits import Limits
from intake.problems import CODES, has_errors
from intake.read import read_file
from intake.workbook.__main__ import read
from intake.workbook.rows import Bounds, Refused
from tests.corpus.sheets import converted
from tests.intake.books import by_hand, ods, zipped
from tests.intake.test_read_workbooks import STRINGS, STYLES, XLSX_CELLS, hidden_and_merged

BOUNDS = Bounds(rows=1_000, columns=100, cells=20_000, sheets=10, unpacked=2**22, written=2**20)
LIMITS = Limits(seconds=20)
ROWS = "".join(f'<row r="{row}">{inside}</row>' for row, (inside, _) in enumerate(XLSX_CELLS, start=1))
SHEET = f'<cols><col min="1" max="2" hidden="1"/></cols><sheetData>{ROWS}</sheetData>'


@cache
def sound(kind: str, folder: Path) -> bytes:
    data = hidden_and_merged()
    return data if kind == "openpyxl" else converted(data, kind, folder)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


def answers(data: bytes) -> None:
    """The process's own work, without the process."""
    try:
        told = read(data, io.BytesIO(), BOUNDS)
    except Refused as refused:
        told = {"code": refused.code, "params": set(refused.params)}
    known = {"kind": told["kind"]} if "kind" in told else {"params": set(CODES[told["code"]].params)}
    assert known.items() <= told.items()


def whole(data: bytes) -> None:
    """All of it, with the process."""
    found = read_file(data, LIMITS)
    if not isinstance(found, Book):
        assert has_errors(found)
        return
    for sheet in found.sheets:
        rows = sheet.cells[ROW]
        assert rows.is_sorted()
        assert rows.is_unique().all()
        assert rows.null_count() == 0


damage = st.lists(st.tuples(st.integers(0, 2**20), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6)


def damaged(data: bytes, changes: list[tuple[int, bytes]], cut: int | None) -> bytes:
    out = bytearray(data)
    for place, patch in changes:
        at = place % len(out)
        out[at : at + len(patch)] = patch
    return bytes(out if cut is None else out[: cut % len(out)])


@pytest.mark.parametrize("kind", ["openpyxl", "xls", "ods"])
@given(changes=damage, cut=st.none() | st.integers(0, 2**20))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook(kind: str, folder: Path, changes: list[tuple[int, bytes]], cut: int | None) -> None:
    answers(damaged(sound(kind, folder), changes, cut))


@pytest.mark.parametrize("kind", ["openpyxl", "xls", "ods"])
@given(changes=damage, cut=st.none() | st.integers(0, 2**20))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_in_a_process(
    kind: str, folder: Path, changes: list[tuple[int, bytes]], cut: int | None
) -> None:
    whole(damaged(sound(kind, folder), changes, cut))


@given(part=st.sampled_from(["sheet", "strings", "styles", "book", "ods"]), changes=damage)
@settings(max_examples=200)
def test_damaged_parts_in_a_sound_archive(part: str, changes: list[tuple[int, bytes]]) -> None:
    """Damage that gets past the checksums of the archive, down to the readers themselves."""
    parts = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES, "book": '<workbookPr date1904="1"/>'}
    if part == "ods":
        cell = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
        body = f'<table:table table:name="A"><table:table-row>{cell * 3}</table:table-row></table:table>'
        spoilt = damaged(body.encode(), changes, None).decode("latin-1")
        answers(ods(spoilt))
        return
    parts[part] = damaged(parts[part].encode(), changes, None).decode("latin-1")
    answers(by_hand(parts["sheet"], book=parts["book"], strings=parts["strings"], styles=parts["styles"]))


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_that_are_no_workbook(data: bytes) -> None:
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        whole(data)


@given(st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=3000))
@settings(max_examples=100)
def test_any_bytes_that_begin_like_a_workbook(start: bytes, data: bytes) -> None:
    answers(start + data)


@given(st.dictionaries(st.sampled_from(["mimetype", "content.xml", "[Content_Types].xml", "_rels/.rels"]), st.text()))
def test_any_archive(parts: dict[str, str]) -> None:
    answers(zipped(parts))
