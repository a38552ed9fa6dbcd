"""A workbook goes out with what is in force and comes back without a question, saying exactly what was typed."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine

from db.engine import reading
from flows import submit
from flows.asked import Unknown
from flows.submit.examined import Examined
from flows.submit.templates import workbook
from intake.reference import Reference
from metrics.periods import parse
from metrics.schema import STATES
from report.text import LANGUAGES
from tests.corpus.sheets import converted

QUARTER = "2019-Q4"
YEARLY = "2017"
SHARES = ("head_is_member", "secretary_is_head", "new_members", "members")


def made(demo: Engine, unit: str, period: str, lang: str = "vi", indicators: tuple[str, ...] | None = None) -> bytes:
    with reading(demo) as conn:
        return workbook(conn, unit=unit, period=parse(period), lang=lang, indicators=indicators)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def handed_in(demo: Engine, data: bytes, unit: str, period: str | None) -> Examined:
    when = None if period is None else parse(period)
    return submit.examine(demo, data=data, file_name="bieu.xlsx", unit=unit, period=when, with_effect=False)


def columns(book: Workbook, sheet: str) -> dict[str, int]:
    """Columns to fill in, by the code under their heading."""
    return {cell.value: cell.column for cell in book[sheet][8] if cell.value and cell.value != "note"}


def fill(data: bytes, sheet: str, typed: Mapping[tuple[str, str], object]) -> bytes:
    """The workbook with values typed for (unit, code)."""
    book = opened(data)
    at = columns(book, sheet)
    rows = {row[0].value: row[0].row for row in book[sheet].iter_rows(min_row=9)}
    for (unit, code), value in typed.items():
        book[sheet].cell(rows[unit], at[code]).value = value
    return saved(book)


def read(found: Examined) -> dict[tuple[str, str], tuple[int | None, int | None, str]]:
    known: Reference = found.reference
    codes = dict(known.units.select("unit", "code").iter_rows())
    return {
        (codes[unit], known.indicators[indicator].code): (num, den, STATES[state])
        for unit, indicator, num, den, state in found.clean.figures.select(
            "unit", "indicator", "num", "den", "state"
        ).iter_rows()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("unit", "period"), [("DB/muong-nhe", QUARTER), ("LS/bac-son", YEARLY)])
def test_what_is_in_force_comes_back_without_a_question_and_changes_nothing(
    demo: Engine, unit: str, period: str, lang: str
) -> None:
    found = handed_in(demo, made(demo, unit, period, lang), unit, period)
    assert (found.problems, found.questions) == ((), ())
    assert found.counts.same > 0
    assert (found.counts.new, found.counts.changed) == (0, 0)


def test_the_file_says_its_period_itself(demo: Engine) -> None:
    found = handed_in(demo, made(demo, "DB/muong-nhe", QUARTER), "DB/muong-nhe", None)
    assert (found.problems, found.questions) == ((), ())
    assert found.clean.figures["period"].unique().to_list() == [parse(QUARTER).key]


COMMUNES = ("KT/dak-glei/dak-long", "KT/dak-ha/dak-long", "KT/dak-glei/xop", "KT/dak-glei/dak-blo")
TYPED = {
    (COMMUNES[0], "head_is_member.num"): 11,
    (COMMUNES[0], "head_is_member.den"): 15,
    (COMMUNES[0], "new_members"): 0,
    (COMMUNES[0], "members"): 1376,
    (COMMUNES[1], "head_is_member.num"): "không áp dụng",
    (COMMUNES[1], "head_is_member.den"): "không áp dụng",
    (COMMUNES[2], "new_members"): 12,
    (COMMUNES[3], "members"): "≥500",
}
SAID = {
    (COMMUNES[0], "head_is_member"): (11, 15, "reported"),
    (COMMUNES[0], "new_members"): (0, None, "reported"),
    (COMMUNES[0], "members"): (1376, None, "reported"),
    (COMMUNES[1], "head_is_member"): (None, None, "not_applicable"),
    (COMMUNES[2], "new_members"): (12, None, "reported"),
    (COMMUNES[3], "members"): (500, None, "reported"),
}


@pytest.mark.parametrize("office", [False, True], ids=["as typed", "saved by LibreOffice"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_exactly_what_was_typed_is_read(demo: Engine, lang: str, office: bool, tmp_path: Path) -> None:
    empty = made(demo, "KT", QUARTER, lang, SHARES)
    assert not read(handed_in(demo, empty, "KT", QUARTER))
    sheet = opened(empty).sheetnames[1]
    typed = {
        place: {"vi": value, "en": "not applicable"}[lang] if value == "không áp dụng" else value
        for place, value in TYPED.items()
    }
    filled = fill(empty, sheet, typed)
    found = handed_in(demo, converted(filled, "xlsx", tmp_path) if office else filled, "KT", QUARTER)
    assert (found.problems, found.questions) == ((), ())
    assert read(found) == SAID
    qualified = found.clean.figures.filter(pl.col("num") == 500)
    assert qualified["qualifier"].to_list() == [1]


def test_a_unit_reports_only_the_indicators_of_its_kind_on_a_sheet_of_its_own(demo: Engine) -> None:
    book = opened(made(demo, "DB/muong-nhe", QUARTER))
    assert book.sheetnames == [
        "Hướng dẫn", "Số liệu - trạm y tế", "Số liệu - trường học", "Số liệu - thôn, bản",
    ]  # fmt: skip
    assert list(columns(book, "Số liệu - thôn, bản")) == [
        "village_without_member", "village_without_branch", "village_members",
    ]  # fmt: skip
    sheet = book["Số liệu - thôn, bản"]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "Biểu số liệu chỉ tiêu nghị quyết", "Đơn vị: Huyện Mường Nhé", "Kỳ báo cáo: Quý IV/2019",
    ]  # fmt: skip
    assert (sheet["D7"].value, sheet["E7"].value) == (
        "Kỳ trước (Quý\N{NO-BREAK SPACE}III/2019)",
        "Kỳ này (Quý\N{NO-BREAK SPACE}IV/2019)",
    )


def test_classes_of_ratings_are_in_the_files_language(demo: Engine) -> None:
    sheet = opened(made(demo, "LS/bac-son", YEARLY))["Số liệu"]
    assert [sheet.cell(9, at).value for at in (4, 5)] == ["yếu kém", "chưa xếp loại"]


def test_a_baseline_day_has_the_period_before_it_beside_it(demo: Engine) -> None:
    book = opened(made(demo, "DB/muong-nhe", "2016-05-23", "vi", ("village_without_branch",)))
    sheet = book["Số liệu"]
    assert (sheet["D7"].value, sheet["E7"].value) == ("Kỳ trước (Quý\N{NO-BREAK SPACE}I/2016)", "Kỳ này (23/05/2016)")


def test_a_province_of_a_hundred_and_two_communes_is_made_within_a_second(demo: Engine) -> None:
    twelve = (
        *SHARES, "villages", "branches", "new_rural_commune", "members_good", "members_excellent",
        "branches_clean_strong", "members_good_or_better", "village_without_party_org",
    )  # fmt: skip
    start = time.process_time()
    made(demo, "KT", QUARTER, "vi", twelve)
    assert time.process_time() - start < 1


def test_an_unknown_unit_is_said(demo: Engine) -> None:
    with pytest.raises(Unknown):
        made(demo, "XX", QUARTER)
