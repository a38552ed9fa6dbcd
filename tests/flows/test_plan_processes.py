"""Several processes on one plan: no change is lost, and a process killed in the middle leaves nothing half written."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

from sqlalchemy import Engine

from db import plans, store
from db.check import check
from db.engine import reading
from db.plans import StepRow
from flows.plans import edit, plans_of
from tests.flows.test_plans import MUONG_TUNG, ON
from tests.house import ROOT


def writer(engine: Engine, step: int, name: str, times: int) -> subprocess.Popen[str]:
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.flows.plan_writer", url, str(step), name, str(times)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def first_step(engine: Engine) -> tuple[int, int]:
    """A plan and its first step."""
    with reading(engine) as conn:
        (plan,) = plans_of(conn, unit=MUONG_TUNG, on=ON)
    return plan.id, plan.steps[0].id


def held(engine: Engine, plan: int, step: int) -> tuple[StepRow, list[edit.Change], int]:
    """The step, its changes oldest first, and the store's revision, in one look."""
    with reading(engine) as conn:
        row = plans.row(conn, "step", step)
        assert isinstance(row, StepRow)
        told = [one for one in edit.history(conn, "plan", plan) if (one.what, one.id) == ("step", step)]
        assert check(conn) == []
        return row, told[::-1], store.revision(conn)


def whole(row: StepRow, told: list[edit.Change]) -> None:
    """Every version has its line of the history, each begins where the last one ended, the last is what stands."""
    assert [one.version for one in told] == list(range(2, row.version + 1))
    for before, after in pairwise(told):
        assert {name: before.after.get(name, after.before[name]) for name in after.before} == dict(after.before)
    assert row.evidence_vi == told[-1].after["evidence_vi"]
    assert row.evidence_vi.split() == [told[-1].account, str(row.part)]


def test_two_people_on_one_step_lose_nothing(demo_copy: Engine) -> None:
    plan, step = first_step(demo_copy)
    revision = held(demo_copy, plan, step)[2]
    both = [writer(demo_copy, step, name, 12) for name in ("lan", "minh")]
    made = [[int(line) for line in one.communicate(timeout=120)[0].split()] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    row, told, now = held(demo_copy, plan, step)
    assert sorted(made[0] + made[1]) == list(range(2, 26))
    assert (row.version, now) == (25, revision + 24)
    whole(row, told)
    assert {one.version for one in told if one.account == "lan"} == set(made[0])


def test_a_process_killed_while_it_saves_a_step_leaves_nothing_half_written(demo_copy: Engine) -> None:
    plan, step = first_step(demo_copy)
    revision = held(demo_copy, plan, step)[2]
    said = 1
    for patience in (1, 2, 4):
        process = writer(demo_copy, step, "lan", 10_000)
        assert process.stdout is not None
        for _ in range(patience):
            said = int(process.stdout.readline())
        process.kill()  # SIGKILL: no handler runs; another change was under way
        rest = process.stdout.read().split()
        said = max([said, *map(int, rest)])
        assert process.wait() == -9
        row, told, now = held(demo_copy, plan, step)
        assert row.version >= said
        assert now == revision + row.version - 1
        whole(row, told)
