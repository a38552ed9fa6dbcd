"""Places that still hold a goal back, by the unit they lie in: names to open, not bars."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from flows.review import RankedUnit
from report import formats
from report.text import say
from ui.enter import Visit
from ui.places import href
from ui.unit_names import above_of

OPEN = 10
"""Units above that stand open; the others are one click away."""


def leaves(visit: Visit, held: Sequence[RankedUnit]) -> None:
    """A row for each unit above, the one with most first: its name, how many, and each by name."""
    groups: dict[str, list[RankedUnit]] = {}
    for each in held:
        groups.setdefault(each.unit.code.rpartition("/")[0], []).append(each)
    order = sorted(groups, key=lambda code: -len(groups[code]))
    rows = [_row(visit, code, groups[code]) for code in order]
    shown, folded = "".join(rows[:OPEN]), "".join(rows[OPEN:])
    rest = ""
    if folded:
        words = escape(say(visit.lang, "ranking.rest", number=formats.number(len(rows) - OPEN, visit.lang)))
        rest = f'<details><summary>{words}</summary><ul class="m-rows">{folded}</ul></details>'
    st.html(f'<div class="m moc-leaves"><ul class="m-rows">{shown}</ul>{rest}</div>')


def _row(visit: Visit, above: str, some: Sequence[RankedUnit]) -> str:
    name = above_of(visit, some[0].unit)
    links = " · ".join(
        f'<a href="{escape(href("unit", unit=each.unit.code))}">{escape(each.unit.name)}</a>' for each in some
    )
    way = escape(href("goal", unit=above, level=None))
    return (
        f'<li><span class="label"><a href="{way}">{escape(name)}</a></span>'
        f'<span class="number">{formats.number(len(some), visit.lang)}</span><span class="text">{links}</span></li>'
    )
