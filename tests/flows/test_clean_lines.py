"""`manage.py clean`: every text of the survey, and lines that are no text."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.clean_lines import clean_lines
from intake.units.spelling import words

ROOT = Path(__file__).resolve().parents[2]
with (ROOT / "tests" / "data" / "hazard_strings.csv").open(encoding="utf-8", newline="") as _file:
    HAZARDS = list(csv.DictReader(_file))

ENCODINGS = {"TCVN3": "tcvn3", "VNI": "vni", "NFD": "nfd", "UTF-8 read as CP1252": "mojibake"}


def run(given: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, without a database and in a locale that knows no Vietnamese."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MOC_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "clean", *options],
        input=given,
        text=True,
        encoding="utf-8",
        capture_output=True,
        cwd=folder,
        env={**plain, "LC_ALL": "C"},
        timeout=60,
        check=False,
    )


def test_every_text_of_the_survey_has_its_outcome(tmp_path: Path) -> None:
    done = run("".join(json.dumps(row["raw"]) + "\n" for row in HAZARDS), tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert list(tmp_path.iterdir()) == []
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for row, answer in zip(HAZARDS, answers, strict=True):
        match row["outcome"]:
            case "text":
                encoding = ENCODINGS.get(row["hazard"], "unicode")
                assert answer == {"text": row["expected"], "encoding": encoding}, row
            case "refuse":
                assert answer["error"]["code"] in ("accents_lost", "accents_doubled"), row
                assert answer["error"]["message"]
            case "key":
                assert answer == {"text": row["raw"], "encoding": "unicode"}, row
                assert words(answer["text"]) == words(row["expected"]), row
            case _:
                assert answer == {"text": row["raw"], "encoding": "unicode"}, row


def test_sound_lines_end_with_status_0(tmp_path: Path) -> None:
    done = run('"Đảng bộ"\n\n"X·"\n', tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["Đảng bộ", "Xã"]


def test_words_of_errors_follow_the_language(tmp_path: Path) -> None:
    done = run('"b?n"\n', tmp_path, "--lang", "en")
    assert json.loads(done.stdout)["error"] == {
        "code": "accents_lost",
        "message": "The accents of “b?n” are lost and cannot be recovered.",
    }
    assert done.returncode == 1


@pytest.mark.parametrize("line", ["12", "null", "[]", "{}", "Đảng bộ", '"open', "[" * 100_000, '"two" "texts"', "NaN"])
def test_a_line_that_is_no_text_is_told(line: str) -> None:
    [(answer, sound)] = clean_lines([line], "vi")
    assert json.loads(answer)["error"]["code"] == "not_a_string"
    assert not sound
    assert len(answer) < 600


@pytest.mark.parametrize("text", ["\ud800", "Đảng\udcff", "\u2028", "\x85", "", " ", "\x00"])
def test_an_answer_is_one_line_that_any_stream_takes(text: str) -> None:
    [(answer, _)] = clean_lines([json.dumps(text)], "vi")
    assert len(answer.splitlines()) == 1
    assert json.loads(answer.encode("utf-8"))


def test_a_mark_at_the_beginning_is_passed_over() -> None:
    assert [json.loads(answer)["text"] for answer, _ in clean_lines(['\ufeff"a"'], "vi")] == ["a"]
