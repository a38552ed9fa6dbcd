"""Both languages say the same things."""

import string

import pytest

from report import text

PAIRS = sorted(set(text.texts("vi")) | set(text.texts("en")))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(text.texts("vi")) == sorted(text.texts("en"))


@pytest.mark.parametrize("key", PAIRS)
def test_both_languages_fill_the_same_placeholders(key: str) -> None:
    assert placeholders(text.texts("vi")[key]) == placeholders(text.texts("en")[key])


def test_no_text_is_empty() -> None:
    assert not [(lang, key) for lang in text.languages() for key, value in text.texts(lang).items() if not value]


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
