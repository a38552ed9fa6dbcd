"""Text as offices send it, in whatever encoding or font, as Unicode in normal form C.

Which encoding it is, is weighed on words (:mod:`intake.text.readings`), for a file of bytes as a whole, for cells by
column and sheet, for one text by itself. Where a tone stands (``hoà``, ``hòa``) is left as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.problems import Problem, problem
from intake.text.decoding import Decoded, decode
from intake.text.losses import loss
from intake.text.mojibake import CAUGHT
from intake.text.readings import (
    LEGACY,
    READINGS,
    Reading,
    alone,
    as_it_stands,
    composed,
    could_be_typed,
    has_viqr,
    impossible,
    read_as,
    viqr,
)
from intake.text.syllables import LETTERS

__all__ = ["Cleaned", "Decoded", "Lost", "clean_cells", "clean_text", "decode"]

CONVERTED = "encoding_converted"
UNCLEAR = "encoding_unclear"

_VOTERS = 2000
"""Texts of a column that are asked which encoding it is in."""

_INVISIBLE = [0xAD, 0x034F, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_BLANKS = [0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
_CONTROLS = {
    number: bytes([number]).decode("cp1252", errors="ignore") for number in range(0x80, 0xA0)
}  # what Windows writes at these places; the five holes are dropped
_TIDY = _CONTROLS | dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_BLANKS, " ")

_QUIET = frozenset(map(chr, range(0x20, 0x7F))) - frozenset("?^~`") | frozenset("\t\r\n“”‘’–—…") | frozenset(LETTERS)
"""Characters of a column in which, if all its words can be words, there is nothing to do."""


_UNTIDY = re.compile("[" + "".join(map(chr, _TIDY)) + "ÐðƉɖ\u0300-\u036f]")
_TYPED = re.compile("[" + "".join(sorted({*map(chr, range(0xA1, 0x100))} - _QUIET)) + "]")
"""Characters of Latin-1 that Vietnamese in Unicode has no use for."""
_SPACED = re.compile("[" + re.escape("".join(sorted(_QUIET))) + "".join(map(chr, _BLANKS)) + "]*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as it is to be read. ``encoding``: null for plain Unicode, else ``nfd``, ``tcvn3``, ``vni``, ``viqr`` or
    ``mojibake``.
    """

    text: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that cannot be recovered, and why: ``accents_lost`` or ``accents_doubled``."""

    code: str


def clean_text(text: str) -> Cleaned | Lost:
    """One text on its own. Guarantees that ASCII that is no VIQR, and clean Unicode, come back as they are."""
    chosen = alone(text)
    why = loss(chosen.text, text)
    if why is not None:
        return Lost(why)
    return Cleaned(_tidy(chosen.text), chosen.encoding or ("nfd" if _is_decomposed(text) else None))


def _tidy(text: str) -> str:
    """Composed, Đ for U+00D0, blanks as spaces, without invisible characters. Nothing legacy may be left."""
    if text.isascii() or not (_UNTIDY.search(text) or not unicodedata.is_normalized("NFC", text)):
        return text
    return composed(text.translate(_TIDY))


def _is_decomposed(text: str) -> bool:
    return not text.isascii() and composed(text) != text and any("\u0300" <= char <= "\u036f" for char in text)


@dataclass(slots=True)
class _Column:
    """The texts of one column that are not plain ASCII, what its font says, and what its own texts vote for.

    ``quiet``: its texts are sound as they stand, and only another column could say otherwise.
    """

    name: str
    texts: tuple[str, ...]
    font: str | None
    capitals: bool
    quiet: bool
    votes: Counter[str | None] = field(default_factory=Counter)

    @property
    def legacy(self) -> str | None:
        found = max(LEGACY, key=lambda each: self.votes[each])
        return self.font or (found if self.votes[found] else None)


def clean_cells(
    cells: pl.DataFrame, fonts: Mapping[int, str] | None = None
) -> tuple[pl.DataFrame, str | None, tuple[Problem, ...]]:
    """All texts of a sheet, decided by column, and where a column tells nothing, as its sheet.

    ``cells`` as in :class:`~intake.cells.Sheet` (:data:`~intake.cells.ROW` may be missing: rows count from 1); String
    columns are trimmed and empty texts become null, other columns stay. ``fonts``: by the number in a column's name,
    the font its cells are set in. The encoding is that of most converted cells, null where none was. Problems: an info
    ``encoding_converted`` an encoding, a warning ``encoding_unclear`` where a column mixes encodings and a text reads
    well in both, an error a cell that cannot be recovered; those cells stay as they are.
    """
    names = [name for name, kind in cells.schema.items() if kind == pl.String and name != ROW]
    trimmed = pl.col(names).str.strip_chars(" \t\r\n")  # other blanks may be bytes of misread letters
    cells = cells.with_columns(pl.when(trimmed.str.len_bytes() > 0).then(trimmed).name.keep())
    columns = [_column(cells[name], (fonts or {}).get(_at(name), "")) for name in names]
    told = [each for each in columns if not each.quiet]
    for column in told:
        column.votes.update(_vote(text) for text in column.texts[:_VOTERS])
    if any(column.legacy for column in told):
        told = [each for each in columns if each.texts]
        for column in told:
            if column.quiet:
                column.votes.update(_vote(text) for text in column.texts[:_VOTERS])
    if not told:
        return cells, None, ()
    sheet = _of_sheet(told)
    changes: dict[str, dict[str, str]] = {}
    where: dict[str, list[_Found]] = {}
    for column in told:
        easy = _easy(column, sheet)
        for text in column.texts:
            found = easy.get(text) or _decide(text, column, sheet)
            if found.text != text:
                changes.setdefault(column.name, {})[text] = found.text
            if found.encoding or found.code:
                where.setdefault(column.name, []).append(found)
    problems, encoding = _told(cells, where)
    cleaned = cells.with_columns(
        pl.col(name).replace(list(mapping), list(mapping.values())).str.strip_chars().replace("", None)
        for name, mapping in changes.items()
    )
    return cleaned, encoding, problems


def _at(name: str) -> int:
    return int(name) if name.isdecimal() else -1


def _column(series: pl.Series, font: str) -> _Column:
    """Fonts are known by their families: ``.VnTime`` (TCVN3), with an H at the end in capitals only, ``VNI-Times``."""
    plain = font.strip().lower()
    kind = "tcvn3" if plain.startswith(".vn") else "vni" if plain.startswith("vni") else None
    capitals = kind == "tcvn3" and font.strip().endswith("H")
    whole = "" if capitals else series.str.join("\n").item() or ""
    if not capitals and whole.isascii() and "?" not in whole and not has_viqr(whole):
        return _Column(series.name, (), kind, capitals, quiet=True)
    texts = tuple(text for text in series.unique(maintain_order=True).to_list() if text is not None)
    if capitals:
        return _Column(series.name, texts, kind, capitals, quiet=False)
    signed = has_viqr(whole)
    looked = tuple(text for text in texts if signed or "?" in text or not text.isascii())
    quiet = kind is None and not signed and _QUIET.issuperset(whole) and not impossible(looked)
    return _Column(series.name, looked, kind, capitals, quiet)


def _vote(text: str) -> str | None:
    """The encoding that a text proves; ``unicode`` where it can be nothing else, null where it proves nothing."""
    found = alone(text)
    if found.encoding is not None:
        return found.encoding
    if text.isascii() or not found.weight.good or found.weight.bad:
        return None
    either = any(_reads_well(read_as(text, legacy)) for legacy in LEGACY)
    return None if either else "unicode"


def _reads_well(reading: Reading | None) -> bool:
    return reading is not None and reading.weight.good > 0 and not reading.weight.bad


def _of_sheet(columns: Iterable[_Column]) -> str | None:
    """The legacy encoding of a sheet, for columns that prove nothing by themselves."""
    votes: Counter[str | None] = Counter()
    for column in columns:
        votes.update({column.legacy: 1} if column.legacy else {})
    ranked = votes.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a text of a column becomes; ``code`` of a problem with it."""

    raw: str
    text: str
    encoding: str | None = None
    code: str | None = None


