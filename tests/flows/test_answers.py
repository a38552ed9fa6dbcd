"""Reviews as JSON and as plain lines: complete, and the same bytes for the same figures."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine

from db.engine import open_store, reading
from flows.answers import as_json, as_lines
from flows.verdicts import review
from metrics.periods import parse
from tests.flows.house import House, each
from tests.house import built
from tests.test_manage import set_up

KEYS = {
    *("goal", "indicator", "unit", "period", "boundaries", "baseline", "actual", "years", "target", "rounding"),
    *("digits", "reported", "expected", "simulated", "sources", "verdict", "value", "sentence", "steps"),
}
SOURCE_KEYS = {"kind", "title", "date", "file", "row"}
REVIEWS = [
    ("NQ04-DB-2016", "2019-Q4", None),
    ("NQ16-KT-2020", "2025-Q4", None),
    ("NQ16-KT-2020", "2023-Q4", "KT/kon-tum"),
    ("NQ03-KT-2016", "2021-Q3", None),
    ("KH49-BS-2017", "2017-Q4", None),
]


def answered(engine: Engine, resolution: str, as_of: str, unit: str | None = None) -> str:
    with reading(engine) as conn:
        found = review(conn, resolution=resolution, as_of=parse(as_of), unit=unit, with_sources=True)
    return json.dumps(as_json(found), ensure_ascii=False)


@pytest.mark.parametrize(("resolution", "as_of", "unit"), REVIEWS)
def test_every_object_is_complete_and_without_floats(
    demo: Engine, resolution: str, as_of: str, unit: str | None
) -> None:
    def no_float(text: str) -> float:
        raise AssertionError(f"a float: {text}")

    found = json.loads(answered(demo, resolution, as_of, unit), parse_float=no_float)
    assert found
    assert [one["goal"] for one in found] == sorted(one["goal"] for one in found)
    for one in found:
        assert set(one) >= KEYS - {"value"}, one["goal"]
        assert set(one["sentence"]) == {"vi", "en"}
        assert all(set(line) >= SOURCE_KEYS for line in one["sources"])


def test_the_published_review_of_dien_bien(demo: Engine) -> None:
    found = json.loads(answered(demo, "NQ04-DB-2016", "2019-Q4"))
    told = [(one["percent"], one["per_year"], one["verdict"], one["baseline"], one["actual"]) for one in found]
    assert told == [
        ("91.57", "30.52", "exceeded", 95, 8),
        ("58.84", "19.61", "met", 328, 135),
        ("100.00", "33.33", "exceeded", 33, 0),
        ("76.13", "25.37", "exceeded", 88, 21),
    ]
    assert {one["rounding"] for one in found} == {"truncate"}
    for one in found:
        kinds = {(line["role"], line["kind"]) for line in one["sources"]}
        assert kinds >= {("baseline", "published"), ("actual", "published")}


def test_two_stores_loaded_apart_answer_in_the_same_bytes(
    demo: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The other one is made by the command line."""
    other = open_store(f"sqlite:///{built(tmp_path_factory, 'setup', set_up)}")
    for resolution, as_of, unit in REVIEWS:
        assert answered(demo, resolution, as_of, unit) == answered(other, resolution, as_of, unit)
    other.dispose()


def test_plain_lines_have_no_marks(demo: Engine) -> None:
    with reading(demo) as conn:
        found = review(conn, resolution="NQ04-DB-2016", as_of=parse("2019-Q4"))
    vi, en = (list(as_lines(found, lang)) for lang in ("vi", "en"))
    assert len(vi) == len(en) == 4
    assert vi[1].startswith("Đạt ")
    assert "58,84\u00a0%" in vi[1]
    assert "58.84%" in en[1]
    assert not any("**" in line for line in (*vi, *en))


def test_a_qualifier_is_said_before_its_value(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 5}, unit="P/A/a1")
    house.report("2020-Q4", "members", each("at_least 6", ("P/A/a1",)))
    found = house.review("2020-Q4")
    (line,) = as_lines(found, "vi")
    (answer,) = as_json(found)
    assert answer["verdict"] == "exceeded"
    assert "hơn 6" in line
    assert "hơn 6" in answer["sentence"]["vi"]


def test_nothing_asked_says_so(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 5}, unit="P/A/a1")
    (line,) = as_lines(house.review("2020-Q4", unit="P/B"), "en")
    assert line
