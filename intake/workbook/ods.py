"""OpenDocument spreadsheets (OASIS ODF 1.3): one part with all sheets, read once from beginning to end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.workbook.parts import Attributes, Parts, feed, parser
from intake.workbook.rows import LAST_ROW, Facts, Refused, Rows, safe
from intake.workbook.shown import PERCENT, PLAIN, clock, shown

MIME = b"application/vnd.oasis.opendocument.spreadsheet"

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_USUAL = {f"{_URN}{each}:1.0": each for each in ("table", "office", "text", "style")} | {
    f"{_URN}drawing:1.0": "draw",
    f"{_URN}xsl-fo-compatible:1.0": "fo",
    f"{_URN}svg-compatible:1.0": "svg",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
"""The prefix that nearly every file uses for a namespace, and that stands in the names below."""

_CELL, _COVERED = "table:table-cell", "table:covered-table-cell"
_PADDED = re.compile("0[0-9]+")
_DURATION = re.compile(r"PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,][0-9]*)?S)?")


def is_encrypted(parts: Parts) -> bool:
    return "meta-inf/manifest.xml" in parts and b"encryption-data" in parts.whole("META-INF/manifest.xml")


def read(parts: Parts, rows: Rows) -> None:
    """Gives every sheet to ``rows``. Raises :class:`Refused`, ValueError, KeyError, or an expat error where unsound."""
    reader = _Reader(rows)
    for name in ("styles.xml", "content.xml"):
        if name == "content.xml" or name in parts:
            _parse(parts, name, reader)


def _parse(parts: Parts, name: str, reader: _Reader) -> None:
    """Gives the reader all elements; those of a file with prefixes of its own under the usual ones."""
    made = parser()

    def root(_: str, attributes: Attributes) -> None:
        own = {key.removeprefix("xmlns:"): _USUAL.get(uri) for key, uri in attributes.items()}
        own = {prefix: usual for prefix, usual in own.items() if usual not in (None, prefix)}
        made.StartElementHandler, made.EndElementHandler = reader.start, reader.end
        if own:
            usual = _renamed({prefix: name for prefix, name in own.items() if name is not None})
            made.StartElementHandler = lambda tag, attributes: reader.start(
                usual(tag), {usual(key): value for key, value in attributes.items()}
            )
            made.EndElementHandler = lambda tag: reader.end(usual(tag))

    made.StartElementHandler, made.CharacterDataHandler = root, reader.text
    feed(made, parts.pieces(name))


def _renamed(own: dict[str, str]) -> Callable[[str], str]:
    def usual(name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{own[prefix]}:{local}" if prefix in own else name

    return usual


@dataclass(slots=True)
class _Style:
    font: str | None = None
    parent: str = ""
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
    styles_of_texts: Counter[tuple[int, str]] = field(default_factory=Counter)
    column_styles: list[str] = field(default_factory=list)
    number: int = 0
    repeated: int = 1
    row_hidden: bool = False
    line: list[str] = field(default_factory=list)
    at: int = 0
    cell: Attributes = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    paragraphs: int = 0
    aside: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if self.aside:
            self.aside += 1
        elif tag in (_CELL, _COVERED):
            self.cell = attributes
            self.pieces.clear()
            self.paragraphs = 0
        elif tag == "text:p":
            if self.paragraphs:
                self.pieces.append("\n")
            self.paragraphs += 1
        elif tag == "table:table-row":
            self.repeated = _times(attributes, "table:number-rows-repeated")
            self.row_hidden = attributes.get("table:visibility", "visible") != "visible"
            self.at = 0
        elif tag.startswith("draw:") or tag == "office:annotation":
            self.aside = 1
        elif tag.startswith("text:"):
            self._text_element(tag, attributes)
        elif tag.startswith("table:"):
            self._table_element(tag, attributes)
        elif tag.startswith("style:"):
            self._style_element(tag, attributes)

    def end(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
        elif self.facts is None:
            return
        elif tag == _CELL:
            self._end_of_cell(self.facts, self.cell)
        elif tag == _COVERED:
            self.at += _times(self.cell, "table:number-columns-repeated")
        elif tag == "table:table-row":
            self._end_of_row()
        elif tag == "table:table":
            self.rows.end(self._fonts())
            if self.foreign:
                self.rows.drop()
            self.facts = None

    def text(self, more: str) -> None:
        if self.paragraphs and not self.aside:
            self.pieces.append(more)

    def _table_element(self, tag: str, attributes: Attributes) -> None:
        if tag == "table:table":
            if self.facts is not None:
                raise Refused("corrupt_file")
            style = self.styles.get(("table", attributes.get("table:style-name", "")))
            hidden = style is not None and style.hides
            self.facts = self.rows.begin(attributes.get("table:name", ""), self.sheets, hidden)
            self.sheets += 1
            self.number, self.foreign = 0, False
            self.styles_of_texts.clear()
            self.column_styles.clear()
        elif tag == "table:table-column" and self.facts is not None:
            first = len(self.column_styles)
            times = min(_times(attributes, "table:number-columns-repeated"), self.rows.bounds.columns - first)
            if attributes.get("table:visibility", "visible") != "visible":
                self.facts.hidden_columns.extend(range(first, first + times))
            self.column_styles.extend([attributes.get("table:default-cell-style-name", "")] * times)
        elif tag == "table:table-source":
            self.foreign = True

    def _text_element(self, tag: str, attributes: Attributes) -> None:
        if tag == "text:s":
            self.pieces.append(" " * min(int(attributes.get("text:c", 1)), 1000))
        elif tag == "text:tab":
            self.pieces.append(" ")
        elif tag == "text:line-break":
            self.pieces.append("\n")

    def _style_element(self, tag: str, attributes: Attributes) -> None:
        if tag == "style:font-face":
            face = attributes.get("svg:font-family", "")
            self.faces[attributes.get("style:name", "")] = face.strip("'\"")
        elif tag in ("style:style", "style:default-style"):
            self.style = _Style(parent=attributes.get("style:parent-style-name", ""))
            name = attributes.get("style:name", "") if tag == "style:style" else ""
            self.styles[attributes.get("style:family", ""), name] = self.style
        elif tag == "style:text-properties" and self.style is not None:
            named, family = attributes.get("style:font-name"), attributes.get("fo:font-family")
            self.style.font = self.faces.get(named, named) if named else family and family.strip("'\"")
        elif tag == "style:table-properties" and self.style is not None:
            self.style.hides = attributes.get("table:display") == "false"

    def _fonts(self) -> Counter[tuple[int, str]]:
        found: Counter[tuple[int, str]] = Counter()
        for (at, name), count in self.styles_of_texts.items():
            found[at, self._font(name)] += count
        return found

    def _font(self, name: str) -> str:
        for _ in range(10):
            style = self.styles.get(("table-cell", name))
            if style is None or style.font or not name:
                return (style and style.font) or ""
            name = style.parent
        return ""

    def _end_of_cell(self, facts: Facts, attributes: Attributes) -> None:
        first = self.at
        times = _times(attributes, "table:number-columns-repeated")
        self.at += times
        kind = attributes.get("office:value-type", "")
        text = self._shown(kind, attributes) if kind or self.paragraphs else ""
        if text:
            if first + times > self.rows.bounds.columns:
                raise Refused("too_many_columns", limit=self.rows.bounds.columns)
            line = self.line
            if first > len(line):
                line.extend([""] * (first - len(line)))
            line.extend([text] * times)
            if kind == "string" or not kind:
                self._note_style(first, times, attributes)
        elif not kind and not self.paragraphs and "table:formula" in attributes:
            facts.without_result(self.number + 1, first)
        self.paragraphs = 0
        if "table:number-rows-spanned" in attributes or "table:number-columns-spanned" in attributes:
            down = _times(attributes, "table:number-rows-spanned")
            across = _times(attributes, "table:number-columns-spanned")
            if down > 1 or across > 1:
                facts.merge(self.number + 1, first, self.number + down, first + across - 1)

    def _note_style(self, first: int, times: int, attributes: Attributes) -> None:
        own = attributes.get("table:style-name")
        for at in range(first, first + times):
            default = self.column_styles[at] if at < len(self.column_styles) else ""
            self.styles_of_texts[at, default if own is None else own] += self.repeated

    def _end_of_row(self) -> None:
        if self.line:
            for number in range(self.number + 1, self.number + self.repeated + 1):
                self.rows.put(number, self.line, self.row_hidden)
            self.line.clear()
        self.number += self.repeated
        if self.number > LAST_ROW:
            raise Refused("corrupt_file")

    def _shown(self, kind: str, attributes: Attributes) -> str:
        """The text of the cell: of its value where it has one, or as it stands."""
        written = "".join(self.pieces)
        if attributes.get("calcext:value-type") == "error":
            return safe(written)
        if kind in ("float", "currency"):
            text = shown(attributes["office:value"], PLAIN)
            if text == written:
                return text
            padded = _PADDED.fullmatch(written) and written.lstrip("0") == text.lstrip("0")
            return written if padded or written in ("TRUE", "FALSE") else text
        if kind == "percentage":
            return shown(attributes["office:value"], PERCENT)
        if kind == "boolean":
            return attributes["office:boolean-value"].upper()
        if kind == "date":
            day, _, time = attributes["office:date-value"].partition(".")[0].partition("T")
            return day if time in ("", "00:00:00") else f"{day} {time}"
        if kind == "time":
            found = _DURATION.fullmatch(attributes["office:time-value"])
            if found:
                hours, minutes, seconds = (int(each or 0) for each in found.groups())
                return clock(hours * 3600 + minutes * 60 + seconds)
        return safe(written if self.paragraphs else attributes.get("office:string-value", ""))


def _times(attributes: Attributes, name: str) -> int:
    times = int(attributes.get(name, 1))
    if times < 1:
        raise Refused("corrupt_file")
    return times
