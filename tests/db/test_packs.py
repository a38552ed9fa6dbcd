"""Writing units and goals twice is writing them once."""

from datetime import date
from fractions import Fraction

import pytest

from db import goals, packs, store, trees, units
from db.engine import reading, writing
from db.models import Clause, Goal, Indicator, Placement, RatingScheme, Resolution, Target, Unit, UnitName
from metrics.goals import Op, Path, Shape, Source, TargetUnit, Years
from tests.db import world as w


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        return w.found(conn)


def asked(conn, place, low="15") -> None:
    resolution = packs.upsert_resolution(
        conn,
        Resolution(
            code="NQ04",
            number="04-NQ/TU",
            issued_on=date(2016, 5, 23),
            issuer_vi="Tỉnh ủy",
            issuer_en="Provincial committee",
            title_vi="Nghị quyết",
            title_en="Resolution",
            unit_id=place.units["P"],
            term_start=date(2016, 1, 1),
            term_end=date(2020, 12, 31),
            rounding="truncate",
        ),
    )
    clause = packs.upsert_clauses(conn, [Clause(resolution_id=resolution, code="II.1", text_vi="…", text_en="…")])
    scheme = packs.upsert_schemes(conn, [RatingScheme(code="s", name_vi="", name_en="", classes='["good", "bad"]')])
    indicator = packs.upsert_indicators(
        conn,
        [
            Indicator(
                code="without_branch",
                kind="state",
                unit_kind="village",
                falling=True,
                name_vi="a",
                name_en="b",
                noun_vi="c",
                noun_en="d",
                merge_rule="any",
                scheme_id=scheme["s"],
                synonyms='["trắng chi bộ"]',
                den_synonyms='["tổng số thôn"]',
            )
        ],
    )
    goal = packs.upsert_goals(
        conn,
        [
            Goal(
                code="NQ04-01",
                resolution_id=resolution,
                clause_id=clause["II.1"],
                indicator_id=indicator["without_branch"],
                shape="yearly_cut",
                name_vi="Giảm",
                name_en="Cut",
                start=date(2016, 5, 23),
                baseline_date=date(2016, 5, 23),
                baseline_value="328",
                deadline=date(2020, 12, 31),
            )
        ],
    )
    path = goals.written_path(Path(milestones=((date(2018, 12, 31), Fraction(7, 2)),)))
    band = {"op": "band", "unit_of_measure": "percent_per_year", "low": low, "high": "20", "path": path}
    packs.upsert_targets(
        conn,
        [
            Target(goal_id=goal["NQ04-01"], unit_id=place.units["P"], **band),
            Target(goal_id=goal["NQ04-01"], unit_id=place.units["P"], source="assigned", **band),
        ],
    )


def test_a_second_time_changes_nothing(engine, place):
    with writing(engine) as conn:
        asked(conn, place)
        before = store.revision(conn), store.tree(conn)
        asked(conn, place)
        assert (store.revision(conn), store.tree(conn)) == before


def test_units_given_again_are_the_same_units(engine, place):
    with writing(engine) as conn:
        before = store.revision(conn), store.tree(conn)
        assert w.found(conn) == place
        assert (store.revision(conn), store.tree(conn)) == before


def test_a_goal_comes_back_exact_and_typed(engine, place):
    with writing(engine) as conn:
        asked(conn, place, low="7/2")
    with reading(engine) as conn:
        own, assigned = goals.goals(conn, resolution="NQ04", unit="P")
        assert (own.goal.source, assigned.goal.source) == (Source.OWN, Source.ASSIGNED)
        goal = own.goal
        assert (goal.shape, goal.years, goal.unit, goal.clause) == (Shape.YEARLY_CUT, Years.WHOLE_YEARS, "P", "II.1")
        assert (goal.baseline_value, goal.tolerance) == (Fraction(328), Fraction(1, 20))
        assert (goal.target.op, goal.target.unit, goal.target.low) == (
            Op.BAND,
            TargetUnit.PERCENT_PER_YEAR,
            Fraction(7, 2),
        )
        assert goal.path.milestones == ((date(2018, 12, 31), Fraction(7, 2)),)
        assert own.indicator.synonyms == ("trắng chi bộ",)
        assert own.indicator.den_synonyms == ("tổng số thôn",)
        assert own.indicator.scheme == "s"
        assert goals.schemes(conn) == {"s": ("good", "bad")}
        assert [row.code for row in goals.resolutions(conn)] == ["NQ04"]
        assert goals.goals(conn, resolution="NQ04", unit="P/x") == []


def test_what_an_owner_no_longer_has_is_removed(engine, place):
    with writing(engine) as conn:
        unit = place.units["a2-1"]
        packs.upsert_placements(conn, [Placement(unit_id=unit, parent_id=place.units["P/B/b1"])])
        found = units.placements(conn).filter(unit=unit)
        assert found["parent"].to_list() == [place.units["P/B/b1"]]


def test_the_tree_in_memory_follows_the_store(engine, place):
    day = date(2025, 9, 30)
    with writing(engine) as conn:
        before = trees.current(conn)
        assert trees.current(conn) is before
        assert units.members(conn, day) is units.members(conn, date(2030, 1, 1))
        one = packs.upsert_units(conn, [Unit(code="new", kind="village")])["new"]
        packs.upsert_placements(conn, [Placement(unit_id=one, parent_id=place.units["P/x"])])
        assert one in units.members(conn, day).filter(ancestor=place.units["P"])["unit"].to_list()


def test_units_by_day(engine, place):
    before, after = date(2020, 6, 30), date(2025, 9, 30)
    with reading(engine) as conn:
        province = place.units["P"]
        assert units.children(conn, province, before)["code"].to_list() == ["P/A", "P/B"]
        assert units.children(conn, province, after)["code"].to_list() == ["P/B/b1", "P/x"]
        line = [row.code for row in units.path(conn, place.units["a2-1"], before)]
        assert line == ["P", "P/A", "P/A/a2", "a2-1"]
        assert [row.code for row in units.path(conn, place.units["P/A/a2"], after)] == ["P", "P/A", "P/A/a2"]
        assert units.unit_by_code(conn, "P/x").name == "Đơn vị P/x"
        assert units.unit_by_code(conn, "nowhere") is None
        assert "P/A" not in units.names(conn, after)["code"].to_list()


def test_a_unit_is_called_what_it_was_called_that_day(engine, place):
    with writing(engine) as conn:
        one = place.units["P/x"]
        packs.upsert_names(
            conn,
            [
                UnitName(unit_id=one, name="Cũ", valid_to=date(2025, 12, 31)),
                UnitName(unit_id=one, name="Mới", valid_from=date(2026, 1, 1)),
                UnitName(unit_id=one, name="New", role="english"),
                UnitName(unit_id=one, name="xã X", role="alias"),
            ],
        )
        then = units.names(conn, date(2025, 9, 30)).filter(unit=one).row(0, named=True)
        assert (then["name"], then["short"], then["english"]) == ("Cũ", "Cũ", "New")
        assert units.units_by_id(conn, [one])[one].name == "Mới"
        assert units.names(conn).filter(unit=one)["name"].item() == "Mới"
