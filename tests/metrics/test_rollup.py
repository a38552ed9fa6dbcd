"""Sums over inner units, their changes, and the same figures on today's boundaries."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.goals import Kind
from metrics.lineage import successors
from metrics.restate import awaited
from metrics.rollup import SUMS, UNRATED, apply_change, change, differences, expected_restated, restate, sum_up
from metrics.schema import STATES
from metrics.tree import expected
from tests.metrics.frames import EVE, REFORM, Country, dien_bien, figures, kon_tum

STOCK, FLOW, SHARE, STATE, RATING, EITHER, ALONE = range(1, 8)
KINDS = {STOCK: Kind.STOCK, FLOW: Kind.FLOW, SHARE: Kind.SHARE, STATE: Kind.STATE, RATING: Kind.RATING}
KINDS |= {EITHER: Kind.STATE, ALONE: Kind.STATE}
RULES = {STATE: "all", EITHER: "any"}
LEAVES = dict.fromkeys(KINDS, "village")
GIVEN, NOT_APPLICABLE, NOT_RATED, TAKEN_BACK = range(len(STATES))
THEN, NOW = date(2025, 3, 31), date(2025, 9, 30)


def summed(c: Country, frame: pl.DataFrame, on: date = THEN) -> pl.DataFrame:
    members = c.members(on)
    return sum_up(frame, members, KINDS, expected(members, c.units, LEAVES))


def restated(c: Country, frame: pl.DataFrame, on: date = NOW, since: date = THEN) -> pl.DataFrame:
    members, went = c.members(on), successors(c.lineage, on=on, units=c.units, since=since)
    asked = expected_restated(members, went, c.units, LEAVES, KINDS, RULES)
    return sum_up(restate(frame, went, KINDS, RULES).figures, members, KINDS, asked)


def row(sums: pl.DataFrame, c: Country, unit: str, indicator: int, rating_class: int = 0) -> dict[str, int] | None:
    found = sums.filter(
        (pl.col("unit") == c.ids[unit]) & (pl.col("indicator") == indicator) & (pl.col("rating_class") == rating_class)
    )
    return found.row(0, named=True) if found.height else None


def value(sums: pl.DataFrame, c: Country, unit: str, indicator: int) -> Fraction | None:
    found = row(sums, c, unit, indicator)
    return Fraction(found["num"], found["scale"]) if found else None


def commune() -> Country:
    c = Country().add("province", "P").add("district", "D", "E", under="P").add("commune", "C", under="D")
    return c.add("village", "a", "b", "c", "d", under="C").add("village", "e", under="E")


SUMMED = [
    # indicator, figures of a, b, c, d: num, den, state → num, den, reported
    (STOCK, [(3,), (4,), (0,), (5,)], (12, 0, 4)),
    (FLOW, [(3,), (None, None, TAKEN_BACK), (0,)], (3, 0, 2)),
    (STOCK, [(3,), (None, None, NOT_APPLICABLE)], (3, 0, 2)),
    (SHARE, [(1, 2), (2, 4), (0, 0)], (3, 6, 3)),
    (STATE, [(1,), (0,), (1,), (None, None, NOT_APPLICABLE)], (2, 0, 4)),
    (STATE, [(None, None, TAKEN_BACK)], (0, 0, 0)),
]


@pytest.mark.parametrize(("indicator", "cells", "answer"), SUMMED)
def test_sums_keep_the_four_states_apart(indicator, cells, answer):
    c = commune()
    sums = summed(c, figures(c, [(unit, indicator, *cell) for unit, cell in zip("abcd", cells, strict=False)]))
    assert sums.schema == SUMS
    for unit in "CDP":
        found = row(sums, c, unit, indicator)
        assert (found["num"], found["den"], found["reported"]) == answer
        assert (found["expected"], found["scale"]) == (5 if unit == "P" else 4, 1)
    assert row(sums, c, "E", indicator) is None


def test_simulated_and_qualified_figures_are_counted():
    c = commune()
    sums = summed(
        c,
        figures(c, [("a", STOCK, 3, None, 0, 1), ("b", STOCK, 2, None, 0, 0, True), ("e", STOCK, 1, None, 0, 3, True)]),
    )
    assert [row(sums, c, "P", STOCK)[name] for name in ("reported", "simulated", "qualified")] == [3, 2, 2]
    assert [row(sums, c, "C", STOCK)[name] for name in ("reported", "simulated", "qualified")] == [2, 1, 1]


def test_a_rating_counts_classes_over_the_number_rated():
    c = commune()
    rows = [("a", RATING, 0), ("b", RATING, 2), ("c", RATING, 2), ("d", RATING, None, None, NOT_RATED)]
    sums = summed(c, figures(c, [*rows, ("e", RATING, None, None, NOT_APPLICABLE)]))
    found = {r["rating_class"]: (r["num"], r["den"], r["reported"]) for r in sums.filter(unit=c.ids["P"]).to_dicts()}
    assert found == {0: (1, 3, 5), 2: (2, 3, 5), UNRATED: (1, 3, 5)}
    assert {r["rating_class"]: r["num"] for r in sums.filter(unit=c.ids["E"]).to_dicts()} == {UNRATED: 0}


# --- algebra ---------------------------------------------------------------------------------------

cell = st.one_of(
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.sampled_from([NOT_APPLICABLE, NOT_RATED, TAKEN_BACK]),
)


@st.composite
def told(draw, names: tuple[str, ...], indicators: tuple[int, ...] = tuple(KINDS)):
    """Figures of some of the units, each of a kind that its indicator can have."""
    rows = []
    for name in names:
        for indicator in indicators:
            drawn = draw(st.one_of(st.none(), cell))
            if drawn is None:
                continue
            flags = (draw(st.integers(0, 3)), draw(st.booleans()))
            if isinstance(drawn, int):
                state = TAKEN_BACK if drawn == NOT_RATED and KINDS[indicator] is not Kind.RATING else drawn
                rows.append((name, indicator, None, None, state, *flags))
                continue
            num, more = drawn
            den = num + more if indicator == SHARE else None
            num = num % 2 if KINDS[indicator] is Kind.STATE else num % 4 if indicator == RATING else num
            rows.append((name, indicator, num, den, GIVEN, *flags))
    return rows


LEAF = ("a", "b", "c", "d", "e")


@given(told(LEAF), told(LEAF))
@settings(max_examples=60, deadline=None)
def test_old_sums_and_the_change_are_the_new_sums(before, submitted):
    c = commune()
    members = c.members(THEN)
    asked = expected(members, c.units, LEAVES)
    old, new = figures(c, before), figures(c, submitted)
    key = ["period", "indicator", "unit"]
    replaced = old.join(new, on=key, how="semi")
    after = pl.concat([old.join(new, on=key, how="anti"), new])
    stored = sum_up(old, members, KINDS, asked)
    changes = change(replaced, new, members, KINDS)
    keys = ["unit", "indicator", "period"]
    touched = stored.join(changes, on=keys, how="semi")
    result = pl.concat([stored.join(changes, on=keys, how="anti"), apply_change(touched, changes, asked)])
    assert result.sort(*keys, "rating_class").equals(sum_up(after, members, KINDS, asked))


@given(told(LEAF, (STOCK, FLOW, SHARE)))
@settings(max_examples=40, deadline=None)
def test_the_province_is_the_sum_of_its_districts(rows):
    c = commune()
    sums = summed(c, figures(c, rows))
    for indicator in (STOCK, FLOW, SHARE):
        parts = [row(sums, c, unit, indicator) for unit in "DE"]
        whole = row(sums, c, "P", indicator)
        for name in ("num", "den", "reported", "simulated", "qualified"):
            assert (whole or {}).get(name, 0) == sum(part[name] for part in parts if part)


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4), st.lists(st.integers(0, 50), min_size=4, max_size=4))
@settings(max_examples=25, deadline=None)
def test_sums_do_not_care_how_leaves_are_split(counts, more):
    c = commune()
    c.add("village", "a'", "b'", "c'", "d'", under="C")
    whole = [
        (n, i, x + y, x + y + 1 if i == SHARE else None)
        for i in (STOCK, SHARE)
        for n, x, y in zip(LEAF, counts, more, strict=False)
    ]
    parts = [
        (n, i, x, x + 1 if i == SHARE else None) for i in (STOCK, SHARE) for n, x in zip(LEAF, counts, strict=False)
    ]
    parts += [
        (f"{n}'", i, y, y if i == SHARE else None) for i in (STOCK, SHARE) for n, y in zip(LEAF, more, strict=False)
    ]
    one, two = summed(c, figures(c, whole)), summed(c, figures(c, parts))
    keep = ["unit", "indicator", "num", "den"]
    assert one.select(keep).equals(two.select(keep))


# --- today's boundaries ----------------------------------------------------------------------------

FEW = ("a", "b", "c", "d")


def merged(*, split: tuple[int, int] | None = None) -> Country:
    """a and b become ab; c is split in two, one part in another district; d goes on."""
    c = Country().add("province", "P").add("district", "D", "E", under="P")
    c.add("village", "a", "b", "c", under="D", last=EVE).add("village", "d", under="E")
    c.add("village", "ab", "c1", under="D", first=REFORM).add("village", "c2", under="E", first=REFORM)
    c.became("a", "ab", REFORM).became("b", "ab", REFORM)
    first, second = split or (1, 1)
    c.became("c", "c1", REFORM, (first, first + second), "split")
    return c.became("c", "c2", REFORM, (second, first + second), "split")


@given(told(FEW, (STOCK, FLOW, SHARE)), st.tuples(st.integers(1, 9), st.integers(1, 9)))
@settings(max_examples=60, deadline=None)
def test_additive_sums_are_equal_at_every_common_ancestor_of_all_parts(rows, split):
    c = merged(split=split)
    old, new = summed(c, figures(c, rows)), restated(c, figures(c, rows))
    keep = ["unit", "indicator", "num", "den", "scale"]
    province = pl.col("unit") == c.ids["P"]
    assert old.filter(province).select(keep).equals(new.filter(province).select(keep))
    assert (old["scale"] == 1).all()


def test_a_split_is_an_estimate_where_its_parts_are_apart_even_if_it_comes_out_even():
    c = merged(split=(1, 2))
    sums = restated(c, figures(c, [("a", STOCK, 5), ("c", STOCK, 9), ("c", SHARE, 3, 4), ("d", STOCK, 1)]))
    assert value(sums, c, "D", STOCK) == 8
    assert value(sums, c, "E", STOCK) == 7
    assert [row(sums, c, unit, STOCK)["scale"] for unit in "DEP"] == [3, 3, 1]
    assert [row(sums, c, "E", SHARE)[name] for name in ("num", "den", "scale")] == [6, 8, 3]


def test_a_merged_unit_has_reported_once_all_its_predecessors_have():
    c = merged()
    one = restated(c, figures(c, [("a", STOCK, 5), ("d", STOCK, 1)]))
    assert [row(one, c, "D", STOCK)[name] for name in ("num", "reported", "expected")] == [5, 0, 2]
    both = restated(c, figures(c, [("a", STOCK, 5), ("b", STOCK, None, None, NOT_APPLICABLE)]))
    assert [row(both, c, "D", STOCK)[name] for name in ("num", "reported", "expected")] == [5, 1, 2]
    back = restated(c, figures(c, [("a", STOCK, 5), ("b", STOCK, None, None, TAKEN_BACK)]))
    assert [row(back, c, "D", STOCK)[name] for name in ("num", "reported", "expected")] == [5, 0, 2]


MERGED_STATES = [
    # a, b (None: nothing, "n/a"), by any, by all
    ((1, 1), 1, 1),
    ((1, 0), 1, 0),
    ((0, 0), 0, 0),
    ((1, None), 1, None),
    ((0, None), None, 0),
    ((1, "n/a"), 1, 1),
    ((0, "n/a"), 0, 0),
    (("n/a", "n/a"), "n/a", "n/a"),
    (("n/a", None), None, None),
]


@pytest.mark.parametrize(("states", "by_any", "by_all"), MERGED_STATES)
def test_states_of_merged_leaves_follow_the_rule(states, by_any, by_all):
    c = merged()
    rows = [
        (unit, i, None if state == "n/a" else state, None, NOT_APPLICABLE if state == "n/a" else GIVEN)
        for unit, state in zip("ab", states, strict=True)
        for i in (STATE, EITHER)
        if state is not None
    ]
    went = successors(c.lineage, on=NOW, units=c.units, since=THEN)
    found = restate(figures(c, rows), went, KINDS, RULES)
    assert found.dropped.is_empty()
    for indicator, answer in ((EITHER, by_any), (STATE, by_all)):
        state, num = found.figures.filter(pl.col("indicator") == indicator).select("state", "num").row(0)
        assert (state, num) == {"n/a": (NOT_APPLICABLE, None), None: (TAKEN_BACK, None)}.get(answer, (GIVEN, answer))


def test_what_cannot_be_joined_is_dropped_by_name_and_not_expected():
    c = merged()
    rows = [(unit, i, 1) for unit in FEW for i in (ALONE, RATING)]
    went = successors(c.lineage, on=NOW, units=c.units, since=THEN)
    found = restate(figures(c, rows), went, KINDS, RULES)
    dropped = {(c.names[unit], indicator, reason) for unit, indicator, _, reason in found.dropped.iter_rows()}
    assert dropped == {
        (u, i, r) for u in ("ab", "c1", "c2") for i, r in ((ALONE, "no_merge_rule"), (RATING, "rating_joined"))
    }
    sums = restated(c, figures(c, rows))
    assert [row(sums, c, "P", ALONE)[name] for name in ("num", "reported", "expected")] == [1, 1, 1]
    assert [row(sums, c, "P", RATING, 1)[name] for name in ("num", "den", "reported", "expected")] == [1, 1, 1, 1]


def test_villages_that_merge_are_fewer_units_and_fewer_states_and_that_is_named():
    """183 villages became 154: 29 mergers of two."""
    c = Country().add("province", "P").add("district", "D", under="P")
    pairs = [(f"x{i}", f"y{i}", f"xy{i}") for i in range(29)]
    c.add("village", *(f"v{i}" for i in range(125)), under="D")
    for one, two, both in pairs:
        c.add("village", one, two, under="D", last=EVE).add("village", both, under="D", first=REFORM)
        c.became(one, both, REFORM).became(two, both, REFORM)
    leaves = [f"v{i}" for i in range(125)] + [name for one, two, _ in pairs for name in (one, two)]
    frame = figures(c, [(name, i, 1) for name in leaves for i in (STATE, STOCK)])
    old, new = summed(c, frame), restated(c, frame)
    assert [row(old, c, "P", STATE)[name] for name in ("num", "expected")] == [183, 183]
    assert [row(new, c, "P", STATE)[name] for name in ("num", "expected")] == [154, 154]
    assert value(old, c, "P", STOCK) == value(new, c, "P", STOCK) == 183
    named = {
        tuple(found)
        for found in differences(old, new)
        .filter(unit=c.ids["P"])
        .select("indicator", "what", "then", "now")
        .iter_rows()
    }
    counts = {("units", "183", "154"), ("reported", "183", "154")}
    assert named == {(i, *found) for i in (STATE, STOCK) for found in counts} | {(STATE, "sum", "183", "154")}


def test_kon_tum_goes_on_as_a_region_and_its_totals_with_it():
    c = kon_tum()
    leaves = [name for name in c.ids if name[-1] in "12"]
    rows = [(name, STOCK, i * i + 1) for i, name in enumerate(leaves)]
    old, new, later = summed(c, figures(c, rows)), restated(c, figures(c, rows)), summed(c, figures(c, rows), NOW)
    for region in ("Kon Tum", "TP Kon Tum", "Đăk Glei", "Quảng Ngãi cũ", "Đăk Long cũ"):
        answers = {
            (row(sums, c, region, STOCK)["num"], row(sums, c, region, STOCK)["expected"]) for sums in (old, new, later)
        }
        assert len(answers) == 1
    assert value(new, c, "Quảng Ngãi", STOCK) == value(old, c, "Kon Tum", STOCK) + value(old, c, "Quảng Ngãi cũ", STOCK)


def test_commune_figures_across_an_old_border_are_left_out_of_both_old_districts():
    c = dien_bien()
    kinds, asked = {FLOW: Kind.FLOW}, {FLOW: "commune"}
    rows = [
        (name, FLOW, 1)
        for name in ("Sông Đà", "Na Lay", "Lay Nưa", "Xá Tổng", "Sín Thầu cũ", "Sen Thượng", "Leng Su Sìn")
    ]
    went = successors(c.lineage, on=NOW, units=c.units, since=THEN)
    members = c.members(NOW)
    sums = sum_up(
        restate(figures(c, rows), went, kinds, {}).figures,
        members,
        kinds,
        expected_restated(members, went, c.units, asked, kinds, {}),
    )
    assert value(sums, c, "P. Mường Lay", FLOW) == 4
    assert value(sums, c, "TX Mường Lay", FLOW) is None
    assert value(sums, c, "Mường Chà", FLOW) is None
    assert value(sums, c, "Mường Nhé", FLOW) == 3
    assert value(sums, c, "Tỉnh Điện Biên", FLOW) == 7


def test_simulated_and_qualified_marks_survive_a_merger():
    c = merged()
    rows = [
        ("a", STOCK, 3, None, GIVEN, 1, False),
        ("b", STOCK, 2, None, GIVEN, 2, True),
        ("c", STOCK, 4, None, GIVEN, 3, True),
    ]
    sums = restated(c, figures(c, rows))
    assert [row(sums, c, "D", STOCK)[name] for name in ("reported", "simulated", "qualified")] == [2, 2, 2]
    went = successors(c.lineage, on=NOW, units=c.units, since=THEN)
    joined = restate(figures(c, rows), went, KINDS, RULES).figures.filter(unit=c.ids["ab"])
    assert joined["qualifier"].to_list() == [3]


def test_scaled_sums_are_not_changed_in_place():
    c = merged(split=(1, 2))
    sums = restated(c, figures(c, [("c", STOCK, 9)]))
    members = c.members(NOW)
    with pytest.raises(ValueError, match="anew"):
        apply_change(
            sums,
            change(figures(c, []), figures(c, [("d", STOCK, 1)]), members, KINDS),
            expected(members, c.units, LEAVES),
        )


def test_a_unit_founded_later_is_not_expected_before():
    c = merged()
    c.add("village", "new", under="D", first=REFORM)
    went = successors(c.lineage, on=NOW, units=c.units, since=THEN)
    for kind, units in ((Kind.STOCK, {"D", "ab", "c1"}), (Kind.RATING, {"D"})):
        found = awaited(c.members(NOW), went, kind).filter(ancestor=c.ids["D"])["unit"].to_list()
        assert {c.names[unit] for unit in found} == units
    sums = restated(c, figures(c, [("a", STOCK, 5)]))
    assert row(sums, c, "D", STOCK)["expected"] == 2