def _easy(column: _Column, sheet: str | None) -> dict[str, _Found]:
    """Of a long column, the texts that :func:`_decide` would find no other answer for, by their distinct words.

    In a legacy column those with a character that Vietnamese in Unicode does not have; else those that are sound but
    for their blanks. A text with any word that cannot be one is left out.
    """
    if len(column.texts) < _VOTERS or column.votes["viqr"]:
        return {}
    legacy = column.legacy or (None if column.votes["unicode"] else sheet)
    if legacy is None:
        looked = [text for text in column.texts if _SPACED.fullmatch(text) and not CAUGHT.search(text)]
        read = [_tidy(text) for text in looked]
    else:
        looked = [text for text in column.texts if "?" not in text and could_be_typed(text) and _TYPED.search(text)]
        read = [_tidy(READINGS[legacy](text)) for text in looked]
    wrong = impossible(read)
    pattern = re.compile("|".join(map(re.escape, wrong))) if wrong else None
    return {
        text: _Found(text, result.upper() if column.capitals else result, legacy)
        for text, result in zip(looked, read, strict=True)
        if result != text and not (pattern and pattern.search(result))
    }


def _decide(text: str, column: _Column, sheet: str | None) -> _Found:
    chosen, unclear = _chosen(text, column, sheet)
    why = loss(chosen.text, text)
    if why is not None:
        return _Found(text, text, None, why)
    result = _tidy(chosen.text)
    if column.capitals and (text.isascii() or chosen.encoding == "tcvn3"):
        result = result.upper()
    return _Found(text, result, chosen.encoding, UNCLEAR if unclear else None)


