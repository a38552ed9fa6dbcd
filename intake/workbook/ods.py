"""OpenDocument spreadsheets (OASIS ODF 1.3): one part with all sheets, read once from beginning to end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from intake.workbook.parts import Attributes, Parts, feed, parser
from intake.workbook.rows import LAST_ROW, Facts, Refused, Rows, safe
from intake.workbook.shown import PERCENT, PLAIN, clock, shown

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{_URN}{each}:1.0 " for each in ("table", "office", "text", "style"))
_DRAW, _FO = f"{_URN}drawing:1.0 ", f"{_URN}xsl-fo-compatible:1.0 "
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PADDED = re.compile("0[0-9]+")
_DURATION = re.compile(r"PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,][0-9]*)?S)?")


def is_encrypted(parts: Parts) -> bool:
    return "meta-inf/manifest.xml" in parts and b"encryption-data" in parts.whole("META-INF/manifest.xml")


def read(parts: Parts, rows: Rows) -> None:
    """Gives every sheet to ``rows``. Raises :class:`Refused`, ValueError, or an expat error for an unsound file."""
    reader = _Reader(rows)
    for name in ("styles.xml", "content.xml"):
        if name == "content.xml" or name in parts:
            made = parser(namespaces=True)
            made.StartElementHandler, made.EndElementHandler = reader.start, reader.end
            made.CharacterDataHandler = reader.text
            feed(made, parts.pieces(name))


@dataclass(slots=True)
class _Style:
    font: str | None = None
    parent: str | None = None
    hides: bool = False


@dataclass(slots=True)
class _Reader:
    """Where the parser is, and what it has gathered of the sheet, the row and the cell."""

    rows: Rows
    styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    style: _Style | None = None
    faces: dict[str, str] = field(default_factory=dict)
    facts: Facts | None = None
    sheets: int = 0
    foreign: bool = False
    fonts: Counter[tuple[int, str]] = field(default_factory=Counter)
    default_styles: list[str] = field(default_factory=list)
    number: int = 0
    repeated: int = 1
    row_hidden: bool = False
    line: list[str] = field(default_factory=list)
    at: int = 0
    cell: Attributes | None = None
    pieces: list[str] = field(default_factory=list)
    paragraphs: int = 0
    aside: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if self.aside or tag.startswith(_DRAW) or tag == f"{_OFFICE}annotation":
            self.aside += 1
        elif tag in _CELLS:
            self.cell = attributes
            self.pieces.clear()
            self.paragraphs = 0
        elif tag.startswith(_TEXT):
            self._text_element(tag.removeprefix(_TEXT), attributes)
        elif tag == f"{_TABLE}table-row":
            self.repeated = _times(attributes, "number-rows-repeated")
            self.row_hidden = attributes.get(f"{_TABLE}visibility", "visible") != "visible"
            self.at = 0
        elif tag == f"{_TABLE}table-column":
            self._column(attributes)
        elif tag == f"{_TABLE}table":
            self._table(attributes)
        elif tag == f"{_TABLE}table-source":
            self.foreign = True
        else:
            self._style_element(tag, attributes)

    def end(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
        elif tag in _CELLS:
            self._end_of_cell(covered=tag != _CELLS[0])
        elif tag == f"{_TABLE}table-row" and self.facts is not None:
            self._end_of_row()
        elif tag == f"{_TABLE}table" and self.facts is not None:
            self.rows.end(self.fonts)
            if self.foreign:
                self.rows.drop()
            self.facts = None

    def text(self, more: str) -> None:
        if self.paragraphs and not self.aside:
            self.pieces.append(more)

    def _table(self, attributes: Attributes) -> None:
        if self.facts is not None:
            raise Refused("corrupt_file")
        style = self.styles.get(("table", attributes.get(f"{_TABLE}style-name", "")))
        hidden = style is not None and style.hides
        self.facts = self.rows.begin(attributes.get(f"{_TABLE}name", ""), self.sheets, hidden)
        self.sheets += 1
        self.number, self.foreign = 0, False
        self.fonts = Counter()
        self.default_styles = []

    def _column(self, attributes: Attributes) -> None:
        room = self.rows.bounds.columns - len(self.default_styles)
        first, count = len(self.default_styles), min(_times(attributes, "number-columns-repeated"), room)
        if self.facts is not None and attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            self.facts.hidden_columns.extend(range(first, first + count))
        self.default_styles.extend([attributes.get(f"{_TABLE}default-cell-style-name", "")] * count)

    def _text_element(self, tag: str, attributes: Attributes) -> None:
        if tag in ("p", "h"):
            if self.paragraphs:
                self.pieces.append("\n")
            self.paragraphs += 1
        elif tag == "s":
            self.pieces.append(" " * min(int(attributes.get(f"{_TEXT}c", 1)), 1000))
        elif tag in ("tab", "line-break"):
            self.pieces.append(" " if tag == "tab" else "\n")

    def _style_element(self, tag: str, attributes: Attributes) -> None:
        if tag == f"{_STYLE}font-face":
            face = attributes.get("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 font-family", "")
            self.faces[attributes.get(f"{_STYLE}name", "")] = face.strip("'\"")
        elif tag in (f"{_STYLE}style", f"{_STYLE}default-style"):
            self.style = _Style(parent=attributes.get(f"{_STYLE}parent-style-name", ""))
            name = attributes.get(f"{_STYLE}name", "") if tag == f"{_STYLE}style" else ""
            self.styles[attributes.get(f"{_STYLE}family", ""), name] = self.style
        elif tag == f"{_STYLE}text-properties" and self.style is not None:
            named = attributes.get(f"{_STYLE}font-name")
            family = attributes.get(f"{_FO}font-family")
            self.style.font = self.faces.get(named, named) if named else family and family.strip("'\"")
        elif tag == f"{_STYLE}table-properties" and self.style is not None:
            self.style.hides = attributes.get(f"{_TABLE}display") == "false"

    def _font(self, name: str) -> str:
        for _ in range(10):
            style = self.styles.get(("table-cell", name))
            if style is None or style.font or not name:
                return (style and style.font) or ""
            name = style.parent or ""
        return ""

    def _end_of_cell(self, *, covered: bool) -> None:
        attributes, facts, first = self.cell, self.facts, self.at
        self.cell = None
        if attributes is None or facts is None:
            return
        times = _times(attributes, "number-columns-repeated")
        self.at += times
        text = "" if covered else self._shown(attributes)
        shows_something = self.paragraphs or f"{_OFFICE}value-type" in attributes
        self.paragraphs = 0
        if text:
            self._put(first, times, text, attributes)
        elif f"{_TABLE}formula" in attributes and not shows_something and not covered:
            facts.without_result(self.number + 1, first)
        down, across = _times(attributes, "number-rows-spanned"), _times(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            facts.merge(self.number + 1, first, self.number + down, first + across - 1)

    def _put(self, first: int, times: int, text: str, attributes: Attributes) -> None:
        if first + times > self.rows.bounds.columns:
            raise Refused("too_many_columns", limit=self.rows.bounds.columns)
        self.line.extend([""] * (first - len(self.line)))
        self.line.extend([text] * times)
        if attributes.get(f"{_OFFICE}value-type", "string") == "string":
            for at in range(first, first + times):
                default = self.default_styles[at] if at < len(self.default_styles) else ""
                self.fonts[at, self._font(attributes.get(f"{_TABLE}style-name", default))] += self.repeated

    def _end_of_row(self) -> None:
        if self.line:
            for number in range(self.number + 1, self.number + self.repeated + 1):
                self.rows.put(number, self.line, self.row_hidden)
            self.line.clear()
        self.number += self.repeated
        if self.number > LAST_ROW:
            raise Refused("corrupt_file")

    def _shown(self, attributes: Attributes) -> str:
        """The text of the cell: of its value where it has one, or as it stands."""
        written = "".join(self.pieces)
        kind = attributes.get(f"{_OFFICE}value-type", "")
        if attributes.get(_CALC_TYPE) == "error":
            return safe(written)
        if kind in ("float", "currency"):
            text = shown(attributes[f"{_OFFICE}value"], PLAIN)
            padded = _PADDED.fullmatch(written) and written.lstrip("0") == text.lstrip("0")
            return written if padded or written in ("TRUE", "FALSE") else text
        if kind == "percentage":
            return shown(attributes[f"{_OFFICE}value"], PERCENT)
        if kind == "boolean":
            return attributes[f"{_OFFICE}boolean-value"].upper()
        if kind == "date":
            day, _, time = attributes[f"{_OFFICE}date-value"].partition(".")[0].partition("T")
            return day if time in ("", "00:00:00") else f"{day} {time}"
        if kind == "time":
            found = _DURATION.fullmatch(attributes[f"{_OFFICE}time-value"])
            if found:
                hours, minutes, seconds = (int(each or 0) for each in found.groups())
                return clock(hours * 3600 + minutes * 60 + seconds)
        return safe(written if self.paragraphs else attributes.get(f"{_OFFICE}string-value", ""))


def _times(attributes: Attributes, name: str) -> int:
    times = int(attributes.get(f"{_TABLE}{name}", 1))
    if times < 1:
        raise Refused("corrupt_file")
    return times
