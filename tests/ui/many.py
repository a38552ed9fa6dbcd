"""A resolution of two dozen goals in four clauses, of every shape and every verdict, some with very long names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db import models, packs, store
from db.engine import checkpoint, open_store, writing
from db.migrate import upgrade
from tests.flows.house import COMMUNES, EVE, House, build, each, villages

LONG = (
    "Tỷ lệ thôn trưởng, bản trưởng, tổ trưởng tổ dân phố là đảng viên ở các xã đặc biệt khó khăn, vùng đồng bào "
    "dân tộc thiểu số và xã biên giới",
    "Share of village and residential group heads who are members in especially difficult, minority and border "
    "communes",
)
CLAUSES = (
    ("1", "Không còn thôn, bản trắng đảng viên, trắng chi bộ.", "No village without a member or a branch."),
    ("2", "Kết nạp đảng viên mới.", "Admit new members."),
    ("3", "Nâng tỷ lệ thôn trưởng là đảng viên.", "More village heads who are members."),
    ("4", "Củng cố tổ chức cơ sở đảng.", "Stronger grassroots organisations."),
)
CUT = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}
QUARTERS = ("2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2")
REVIEW = "2019-Q2"


def build_many(file: Path) -> str:
    """A demo store with the resolution R; returns its address."""
    url = f"sqlite:///{file}"
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        store.set_mode(conn, "demo")
    house = build(engine)
    _goals(house)
    _figures(house)
    _clauses(house)
    checkpoint(engine)
    engine.dispose()
    return url


def _goals(house: House) -> None:
    """Six goals a clause; what verdict each gets follows from :func:`_figures`."""
    for op, value in ((">=", 1000), (">=", 1200), (">=", 4000), (">=", 9000), (">", 1239), ("<=", 1)):
        house.goal("cumulative_flow", "new_members", {"op": op, "value": value})
    for low, high in ((2, 5), (15, 20), (40, 45)):
        house.goal("yearly_cut", "without_branch", {**CUT, "low": low, "high": high})
    house.goal("eliminate", "without_branch", {"op": "<=", "value": 0})
    house.goal("eliminate", "without_branch", {"op": "<=", "value": 0}, deadline=date(2019, 3, 31))
    house.goal("level_by", "members", {"op": ">=", "value": 5000})
    for value in (50, 80, 90, 97):
        house.goal("level_by", "heads", {"op": ">", "value": value, "measure": "percent"})
    house.goal("change_by", "heads", {"op": ">=", "value": 30, "measure": "points"})
    house.goal("level_by", "heads", {"op": ">", "value": 90, "measure": "percent"}, deadline=date(2019, 3, 31))
    house.goal("level_by", "orgs", {"op": ">=", "value": 40})
    house.goal("level_by", "members", {})
    house.goal("done_by", "milestone", {"op": ">=", "value": 1}, deadline=date(2019, 3, 31))
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 300}, start=date(2020, 1, 1))
    house.goal("yearly_floor", "new_members", {"op": ">=", "value": 100})
    house.goal("cap_share", "class_new", {"op": "<=", "value": 20, "measure": "percent"}, denominator_rule="rated")


def _figures(house: House) -> None:
    house.report("2016-12-31", "without_branch", villages(12))
    house.report("2016-12-31", "heads", each((60, 100)))
    for place, period in enumerate(QUARTERS):
        house.report(period, "without_branch", villages(9 - place))
        house.report(period, "heads", each((78 + place, 100)))
        house.report(period, "new_members", each(75 + place * 3))
        house.report(period, "members", each(1300 + place))
        # One commune has not said yet how many organisations it has: the verdict stays open.
        some = each(9, COMMUNES[:-1] if period == REVIEW else COMMUNES)
        house.report(period, "orgs", some)


def _clauses(house: House) -> None:
    with writing(house.engine) as conn:
        resolution = packs.ids(conn, models.Resolution)["R"]
        texts = [
            models.Clause(resolution_id=resolution, code=code, text_vi=vi, text_en=en, valid_from=None, valid_to=EVE)
            for code, vi, en in CLAUSES
        ]
        ids = packs.upsert_clauses(conn, texts)
        rows = packs.every(conn, models.Goal)
        packs.upsert_goals(conn, [models.Goal(**{**row, **_named(place, ids)}) for place, row in enumerate(rows)])


def _named(place: int, clauses: dict[str, int]) -> dict[str, object]:
    clause = clauses[CLAUSES[place // 6][0]]
    vi, en = LONG if place % 6 == 5 else (f"Mục tiêu {place + 1}", f"Goal {place + 1}")
    return {"clause_id": clause, "name_vi": vi, "name_en": en}
