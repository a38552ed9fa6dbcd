"""What is wrong with a pack is said with its file and line, all at once."""

import re
import shutil
from pathlib import Path

import pytest

from seed.packs import PackErrors, read_pack
from tests.seed.conftest import FOLDERS

BAD = [
    # file, what stands there, what is written instead (the problem's line is where "»" is), what is said
    ("goals.toml", "start = 2020-12-31", '»start = "2020-13-31"', "'start' is '2020-13-31': expected a day"),
    ("goals.toml", "low = 15", "»low = 15.5", "no floats"),
    ("goals.toml", "low = 15", '»low = "15/0"', "'low' is '15/0'"),
    ("goals.toml", "low = 15", "»lowest = 15", "unknown key 'lowest'; did you mean 'low'?"),
    ("goals.toml", 'op = "band"\nlow = 15', '»op = "band"\nlow = 25', "a band needs 'low' and 'high'"),
    ("goals.toml", 'op = "band"', '»op = "between"', "expected one of >=, >, <=, <, band"),
    ("goals.toml", 'op = "band"\n', "", "without 'op'"),
    ("goals.toml", "baseline_date = 2020-12-31\n", "", "goal without baseline"),
    ("goals.toml", "baseline_date = 2020-12-31", "»baseline_date = 2020-12-30", "no figure of village_without_branch"),
    ("goals.toml", 'unit = "EX"', '»unit = "EY"', "unknown unit 'EY'"),
    ("goals.toml", 'clause = "1"', '»clause = "2"', "has no clause '2'"),
    ("goals.toml", "deadline = 2025-12-31", "»deadline = 2019-12-31", "before it starts"),
    ("goals.toml", 'indicator = "village_w', '»indicator = "villages_w', "unknown indicator"),
    ("goals.toml", 'shape = "yearly_cut"', '»shape = "cut"', "'shape' is 'cut'"),
    ("goals.toml", 'name_vi = "Giảm', '»name_vi = Giảm"', "not readable as TOML"),
    ("resolution.toml", 'number = "01-NQ/HU"\n', "", "'number' is missing"),
    ("resolution.toml", 'unit = "EX"', '»unit = "nowhere"', "unknown unit 'nowhere'"),
    ("resolution.toml", "term_end = 2025", "»term_end = 2015", "before it starts"),
    ("indicators.toml", 'kind = "state"', '»kind = "status"', "'kind' is 'status'"),
    ("indicators.toml", 'frequency = "quarter"', '»frequency = "monthly"', "expected one of quarter, half, year"),
    ("indicators.toml", "falling = true", '»falling = "perhaps"', "expected true or false"),
    ("indicators.toml", 'kind = "state"', 'kind = "rating"', "a rating has a 'scheme'"),
    ("units.csv", "EX/hai,commune", "»EX/mot,commune", "'EX/mot' is used twice"),
    ("units.csv", "EX/mot,commune", "»EX/mot,parish", "'kind' is 'parish'"),
    ("units.csv", "EX/mot,commune,Xã Một", "»EX/mot,commune", "2 cells where the header has 3"),
    ("units.csv", "code,kind,name", "»code,sort,name", "unknown column 'sort'"),
    ("placements.csv", "EX/hai,EX\n", "EX/hai,EX\n»EX,EX/hai\n", "a circle: EX under EX/hai under EX"),
    ("placements.csv", "EX/hai,EX\n", "EX/hai,EX\n»EX/hai,EX/mot\n", "EX/hai lies under EX and EX/mot on one day"),
    ("placements.csv", "EX/hai/thon-1,EX/hai", "»EX/hai/thon-3,EX/hai", "did you mean 'EX/hai/thon-1'?"),
    ("pack.toml", "figures.csv", "»numbers.csv", "no file observations/numbers.csv in the pack"),
    ("pack.toml", "observations/figures.csv", "»../../elsewhere.csv", "no file ../../elsewhere.csv in the pack"),
    ("pack.toml", 'code = "example"\n', "", "'code' is missing"),
]


@pytest.mark.parametrize(("file", "stands", "instead", "said"), BAD)
def test_a_bad_pack_is_refused_with_file_and_line(
    example: Path, file: str, stands: str, instead: str, said: str
) -> None:
    text = (example / file).read_text(encoding="utf-8")
    assert stands in text
    marked = text.replace(stands, instead, 1)
    (example / file).write_text(marked.replace("»", ""), encoding="utf-8")
    with pytest.raises(PackErrors) as refused:
        read_pack(example)
    told = [one for one in refused.value.problems if said in one.message]
    assert told, str(refused.value)
    assert {one.file for one in told} == {file}
    if "»" in marked:
        line = next(number for number, one in enumerate(marked.splitlines(), 1) if "»" in one)
        assert line in {one.line for one in told}


