"""The chart of a goal's path, on cards and in full, with its text and its table; every shape has its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import plotly.graph_objects as go
import streamlit as st

from flows.answers import sentence
from flows.outlook import outlook
from flows.published import value_of
from flows.review import GoalReview, PublishedFigure, SeriesPoint
from metrics.breaks import REFORM
from metrics.corridor import corridor
from metrics.goals import Kind, Shape
from metrics.periods import PeriodKind
from report import cards, formats, theme
from report.charts import corridor as corridors
from report.charts import milestone, years
from report.charts.canvas import Sheet, Size
from report.charts.corridor import CARD, FULL, NARROW, Ahead, Also, Break, Path, Point, corridor_sheet
from report.charts.milestone import Milestone, milestone_sheet
from report.charts.picture import picture
from report.charts.years import Years, years_sheet
from ui import ahead, headlines
from ui.cache import made
from ui.charts.by_year import capped, floored
from ui.enter import Visit
from ui.table import download

TOLD = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
"""The full chart says its figures where one points."""

LOW = 220
"""Height of a line of time, px."""

LEAST = 4
"""Points that a path without a verdict has at least: fewer are no path."""

STEPS = 300
"""Days on which a corridor is read that changes oftener: no screen shows more."""

STATED = ("count", "share", "percent")
"""Measures of a publication that are a value of the indicator itself."""

Drawing = Path | Years | Milestone


def drawing(visit: Visit, found: GoalReview, beside: Sequence[GoalReview] = ()) -> Drawing | None:
    """What the chart of a goal shows; null where there is nothing to draw.

    ``beside`` are the same goal's other targets at the unit.
    """
    shape, kind = found.goal.shape, found.indicator.kind
    if shape is Shape.DONE_BY:
        return _milestone(found) if found.case.deadline is not None else None
    if shape is Shape.CAP_SHARE:
        drawn = capped(visit, found)
        return drawn if drawn.years else None
    if shape is Shape.YEARLY_FLOOR:
        drawn = floored(visit, found)
        return drawn if any(year.value is not None for year in drawn.years) else None
    shown = path(visit, found, beside)
    return None if kind is Kind.RATING or (shown.last is None and shown.baseline is None) else shown


def path(visit: Visit, found: GoalReview, beside: Sequence[GoalReview] = ()) -> Path:
    """What a corridor chart shows: the periods after the baseline, up to the review, in the measure that is judged.

    A goal that was closed at its deadline ends there, however much later it is looked at. Where no unit reports, the
    published figures are its points.
    """
    points = drawn(found)
    review, label = found.review_date, formats.period(found.period, visit.lang)
    if points and points[-1].period.last <= found.goal.deadline < review:
        review, label = points[-1].period.last, formats.period(points[-1].period, visit.lang)
    told = [
        Point(each.period.last, each.total, each.simulated, formats.period(each.period, visit.lang)) for each in points
    ]
    coming = outlook(found)
    told = told or _stated(visit, found)
    range_ = corridor(found.goal, found.baseline, most=STEPS, days={review, *(each.on for each in told)})
    return Path(
        goal=found.goal,
        corridor=range_,
        baseline=found.baseline,
        points=tuple(told),
        judgement=found.judgement,
        review=review,
        review_label=label,
        share=found.indicator.kind is Kind.SHARE,
        breaks=_breaks(visit, found),
        ahead=Ahead(coming.low, coming.high, ahead.span(visit, found, coming)) if coming else None,
        also=tuple(one for each in beside if (one := _also(visit, each)) is not None),
        source=visit.say(f"target_source.{found.goal.source}") if beside else "",
    )


def _also(visit: Visit, found: GoalReview) -> Also | None:
    target = found.goal.target
    value = None if target is None else target.value if target.value is not None else target.low
    if target is None or value is None:
        return None
    share = found.indicator.kind is Kind.SHARE
    printed = formats.target(target, visit.lang)
    return Also(value / 100 if share else value, printed, visit.say(f"target_source.{found.goal.source}"))


def _stated(visit: Visit, found: GoalReview) -> list[Point]:
    """The published figures that state a value of the indicator, one a day."""
    flow, start = found.indicator.kind is Kind.FLOW, found.goal.start
    held = [one for one in found.published if one.measure in STATED and one.last_day <= found.review_date]
    held = [one for one in held if not flow or one.first_day == start]
    on: dict[object, PublishedFigure] = {one.last_day: one for one in sorted(held, key=lambda one: one.published_on)}
    later = [one for one in on.values() if one.last_day > found.goal.baseline_date]
    return [
        Point(one.last_day, value_of(one), label=formats.day(one.last_day, visit.lang))
        for one in sorted(later, key=lambda one: one.last_day)
    ]


def _breaks(visit: Visit, found: GoalReview) -> tuple[Break, ...]:
    """What breaks the series, and the reform where the series goes on across it."""
    gaps = {on: not found.goal.bridges_breaks for on, _ in found.breaks}
    if found.goal.baseline_date < REFORM <= found.review_date:
        gaps.setdefault(REFORM, False)
    return tuple(
        Break(on, visit.say("chart.break", day=formats.day(on, visit.lang)), gap=gap)
        for on, gap in sorted(gaps.items())
    )


def _milestone(found: GoalReview) -> Milestone:
    goal = found.goal
    return Milestone(
        start=goal.start,
        deadline=goal.deadline,
        review=found.review_date,
        done=found.case.done,
        verdict=found.judgement.verdict,
        steps=tuple(on for on, _ in goal.path.milestones if goal.start < on < goal.deadline),
    )


def drawn(found: GoalReview) -> list[SeriesPoint]:
    """The points after the baseline, one a period of reports."""
    return [
        each
        for each in found.series
        if each.period.kind is not PeriodKind.DAY and found.goal.baseline_date < each.period.last <= found.review_date
    ]


def small(visit: Visit, found: GoalReview) -> str:
    """The path on a card, as HTML; empty where no goal judges and there is hardly a path. Built once for all."""

    def build() -> str:
        if found.judgement.verdict is None and len(drawn(found)) < LEAST:
            return ""
        return picture(sheet(visit, found, CARD), sentence(found, visit.lang).replace("**", ""))

    return made(visit, "small", build, *_place(found))


def full(visit: Visit, found: GoalReview, beside: Sequence[GoalReview] = ()) -> None:
    """The path in full, once for wide screens and once for phones; the stylesheet shows the one that fits.

    Where there is nothing to draw the figure itself stands in its place, and without one what to do.
    """
    shown = drawing(visit, found, beside)
    if shown is None:
        _figure_alone(visit, found)
        return
    said = f"{sentence(found, visit.lang).replace('**', '')} {alternative(visit.lang, shown)}".strip()
    for size, name in ((FULL, "wide"), (NARROW, "narrow")):
        with st.container(key=f"moc_{name}"):
            st.plotly_chart(figure(visit, found, size, beside), theme=None, config=TOLD, key=f"path_{name}", alt=said)


def _figure_alone(visit: Visit, found: GoalReview) -> None:
    rated = found.indicator.kind is Kind.RATING and any(found.case.classes.values())
    if not rated and not found.published:
        st.html(cards.empty(visit.say("goal_page.no_data"), visit.say("goal_page.no_data_fix")))
        return
    told = headlines.headline(visit, found, at=found.unit.code)
    noun = "" if rated else visit.say("goal_page.as_published")
    body = f'<span>{escape(told.last)}</span><span class="noun">{escape(noun)}</span>'
    st.html(f'<div class="m"><div class="m-figure">{body}</div></div>')


def alternative(lang: str, shown: Drawing) -> str:
    """A chart in words: its text alternative."""
    match shown:
        case Milestone():
            return milestone.alternative(lang, shown)
        case Years():
            return years.alternative(lang, shown)
        case Path():
            return corridors.alternative(lang, shown)


def figure(visit: Visit, found: GoalReview, size: Size, beside: Sequence[GoalReview] = ()) -> go.Figure:
    """The drawing itself, on the visitor's surface; built once for everybody who sees the same."""
    return made(visit, "path", lambda: sheet(visit, found, size, beside).figure(), *_place(found), size, len(beside))


