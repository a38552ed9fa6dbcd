"""What is wrong with a file is said all at once: where, which text, and what would mend it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from flows.submit.problems import title, told
from intake.check import Clean, check
from intake.problems import CODES, LISTED, Level, Problem
from intake.read import Limits
from metrics.periods import parse
from report.text import LANGUAGES, has
from tests.intake.books import made
from tests.intake.samples import reference

SIN, SEN, NHE = "DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong", "DB/tua-chua/xa-nhe"
V1 = f"{SIN}/ban-01"
LONG = "period,unit,indicator,value\n"
FULL = "period,unit,indicator,value,num,den,qualifier,state\n"
SMALL = Limits(size=2048, rows=20, figures=30)

# file, problems as (code, row, column, text), in order
FILES: list[tuple[str | bytes, list[tuple[str, int | None, str | None, str | None]]]] = [
    # the file
    (b"", [("empty_file", None, None, None)]),
    ("\ufeff \n\n", [("empty_file", None, None, None)]),
    (b"x" * 4000, [("file_too_large", None, None, None)]),
    (LONG + f"2019-Q4,{SIN},members,1\n" * 21, [("too_many_rows", None, None, None)]),
    ("unit,members,new_members\n" + f"{SIN},1,2\n" * 16, [("too_many_figures", None, None, None)]),
    ("unit," + "," * 1000 + "\n", [("too_many_columns", None, None, None)]),
    ("unit\nDB" + "," * 1000 + "\n", [("too_many_columns", None, None, None)]),
    (b"PK\x03\x04[Content_Types].xml xl/workbook.xml", [("corrupt_file", None, None, None)]),
    (b"%PDF-1.7 ...", [("not_a_table", None, None, None)]),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [("not_a_table", None, None, None)]),
    (b"unit,members\nDB,\x00\n", [("not_a_table", None, None, None)]),
    ("<!DOCTYPE html><html></html>", [("not_a_table", None, None, None)]),
    ("Kính gửi các đồng chí\nSố liệu quý IV\n", [("not_a_table", 1, None, "Kính gửi các đồng chí")]),
    (b"unit,members\nDB,\xc3\x28\xff\xfe\x9d\n", [("not_utf8", 2, None, None)]),
    ('unit,name,members\nDB,"Xã,1\n', [("open_quote", 2, None, None)]),
    (f"unit,members\n{SIN},1,5\n", [("long_row", 2, None, "5")]),
    # its columns
    ("a,b\n1,2\n", [("unknown_layout", 1, None, "a, b")]),
    ("Tỉnh ủy,\n,Kính gửi các đồng chí\n", [("no_table", None, None, None)]),
    ("unit,name\nDB,x\n", [("unknown_layout", 1, None, "unit, name")]),
    ("period,unit,value\n2019-Q4,DB,1\n", [("missing_column", 1, None, None)]),
    (f"unit,members,MEMBERS\n{SIN},1,2\n", [
        ("duplicate_column", 1, "MEMBERS", "MEMBERS"), ("repeated_differs", 2, "MEMBERS", None)]),
    (f"unit,,members\n{SIN},5,2\n", [("unnamed_column", 1, None, None)]),
    ("unit,Họ và tên,Ngày sinh,members\nDB,Lò Văn A,1/1/1980,1\n", [
        ("person_column", 1, "Họ và tên", "Họ và tên"), ("person_column", 1, "Ngày sinh", "Ngày sinh")]),
    ("unit,Số CCCD,members\nDB,011,1\n", [("person_column", 1, "Số CCCD", "Số CCCD")]),
    ("unit,ho_ten,members\nDB,Lò Văn A,1\n", [("person_column", 1, "ho_ten", "ho_ten")]),
    ("unit,Full_Name,members\nDB,Lò Văn A,1\n", [("person_column", 1, "Full_Name", "Full_Name")]),
    (LONG.strip() + ",Người liên hệ (họ tên)\n2019-Q4,DB,members,1,Lò Văn A\n", [
        ("person_column", 1, "Người liên hệ (họ tên)", "Người liên hệ (họ tên)")]),
    ("unit,Điện thoại liên hệ,members\nDB,091,1\n", [("person_column", 1, "Điện thoại liên hệ", "Điện thoại liên hệ")]),
    ("period,unit,indicator,value,colour\n" + f"2019-Q4,{SIN},members,1,red\n", [
        ("ignored_column", 1, "colour", "colour")]),
    # which figure it is
    (f"unit,members\n{SIN}x,1\n{SIN},2\n", [("unknown_unit", 2, "unit", f"{SIN}x")]),
    ("unit,members\n,1\n", [("unit_empty", 2, "unit", None)]),
    (LONG + f"2025-Q4,{SIN},members,1\n", [("unit_ended", 2, "unit", SIN)]),
    (LONG + "2019-Q4,DB/xa-sin-thau,members,1\n", [("unit_not_yet", 2, "unit", "DB/xa-sin-thau")]),
    (f"unit,members\n{NHE},1\n", [("out_of_scope", 2, "unit", NHE)]),
    (f"unit,members\n{V1},1\n", [("wrong_kind", 2, "unit", V1)]),
    (f"unit,membrs\n{SIN},1\n{SEN},2\n", [("unknown_indicator", 1, "membrs", "membrs")]),
    (LONG + f"2019-Q4,{SIN},membrs,1\n", [("unknown_indicator", 2, "indicator", "membrs")]),
    (LONG + f"2019-Q4,{SIN},,1\n", [("indicator_empty", 2, "indicator", None)]),
    (LONG + f"2019-Q5,{SIN},members,1\n", [("bad_period", 2, "period", "2019-Q5")]),
    (LONG + f"0000,{SIN},members,1\n", [("bad_period", 2, "period", "0000")]),
    (LONG + f"9999-12-31,{SIN},members,1\n", [("bad_period", 2, "period", "9999-12-31")]),
    (LONG + f"2019,{SIN},members,1\n", [("period_wrong_frequency", 2, "period", "2019")]),
    (LONG + f"2016-05-24,{V1},village_without_branch,1\n", [("period_wrong_frequency", 2, "period", "2016-05-24")]),
    (f"unit,members,village_without_branch\n{SIN},1,3\n", [("other_kind", 1, "village_without_branch", None)]),
    (f"unit,members,org_rating\n{SIN},1,good\n", [("other_frequency", 1, "org_rating", None)]),
    (LONG + f"2027-Q1,{SIN},members,1\n", [("period_future", 2, "period", "2027-Q1")]),
    (LONG + "2026-Q1,DB/xa-sin-thau,members,1\n", [("period_open", 2, "period", "2026-Q1")]),
    # its value
    (f"unit,members\n{SIN},nhiều\n", [("not_a_count", 2, "members", "nhiều")]),
    (f"unit,members\n{SIN},5²\n", [("not_a_count", 2, "members", "5²")]),
    (f"unit,members\n{SIN},=1+1\n", [("not_a_count", 2, "members", "=1+1")]),
    (f'unit,members\n{SIN},"12,5"\n', [("fractional", 2, "members", "12,5")]),
    (f"unit,members\n{SIN},0.5\n", [("fractional", 2, "members", "0.5")]),
    (f"unit,members\n{SIN},-3\n", [("negative", 2, "members", "-3")]),
    (f"unit,members\n{SIN},−3\n", [("negative", 2, "members", "−3")]),
    (f"unit,members\n{SIN},(5)\n", [("bracketed", 2, "members", "(5)")]),
    (f"unit,members\n{SIN},90–100\n", [("range_given", 2, "members", "90–100")]),
    (f"unit,members\n{SIN},2019-11-15\n", [("date_as_count", 2, "members", "2019-11-15")]),
    (f"unit,members\n{SIN},#REF!\n", [("formula_error", 2, "members", "#REF!")]),
    (f"unit,members\n{SIN},1.376\n{SEN},1.234.567\n", [("thousands_read", 2, "members", "1.376")]),
    (f"unit,members\n{SIN},12 người\n", [("unit_words", 2, "members", "12 người")]),
    (f"unit,members\n{SIN},99999999999\n", [("too_large", 2, "members", "99999999999")]),
    (f"unit,head_is_member\n{SIN},11\n", [("not_a_share", 2, "head_is_member", "11")]),
    (f"unit,head_is_member\n{SIN},5/15 chưa\n", [("negated_share", 2, "head_is_member", "5/15 chưa")]),
    (f"unit,head_is_member\n{SIN},15-Nov\n", [("date_as_share", 2, "head_is_member", "15-Nov")]),
    (f"unit,head_is_member\n{SIN},\"11/15 (70,0%)\"\n", [("percent_differs", 2, "head_is_member", "70,0%")]),
    (f"unit,head_is_member\n{SIN},58.84 %\n", [("percent_only", 2, "head_is_member", "58.84 %")]),
    (f"unit,head_is_member.num,head_is_member.den\n{SIN},11,\n", [("share_incomplete", 2, "head_is_member.num", "11")]),
    (f"unit,head_is_member.num,head_is_member.den\n{SIN},16,15\n", [
        ("above_denominator", 2, "head_is_member.num", "16/15")]),
    (f"unit,head_is_member\n{SIN},16/15\n", [("above_denominator", 2, "head_is_member", "16/15")]),
    (f"unit,head_is_member.num,head_is_member.den\n{SIN},-1,1.5\n", [
        ("fractional", 2, "head_is_member.den", "1.5"), ("negative", 2, "head_is_member.num", "-1")]),
    (FULL + f"2019-Q4,{SIN},members,,5,9,,\n", [("denominator_unexpected", 2, "den", "9")]),
    (FULL + f"2019-Q4,{SIN},members,5,6,,,\n", [("value_twice", 2, "value", "5")]),
    (FULL + f"2019-Q4,{SIN},head_is_member,1/2,1,3,,\n", [("value_twice", 2, "value", "1/2")]),
    (f"unit,village_without_branch\n{V1},2\n", [("not_yes_no", 2, "village_without_branch", "2")]),
    (LONG + f"2019,{SIN},org_rating,tốt lắm\n", [("unknown_class", 2, "value", "tốt lắm")]),
    (f"unit,members\n{SIN},chưa xếp loại\n", [("not_rated_here", 2, "members", "chưa xếp loại")]),
    (FULL + f"2019-Q4,{SIN},members,5,,,chắc,\n", [("bad_qualifier", 2, "qualifier", "chắc")]),
    (FULL + f"2019-Q4,{V1},village_without_branch,1,,,hơn,\n", [("qualifier_here", 2, "value", "1")]),
    (FULL + f"2019-Q4,{SIN},members,5,,,,lạ\n", [("bad_state", 2, "state", "lạ")]),
    (FULL + f"2019-Q4,{SIN},members,5,,,,not_applicable\n", [("state_with_value", 2, "state", "5")]),
    (f"unit,members\n{SIN},-\n{SEN},–\n", [("dash_read", 2, "members", "-")]),
    # the whole
    (LONG + f"2019-Q4,{SIN},members,5\n2019-Q4,{SIN},members,5\n", [("repeated_same", 3, "value", None)]),
    (LONG + f"2019-Q4,{SIN},members,5\n\n2019-Q4,{SIN},members,6\n", [("repeated_differs", 4, "value", None)]),
    (f"unit,members\n{SIN},\n", [("nothing_to_import", None, None, None)]),
    (LONG, [("nothing_to_import", None, None, None)]),
    # everything at once, in the order of the file
    (
        "period,unit,indicator,num,den\n"
        "2019-Q4,DB/khong-co,members,5,\n"
        f"2019-Q3,{SIN},members,5,\n"
        f"2019-Q4,{SIN},head_is_member,9,8\n"
        f"2019-Q4,{SEN},members,-5,\n"
        f"2019-Q4,{SEN},membres,1.5,\n",
        [
            ("unknown_unit", 2, "unit", "DB/khong-co"),
            ("period_differs", 3, "period", "2019-Q3"),
            ("above_denominator", 4, "num", "9/8"),
            ("negative", 5, "num", "-5"),
            ("unknown_indicator", 6, "indicator", "membres"),
        ],
    ),
]  # fmt: skip


def examine(file: str | bytes) -> Clean:
    data = file.encode() if isinstance(file, str) else file
    text = data.decode("utf-8", "replace")
    asked = parse("2019-Q4") if text.startswith("unit") or "2019-Q3" in text else None
    scope = (2,) if NHE in text else ()
    return check(data, reference(*scope), period=asked, limits=SMALL)


def seen(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(each.code, each.row, each.column, each.text) for each in problems]


@pytest.mark.parametrize(("file", "problems"), FILES, ids=[f"{i}-{p[0][0]}" for i, (_, p) in enumerate(FILES)])
def test_a_bad_file_names_everything_that_is_wrong(file: str | bytes, problems: list) -> None:
    found = examine(file)
    assert seen(found.problems) == problems
    assert found.sound is not any(CODES[code].level is Level.ERROR for code, *_ in problems)
    for each in found.problems:
        for lang in LANGUAGES:
            words = told(each, lang)
            assert words.message
            assert words.fix


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words(code: str, lang: str) -> None:
    assert has(lang, f"problem.{code}.message")
    assert has(lang, f"problem.{code}.fix")
    assert title(code, lang)


def test_no_words_are_left_over_from_a_code_that_is_gone() -> None:
    for lang in LANGUAGES:
        table = tomllib.loads(Path(f"report/words/{lang}/problems.toml").read_text(encoding="utf-8"))["problem"]
        spoken = {code for code, texts in table.items() if isinstance(texts, dict) and "message" in texts}
        assert spoken == set(CODES)
        assert set(table["title"]) == set(CODES)


RARE = {"cell_too_long", "period_empty", "more"}
ELSEWHERE = {
    *("percent_unread", "cumulative_read", "cumulative_without_past", "cumulative_without_start", "cumulative_below"),
    *("cumulative_differs", "cumulative_of_stock", "zeros_lost"),  # test_values_running
    *("total_differs", "formula_differs", "part_above_whole", "parts_differ", "balance_differs"),  # test_inside
    *(
        "jump",
        "spike",
        "spike_together",
        "fell_to_zero",
        "relapsed",
        "further_units",
        "copy_of_last",
        "round_figures",
    ),  # test_against
    *("accents_lost", "accents_doubled", "encoding_converted", "encoding_unclear"),  # test_encoding
    *("too_many_cells", "too_many_sheets", "file_unpacks_too_large", "reading_took_too_long"),  # test_read_bounds
    *("password_protected", "corrupt_file", "formula_uncached", "macros_ignored"),  # test_read_workbooks
    *("hidden_sheet", "hidden_rows", "hidden_columns"),  # test_read_workbooks
    *("person_cells", "ignored_row", "ignored_cells"),  # test_understand
    *("title_differs", "merged_figure"),  # test_titles, below
}


def test_every_code_but_the_rare_ones_stands_in_the_table_above() -> None:
    shown = {problem[0] for _, problems in FILES for problem in problems}
    assert set(CODES) - shown - ELSEWHERE == RARE


def test_a_cell_beyond_all_measure() -> None:
    for quote in ("", '"', '"""'):
        file = f"unit,name,members\nDB,{quote}{'x' * 140_000}{quote},1\n".encode()
        assert seen(check(file, reference()).problems) == [("cell_too_long", 2, None, None)]


