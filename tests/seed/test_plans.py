"""Plans and findings of packs: read, refused with file and line, loaded, left alone once edited, exported equal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import migrate, plans
from db import store as facts
from db.engine import open_store, reading, writing
from flows import packs
from flows.packs.pack import Pack
from flows.plans import edit
from seed.demo import PACKS
from seed.packs import PackErrors, read_pack, write_pack

BAC_SON = "KH49-BS-2017"


def fresh(path: Path) -> Engine:
    engine = open_store(f"sqlite:///{path}")
    migrate.upgrade(engine)
    return engine


@pytest.mark.parametrize("folder", ["dien-bien", "kon-tum", "bac-son"])
def test_a_pack_written_out_reads_back_with_equal_plans(shipped: dict[str, Pack], folder: str, tmp_path: Path) -> None:
    write_pack(tmp_path, replace(shipped[folder], files=()))
    found = read_pack(tmp_path)
    assert found.plans == shipped[folder].plans != ()
    assert found.findings == shipped[folder].findings


def test_only_what_the_article_says_is_not_simulated(shipped: dict[str, Pack]) -> None:
    [plan] = shipped["bac-son"].plans
    assert (plan.groups, plan.task_force, plan.origin) == (9, 10, "bls-2017-12-19")
    assert [measure.number for measure in plan.measures] == list(range(1, 10))
    assert all(measure.simulated for measure in plan.measures)
    published = [step.text_vi for measure in plan.measures for step in measure.steps if not step.simulated]
    assert published == ["Xã được công nhận đạt chuẩn nông thôn mới"]
    for folder in ("dien-bien", "kon-tum"):
        assert all(one.simulated for one in (*shipped[folder].plans, *shipped[folder].findings))


def test_a_plan_that_the_office_has_changed_is_left_alone_by_its_pack(shipped: dict[str, Pack], tmp_path: Path) -> None:
    engine = fresh(tmp_path / "moc.db")
    pack = shipped["bac-son"]
    packs.load(engine, pack)
    [plan] = pack.plans
    newer = replace(pack, plans=(replace(plan, note_vi="Bản sau"),))
    packs.load(engine, newer)
    with reading(engine) as conn:
        row = plans.plan(conn, plan.code)
        assert row is not None
        assert row.note_vi == "Bản sau"
    edit.change(
        engine, "plan", row.id, {"document": "49/KH"}, version=1, account="thu", scope=None, today=date(2020, 1, 1)
    )
    packs.load(engine, pack)
    with reading(engine) as conn:
        row = plans.plan(conn, plan.code)
        assert row is not None
        assert (row.document, row.note_vi) == ("49/KH", "Bản sau")
    assert packs.export(engine, BAC_SON).plans[0].document == "49/KH"
    engine.dispose()


def test_what_was_withdrawn_is_no_part_of_a_pack_and_its_pack_does_not_bring_it_back(
    shipped: dict[str, Pack], tmp_path: Path
) -> None:
    engine = fresh(tmp_path / "moc.db")
    pack = shipped["dien-bien"]
    first = next(plan for plan in pack.plans if any(finding.plan == plan.code for finding in pack.findings))
    packs.load(engine, replace(pack, files=()))
    who = {"account": "thu", "scope": None, "today": date(2020, 1, 1)}
    with reading(engine) as conn:
        row = plans.plan(conn, first.code)
        assert row is not None
        last = next(one for one in plans.plans(conn) if one.code != first.code)
        measure = plans.measures(conn, [last.id])[last.id][0]
    edit.withdraw(engine, "plan", row.id, {"reason": "Lập trùng"}, version=1, **who)
    edit.withdraw(engine, "measure", measure.id, {"reason": "Nhầm nhóm"}, version=1, **who)
    packs.load(engine, replace(pack, files=()))
    out = packs.export(engine, "NQ04-DB-2016")
    assert {plan.code for plan in out.plans} == {plan.code for plan in pack.plans} - {first.code}
    [short] = [plan for plan in out.plans if plan.code == last.code]
    [whole] = [plan for plan in pack.plans if plan.code == last.code]
    assert len(short.measures) == len(whole.measures) - 1
    assert {finding.code for finding in out.findings} == {finding.code for finding in pack.findings}
    assert first.code not in {finding.plan for finding in out.findings}
    engine.dispose()


def test_a_real_store_takes_no_simulated_plan(shipped: dict[str, Pack], tmp_path: Path) -> None:
    engine = fresh(tmp_path / "moc.db")
    with writing(engine) as conn:
        facts.set_mode(conn, "real")
    pack = shipped["bac-son"]
    with pytest.raises(packs.SimulatedRefused):
        packs.load(engine, pack)
    packs.load(engine, replace(pack, plans=tuple(replace(plan, measures=()) for plan in pack.plans)))
    with reading(engine) as conn:
        assert [row.code for row in plans.plans(conn)] == ["KH49-BS-2017-KH"]
    engine.dispose()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('unit = "LS/bac-son/dong-y/dang-bo"', 'unit = "LS/bac-son/dong-i"', "unknown unit"),
        ('indicator = "org_rating"', 'indicator = "org_ratings"', "did you mean 'org_rating'?"),
        ("decided_on = 2017-05-04", 'decided_on = "4 tháng 5"', "expected a day"),
        ("due_on = 2017-06-30", "due_on = 2017-04-30", "before the plan or finding itself of 2017-05-04"),
        ('body_vi = "Huyện ủy Bắc Sơn"', 'body_vi = "Nguyễn Văn An"', "name the body, never a person"),
        ("part = 12", "part = 13", "'part' from 0 to 'whole'"),
        ('origin = "bls-2017-12-19"', "", "published figures: name their 'origin'"),
        ("number = 1\n", "numbers = 1\n", "unknown key 'numbers'"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_with_its_line(old: str, new: str, told: str, tmp_path: Path) -> None:
    folder = shutil.copytree(PACKS / "bac-son", tmp_path / "pack")
    text = (folder / "plans.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "plans.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackErrors) as refused:
        read_pack(folder)
    assert any(told in str(problem) and problem.file == "plans.toml" for problem in refused.value.problems)
