"""Who reported when: units × periods, what the last period comes to, and the same numbers to take along."""

from __future__ import annotations

import streamlit as st

from flows.arrival_grid import Grid, GridRow, arrival_grid
from flows.levels import Level
from flows.timeliness import Arrival, Arrivals
from metrics.periods import Period
from report import cards, formats
from report.charts import arrivals as drawn
from report.charts.arrivals import ArrivalCell, ArrivalColumn, ArrivalRow
from ui import lost, quality, state
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import download
from ui.unit_names import names_by_code

COUNTED = (Arrival.MISSING, Arrival.LATE, Arrival.CORRECTED)
"""What a cell prints beside its figure, the gravest first."""


MANY = 16
"""Rows up to which all stand open; of more, those with nothing to look at are folded."""


def show(visit: Visit, picked: Picked) -> None:
    """The grid of the unit picked up to the period picked, or why there is none."""
    wanted = state.wanted("level")
    with st.spinner(visit.say("app.loading")):
        found = ask(
            visit,
            arrival_grid,
            unit=picked.unit.code,
            periods=quality.periods(picked, quality.SHOWN),
            boundaries=picked.boundaries,
            level=Level.COMMUNES if wanted == Level.COMMUNES else Level.BELOW,
        )
    last = found.total.cells[-1]
    if not any(found.total.cells):
        quality.nothing(visit, visit.say("arrivals.empty"), visit.say("arrivals.empty_fix"))
        return
    _level(visit, found)
    with st.container(key="box_arrivals"):
        simulated = any(one.simulated for one in found.total.cells if one)
        deadline = formats.day(last.deadline, visit.lang) if last and last.deadline else ""
        measure = "arrivals.measure" if deadline else "arrivals.measure_no_deadline"
        measured = visit.say(measure, unit=found.unit.name, deadline=deadline)
        title = finding(visit, last, picked.period)
        st.html(cards.heading(visit.lang, title, measured, is_simulated=simulated))
        states = {str(each) for one in found.total.cells if one for each in Arrival if getattr(one, each.value)}
        empty = any(one is None for row in found.rows for one in row.cells)
        st.html(drawn.legend(visit.lang, sorted(states), none=empty) + _drawn(visit, picked, found, title))
        _paging(visit, picked, found)
        heads, rows = table(visit, found)
        code = picked.unit.code.replace("/", "-")
        download(visit, heads, rows, f"{code}-{picked.period.code}-nop-bao-cao.csv", key="arrivals")
        quality.note(visit.say("arrivals.shared"))


def finding(visit: Visit, last: Arrivals | None, period: Period) -> str:
    """What the last period comes to, in a sentence."""
    when = formats.period(period, visit.lang)
    if last is None:
        return visit.say("arrivals.finding_none", period=when)
    numbers = {
        name: formats.number(getattr(last, name), visit.lang) for name in ("missing", "late", "corrected", "expected")
    }
    if last.missing:
        key = "finding_missing_late" if last.late else "finding_missing"
    elif last.late:
        key = "finding_late"
    elif last.deadline is None:
        key = "finding_reported"
    else:
        key = "finding_corrected" if last.corrected else "finding_all"
    return visit.say(f"arrivals.{key}", period=when, **numbers)


def _level(visit: Visit, found: Grid) -> None:
    """The choice of a level, where there is one."""
    labels = {str(one): visit.say(f"quality_page.level_{one}") for one in found.levels}
    lost.settle(visit, "level", visit.say("quality_page.level"), labels, str(found.level))
    if len(labels) < 2:
        return
    st.selectbox(
        visit.say("quality_page.level"),
        list(labels),
        format_func=labels.__getitem__,
        key=state.widget_key("level"),
        on_change=state.picked,
        args=("level",),
        width=280,
    )


def _drawn(visit: Visit, picked: Picked, found: Grid, title: str) -> str:
    several = len({period.last.year for period in found.periods}) > 1
    columns = [
        ArrivalColumn(
            name=_short(visit, period, several=several),
            year=period.last.year,
            href=href("quality", period=period.code) if period != picked.period else None,
            chosen=period == picked.period,
        )
        for period in found.periods
    ]
    mixed = len({one.simulated for row in found.rows for one in row.cells if one and one.arrived}) > 1
    quiet = [row for row in found.rows if _quiet(row)] if len(found.rows) > MANY else []
    loud = [row for row in found.rows if row not in quiet]
    rows = [_row(visit, row, found, mixed=mixed) for row in loud]
    total = _row(visit, found.total, found, mixed=mixed, total=True)
    return drawn.grid(
        visit.lang,
        columns,
        [*rows, total],
        label=title,
        quiet=[_row(visit, row, found, mixed=mixed) for row in quiet],
        quiet_label=visit.say("arrivals.quiet", number=formats.number(len(quiet), visit.lang)),
    )


