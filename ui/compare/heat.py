"""Units × goals: the grid, what it shows at a glance, and the same figures to take away."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from flows.compare import Column, Compared, Comparison
from flows.compare.order import GOOD, OPEN, TOGETHER, TROUBLE, Group, good, groups, ordered
from metrics.goals import Shape, Verdict
from report import cards, formats
from report.charts.heatmap import HeatCell, HeatColumn, HeatGroup, HeatRow, heatmap
from ui import compare, headlines
from ui.cache import made, made_here
from ui.compare import words
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download


def show(visit: Visit, picked: Picked) -> None:
    """The heat map of what is picked, or why there is none."""
    found = compare.compared(visit, picked)
    if not found.rows:
        compare.nothing(visit, "units", unit=picked.unit.name)
        return
    if not found.columns:
        compare.nothing(visit, "goals")
        return
    order_choice, order = compare.order_choice(visit, found, by_goal=True)
    compare.choices(visit, [*compare.level_choice(visit, found), order_choice])
    simulated = any(cell.simulated for row in found.rows for cell in row.cells if cell)
    bare = [row for row in found.rows if not any(row.cells)]
    found = replace(found, rows=tuple(row for row in found.rows if any(row.cells)))
    if not found.rows and not any(found.total.cells):
        compare.nothing(visit, "goals")
        return
    parts = _parts(found, order)
    with st.container(key="box_heat"):
        measure = visit.say(
            f"heat.measure_{_kind_of(order)}", unit=picked.unit.name, goal=_goal_of(visit, found, order)
        )
        st.html(cards.heading(visit.lang, finding(visit, found), measure, is_simulated=simulated))
        drawn = (picked.resolution.code, picked.unit.code, picked.period, picked.boundaries, found.level, order)
        st.html(made(visit, "heat", lambda: _drawn(visit, found, parts), *drawn))
        lines = [row for part in parts for row in part[1]]
        heads, rows = made_here(visit, "heat_table", lambda: table(visit, found, lines))
        code = picked.unit.code.replace("/", "-")
        download(visit, heads, rows, f"{code}-{picked.period.code}-so-sanh.csv", key="heat")
    left_out = [visit.say("heat.note_bare", names=compare.several(visit, bare))] if bare else []
    compare.notes([*_notes(visit, picked, found), *left_out])


def finding(visit: Visit, found: Comparison) -> str:
    """What the grid comes to: how many cells are good, how many of each other verdict."""
    counts = Counter(cell.judgement.verdict for row in found.rows for cell in row.cells if cell)
    counts.pop(None, None)
    total = sum(counts.values())
    if not total:
        return visit.say("heat.finding_none")
    well = sum(counts[one] for one in GOOD)
    numbers = {"good": formats.number(well, visit.lang), "total": formats.number(total, visit.lang)}
    if well == total:
        return visit.say("heat.finding_all", **numbers)
    rest = [
        visit.say(
            "heat.finding_part",
            number=formats.number(counts[one], visit.lang),
            verdict=visit.say(f"verdict_lower.{one}"),
        )
        for one in (*TROUBLE, *OPEN, Verdict.ON_TRACK, Verdict.NOT_DUE)
        if counts[one]
    ]
    return visit.say("heat.finding", rest=", ".join(rest), **numbers)


def _kind_of(order: str) -> str:
    return order if order in compare.ORDERS else "goal"


def _goal_of(visit: Visit, found: Comparison, order: str) -> str:
    return next((headlines.name(visit, one.row.goal) for one in found.columns if one.row.goal.code == order), "")


def _parts(found: Comparison, order: str) -> list[tuple[Group | None, list[Compared]]]:
    """Rows in their order; in groups where those alike stand together."""
    if order == TOGETHER:
        return [(group, list(group.rows)) for group in groups(found.rows)]
    at = next((place for place, one in enumerate(found.columns) if one.row.goal.code == order), None)
    falling = at is not None and found.columns[at].row.indicator.falling
    return [(None, ordered(found.rows, order, column=at, falling=falling))]


def _drawn(visit: Visit, found: Comparison, parts: list[tuple[Group | None, list[Compared]]]) -> str:
    marks = {cell.simulated for row in found.rows for cell in row.cells if cell}
    columns = [
        HeatColumn(
            headlines.name(visit, one.row.goal),
            words.target(visit, one.row),
            compare.away("goal", goal=one.row.goal.code, source=None),
        )
        for one in found.columns
    ]
    return heatmap(
        visit.lang,
        columns,
        [
            HeatGroup(
                tuple(_row(visit, found, row, mixed=len(marks) > 1) for row in rows), _group_title(visit, found, group)
            )
            for group, rows in parts
        ],
        total=_row(visit, found, found.total, mixed=len(marks) > 1, whole=True) if any(found.total.cells) else None,
        unit=visit.say("picker.unit"),
        score=visit.say("heat.score"),
        label=finding(visit, found),
        first=compare.FOLDED,
    )


def _row(visit: Visit, found: Comparison, row: Compared, *, mixed: bool, whole: bool = False) -> HeatRow:
    part, judged = good(row)
    cells = tuple(
        None if cell is None else _cell(visit, column, row, place, mixed=mixed)
        for place, (column, cell) in enumerate(zip(found.columns, row.cells, strict=True))
    )
    bad = any(cell and cell.judgement.verdict in (*TROUBLE, *OPEN) for cell in row.cells)
    return HeatRow(
        name=visit.say("heat.total", unit=row.unit.name) if whole else row.unit.name,
        cells=cells,
        score=visit.say("app.of", part=part, whole=judged) if judged else "",
        href=compare.away("unit", unit=row.unit.code),
        strong=bad and not whole,
        sub=row.above.name if row.above else "",
    )


def _cell(visit: Visit, column: Column, row: Compared, place: int, *, mixed: bool) -> HeatCell:
    cell = row.cells[place]
    assert cell is not None
    return HeatCell(
        verdict=cell.judgement.verdict,
        figure=words.figure(visit, column.row, cell),
        detail=words.detail(visit, column.row, cell),
        spoken=words.spoken(visit, column.row, cell, row.unit.name),
        href=compare.away("goal", goal=column.row.goal.code, unit=row.unit.code, source=None),
        simulated=mixed and cell.simulated,
    )


def _group_title(visit: Visit, found: Comparison, group: Group | None) -> str:
    if group is None:
        return ""
    goals = ", ".join(headlines.name(visit, found.columns[at].row.goal) for at in group.shared)
    return visit.say(f"heat.group_{group.code}", goals=goals, number=formats.number(len(group.rows), visit.lang))


def table(visit: Visit, found: Comparison, rows: list[Compared]) -> tuple[list[str], list[list[str]]]:
    """One line a unit; of each goal the figure, its detail and the verdict, simulated ones marked."""
    heads = [visit.say("picker.unit"), visit.say("heat.above")]
    for column in found.columns:
        name = headlines.name(visit, column.row.goal)
        heads += [
            f"{name} ({words.target(visit, column.row)})",
            visit.say("heat.detail"),
            visit.say("heat.verdict"),
        ]
    lines = []
    for row in [*rows, found.total]:
        line = [row.unit.name, row.above.name if row.above else ""]
        for column, cell in zip(found.columns, row.cells, strict=True):
            if cell is None:
                line += ["", "", ""]
                continue
            mark = f" ({visit.say('app.simulated')})" if cell.simulated else ""
            figure = words.figure(visit, column.row, cell) + mark
            line += [figure, words.detail(visit, column.row, cell), words.word(visit, cell)]
        lines.append(line)
    return heads, lines


def _notes(visit: Visit, picked: Picked, found: Comparison) -> list[str]:
    """What signs of the grid mean, where they occur; who could settle what is open."""
    cells = [
        (column, row, cell) for row in found.rows for column, cell in zip(found.columns, row.cells, strict=True) if cell
    ]
    said = []
    targets = Counter((row.goal.code, row.unit_id) for row in picked.offer.goals)
    if any(targets[column.row.goal.code, row.unit.id] > 1 for column, row, _ in cells):
        said.append(visit.say("heat.note_own"))
    none = [one for one in cells if one[2].baseline == 0 and one[2].goal.shape is Shape.YEARLY_CUT]
    if none:
        said.append(visit.say("heat.note_none", year=none[0][2].goal.baseline_date.year))
    if any(cell.judgement.verdict is None for _, _, cell in cells):
        said.append(visit.say("heat.note_plain"))
    open_ = [
        one for one in cells if one[2].judgement.verdict is Verdict.INCONCLUSIVE and one[2].reported < one[2].expected
    ]
    for column, row, cell in open_[:3]:
        number = formats.number(cell.expected - cell.reported, visit.lang)
        said.append(
            visit.say("heat.note_open", unit=row.unit.name, goal=headlines.name(visit, column.row.goal), number=number)
        )
    return said
