"""The units and indicators of the shipped packs in one store, and every file of the corpus, made once."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import store
from db.engine import checkpoint, open_store, reading, writing
from db.migrate import upgrade
from flows.packs import load_all
from flows.reference import reference
from intake.reference import Reference
from seed.demo import shipped
from seed.packs import read_pack
from tests.corpus.write import every_file
from tests.house import built

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All packs without their figures: what a file is checked against besides, each case gives itself."""

    def build(file: Path) -> None:
        engine = open_store(f"sqlite:///{file}")
        upgrade(engine)
        with writing(engine) as conn:
            store.set_mode(conn, "demo")
        load_all(engine, [replace(read_pack(folder), files=()) for folder in shipped()])
        checkpoint(engine)
        engine.dispose()

    return built(tmp_path_factory, "corpus", build)


@pytest.fixture(scope="session")
def known(corpus_store: Path) -> Iterator[Reference]:
    """Units, names and indicators of all packs, on a day that stays the same."""
    engine = open_store(f"sqlite:///{corpus_store}")
    with reading(engine) as conn:
        yield reference(conn, today=TODAY)
    engine.dispose()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every file by the name of its case; without those of LibreOffice where it is not installed."""

    def build(file: Path) -> None:
        file.write_bytes(pickle.dumps(dict(every_file(tmp_path_factory.mktemp("office")))))

    return dict(pickle.loads(built(tmp_path_factory, "corpus-files", build).read_bytes()))
