"""The quick way of finding who brought what gives what reading every figure gives."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from db import brought, submissions, writes
from db import timeliness as asked
from db.engine import writing
from db.trees import current
from metrics.periods import parse
from tests.db import world as w

PERIOD = parse("2018-Q1")
UNITS = ("a1-3", "a2-1", "a2-2", "b1-1", "b1-2")
WHAT = ("members", "without_member")

FILES = st.lists(
    st.one_of(
        st.dictionaries(
            st.tuples(st.sampled_from(UNITS), st.sampled_from(WHAT)), st.sampled_from([0, 1, None]), min_size=1
        ),
        st.integers(0, 9),  # take back one of those that stand
    ),
    min_size=1,
    max_size=7,
)


@pytest.fixture
def fresh_world(engine: Engine) -> tuple[Engine, w.World]:
    with writing(engine) as conn:
        return engine, w.found(conn)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES)
def test_both_ways_agree_whatever_came(fresh_world: tuple[Engine, w.World], files: list[object]) -> None:
    engine, world = fresh_world
    with writing(engine) as conn:
        savepoint = conn.begin_nested()
        made: list[int] = []
        for each in files:
            if isinstance(each, int):
                standing = set(made) - set(submissions.undone(conn))
                if standing:
                    back = sorted(standing)[each % len(standing)]
                    made.append(writes.undo(conn, back, account="thu", reason="nhầm").seq)
            else:
                rows = [
                    ("2018-Q1", unit, what, num, {"state": 3} if num is None else {})
                    for (unit, what), num in each.items()  # type: ignore[attr-defined]  # drawn above
                ]
                figures = world.figures(*rows)
                made.append(w.submit(conn, figures, period=PERIOD, at=datetime(2018, 4, 5, tzinfo=UTC)).seq)
        tree, top = current(conn), world.units["P"]
        wanted = asked.asked_of(conn, top, [PERIOD])[PERIOD]
        if wanted:
            should = asked.awaited(tree, top, wanted, PERIOD)
            every = brought.brought(conn)
            plain = brought.of_figures(conn, [PERIOD], wanted, should["unit"].to_list(), every)
            complete = asked.completeness(conn, unit=top, periods=[PERIOD])
            assert complete.filter("reported")["unit"].sort().to_list() == sorted(unit for unit, _, _ in told(plain))
            assert complete["unit"].to_list() == should["unit"].to_list()
            seqs = [one.seq for one in every.values()]
            standing = [one.seq for one in every.values() if one.stands]
            for largest in standing or [None]:
                quick = brought.of_one(
                    conn, tree, PERIOD, wanted, should, largest, every, alone=len(seqs) <= 1, unit=top
                )
                assert told(quick) == told(plain)
        savepoint.rollback()


def told(found: pl.DataFrame) -> list[tuple[int, int, bool]]:
    """Who has reported, with which submission, and whether it was corrected."""
    return sorted(found.filter(pl.col("first").is_not_null()).select("unit", "first", "corrected").iter_rows())
