"""Where units have gone, with exact weights."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lineage import find_faults, lost, successors
from tests.metrics.frames import EVE, REFORM, Country, kon_tum

Y20, Y21, Y22 = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)
NOW = date(2025, 9, 30)


def went(c: Country, on: date = NOW, since: date | None = None) -> dict[tuple[str, str], Fraction]:
    rows = successors(c.lineage, on=on, units=c.units, since=since).iter_rows()
    return {(c.names[old], c.names[new]): Fraction(num, den) for old, new, num, den in rows}


def chain() -> Country:
    """A and B merge into AB, which splits 1:2; of the smaller part a half is dissolved."""
    c = (
        Country()
        .add("village", "A", "B", last=date(2019, 12, 31))
        .add("village", "AB", first=Y20, last=date(2020, 12, 31))
    )
    c.add("village", "p", first=Y21, last=date(2021, 12, 31)).add("village", "q", "stays", first=Y21).add(
        "village", "r", first=Y22
    )
    c.became("A", "AB", Y20).became("B", "AB", Y20)
    c.became("AB", "p", Y21, (1, 3), "split").became("AB", "q", Y21, (2, 3), "split")
    return c.became("p", "r", Y22, (1, 2), "split").became("p", None, Y22, (1, 2), "dissolve")


def test_weights_multiply_along_a_chain():
    third, sixth = Fraction(2, 3), Fraction(1, 6)
    ends = {"q": third, "r": sixth}
    assert went(chain()) == {
        **{(old, new): weight for old in ("A", "B", "AB") for new, weight in ends.items()},
        ("p", "r"): Fraction(1, 2),
        **{(name, name): 1 for name in ("q", "r", "stays")},
    }


def test_an_earlier_day_sees_what_was_then():
    assert went(chain(), on=date(2020, 6, 1)) == {("A", "AB"): 1, ("B", "AB"): 1, ("AB", "AB"): 1}
    assert went(chain(), on=date(2019, 6, 1)) == {("A", "A"): 1, ("B", "B"): 1}


def test_what_goes_nowhere_is_named():
    c = chain()
    found = lost(successors(c.lineage, on=NOW, units=c.units), c.units, on=NOW)
    assert {c.names[old]: Fraction(n, d) for old, n, d in found.iter_rows()} == {
        "A": Fraction(1, 6),
        "B": Fraction(1, 6),
        "AB": Fraction(1, 6),
        "p": Fraction(1, 2),
    }


def test_a_unit_that_ended_without_a_word_is_lost_whole():
    c = Country().add("village", "A", last=EVE)
    assert went(c) == {}
    assert lost(successors(c.lineage, on=NOW, units=c.units), c.units, on=NOW).rows() == [(1, 1, 1)]


@pytest.mark.parametrize("event", ["rename", "reparent"])
def test_a_rename_or_a_new_parent_loses_nothing(event):
    c = Country().add("village", "A", last=date(2019, 12, 31)).add("village", "B", first=Y20).add("village", "C")
    c.became("A", "B", Y20, event=event).became("C", "C", Y20, event=event)
    assert went(c) == {("A", "B"): 1, ("B", "B"): 1, ("C", "C"): 1}
    assert went(c, since=date(2019, 6, 1)) == {("A", "B"): 1, ("C", "C"): 1}
    assert find_faults(c.lineage, c.units) == []


def test_a_living_unit_keeps_itself_and_an_old_figure_of_it_only_the_rest():
    c = Country().add("village", "A").add("village", "B", first=Y20).became("A", "B", Y20, (1, 4), "split")
    assert went(c) == {("A", "A"): 1, ("B", "B"): 1}
    assert went(c, since=date(2019, 12, 31)) == {("A", "A"): Fraction(3, 4), ("A", "B"): Fraction(1, 4)}
    assert went(c, since=Y20) == {("A", "A"): 1, ("B", "B"): 1}


def test_parts_that_meet_again_are_one_whole():
    c = (
        Country()
        .add("village", "A", last=date(2019, 12, 31))
        .add("village", "x", "y", first=Y20, last=date(2020, 12, 31))
    )
    c.add("village", "Z", first=Y21).became("A", "x", Y20, (1, 3), "split").became("A", "y", Y20, (2, 3), "split")
    c.became("x", "Z", Y21).became("y", "Z", Y21)
    assert went(c)["A", "Z"] == 1


def test_provinces_of_kon_tum_go_whole_and_districts_nowhere():
    found = went(kon_tum())
    assert found["Kon Tum", "Quảng Ngãi"] == found["Quảng Ngãi cũ", "Quảng Ngãi"] == 1
    assert found["Lê Lợi", "Đăk Bla"] == 1
    assert not [pair for pair in found if pair[0] == "Đăk Glei"]


FAULTS = [
    # old ends, (new, share, event), code
    (EVE, [("N", (1, 2), "split")], "shares_not_one"),
    (EVE, [("N", (2, 3), "split"), ("M", (2, 3), "split")], "shares_above_one"),
    (EVE, [("N", (0, 3), "split")], "bad_share"),
    (EVE, [("N", (4, 3), "split")], "bad_share"),
    (EVE, [(None, (1, 1), "merge")], "no_successor"),
    (EVE, [("N", (1, 1), "dissolve")], "dissolve_with_successor"),
    (EVE, [("N", (1, 1), "swallow")], "unknown_event"),
    (EVE, [("dead", (1, 1), "merge")], "dead_successor"),
    (date(2024, 6, 30), [("N", (1, 1), "merge")], "not_at_end"),
    (None, [("N", (2, 3), "split"), ("M", (2, 3), "split")], "shares_above_one"),
]


@pytest.mark.parametrize(("last", "rows", "code"), FAULTS)
def test_faults(last, rows, code):
    c = Country().add("village", "O", last=last).add("village", "N", "M", first=REFORM).add("village", "dead", last=EVE)
    for new, share, event in rows:
        c.became("O", new, REFORM, share, event)
    assert code in {fault.code for fault in find_faults(c.lineage, c.units)}


def test_an_unknown_unit_is_a_fault():
    c = Country().add("village", "O", last=EVE).add("village", "N", first=REFORM).became("O", "N", REFORM)
    assert [f.code for f in find_faults(c.lineage, c.units.filter(c.units["code"] == "O"))] == ["unknown_unit"]
    assert find_faults(c.lineage, c.units) == []


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=4))
def test_weights_add_up_to_one_whatever_the_splits(levels):
    """Each level splits its first unit by the given parts."""
    c = Country()
    c.add("village", "0", last=date(2000, 12, 31))
    current, day = "0", date(2001, 1, 1)
    for level, parts in enumerate(levels):
        end = date(2001 + level, 12, 31)
        for i, part in enumerate(parts):
            more = i == 0 and level + 1 < len(levels)
            name = f"{level}-{i}"
            c.add("village", name, first=day, last=end if more else None)
            c.became(current, name, day, (part, sum(parts)), "split")
        current, day = f"{level}-0", date(2002 + level, 1, 1)
    assert find_faults(c.lineage, c.units) == []
    found = went(c)
    for old in c.ids:
        assert sum(weight for (unit, _), weight in found.items() if unit == old) == 1
    assert lost(successors(c.lineage, on=NOW, units=c.units), c.units, on=NOW).is_empty()