MORE = [
    # a further file, the line of its problem, what is said
    ("lineage.csv", "old,new,event,on\nEX/mot,EX/tre,merge,2025-07-01\n", 2, "unknown unit 'EX/tre'"),
    ("lineage.csv", "old,new,event,on\nEX/mot,EX/hai,marry,2025-07-01\n", 2, "'event' is 'marry'"),
    ("lineage.csv", "old,new,event,on\nEX/mot,,merge,2025-07-01\n", 2, "'new' is empty for a dissolved unit"),
    ("lineage.csv", "old,new,event,on,share\nEX/mot,EX/hai,split,2025-07-01,1.5\n", 2, "'share' is 3/2"),
    (
        "lineage.csv",
        "old,new,event,on,share\nEX/mot,EX/hai,split,2025-07-01,2/3\nEX/mot,EX,split,2025-07-01,1/2\n",
        3,
        "add up to 7/6",
    ),
    ("calendar.csv", "period,deadline\n2021-Q5,2021-04-15\n", 2, "'2021-Q5' is 'period'"),
    ("published.csv", "origin,indicator,unit,first_day,last_day,measure,value,printed\n{},count,2.5,2.5\n", 2, "whole"),
    (
        "published.csv",
        "origin,indicator,unit,first_day,last_day,measure,value,printed\n{},share,9/5,9/5\n",
        2,
        "two counts",
    ),
    ("published.csv", "origin,indicator,unit,first_day,last_day,measure,value,printed\n{},rate,5,5\n", 2, "'measure'"),
    (
        "published.csv",
        "origin,indicator,unit,first_day,last_day,measure,value,printed\n{},count,5,5\n",
        2,
        "origin 'o'",
    ),
    (
        "origins.toml",
        '[[origin]]\ncode = "o"\npublisher = "P"\ntitle = "T"\npublished_on = "5/3"\n',
        5,
        "expected a day",
    ),
    ("origins.toml", '[[source]]\ncode = "o"\n', 1, "unknown key 'source'"),
]


@pytest.mark.parametrize(("file", "text", "line", "said"), MORE)
def test_further_files_are_checked_too(example: Path, file: str, text: str, line: int, said: str) -> None:
    said = "'period' is '2021-Q5'" if said.startswith("'2021-Q5'") else said
    (example / file).write_text(text.replace("{}", "o,village_without_branch,EX,2021-01-01,2021-12-31"))
    with pytest.raises(PackErrors) as refused:
        read_pack(example)
    assert [(one.file, one.line) for one in refused.value.problems if said in one.message] == [(file, line)]


def test_every_problem_is_told_at_once(example: Path) -> None:
    goals = example / "goals.toml"
    goals.write_text(
        goals.read_text(encoding="utf-8").replace("low = 15", "low = 1.5").replace("start = 2", 'start = "x"#')
    )
    (example / "resolution.toml").write_text("[[resolution]]\n")
    with pytest.raises(PackErrors) as refused:
        read_pack(example)
    assert {one.file for one in refused.value.problems} == {"goals.toml", "resolution.toml"}
    assert len(refused.value.problems) > 8


@pytest.mark.parametrize(
    ("file", "data", "line", "said"),
    [
        ("units.csv", b"code,kind,name\nEX,province,T\xd8nh\n", 2, "the text is not UTF-8"),
        ("units.csv", b"code,kind,name\nEX,province," + b"x" * 140_000, 2, "field larger than"),
        ("goals.toml", b"\xff", 1, "not readable as TOML"),
        ("goals.toml", b"a = " + b"[" * 20_000, 1, "not readable as TOML"),
        ("goals.toml", b"a = " + b"9" * 5_000, 1, "not readable as TOML"),
    ],
    ids=["csv encoding", "csv cell", "toml encoding", "toml depth", "toml number"],
)
def test_a_file_that_cannot_be_read(example: Path, file: str, data: bytes, line: int, said: str) -> None:
    (example / file).write_bytes(data)
    with pytest.raises(PackErrors) as refused:
        read_pack(example)
    assert [(one.file, one.line) for one in refused.value.problems if said in one.message] == [(file, line)]


def test_an_archive_that_is_none(example: Path) -> None:
    (example / "observations").mkdir(exist_ok=True)
    (example / "observations" / "x.csv.gz").write_bytes(b"no archive")
    pack = example / "pack.toml"
    pack.write_text(pack.read_text() + '\n[[file]]\nname = "observations/x.csv.gz"\nunit = "EX"\non = 2020-01-01\n')
    with pytest.raises(PackErrors, match=r"x\.csv\.gz cannot be unpacked"):
        read_pack(example)


def test_a_folder_without_a_pack_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match=r"no pack\.toml"):
        read_pack(tmp_path)


@pytest.mark.parametrize(
    ("stands", "instead", "said"),
    [
        ("totals = [95, 94", "totals = [96, 94", "districts do not add up"),
        ('"DB/muong-nhe" = 36', '"DB/muong-nhe" = 90', "districts do not add up"),
        ("totals = [88, 87, 85", "totals = [88, 89, 85", "can change in period 1"),
        ('district = "DB/muong-nhe"\nperiod = "2019-Q2"', 'district = "DB/muong-nhe"\nperiod = "2030-Q2"', "2030-Q2"),
        ("seed = 20160523", "sead = 20160523", "unknown key 'sead'; did you mean 'seed'?"),
    ],
)
def test_a_recipe_that_contradicts_itself_is_refused(tmp_path: Path, stands: str, instead: str, said: str) -> None:
    folder = Path(shutil.copytree(FOLDERS / "dien-bien", tmp_path / "pack"))
    text = (folder / "recipe.toml").read_text(encoding="utf-8")
    assert stands in text
    (folder / "recipe.toml").write_text(text.replace(stands, instead, 1), encoding="utf-8")
    with pytest.raises(PackErrors, match=re.escape(said)) as refused:
        read_pack(folder)
    assert {one.file for one in refused.value.problems} == {"recipe.toml"}
