"""Packs into the store and back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import figures, migrate
from db import store as facts
from db.engine import open_store, reading
from flows import packs
from flows.packs.pack import Pack, PackFile
from flows.verdicts import review
from metrics.goals import Verdict
from metrics.periods import parse
from seed.packs import read_pack, write_pack


def fresh(path: Path) -> Engine:
    engine = open_store(f"sqlite:///{path}")
    migrate.upgrade(engine)
    return engine


def test_a_second_load_changes_nothing(store: Engine, shipped: dict[str, Pack]) -> None:
    with reading(store) as conn:
        before = (facts.revision(conn), facts.tree(conn), len(figures.submissions(conn, limit=1000)))
    assert packs.load_all(store, list(shipped.values())) == packs.Loaded(0, 0, 0)
    with reading(store) as conn:
        assert (facts.revision(conn), facts.tree(conn), len(figures.submissions(conn, limit=1000))) == before


def test_what_was_known_on_a_day_follows_the_days_of_the_files(store: Engine) -> None:
    with reading(store) as conn:
        days = [row.at for row in reversed(figures.submissions(conn, limit=1000))]
    assert days == sorted(days)


def in_force(files: Iterable[PackFile]) -> list[PackFile]:
    """The files in the order of their days, each without the figures that a later one puts right."""
    ordered = sorted(files, key=lambda file: (file.on, file.name))
    newest: dict[tuple[bytes, ...], int] = {}
    for place, file in enumerate(ordered):
        newest |= {tuple(line.split(b",")[:3]): place for line in file.data.splitlines()[1:]}
    kept = []
    for place, file in enumerate(ordered):
        head, *lines = file.data.splitlines(keepends=True)
        own = [line for line in lines if newest[tuple(line.rstrip(b"\n").split(b",")[:3])] == place]
        kept.append(replace(file, data=b"".join([head, *own])))
    return kept


@pytest.mark.parametrize(
    ("folder", "resolution"),
    [("dien-bien", "NQ04-DB-2016"), ("kon-tum", "NQ16-KT-2020"), ("bac-son", "KH49-BS-2017")],
)
def test_an_exported_pack_is_the_pack_that_was_loaded(
    store: Engine, shipped: dict[str, Pack], folder: str, resolution: str, tmp_path: Path
) -> None:
    exported, given = packs.export(store, resolution), shipped[folder]
    write_pack(tmp_path, exported)
    assert read_pack(tmp_path) == exported
    for part in ("resolutions", "clauses", "schemes", "goals", "origins", "units", "placements", "lineage"):
        assert getattr(exported, part) == getattr(given, part), part
    assert (exported.plans, exported.findings) == (given.plans, given.findings)
    assert list(exported.files) == in_force(given.files)
    for part in ("indicators", "calendar", "published"):
        assert set(getattr(exported, part)) == set(getattr(given, part)), part


def test_a_pack_exported_and_loaded_elsewhere_exports_equal(store: Engine, tmp_path: Path) -> None:
    exported = packs.export(store, "KH49-BS-2017")
    other = fresh(tmp_path / "other.db")
    packs.load(other, exported)
    assert packs.export(other, "KH49-BS-2017") == exported
    other.dispose()


def test_an_unknown_resolution_is_not_exported(store: Engine) -> None:
    with pytest.raises(LookupError, match="NQ99"):
        packs.export(store, "NQ99")


def test_the_documented_example_loads_and_is_judged_as_documented(example: Path, tmp_path: Path) -> None:
    engine = fresh(tmp_path / "moc.db")
    assert packs.load(engine, read_pack(example)) == packs.Loaded(1, 6, 0)
    with reading(engine) as conn:
        (goal,) = review(conn, resolution="NQ01-EX-2021", as_of=parse("2021-Q4")).goals
    assert goal.judgement.verdict is Verdict.EXCEEDED
    assert goal.judgement.per_year == Fraction(50)
    engine.dispose()


def test_a_file_with_errors_stops_the_whole_pack(example: Path, tmp_path: Path) -> None:
    figures_file = example / "observations" / "figures.csv"
    figures_file.write_text(figures_file.read_text().replace("2021-Q4,EX/hai/thon-1", "2021-Q4,EX/hai/thon-9"))
    engine = fresh(tmp_path / "moc.db")
    with pytest.raises(packs.PackFileRefused, match="thon-9"):
        packs.load(engine, read_pack(example))
    with reading(engine) as conn:
        assert figures.submissions(conn) == []
        assert figures.known_on(conn, date(2030, 1, 1)) == 0
    engine.dispose()
