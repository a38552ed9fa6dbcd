"""The comparison gives every unit the verdicts of its own page, and puts units in orders that follow stated rules."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import Connection, Engine

from db import figures, goals
from db.engine import reading
from flows.asked import Unknown
from flows.compare import Compared, Comparison, comparison
from flows.compare.cells import Cell
from flows.compare.order import BY_NAME, TOGETHER, TROUBLE_FIRST, good, groups, ordered
from flows.levels import Level
from flows.review import GoalReview, UnitLabel
from flows.verdicts import review
from metrics.case import Judgement
from metrics.goals import Verdict
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, each, villages
from tests.flows.test_ranking import CUT, gaps

E, M, B, X, I, T = (  # noqa: E741
    Verdict.EXCEEDED,
    Verdict.MET,
    Verdict.BEHIND,
    Verdict.MISSED,
    Verdict.INCONCLUSIVE,
    Verdict.ON_TRACK,
)


def said(cell: Cell | GoalReview) -> tuple[object, ...]:
    judged = cell.judgement
    figures = (judged.value, judged.percent, judged.per_year, judged.completion)
    return (judged.verdict, judged.reason, cell.actual, cell.baseline, *figures, cell.reported, cell.expected)


def check(conn: Connection, found: Comparison, resolution: str, as_of: str, boundaries: int, *, every: int = 1) -> int:
    """Compares cells with the review of their units; returns how many verdicts were the same."""
    seen = 0
    for row in [*found.rows[::every], found.total]:
        asked = review(conn, resolution=resolution, as_of=parse(as_of), unit=row.unit.code, boundaries=boundaries)
        page: dict[str, GoalReview] = {}
        for one in asked.goals:
            page.setdefault(one.goal.code, one)
        for column, cell in zip(found.columns, row.cells, strict=True):
            own = page.get(column.row.goal.code)
            if cell is None:
                continue
            if own is None:
                assert cell.judgement.verdict is None, (row.unit.code, column.row.goal.code)
            else:
                assert said(cell) == said(own), (row.unit.code, column.row.goal.code)
                assert cell.simulated is own.simulated
                seen += cell.judgement.verdict is not None
    return seen


@pytest.mark.parametrize(
    ("resolution", "unit", "as_of", "boundaries", "level", "least"),
    [
        ("NQ04-DB-2016", "DB", "2019-Q4", 0, Level.BELOW, 44),
        ("NQ04-DB-2016", "DB", "2019-Q4", 0, Level.COMMUNES, 30),
        ("NQ04-DB-2016", "DB/muong-nhe", "2018-Q2", 0, Level.BELOW, 8),
        ("NQ04-DB-2016", "DB", "2019-Q4", 1, Level.BELOW, 20),
        ("NQ16-KT-2020", "KT", "2021-Q4", 0, Level.BELOW, 12),
        ("NQ16-KT-2020", "KT/kon-tum", "2021-Q4", 0, Level.BELOW, 5),
        ("NQ16-KT-2020", "KT", "2025-Q4", 0, Level.BELOW, 3),
        ("NQ03-KT-2016", "KT/kon-tum", "2021-Q3", 0, Level.BELOW, 0),
        ("KH49-BS-2017", "LS/bac-son", "2017-Q4", 0, Level.BELOW, 1),
    ],
)
def test_every_cell_is_the_verdict_of_the_units_own_page(
    demo: Engine, resolution: str, unit: str, as_of: str, boundaries: int, level: Level, least: int
) -> None:
    with reading(demo) as conn:
        found = comparison(
            conn, resolution=resolution, unit=unit, as_of=parse(as_of), boundaries=boundaries, level=level
        )
        every = 5 if len(found.rows) > 20 else 1
        assert check(conn, found, resolution, as_of, boundaries, every=every) >= least


@pytest.mark.parametrize(
    ("shape", "indicator", "targets", "more"),
    [
        ("yearly_cut", "without_branch", [CUT], {}),
        ("eliminate", "without_branch", [], {}),
        ("level_by", "heads", [{"op": ">=", "value": 60, "measure": "percent"}], {}),
        ("cumulative_flow", "new_members", [{"op": ">=", "value": 30}, {"op": ">=", "value": 20, "at": "P/A"}],
         {"baseline_value": "0"}),
        ("change_by", "members", [{"op": ">=", "value": 10, "measure": "percent"}], {}),
    ],
)  # fmt: skip
def test_gaps_are_judged_as_on_the_units_own_page(
    house: House, shape: str, indicator: str, targets: list[dict[str, object]], more: dict[str, str]
) -> None:
    house.goal(shape, indicator, *targets, **more)
    gaps(house, indicator)
    with reading(house.engine) as conn:
        for level in (Level.BELOW, Level.COMMUNES):
            found = comparison(conn, resolution="R", unit="P", as_of=parse("2019-Q4"), level=level)
            assert len(found.rows) == (2 if level is Level.BELOW else 4)
            check(conn, found, "R", "2019-Q4", 0)


def test_several_goals_with_gaps_stand_beside_each_other(house: House) -> None:
    house.goal("yearly_cut", "without_branch", CUT)
    house.goal("level_by", "heads", {"op": ">=", "value": 60, "measure": "percent"})
    house.report("2016-12-31", "without_branch", villages(10))
    house.report("2019-Q4", "without_branch", villages(5, VILLAGES[:12]))
    house.report("2019-Q4", "heads", each((7, 10), COMMUNES[:3]))
    with reading(house.engine) as conn:
        found = comparison(conn, resolution="R", unit="P", as_of=parse("2019-Q4"), level=Level.COMMUNES)
        assert check(conn, found, "R", "2019-Q4", 0) == 10


def test_an_open_cell_tells_how_far_its_value_may_go(house: House) -> None:
    house.goal("yearly_cut", "without_branch", CUT)
    house.report("2016-12-31", "without_branch", villages(10))
    house.report("2019-Q4", "without_branch", villages(4, VILLAGES[:9]))
    with reading(house.engine) as conn:
        (_, second) = comparison(conn, resolution="R", unit="P", as_of=parse("2019-Q4")).rows
        total = comparison(conn, resolution="R", unit="P", as_of=parse("2019-Q4")).total
    assert second.cells[0] is not None
    open_ = total.cells[0]
    assert open_ is not None
    assert open_.judgement.verdict is I
    assert open_.ends == (Fraction(-50, 3), Fraction(20))


def test_a_goal_set_for_a_unit_below_asks_nothing_of_the_others(demo: Engine) -> None:
    with reading(demo) as conn:
        found = comparison(
            conn, resolution="NQ16-KT-2020", unit="KT/dak-glei", as_of=parse("2021-Q4"), level=Level.BELOW
        )
        column = next(at for at, one in enumerate(found.columns) if one.row.goal.code == "NQ16-KT-2020-03")
        told = [row.unit.code for row in found.rows if row.cells[column] is not None]
    assert told == ["KT/dak-glei/dak-nhoong"]


def test_a_leaf_has_nobody_below(demo: Engine) -> None:
    with reading(demo) as conn:
        found = comparison(conn, resolution="NQ04-DB-2016", unit="DB/muong-nhe/sin-thau/ban-01", as_of=parse("2019-Q4"))
    assert (found.rows, found.levels) == ((), ())


@pytest.mark.parametrize(("resolution", "unit"), [("NQ99", "DB"), ("NQ04-DB-2016", "nowhere")])
def test_unknown_names_are_refused(demo: Engine, resolution: str, unit: str) -> None:
    with reading(demo) as conn, pytest.raises(Unknown):
        comparison(conn, resolution=resolution, unit=unit, as_of=parse("2019-Q4"))


def test_all_communes_of_all_goals_are_few_reads(demo: Engine) -> None:
    """As many statements for 129 communes as for ten districts."""
    counts = []
    with reading(demo) as conn:
        for level in (Level.BELOW, Level.COMMUNES):
            comparison(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"), level=level)
            statements: list[str] = []
            execute = conn.exec_driver_sql
            conn.exec_driver_sql = lambda *given, run=execute, kept=statements: kept.append(given[0]) or run(*given)  # type: ignore[method-assign]
            comparison(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"), level=level)
            conn.exec_driver_sql = execute  # type: ignore[method-assign]
            counts.append(len(statements))
    assert 0 < counts[0] <= counts[1] <= counts[0] + 3


# --- orders ------------------------------------------------------------------------------------------


def row(name: str, *verdicts: Verdict | None) -> Compared:
    cells = tuple(
        Cell(None, Judgement(one, "value"), None, None, 1, 1, False)  # type: ignore[arg-type]  # no order looks at it
        for one in verdicts
    )
    return Compared(UnitLabel(hash(name) % 10_000, name, "commune", name), None, cells)


ROWS = [
    row("Đoàn Kết", E, E, E),
    row("Ba Vì", M, B, E),
    row("An Khê", E, B, B),
    row("Chi bộ 10", E, M, E),
    row("Chi bộ 2", E, M, E),
    row("Duy Tiên", E, I, E),
    row("Ea Kao", T, E, E),
    row("Gò Nổi", X, E, E),
    row("Hạ Lang", None, None, None),
]


def names(rows: list[Compared]) -> list[str]:
    return [each_.unit.name for each_ in rows]


def test_trouble_comes_first() -> None:
    assert names(ordered(ROWS, TROUBLE_FIRST)) == [
        "An Khê",
        "Gò Nổi",
        "Ba Vì",
        "Duy Tiên",
        "Ea Kao",
        "Chi bộ 2",
        "Chi bộ 10",
        "Đoàn Kết",
        "Hạ Lang",
    ]


def test_names_stand_in_vietnamese_order() -> None:
    assert names(ordered(ROWS, BY_NAME))[2:6] == ["Chi bộ 2", "Chi bộ 10", "Duy Tiên", "Đoàn Kết"]


def test_units_alike_go_together_named_by_what_they_share() -> None:
    found = [(group.code, group.shared, names(list(group.rows))) for group in groups(ROWS)]
    assert found == [
        ("trouble", (1,), ["An Khê", "Ba Vì"]),
        ("trouble", (0,), ["Gò Nổi"]),
        ("open", (1,), ["Duy Tiên"]),
        ("unjudged", (), ["Hạ Lang"]),
        ("on_track", (), ["Ea Kao"]),
        ("exceeded", (), ["Đoàn Kết"]),
        ("reached", (), ["Chi bộ 2", "Chi bộ 10"]),
    ]
    assert names(ordered(ROWS, TOGETHER)) == [name for _, _, group in found for name in group]


def test_every_unit_is_in_one_group_whatever_the_order_it_came_in() -> None:
    assert groups(ROWS) == groups(ROWS[::-1])
    assert sum(len(group.rows) for group in groups(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("name", "score"), [("Ba Vì", (2, 3)), ("Duy Tiên", (2, 3)), ("Hạ Lang", (0, 0))])
def test_a_score_counts_what_is_met_or_exceeded_of_what_is_judged(name: str, score: tuple[int, int]) -> None:
    assert good(next(one for one in ROWS if one.unit.name == name)) == score


def test_by_a_goal_its_worst_unit_comes_first(demo: Engine) -> None:
    with reading(demo) as conn:
        found = comparison(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"))
    first, second = ordered(found.rows, "", column=3, falling=True)[:2]
    assert [one.unit.code for one in (first, second)] == ["DB/nam-po", "DB/muong-nhe"]
    cells = [one.cells[3] for one in (first, second)]
    assert all(cell is not None and cell.judgement.verdict is B for cell in cells)


def test_columns_follow_the_resolution(demo: Engine) -> None:
    with reading(demo) as conn:
        found = comparison(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"))
        codes = list(dict.fromkeys(one.goal.code for one in goals.goals(conn, resolution="NQ04-DB-2016")))
    assert [column.row.goal.code for column in found.columns] == codes


def test_who_is_missing_is_the_same_for_many_units_as_for_each(house: House) -> None:
    house.goal("yearly_cut", "without_branch", CUT)
    gaps(house, "without_branch")
    ids = [house.ids[code] for code in ("P", "P/A", "P/B", *COMMUNES)]
    spans = [parse("2019-Q3"), parse("2019-Q4")]
    with reading(house.engine) as conn:
        for indicator in ("without_branch", "heads", "new_members", "members"):
            for periods in (spans, spans[1:]):
                asked = {"indicator": house.indicators[indicator], "periods": periods}
                every = figures.missing_under(conn, units=ids, **asked)
                for one in ids:
                    alone = figures.missing_over(conn, unit=one, **asked)
                    assert every.filter(ancestor=one).drop("ancestor").equals(alone)
