"""The command line as a person or a script meets it: what it prints where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import pytest

import manage as command_line
from tests.house import built

ROOT = Path(__file__).resolve().parent.parent
Inside = Callable[..., "subprocess.CompletedProcess[str]"]
ASKED = ("verdicts", "--resolution", "NQ04-DB-2016", "--as-of", "2019-Q4")


def process(*words: str, store: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a store, without a terminal, from another folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MOC_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        input=given,
        text=True,
        encoding="utf-8",
        capture_output=True,
        cwd=store.parent,
        env={**plain, "DATABASE_URL": f"sqlite:///{store}", "MOC_DEMO": "1", **environment},
        timeout=300,
        check=False,
    )


def manage(*words: str, store: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in this process: another one each would take a second."""
    said, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as place, redirect_stdout(said), redirect_stderr(told):
        for name in [name for name in os.environ if name.startswith("MOC_")]:
            place.delenv(name)
        for name, value in {"DATABASE_URL": f"sqlite:///{store}", "MOC_DEMO": "1", **environment}.items():
            place.setenv(name, value)
        place.chdir(store.parent)
        place.setattr(sys, "argv", ["manage.py", *words])
        place.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as end:
            command_line.main()
    return subprocess.CompletedProcess(words, int(end.value.code or 0), said.getvalue(), told.getvalue())


@pytest.fixture
def inside(store: Path) -> Inside:
    """A command on the store that tests only read."""
    return partial(manage, store=store)


