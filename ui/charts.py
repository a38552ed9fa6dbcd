"""The chart of a goal's path, on cards and in full, with its text and its table."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from flows.answers import sentence
from flows.review import GoalReview, SeriesPoint
from metrics.corridor import corridor
from metrics.goals import Kind
from metrics.periods import PeriodKind
from report import cards, formats, theme
from report.charts.canvas import Size
from report.charts.corridor import CARD, FULL, NARROW, Break, Path, Point, corridor_figure
from ui import headlines
from ui.cache import made
from ui.enter import Visit
from ui.table import download

QUIET = {"staticPlot": True, "displayModeBar": False}


def path(visit: Visit, found: GoalReview) -> Path:
    """What the chart shows: the periods after the baseline, up to the review, in the measure that is judged.

    A goal that was closed at its deadline ends there, however much later it is looked at.
    """
    points = drawn(found)
    review, label = found.review_date, formats.period(found.period, visit.lang)
    if points and points[-1].period.last <= found.goal.deadline < review:
        review, label = points[-1].period.last, formats.period(points[-1].period, visit.lang)
    return Path(
        goal=found.goal,
        corridor=corridor(found.goal, found.baseline),
        baseline=found.baseline,
        points=tuple(
            Point(each.period.last, each.total, each.simulated, formats.period(each.period, visit.lang))
            for each in points
        ),
        judgement=found.judgement,
        review=review,
        review_label=label,
        share=found.indicator.kind is Kind.SHARE,
        breaks=tuple(
            Break(on, visit.say("chart.break", day=formats.day(on, visit.lang)), gap=not found.goal.bridges_breaks)
            for on, _ in found.breaks
        ),
    )


def drawn(found: GoalReview) -> list[SeriesPoint]:
    """The points after the baseline, one a period of reports."""
    return [
        each
        for each in found.series
        if each.period.kind is not PeriodKind.DAY and found.goal.baseline_date < each.period.last <= found.review_date
    ]


def small(visit: Visit, found: GoalReview, *, key: str) -> None:
    """The path on a card."""
    st.plotly_chart(
        figure(visit, found, CARD), theme=None, config=QUIET, key=key, alt=sentence(found, visit.lang).replace("**", "")
    )


def full(visit: Visit, found: GoalReview) -> None:
    """The path in full, once for wide screens and once for phones; the stylesheet shows the one that fits."""
    said = sentence(found, visit.lang).replace("**", "")
    for size, name in ((FULL, "wide"), (NARROW, "narrow")):
        with st.container(key=f"moc_{name}"):
            st.plotly_chart(figure(visit, found, size), theme=None, config=QUIET, key=f"path_{name}", alt=said)


def figure(visit: Visit, found: GoalReview, size: Size) -> go.Figure:
    """The drawing itself, on the visitor's surface; built once for everybody who sees the same."""
    surface = theme.DARK if visit.dark else theme.LIGHT
    shown = (found.goal.code, found.goal.source, found.unit.code, found.period, found.boundaries, size)
    return made(visit, "path", lambda: corridor_figure(visit.lang, path(visit, found), surface, size), *shown)


def table(visit: Visit, found: GoalReview) -> None:
    """The same figures as a table, folded, with a download."""
    heads = [visit.say(f"goal_page.{key}") for key in ("period", "value", "total", "reported")]
    rows = []
    for each in found.series:
        mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
        total = headlines.value(visit, found.goal, found.indicator, each.total)
        counts = f"{formats.number(each.reported, visit.lang)}/{formats.number(each.expected, visit.lang)}"
        when = formats.period(each.period, visit.lang)
        rows.append([when, headlines.point(visit, found, each) + mark, total, counts if each.expected else ""])
    with st.expander(visit.say("goal_page.table_title")):
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(1, 2, 3))}</div>')
        download(visit, heads, rows, f"{found.goal.code}-{found.unit.code.replace('/', '-')}.csv", key="series")
