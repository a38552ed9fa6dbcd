"""What people read, in their language: one lookup into the files of ``words/vi`` and ``words/en``.

Each file holds the words of one area as nested tables of templates in the style of :meth:`str.format` with named
placeholders; both languages have the same files with the same keys, and a table stands in one file only. Figures are
formatted by the caller (:mod:`report.formats`) before they come here.

Where a language tells one from many, a word follows its number: ``{number} {number:unit|units}`` says the first word
for 1, and ``{actual} {noun:actual}`` the noun in the singular where ``actual`` is 1 (:mod:`report.english`).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from report.english import one

LANGUAGES = ("vi", "en")
"""Vietnamese first: the language a visitor gets who has asked for none."""

_WORDS = Path(__file__).with_name("words")


class UnknownText(KeyError):
    """A key that the language file does not have, or a placeholder that was given no value."""


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Every template of a language by its dotted key, read once. Raises :class:`UnknownText` for another language."""
    if lang not in LANGUAGES:
        raise UnknownText(f"no language {lang!r}: {', '.join(LANGUAGES)}")
    found: dict[str, str] = {}
    for file in sorted((_WORDS / lang).glob("*.toml")):
        for key, template in _flat(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise UnknownText(f"{file.name} says {key!r} again")
            found[key] = template
    return MappingProxyType(found)


def say(lang: str, key: str, **params: object) -> str:
    """The text of ``section.key`` with its placeholders filled.

    Raises :class:`UnknownText`, naming the key, where the key is missing or a placeholder has no value:
    a page never shows a raw key.
    """
    template = texts(lang).get(key)
    if template is None:
        raise UnknownText(f"words/{lang} has no {key!r}")
    try:
        if _counts(template):
            return _Counted(params).vformat(template, (), params)
        return template.format(**params)
    except (KeyError, IndexError) as error:
        raise UnknownText(f"words/{lang}: {key!r} wants {error}, given {sorted(params)}") from None


@cache
def _counts(template: str) -> bool:
    """Whether a word of the template follows a number."""
    return any(spec for _, _, spec, _ in string.Formatter().parse(template))


class _Counted(string.Formatter):
    """Fills a template whose words follow the numbers of ``params``."""

    def __init__(self, params: Mapping[str, object]) -> None:
        self.params = params

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" in format_spec:
            single, many = format_spec.split("|")
            return single if str(value) == "1" else many
        if format_spec in self.params:
            return one(str(value)) if str(self.params[format_spec]) == "1" else str(value)
        return str(super().format_field(value, format_spec))


def has(lang: str, key: str) -> bool:
    """True where the language has a text of this key."""
    return key in texts(lang)


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
        else:
            raise TypeError(f"{prefix}{key} is no text")
