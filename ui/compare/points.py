"""Units as points on their coordinates: where the trouble lies, for one goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from flows.compare import Compared, Comparison, comparison
from flows.compare.order import GOOD, OPEN, TROUBLE, ordered
from flows.levels import Level
from metrics.goals import Verdict
from report import cards, formats, theme
from report.charts.points import NARROW, WIDE, Dot, apart, points_figure
from ui import compare, headlines
from ui.cache import ask, made
from ui.compare import words as compare_words
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download

NAMED = 8
"""So many of the worst are named."""
HOVERS = {"displayModeBar": False}


def show(visit: Visit, picked: Picked) -> None:
    """The points of what is picked: its communes, or the units directly below where it has none."""
    if picked.goal is None:
        compare.nothing(visit, "goals")
        return
    with st.spinner(visit.say("app.loading")):
        found = ask(
            visit,
            comparison,
            resolution=picked.resolution.code,
            unit=picked.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            level=Level.COMMUNES,
            goal=picked.goal.goal.code,
        )
    if not found.rows or not found.columns:
        compare.nothing(visit, "units", unit=picked.unit.name)
        return
    falling = found.columns[0].row.indicator.falling
    rows = ordered(found.rows, "", column=0, falling=falling)
    here = [row for row in rows if row.latitude is not None and row.longitude is not None and row.cells[0] is not None]
    dots = _dots(visit, found, here)
    lost = [row for row in rows if row.latitude is None or row.longitude is None]
    with st.container(key="box_points"):
        if not dots:
            compare.nothing(visit, "places")
            return
        simulated = any(row.cells[0].simulated for row in here if row.cells[0])
        said = finding(visit, found, here)
        noun = headlines.noun(visit, found.columns[0].row.indicator)
        st.html(cards.heading(visit.lang, said, visit.say("points.measure", noun=noun), is_simulated=simulated))
        st.html(_legend(visit, here))
        surface = theme.DARK if visit.dark else theme.LIGHT
        key = (picked.resolution.code, picked.goal.goal.code, picked.unit.code, picked.period, picked.boundaries)
        for sheet in (WIDE, NARROW):
            with st.container(key=f"moc_{sheet.name}"):
                figure = made(visit, "points", partial(points_figure, dots, surface, sheet), *key, sheet.name)
                clicked = st.plotly_chart(
                    figure,
                    theme=None,
                    config=HOVERS,
                    key=f"points_{sheet.name}_{picked.period.code}",
                    alt=visit.say("points.alt", finding=said, names="; ".join(dot.label for dot in dots if dot.named)),
                    on_select="rerun",
                    selection_mode="points",
                )
                _follow(visit, clicked, {dot.key: dot.label for dot in dots})
        heads, lines = table(visit, found, rows)
        with st.expander(visit.say("points.list", number=formats.number(len(rows), visit.lang))):
            st.html(linked_table(heads, lines, [compare.away("unit", unit=row.unit.code) for row in rows]))
        code = picked.unit.code.replace("/", "-")
        download(visit, heads, lines, f"{picked.goal.goal.code}-{code}-{picked.period.code}-diem.csv", key="points")
    compare.notes(_notes(visit, dots, lost))


def finding(visit: Visit, found: Comparison, rows: list[Compared]) -> str:
    """How many places stand where, and the worst of them."""
    counts = Counter(row.cells[0].judgement.verdict for row in rows if row.cells[0])
    counts.pop(None, None)
    goal = headlines.name(visit, found.columns[0].row.goal)
    if not counts:
        return visit.say("multiples.finding_none", goal=goal, number=formats.number(len(rows), visit.lang))
    bad = sum(counts[one] for one in TROUBLE)
    total = formats.number(sum(counts.values()), visit.lang)
    if not bad:
        good = sum(counts[one] for one in GOOD)
        return visit.say("points.finding_good", goal=goal, good=formats.number(good, visit.lang), total=total)
    worst = [row.unit.name for row in loudest(found, rows)][:2]
    number = formats.number(bad, visit.lang)
    return visit.say("points.finding", goal=goal, number=number, total=total, names=", ".join(worst))


def loudest(found: Comparison, rows: list[Compared]) -> list[Compared]:
    """The few to name: those in trouble, of what should fall the most that is left first; else the largest."""
    loud = [row for row in rows if _verdict(row) in TROUBLE] or [row for row in rows if _verdict(row) in OPEN]
    if found.columns[0].row.indicator.falling or not loud:
        loud = sorted(loud or rows, key=lambda row: -(row.cells[0].actual or 0) if row.cells[0] else 0)
    return loud[:NAMED]


def _dots(visit: Visit, found: Comparison, rows: list[Compared]) -> list[Dot]:
    column = found.columns[0].row
    loud = [row.unit.id for row in loudest(found, rows)]
    dots = []
    for row in rows:
        cell = row.cells[0]
        if cell is None or row.latitude is None or row.longitude is None:
            continue
        figure = headlines.value(visit, cell.goal, column.indicator, cell.actual)
        mark = f" ({visit.say('app.simulated')})" if cell.simulated else ""
        detail = compare_words.detail(visit, column, cell)
        lines = [f"<b>{compare.named(row.unit, row.above)}</b>", compare_words.word(visit, cell)]
        lines.append(f"{compare_words.measured(visit, column, cell)} · {detail}{mark}" if detail else figure + mark)
        dots.append(
            Dot(
                key=row.unit.code,
                name=row.unit.name,
                latitude=row.latitude,
                longitude=row.longitude,
                size=max(float(cell.actual or 0), 0.0),
                verdict=cell.judgement.verdict,
                label=f"{row.unit.name} {figure}",
                hover="<br>".join(lines),
                named=row.unit.id in loud,
            )
        )
    return dots


def _follow(visit: Visit, clicked: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """Names the unit whose point was clicked, and leads to its page: a link, so that going back restores this view."""
    for point in clicked.get("selection", {}).get("points", ())[:1]:
        code = (point.get("customdata") or [None])[0]
        if code in labels:
            where = escape(compare.away("unit", unit=code))
            words = escape(visit.say("points.open", unit=labels[code]))
            st.html(f'<p class="moc-said" role="status"><a href="{where}" target="_self">{words}</a></p>')


def _legend(visit: Visit, rows: list[Compared]) -> str:
    """Shape and word of every verdict on the sheet, with how many places have it."""
    counts = Counter(verdict for row in rows if (verdict := _verdict(row)) is not None)
    items = "".join(
        f"<li>{cards.badge(visit.lang, one, small=True)} {formats.number(counts[one], visit.lang)}</li>"
        for one in Verdict
        if counts[one]
    )
    return f'<ul class="m moc-legend">{items}</ul>' if items else ""


def table(visit: Visit, found: Comparison, rows: list[Compared]) -> tuple[list[str], list[list[str]]]:
    column = found.columns[0].row
    heads = [visit.say("picker.unit"), visit.say("heat.above"), visit.say("points.figure"), visit.say("heat.verdict")]
    heads += [visit.say("points.latitude"), visit.say("points.longitude")]
    lines = []
    for row in rows:
        cell = row.cells[0]
        mark = f" ({visit.say('app.simulated')})" if cell and cell.simulated else ""
        figure = headlines.value(visit, cell.goal, column.indicator, cell.actual) + mark if cell else ""
        spot = ["" if one is None else f"{one:.4f}" for one in (row.latitude, row.longitude)]
        word = compare_words.word(visit, cell) if cell else ""
        lines.append([row.unit.name, row.above.name if row.above else "", figure, word, *spot])
    return heads, lines


def linked_table(heads: list[str], lines: list[list[str]], hrefs: list[str]) -> str:
    """The same table for reading: each unit leads to its page, coordinates stay in the file."""
    shown = heads[:4]
    head = "".join(f"<th{_num(at)}>{escape(name)}</th>" for at, name in enumerate(shown))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{_num(at)} data-head="{escape(name)}">{cards.linked(cell, None if at else where)}</td>'
            for at, (name, cell) in enumerate(zip(shown, line[:4], strict=True))
        )
        + "</tr>"
        for line, where in zip(lines, hrefs, strict=True)
    )
    table = f'<table class="m-table m-stacked"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="m moc-scroll">{table}</div>'


def _num(at: int) -> str:
    return ' class="num"' if at == 2 else ""


def _verdict(row: Compared) -> Verdict | None:
    return row.cells[0].judgement.verdict if row.cells[0] else None


def _notes(visit: Visit, dots: list[Dot], lost: list[Compared]) -> list[str]:
    said = [visit.say("points.note_map")]
    islands = apart(dots)
    if islands:
        said.append(visit.say("points.note_apart", names=", ".join(dots[at].name for at in islands)))
    if lost:
        names = compare.several(visit, lost)
        said.append(visit.say("points.note_lost", number=formats.number(len(lost), visit.lang), names=names))
    return said