def _quiet(row: GridRow) -> bool:
    """True where a row has nothing to look at."""
    return all(_state(one) in (Arrival.ON_TIME, Arrival.REPORTED) for one in row.cells if one)


def _short(visit: Visit, period: Period, *, several: bool) -> str:
    return formats.period(period, visit.lang) if several else formats.period_short(period, visit.lang)


def _row(visit: Visit, row: GridRow, found: Grid, *, mixed: bool, total: bool = False) -> ArrivalRow:
    name = visit.say("arrivals.total", unit=row.unit.name) if total else row.unit.name
    alone = not row.opens and not total and all(one.expected == 1 for one in row.cells if one)
    return ArrivalRow(
        name=name,
        sub="" if total else _above(visit, row, found),
        href=href("quality", unit=row.unit.code, level=None) if row.opens else None,
        cells=tuple(None if one is None else _cell(visit, one, alone=alone, mixed=mixed) for one in row.cells),
        total=total,
    )


def _above(visit: Visit, row: GridRow, found: Grid) -> str:
    """The unit above, for names that stand more than once and for communes of a whole province."""
    same = sum(one.unit.name == row.unit.name for one in found.rows) > 1
    above = row.unit.code.rpartition("/")[0]
    if above == found.unit.code or not (same or found.level is Level.COMMUNES):
        return ""
    return ask(visit, names_by_code).get(above, "")


def _state(one: Arrivals) -> str:
    """What of the units needs looking at most."""
    for each in (Arrival.MISSING, Arrival.LATE, Arrival.CORRECTED, Arrival.REPORTED):
        if getattr(one, each.value):
            return str(each)
    return str(Arrival.ON_TIME)


def _cell(visit: Visit, one: Arrivals, *, alone: bool, mixed: bool) -> ArrivalCell:
    lang = visit.lang
    state_ = _state(one)
    counted = [(each, getattr(one, each.value)) for each in Arrival if getattr(one, each.value)]
    told = ", ".join(
        visit.say("arrivals.spoken_part", number=formats.number(number, lang), state=visit.say(f"arrival.{each.value}"))
        for each, number in counted
    )
    mark = f" ({visit.say('app.simulated')})" if one.simulated else ""
    spoken = visit.say("arrivals.spoken", unit=one.unit.name, period=formats.period(one.period, lang), counts=told)
    if alone:
        return ArrivalCell(state_, visit.say(f"arrival.{state_}"), "", spoken + mark, mixed and one.simulated)
    words = [
        visit.say(f"arrivals.count_{each.value}", number=formats.number(getattr(one, each.value), lang))
        for each in COUNTED
        if getattr(one, each.value)
    ]
    return ArrivalCell(
        state=state_,
        figure="/".join(formats.number(number, lang) for number in (one.arrived, one.expected)),
        words="\n".join(words) or visit.say(f"arrival.{state_}"),
        spoken=spoken + mark,
        simulated=mixed and one.simulated,
    )


def _paging(visit: Visit, picked: Picked, found: Grid) -> None:
    """The way to the periods before those shown, and on to later ones."""
    offered = sorted(picked.offer.periods)
    before = [each for each in offered if each < found.periods[0] and each.kind is picked.period.kind]
    after = [each for each in offered if each > picked.period and each.kind is picked.period.kind]
    links = []
    if before:
        said = visit.say("arrivals.earlier", period=formats.period(found.periods[0], visit.lang))
        links.append((href("quality", period=before[-1].code), said))
    if after:
        then = after[: quality.SHOWN][-1]
        said = visit.say("arrivals.later", period=formats.period(then, visit.lang))
        links.append((href("quality", period=then.code), said))
    if links:
        st.html('<p class="m m-sub">' + " · ".join(f'<a href="{where}">{text}</a>' for where, text in links) + "</p>")


def table(visit: Visit, found: Grid) -> tuple[list[str], list[list[str]]]:
    """One line a unit and period: how many in each state, simulated ones marked."""
    words = [visit.say(f"arrival.{each.value}") for each in Arrival]
    heads = [visit.say("arrivals.unit"), visit.say("picker.period"), visit.say("late_list.deadline"), *words]
    heads += [visit.say("arrivals.file_number"), visit.say("arrivals.file_state")]
    rows = []
    for row in (*found.rows, found.total):
        for one in row.cells:
            if one is None:
                continue
            due = formats.day(one.deadline, visit.lang) if one.deadline else visit.say("late_list.no_deadline")
            counts = [formats.number(getattr(one, each.value), visit.lang) for each in Arrival]
            mark = visit.say("app.simulated") if one.simulated else ""
            when = formats.period(one.period, visit.lang)
            rows.append(
                [quality.named(visit, row.unit), when, due, *counts, formats.number(one.expected, visit.lang), mark]
            )
    return heads, rows