def test_a_figure_without_a_period_anywhere() -> None:
    found = check(f"unit,members\n{SIN},1\n".encode(), reference())
    assert seen(found.problems) == [("period_empty", 2, None, None)]


def test_problems_without_number_are_counted_not_listed() -> None:
    file = LONG + f"2019-Q4,{SIN},members,-1\n" * (LISTED + 7)
    found = check(file.encode(), reference())
    assert sum(each.code == "negative" for each in found.problems) == LISTED
    assert [each.params for each in found.problems if each.code == "more"] == [{"of": "negative", "count": 7}]


@pytest.mark.parametrize(
    ("file", "code", "suggestion"),
    [
        (f"unit,members\n{SIN}s,1\n", "unknown_unit", SIN),
        (f"unit,members\n{NHE}e,1\n", "unknown_unit", NHE),
        ("unit,members\nDB/muong-nhe/sen-thuog,1\n", "unknown_unit", SEN),
        (f"unit,new_member\n{SIN},1\n", "unknown_indicator", "new_members"),
        (LONG + f"2025-Q4,{SEN},members,1\n", "unit_ended", "DB/xa-sin-thau"),
    ],
)
def test_the_likely_meaning_is_offered(file: str, code: str, suggestion: str) -> None:
    asked = None if file.startswith("period") else parse("2019-Q4")
    (found,) = check(file.encode(), reference(), period=asked).problems
    assert found.code == code
    assert found.params["suggestions"][0] == suggestion
    assert suggestion in told(found, "vi").fix


