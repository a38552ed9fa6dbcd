"""One goal at every unit, from its start to now: slopes with the few that stand out named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil

import streamlit as st

from flows.compare import Compared
from flows.compare.courses import OF_BASELINE, Course, Courses
from flows.compare.order import TROUBLE
from metrics.goals import Verdict
from report import cards, formats, theme
from report.charts.place import text_width
from report.charts.slopes import NARROW, WIDE, Breadth, Slope, slopes_figure
from ui import compare, headlines
from ui.cache import made
from ui.compare import multiples, words
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download

ALL_NAMED = 14
"""So many units are all named; of more only those that stand out."""
OUT = 6
HOVERS = {"displayModeBar": False}
PHONE = replace(NARROW, left=50)
BESIDE_NAME = 62
"""Room of a phone for the end's mark and figure, px."""


def show(visit: Visit, picked: Picked) -> None:
    """The slopes of what is picked, or why there are none."""
    found = multiples.asked(visit, picked)
    if found is None:
        return
    compare.choices(visit, compare.level_choice(visit, found.found))
    pairs = multiples.paired(found, "trouble")
    lines = slopes(visit, found, pairs)
    with st.container(key="box_slopes"):
        if not lines:
            compare.nothing(visit, "figures")
            compare.notes(left_out(visit, found, pairs))
            return
        simulated = any(place.simulated for course in found.courses for place in course.places)
        title = finding(visit, found, lines)
        noun = headlines.noun(visit, found.found.columns[0].row.indicator)
        first, last = heads(visit, found)
        measure = visit.say("slopes.measure", noun=noun[:1].upper() + noun[1:], first=first, last=last)
        st.html(cards.heading(visit.lang, title, measure, is_simulated=simulated))
        key = (picked.resolution.code, multiples.goal_of(found).code, picked.unit.code, picked.period)
        surface = theme.DARK if visit.dark else theme.LIGHT
        said = visit.say("slopes.alt", finding=title, lines="; ".join(_said(line) for line in lines if line.strong))
        short = shortened(lines)
        for some, breadth, name in ((lines, WIDE, "wide"), (short, fitting(short), "narrow")):
            with st.container(key=f"moc_{name}"):
                figure = made(
                    visit,
                    "slopes",
                    partial(slopes_figure, some, (first, last), surface, breadth),
                    *(*key, picked.boundaries, found.found.level, breadth.name),
                )
                st.plotly_chart(figure, theme=None, config=HOVERS, key=f"slopes_{name}", alt=said)
        table_heads = [visit.say("picker.unit"), first, last, visit.say("heat.verdict")]
        rows = table(visit, found, pairs)
        with st.expander(visit.say("goal_page.table_title")):
            st.html(f'<div class="moc-scroll">{cards.table(table_heads, rows, numeric=(1, 2), stacked=True)}</div>')
        code = picked.unit.code.replace("/", "-")
        file = f"{multiples.goal_of(found).code}-{code}-{picked.period.code}-doc.csv"
        download(visit, table_heads, rows, file, key="slopes")
    compare.notes(left_out(visit, found, pairs))


def shortened(lines: Sequence[Slope]) -> list[Slope]:
    """Names without the words of a kind that several share (``Huyện``, ``Xã``), where they can still be told apart."""
    first = [line.name.partition(" ") for line in lines]
    shared = {kind for kind, _, rest in first if rest and sum(one == kind for one, _, _ in first) > 1}
    short = [rest if kind in shared and rest else line.name for line, (kind, _, rest) in zip(lines, first, strict=True)]
    return [
        replace(line, name=name) if short.count(name) == 1 else line for line, name in zip(lines, short, strict=True)
    ]


def fitting(lines: Sequence[Slope]) -> Breadth:
    """A phone's margins: no wider than the longest name asks, so that the lines keep the rest."""
    longest = max((text_width(line.name, theme.SMALL) for line in lines if line.strong or line.named), default=0)
    return replace(PHONE, right=min(PHONE.right, ceil(longest) + BESIDE_NAME))


def heads(visit: Visit, found: Courses) -> tuple[str, str]:
    """What the two ends are: the day of the start, the day judged on."""
    return formats.day(found.first, visit.lang), formats.day(found.last, visit.lang)


