"""Stores that the tests of the flows read, or write into a copy of: built once, by the same ways as a user's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import checkpoint, open_store
from db.migrate import upgrade
from flows import packs
from seed.demo import shipped
from seed.packs import read_pack
from tests.flows.house import House, build
from tests.house import built


def load_shipped(file: Path) -> Engine:
    """A store with all the packs that ship."""
    engine = open_store(f"sqlite:///{file}")
    upgrade(engine)
    packs.load_all(engine, [read_pack(folder) for folder in shipped()])
    checkpoint(engine)
    return engine


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory, "shipped", lambda file: load_shipped(file).dispose())


@pytest.fixture(scope="session")
def demo(demo_file: Path) -> Iterator[Engine]:
    """The shipped packs; tests only read it."""
    engine = open_store(f"sqlite:///{demo_file}")
    yield engine
    engine.dispose()


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """The shipped packs, to write into."""
    engine = open_store(f"sqlite:///{shutil.copy(demo_file, tmp_path / 'moc.db')}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def house_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], dict[str, int]]:
    file = tmp_path_factory.mktemp("house") / "moc.db"
    engine = open_store(f"sqlite:///{file}")
    upgrade(engine)
    made = build(engine)
    checkpoint(engine)
    engine.dispose()
    return file, made.ids, made.indicators


@pytest.fixture
def new_house(
    house_template: tuple[Path, dict[str, int], dict[str, int]], tmp_path: Path
) -> Iterator[Callable[[], House]]:
    """Makes small provinces without goals or figures."""
    file, ids, indicators = house_template
    engines: list[Engine] = []

    def make() -> House:
        engine = open_store(f"sqlite:///{shutil.copy(file, tmp_path / f'{len(engines)}.db')}")
        engines.append(engine)
        return House(engine, ids, indicators)

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def house(new_house: Callable[[], House]) -> House:
    return new_house()
