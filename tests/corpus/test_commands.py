"""Some files of the corpus through ``manage.py import --dry-run --json``: how it ends, and what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.corpus.all_cases import CASES
from tests.corpus.cases import Case
from tests.test_manage import manage

KEYS = ("table", "columns", "units", "ignored", "questions", "problems", "figures", "count", "effect")
ENDS = {
    "two-header-rows": 0,
    "percent-that-its-counts-do-not-give": 0,
    "dak-long-twice": 1,
    "columns-of-persons": 1,
    "tcvn3": 0,
}
BY_NAME: Mapping[str, Case] = {case.name: case for case in CASES}


@pytest.mark.parametrize("name", ENDS)
def test_a_dry_run_says_what_it_would_take(
    name: str, files: Mapping[str, bytes], corpus_store: Path, tmp_path: Path
) -> None:
    case, file = BY_NAME[name], tmp_path / f"{name}.xlsx"
    file.write_bytes(files[name])
    assert case.period
    assert case.unit
    asked = (str(file), "--period", case.period, "--unit", case.unit, "--dry-run", "--json")
    ended = manage("import", *asked, store=corpus_store)
    assert ended.returncode == ENDS[name], ended.stderr
    said = json.loads(ended.stdout)
    assert set(KEYS) <= set(said)
    assert said["count"] == len(said["figures"]) == len(case.figures)
    for figure in said["figures"]:
        value = figure["num"] if figure["den"] is None else f"{figure['num']}/{figure['den']}"
        assert case.figures[figure["unit"], figure["indicator"], ""] == value
    assert {f"{each['code']}: {each['text']}" for each in said["questions"]} == set(case.questions)
    assert case.problems <= {each["code"] for each in said["problems"]}
