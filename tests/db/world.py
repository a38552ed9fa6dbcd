"""A small province through a merger of villages, a split, and the reform, as the tests of the store use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import packs, rollups
from db.models import Indicator, Lineage, Placement, Unit, UnitName
from db.writes import NewSubmission, Receipt, accept
from metrics.periods import Period, parse
from metrics.schema import FIGURES, STATES, conform

MERGED = date(2018, 1, 1)
SPLIT = date(2020, 1, 1)
REFORM = date(2025, 7, 1)

UNITS = [
    ("P", "province", None, None),
    ("P/A", "district", None, date(2025, 6, 30)),
    ("P/B", "district", None, date(2025, 6, 30)),
    ("P/A/a1", "commune", None, date(2025, 6, 30)),
    ("P/A/a2", "commune", None, date(2025, 6, 30)),
    ("P/B/b1", "commune", None, None),
    ("P/x", "commune", REFORM, None),
    ("a1-1", "village", None, date(2017, 12, 31)),
    ("a1-2", "village", None, date(2017, 12, 31)),
    ("a1-3", "village", MERGED, None),
    ("a2-1", "village", None, None),
    ("a2-2", "village", None, None),
    ("b1-1", "village", None, None),
    ("b1-2", "village", None, date(2019, 12, 31)),
    ("b1-3", "village", SPLIT, None),
    ("b1-4", "village", SPLIT, None),
]
EVE = date(2025, 6, 30)
PLACEMENTS = [
    ("P/A", "P", None, EVE),
    ("P/B", "P", None, EVE),
    ("P/A/a1", "P/A", None, EVE),
    ("P/A/a2", "P/A", None, EVE),
    ("P/B/b1", "P/B", None, EVE),
    ("P/B/b1", "P", REFORM, None),
    ("P/x", "P", REFORM, None),
    ("a1-1", "P/A/a1", None, date(2017, 12, 31)),
    ("a1-2", "P/A/a1", None, date(2017, 12, 31)),
    ("a1-3", "P/A/a1", MERGED, EVE),
    ("a1-3", "P/x", REFORM, None),
    ("a2-1", "P/A/a2", None, EVE),
    ("a2-1", "P/x", REFORM, None),
    ("a2-2", "P/A/a2", None, EVE),
    ("a2-2", "P/x", REFORM, None),
    ("b1-1", "P/B/b1", None, None),
    ("b1-2", "P/B/b1", None, date(2019, 12, 31)),
    ("b1-3", "P/B/b1", SPLIT, None),
    ("b1-4", "P/B/b1", SPLIT, None),
]
LINEAGE = [
    ("a1-1", "a1-3", "merge", 1, 1, MERGED),
    ("a1-2", "a1-3", "merge", 1, 1, MERGED),
    ("b1-2", "b1-3", "split", 1, 3, SPLIT),
    ("b1-2", "b1-4", "split", 2, 3, SPLIT),
    ("P/A/a1", "P/x", "merge", 1, 1, REFORM),
    ("P/A/a2", "P/x", "merge", 1, 1, REFORM),
]
INDICATORS = [
    ("without_branch", "state", "village", "any"),
    ("without_member", "state", "village", "none"),
    ("members", "stock", "village", "none"),
    ("new_members", "flow", "commune", "none"),
    ("head_is_member", "share", "commune", "none"),
    ("villages_rated", "rating", "village", "none"),
]
QUARTERS = [parse(code) for code in ("2017-Q4", "2018-Q1", "2019-Q4", "2020-Q1", "2025-Q2", "2025-Q3")]


@dataclass(frozen=True)
class World:
    units: dict[str, int]
    indicators: dict[str, int]

    def figures(self, *rows: tuple[str, str, str, int | None] | tuple[str, str, str, int | None, dict]) -> pl.DataFrame:
        """FIGURES of (period, unit, indicator, num[, other columns])."""
        made = []
        for line, (period, unit, indicator, num, *other) in enumerate(rows, start=2):
            made.append(
                {
                    "period": parse(period).key,
                    "indicator": self.indicators[indicator],
                    "unit": self.units[unit],
                    "num": num,
                    "den": None,
                    "qualifier": 0,
                    "state": 0,
                    "row": line,
                    **(other[0] if other else {}),
                }
            )
        return conform(pl.DataFrame(made, schema=dict.fromkeys(FIGURES, pl.Int64)), FIGURES)

    def alive(self, period: Period, kind: str) -> list[str]:
        return [
            code
            for code, its, first, last in UNITS
            if its == kind and (first is None or first <= period.last) and (last is None or last >= period.last)
        ]


def found(conn: Connection) -> World:
    """Write the world into a store."""
    units = packs.upsert_units(conn, [Unit(code=c, kind=k, valid_from=f, valid_to=t) for c, k, f, t in UNITS])
    packs.upsert_names(conn, [UnitName(unit_id=one, name=f"Đơn vị {code}") for code, one in units.items()])
    packs.upsert_placements(
        conn, [Placement(unit_id=units[u], parent_id=units[p], valid_from=f, valid_to=t) for u, p, f, t in PLACEMENTS]
    )
    packs.upsert_lineage(
        conn,
        [
            Lineage(old_id=units[o], new_id=units[n], event=e, share_num=s, share_den=d, on=on)
            for o, n, e, s, d, on in LINEAGE
        ],
    )
    indicators = packs.upsert_indicators(
        conn,
        [
            Indicator(
                code=code, kind=kind, unit_kind=unit, merge_rule=rule, name_vi="", name_en="", noun_vi="", noun_en=""
            )
            for code, kind, unit, rule in INDICATORS
        ],
    )
    rollups.refresh(conn)
    return World(units, indicators)


def submit(conn: Connection, figures: pl.DataFrame, **more: object) -> Receipt:
    """Accept figures as a small file."""
    words = {"file_name": "quý.csv", "content": figures.write_csv().encode(), "account": "thu", **more}
    return accept(conn, submission=NewSubmission(**words), figures=figures)  # type: ignore[arg-type]  # a test's words


NOT_REPORTED = STATES.index("not_reported")
NOT_APPLICABLE = STATES.index("not_applicable")
