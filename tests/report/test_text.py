"""Both languages say the same things."""

import string

import pytest

from metrics.goals import Qualifier, Shape, Source, TargetUnit, Verdict
from metrics.lineage import EVENTS
from metrics.periods import FREQUENCIES
from report import text
from seed.checks import UNIT_KINDS
from tests.report.keys import is_asked_for

OF_PACKS = ("rating.",)
"""Words for codes that packs bring: classes of rating schemes."""

PAIRS = sorted(set(text.texts("vi")) | set(text.texts("en")))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(text.texts("vi")) == sorted(text.texts("en"))


@pytest.mark.parametrize("key", PAIRS)
def test_both_languages_fill_the_same_placeholders(key: str) -> None:
    assert placeholders(text.texts("vi")[key]) == placeholders(text.texts("en")[key])


def test_no_text_is_empty() -> None:
    assert not [(lang, key) for lang in text.LANGUAGES for key, value in text.texts(lang).items() if not value]


def test_every_text_is_asked_for() -> None:
    kept = {key for key in PAIRS if not key.startswith(OF_PACKS)}
    assert sorted(key for key in kept if not is_asked_for(key)) == []


CODES = [
    *(f"verdict.{one}" for one in Verdict),
    *(f"verdict_lower.{one}" for one in Verdict),
    *(f"why.{one}" for one in Verdict),
    *(f"shape.{one}" for one in Shape),
    *(f"qualifier.{one}" for one in Qualifier),
    *(f"target_source.{one}" for one in Source),
    *(f"event.{one}" for one in EVENTS),
    *(f"unit_kind.{one}" for one in UNIT_KINDS),
    *(f"sentence.unit.{one}" for one in TargetUnit if one is not TargetUnit.COUNT),
    *(f"sentence.period.{one}" for one in FREQUENCIES),
]


@pytest.mark.parametrize("key", CODES)
def test_every_code_has_its_word(key: str) -> None:
    assert text.has("vi", key)


def test_say_fills_placeholders() -> None:
    assert text.say("vi", "period.quarter", number="IV", year=2019) == "Quý IV/2019"
    assert text.say("en", "period.quarter", number=4, year=2019) == "Q4 2019"


@pytest.mark.parametrize(
    ("lang", "key", "params"),
    [("vi", "nav.nowhere", {}), ("vi", "period.quarter", {"number": 1}), ("fr", "nav.goal", {})],
)
def test_a_missing_key_placeholder_or_language_is_an_error(lang: str, key: str, params: dict[str, object]) -> None:
    with pytest.raises(text.UnknownText):
        text.say(lang, key, **params)
