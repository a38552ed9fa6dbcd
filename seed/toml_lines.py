"""The line on which a key of a TOML file stands: for messages that name file and line.

The standard parser reads values but forgets where they stood. A place is a path as in ``("goal", 2, "target", 0,
"op")``: tables by name, elements of arrays of tables by number from 0.
"""

from __future__ import annotations

import re

Place = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(?P<open>\[\[?)\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*(?P<key>\"[^\"]+\"|'[^']+'|[A-Za-z0-9_-]+)\s*=")


def lines_of(text: str) -> dict[Place, int]:
    """Line (from 1) of every table header and key; keys inside inline tables stand at their table's line."""
    found: dict[Place, int] = {(): 1}
    counts: dict[Place, int] = {}
    current: Place = ()
    inside: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if inside is not None:
            if inside in line:
                inside = None
            continue
        if header := _HEADER.match(line):
            current = _table(header["name"].split("."), counts, array=header["open"] == "[[")
            found.setdefault(current, number)
            continue
        if key := _KEY.match(line):
            found[*current, key["key"].strip("\"'")] = number
        for quotes in ('"""', "'''"):
            if line.count(quotes) == 1:
                inside = quotes
    return found


def _table(names: list[str], counts: dict[Place, int], *, array: bool) -> Place:
    place: Place = ()
    for depth, raw in enumerate(names):
        place = (*place, raw.strip().strip("\"'"))
        last = depth == len(names) - 1
        if last and array:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def line_of(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest table around it."""
    while place not in lines:
        place = place[:-1]
    return lines[place]
