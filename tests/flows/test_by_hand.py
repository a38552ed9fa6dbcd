"""The requests of method §8: examples with their answers, errors with their codes, and words for every answer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.by_hand import BadRequest, judge_lines, respond

BAND = {"op": "band", "low": "15", "high": "20", "unit": "percent_per_year"}
TWENTY = {"op": ">=", "value": "20", "unit": "percent_per_year"}
CLASSES = {"excellent": 2, "good": 8, "completed": 3, "not_completed": 0, "not_rated": 1}
CAP = {"shape": "cap_share", "target": {"op": "<=", "value": "20", "unit": "percent"}, "classes": CLASSES}
NINETY = {"op": ">", "value": "90", "unit": "percent"}
FIVE_THOUSAND = {"op": ">", "value": 5000, "unit": "count"}
TRUNCATED = {"rounding": "truncate", "digits": 2}


def cut(baseline: int, actual: int, target: dict[str, Any] = BAND, **more: Any) -> dict[str, Any]:
    return {"shape": "yearly_cut", "target": target, "baseline": baseline, "actual": actual, "years": 3} | more


def flow(actual: int, target: int = 13, **more: Any) -> dict[str, Any]:
    asked = {"op": ">=", "value": target, "unit": "count"}
    return {"shape": "cumulative_flow", "target": asked, "baseline": 0, "actual": actual, "closed": True} | more


EXAMPLES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        cut(328, 135, **TRUNCATED),
        {"verdict": "met", "value": "4825/246", "percent": "58.84", "per_year": "19.61", "limits": [132, 180]},
    ),
    (cut(95, 8, **TRUNCATED), {"verdict": "exceeded", "percent": "91.57", "per_year": "30.52"}),
    (cut(33, 0, TWENTY, digits=1), {"verdict": "exceeded", "percent": "100.0", "per_year": "33.3"}),
    (cut(88, 21, TWENTY, **TRUNCATED), {"verdict": "exceeded", "percent": "76.13", "per_year": "25.37"}),
    (cut(88, 21, TWENTY), {"percent": "76.14", "per_year": "25.38"}),
    (cut(328, 181), {"verdict": "behind", "needed": {"total": "1"}}),
    (cut(328, 181, closed=True), {"verdict": "missed", "needed": None}),
    (cut(328, 135) | {"years": 0}, {"verdict": "not_due", "reason": "no_full_year", "per_year": None}),
    (cut(328, 135) | {"years": None}, {"verdict": "inconclusive", "reason": "no_years", "percent": "58.84"}),
    ({"shape": "yearly_cut", "baseline": 95, "actual": 8}, {"verdict": None, "percent": "91.58", "per_year": None}),
    (cut(0, 3), {"verdict": "behind", "reason": "relapse", "percent": None, "value": None}),
    (flow(19), {"verdict": "exceeded", "completion": "146.15", "excess": "46.15", "value": "19"}),
    (flow(32), {"completion": "246.15", "excess": "146.15"}),
    (flow(22, 20), {"verdict": "exceeded", "excess": "10.00"}),
    (flow(22, 25), {"verdict": "missed", "excess": None}),
    (flow(19, closed=False), {"verdict": "exceeded"}),
    (flow(5, closed=False), {"verdict": "inconclusive", "reason": "no_path"}),
    (flow(5, closed=False, elapsed="0.4"), {"verdict": "on_track"}),
    (flow(5, closed=False, elapsed="0.5"), {"verdict": "behind"}),
    (flow(5, closed=False, elapsed="0.5", tolerance="1/4"), {"verdict": "on_track"}),
    (flow(5, 10, closed=False, elapsed="0.5", tolerance=0), {"verdict": "on_track"}),
    (flow(600, 600, qualifier="at_least"), {"verdict": "inconclusive", "reason": "bounds"}),
    (flow(601, 600, qualifier="at_least"), {"verdict": "exceeded", "reason": None}),
    (flow(590, 600, qualifier="at_most"), {"verdict": "missed"}),
    (flow(590, 600, qualifier="about", margin=9), {"verdict": "missed"}),
    (flow(590, 600, qualifier="about", margin=10), {"verdict": "inconclusive"}),
    (
        {"shape": "cumulative_flow", "target": FIVE_THOUSAND, "actual": 5000, "closed": True},
        {"verdict": "missed", "limits": [5001, None]},
    ),
    (
        {"shape": "level_by", "target": NINETY, "numerator": 90, "denominator": 100, "closed": True},
        {"verdict": "missed", "percent": "90.00", "limits": [91, 100]},
    ),
    (
        {"shape": "level_by", "target": NINETY, "actual": "78", "qualifier": "at_most", "closed": True},
        {"verdict": "missed", "percent": "78.00", "limits": None},
    ),
    ({"shape": "level_by", "target": NINETY, "actual": "115/154", "closed": True}, {"percent": "74.68"}),
    ({"shape": "level_by", "target": NINETY, "numerator": 0, "denominator": 0}, {"reason": "zero_denominator"}),
    ({"shape": "level_by", "target": NINETY, "actual": None}, {"verdict": "inconclusive", "reason": "no_value"}),
    ({"shape": "level_by", "target": NINETY, "actual": "80", "elapsed": "0.5"}, {"reason": "no_path"}),
    ({"shape": "level_by", "numerator": 115, "denominator": 154}, {"verdict": None, "percent": "74.68"}),
    ({"shape": "eliminate", "baseline": 95, "actual": 0, "closed": True}, {"verdict": "met", "limits": [0, 0]}),
    ({"shape": "eliminate", "baseline": 0, "actual": 2}, {"verdict": "behind", "reason": "relapse"}),
    (
        CAP | {"denominator_rule": "good", "allowed_rounding": "half_up"},
        {"verdict": "met", "allowed": "2", "denominator": "8"},
    ),
    (
        CAP | {"denominator_rule": "good", "allowed_rounding": "floor"},
        {"verdict": "missed", "allowed": "1", "reason": "over_allowed", "excess": None},
    ),
    (
        {"shape": "cap_share", "classes": CLASSES, "denominator_rule": "rated"},
        {"verdict": None, "percent": "15.38", "denominator": "13", "allowed": None},
    ),
    (
        {
            "shape": "change_by",
            "target": {"op": ">=", "value": 41, "unit": "points"},
            "baseline": "37",
            "actual": "78",
            "closed": True,
        },
        {"verdict": "met", "value": "41"},
    ),
    (
        {
            "shape": "yearly_floor",
            "target": {"op": ">=", "value": 2000, "unit": "count"},
            "years_values": [2100, 1900, 2300],
        },
        {"verdict": "missed", "value": "1900"},
    ),
    (
        {
            "shape": "yearly_floor",
            "target": {"op": ">=", "value": 2000, "unit": "count"},
            "years_values": [2100, 1900, 2300],
            "rule": "average",
            "closed": True,
        },
        {"verdict": "exceeded", "value": "2100", "completion": "105.00"},
    ),
    ({"shape": "done_by", "done": "2017-12-01", "deadline": "2017-12-31", "as_of": "2017-12-31"}, {"verdict": "met"}),
    (
        {"shape": "done_by", "done": "2018-02-01", "deadline": "2017-12-31", "as_of": "2018-12-31"},
        {"verdict": "missed", "reason": "late"},
    ),
    ({"shape": "done_by", "done": None, "deadline": "2017-12-31", "as_of": "2017-06-30"}, {"verdict": "on_track"}),
    ({"shape": "done_by", "deadline": "2017-12-31", "as_of": "2017-06-30"}, {"verdict": "on_track"}),
]


@pytest.mark.parametrize(("request_", "expected"), EXAMPLES)
def test_examples(request_: dict[str, Any], expected: dict[str, Any]) -> None:
    found = respond(request_)
    assert {key: found.get(key) for key in expected} == expected
    assert all(value is not None for key, value in found.items() if key != "verdict")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({}, "missing"),
        ({"shape": "compound"}, "unknown_shape"),
        ({"shape": ["yearly_cut"]}, "unknown_shape"),
        (cut(328, 135, actuel=3), "unknown_key"),
        (cut(328, 135) | {"baseline": True}, "bad_value"),
        (cut(328, 135) | {"baseline": -1}, "bad_value"),
        (cut(328, 135) | {"baseline": "3,8"}, "bad_value"),
        (cut(328, 135) | {"baseline": 1.5}, "float"),
        (cut(328, 135, target={**BAND, "low": 25}), "bad_value"),
        (cut(328, 135, target={"op": "band", "low": 25, "unit": "percent_per_year"}), "missing"),
        (cut(328, 135, target={"op": ">=", "value": 25}), "missing"),
        (cut(328, 135, target={"op": "=>", "value": 25, "unit": "percent"}), "bad_value"),
        (cut(328, 135, target={"op": ">=", "value": 25, "unit": "count"}), "bad_value"),
        (cut(328, 135, target={"op": ">=", "value": 25, "max": 3, "unit": "percent"}), "unknown_key"),
        (cut(328, 135, closed="yes"), "bad_value"),
        (cut(328, 135, rounding="up"), "bad_value"),
        (cut(328, 135, digits=99), "bad_value"),
        (flow(1, elapsed="1.5"), "bad_value"),
        (flow(1, qualifier="about"), "missing"),
        (flow(1, numerator=1, denominator=2), "bad_value"),
        ({"shape": "level_by", "target": NINETY, "numerator": 3}, "missing"),
        ({"shape": "level_by", "target": FIVE_THOUSAND, "numerator": 3, "denominator": 4}, "bad_value"),
        (CAP | {"denominator_rule": "good"}, "missing"),
        (CAP | {"allowed_rounding": "floor"}, "missing"),
        (CAP | {"denominator_rule": "good", "allowed_rounding": "floor", "classes": {"excellent": 2}}, "missing"),
        (CAP | {"denominator_rule": "good", "allowed_rounding": "floor", "classes": {"best": 2}}, "unknown_key"),
        ({"shape": "yearly_floor"}, "missing"),
        ({"shape": "yearly_floor", "years_values": 3}, "bad_value"),
        ({"shape": "done_by", "done": None}, "missing"),
        ({"shape": "done_by", "done": "1/12/2017", "deadline": "2017-12-31"}, "bad_value"),
        ({"shape": "eliminate", "target": {"op": "<=", "value": 3, "unit": "count"}, "actual": 2}, "bad_value"),
    ],
)
def test_what_cannot_be_read_has_a_code(request_: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        respond(request_)
    assert caught.value.code == code
    assert str(caught.value)


def test_lines_are_answered_in_order_and_bad_ones_are_named() -> None:
    lines = [json.dumps(flow(19)), "", '{"shape": "yearly_cut", "baseline": 1.5}', '{"shape":', "[1]", '{"a":1,"a":2}']
    found = [(json.loads(text), good) for text, good in judge_lines(line + "\n" for line in lines)]
    assert [good for _, good in found] == [True, False, False, False, False]
    assert found[0][0]["verdict"] == "exceeded"
    assert [each["error"]["code"] for each, _ in found[1:]] == ["float", "bad_json", "bad_json", "bad_json"]
    assert "line 4" in found[2][0]["error"]["message"]


def test_the_sentence_of_the_method() -> None:
    from flows.by_hand import answer
    from flows.by_hand.request import read_case
    from metrics.judge import judge

    case = read_case(cut(328, 135, **TRUNCATED))
    found = answer(judge(case), rounding=case.rounding, digits=2, noun_vi="thôn, bản chưa có chi bộ")
    assert found["sentence"]["vi"] == (
        "Giảm 193 thôn, bản chưa có chi bộ (từ 328 xuống còn 135), tỷ lệ giảm 58,84%, "
        "bình quân mỗi năm giảm 19,61%; chỉ tiêu 15–20%/năm: **đạt**."
    )


def test_nineteen_of_thirteen_is_never_worded_as_a_hundred_and_forty_six_above() -> None:
    said = respond(flow(19))["sentence"]
    assert "đạt 146,15%, vượt 46,15%" in said["vi"]
    assert "vượt 146" not in said["vi"]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"shape": "done_by", "done": "2018-02-01", "deadline": "2017-12-31"}, "hoàn thành muộn"),
        (CAP | {"denominator_rule": "good", "allowed_rounding": "floor"}, "quá mức cho phép"),
        ({"shape": "eliminate", "baseline": 0, "actual": 2}, "tái trắng"),
        (flow(5, closed=False, elapsed="0.5"), "chưa đạt, chậm tiến độ"),
        (flow(5, closed=False), "không có lộ trình"),
        (cut(328, 135) | {"years": 0}, "chưa đến kỳ"),
        ({"shape": "level_by", "target": NINETY, "actual": "78", "qualifier": "at_most"}, "là gần 78,00%;"),
    ],
)
def test_wordings_of_the_method(request_: dict[str, Any], words: str) -> None:
    said = respond(request_)["sentence"]["vi"]
    assert words in said
    assert "vượt" not in said


NUMBER = st.integers(0, 60) | st.sampled_from(["3.5", "7/2", "90"])
UNITS = {
    "yearly_cut": ["percent_per_year", "percent"],
    "cumulative_flow": ["count", "percent"],
    "level_by": ["count", "percent"],
    "yearly_floor": ["count", "percent"],
    "cap_share": ["percent"],
    "change_by": ["points", "percent", "count"],
}


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """Any request that can be read, most of them odd."""
    shape = draw(st.sampled_from([*UNITS, "eliminate", "done_by"]))
    found: dict[str, Any] = {"shape": shape, "closed": draw(st.booleans())}
    if shape == "done_by":
        days = st.sampled_from(["2017-06-30", "2017-12-31", "2018-06-30"])
        return found | {"done": draw(st.none() | days), "deadline": "2017-12-31", "as_of": draw(st.none() | days)}
    if shape in UNITS and draw(st.integers(0, 4)):
        ops = ["<=", "<"] if shape == "cap_share" else [">=", ">", "<=", "<", "band"]
        op, unit = draw(st.sampled_from(ops)), draw(st.sampled_from(UNITS[shape]))
        low = draw(st.integers(0, 100))
        value = {"low": low, "high": low + draw(st.integers(0, 20))} if op == "band" else {"value": low}
        found["target"] = {"op": op, "unit": unit, **value}
    found |= {"baseline": draw(st.none() | NUMBER), "elapsed": draw(st.none() | st.sampled_from([0, "0.5", 1]))}
    if shape == "cap_share":
        classes = {name: draw(st.integers(0, 9)) for name in CLASSES}
        rules = ["good", "good_or_better", "rated", "all"]
        return {
            **{key: value for key, value in found.items() if key not in ("baseline", "elapsed")},
            "classes": classes,
            "denominator_rule": draw(st.sampled_from(rules)),
            "allowed_rounding": draw(st.sampled_from(["floor", "half_up"])),
        }
    if shape == "yearly_floor":
        values = draw(st.lists(st.none() | NUMBER, max_size=4))
        return found | {"years_values": values, "rule": draw(st.sampled_from(["all", "average"]))}
    found["years"] = draw(st.none() | st.sampled_from([0, 1, 3, "7/2", 9]))
    counted = shape == "yearly_cut" or found.get("target", {}).get("unit") == "count"
    if not counted and draw(st.booleans()):
        return found | {"numerator": draw(st.integers(0, 20)), "denominator": draw(st.integers(0, 20))}
    found["actual"] = draw(st.none() | NUMBER)
    return found | {"qualifier": draw(st.sampled_from(["exact", "at_least", "at_most"]))}


@settings(max_examples=300)
@given(requests())
def test_every_answer_can_be_said_in_both_languages(request_: dict[str, Any]) -> None:
    found = respond(request_)
    for lang in ("vi", "en"):
        text = found["sentence"][lang]
        assert not re.search(r"[{}]|  |None(?! left| rated)|\( | ,| \.", text), text
        assert text.endswith(".")
        assert ("**" in text) is (found["verdict"] is not None)
        assert all(step[lang] and "None" not in step[lang] for step in found["steps"])
    json.dumps(found)
