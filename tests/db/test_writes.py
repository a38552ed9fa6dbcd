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
from metrics.schema import AS_REPORTED, FIGURES, TODAY
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


def in_force_now(conn, place) -> list[tuple]:
    """Every figure that stands, without where it came from."""
    now = rollups.in_force(conn, [p.key for p in w.QUARTERS], place.indicators.values())
    kept = now.filter(pl.col("state") != w.NOT_REPORTED)
    return kept.select("period", "indicator", "unit", "num", "den", "qualifier", "state").sort(pl.all()).rows()


def sums_now(conn) -> list[tuple]:
    """Every stored sum of something, whatever brought it."""
    both = pl.concat([rollups.read(conn, boundaries, "reported > 0") for boundaries in (AS_REPORTED, TODAY)])
    return both.drop("simulated").rows()


@pytest.mark.parametrize("seed", range(6))
def test_after_an_undo_all_is_as_if_the_file_had_never_come(engine, place, seed):
    """Accept A and B, perhaps C over both; take B back: what stands are the figures of A, and C over them."""
    luck = random.Random(seed)
    a, b, c = (random_figures(place, luck) for _ in "abc")
    later = [c] if seed % 2 else []
    found = []
    for without in (False, True):
        with writing(engine) as conn:
            start = len(figures.submissions(conn))
            for some in [a, *later] if without else [a, b, *later]:
                w.submit(conn, some)
            if not without:
                writes.undo(conn, start + 2, account="thu", reason="nhầm tệp")
            assert check(conn) == []
            found.append((in_force_now(conn, place), sums_now(conn)))
            conn.rollback()
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(4))
def test_in_force_is_always_what_the_latest_submission_says_that_stands(engine, place, seed):
    luck = random.Random(seed)
    files: dict[int, dict[tuple, tuple]] = {}
    undoes: dict[int, int] = {}
    gone: set[int] = set()
    with writing(engine) as conn:
        for number in range(1, 16):
            standing = [seq for seq in range(1, number) if seq not in gone]
            if standing and luck.random() < 0.5:
                undoes[number] = luck.choice(standing)
                writes.undo(conn, undoes[number], account="thu", reason="thử")
            else:
                some = random_figures(place, luck).filter(pl.col("unit") % 2 == luck.randint(0, 1))
                files[number] = {row[:3]: row[:7] for row in some.iter_rows()}
                w.submit(conn, some, content=f"{number}".encode())
            gone = set()
            for seq in sorted(undoes, reverse=True):
                gone |= {undoes[seq]} if seq not in gone else set()
            told = {row.seq for row in figures.submissions(conn) if row.undone_by is not None}
            assert told == gone
            now = {key: value for seq in sorted(set(files) - gone) for key, value in files[seq].items()}
            assert in_force_now(conn, place) == sorted_rows(now.values())
        assert check(conn) == []


def sorted_rows(rows) -> list[tuple]:
    frame = pl.DataFrame(list(rows), schema=FIGURES.names()[:7], orient="row")
    return frame.filter(pl.col("state") != w.NOT_REPORTED).sort(pl.all()).rows()


def test_what_was_taken_back_never_comes_back_through_another_undo(engine, place):
    with writing(engine) as conn:
        for number in (1, 2, 3):
            w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", number)))
        writes.undo(conn, 2, account="thu", reason="nhầm")
        assert [row[3] for row in in_force_now(conn, place)] == [3]
        writes.undo(conn, 3, account="thu", reason="cũng nhầm")
        assert [row[3] for row in in_force_now(conn, place)] == [1]
        writes.undo(conn, 1, account="thu", reason="nhầm hết")
        assert in_force_now(conn, place) == []
        assert check(conn) == []


def test_an_undo_can_be_undone_and_then_the_submission_stands_again(engine, place):
    with writing(engine) as conn:
        for number in (1, 2):
            w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", number)), content=f"{number}".encode())
        writes.undo(conn, 2, account="thu", reason="nhầm")
        assert submissions.same_file(conn, b"2") is None
        writes.undo(conn, 3, account="thu", reason="không nhầm")
        assert [row[3] for row in in_force_now(conn, place)] == [2]
        assert [row.undone_by for row in figures.submissions(conn)] == [None, 4, None, None]
        assert submissions.undone(conn, upto=3) == {2: 3}
        assert submissions.same_file(conn, b"2") is not None
        writes.undo(conn, 4, account="thu", reason="nhầm thật")
        assert [row[3] for row in in_force_now(conn, place)] == [1]
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