def _place(found: GoalReview) -> tuple[object, ...]:
    return found.goal.code, found.goal.source, found.unit.code, found.period, found.boundaries


def sheet(visit: Visit, found: GoalReview, size: Size, beside: Sequence[GoalReview] = ()) -> Sheet:
    """The drawing before it is made into a figure or a picture."""
    surface = theme.DARK if visit.dark else theme.LIGHT
    match drawing(visit, found, beside):
        case Milestone() as shown:
            return milestone_sheet(visit.lang, shown, surface, replace(size, height=min(size.height, LOW)))
        case Years() as shown:
            return years_sheet(visit.lang, shown, surface, size)
        case Path() as shown:
            return corridor_sheet(visit.lang, shown, surface, size)
    nothing = replace(path(visit, found), points=(), baseline=None)
    return corridor_sheet(visit.lang, nothing, surface, size)


def table(visit: Visit, found: GoalReview) -> None:
    """The same figures as a table, folded, with a download."""
    if not found.series or found.indicator.kind is Kind.RATING:
        return
    running = found.indicator.kind is Kind.FLOW
    keys = ("period", "value", "total", "reported") if running else ("period", "value", "reported")
    heads = [visit.say(f"goal_page.{key}") for key in keys]
    rows = []
    for each in found.series:
        mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
        counts = f"{formats.number(each.reported, visit.lang)}/{formats.number(each.expected, visit.lang)}"
        row = [formats.period(each.period, visit.lang), headlines.point(visit, found, each) + mark]
        row += [headlines.value(visit, found.goal, found.indicator, each.total)] if running else []
        rows.append([*row, counts if each.expected else ""])
    with st.expander(visit.say("goal_page.table_title"), key="fold_series"):
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=range(1, len(heads)), stacked=True)}</div>')
        download(visit, heads, rows, f"{found.goal.code}-{found.unit.code.replace('/', '-')}.csv", key="series")
