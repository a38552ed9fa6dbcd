"""Earlier figures, read in their order: the same as those in force, less those taken back."""

import polars as pl
import pytest

from db import figures
from db.engine import reading, writing
from db.past import past
from db.writes import undo
from metrics.periods import parse
from metrics.schema import PAST
from tests.db import world as w

Q1, Q2 = parse("2020-Q1"), parse("2025-Q2")


@pytest.mark.parametrize("many", [False, True])
def test_what_came_before_is_what_is_in_force(engine, monkeypatch, many):
    if many:
        monkeypatch.setattr("db.past.FEW_UNITS", 0)
    with writing(engine) as conn:
        place = w.found(conn)
        w.submit(
            conn,
            place.figures(
                ("2020-Q1", "a2-1", "members", 8),
                ("2020-Q1", "a2-2", "members", 3),
                ("2025-Q2", "a2-1", "members", 5),
                ("2025-Q2", "a2-1", "without_branch", 1),
            ),
        )
        corrected = w.submit(conn, place.figures(("2020-Q1", "a2-1", "members", 9)))
        gone = w.submit(conn, place.figures(("2020-Q1", "a2-1", "without_branch", 0)))
        undo(conn, gone.seq, account="a", reason="wrong")
    assert corrected.figures == 1
    units, indicators = list(place.units.values()), list(place.indicators.values())
    with reading(engine) as conn:
        found = past(conn, periods=[Q2, Q1], indicators=indicators, units=units)
        expected = [
            figures.in_force(conn, period=period, indicators=indicators, units=units).filter(pl.col("state") != 3)
            for period in (Q1, Q2)
        ]
        one = past(conn, periods=[Q1, Q2], indicators=indicators[:1], units=[place.units["a2-1"]])
        none = past(conn, periods=[Q1], indicators=[], units=units)
    assert found.schema == PAST
    assert found.rows() == pl.concat(expected).select(PAST.names()).sort("indicator", "unit", "period").rows()
    assert 9 in found["num"].to_list()
    assert 8 not in found["num"].to_list()
    assert set(one["unit"]) == {place.units["a2-1"]}
    assert none.is_empty()
