"""Figures beside their past: what makes one look twice, and what does not."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.submit.problems import told
from intake.checks.against import FEW, against
from intake.checks.rounded import chance
from intake.problems import Level
from intake.reference import Reference
from metrics.goals import Indicator, Kind
from metrics.periods import parse
from metrics.schema import FIGURES, HISTORY, UNITS
from report.text import LANGUAGES
from tests.intake.samples import reference

STOCK, FLOW, SHARE, FALLING, RISING = 1, 2, 3, 4, 5


def _indicator(code: str, kind: Kind, falling: bool = False) -> Indicator:
    return Indicator(code, kind, "commune", "quarter", falling, code, code, code, code)


INDICATORS = {
    STOCK: _indicator("members", Kind.STOCK),
    FLOW: _indicator("new_members", Kind.FLOW),
    SHARE: _indicator("heads", Kind.SHARE),
    FALLING: _indicator("without_branch", Kind.STATE, falling=True),
    RISING: _indicator("new_rural", Kind.STATE),
}
QUARTERS = [f"{year}-Q{number}" for year in (2018, 2019) for number in (1, 2, 3, 4)]

Value = int | tuple[int, int] | None


def _row(period: str, indicator: int, unit: int, value: Value, place: int) -> tuple:
    num, den = value if isinstance(value, tuple) else (value, None)
    return parse(period).key, indicator, unit, num, den, 0, 0 if num is not None else 1, place


def look(indicator: int, *series: Sequence[Value], last: str = "2019-Q4") -> list[tuple[str, dict]]:
    """What is said of the last value of each unit's series, which ends in the period ``last``."""
    end = QUARTERS.index(last) + 1
    history, now = [], []
    for unit, values in enumerate(series, 1):
        periods = QUARTERS[end - len(values) : end]
        history += [
            (*_row(at, indicator, unit, value, 2), 1) for at, value in zip(periods[:-1], values[:-1], strict=True)
        ]
        now.append(_row(periods[-1], indicator, unit, values[-1], unit + 1))
    return said(pl.DataFrame(now, schema=FIGURES, orient="row"), with_past(history))


def with_past(history: list[tuple]) -> Reference:
    kept = pl.DataFrame(history, schema=HISTORY, orient="row").sort("indicator", "unit", "period")
    units = pl.DataFrame(
        [(n, f"U{n}", "commune", f"Xã {n}", None, None, False) for n in range(1, 60)], UNITS, orient="row"
    )

    def past(indicators: Collection[int], units: Collection[int], on: date) -> pl.DataFrame:
        return kept.filter(pl.col("indicator").is_in(list(indicators)), pl.col("unit").is_in(list(units)))

    return dataclasses.replace(reference(), units=units, indicators=INDICATORS, past=past)


def said(figures: pl.DataFrame, known: Reference) -> list[tuple[str, dict]]:
    problems = against(figures, known)
    for each in problems:
        assert each.level is (Level.INFO if each.code == "further_units" else Level.WARNING)
        for lang in LANGUAGES:
            assert told(each, lang).message
    return [(each.code, each.params) for each in problems]


# indicator, one unit's figures to now, codes
ALONE = [
    (STOCK, (135, 136, 138, 1380), ["jump"]),
    (STOCK, (135, 136, 138, 14), ["jump"]),
    (STOCK, (135, 136, 138, 139), []),
    (STOCK, (135, 136, 138, 160), []),
    (STOCK, (3, 4, 3, 12), []),
    (STOCK, (3, 4, 3, 34), ["jump"]),
    (STOCK, (100, 180, 120, 190), []),
    (STOCK, (100, 140), []),
    (STOCK, (100, 160), ["jump"]),
    (STOCK, (135,), []),
    (STOCK, (5, 5, 6, 0), ["fell_to_zero"]),
    (STOCK, (4, 3, 4, 0), []),
    (STOCK, (0, 0, 0, 0), []),
    (STOCK, (135, None, None, 136), []),
    (FLOW, (2, 5, 3, 10), []),
    (FLOW, (2, 5, 3, 12), ["spike"]),
    (FLOW, (20, 25, 22, 50), []),
    (FLOW, (20, 25, 22, 51), ["jump"]),
    (FLOW, (5, 20, 25, 22, 68), ["spike"]),
    (FLOW, (6, 7, 8, 9, 0), ["fell_to_zero"]),
    (FLOW, (6, 7, 0, 9, 0), []),
    (FLOW, (1, 1, 2, 16, 1, 2, 1, 16), []),
    (SHARE, ((11, 15), (11, 15), (12, 15)), []),
    (SHARE, ((11, 15), (11, 15), (11, 150)), ["jump"]),
    (SHARE, ((588, 1376), (590, 1376), (786, 1376)), ["jump"]),
    (FALLING, (1, 0, 0, 1), ["relapsed"]),
    (FALLING, (1, 1, 0, 0), []),
    (FALLING, (1, 1, 1, 1), []),
    (RISING, (0, 1, 1, 0), ["relapsed"]),
    (RISING, (0, 0, 1, 1), []),
]


@pytest.mark.parametrize(("indicator", "series", "codes"), ALONE)
def test_one_unit(indicator: int, series: Sequence[Value], codes: list[str]) -> None:
    assert [code for code, _ in look(indicator, series)] == codes


