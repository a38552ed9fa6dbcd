"""The mapping file: what it says, what it refuses, and that writing and reading fit together."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.submit import mapping

UNIT = {"code": "unit", "key": "đăk long", "answer": "KT/kon-plong/dak-long"}
OPEN = {
    "code": "thousands",
    "key": "đảng viên",
    "text": "1.376",
    "candidates": ["thousands", "decimals"],
    "answer": None,
}


def file(*answers: object, **other: object) -> bytes:
    whole = {"format": "moc-mapping", "version": 1, "answers": list(answers), **other}
    return json.dumps(whole).encode()


def test_answers_are_read_and_open_questions_left_open():
    assert mapping.read(file(UNIT, OPEN)) == {("unit", "đăk long"): "KT/kon-plong/dak-long"}
    assert mapping.read(b"\xef\xbb\xbf" + file(UNIT, UNIT)) == {("unit", "đăk long"): "KT/kon-plong/dak-long"}
    assert mapping.read(file(OPEN | {"answer": " thousands "})) == {("thousands", "đảng viên"): "thousands"}
    assert mapping.read(file({"code": "period", "key": "", "answer": "2019-Q4"})) == {("period", ""): "2019-Q4"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no JSON: line 1, column 1"),
        (b"{\n'a': 1}", "no JSON: line 2, column 1"),
        (b"\xff\xfe{", "not UTF-8"),
        (b"[" * 100_000, "nobody would write"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "nobody would write"),
        (b"[]", 'does not say "format"'),
        (b'{"answers": []}', 'does not say "format"'),
        (file(version=2), "another version than 1"),
        (file(version=True), "another version than 1"),
        (file(answers={}), "no list 'answers'"),
        (file(UNIT, "unit"), "answer 2 is no object"),
        (file({"key": "a", "answer": "b"}), "answer 1 has no text 'code'"),
        (file({"code": "", "key": "a", "answer": "b"}), "answer 1 has an empty 'code'"),
        (file({"code": "unit", "answer": "b"}), "answer 1 has no text 'key'"),
        (file({"code": "unit", "key": "a"}), "answer 1 has no 'answer'; write null"),
        (file({"code": "unit", "key": "a", "answer": 7}), "answer 1 has no text 'answer'"),
        (file({"code": "unit", "key": "a", "answer": " "}), "answer 1 is empty; write null"),
        (file({"code": "unit", "key": "a\0", "answer": "b"}), "'key' of answer 1 is no text"),
        (file({"code": "unit", "key": "a", "answer": "\ud800"}), "'answer' of answer 1 is no text"),
        (file({"code": "unit", "key": "a" * 3000, "answer": "b"}), "'key' of answer 1 is no text"),
        (file(UNIT, UNIT | {"answer": "ignore"}), "answer 2 answers a question that an earlier one"),
        (b" " * (mapping.LARGEST + 1), "more than 4 MB"),
    ],
)
def test_what_is_no_mapping_file_is_told_in_one_line(data, message):
    with pytest.raises(mapping.BadMapping, match=message) as wrong:
        mapping.read(data)
    assert "\n" not in str(wrong.value)
    assert len(str(wrong.value)) < 200


@given(st.binary(max_size=200))
def test_any_bytes_give_answers_or_a_refusal(data):
    with suppress(mapping.BadMapping):
        assert isinstance(mapping.read(data), dict)
