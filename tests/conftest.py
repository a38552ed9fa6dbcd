"""Hypothesis for all tests: no time limits, which a busy machine would break, and the same cases at every CI run.

The longest modules begin first, so that no process waits for the last one.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("moc", deadline=None)
settings.register_profile("moc-ci", parent=settings.get_profile("moc"), derandomize=True)
settings.load_profile("moc-ci" if os.environ.get("CI") else "moc")

LONG = (
    "browser/test_doors",
    "ui/test_figures",
    "browser/test_access",
    "db/test_writes",
    "browser/test_ways",
    "test_manage",
    "browser/test_leader",
    "corpus/test_corpus",
    "browser/test_quarter",
    "flows/test_ranking",
    "browser/test_ugly",
    "report/charts/test_corridor",
    "browser/test_actions",
    "flows/test_verdicts",
)
"""Modules by length, those with a browser apart from each other: beside a second one it has half a machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which processes take up modules; within one it stays."""
    root = Path(__file__).parent
    places = {root / f"{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))
