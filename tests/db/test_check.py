"""The check finds what was tampered with."""

import pytest

from db import figures, packs
from db.check import check
from db.engine import reading, writing
from db.models import Placement
from tests.db import world as w


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        place = w.found(conn)
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4), ("2017-Q4", "a1-1", "members", 3)))
        return place


def test_a_store_left_alone_is_sound(engine, place):
    with reading(engine) as conn:
        assert check(conn) == []


def test_a_changed_sum_is_named_with_both_values(engine, place):
    with writing(engine) as conn:
        conn.exec_driver_sql(f"UPDATE rollup SET num = 5 WHERE boundaries = 0 AND unit_id = {place.units['P/x']}")
        [found] = check(conn)
        assert (found.what, found.unit, found.indicator) == ("sum", place.units["P/x"], place.indicators["members"])
        assert found.stored.startswith("num=5 ")
        assert found.recomputed.startswith("num=4 ")


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        ("DELETE FROM rollup WHERE boundaries = 1", {"sum"}),
        ("UPDATE rollup SET unit_id = 12 WHERE unit_id = 7", {"sum"}),
        ("UPDATE rollup SET period = 202512312 WHERE period = 202509302", {"sum"}),
        ("UPDATE observation SET num = 9 WHERE period = 202509302", {"sum"}),
        ("UPDATE observation SET unit_id = 99 WHERE period = 202509302", {"orphan", "sum"}),
        ("UPDATE submission SET sha256 = 'other'", {"file"}),
        ("UPDATE store SET value = 'older' WHERE key = 'summed_tree'", {"tree"}),
    ],
)
def test_harm_is_found(engine, place, harm, what):
    with writing(engine) as conn:
        conn.exec_driver_sql(harm)
        assert {one.what for one in check(conn)} == what


@pytest.mark.parametrize(
    ("unit", "parent", "said"),
    [
        ("P/x", "P/x", "cycle: P/x, P/x from 2025-07-01"),
        ("a1-1", "P/x", "dead_parent: a1-1, P/x"),
    ],
)
def test_units_that_do_not_fit_together_are_found(engine, place, unit, parent, said):
    with writing(engine) as conn:
        packs.upsert_placements(conn, [Placement(unit_id=place.units[unit], parent_id=place.units[parent])])
        found = [one.stored for one in check(conn) if one.what == "unit"]
        assert any(one.startswith(said) for one in found), found


def test_a_damaged_file_is_found(engine, place):
    with writing(engine) as conn:
        kept = conn.exec_driver_sql("SELECT content FROM submission").scalar()
        damaged = bytes(kept)[:-1].hex()
        literal = f"x'{damaged}'" if engine.dialect.name == "sqlite" else rf"'\x{damaged}'"
        conn.exec_driver_sql(f"UPDATE submission SET content = {literal}")
        assert {one.what for one in check(conn)} == {"file"}
        assert figures.submissions(conn)[0].seq == 1
