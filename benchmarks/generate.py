"""Puts a world into a store through the store's own writes: `python -m benchmarks.generate [SCALE]`."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection

from benchmarks.world import INDICATORS, KINDS, PROVINCE, QUARTERS, World, canonical_csv
from db import packs, store
from db.engine import checkpoint, open_store, writing
from db.migrate import upgrade
from db.models import Goal, Indicator, Lineage, Placement, Resolution, Target, Unit, UnitName
from db.submissions import HANOI
from db.writes import NewSubmission, accept
from metrics.goals import Kind
from metrics.periods import Period
from metrics.schema import FIGURES

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "benchmarks" / ".data"
RESOLUTION = "BENCH"
REFORM_EVE = date(2025, 6, 30)
ACCOUNT = "benchmark"

GOALS: list[tuple[int, str, dict[str, str]]] = [
    *[
        (place, "yearly_cut", {"op": "band", "low": "4", "high": "8", "unit": "percent_per_year"})
        for place in range(22, 26)
    ],
    *[(place, "level_by", {"op": ">", "value": "75", "unit": "percent"}) for place in range(16, 19)],
    *[(place, "cumulative_flow", {"op": ">=", "value": "150000", "unit": "count"}) for place in range(8, 11)],
    *[(place, "eliminate", {"op": "<=", "value": "0", "unit": "count"}) for place in range(26, 28)],
]
"""Twelve goals: place of the indicator, shape, target."""


def indicator_code(place: int) -> str:
    return f"i{place:02}"


def fresh(scale: int = 1, seed: int = 1) -> Path:
    """The store of a world, made once and kept until the world, or the tables it is kept in, change."""
    made_of = [ROOT / "benchmarks" / "world.py", Path(__file__).resolve()]
    sources = [*made_of, *sorted((ROOT / "db" / "migrations").rglob("*.py"))]
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    path = DATA / f"province-{scale}-{seed}-{mark}.db"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        for old in DATA.glob(f"province-{scale}-{seed}-*"):
            old.unlink()
        draft = path.with_suffix(".draft")
        for part in DATA.glob(f"{draft.name}*"):
            part.unlink()
        make(draft, World(seed, scale))
        shutil.move(draft, path)
    return path


def make(path: Path, world: World) -> None:
    """Write a world: units, lineage, indicators, goals, then every quarter and its corrections as submissions."""
    start = time.perf_counter()
    engine = open_store(f"sqlite:///{path}")
    upgrade(engine)
    with writing(engine) as conn:
        store.set_mode(conn, "real")
        ids = _units(conn, world)
        indicators = _goals(conn, ids[PROVINCE])
    places = pl.Series([ids[code] for code in world.units["code"]], dtype=pl.Int32)
    count = 0
    earlier: Period | None = None
    for period, frame in world.quarters():
        brought = [(period, frame, 20)]
        if earlier is not None:
            brought.append((earlier, world.revised(earlier), 25))
        for about, some, days in brought:
            content = canonical_csv(some, about, world.units["code"], [indicator_code(at) for at in range(len(KINDS))])
            at = datetime.combine(period.last + timedelta(days=days), clock(9), HANOI)
            new = NewSubmission(
                file_name=f"{about.code}.csv",
                content=content,
                account=ACCOUNT,
                unit_id=ids[PROVINCE],
                period=about,
                at=at,
            )
            with writing(engine) as conn:
                accept(conn, submission=new, figures=as_figures(some, about, places, indicators))
            count += some.height
        earlier = period
        print(f"\r{period.code}: {count:,} figures, {time.perf_counter() - start:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)
    checkpoint(engine)
    engine.dispose()


def as_figures(frame: pl.DataFrame, period: Period, units: pl.Series, indicators: Sequence[int]) -> pl.DataFrame:
    """A world's figures as FIGURES of the store: ``units`` and ``indicators`` hold the store's id of each place."""
    return frame.select(
        pl.lit(period.key).alias("period"),
        pl.Series("indicator", indicators, dtype=pl.Int32).gather(frame["indicator"]),
        units.gather(frame["unit"]).alias("unit"),
        "num",
        "den",
        pl.lit(0).alias("qualifier"),
        pl.lit(0).alias("state"),
        pl.int_range(2, pl.len() + 2).alias("row"),
    ).cast(FIGURES)


def _units(conn: Connection, world: World) -> dict[str, int]:
    rows = list(world.units.iter_rows(named=True))
    ids = packs.upsert_units(
        conn, [Unit(**{name: row[name] for name in ("code", "kind", "valid_from", "valid_to")}) for row in rows]
    )
    named = zip(rows, world.names, strict=True)
    packs.upsert_names(conn, [UnitName(unit_id=ids[row["code"]], name=name) for row, name in named])
    placements: list[Placement] = []
    for row in rows:
        if row["parent"] is None:
            continue
        unit, parent, later = ids[row["code"]], ids[row["parent"]], row["later_parent"]
        moves = later is not None and row["valid_to"] is None
        until = REFORM_EVE if moves else row["valid_to"]
        placements.append(Placement(unit_id=unit, parent_id=parent, valid_from=row["valid_from"], valid_to=until))
        if moves:
            placements.append(Placement(unit_id=unit, parent_id=ids[later], valid_from=REFORM_EVE + timedelta(days=1)))
    packs.upsert_placements(conn, placements)
    packs.upsert_lineage(
        conn,
        [
            Lineage(**{**row, "old_id": ids[row["old"]], "new_id": ids[row["new"]]})
            for row in world.lineage.iter_rows(named=True)
        ],
    )
    return ids


def _goals(conn: Connection, province: int) -> list[int]:
    """Indicators and the resolution of twelve goals; returns the indicators' ids in order."""

    def named(text: str) -> dict[str, Any]:
        return {f"{part}_{language}": text for part in ("name", "noun") for language in ("vi", "en")}

    ids = packs.upsert_indicators(
        conn,
        [
            Indicator(
                code=indicator_code(place),
                kind=kind.value,
                unit_kind="village",
                frequency="quarter",
                falling=kind is Kind.STATE,
                merge_rule="any" if kind is Kind.STATE else "none",
                **named(INDICATORS[place]),
            )
            for place, kind in enumerate(KINDS)
        ],
    )
    texts: dict[str, Any] = {
        f"{part}_{language}": RESOLUTION for part in ("title", "issuer") for language in ("vi", "en")
    }
    resolution = packs.upsert_resolution(
        conn,
        Resolution(
            code=RESOLUTION,
            number=RESOLUTION,
            issued_on=date(2016, 1, 4),
            unit_id=province,
            term_start=date(2016, 1, 1),
            term_end=date(2025, 12, 31),
            **texts,
        ),
    )
    goals = packs.upsert_goals(
        conn,
        [
            Goal(
                code=f"{RESOLUTION}-{number:02}",
                resolution_id=resolution,
                indicator_id=ids[indicator_code(place)],
                position=number,
                shape=shape,
                name_vi=RESOLUTION,
                name_en=RESOLUTION,
                start=date(2016, 4, 1),
                baseline_date=QUARTERS[0].last,
                deadline=date(2025, 12, 31),
            )
            for number, (place, shape, _) in enumerate(GOALS, 1)
        ],
    )
    packs.upsert_targets(
        conn,
        [
            Target(
                goal_id=goals[f"{RESOLUTION}-{number:02}"],
                unit_id=province,
                op=target["op"],
                unit_of_measure=target["unit"],
                value=target.get("value"),
                low=target.get("low"),
                high=target.get("high"),
            )
            for number, (_, _, target) in enumerate(GOALS, 1)
        ],
    )
    return [ids[indicator_code(place)] for place in range(len(KINDS))]


if __name__ == "__main__":
    print(fresh(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
