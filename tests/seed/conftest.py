from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import migrate
from db.engine import open_store
from flows import packs
from flows.packs.pack import Pack
from seed.packs import read_pack

FOLDERS = Path(__file__).parents[2] / "seed" / "packs"


@pytest.fixture(scope="session")
def shipped() -> dict[str, Pack]:
    return {name: read_pack(FOLDERS / name) for name in ("dien-bien", "kon-tum", "bac-son")}


@pytest.fixture(scope="session")
def store(shipped: dict[str, Pack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The three packs in one store; tests only read it, or load the same again."""
    engine = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'moc.db'}")
    migrate.upgrade(engine)
    packs.load_all(engine, list(shipped.values()))
    yield engine
    engine.dispose()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder with the worked example of docs/packs.md."""
    from tests.seed.docs_example import write_example

    return write_example(tmp_path / "example")