def ends(found: Courses, row: Compared, course: Course) -> tuple[Fraction, Fraction] | None:
    """The value at the start and at the review, in the indicator's own measure; null where one is missing."""
    cell = row.cells[0]
    known = {place.on: place.value for place in course.places if place.value is not None}
    first, last = known.get(found.first), max(known, default=None)
    if first is None or last is None or last == found.first or course.stops is not None:
        return None
    if any(found.first < gap <= last for gap in found.gaps):
        return None
    if found.scale == OF_BASELINE and cell is not None and cell.baseline is not None:
        return first * cell.baseline / 100, known[last] * cell.baseline / 100
    return first, known[last]


def left_out(visit: Visit, found: Courses, pairs: list[tuple[Compared, Course]]) -> list[str]:
    """Who has no line, by the reason: one would cross a break, the figures stop early, an end is missing."""
    without = [(row, course) for row, course in pairs if ends(found, row, course) is None]
    if not without:
        return []
    days = [gap for gap in found.gaps if found.first < gap <= found.last]
    if days:
        some = ", ".join(formats.day(gap, visit.lang) for gap in days)
        number = formats.number(len(without), visit.lang)
        return [visit.say("slopes.note_break", day=some, number=number)]
    stopped = [row for row, course in without if course.stops is not None]
    missing = [row for row, course in without if course.stops is None]
    return [
        visit.say(f"slopes.note_{key}", names=compare.several(visit, rows))
        for key, rows in (("stops", stopped), ("ends", missing))
        if rows
    ]


def slopes(visit: Visit, found: Courses, pairs: list[tuple[Compared, Course]]) -> list[Slope]:
    """Every unit with both ends; those in trouble and those that moved most against the aim, or most of all, in ink."""
    both = [(row, course, at) for row, course in pairs if (at := ends(found, row, course)) is not None]
    falling = found.found.columns[0].row.indicator.falling
    bad = [row.unit.id for row, _, _ in both if _verdict(row) in TROUBLE][:OUT]
    by_move = sorted(both, key=lambda each: (each[2][1] - each[2][0]) * (1 if falling else -1))
    strong = {*bad, *(row.unit.id for row, _, _ in by_move[:2])}
    named = len(both) <= ALL_NAMED
    return [
        Slope(
            name=row.unit.name,
            first=at[0],
            last=at[1],
            first_label=_printed(visit, found, at[0]),
            last_label=_printed(visit, found, at[1]),
            verdict=_verdict(row),
            strong=row.unit.id in strong,
            named=named,
            hover=_hover(visit, found, row, course, at),
        )
        for row, course, at in both
    ]


def finding(visit: Visit, found: Courses, lines: list[Slope]) -> str:
    """How many units moved the way the goal asks, and who moved most."""
    falling = found.found.columns[0].row.indicator.falling
    moved = [line for line in lines if (line.last < line.first) is falling and line.last != line.first]
    if not moved:
        return visit.say("slopes.finding_none", total=formats.number(len(lines), visit.lang))
    most = max(moved, key=lambda line: abs(line.last - line.first))
    return visit.say(
        "slopes.finding_down" if falling else "slopes.finding_up",
        number=formats.number(len(moved), visit.lang),
        total=formats.number(len(lines), visit.lang),
        unit=most.name,
        first=most.first_label,
        last=most.last_label,
    )


def table(visit: Visit, found: Courses, pairs: list[tuple[Compared, Course]]) -> list[list[str]]:
    rows = []
    for row, course in pairs:
        at = ends(found, row, course)
        mark = f" ({visit.say('app.simulated')})" if any(place.simulated for place in course.places) else ""
        figures = ["", ""] if at is None else [_printed(visit, found, one) + mark for one in at]
        cell = row.cells[0]
        rows.append([compare.named(row.unit, row.above), *figures, words.word(visit, cell) if cell else ""])
    return rows


def _verdict(row: Compared) -> Verdict | None:
    return row.cells[0].judgement.verdict if row.cells[0] else None


def _printed(visit: Visit, found: Courses, value: Fraction) -> str:
    row = found.found.columns[0].row
    per_cent = found.scale == "percent"
    return headlines.value(visit, row.goal, row.indicator, value / 100 if per_cent else value)


def _hover(visit: Visit, found: Courses, row: Compared, course: Course, at: tuple[Fraction, Fraction]) -> str:
    first, last = (_printed(visit, found, one) for one in at)
    mark = f" ({visit.say('app.simulated')})" if any(place.simulated for place in course.places) else ""
    cell = row.cells[0]
    word = words.word(visit, cell) if cell else ""
    return f"<b>{compare.named(row.unit, row.above)}</b><br>{first} → {last}{mark}<br>{word}"


def _said(line: Slope) -> str:
    return f"{line.name} {line.first_label} → {line.last_label}"