def _chosen(text: str, column: _Column, sheet: str | None) -> tuple[Reading, bool]:
    """The reading of a text in its column, and whether the other one is as good."""
    own = alone(text)
    if text.isascii():
        return (viqr(text, sure=True) or own if column.votes["viqr"] else own), False
    legacy = column.legacy or (None if column.votes["unicode"] else sheet)
    if legacy is None or own.encoding == "mojibake":
        return own, False
    stands, followed = as_it_stands(text), read_as(text, legacy)
    if followed is None or followed.weight.bad > own.weight.bad:
        return own, False
    if own.encoding is not None or stands.weight.bad:
        return (followed if followed.weight.bad < stands.weight.bad else own), False
    if not followed.weight.good:
        return own, False
    if followed.weight.common != stands.weight.common and column.font is None:
        return (followed if followed.weight.common > stands.weight.common else stands), False
    if column.font is not None or not column.votes["unicode"]:
        return followed, False
    mostly = column.votes[legacy] > column.votes["unicode"]
    return (followed if mostly else stands), True


def _told(cells: pl.DataFrame, where: Mapping[str, list[_Found]]) -> tuple[tuple[Problem, ...], str | None]:
    numbers = cells[ROW] if ROW in cells.columns else pl.int_range(1, cells.height + 1, eager=True)
    converted: dict[str, Problem] = {}
    problems: list[Problem] = []
    for name, found_here in where.items():
        texts = pl.Series([each.raw for each in found_here])
        seen = pl.DataFrame({"text": cells[name], "row": numbers}).filter(pl.col("text").is_in(texts.implode()))
        rows: dict[str, list[int]] = dict(seen.group_by("text").agg("row").iter_rows())
        at = _at(name) if _at(name) >= 0 else None
        for each in found_here:
            first, count = min(rows[each.raw]), len(rows[each.raw])
            if each.code == UNCLEAR:
                problems.append(problem(UNCLEAR, row=first, text=each.raw, at=at, result=each.text))
            elif each.code is not None:
                problems.extend(problem(each.code, row=row, text=each.raw, at=at) for row in rows[each.raw])
            if each.encoding is not None:
                if each.encoding not in converted:
                    params: dict[str, Any] = {"encoding": each.encoding, "result": each.text, "count": 0}
                    converted[each.encoding] = problem(CONVERTED, row=first, text=each.raw, at=at, **params)
                converted[each.encoding].params["count"] += count
    most = max(converted, key=lambda encoding: converted[encoding].params["count"], default=None)
    return (*problems, *converted.values()), most