def ended(found: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """Exit status, and lines on standard error."""
    assert "Traceback" not in found.stderr, found.stderr
    return found.returncode, len(found.stderr.splitlines())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store made by `setup`; tests only read it."""
    return built(tmp_path_factory, "setup", set_up)


def set_up(file: Path) -> None:
    made = process("setup", store=file)
    assert ended(made) == (0, 0)
    assert made.stdout.splitlines()[0].startswith("Packs: 8")


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    """A store of its own, to write into."""
    return Path(shutil.copy(store, tmp_path / "moc.db"))


# --- setup -------------------------------------------------------------------------------------------


def test_setup_again_changes_nothing(store: Path) -> None:
    before = store.read_bytes()
    again = process("setup", store=store)
    assert (ended(again), again.stdout.splitlines()[0]) == ((0, 0), "Packs: nothing new.")
    assert store.read_bytes() == before


def test_setup_puts_back_what_another_version_of_a_pack_changed(own: Path, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(ROOT / "seed" / "packs" / "bac-son", tmp_path / "bac-son"))
    goals = pack / "goals.toml"
    goals.write_text(goals.read_text().replace("Đồng Ý becomes", "Somewhere becomes"))
    assert ended(manage("pack", "load", str(pack), store=own)) == (0, 0)
    assert _name_of_goal(own).startswith("Somewhere")
    assert ended(manage("setup", store=own)) == (0, 0)
    assert _name_of_goal(own).startswith("Đồng Ý")


def _name_of_goal(store: Path) -> str:
    with sqlite3.connect(store) as conn:
        return str(conn.execute("SELECT name_en FROM goal WHERE code = 'KH49-BS-2017-01'").fetchone()[0])


def test_a_real_store_starts_empty_and_stays_real(tmp_path: Path) -> None:
    file = tmp_path / "real.db"
    assert ended(manage("setup", store=file, MOC_DEMO="0")) == (0, 0)
    wrong = manage("setup", store=file)
    assert ended(wrong) == (1, 1)
    assert "this store holds real figures" in wrong.stderr
    none = manage(*ASKED, store=file, MOC_DEMO="0")
    assert (ended(none), none.stderr) == ((1, 1), "no resolution 'NQ04-DB-2016'; there are: none\n")
    invented = manage("pack", "load", str(ROOT / "seed" / "packs" / "dien-bien"), store=file, MOC_DEMO="0")
    assert (ended(invented), invented.stderr) == (
        (1, 1),
        "the pack dien-bien brings simulated figures: a real store takes none\n",
    )


# --- verdicts ----------------------------------------------------------------------------------------


def test_the_four_goals_of_dien_bien(store: Path) -> None:
    found = process(*ASKED, "--json", store=store)
    assert ended(found) == (0, 0)
    answers = json.loads(found.stdout)
    shown = [(one["percent"], one["per_year"], one["verdict"], one["baseline"], one["actual"]) for one in answers]
    assert shown == [
        ("91.57", "30.52", "exceeded", 95, 8),
        ("58.84", "19.61", "met", 328, 135),
        ("100.00", "33.33", "exceeded", 33, 0),
        ("76.13", "25.37", "exceeded", 88, 21),
    ]
    assert [one["goal"] for one in answers] == [f"NQ04-DB-2016-0{n}" for n in range(1, 5)]
    for one in answers:
        assert {*("indicator", "unit", "period", "boundaries", "years", "target", "digits")} <= set(one)
        assert {*("reported", "expected", "simulated", "steps", "value")} <= set(one)
        assert one["rounding"] == "truncate"
        assert one["sentence"]["vi"]
        assert {"kind", "title", "date", "file", "row"} <= set(one["sources"][0])
    assert manage(*ASKED, "--json", store=store).stdout == found.stdout


def test_plain_text_in_both_languages(store: Path) -> None:
    vi, en = (manage(*ASKED, "--lang", lang, store=store) for lang in ("vi", "en"))
    assert (ended(vi), ended(en)) == ((0, 0), (0, 0))
    assert [line.split("  ")[0] for line in vi.stdout.splitlines()] == ["Vượt", "Đạt", "Vượt", "Vượt"]
    assert "bình quân mỗi năm giảm 19,61\u00a0%" in vi.stdout
    assert "19.61% a year on average" in en.stdout
    assert "*" not in vi.stdout + en.stdout


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (("--unit", "DB/muong-nhe"), ["exceeded", "behind", "exceeded", "behind"]),
        (("--known", "2016-01-01"), ["inconclusive"] * 4),
        (("--boundaries", "today"), ["exceeded", "met", "exceeded", "exceeded"]),
    ],
)
def test_verdicts_asked_otherwise(store: Path, words: tuple[str, ...], verdicts: list[str]) -> None:
    found = manage(*ASKED, *words, "--json", store=store)
    assert ended(found) == (0, 0)
    assert [one["verdict"] for one in json.loads(found.stdout)] == verdicts


# --- what cannot be done -----------------------------------------------------------------------------

BAD_INPUT = [
    (("verdicts", "--resolution", "X", "--as-of", "2019-Q4"), "no resolution 'X'"),
    ((*ASKED[:-1], "2019-Q9"), "'2019-Q9' is no period: write 2019-Q4"),
    ((*ASKED, "--known", "2019-Q4"), "'2019-Q4' is no day"),
    ((*ASKED[:-1], "9999-12-31"), "'9999-12-31' is no period"),
    ((*ASKED[:-1], "0000"), "'0000' is no period"),
    ((*ASKED, "--known", "9999-12-31"), "'9999-12-31' is no day"),
    ((*ASKED, "--known", "2019-W01-1"), "'2019-W01-1' is no day"),
    ((*ASKED, "--known", ""), "'' is no day"),
    ((*ASKED, "--unit", "KT"), "'KT' does not lie under 'DB'"),
    ((*ASKED, "--unit", "DB/x"), "no unit 'DB/x'"),
    (("import", "nowhere.csv", "--period", "2019-Q4"), "nowhere.csv: No such file"),
    (("import", ".", "--period", "2019-Q4"), ".: Is a directory"),
    (("import", "moc.db", "--period", "Q4"), "'Q4' is no period"),
    (("import", "moc.db", "--period", "2019-Q4", "--unit", "DB/x"), "no unit 'DB/x'"),
    (("import", "moc.db", "--period", "2019-Q4", "--as", "nobody"), "'nobody' is no account"),
    (("import", "moc.db", "--period", "2019-Q4", "--as", "lanh-dao-demo"), "'lanh-dao-demo' is no account that"),
    (("import", "moc.db", "--period", "2019-Q4", "--mapping", "none.json"), "none.json: No such file"),
    (("import", "moc.db", "--period", "2019-Q4", "--mapping", "moc.db"), "moc.db: no mapping file"),
    (("import", "moc.db", "--period", "2019-Q4", "--confirm", "dash_read"), "'dash_read' gives no reason: write"),
    (("import", "moc.db", "--period", "2019-Q4", "--confirm", "x=y"), "'x' is no warning that can be confirmed"),
    (("undo", "99", "--reason", "x"), "Không có lần nộp số 99."),
    (("undo", "1", "--reason", " "), "Ghi lý do rút lại."),
    (("undo", "1", "--reason", "x", "--as", "can-bo-muong-cha"), "ngoài phạm vi của tài khoản này"),
    (("figure", "DB/x", "village_without_branch", "2019-Q4"), "no unit 'DB/x'"),
    (("figure", "DB", "none", "2019-Q4"), "no indicator 'none'"),
    (("pack", "check", "nowhere"), "no pack.toml in nowhere"),
    (("pack", "export", "out", "--resolution", "X"), "no resolution 'X'"),
    (("pack", "export", "moc.db/out", "--resolution", "KH49-BS-2017"), "Not a directory"),
    (("user", "add", "lan", "--role", "leader"), "No terminal to ask for a password: give --password"),
    (("user", "add", "lan", "--role", "king", "--password", "mot-hai-ba-bon"), "'king' is no role"),
    (("user", "add", "lan", "--role", "staff", "--unit", "DB/x", "--password", "mot-hai-ba-bon"), "no unit 'DB/x'"),
    (("user", "off", "nobody"), "no account 'nobody'"),
]


@pytest.mark.parametrize(("words", "message"), BAD_INPUT, ids=[" ".join(words)[:60] for words, _ in BAD_INPUT])
def test_bad_input_is_one_line_and_status_1(inside: Inside, words: tuple[str, ...], message: str) -> None:
    found = inside(*words)
    assert ended(found) == (1, 1)
    assert message in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("verdicts", "--resolution", "NQ04-DB-2016"), "Missing option '--as-of'"),
        ((*ASKED, "--lang", "fr"), "'fr' is not one of 'vi', 'en'"),
        ((*ASKED, "--boundaries", "then"), "'then' is not one of 'reported', 'today'"),
        (("verdict",), "No such command 'verdict'"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(inside: Inside, words: tuple[str, ...], message: str) -> None:
    found = inside(*words)
    assert ended(found) == (2, 1)
    assert message in found.stderr


@pytest.mark.parametrize(
    ("words", "environment", "message"),
    [
        (("setup",), {"MOC_SECRET": "changeme"}, "MOC_SECRET: this is a placeholder"),
        (("run",), {"MOC_DEMO": "0"}, "this store holds demo figures"),
        (("check",), {"PORT": "many"}, "PORT: 'many' is no whole number"),
        (("check",), {"DATABASE_URL": f"sqlite:///{ROOT / 'README.md'}"}, "The database cannot be used"),
        (("setup",), {"DATABASE_URL": f"sqlite:///{ROOT / 'README.md'}/moc.db"}, "README.md: File exists"),
        (("check",), {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "The database cannot be used"),
        (("check",), {"DATABASE_URL": "oracle://x"}, "DATABASE_URL: 'oracle' is no database"),
    ],
)
def test_a_setting_or_database_that_cannot_be_used(
    inside: Inside, words: tuple[str, ...], environment: dict[str, str], message: str
) -> None:
    found = inside(*words, **environment)
    assert ended(found) == (1, 1)
    assert message in found.stderr


def test_an_address_that_cannot_be_served(inside: Inside) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = inside("run", PORT=str(port), HOST="127.0.0.1")
    assert ended(found) == (1, 1)
    assert f"nothing can be served at 127.0.0.1, port {port}: Address already in use" in found.stderr
    assert ended(inside("run", HOST="no such host")) == (1, 1)


def test_a_store_that_is_not_set_up(tmp_path: Path) -> None:
    found = manage("check", store=tmp_path / "none.db")
    assert ended(found) == (1, 1)
    assert "run 'python manage.py setup'" in found.stderr


@pytest.mark.parametrize(
    ("words", "status"), [(("verdicts", "--resolution", "X", "--as-of", "2019-Q4"), 1), (("verdict",), 2)]
)
def test_a_process_ends_the_same_way(store: Path, words: tuple[str, ...], status: int) -> None:
    assert ended(process(*words, store=store)) == (status, 1)


# --- judge -------------------------------------------------------------------------------------------


def test_judge_answers_line_by_line_without_a_database(tmp_path: Path) -> None:
    band = {"op": "band", "low": "15", "high": "20", "unit": "percent_per_year"}
    cut = {"shape": "yearly_cut", "target": band, "baseline": 328, "actual": 135, "years": 3, "rounding": "truncate"}
    sound = manage("judge", store=tmp_path / "none.db", given=json.dumps(cut) + "\n")
    assert (ended(sound), json.loads(sound.stdout)["per_year"]) == ((0, 0), "19.61")
    lines = [json.dumps(cut), "{no json", json.dumps({**cut, "actual": 1.5}), json.dumps(cut)]
    mixed = manage("judge", store=tmp_path / "none.db", given="\n".join(lines))
    answers = [json.loads(line) for line in mixed.stdout.splitlines()]
    assert ended(mixed) == (1, 0)
    assert [one.get("verdict") or one["error"]["code"] for one in answers] == ["met", "bad_json", "float", "met"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("locale", ["utf-8:strict", "ascii"])
def test_judge_takes_any_bytes(tmp_path: Path, locale: str) -> None:
    good = b'{"shape":"level_by","target":{"op":">","value":"90","unit":"percent"},"numerator":90,"denominator":100}\n'
    bad = [b"\xff\xfe{}\n", b'{"\\udfff":1}\n', '{"\u2028":1}\n'.encode(), b"[" * 20_000 + b"\n", b"\0\r\n"]
    found = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "judge"],
        input=b"".join(line + good for line in bad),
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": locale},
        check=False,
    )
    answers = [json.loads(line) for line in found.stdout.decode().splitlines()]
    assert (found.returncode, found.stderr) == (1, b"")
    assert ["error" in one for one in answers] == [True, False] * len(bad)
    assert answers[0]["error"]["message"] == "line 1 is no UTF-8"
    assert max(len(one["error"]["message"]) for one in answers[::2]) < 700


# --- import ------------------------------------------------------------------------------------------

BAD = "unit,village_without_branch\nDB/nowhere,1\nDB/muong-nhe,7\n"


def village_rows(store: Path, number: int, under: str) -> str:
    """A file in which some villages that have no branch get one."""
    with sqlite3.connect(store) as conn:
        codes = conn.execute(
            """SELECT unit.code FROM observation
               JOIN unit ON unit.id = unit_id JOIN indicator ON indicator.id = indicator_id
               WHERE period = 201912312 AND num = 1 AND indicator.code = 'village_without_branch' AND unit.code LIKE ?
               ORDER BY unit.code LIMIT ?""",
            (f"{under}/%", number),
        ).fetchall()
    return "unit,village_without_branch\n" + "".join(f"{code},0\n" for (code,) in codes)


def test_import_looks_first_then_takes_the_file_whole(own: Path) -> None:
    file = own.parent / "quy4.csv"
    file.write_text(village_rows(own, 4, "DB/muong-nhe"), encoding="utf-8")
    words = ("import", str(file), "--period", "2019-Q4", "--unit", "DB/muong-nhe")
    look = manage(*words, "--dry-run", "--json", store=own)
    assert ended(look) == (0, 0)
    moved = {(one["unit"], one["goal"]): (one["before"], one["after"]) for one in json.loads(look.stdout)["effect"]}
    assert moved[("DB", "NQ04-DB-2016-02")] == ("met", "exceeded")
    assert "receipt" not in json.loads(look.stdout)
    taken = process(*words, "--lang", "en", store=own)
    assert ended(taken) == (0, 0)
    (answer,) = [
        one for one in json.loads(manage(*ASKED, "--json", store=own).stdout) if one["goal"] == "NQ04-DB-2016-02"
    ]
    assert (answer["actual"], answer["verdict"]) == (131, "exceeded")
    assert ("submitted", "quy4.csv") in {(line["kind"], line["file"]) for line in answer["sources"]}
    assert manage("check", store=own).stdout == "sound\n"
    again = manage(*words, "--json", store=own)
    assert (ended(again), json.loads(again.stdout)["receipt"]["already"]) == ((0, 0), True)


def test_a_bad_file_names_every_problem_and_writes_nothing(own: Path) -> None:
    file = own.parent / "xau.csv"
    file.write_text(BAD, encoding="utf-8")
    before = own.read_bytes()
    found = manage("import", str(file), "--period", "2019-Q4", "--lang", "en", store=own)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert found.stdout == ""
    assert "DB/nowhere" in found.stderr
    answer = manage("import", str(file), "--period", "2019-Q4", "--json", store=own)
    problems = json.loads(answer.stdout)["problems"]
    assert ended(answer) == (1, 0)
    assert {one["row"] for one in problems} == {2, 3}
    assert own.read_bytes() == before


def test_an_account_reports_for_its_own_units_only(own: Path) -> None:
    file = own.parent / "quy4.csv"
    file.write_text(village_rows(own, 1, "DB/muong-nhe"), encoding="utf-8")
    words = ("import", str(file), "--period", "2019-Q4", "--json", "--as")
    refused = manage(*words, "can-bo-muong-cha", store=own)
    assert ended(refused) == (1, 0)
    assert [one["code"] for one in json.loads(refused.stdout)["problems"]] == ["out_of_scope"]
    assert ended(manage(*words, "quan-tri-demo", store=own)) == (0, 0)


def count_of_submissions(store: Path) -> int:
    with sqlite3.connect(store) as conn:
        return int(conn.execute("SELECT count(*) FROM submission").fetchone()[0])


def with_a_warning(store: Path) -> Path:
    """A file whose only fault is a village twice."""
    head, first, *rest = village_rows(store, 3, "DB/muong-nhe").splitlines()
    file = store.parent / "hai-lan.csv"
    file.write_text("\n".join([head, first, first, *rest]), encoding="utf-8")
    return file


def test_a_warning_stops_no_look_but_acceptance_wants_a_reason(own: Path) -> None:
    words = ("import", str(with_a_warning(own)), "--period", "2019-Q4", "--lang", "en")
    look = manage(*words, "--dry-run", "--json", store=own)
    assert ended(look) == (0, 0)
    assert json.loads(look.stdout)["confirm"] == [{"code": "repeated_same", "count": 1, "missing": True}]
    before = own.read_bytes()
    refused = manage(*words, store=own)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--confirm repeated_same=…" in refused.stderr.splitlines()[-1]
    again = manage(*words, "--json", "--confirm", "dash_read=x", store=own)
    assert ended(again) == (1, 0)
    assert json.loads(again.stdout)["confirm"][0]["missing"]
    assert own.read_bytes() == before
    taken = manage(*words, "--confirm", "repeated_same=chép hai lần", "--json", store=own)
    assert (ended(taken), json.loads(taken.stdout)["receipt"]["figures"]) == ((0, 0), 3)
    with sqlite3.connect(own) as conn:
        assert conn.execute("SELECT code, place, count, reason FROM confirmation").fetchall() == [
            ("repeated_same", None, 1, "chép hai lần")
        ]
    already = manage(*words, "--json", store=own)  # the same file again: harmless, so nothing to confirm
    assert (ended(already), json.loads(already.stdout)["receipt"]["already"]) == ((0, 0), True)


def test_a_mapping_file_goes_out_and_comes_in_and_is_remembered(own: Path) -> None:
    file, saved = own.parent / "quy4.csv", own.parent / "tra-loi.json"
    file.write_text(village_rows(own, 2, "DB/muong-nhe"), encoding="utf-8")
    words = ("import", str(file), "--period", "2019-Q4", "--unit", "DB/muong-nhe")
    assert ended(manage(*words, "--dry-run", "--save-mapping", str(saved), store=own)) == (0, 0)
    empty = json.loads(saved.read_text())
    assert empty == {"format": "moc-mapping", "version": 1, "answers": []}
    empty["answers"].append({"code": "unit", "key": "bản một", "answer": "ignore"})
    saved.write_text(json.dumps(empty), encoding="utf-8")
    assert ended(manage(*words, "--mapping", str(saved), "--dry-run", store=own)) == (0, 0)
    assert _answers(own) == []
    assert ended(manage(*words, "--mapping", str(saved), store=own)) == (0, 0)
    assert _answers(own) == [("DB/muong-nhe", "unit", "bản một", "ignore")]
    assert ended(manage(*words, "--save-mapping", str(saved), "--dry-run", store=own)) == (0, 0)
    assert json.loads(saved.read_text())["answers"] == empty["answers"]


def test_open_questions_go_out_to_be_answered_and_come_back(own: Path) -> None:
    file, saved = own.parent / "ten.csv", own.parent / "tra-loi.json"
    file.write_text("Tên thôn,village_without_branch\nBản 1,0\n", encoding="utf-8")
    words = ("import", str(file), "--period", "2019-Q4", "--as", "quan-tri-demo", "--lang", "en")
    asked = manage(*words, "--dry-run", "--json", "--save-mapping", str(saved), store=own)
    assert ended(asked) == (1, 0)
    (question,) = json.loads(asked.stdout)["questions"]
    mapping = json.loads(saved.read_text(encoding="utf-8"))
    (entry,) = mapping["answers"]
    assert (entry["code"], entry["key"], entry["answer"]) == (question["code"], question["key"], None)
    assert entry["candidates"] == question["candidates"]
    told = manage(*words, store=own)
    assert (told.returncode, told.stdout) == (1, "")
    assert "--mapping" in told.stderr.splitlines()[-1]
    entry["answer"] = question["candidates"][0]
    saved.write_text(json.dumps(mapping), encoding="utf-8")
    taken = manage(*words, "--mapping", str(saved), "--json", store=own)
    assert ended(taken) == (0, 0)
    assert [one["unit"] for one in json.loads(taken.stdout)["units"]] == [entry["answer"]]
    again = manage(*words, "--dry-run", "--json", store=own)
    assert (ended(again), json.loads(again.stdout)["questions"]) == ((0, 0), [])


def _answers(store: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(store) as conn:
        return conn.execute(
            "SELECT unit.code, a.code, key, answer FROM remembered_answer AS a JOIN unit ON unit.id = unit_id"
        ).fetchall()


def test_a_submission_is_taken_back_and_a_figure_tells_what_it_has_been(own: Path) -> None:
    file = own.parent / "quy4.csv"
    file.write_text(village_rows(own, 4, "DB/muong-nhe"), encoding="utf-8")
    village = file.read_text().splitlines()[1].partition(",")[0]
    before = manage(*ASKED, "--json", store=own).stdout
    taken = manage("import", str(file), "--period", "2019-Q4", "--unit", "DB/muong-nhe", "--json", store=own)
    seq = json.loads(taken.stdout)["receipt"]["seq"]
    words = ("undo", str(seq), "--reason", "nhầm tệp", "--lang", "en")
    look = manage(*words, "--dry-run", "--json", store=own)
    assert (ended(look), json.loads(look.stdout)["count"], "receipt" in json.loads(look.stdout)) == ((0, 0), 4, False)
    assert count_of_submissions(own) == seq
    outside = manage(*words, "--as", "can-bo-muong-cha", store=own)
    assert (ended(outside), "does not report for" in outside.stderr) == ((1, 1), True)
    done = process(*words, store=own)
    assert ended(done) == (0, 0)
    assert "NQ04-DB-2016-02, Tỉnh Điện Biên: Exceeded → Met" in done.stdout
    assert f"Submission {seq} was undone by submission {seq + 1}" in done.stdout
    assert [_verdict(one) for one in json.loads(manage(*ASKED, "--json", store=own).stdout)] == [
        _verdict(one) for one in json.loads(before)
    ]
    assert manage("check", store=own).stdout == "sound\n"
    assert ended(manage(*words, store=own)) == (1, 1)
    told = manage("figure", village, "village_without_branch", "2019-Q4", "--json", store=own)
    versions = json.loads(told.stdout)
    assert [(one["value"], one["seq"], one["undoes"], one["reason"]) for one in versions[:2]] == [
        ("1", seq + 1, seq, "nhầm tệp"),
        ("0", seq, None, ""),
    ]
    plain = manage("figure", village, "village_without_branch", "2019-Q4", "--lang", "en", store=own)
    assert plain.stdout.splitlines()[1].split("\t")[:4] == ["1 → 0", str(seq), "quy4.csv", "row 2"]


def _verdict(one: dict) -> tuple:
    return one["goal"], one["verdict"], one["actual"], one["simulated"]


@pytest.mark.parametrize("locks", [1, 2])
def test_an_import_killed_while_it_writes_leaves_nothing_or_all(own: Path, locks: int) -> None:
    """The first time that the store is locked is the trial of the preview, the next acceptance."""
    file = own.parent / "quy4.csv"
    file.write_text(village_rows(own, 40, "DB/muong-nhe"), encoding="utf-8")
    before = count_of_submissions(own)
    command = [sys.executable, str(ROOT / "manage.py"), "import", str(file), "--period", "2019-Q4"]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{own}", "MOC_DEMO": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=own.parent, env=environment, **quiet)
    seen, held = 0, False
    with sqlite3.connect(own, timeout=0, isolation_level=None) as conn:
        while seen < locks and process.poll() is None:
            was, held = held, _is_locked(conn)
            seen += held and not was
    process.kill()  # SIGKILL: no handler runs
    process.wait()
    assert manage("check", store=own).stdout == "sound\n"
    assert count_of_submissions(own) - before in (0, 1)
    assert ended(manage("import", str(file), "--period", "2019-Q4", store=own)) == (0, 0)
    assert count_of_submissions(own) == before + 1


def _is_locked(conn: sqlite3.Connection) -> bool:
    """Whether somebody else is writing into the store."""
    try:
        conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    conn.execute("ROLLBACK")
    return False


# --- packs, accounts, soundness ----------------------------------------------------------------------


def test_a_pack_goes_out_and_comes_in_again(store: Path, tmp_path: Path) -> None:
    folder, other = tmp_path / "bac-son", tmp_path / "other.db"
    assert ended(manage("pack", "export", str(folder), "--resolution", "KH49-BS-2017", store=store)) == (0, 0)
    checked = manage("pack", "check", str(folder), store=store)
    assert ended(checked) == (0, 0)
    assert ": sound; " in checked.stdout
    assert ended(manage("setup", store=other, MOC_DEMO="0")) == (0, 0)
    with_simulated_plans = manage("pack", "load", str(folder), store=other)
    assert ended(with_simulated_plans) == (1, 1)
    assert "a real store takes none" in with_simulated_plans.stderr
    (folder / "plans.toml").unlink()
    assert ended(manage("pack", "load", str(folder), store=other)) == (0, 0)
    asked = ("verdicts", "--resolution", "KH49-BS-2017", "--as-of", "2017-Q4", "--json")
    here, there = (json.loads(manage(*asked, store=one).stdout) for one in (store, other))
    assert [(one["goal"], one["verdict"], one["reported"]) for one in here] == [
        (one["goal"], one["verdict"], one["reported"]) for one in there
    ]


def test_a_bad_pack_is_refused_by_file_and_line(store: Path, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(ROOT / "seed" / "packs" / "bac-son", tmp_path / "bac-son"))
    goals = pack / "goals.toml"
    goals.write_text(goals.read_text().replace('shape = "done_by"', 'shape = "done_by"\ncolour = "red"'))
    for verb in ("check", "load"):
        found = manage("pack", verb, str(pack), store=store)
        assert ended(found) == (1, 1)
        assert found.stderr.startswith("goals.toml:")
        assert "colour" in found.stderr


def test_accounts(own: Path) -> None:
    added = manage(
        "user", "add", "lan", "--role", "staff", "--unit", "DB/muong-nhe", store=own, MOC_PASSWORD="mot-hai-ba-bon"
    )
    assert ended(added) == (0, 0)
    assert ended(manage("user", "add", "lan", "--role", "staff", "--password", "mot-hai-ba-bon", store=own)) == (1, 1)
    assert ended(manage("user", "password", "lan", "--password", "bon-ba-hai-mot", store=own)) == (0, 0)
    assert ended(manage("user", "off", "lan", store=own)) == (0, 0)
    listed = manage("user", "list", store=own)
    assert "lan\tstaff\tDB/muong-nhe\toff" in listed.stdout.splitlines()


def test_a_store_that_was_tampered_with_is_not_sound(own: Path) -> None:
    with sqlite3.connect(own) as conn:
        changed = conn.execute(
            "UPDATE rollup SET num = num + 1 WHERE period = 201912312 AND boundaries = 0 AND num = 135"
        )
        assert changed.rowcount
    found = manage("check", store=own)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert found.stdout == f"{changed.rowcount} differences\n"
    assert len(found.stderr.splitlines()) == changed.rowcount
