"""Running totals become figures of their period, and percentages stand beside their counts in columns of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import date

import polars as pl
import pytest

from intake.cells import ROW
from intake.figures import figures_of
from intake.layout import CHECKS, ENTRIES, PARTS, Column, Layout
from intake.problems import Problem
from intake.questions import Question
from intake.reference import Reference
from intake.table import Table
from metrics.periods import parse
from metrics.schema import HISTORY
from tests.intake.samples import ADMITTED, HEADS, MEMBERS, reference

Result = tuple[pl.DataFrame, list[Problem], list[Question]]
SIN, SEN = 3, 4


def store(*rows: tuple[int, int, str, int | None, int, int]) -> Reference:
    """A reference whose past is these figures: indicator, unit, period, num, qualifier, state."""
    made = [
        (parse(period).key, i, unit, num, None, qualifier, state, 2, 1)
        for i, unit, period, num, qualifier, state in rows
    ]
    kept = pl.DataFrame(made, schema=HISTORY, orient="row").sort("indicator", "unit", "period")

    def past(indicators: Collection[int], units: Collection[int], on: date) -> pl.DataFrame:
        return kept.filter(
            pl.col("indicator").is_in(list(indicators)),
            pl.col("unit").is_in(list(units)),
            (pl.col("period") // 10 < on.year * 10000 + on.month * 100 + on.day)
            | (pl.col("period") // 100000 == on.year),
        )

    return dataclasses.replace(reference(), past=past, terms=(date(2018, 10, 1),))


def placed(
    reference: Reference, headings: dict[str, str], *rows: dict[str, object], answers: dict | None = None
) -> Result:
    """Figures of entries given by part, under one heading a part; each row has ``indicator``, ``unit``, ``period``."""
    parts = list(headings)
    texts = {str(at): [row.get(part) for row in rows] for at, part in enumerate(parts)}
    cells = pl.DataFrame(
        {ROW: pl.Series(range(2, 2 + len(rows)), dtype=pl.Int32)}
        | {name: pl.Series(values, dtype=pl.String) for name, values in texts.items()}
    )
    table = Table(tuple((text,) for text in headings.values()), (1,), cells)
    layout = Layout("wide", tuple(Column(at, headings[part], "figure", "x", part) for at, part in enumerate(parts)))
    frame = pl.DataFrame(
        [
            {
                **dict.fromkeys(ENTRIES.names()),
                "row": 2 + place,
                **{part: row.get(part) for part in (*PARTS, *CHECKS)},
                **{f"{part}_at": parts.index(part) if part in parts else None for part in (*PARTS, *CHECKS)},
            }
            for place, row in enumerate(rows)
        ],
        schema=ENTRIES,
    ).with_columns(
        pl.Series("period", [parse(str(row["period"])).key for row in rows], dtype=pl.Int64),
        pl.Series("indicator", [row["indicator"] for row in rows], dtype=pl.Int32),
        pl.Series("unit", [row["unit"] for row in rows], dtype=pl.Int32),
    )
    return figures_of(frame, table, layout, reference, answers or {})


def admitted(unit: int = SIN, period: str = "2019-Q3", **texts: str | None) -> dict[str, object]:
    return {"indicator": ADMITTED, "unit": unit, "period": period, **texts}


def told(result: Result) -> list[tuple[str, int | None, dict]]:
    return [(each.code, each.row, each.params) for each in result[1]]


PAST = [(ADMITTED, SIN, "2019-Q1", 5, 0, 0), (ADMITTED, SIN, "2019-Q2", 7, 0, 0), (ADMITTED, SIN, "2018-Q4", 3, 0, 0)]
YEAR = {"cumulative": "Lũy kế từ đầu năm"}


def test_the_period_s_own_figure_is_the_total_less_the_earlier_periods() -> None:
    found = placed(store(*PAST), YEAR, admitted(cumulative="20"))
    assert found[0].select("period", "indicator", "unit", "num", "qualifier").rows() == [
        (201909302, ADMITTED, SIN, 8, 0)
    ]
    assert told(found) == [("cumulative_read", 2, {"figure": 8, "count": 1})]


# heading or answer, text, what comes out, problems
CASES = [
    ("Luỹ kế từ đầu năm", None, "20", 8, ["cumulative_read"]),
    ("Lũy kế từ đầu nhiệm kỳ", None, "20", 5, ["cumulative_read"]),
    ("Lũy kế", "year", "20", 8, ["cumulative_read"]),
    ("Lũy kế", "start", "20", 5, ["cumulative_read"]),
    ("Lũy kế", None, "20", None, []),
    ("Lũy kế từ đầu năm", None, "12", 0, ["cumulative_read"]),
    ("Lũy kế từ đầu năm", None, "11", None, ["cumulative_below"]),
    ("Lũy kế từ đầu năm", None, "nhiều", None, ["not_a_count"]),
    ("Lũy kế từ đầu năm", None, "-", None, []),
]


@pytest.mark.parametrize(("heading", "answer", "text", "number", "codes"), CASES)
def test_since_when_a_total_runs(
    heading: str, answer: str | None, text: str, number: int | None, codes: list[str]
) -> None:
    answers = {("cumulative", "lũy kế"): answer} if answer else {}
    figures, problems, questions = placed(
        store(*PAST), {"cumulative": heading}, admitted(cumulative=text), answers=answers
    )
    assert figures["num"].to_list() == ([] if number is None else [number])
    assert [each.code for each in problems] == codes
    open_ones = [(each.code, each.key, each.candidates) for each in questions]
    assert open_ones == ([("cumulative", "lũy kế", ("year", "start"))] if heading == "Lũy kế" and not answer else [])


def test_without_the_earlier_periods_there_is_no_figure_and_they_are_named() -> None:
    found = placed(store(PAST[1]), YEAR, admitted(cumulative="20"))
    assert found[0].is_empty()
    assert told(found) == [("cumulative_without_past", 2, {"periods": (parse("2019-Q1"),)})]
    assert [each.code for each in placed(reference(), YEAR, admitted(cumulative="20"))[1]] == [
        "cumulative_without_past"
    ]


def test_in_the_first_period_of_the_year_nothing_comes_before() -> None:
    found = placed(reference(), YEAR, admitted(period="2019-Q1", cumulative="20"))
    assert found[0]["num"].to_list() == [20]


def test_a_term_without_a_first_day_gives_no_figure() -> None:
    found = placed(
        dataclasses.replace(store(*PAST), terms=()), {"cumulative": "Từ đầu nhiệm kỳ"}, admitted(cumulative="20")
    )
    assert [each.code for each in found[1]] == ["cumulative_without_start"]


def test_earlier_periods_may_stand_in_the_same_file() -> None:
    rows = [admitted(period=f"2019-Q{number}", cumulative=str(total)) for number, total in ((2, 9), (1, 5), (3, 12))]
    found = placed(reference(), YEAR, *rows)
    assert dict(found[0].select("period", "num").rows()) == {201903312: 5, 201906302: 4, 201909302: 3}


BOTH = {"value": "Trong kỳ", "cumulative": "Lũy kế từ đầu năm"}


@pytest.mark.parametrize(
    ("value", "total", "codes"),
    [("8", "20", []), ("8", "21", ["cumulative_differs"]), ("hơn 8", "21", []), ("8", "-", []), ("0", "12", [])],
)
def test_a_total_beside_its_value_is_checked_and_the_value_taken(value: str, total: str, codes: list[str]) -> None:
    figures, problems, questions = placed(store(*PAST), BOTH, admitted(value=value, cumulative=total))
    assert figures["num"].to_list() == [int(value.split()[-1])]
    assert [each.code for each in problems] == codes
    assert questions == []


@pytest.mark.parametrize(("total", "codes"), [("20", []), ("23", []), ("22", ["cumulative_differs"])])
def test_where_nothing_says_since_when_either_beginning_will_do(total: str, codes: list[str]) -> None:
    headings = {"value": "Trong kỳ", "cumulative": "Lũy kế"}
    _, problems, questions = placed(store(*PAST), headings, admitted(value="8", cumulative=total))
    assert ([each.code for each in problems], questions) == (codes, [])


def test_a_total_of_a_stock_is_no_figure() -> None:
    found = placed(store(), YEAR, {"indicator": MEMBERS, "unit": SIN, "period": "2019-Q3", "cumulative": "20"})
    assert told(found) == [("cumulative_of_stock", 2, {"indicator": "members"})]


def test_an_approximate_past_makes_an_approximate_figure() -> None:
    found = placed(store((ADMITTED, SIN, "2019-Q1", 5, 1, 0), PAST[1]), YEAR, admitted(cumulative="20"))
    assert found[0].select("num", "qualifier").rows() == [(8, 3)]


def test_a_period_without_anything_to_report_counts_as_nothing() -> None:
    found = placed(store((ADMITTED, SIN, "2019-Q1", None, 0, 1), PAST[1]), YEAR, admitted(cumulative="20"))
    assert found[0]["num"].to_list() == [13]


PERCENT = {"num": "Số", "den": "Tổng", "percent": "Tỷ lệ"}


@pytest.mark.parametrize(
    ("num", "den", "percent", "codes"),
    [
        ("11", "15", "73,33%", []), ("11", "15", "73,3", []), ("11", "15", "0,7333", []), ("11", "15", None, []),
        ("11", "15", "74,33%", ["percent_differs"]), ("11", "15", "nhiều", ["percent_unread"]),
        ("0", "0", "#DIV/0!", []),
        ("11", "15", "-", []), ("11", "15", "gần 74%", []), (None, None, "73,33%", ["percent_only"]),
        (None, None, "-", []), ("11", None, "73%", ["share_incomplete"]),
    ],
)  # fmt: skip
def test_a_percentage_beside_two_counts(
    num: str | None, den: str | None, percent: str | None, codes: list[str]
) -> None:
    row = {"indicator": HEADS, "unit": SIN, "period": "2019-Q3", "num": num, "den": den, "percent": percent}
    assert [each.code for each in placed(reference(), PERCENT, row)[1]] == codes
