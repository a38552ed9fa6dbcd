"""How simulated figures are handed in: by whom, when, wrong at first or not at all; and that no total changes by it."""

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest

from flows.packs.pack import Pack, PackFile
from metrics.periods import parse
from seed.packs import PackErrors, read_pack
from tests.seed.conftest import FOLDERS

Key = tuple[str, str, str]


def figures(file: PackFile) -> dict[Key, tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(file.data.decode()))
    return {(row["period"], row["unit"], row["indicator"]): (row["num"], row.get("den", "")) for row in rows}


def named(pack: Pack, name: str) -> PackFile:
    return next(file for file in pack.files if file.name == name)


def test_a_unit_that_comes_by_itself_has_a_file_of_its_own(shipped: dict[str, Pack]) -> None:
    whole = named(shipped["dien-bien"], "DB-2019-Q4.csv")
    own = named(shipped["dien-bien"], "DB-muong-nhe-2019-Q4.csv")
    assert (own.unit, own.on.isoformat()) == ("DB/muong-nhe", "2020-01-21")
    assert all(unit.startswith("DB/muong-nhe/") for _, unit, _ in figures(own))
    assert not any(unit.startswith("DB/muong-nhe/") for _, unit, _ in figures(whole))


def test_since_the_reform_a_unit_is_known_by_where_it_went(shipped: dict[str, Pack]) -> None:
    own = figures(named(shipped["kon-tum"], "QN-phuong-dak-cam-2025-Q3.csv"))
    villages = {unit for _, unit, _ in own if unit != "QN/phuong-dak-cam"}
    assert {unit.split("/")[2] for unit in villages} == {"duy-tan", "ngo-may", "dak-cam"}


def test_a_mistake_is_put_right_with_its_reason(shipped: dict[str, Pack]) -> None:
    wrong = figures(named(shipped["dien-bien"], "DB-2019-Q4.csv"))
    right = named(shipped["dien-bien"], "DB-tuan-giao-2019-Q4-dinh-chinh.csv")
    assert right.reason
    assert len(figures(right)) == 3
    assert all(wrong[key] != value for key, value in figures(right).items())


def test_silent_units_come_later_or_never(shipped: dict[str, Pack]) -> None:
    there: dict[str, set[str]] = defaultdict(set)
    for file in shipped["dien-bien"].files:
        for period, unit, _ in figures(file):
            there[period].add(unit)
    assert len(there["2016-Q2"] - there["2016-Q3"]) == 9
    assert there["2018-Q3"] == there["2018-Q2"]
    later = named(shipped["dien-bien"], "DB-nam-po-2018-Q3-bo-sung.csv")
    assert len({unit for _, unit, _ in figures(later)}) == 12


@pytest.mark.parametrize("folder", ["dien-bien", "kon-tum"])
def test_in_the_end_the_figures_are_those_of_a_recipe_that_says_nothing_of_handing_in(
    shipped: dict[str, Pack], folder: str, tmp_path: Path
) -> None:
    plain = tmp_path / folder
    plain.mkdir()
    for path in (FOLDERS / folder).iterdir():
        text = path.read_text(encoding="utf-8")
        (plain / path.name).write_text(text.partition("\n[[apart]]")[0] + "\n" if path.name == "recipe.toml" else text)
    said, meant = ({}, {})
    for found, pack in ((said, shipped[folder]), (meant, read_pack(plain))):
        for file in sorted(pack.files, key=lambda file: (file.on, file.name)):
            found |= figures(file)
    assert said.items() <= meant.items()
    silent = {(period, indicator) for period, _, indicator in meant.keys() - said.keys()}
    assert (
        silent
        == {
            "dien-bien": {
                ("2016-Q3", "village_without_branch"),
                ("2016-Q3", "village_without_member"),
                ("2016-Q3", "village_members"),
            },
            "kon-tum": {("2022-Q3", "village_without_branch"), ("2025-Q4", "village_without_branch")},
        }[folder]
    )


@pytest.mark.parametrize(
    ("stands", "instead", "said"),
    [
        ("units = 9", "units = 900", "fewer than 900 units"),
        ("figures = 3", "figures = 3000", "fewer than 3000 figures"),
        ("after = 27", "after = 9", "put right before it is made"),
        ('period = "2018-Q3"\nkind', 'period = "2028-Q3"\nkind', "there is no period 2028-Q3"),
        ('unit = "DB/muong-nhe"\nafter', 'unit = "DB/muong-ne"\nafter', "DB/muong-ne has no figures of 2018-Q4"),
        ("until = 52", "untill = 52", "unknown key 'untill'; did you mean 'until'?"),
    ],
)
def test_a_way_of_handing_in_that_cannot_be_is_refused(tmp_path: Path, stands: str, instead: str, said: str) -> None:
    for path in (FOLDERS / "dien-bien").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    recipe = tmp_path / "recipe.toml"
    text = recipe.read_text(encoding="utf-8")
    assert stands in text
    recipe.write_text(text.replace(stands, instead, 1), encoding="utf-8")
    with pytest.raises(PackErrors, match=said.replace("?", r"\?")):
        read_pack(tmp_path)


def test_deadlines_are_simulated_like_the_rest(shipped: dict[str, Pack]) -> None:
    due = {(one.period, one.unit): one.deadline.isoformat() for one in shipped["kon-tum"].calendar}
    assert due[(parse("2025-Q4"), "QN")] == "2026-01-15"
