"""Workbooks of Excel since 2007 (ECMA-376): sheets in order, each read once from beginning to end.

A formula whose result is not in the file is told, not computed; so is a nought that a program wrote in place of a
result and left for Excel to work out (``fullCalcOnLoad``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from intake.workbook.parts import Attributes, Parts, beside, feed, parser, walk
from intake.workbook.rows import Facts, Refused, Rows, safe
from intake.workbook.shown import BUILT_IN, PLAIN, kind_of, shown

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,8})(?::\$?([A-Z]{1,3})\$?([0-9]{1,8}))?")


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False
    left_to_compute: bool = False


@dataclass(slots=True)
class _Styles:
    """By the number of a style: what it makes of numbers, and its font."""

    kinds: list[str]
    fonts: list[str]


def read(parts: Parts, rows: Rows) -> None:
    """Gives every worksheet to ``rows``.

    Raises :class:`Refused`; :class:`KeyError`, :class:`IndexError`, :class:`ValueError` or an expat error for a
    workbook that contradicts itself.
    """
    main = main_part(parts)
    workbook = _workbook(parts, main)
    kinds, targets = _relations(parts, main)
    by_kind = {kind: targets[key] for key, kind in kinds.items()}
    shared = _shared_strings(parts, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
    styles = _styles(parts, by_kind["styles"]) if "styles" in by_kind else _Styles([PLAIN], [""])
    for number, (name, key, hidden) in enumerate(workbook.sheets):
        if kinds[key] == "worksheet":
            facts = rows.begin(name, number, hidden)
            rows.end(_sheet(parts, targets[key], facts, rows, workbook, shared, styles))


def main_part(parts: Parts) -> str:
    """Name of the part that the package is about: a workbook's, or a text document's."""
    kinds, targets = _relations(parts, "")
    return next(targets[key] for key, kind in kinds.items() if kind == "officeDocument")


def has_macros(parts: Parts) -> bool:
    return any(name.endswith("vbaproject.bin") for name in parts.names)


def place(letters: str) -> int:
    """0-based place of the column ``A``, ``AB`` …"""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _relations(parts: Parts, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """By the key of each relation of a part: its kind, and the part it leads to."""
    kinds: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kinds[attributes["Id"]] = attributes["Type"].rpartition("/")[2]
            targets[attributes["Id"]] = beside(part, attributes["Target"])

    folder, _, name = part.rpartition("/")
    walk(parts, f"{folder}/_rels/{name}.rels", start)
    return kinds, targets


def _workbook(parts: Parts, main: str) -> _Workbook:
    found = _Workbook()

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            found.sheets.append((attributes["name"], attributes["id"], hidden))
        elif tag == "workbookPr":
            found.from_1904 = _true(attributes.get("date1904"))
        elif tag == "calcPr":
            found.left_to_compute = _true(attributes.get("fullCalcOnLoad"))

    walk(parts, main, start)
    return found


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _styles(parts: Parts, name: str) -> _Styles:
    formats = dict(BUILT_IN)
    fonts: list[str] = []
    used: list[tuple[int, int]] = []
    inside = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag in ("numFmts", "fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            inside = tag
        elif inside == "numFmts" and tag == "numFmt":
            formats[int(attributes["numFmtId"])] = kind_of(attributes["formatCode"])
        elif inside == "fonts" and tag == "font":
            fonts.append("")
        elif inside == "fonts" and tag in ("name", "rFont") and fonts:
            fonts[-1] = attributes.get("val", "")
        elif inside == "cellXfs" and tag == "xf":
            used.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))

    walk(parts, name, start)
    kinds = [formats.get(number, PLAIN) for number, _ in used]
    return _Styles(kinds or [PLAIN], [fonts[font] if font < len(fonts) else "" for _, font in used] or [""])


def _shared_strings(parts: Parts, name: str) -> list[str]:
    found: list[str] = []
    pieces: list[str] = []
    taken = False
    aside = 0

    def start(tag: str, _: Attributes) -> None:
        nonlocal taken, aside
        tag = tag.rpartition(":")[2]
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            aside += 1
        taken = tag == "t" and not aside

    def text(more: str) -> None:
        if taken:
            pieces.append(more)

    def end(tag: str) -> None:
        nonlocal taken, aside
        tag = tag.rpartition(":")[2]
        taken = False
        if tag == "si":
            found.append(safe(_unescaped("".join(pieces))))
        elif tag == "rPh":
            aside -= 1

    made = parser()
    made.StartElementHandler, made.CharacterDataHandler, made.EndElementHandler = start, text, end
    feed(made, parts.pieces(name))
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _sheet(
    parts: Parts, name: str, facts: Facts, rows: Rows, workbook: _Workbook, shared: list[str], styles: _Styles
) -> Counter[tuple[int, str]]:
    """Reads one sheet; gives how often each font stands in each column. There are millions of cells: one function."""
    most, kinds = rows.bounds.columns, styles.kinds
    places: dict[str, int] = {}
    texts_of_style: Counter[tuple[int, int]] = Counter()
    line: list[str] = []
    pieces: list[str] = []
    row_number, at, style, kind = 0, -1, 0, ""
    hidden_columns: set[int] = set()
    hidden = formula = taken = False
    cell_tag, value_tag, text_tag, formula_tag, row_tag = "c", "v", "t", "f", "row"
    phonetic = ""

    def root(tag: str, _: Attributes) -> None:
        nonlocal cell_tag, value_tag, text_tag, formula_tag, row_tag
        prefix = tag[: tag.find(":") + 1]
        cell_tag, value_tag, text_tag = f"{prefix}c", f"{prefix}v", f"{prefix}t"
        formula_tag, row_tag = f"{prefix}f", f"{prefix}row"
        made.StartElementHandler = start

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal at, style, kind, formula, taken, row_number, hidden, phonetic
        if tag == cell_tag:
            formula = False
            reference = attributes.get("r")
            if reference is None:
                at += 1
            else:
                letters = reference.rstrip("0123456789")
                known = places.get(letters)
                if known is None:
                    known = places[letters] = place(letters) if _REFERENCE.fullmatch(f"{letters}1") else -1
                at = known
            style = int(attributes.get("s", 0))
            kind = attributes.get("t", "n")
        elif tag == value_tag:
            taken = True
        elif tag == text_tag:
            taken = not phonetic
        elif tag == row_tag:
            number = attributes.get("r")
            row_number = int(number) if number else row_number + 1
            hidden = _true(attributes.get("hidden"))
            at = -1
        elif tag == formula_tag:
            formula = True
        else:
            other(tag.rpartition(":")[2], attributes)

    def other(tag: str, attributes: Attributes) -> None:
        nonlocal phonetic
        if tag == "mergeCell":
            found = _REFERENCE.fullmatch(attributes["ref"])
            if found and found[3]:
                facts.merge(int(found[2]), place(found[1]), int(found[4]), place(found[3]))
        elif tag == "col" and (_true(attributes.get("hidden")) or attributes.get("width") == "0"):
            hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), most)))
        elif tag == "rPh":
            phonetic = tag

    def text(more: str) -> None:
        if taken:
            pieces.append(more)

    def end(tag: str) -> None:
        nonlocal taken, phonetic
        if tag in (value_tag, text_tag):
            taken = False
        elif tag == cell_tag:
            if formula or pieces:
                put("".join(pieces))
                pieces.clear()
        elif tag == row_tag:
            if line:
                rows.put(row_number, line, hidden)
                line.clear()
        elif tag.endswith("rPh"):
            phonetic = ""

    def put(raw: str) -> None:
        if formula and kind != "str" and (not raw or (raw == "0" and workbook.left_to_compute)):
            facts.without_result(row_number, at)
            return
        if kind == "n":
            shows = shown(raw, kinds[style], workbook.from_1904)
        elif kind == "s":
            shows = shared[int(raw)]
            texts_of_style[at, style] += 1
        else:
            shows = other_text(raw)
        if shows:
            missing = at - len(line)
            if missing:
                if not 0 <= at < most:
                    raise Refused("corrupt_file") if at < 0 else Refused("too_many_columns", limit=most)
                if missing < 0:
                    line[at] = shows
                    return
                line.extend([""] * missing)
            line.append(shows)

    def other_text(raw: str) -> str:
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind == "d":
            return raw.strip().removesuffix("Z").partition(".")[0].replace("T00:00:00", "").replace("T", " ")
        shows = safe(_unescaped(raw))
        if shows and kind != "e":
            texts_of_style[at, style] += 1
        return shows

    made = parser()
    made.StartElementHandler, made.CharacterDataHandler, made.EndElementHandler = root, text, end
    feed(made, parts.pieces(name))
    facts.hidden_columns = sorted(hidden_columns)
    fonts: Counter[tuple[int, str]] = Counter()
    for (column, used), count in texts_of_style.items():
        fonts[column, styles.fonts[used]] += count
    return fonts