def test_a_flow_may_jump_in_any_other_quarter() -> None:
    assert [code for code, _ in look(FLOW, (2, 5, 3, 16), last="2019-Q3")] == ["jump"]
    assert [code for code, _ in look(FLOW, (2, 5, 3, 15), last="2019-Q3")] == []


def test_a_problem_names_what_was_before() -> None:
    assert look(STOCK, (135, 136, 138, 1380)) == [
        ("jump", {"indicator": "members", "unit": "U1", "value": 1380, "before": 138})
    ]
    ((_, params),) = look(SHARE, ((11, 15), (11, 15), (11, 150)))
    assert (params["value"], params["before"]) == ("11/150", "11/15")


def test_nobody_drowns() -> None:
    found = look(STOCK, *[(100, 101, 102, 1000 + 10 * unit) for unit in range(20)])
    jumps = [params["unit"] for code, params in found if code == "jump"]
    assert jumps == ["U20", "U19", "U18"]
    ((_, rest),) = [each for each in found if each[0] == "further_units"]
    assert (rest["of"], rest["count"], len(rest["units"]), rest["units"][0]) == ("jump", 20 - FEW, 12, "U17")


def test_small_units_that_pile_up_together() -> None:
    assert [code for code, _ in look(FLOW, *[(1, 1, 1, 5)] * 12)] == ["spike_together"]
    assert look(FLOW, *[(1, 1, 1, 3)] * 12) == []
    assert look(FLOW, *[(1, 1, 1, 5)] * 9) == []
    assert look(FLOW, *[(1, 1, 1, 5, 1, 1, 1, 5)] * 12) == []


COPIES = [  # indicator, the series of twelve units, whether they are a copy
    (FLOW, lambda n: (n, n + 1, n + 2, n + 2), True),
    (FLOW, lambda n: (n + 1, n + 1), True),
    (FLOW, lambda n: (0, 0, 0, 0), False),
    (FLOW, lambda n: (n, n + 1, n + 2, n + 3), False),
    (STOCK, lambda n: (n + 20, n + 21, n + 23, n + 23), True),
    (STOCK, lambda n: (n + 20, n + 20, n + 20, n + 20), False),
    (STOCK, lambda n: (n + 20, n + 20), False),
    (SHARE, lambda n: ((n, 20), (n + 1, 20), (n + 2, 20), (n + 2, 20)), True),
    (FALLING, lambda n: (0, 1, 1, 1), False),
]


@pytest.mark.parametrize(("indicator", "series", "copied"), COPIES)
def test_a_copy_of_the_period_before(indicator: int, series, copied: bool) -> None:
    codes = [code for code, _ in look(indicator, *[series(n) for n in range(12)], last="2019-Q2")]
    assert codes == (["copy_of_last"] if copied else [])
    assert look(indicator, *[series(n) for n in range(8)], last="2019-Q2") == []


ROUND = [  # figures, the step that is told
    ([50, 60, 70, 80, 90, 100, 110, 120, 130, 140], 10),
    ([500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400], 100),
    ([51, 62, 73, 84, 95, 106, 117, 128, 139, 140], None),
    ([50, 60, 70, 80, 95, 106, 117, 128, 139, 141], None),
    ([10, 20, 30, 40, 10, 20, 30, 40, 10, 20], None),
    ([50, 60, 70, 80, 90, 100, 110, 120, 130], None),
]


@pytest.mark.parametrize(("numbers", "step"), ROUND)
def test_round_figures(numbers: list[int], step: int | None) -> None:
    found = look(STOCK, *[(number,) for number in numbers])
    expected = {"indicator": "members", "count": 10, "figures": 10, "step": step}
    assert found == ([("round_figures", expected)] if step else [])


def test_the_chance_of_round_figures_is_the_binomial_tail() -> None:
    assert chance(10, 0, 0.1) == pytest.approx(1)
    assert chance(2, 2, 0.1) == pytest.approx(0.01)
    assert chance(3, 1, 0.5) == pytest.approx(7 / 8)


def test_approximate_figures_may_be_round() -> None:
    rows = [(parse("2019-Q4").key, STOCK, unit, 50 + 10 * unit, None, 1, 0, unit) for unit in range(1, 30)]
    assert said(pl.DataFrame(rows, schema=FIGURES, orient="row"), with_past([])) == []


def test_earlier_periods_of_the_same_file_are_past() -> None:
    rows = [
        _row(period, STOCK, 1, value, 2) for period, value in (("2019-Q1", 100), ("2019-Q2", 101), ("2019-Q3", 1020))
    ]
    found = said(pl.DataFrame(rows, schema=FIGURES, orient="row"), with_past([]))
    assert [(code, params["before"]) for code, params in found] == [("jump", 101)]


def test_without_a_store_only_the_file_itself_speaks() -> None:
    rows = [_row("2019-Q4", STOCK, 1, 5, 2)]
    known = dataclasses.replace(reference(), indicators=INDICATORS)
    assert against(pl.DataFrame(rows, schema=FIGURES, orient="row"), known) == ()
    assert against(pl.DataFrame(schema=FIGURES), known) == ()


@given(st.lists(st.integers(0, 2000), min_size=3, max_size=6), st.sampled_from([STOCK, FLOW]))
def test_what_stays_within_what_was_seen_is_no_jump(values: list[int], indicator: int) -> None:
    assert "jump" not in {code for code, _ in look(indicator, [*values, values[-1]], last="2019-Q3")}
