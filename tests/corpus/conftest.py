"""The shipped packs in one store, and every file of the corpus, made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from db.engine import open_store, reading
from flows.reference import reference
from intake.reference import Reference
from seed.demo import shipped
from tests.corpus.write import every_file
from tests.house import build_demo

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("corpus") / "moc.db"
    build_demo(file, tuple(folder.name for folder in shipped()))
    return file


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
    return every_file(tmp_path_factory.mktemp("office"))
