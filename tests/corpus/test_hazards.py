"""The corpus has files for every hazard of the survey of reporting files, and its README says which."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.all_cases import CASES

HAZARDS = range(1, 26)
ALSO = frozenset(
    {
        *("password", "macros", "hidden rows", "hidden columns", "hidden sheet", "stacked periods", "several sheets"),
        *("formulas without results", "merged unit cells", "semicolons and BOM", "formula injection", "persons"),
        "damaged",
    }
)
README = Path(__file__).parent / "README.md"


def test_names_are_given_once() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("hazard", HAZARDS)
def test_every_hazard_has_two_files(hazard: int) -> None:
    assert sum(hazard in case.hazards for case in CASES) >= 2


def test_what_the_survey_adds_is_covered() -> None:
    assert {each for case in CASES for each in case.also} == ALSO


def test_every_file_is_for_something() -> None:
    assert not [case.name for case in CASES if not case.hazards and not case.also]


def test_libreoffice_writes_its_share() -> None:
    kinds = Counter(case.office for case in CASES)
    assert min(kinds[kind] for kind in ("xls", "ods", "xlsx")) >= 4


def table() -> str:
    """The table of the README."""
    rows = [(str(hazard), [case.name for case in CASES if hazard in case.hazards]) for hazard in HAZARDS]
    rows += [(also, [case.name for case in CASES if also in case.also]) for also in sorted(ALSO)]
    return "".join(f"| {what} | {', '.join(names)} |\n" for what, names in rows)


def test_the_readme_lists_the_files_of_each_hazard() -> None:
    listed = re.findall(r"^\| (?:\d+|[a-z].*?) \| .*\n", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert "".join(listed) == "| hazard | files |\n" + table()


if __name__ == "__main__":
    sys.stdout.write(table())
