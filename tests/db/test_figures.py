"""Reading figures: who is missing, where a sum comes from, which period is the last."""

from datetime import date

import pytest

from db import figures, submissions
from db.engine import reading, writing
from db.models import Origin
from db.packs import upsert_origins
from db.rollups import IN_FORCE
from db.writes import NewPublished, NewSubmission, accept, undo
from metrics.periods import parse
from metrics.schema import ROLLUP, TODAY
from tests.db import world as w


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        return w.found(conn)


def test_who_is_missing_and_what_they_reported_before(engine, place):
    with writing(engine) as conn:
        w.submit(
            conn,
            place.figures(
                ("2020-Q1", "a2-1", "members", 8),
                ("2025-Q2", "a2-1", "members", 5),
                ("2025-Q3", "a2-2", "members", 3),
                ("2025-Q3", "b1-1", "members", 2),
            ),
        )
    codes = {one: code for code, one in place.units.items()}
    with reading(engine) as conn:
        found = figures.missing(
            conn, unit=place.units["P/x"], indicator=place.indicators["members"], period=parse("2025-Q3")
        )
        rows = {codes[row["unit"]]: row for row in found.iter_rows(named=True)}
        assert list(rows) == ["a1-3", "a2-1"]
        seen = rows["a2-1"]
        assert (seen["last_num"], seen["last_period"]) == (5, parse("2025-Q2").key)
        assert (seen["min_num"], seen["max_num"]) == (5, 8)
        assert rows["a1-3"]["last_num"] is None


def test_on_todays_boundaries_a_merged_unit_misses_what_its_parts_miss(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2017-Q4", "a1-1", "members", 6)))
    asked = {"indicator": place.indicators["members"], "period": parse("2017-Q4")}
    codes = {one: code for code, one in place.units.items()}
    with reading(engine) as conn:
        then = figures.missing(conn, unit=place.units["P/A/a1"], **asked)
        now = figures.missing(conn, unit=place.units["P/x"], boundaries=TODAY, **asked)
        assert [codes[unit] for unit in then["unit"]] == ["a1-2"]
        assert [codes[unit] for unit in now["unit"]] == ["a1-3", "a2-1", "a2-2"]
        assert now["have_num"].to_list() == [6, 0, 0]


def test_a_sum_expects_as_many_as_reported_and_missing_together(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2019-Q4", "b1-2", "members", 6), ("2019-Q4", "a1-3", "members", 6)))
    unit, indicator = place.units["P"], place.indicators["members"]
    with reading(engine) as conn:
        for boundaries in (0, 1):
            [row] = figures.rollup(conn, boundaries=boundaries, units=[unit], indicators=[indicator]).rows(named=True)
            absent = figures.missing(
                conn, unit=unit, indicator=indicator, period=parse("2019-Q4"), boundaries=boundaries
            )
            assert row["reported"] + absent.height == row["expected"]


def test_a_sum_is_traced_to_files_rows_and_people(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a2-1", "members", 5)), file_name="một.csv")
        w.submit(
            conn,
            place.figures(("2025-Q3", "a1-3", "members", 1), ("2025-Q3", "b1-1", "members", 2)),
            file_name="hai.csv",
            account="lan",
        )
    with reading(engine) as conn:
        found = figures.trace(
            conn, unit=place.units["P"], indicator=place.indicators["members"], period=parse("2025-Q3")
        )
        told = found.select("file_name", "row", "num", "account").rows()
        assert told == [("hai.csv", 2, 1, "lan"), ("hai.csv", 3, 2, "lan"), ("một.csv", 2, 5, "thu")]
        under = figures.trace(
            conn, unit=place.units["P/x"], indicator=place.indicators["members"], period=parse("2025-Q3")
        )
        assert sorted(under["num"]) == [1, 5]


def test_the_last_period_is_a_single_day_only_where_nothing_else_is(engine, place):
    indicator = place.indicators["members"]
    with writing(engine) as conn:
        assert figures.last_period(conn, [indicator]) is None
        w.submit(conn, place.figures(("2016-05-23", "a2-1", "members", 5)))
        assert figures.last_period(conn, [indicator]) == parse("2016-05-23")
        w.submit(conn, place.figures(("2020-Q1", "a2-1", "members", 5), ("2025-09-30", "a2-1", "members", 5)))
        assert figures.last_period(conn, [indicator]) == parse("2020-Q1")
        assert figures.last_period(conn, [place.indicators["new_members"]]) is None


def test_series_of_leaves_and_sums_keep_their_schemas_and_bounds(engine, place):
    with writing(engine) as conn:
        for quarter in w.QUARTERS:
            w.submit(conn, place.figures((quarter.code, "a2-1", "members", quarter.last.year - 2000)))
    asked = {"indicators": [place.indicators["members"]], "first": parse("2018-Q1"), "last": date(2025, 6, 30)}
    with reading(engine) as conn:
        leaves = figures.leaf_series(conn, units=[place.units["a2-1"]], **asked)
        sums = figures.rollup(conn, boundaries=0, units=[place.units["P"]], **asked)
        assert leaves.schema == IN_FORCE
        assert sums.schema == ROLLUP
        assert leaves["num"].to_list() == sums["num"].to_list() == [18, 19, 20, 25]
        nothing = figures.rollup(conn, boundaries=0, units=[], indicators=[])
        assert nothing.schema == ROLLUP
        assert nothing.is_empty()


def test_published_figures_stay_apart_and_go_with_their_submission(engine, place):
    with writing(engine) as conn:
        origin = upsert_origins(
            conn, [Origin(code="bao", publisher="Báo", title="Bài", published_on=date(2020, 1, 2))]
        )["bao"]
        unit, indicator = place.units["P"], place.indicators["members"]
        told = NewPublished(
            origin, indicator, unit, date(2016, 5, 23), date(2019, 12, 31), "percent", "91.57", "91,57%"
        )
        receipt = accept(
            conn,
            submission=NewSubmission("bao.toml", b"x", "thu"),
            figures=place.figures(),
            published=[told],
        )
        [row] = figures.published(conn, units=[unit], indicators=[indicator])
        assert (row.value, row.printed, row.origin.publisher, row.seq) == ("91.57", "91,57%", "Báo", receipt.seq)
        assert figures.rollup(conn, boundaries=0, units=[unit], indicators=[indicator]).is_empty()
        undo(conn, receipt.seq, account="thu", reason="sai")
        assert figures.published(conn, units=[unit], indicators=[indicator]) == []


def test_the_same_file_is_known_again_until_it_is_undone(engine, place):
    given = place.figures(("2025-Q3", "a2-1", "members", 5))
    content = given.write_csv().encode()
    with writing(engine) as conn:
        assert submissions.same_file(conn, content) is None
        w.submit(conn, given)
        assert submissions.same_file(conn, content).seq == 1
        undo(conn, 1, account="thu", reason="sai")
        assert submissions.same_file(conn, content) is None
