"""One thing is said as one: what packs count in the plural, and words that go with a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from report import text
from report.english import one


@pytest.mark.parametrize(
    ("many", "single"),
    [
        ("new members", "new member"),
        ("villages without a branch", "village without a branch"),
        ("health stations without a branch", "health station without a branch"),
        ("branches rated clean and strong", "branch rated clean and strong"),
        ("grassroots organisations", "grassroots organisation"),
        ("inspections of organisations", "inspection of organisations"),
        ("members assigned to households", "member assigned to households"),
        ("secretaries who are village heads", "secretary who is a village head"),
        ("village heads who are members", "village head who is a member"),
        ("organisations supervised", "organisation supervised"),
        ("new-style rural communes", "new-style rural commune"),
        (" villages", " village"),
        ("people", "people"),
        ("", ""),
    ],
)
def test_one_of_many(many: str, single: str) -> None:
    assert one(many) == single


@pytest.mark.parametrize(
    ("key", "params", "single", "many"),
    [
        ("strip.all_good", {"total": "{}"}, "All 1 goal met or exceeded", "All 2 goals met or exceeded"),
        ("outlook.periods.quarter", {"number": "{}"}, "1 quarter", "2 quarters"),
        (
            "unit_page.finding_one",
            {"value": "{}", "noun": "new members", "period": "2019"},
            "1 new member, 2019",
            "2 new members, 2019",
        ),
        (
            "arrivals.finding_missing",
            {"missing": "{}", "expected": "12", "period": "2019"},
            "2019: 1 of 12 units has not reported",
            "2019: 2 of 12 units have not reported",
        ),
    ],
)
def test_a_word_follows_its_number(key: str, params: dict[str, str], single: str, many: str) -> None:
    for number, said in (("1", single), ("2", many)):
        assert text.say("en", key, **{name: value.format(number) for name, value in params.items()}) == said


def test_a_number_given_as_a_number_counts_as_well() -> None:
    assert text.say("en", "strip.all_good", total=1) == "All 1 goal met or exceeded"


COUNTED = re.compile(r"\{(\w+)\} (?:(?:more|other|earlier|published|reporting|accepted|smaller|former) )*([a-z]+s)\b")
VERBS = {"as", "does", "gives", "has", "is", "lies", "meets", "rates", "sets", "was"}
BOUNDS = {"few", "least", "limit", "most", "columns", "seconds"}
"""Limits of what may be typed or handed in: never one."""


def test_no_english_text_puts_a_plural_after_a_number_that_may_be_one() -> None:
    every = text.texts("en")
    stiff = [
        key
        for key, template in every.items()
        for name, word in COUNTED.findall(template)
        if word not in VERBS and name not in BOUNDS and not _has_single(key, every)
    ]
    assert stiff == []


def _has_single(key: str, every: Mapping[str, str]) -> bool:
    """Whether a text of its own says the same of one, or the rule itself never asks for one."""
    return f"{key}_one" in every or f"{key.rpartition('_')[0]}_one" in every or key in NEVER_ONE


NEVER_ONE = {"goal_page.most_shared"}
