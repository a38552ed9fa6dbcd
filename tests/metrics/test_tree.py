"""Who counts where on a day, and what ended units live on as."""

from datetime import date

import polars as pl
import pytest

from metrics.schema import MEMBERS
from metrics.tree import Cycle, expected, find_faults
from tests.metrics.frames import CROSSING, EVE, REFORM, Country, dien_bien, kon_tum

BEFORE, AFTER = date(2025, 3, 31), date(2025, 9, 30)


def test_a_unit_counts_in_everything_it_lies_under_and_an_inner_unit_in_itself():
    c = Country().add("province", "P").add("district", "D", under="P").add("commune", "C", under="D")
    c.add("village", "V", under="C")
    found = c.members(BEFORE)
    assert found.schema == MEMBERS
    pairs = {(c.names[u], c.names[a]) for u, a in found.select("unit", "ancestor").iter_rows()}
    assert pairs == {("P", "P"), ("D", "D"), ("D", "P"), *(("C", x) for x in "CDP"), *(("V", x) for x in "CDP")}


def test_a_unit_under_a_unit_that_keeps_no_sums_counts_further_up():
    c = Country().add("commune", "C").add("village", "V", under="C").add("party_group", "G", under="V")
    assert c.inside("C", BEFORE) == {"V", "G"}


def test_districts_and_provinces_that_ended_keep_their_members():
    c = kon_tum()
    assert not find_faults(c.units, c.placements, c.lineage)
    villages = {name for name in c.ids if name[-1] in "12"}
    assert c.inside("Kon Tum", BEFORE) >= villages - {v for v in villages if v.startswith("Trà")}
    for region in ("Kon Tum", "TP Kon Tum", "Đăk Glei", "Quảng Ngãi cũ"):
        assert c.inside(region, AFTER) & villages == c.inside(region, BEFORE) & villages
    assert {"Đăk Bla", "Đăk Plô", "Đăk Long"} == c.inside("Kon Tum", AFTER) - villages
    assert c.inside("TP Kon Tum", AFTER) - villages == {"Đăk Bla"}
    assert c.inside("Quảng Ngãi", AFTER) >= villages


def test_a_commune_that_ended_alone_lives_on_in_its_successor_but_a_merged_one_does_not():
    c = kon_tum()
    assert "Đăk Long" in c.inside("Đăk Long cũ", AFTER)
    assert "Đăk Plô" not in c.inside("Đăk Plô cũ", AFTER)
    assert c.inside("Đăk Plô cũ", AFTER) == {"Đăk Plô cũ 1", "Đăk Plô cũ 2"}


@pytest.mark.parametrize("new", CROSSING)
def test_a_commune_across_an_old_border_counts_in_neither_district_but_its_villages_do(new):
    c = dien_bien()
    for name, district in CROSSING[new].items():
        assert new not in c.inside(district, AFTER)
        assert f"bản {name}" in c.inside(district, AFTER)
    assert c.inside("Mường Nhé", AFTER) >= {"Sín Thầu", "bản Sen Thượng"}
    assert new in c.inside("Tỉnh Điện Biên", AFTER)


def test_a_reparented_village_leaves_its_old_district_before_that_ends():
    c = Country().add("district", "A", "B", last=EVE).add("village", "V")
    c.place("V", "A", None, date(2018, 12, 31)).place("V", "B", date(2019, 1, 1), EVE)
    assert c.inside("A", date(2018, 6, 30)) == {"V"}
    assert c.inside("A", date(2020, 6, 30)) == c.inside("A", AFTER) == set()
    assert c.inside("B", AFTER) == {"V"}


def test_lineage_is_followed_through_chains_and_splits_after_the_end_of_a_region():
    later, last = date(2026, 5, 1), date(2027, 1, 1)
    c = Country().add("district", "A", "B", last=EVE).add("village", "a1", "a2", under="A", last=date(2026, 4, 30))
    c.add("village", "b1", under="B", last=date(2026, 12, 31))
    c.add("village", "a", first=later, last=date(2026, 12, 31)).became("a1", "a", later).became("a2", "a", later)
    c.add("village", "x", "y", "ab", first=last)
    c.became("a", "x", last, (1, 3), "split").became("a", "y", last, (1, 3), "split").became(
        "a", "ab", last, (1, 3), "split"
    )
    c.became("b1", "ab", last)
    assert c.inside("A", date(2026, 6, 1)) == {"a"}
    assert c.inside("A", date(2027, 6, 1)) == {"x", "y"}
    assert c.inside("B", date(2027, 6, 1)) == set()


def test_a_living_unit_that_takes_in_another_from_outside_leaves_the_region():
    later = date(2026, 1, 1)
    c = Country().add("district", "A", "B", last=EVE).add("village", "a", under="A").add("village", "free")
    c.add("village", "b", under="B", last=date(2025, 12, 31)).add("village", "a2", under="A", last=date(2025, 12, 31))
    c.became("b", "a", later)
    c.became("a2", "free", later)
    assert c.inside("A", date(2025, 8, 1)) == {"a", "a2"}
    assert c.inside("A", AFTER.replace(year=2026)) == set()


def test_expected_counts_the_kind_that_reports():
    c = kon_tum()
    asked = {7: "village", 8: "commune"}
    for on in (BEFORE, AFTER):
        counts = expected(c.members(on), c.units, asked).filter(pl.col("ancestor") == c.ids["Kon Tum"])
        assert dict(counts.select("indicator", "expected").iter_rows())[7] == 12
    assert dict(counts.select("indicator", "expected").iter_rows()) == {7: 12, 8: 3}


def test_faults_are_named():
    c = Country().add("province", "P").add("district", "D", under="P", last=EVE).add("village", "orphan")
    c.add("village", "twice", under="D", last=EVE).place("twice", "P", date(2020, 1, 1))
    c.add("village", "late", under="D").add("district", "X").add("district", "Y", under="X").place("X", "Y")
    c.add("village", "gap").place("gap", "P", None, date(2019, 12, 31)).place("gap", "P", date(2020, 2, 1))
    placements = pl.concat([c.placements, c.placements.head(1).with_columns(parent=pl.lit(999, pl.Int32))])
    found = {(c.names[f.unit], f.code, f.on) for f in find_faults(c.units, placements)}
    assert found == {
        ("orphan", "orphan", date.min),
        ("twice", "overlap", date(2020, 1, 1)),
        ("late", "dead_parent", REFORM),
        ("X", "cycle", date.min),
        ("Y", "cycle", date.min),
        ("gap", "orphan", date(2020, 1, 1)),
        ("D", "unknown_parent", None),
    }
    with pytest.raises(Cycle):
        c.members(BEFORE)
