"""Several processes on one store: nothing is lost, and a process killed in the middle leaves it sound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db import audit, figures, packs, rollups, store
from db.check import check
from db.engine import reading, writing
from db.models import Placement, Unit
from metrics.periods import parse
from tests.db import world as w

ROOT = Path(__file__).parents[2]
MANY = 4_000


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        return w.found(conn)


def writer(url: str, name: str, times: int, units: int = 10) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.db.writer", url, name, str(times), str(units)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_writers_at_once_lose_nothing(engine, url, place):
    with reading(engine) as conn:
        before = store.revision(conn)
    both = [writer(url, name, 15) for name in ("lan", "minh")]
    accepted = [sorted(map(int, one.communicate(timeout=120)[0].split())) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    with reading(engine) as conn:
        assert sorted(accepted[0] + accepted[1]) == list(range(1, 31))
        assert store.revision(conn) == before + 30
        assert len(audit.audit(conn)) == 30
        versions = figures.figure_history(
            conn, period=parse("2025-Q3"), indicator=place.indicators["members"], unit=place.units["a1-3"]
        )
        assert [brought.seq for _, brought in versions] == list(range(30, 0, -1))
        assert check(conn) == []


def test_a_writer_killed_in_the_middle_leaves_a_sound_store(engine, url, place):
    with writing(engine) as conn:  # large enough that a kill finds it at work
        ids = packs.upsert_units(conn, [Unit(code=f"v{number}", kind="village") for number in range(MANY)])
        packs.upsert_placements(conn, [Placement(unit_id=one, parent_id=place.units["P/B/b1"]) for one in ids.values()])
        rollups.refresh(conn)
    said: list[int] = []
    for patience in (0, 1, 2):
        process = writer(url, "lan", 1000, MANY)
        assert process.stdout is not None
        said += [int(process.stdout.readline()) for _ in range(patience + 1)]
        process.kill()  # SIGKILL: no handler runs; another submission was under way
        said += map(int, process.stdout.read().split())
        assert process.wait() == -9
    with reading(engine) as conn:
        found = [row.seq for row in figures.submissions(conn, limit=1000)]
        assert set(said) <= set(found)
        assert {row.figures for row in figures.submissions(conn, limit=1000)} == {MANY}
        [[count]] = conn.exec_driver_sql("SELECT count(*) FROM observation").fetchall()
        assert count == MANY * len(found)
        assert check(conn) == []
    with writing(engine) as conn:
        w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4)))
        assert check(conn) == []
