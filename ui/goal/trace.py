"""The figure taken apart, folded away: the file and row of every unit's figure, and the history of any one."""

from __future__ import annotations

from math import ceil

import streamlit as st

from flows.review import GoalReview, TraceLine
from flows.trace import history, trace
from metrics.goals import Kind
from report import cards, formats
from report.text import has
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download
from ui.unit_names import placed

PAGE = 12
"""Figures that stand on one page of the trace."""


def trace_down(visit: Visit, picked: Picked, found: GoalReview) -> None:
    """Which file and row every unit's figure stands in; nothing is read until it is opened."""
    fold = st.expander(visit.say("goal_page.trace_title"), key="fold_trace", on_change="rerun")
    if not fold.open:
        return
    lines = ask(
        visit,
        trace,
        resolution=picked.resolution.code,
        goal=found.goal.code,
        unit=found.unit.code,
        as_of=picked.period,
        boundaries=picked.boundaries,
    )
    with fold:
        files = len({each.seq for each in lines})
        counts = {"figures": formats.number(len(lines), visit.lang), "files": formats.number(files, visit.lang)}
        sub = visit.say("goal_page.trace_sub", **counts) if lines else visit.say("goal_page.trace_none")
        simulated = any(each.simulated for each in lines)
        st.html(cards.heading(visit.lang, visit.say("goal_page.trace_heading"), sub, is_simulated=simulated))
        if not lines:
            return
        heads = [visit.say(f"goal_page.{key}") for key in ("unit", "period", "value", "file", "row", "who", "when")]
        pages = ceil(len(lines) / PAGE)
        place = st.pagination(pages, key="trace_page") - 1 if pages > 1 else 0
        shown = [_traced(visit, found, each) for each in lines[place * PAGE : (place + 1) * PAGE]]
        st.html(f'<div class="moc-scroll">{cards.table(heads, shown, numeric=(2, 4), stacked=True)}</div>')
        name = f"{found.goal.code}-{picked.period.code}-nguon.csv"
        download(visit, heads, lambda: [_traced(visit, found, each) for each in lines], name, key="trace")
        _history(visit, picked, found, lines)


def _traced(visit: Visit, found: GoalReview, each: TraceLine) -> list[str]:
    mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
    sheet = visit.say("goal_page.on_sheet", number=each.sheet + 1) if each.sheet else ""
    return [
        placed(visit, each.unit),
        formats.period(each.period, visit.lang),
        _figure(visit, found, each),
        each.file + mark,
        f"{each.row or ''}{sheet}",
        headlines.handed_in_by(visit, each.account),
        formats.day(each.at.date(), visit.lang),
    ]


def _figure(visit: Visit, found: GoalReview, each: TraceLine) -> str:
    if each.num is None:
        key = f"state.{each.state}"
        return visit.say(key) if has(visit.lang, key) else visit.say("app.none")
    text = formats.number(each.num, visit.lang)
    if found.indicator.kind is Kind.SHARE and each.den is not None:
        text = f"{text}/{formats.number(each.den, visit.lang)}"
    return headlines.qualified(visit, text, each.qualifier)


def _history(visit: Visit, picked: Picked, found: GoalReview, lines: tuple[TraceLine, ...]) -> None:
    """Every version of one unit's figure, newest first."""
    names = {each.unit.code: placed(visit, each.unit) for each in lines}
    code = st.selectbox(
        visit.say("goal_page.leaf_choose"), list(names), format_func=names.__getitem__, key="history_unit"
    )
    kept = ask(visit, history, goal=found.goal.code, unit=code, as_of=picked.period)
    heads = [visit.say(f"goal_page.{key}") for key in ("value", "file", "row", "who", "when")]
    rows = [_traced(visit, found, each)[2:] for each in kept]
    st.html(
        cards.heading(visit.lang, visit.say("goal_page.history_title"), visit.say("goal_page.history_sub"), level=3)
    )
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0, 2), stacked=True)}</div>')
