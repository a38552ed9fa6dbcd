"""Taking a submission back: looked at first, then done whole; and what a figure has been."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db import rollups
from db.check import check
from db.engine import reading
from db.figures import submissions
from flows import history
from flows.asked import Unknown
from flows.submit import undo
from metrics.goals import Verdict
from metrics.periods import parse
from tests.flows import house as h
from tests.flows.house import House

Q = "2019-Q4"
A1, A2, B1 = "P/A/a1", "P/A/a2", "P/B/b1"


def standing(house: House) -> dict[tuple[str, str], int]:
    """Figures of the period that stand, by unit and indicator."""
    codes = {number: code for code, number in house.ids.items()}
    names = {number: code for code, number in house.indicators.items()}
    with reading(house.engine) as conn:
        assert check(conn) == []
        now = rollups.in_force(conn, [parse(Q).key], house.indicators.values()).filter(state=0)
    return {(codes[unit], names[one]): num for unit, one, num in now.select("unit", "indicator", "num").rows()}


def test_it_is_as_if_the_file_had_never_come(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": "10"}, deadline=parse(Q).last)
    house.report(Q, "members", {**h.each(0), A1: 5, A2: 5})
    before = {**standing(house), (A1, "new_members"): 1}
    seq = house.report(Q, "members", {A1: 1, A2: 1, B1: 3})
    house.report(Q, "new_members", {A1: 1})
    look = undo.examine(house.engine, seq)
    assert (look.figures, look.units, look.kept) == (3, 3, 0)
    assert [(each.goal, each.unit.code, each.verdicts) for each in look.effect] == [
        ("G1", "P", (Verdict.MISSED, Verdict.MET))
    ]
    assert look.effect[0].before.actual == 5
    assert look.effect[0].after.actual == 10
    assert standing(house) != before
    receipt = undo.undo(house.engine, seq, account="lan", reason=" nhầm tệp ", seen=look)
    assert (receipt.seq, receipt.figures) == (seq + 2, 3)
    assert standing(house) == before
    assert house.one(Q).actual == 10


def test_what_came_later_stays(house: House) -> None:
    house.report(Q, "members", {A1: 5, A2: 5})
    seq = house.report(Q, "members", {A1: 1, A2: 1})
    house.report(Q, "members", {A2: 8})
    look = undo.examine(house.engine, seq)
    assert (look.figures, look.kept) == (1, 1)
    undo.undo(house.engine, seq, account="lan", reason="nhầm")
    assert standing(house) == {(A1, "members"): 5, (A2, "members"): 8}


def test_who_saw_something_else_must_look_again(house: House) -> None:
    house.report(Q, "members", {A1: 5})
    seq = house.report(Q, "members", {A1: 1, A2: 1})
    look = undo.examine(house.engine, seq)
    house.report(Q, "members", {A2: 8})
    with pytest.raises(undo.Stale):
        undo.undo(house.engine, seq, account="lan", reason="nhầm", seen=look)
    assert standing(house) == {(A1, "members"): 1, (A2, "members"): 8}


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ([A1], "outside"),
        (["P/B"], "outside"),
        ([], "outside"),
        (["P/A"], None),
        ([A1, A2], None),
        (["P"], None),
        (None, None),
        (["P/x"], "outside"),
    ],
)
def test_only_the_accounts_own_units(house: House, scope: list[str] | None, code: str | None) -> None:
    """P/x has the villages of A since 2025; in 2019 they were not its."""
    seq = house.report(Q, "members", {A1: 5, A2: 5})
    if code is None:
        undo.examine(house.engine, seq, scope=scope)
        undo.undo(house.engine, seq, account="lan", reason="nhầm", scope=scope)
        assert standing(house) == {}
        return
    for attempt in (
        lambda: undo.examine(house.engine, seq, scope=scope),
        lambda: undo.undo(house.engine, seq, account="lan", reason="nhầm", scope=scope),
    ):
        with pytest.raises(undo.NotUndone) as refused:
            attempt()
        assert refused.value.code == code
    assert len(standing(house)) == 2


def test_what_cannot_be_taken_back(house: House) -> None:
    seq = house.report(Q, "members", {A1: 5})
    for number, reason, code in ((99, "nhầm", "unknown"), (seq, "  ", "no_reason")):
        with pytest.raises(undo.NotUndone) as refused:
            undo.undo(house.engine, number, account="lan", reason=reason)
        assert refused.value.code == code
    undo.undo(house.engine, seq, account="lan", reason="nhầm")
    with pytest.raises(undo.NotUndone) as refused:
        undo.examine(house.engine, seq)
    assert refused.value.code == "undone"
    with reading(house.engine) as conn:
        assert len(submissions(conn)) == 2


def test_an_undo_taken_back_brings_the_file_back(house: House) -> None:
    house.report(Q, "members", {A1: 5})
    seq = house.report(Q, "members", {A1: 1})
    first = undo.undo(house.engine, seq, account="lan", reason="nhầm")
    undo.undo(house.engine, first.seq, account="lan", reason="không nhầm")
    assert standing(house) == {(A1, "members"): 1}


# --- what a figure has been ------------------------------------------------------------------------------


def test_every_value_of_a_figure_newest_first(house: House) -> None:
    house.report(Q, "members", {A1: 1376}, file_name="một.csv")
    seq = house.report(Q, "members", {A2: 1, A1: "at_least 12"}, file_name="hai.csv", reason="đếm lại")
    undo.undo(house.engine, seq, account="minh", reason="nhầm tệp")
    with reading(house.engine) as conn:
        found = history.of_figure(conn, unit=A1, indicator="members", period=parse(Q))
        other = history.of_figure(conn, unit=A2, indicator="members", period=parse(Q), lang="en")
        none = history.of_figure(conn, unit=B1, indicator="members", period=parse(Q))
    assert [(one.value, one.old, one.seq, one.account, one.row, one.reason, one.undone_by) for one in found] == [
        ("1.376", "hơn 12", 3, "minh", None, "nhầm tệp", None),
        ("hơn 12", "1.376", 2, "lan", 3, "đếm lại", 3),
        ("1.376", "", 1, "lan", 2, "", None),
    ]
    assert [one.file_name for one in found] == ["hai.csv", "hai.csv", "một.csv"]
    assert found[2].at == datetime(2019, 12, 30, 17, 30, tzinfo=UTC)
    assert [(one.value, one.old) for one in other] == [("not reported", "1"), ("1", "")]
    assert none == ()


def test_a_rating_is_said_by_its_class(house: House) -> None:
    house.report("2019", "class_new", {h.ORGS[0]: "good"})
    with reading(house.engine) as conn:
        (one,) = history.of_figure(conn, unit=h.ORGS[0], indicator="class_new", period=parse("2019"), lang="en")
    assert one.value == "good"


def test_the_figures_that_there_are_of_a_unit(house: House) -> None:
    house.report(Q, "members", {A1: 1, B1: 2})
    house.report(Q, "heads", {A1: (1, 2)})
    undo.undo(house.engine, 1, account="lan", reason="nhầm")
    with reading(house.engine) as conn:
        found = history.figures_of(conn, unit="P/A", period=parse(Q))
        none = history.figures_of(conn, unit="P/A", period=parse("2018-Q4"))
    assert [(one.unit, one.unit_name, one.indicator) for one in found] == [
        (A1, f"Đơn vị {A1}", "heads"),
        (A1, f"Đơn vị {A1}", "members"),
    ]
    assert none == ()


@pytest.mark.parametrize(("unit", "indicator"), [("P/none", "members"), (A1, "none")])
def test_an_unknown_figure(house: House, unit: str, indicator: str) -> None:
    with reading(house.engine) as conn, pytest.raises(Unknown):
        history.of_figure(conn, unit=unit, indicator=indicator, period=parse(Q))
