from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import migrate
from db.engine import checkpoint, open_store
from flows import packs
from flows.packs.pack import Pack
from seed.packs import read_pack
from tests.house import built

FOLDERS = Path(__file__).parents[2] / "seed" / "packs"


@pytest.fixture(scope="session")
def shipped() -> dict[str, Pack]:
    return {name: read_pack(FOLDERS / name) for name in ("dien-bien", "kon-tum", "bac-son")}


@pytest.fixture(scope="session")
def store(shipped: dict[str, Pack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The three packs in one store; tests only read it, or load the same again."""

    def build(file: Path) -> None:
        made = open_store(f"sqlite:///{file}")
        migrate.upgrade(made)
        packs.load_all(made, list(shipped.values()))
        checkpoint(made)
        made.dispose()

    engine = open_store(f"sqlite:///{built(tmp_path_factory, 'three', build)}")
    yield engine
    engine.dispose()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder with the worked example of docs/packs.md."""
    from tests.seed.docs_example import write_example

    return write_example(tmp_path / "example")
