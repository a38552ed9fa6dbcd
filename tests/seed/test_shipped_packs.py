"""The shipped packs: pinned totals, real units, the same bytes everywhere, nothing simulated unmarked."""

import csv
import os
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from flows.packs.pack import Pack
from seed import from_tables
from seed.packs import read_pack, write_pack
from tests.seed.conftest import FOLDERS

ROOT = FOLDERS.parents[1]


def figures(pack: Pack, indicator: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Figures of an indicator by period and unit: (num, den or 0)."""
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for file in pack.files:
        for row in csv.DictReader(file.data.decode().splitlines()):
            if row["indicator"] == indicator:
                found[row["period"]][row["unit"]] = (int(row["num"]), int(row.get("den") or 0))
    return found


@pytest.mark.parametrize(
    ("pack", "indicator", "period", "under", "num", "den"),
    [
        ("dien-bien", "village_without_member", "2016-05-23", "DB", 95, 0),
        ("dien-bien", "village_without_member", "2019-Q4", "DB", 8, 0),
        ("dien-bien", "village_without_branch", "2016-05-23", "DB", 328, 0),
        ("dien-bien", "village_without_branch", "2019-Q4", "DB", 135, 0),
        ("dien-bien", "village_without_branch", "2016-05-23", "DB/muong-nhe", 62, 0),
        ("dien-bien", "village_without_branch", "2019-Q4", "DB/muong-nhe", 36, 0),
        ("dien-bien", "school_without_branch", "2016-05-23", "DB", 33, 0),
        ("dien-bien", "school_without_branch", "2019-Q4", "DB", 0, 0),
        ("dien-bien", "health_station_without_branch", "2016-05-23", "DB", 88, 0),
        ("dien-bien", "health_station_without_branch", "2019-Q4", "DB", 21, 0),
        ("kon-tum", "head_is_member", "2021-Q2", "KT", 589, 756),
        ("kon-tum", "secretary_is_head", "2021-Q1", "KT/kon-tum", 102, 154),
        ("kon-tum", "secretary_is_head", "2021-Q3", "KT/kon-tum", 115, 154),
        ("kon-tum", "villages", "2020-Q4", "KT/kon-tum", 183, 0),
        ("kon-tum", "villages", "2021-Q3", "KT/kon-tum", 154, 0),
    ],
)
def test_simulated_figures_add_up_to_the_pinned_totals(
    shipped: dict[str, Pack], pack: str, indicator: str, period: str, under: str, num: int, den: int
) -> None:
    inside = [
        value for unit, value in figures(shipped[pack], indicator)[period].items() if unit.startswith(under + "/")
    ]
    assert (sum(one for one, _ in inside), sum(two for _, two in inside)) == (num, den)


def test_admissions_fit_what_was_published(shipped: dict[str, Pack]) -> None:
    found = figures(shipped["kon-tum"], "new_members")
    nhoong, bla = "KT/dak-glei/dak-nhoong", "KT/kon-tum/dak-bla"
    assert sum(num for period in ("2021-Q1", "2021-Q2") for num, _ in found[period].values()) > 500
    assert sum(found[f"2021-Q{n}"][nhoong][0] for n in (1, 2, 3, 4)) == 19
    assert 20 <= sum(units[bla][0] for units in found.values() if bla in units) < 25
    assert sum(num for units in found.values() for num, _ in units.values()) == 5033
    assert {len(units) for units in found.values()} == {102, 40}


def test_a_village_without_a_member_has_no_branch_and_one_with_a_branch_has_three(shipped: dict[str, Pack]) -> None:
    pack = shipped["dien-bien"]
    without_member, without_branch = (figures(pack, f"village_without_{what}") for what in ("member", "branch"))
    members = figures(pack, "village_members")
    assert len(members) == 15
    for period, units in without_member.items():
        for unit, (none, _) in units.items():
            lacking = without_branch[period][unit][0]
            assert lacking or not none
            if period in members:
                count = members[period][unit][0]
                assert (count == 0) == bool(none)
                assert lacking or count >= 3


@pytest.mark.parametrize("indicator", ["village_without_member", "village_without_branch"])
def test_there_are_relapses(shipped: dict[str, Pack], indicator: str) -> None:
    found = figures(shipped["dien-bien"], indicator)
    periods = sorted(found, key=lambda period: "" if period == "2016-05-23" else period)
    back = {
        unit
        for before, after in pairwise(periods)
        for unit in found[after].keys() & found[before].keys()
        if found[after][unit][0] > found[before][unit][0]
    }
    assert 3 <= len(back) <= 5


def test_six_corrected_villages_of_one_district_would_move_the_verdict(shipped: dict[str, Pack]) -> None:
    """At 135 the goal is met; the engine's limits are 132 to 180, so 129 is exceeded."""
    last = figures(shipped["dien-bien"], "village_without_branch")["2019-Q4"]
    assert sum(num for unit, (num, _) in last.items() if unit.startswith("DB/muong-nhe/")) >= 6


def test_no_figure_describes_one_person(shipped: dict[str, Pack]) -> None:
    kinds = {unit.code: unit.kind for unit in shipped["kon-tum"].units}
    for indicator in ("head_is_member", "secretary_is_head"):
        for units in figures(shipped["kon-tum"], indicator).values():
            assert {kinds[unit] for unit in units} == {"commune"}


def test_secretaries_who_are_heads_are_heads_who_are_members(shipped: dict[str, Pack]) -> None:
    heads, both = (figures(shipped["kon-tum"], code) for code in ("head_is_member", "secretary_is_head"))
    for period, units in both.items():
        for unit, (num, den) in units.items():
            assert num <= heads[period][unit][0] <= den == heads[period][unit][1]


def test_villages_of_the_city_merge_from_183_to_154(shipped: dict[str, Pack]) -> None:
    pack = shipped["kon-tum"]
    villages = [unit for unit in pack.units if unit.kind == "village"]
    assert sum(unit.valid_from is None for unit in villages) == 183
    assert sum(unit.valid_to is None for unit in villages) == 154
    mergers = [line for line in pack.lineage if line.simulated]
    assert len(mergers) == 58
    assert {line.event for line in mergers} == {"merge"}


@pytest.mark.parametrize(
    ("pack", "communes", "after"), [("dien-bien", 129, 45), ("kon-tum", 102, 40), ("bac-son", 18, 6)]
)
def test_every_commune_is_a_real_one_and_goes_on_after_the_reform(
    shipped: dict[str, Pack], pack: str, communes: int, after: int
) -> None:
    units = [unit for unit in shipped[pack].units if unit.kind == "commune"]
    assert sum(unit.valid_from is None for unit in units) == communes
    assert sum(unit.valid_to is None for unit in units) == after
    assert not any(unit.simulated for unit in units)
    assert {line.old for line in shipped[pack].lineage if line.new} >= {u.code for u in units if u.valid_from is None}


def test_leaf_units_are_marked_simulated_and_so_are_their_files(shipped: dict[str, Pack]) -> None:
    for pack in shipped.values():
        assert all(unit.simulated for unit in pack.units if unit.kind in ("village", "school", "health_station"))
    assert all(file.simulated for name in ("dien-bien", "kon-tum") for file in shipped[name].files)
    assert not any(file.simulated for file in shipped["bac-son"].files)


@pytest.mark.parametrize("folder", ["dien-bien", "kon-tum", "bac-son"])
def test_unit_files_are_what_the_conversion_tables_give(folder: str, tmp_path: Path) -> None:
    headers = (from_tables.UNITS, from_tables.PLACEMENTS, from_tables.LINEAGE)
    for name, header, rows in zip(
        ("units", "placements", "lineage"), headers, from_tables.packs()[folder], strict=True
    ):
        from_tables.write(tmp_path / name, header, rows)
        assert (tmp_path / name).read_bytes() == (FOLDERS / folder / f"{name}.csv").read_bytes()


def test_indicators_of_one_code_are_the_same_in_every_pack(shipped: dict[str, Pack]) -> None:
    seen = {}
    for pack in shipped.values():
        for indicator in pack.indicators:
            assert seen.setdefault(indicator.code, indicator) == indicator


def test_a_recipe_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, pathlib, seed.packs as p\n"
        "for name in ('dien-bien', 'kon-tum'):\n"
        "    pack = p.read_pack(pathlib.Path('seed/packs') / name)\n"
        "    print(hashlib.sha256(repr(pack).encode()).hexdigest())\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("folder", ["dien-bien", "kon-tum", "bac-son"])
def test_a_pack_written_out_reads_back_equal(shipped: dict[str, Pack], folder: str, tmp_path: Path) -> None:
    write_pack(tmp_path, shipped[folder])
    assert read_pack(tmp_path) == shipped[folder]


def test_a_folder_with_a_pack_is_not_written_over(shipped: dict[str, Pack], tmp_path: Path) -> None:
    write_pack(tmp_path, shipped["bac-son"])
    with pytest.raises(FileExistsError):
        write_pack(tmp_path, shipped["bac-son"])