def test_only_the_submitters_units_are_suggested() -> None:
    found = check(f"unit,members\n{NHE}e,1\n".encode(), reference(2), period=parse("2019-Q4"))
    assert [each.code for each in found.problems] == ["unknown_unit"]
    assert all(NHE not in each.params["suggestions"] for each in found.problems)


def test_nothing_of_a_file_about_persons_is_kept() -> None:
    found = check("unit,Họ tên,members\nDB,Lò Văn A,1\n".encode(), reference())
    assert found.table is None
    assert "Lò Văn A" not in repr(found)


@pytest.mark.parametrize("hidden", [False, True])
def test_persons_on_a_sheet_that_is_not_taken_are_persons(hidden: bool) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["unit", "members"], ["DB", 1]):
            book.active.append(row)
        other = book.create_sheet("DS")
        for name in ("Nguyễn Văn An", "Trần Thị Bình"):
            other.append([name])
        other.sheet_state = "hidden" if hidden else "visible"

    found = check(made(fill), reference())
    assert found.of_persons
    assert "Bình" not in repr(found)


def test_notes_beside_our_own_columns_are_looked_at() -> None:
    found = check("unit,members,note\nDB,1,Lò Văn A\nDB/x,2,Trần Thị B\n".encode(), reference())
    assert found.of_persons
    assert "Lò Văn A" not in repr(found)


def test_a_figure_merged_over_several_units_is_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        rows = (["Đơn vị", "Tổng số đảng viên"], ["Xã Sín Thầu", 9], ["Xã Sen Thượng", None], ["Xã Xá Nhè", 4])
        for row in rows:
            book.active.append(row)
        book.active.merge_cells("B2:B3")

    found = check(made(fill), reference(), period=parse("2019-Q4"))
    assert [(each.code, each.row, each.text) for each in found.problems] == [("merged_figure", 2, "9")]
