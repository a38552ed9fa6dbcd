"""Names in a file are placed at their units, asked for, or refused, in the file's own words; answers are applied."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from intake.layout import ENTRIES, Layout
from intake.place import Placed, place
from intake.problems import Problem
from intake.questions import IGNORE, Answers, unit_key
from intake.table import Table
from intake.understood import UNITS_FOUND
from metrics.periods import parse
from tests.intake.samples import reference

SIN, SEN, NHE, NEW = "DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong", "DB/tua-chua/xa-nhe", "DB/xa-sin-thau"
CODES = dict(reference().units.select("unit", "code").iter_rows())
Entry = tuple[str | None, str | None, int | None, str]


def placed(
    *entries: Entry,
    answers: Answers | None = None,
    period: str = "2019-Q4",
    kind: str = "wide",
    scope: Sequence[int] = (),
) -> Placed:
    """Entries (unit, within, nth, indicator) from row 5 on, their units in the second of three columns."""
    rows = [
        {
            "row": 5 + number,
            "unit": unit,
            "within": within,
            "nth": nth,
            "indicator": indicator,
            "value": "1",
            "unit_row": 5 + number,
            "unit_at": 1,
            "value_at": 2,
        }
        for number, (unit, within, nth, indicator) in enumerate(entries)
    ]
    texts = pl.DataFrame(rows, schema_overrides=ENTRIES).select(
        [pl.col(name) if name in rows[0] else pl.lit(None, dtype).alias(name) for name, dtype in ENTRIES.items()]
    )
    table = Table((("TT",), ("Đơn vị",), ("Số ĐV",)), (3, 4), texts.select("row"), sheet="Biểu 1")
    return place(texts, table, Layout(kind, ()), reference(*scope), parse(period), answers or {})


def codes(found: Placed) -> list[str | None]:
    return [CODES.get(unit) for unit in found.entries["unit"]]


def seen(problems: Sequence[Problem]) -> list[tuple[object, ...]]:
    return [(each.code, each.row, each.at, each.column, each.text) for each in problems]


@pytest.mark.parametrize(
    ("unit", "within", "code", "score", "how"),
    [
        (SIN, None, SIN, 100, "code"),
        ("Xã Sín Thầu", None, SIN, 100, "name"),
        ("X. Sín Thầu", "Huyện Mường Nhé", SIN, 100, "name"),
        ("sen thuong", None, SEN, 90, "bare"),
        ("Sá Nhè", "Tủa Chùa", NHE, 95, "spelling"),
    ],
)
def test_a_name_is_placed_with_its_score(unit: str, within: str | None, code: str, score: int, how: str) -> None:
    found = placed((unit, within, 1, "members"))
    assert codes(found) == [code]
    assert (found.problems, found.questions) == ((), ())
    assert found.units.schema == UNITS_FOUND
    number = next(number for number, each in CODES.items() if each == code)
    assert found.units.rows() == [(5, 1, unit, within, number, score, how)]


def test_a_name_is_read_as_of_the_last_day_of_its_period() -> None:
    assert codes(placed(("Xã Sín Thầu", None, 1, "members"), period="2025-Q4")) == [NEW]
    assert codes(placed(("Xã Sín Thầu", None, 1, "members"), period="2025-Q2")) == [SIN]


def test_a_name_that_is_not_certain_is_asked_for_once_with_its_candidates() -> None:
    found = placed(("Xã Sen Thượng", None, 1, "members"), ("Xã Sen Thượng", None, 1, "new_members"), period="2025-Q4")
    assert codes(found) == [None, None]
    (asked,) = found.questions
    assert (asked.code, asked.key, asked.text) == ("unit", "xã sen thượng", "Xã Sen Thượng")
    assert (asked.candidates, asked.scores) == ((NEW,), (97,))
    assert (asked.row, asked.at, asked.column, asked.sheet) == (5, 1, "Đơn vị", "Biểu 1")
    assert found.problems == ()


def test_equal_names_under_one_heading_are_asked_for_one_by_one() -> None:
    entries = [("Xã Sen Thượng", "Mường Nhé", nth, "members") for nth in (1, 2)]
    found = placed(*entries, period="2025-Q4")
    assert [each.key for each in found.questions] == ["xã sen thượng < mường nhé", "xã sen thượng < mường nhé #2"]
    answers = {("unit", unit_key("Xã Sen Thượng", "Mường Nhé", 2)): NEW}
    answered = placed(*entries, period="2025-Q4", answers=answers)
    assert codes(answered) == [None, NEW]
    assert [each.key for each in answered.questions] == ["xã sen thượng < mường nhé"]


def test_an_answer_decides_also_over_what_was_certain() -> None:
    found = placed(("Xã Sín Thầu", None, 1, "members"), answers={("unit", "xã sín thầu"): SEN})
    assert codes(found) == [SEN]
    assert found.units.select("score", "how").rows() == [(100, "answer")]


def test_an_answer_may_leave_a_unit_out() -> None:
    entries = (("Cụm thi đua số 1", None, 1, "members"), (SIN, None, 1, "members"))
    found = placed(*entries, answers={("unit", unit_key("Cụm thi đua số 1")): IGNORE})
    assert codes(found) == [SIN]
    assert (found.problems, found.questions) == ((), ())


def test_an_answer_that_names_no_unit_is_none() -> None:
    found = placed(("Xã Sen Thượng", None, 1, "members"), period="2025-Q4", answers={("unit", "xã sen thượng"): "gone"})
    assert len(found.questions) == 1


def test_a_name_like_no_other_is_an_error_in_the_cell_of_the_name() -> None:
    found = placed(("Công ty Thủy điện", None, 1, "members"), (f"{SIN}x", None, 1, "members"))
    assert seen(found.problems) == [
        ("unknown_unit", 5, 1, "Đơn vị", "Công ty Thủy điện"),
        ("unknown_unit", 6, 1, "Đơn vị", f"{SIN}x"),
    ]
    assert [each.params["suggestions"] for each in found.problems] == [(), (SIN,)]
    assert found.questions == ()


def test_a_figure_without_a_unit() -> None:
    assert seen(placed((None, None, None, "members")).problems) == [("unit_empty", 5, 1, "Đơn vị", None)]


@pytest.mark.parametrize(
    ("unit", "period", "scope", "code"),
    [
        ("Huyện Mường Nhé", "2025-Q4", (), "unit_ended"),
        (NEW, "2019-Q4", (), "unit_not_yet"),
        ("Xã Xá Nhè", "2019-Q4", (2,), "out_of_scope"),
        ("Bản A Pa Chải", "2019-Q4", (), "wrong_kind"),
    ],
)
def test_a_unit_that_is_known_but_does_not_fit(unit: str, period: str, scope: tuple[int, ...], code: str) -> None:
    found = placed((unit, None, 1, "members"), period=period, scope=scope)
    assert (code, 5, 1, "Đơn vị", unit) in seen(found.problems)
    assert codes(found) == [None]
    assert found.units["unit"].to_list() != [None]


def test_candidates_outside_the_submitters_units_are_only_shown_where_there_is_no_other() -> None:
    for scope in ((9,), (11,)):
        found = placed(("Xã Sen Thượng", None, 1, "members"), period="2025-Q4", scope=scope)
        assert [each.candidates for each in found.questions] == [(NEW,)]


def test_a_table_of_one_unit_is_asked_for_once() -> None:
    entries = ((None, None, None, "members"), (None, None, None, "new_members"))
    found = placed(*entries, kind="rows")
    assert [(each.code, each.key) for each in found.questions] == [("context_unit", "")]
    assert found.problems == ()
    answered = placed(*entries, kind="rows", answers={("context_unit", ""): SIN})
    assert codes(answered) == [SIN, SIN]
    assert answered.questions == ()


def test_a_table_of_one_unit_is_of_the_submitters_own() -> None:
    found = placed((None, None, None, "members"), kind="rows", scope=(3,))
    assert codes(found) == [SIN]
    assert found.entries["how"].to_list() == ["context"]


def test_the_letterheads_unit_is_matched_or_asked_for() -> None:
    assert codes(placed(("Đảng ủy xã Sín Thầu", None, None, "members"), kind="rows")) == [SIN]
    found = placed(("Đảng ủy xã Sen Thượng", None, None, "members"), kind="rows", period="2025-Q4")
    assert [(each.code, each.key, each.candidates) for each in found.questions] == [
        ("context_unit", "đảng ủy xã sen thượng", (NEW,))
    ]
