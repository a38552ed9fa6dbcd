"""Accepting, correcting, undoing; and that the sums are always those of the figures in force."""

import random
from datetime import UTC, date, datetime
from fractions import Fraction

import polars as pl
import pytest
from sqlalchemy.exc import IntegrityError

from db import audit, figures, rollups, store, submissions, writes
from db.check import check
from db.engine import reading, writing
from metrics.periods import parse
from metrics.schema import AS_REPORTED, TODAY
from tests.db import world as w

Q = parse("2025-Q3")


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        return w.found(conn)


def sums(conn, place, unit, indicator, boundaries=AS_REPORTED):
    """{period: (num, den, scale, reported, expected)} of one unit and indicator."""
    found = figures.rollup(
        conn, boundaries=boundaries, units=[place.units[unit]], indicators=[place.indicators[indicator]]
    )
    return {row[3]: (*row[5:8], *row[8:10]) for row in found.iter_rows()}


def test_a_submission_is_written_with_all_that_follows_from_it(engine, place):
    given = place.figures(("2025-Q3", "a1-3", "members", 4), ("2025-Q3", "b1-1", "members", 7))
    with writing(engine) as conn:
        before = store.revision(conn)
        receipt = w.submit(conn, given)
    with reading(engine) as conn:
        assert (receipt.seq, receipt.figures, receipt.units) == (1, 2, 2)
        assert store.revision(conn) == receipt.revision == before + 1
        assert submissions.submission_file(conn, 1) == ("quý.csv", given.write_csv().encode())
        assert sums(conn, place, "P", "members") == {Q.key: (11, 0, 1, 2, 6)}
        assert sums(conn, place, "P/x", "members") == {Q.key: (4, 0, 1, 1, 3)}
        assert sums(conn, place, "P/A", "members") == {Q.key: (4, 0, 1, 1, 3)}  # the old district lives on
        [row] = audit.audit(conn, account="thu")
        assert (row.action, row.subject, row.detail["figures"]) == ("accept", "submission 1", 2)
        assert check(conn) == []


def test_a_correction_supersedes_and_history_keeps_both(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4)))
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 9)), reason="đếm lại")
    unit, indicator = place.units["a1-3"], place.indicators["members"]
    with reading(engine) as conn:
        assert figures.in_force(conn, period=Q, indicators=[indicator])["num"].to_list() == [9]
        assert sums(conn, place, "P", "members")[Q.key][0] == 9
        versions = figures.figure_history(conn, period=Q, indicator=indicator, unit=unit)
        assert [(figure.num, brought.seq, brought.reason) for figure, brought in versions] == [
            (9, 2, "đếm lại"),
            (4, 1, ""),
        ]
        assert check(conn) == []


def test_nothing_in_the_store_changes_a_figure_once_written(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4)))
        kept = conn.exec_driver_sql("SELECT * FROM observation ORDER BY seq").fetchall()
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 5)))
        writes.undo(conn, 2, account="thu", reason="nhầm")
        writes.rebuild_rollup(conn)
        assert conn.exec_driver_sql("SELECT * FROM observation ORDER BY seq").fetchall()[: len(kept)] == kept


def test_undo_brings_back_what_was_in_force_and_leaves_later_figures_alone(engine, place):
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4)))
        w.submit(
            conn,
            place.figures(
                ("2025-Q3", "a1-3", "members", 5), ("2025-Q3", "b1-1", "members", 6), ("2025-Q3", "a2-1", "members", 7)
            ),
        )
        w.submit(conn, place.figures(("2025-Q3", "a2-1", "members", 8)))
        receipt = writes.undo(conn, 2, account="thu", reason="nhầm tệp")
        with pytest.raises(writes.Refused, match="undone by submission 4"):
            writes.undo(conn, 2, account="thu", reason="lần nữa")
    with reading(engine) as conn:
        assert receipt.figures == 2
        now = figures.in_force(conn, period=Q, indicators=[place.indicators["members"]])
        names = {one: code for code, one in place.units.items()}
        assert {names[row["unit"]]: (row["num"], row["state"]) for row in now.iter_rows(named=True)} == {
            "a1-3": (4, 0),
            "a2-1": (8, 0),
            "b1-1": (None, w.NOT_REPORTED),
        }
        assert sums(conn, place, "P", "members") == {Q.key: (12, 0, 1, 2, 6)}
        assert figures.submissions(conn)[2].undone_by == 4
        assert check(conn) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("2025-Q3", "a1-3", "members", 4)] * 2, "two figures"),
        ([("2025-Q3", "a1-3", "members", 4, {"unit": 999})], "unit 999"),
        ([("2025-Q3", "a1-3", "members", 4, {"indicator": 99})], "indicator 99"),
    ],
)
def test_figures_no_store_can_hold_are_refused_whole(engine, place, rows, message):
    with pytest.raises(writes.Refused, match=message), writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "b1-1", "members", 1), *rows))
    with reading(engine) as conn:
        assert figures.submissions(conn) == []
        assert rollups.periods(conn) == []


@pytest.mark.parametrize("wrong", [{"num": -1}, {"num": 5, "den": 4}])
def test_the_database_itself_refuses_impossible_counts(engine, place, wrong):
    with pytest.raises(IntegrityError), writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "P/x", "head_is_member", 1, wrong)))
    with reading(engine) as conn:
        assert figures.submissions(conn) == []


