"""A small province to attack: two districts, four communes, twenty villages, a merger on 1 July 2025."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import polars as pl
from sqlalchemy import Engine

from db import models, packs, rollups, writes
from db.engine import reading, writing
from db.submissions import HANOI
from flows import submit
from flows.review import GoalReview, Review
from flows.verdicts import review
from metrics.periods import parse
from metrics.schema import FIGURES, empty

REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
START = date(2016, 12, 31)
END = date(2020, 12, 31)

DISTRICTS = ("P/A", "P/B")
COMMUNES = ("P/A/a1", "P/A/a2", "P/B/b1", "P/B/b2")
NEW = {"P/x": ("P/A/a1", "P/A/a2"), "P/y": ("P/B/b1", "P/B/b2")}
VILLAGES = tuple(f"{commune}/v{n}" for commune in COMMUNES for n in range(1, 6))
ORGS = tuple(f"{commune}/org" for commune in COMMUNES)

INDICATORS = [
    {"code": "without_branch", "kind": "state", "unit_kind": "village", "falling": True, "merge_rule": "all"},
    {"code": "heads", "kind": "share", "unit_kind": "commune"},
    {"code": "new_members", "kind": "flow", "unit_kind": "commune"},
    {"code": "members", "kind": "stock", "unit_kind": "commune"},
    {"code": "orgs", "kind": "stock", "unit_kind": "commune", "survives_reform": False},
    {"code": "milestone", "kind": "state", "unit_kind": "commune"},
    {"code": "class_old", "kind": "rating", "unit_kind": "grassroots_org", "frequency": "year", "scheme": "old"},
    {"code": "class_new", "kind": "rating", "unit_kind": "grassroots_org", "frequency": "year", "scheme": "new"},
]
CLASSES = ("excellent", "good", "completed", "not_completed")


@dataclass
class House:
    """A store to put goals and figures into, as short as a table of examples needs."""

    engine: Engine
    ids: dict[str, int]
    indicators: dict[str, int]
    files: int = 0
    goals: list[str] = field(default_factory=list)

    def goal(self, shape: str, indicator: str, *targets: Mapping[str, Any], unit: str = "P", **more: Any) -> str:
        """A goal of the resolution R from the end of 2016 to the end of 2020; targets default to none at ``unit``."""
        code = f"G{len(self.goals) + 1}"
        row = {"start": date(2017, 1, 1), "baseline_date": START, "deadline": END, **more}
        with writing(self.engine) as conn:
            resolution = packs.ids(conn, models.Resolution)["R"]
            (number,) = packs.upsert_goals(
                conn,
                [
                    models.Goal(
                        code=code,
                        resolution_id=resolution,
                        indicator_id=self.indicators[indicator],
                        position=len(self.goals),
                        shape=shape,
                        name_vi=code,
                        name_en=code,
                        **row,
                    )
                ],
            ).values()
            wanted = targets or ({},)
            packs.upsert_targets(
                conn,
                [models.Target(goal_id=number, unit_id=self.ids[one.get("at", unit)], **_asked(one)) for one in wanted],
            )
        self.goals.append(code)
        return code

    def report(self, period: str, indicator: str, figures: Mapping[str, Any], **more: Any) -> int:
        """A file accepted: value, (num, den), or text ``at_least 5`` and the states by name; its number."""
        self.files += 1
        rows = ["period,unit,indicator,num,den,qualifier,state"]
        rows += [f"{period},{unit},{indicator},{_cells(value)}" for unit, value in figures.items()]
        on = more.pop("on", None) or max(parse(period).last, date(2017, 1, 1))
        with writing(self.engine) as conn:
            receipt = submit.load(
                conn,
                data=("\n".join(rows) + "\n").encode(),
                file_name=more.pop("file_name", f"{period}-{self.files}.csv"),
                account="lan",
                at=datetime.combine(on, time(0, 30), HANOI),
                today=date(2030, 1, 1),
                **more,
            )
        return receipt.seq

    def take_back(self, period: str, indicator: str, unit: str) -> None:
        """What an undo leaves behind: the figure is there no more."""
        row = {"period": parse(period).key, "indicator": self.indicators[indicator], "unit": self.ids[unit]}
        frame = pl.DataFrame([{**dict.fromkeys(FIGURES), **row, "qualifier": 0, "state": 3}], schema=FIGURES)
        with writing(self.engine) as conn:
            writes.accept(conn, submission=writes.NewSubmission("undo", b"undo", "lan"), figures=frame)

    def publish(self, indicator: str, value: str, first: str, last: str, unit: str = "P", **more: Any) -> None:
        on = date.fromisoformat(more.pop("on", "2021-01-15"))
        with writing(self.engine) as conn:
            (origin,) = packs.upsert_origins(
                conn,
                [models.Origin(code=f"o{on}", publisher="Báo", title=f"Tổng kết {on}", published_on=on)],
            ).values()
            row = {
                "origin_id": origin,
                "indicator_id": self.indicators[indicator],
                "unit_id": self.ids[unit],
                "first_day": date.fromisoformat(first),
                "last_day": date.fromisoformat(last),
                "measure": "count",
                "value": value,
                "printed": value,
                "qualifier": "exact",
                "margin": None,
                "digits": 0,
                **more,
            }
            self.files += 1
            new = writes.NewSubmission(
                file_name="bao.csv",
                content=f"{self.files}".encode(),
                account="pack",
                at=datetime.combine(on, time(8), HANOI),
            )
            writes.accept(conn, submission=new, figures=empty(FIGURES), published=[writes.NewPublished(**row)])

    def review(self, as_of: str, **more: Any) -> Review:
        with reading(self.engine) as conn:
            return review(conn, resolution="R", as_of=parse(as_of), with_sources=True, **more)

    def one(self, as_of: str, **more: Any) -> GoalReview:
        """The review of the only goal."""
        (found,) = self.review(as_of, **more).goals
        return found


def _cells(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{value[0]},{value[1]},,"
    if isinstance(value, str) and " " in value:
        qualifier, number = value.split()
        return f"{number},,{qualifier},"
    if value in ("not_applicable", "not_rated", "not_reported"):
        return f",,,{value}"
    return f"{value},,,"


def _asked(target: Mapping[str, Any]) -> dict[str, Any]:
    names = {"op", "value", "low", "high", "source", "path"}
    found = {name: str(value) for name, value in target.items() if name in names}
    if "op" in target:
        found["unit_of_measure"] = target.get("measure", "count")
    return found


def build(engine: Engine) -> House:
    """Write the province into a migrated store."""
    kinds = {"P": "province", **dict.fromkeys(DISTRICTS, "district"), **dict.fromkeys(COMMUNES, "commune")}
    new = dict.fromkeys(NEW, "commune")
    leaves = {**dict.fromkeys(VILLAGES, "village"), **dict.fromkeys(ORGS, "grassroots_org")}
    ended = {*DISTRICTS, *COMMUNES}
    with writing(engine) as conn:
        rows = [
            models.Unit(
                code=code,
                kind=kind,
                valid_from=REFORM if code in new else None,
                valid_to=EVE if code in ended else None,
            )
            for code, kind in {**kinds, **new, **leaves}.items()
        ]
        ids = packs.upsert_units(conn, rows)
        packs.upsert_names(conn, [models.UnitName(unit_id=one, name=f"Đơn vị {code}") for code, one in ids.items()])
        above = {code: code.rpartition("/")[0] for code in ids if "/" in code}
        into = {old: code for code, olds in NEW.items() for old in olds}
        placed = [(code, parent, None, EVE if code not in new else None) for code, parent in above.items()]
        placed += [(code, into[above[code]], REFORM, None) for code in leaves]
        packs.upsert_placements(
            conn,
            [
                models.Placement(unit_id=ids[unit], parent_id=ids[parent], valid_from=first, valid_to=last)
                for unit, parent, first, last in placed
            ],
        )
        packs.upsert_lineage(
            conn,
            [models.Lineage(old_id=ids[old], new_id=ids[one], event="merge", on=REFORM) for old, one in into.items()],
        )
        schemes = packs.upsert_schemes(
            conn,
            [
                models.RatingScheme(code=code, name_vi=code, name_en=code, classes=json.dumps(CLASSES), **span)
                for code, span in (("old", {"valid_to": date(2017, 12, 31)}), ("new", {"valid_from": date(2018, 1, 1)}))
            ],
        )
        words = dict.fromkeys(("name_vi", "name_en", "noun_vi", "noun_en"), "thôn")
        made = []
        for each in INDICATORS:
            plain = {name: value for name, value in each.items() if name != "scheme"}
            scheme = schemes[str(each["scheme"])] if "scheme" in each else None
            made.append(models.Indicator(**plain, scheme_id=scheme, **words))
        indicators = packs.upsert_indicators(conn, made)
        texts = dict.fromkeys(("issuer_vi", "issuer_en", "title_vi", "title_en"), "x")
        term = {"issued_on": START, "term_start": date(2017, 1, 1), "term_end": END}
        packs.upsert_resolution(
            conn, models.Resolution(code="R", number="1-NQ/TU", unit_id=ids["P"], rounding="truncate", **texts, **term)
        )
        rollups.refresh(conn)
    return House(engine, ids, indicators)


def villages(number: int, of: tuple[str, ...] = VILLAGES) -> dict[str, int]:
    """The first ``number`` villages without a branch, the others with one."""
    return {code: int(place < number) for place, code in enumerate(of)}


def each(value: Any, of: tuple[str, ...] = COMMUNES) -> dict[str, Any]:
    return dict.fromkeys(of, value)