def test_four_states_are_never_confused(engine, place):
    with writing(engine) as conn:
        w.submit(
            conn,
            place.figures(
                ("2025-Q3", "a1-3", "members", 0),
                ("2025-Q3", "a2-1", "members", None, {"state": w.NOT_APPLICABLE}),
                ("2025-Q3", "b1-1", "members", None, {"state": w.NOT_REPORTED}),
            ),
        )
    with reading(engine) as conn:
        assert sums(conn, place, "P", "members") == {Q.key: (0, 0, 1, 2, 6)}


def test_figures_of_before_a_merger_and_a_split_are_read_both_ways(engine, place):
    old, new = parse("2017-Q4"), parse("2019-Q4")
    with writing(engine) as conn:
        w.submit(
            conn,
            place.figures(
                ("2017-Q4", "a1-1", "members", 3),
                ("2017-Q4", "a1-2", "members", 4),
                ("2017-Q4", "a1-1", "without_branch", 1),
                ("2017-Q4", "a1-2", "without_branch", 0),
                ("2019-Q4", "b1-2", "members", 10),
            ),
        )
    with reading(engine) as conn:
        assert sums(conn, place, "P/A/a1", "members")[old.key][:2] == (7, 0)
        assert sums(conn, place, "P/x", "members", TODAY)[old.key][:2] == (7, 0)
        assert sums(conn, place, "P", "members", TODAY)[old.key][:3] == (7, 0, 1)
        assert sums(conn, place, "P/A/a1", "without_branch")[old.key] == (1, 0, 1, 2, 2)
        assert (
            sums(conn, place, "P/x", "without_branch", TODAY)[old.key][0] == 1
        )  # one village now, with a branch of neither
        num, _, scale, *_ = sums(conn, place, "P/B/b1", "members", TODAY)[new.key]
        assert Fraction(num, scale) == 10
        assert check(conn) == []


def test_sums_follow_the_tree_when_it_changes_later(engine, place):
    from db import packs
    from db.models import Placement

    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a2-1", "members", 5)))
        moved = Placement(unit_id=place.units["a2-1"], parent_id=place.units["P/B/b1"])
        packs.upsert_placements(conn, [moved])
        assert next(one.what for one in check(conn)) == "tree"
        assert rollups.refresh(conn)
        assert not rollups.refresh(conn)
        assert sums(conn, place, "P/B/b1", "members")[Q.key][0] == 5
        assert check(conn) == []


def random_figures(place: w.World, luck: random.Random) -> pl.DataFrame:
    rows = []
    for period in luck.sample(w.QUARTERS, luck.randint(1, 3)):
        for code, kind, unit_kind, _ in w.INDICATORS:
            for unit in place.alive(period, unit_kind):
                if luck.random() < 0.4:
                    continue
                num: int | None = luck.randint(0, 1) if kind == "state" else luck.randint(0, 4)
                other = {"qualifier": luck.choice([0, 0, 0, 1, 3])}
                state = luck.choice([0, 0, 0, 0, 1, 3] + [2] * (kind == "rating"))
                if state:
                    num, other = None, {"state": state}
                elif kind == "share":
                    other["den"] = num + luck.randint(0, 5)
                rows.append((period.code, unit, code, num, other))
    return place.figures(*rows)


@pytest.mark.parametrize("seed", range(4))
def test_sums_equal_their_recomputation_after_any_submissions(engine, place, seed):
    luck = random.Random(seed)
    with writing(engine) as conn:
        for number in range(1, 9):
            w.submit(conn, random_figures(place, luck), simulated=luck.random() < 0.3)
            if luck.random() < 0.25 and submissions.by_seq(conn, [number])[0].undone_by is None:
                writes.undo(conn, number, account="thu", reason="thử")
            assert check(conn) == []
        _known_then_is_what_was_stored_then(conn, place)


def _known_then_is_what_was_stored_then(conn, place: w.World) -> None:
    """The sums as known now equal the stored ones, and earlier ones those of the figures known earlier."""
    inner = [one for code, one in place.units.items() if code.startswith("P")]
    asked = {"units": inner, "indicators": list(place.indicators.values())}
    last = figures.submissions(conn)[0].seq
    for boundaries in (AS_REPORTED, TODAY):
        stored = figures.rollup(conn, boundaries=boundaries, **asked).filter(pl.col("reported") > 0)
        now = figures.rollup_as_known(conn, upto=last, boundaries=boundaries, periods=w.QUARTERS, **asked)
        assert now.equals(stored)
        tree = rollups.trees.current(conn)
        for upto in (0, 2, last - 1):
            known = rollups.in_force(conn, [p.key for p in w.QUARTERS], asked["indicators"], upto=upto)
            summed = rollups.summed(tree, known, boundaries, only=set(inner)).filter(pl.col("reported") > 0)
            then = figures.rollup_as_known(conn, upto=upto, boundaries=boundaries, periods=w.QUARTERS, **asked)
            assert then.equals(summed.sort("unit", "indicator", "period", "rating_class"))


def test_known_on_a_day_is_a_day_in_hanoi(engine, place):
    with writing(engine) as conn:
        for day, hour in ((1, 3), (1, 16), (1, 17), (3, 5)):  # 17:00 UTC is midnight in Hà Nội
            w.submit(
                conn, place.figures(("2025-Q3", "a1-3", "members", hour)), at=datetime(2025, 10, day, hour, tzinfo=UTC)
            )
    with reading(engine) as conn:
        known = [figures.known_on(conn, date(2025, 10, day)) for day in (1, 2, 3)]
        assert known == [2, 3, 4]
        assert figures.known_on(conn, date(2025, 9, 30)) == 0
        then = figures.in_force(conn, period=Q, indicators=[place.indicators["members"]], upto=known[0])
        assert then["num"].to_list() == [16]
