"""One figure of a unit over its whole life: the chart with events on its axis, its text, its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from html import escape

import streamlit as st

from flows.lifeline import Lifeline, Strand, indicators_of, lifeline
from flows.review import GoalReview, SeriesPoint
from flows.unit_story import Story
from metrics.goals import Indicator, Kind
from metrics.periods import Period
from report import cards, formats, theme
from report.charts.lifeline import lifeline_figure
from report.charts.lifeline_parts import NARROW, WIDE, Happening, Knot, Thread
from ui import headlines, lost, state
from ui.cache import ask, made
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import link
from ui.table import download
from ui.unit import Asked

LEAST = 2
"""Fewer figures than this are no line."""

QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def history(visit: Visit, picked: Picked, found: Asked) -> None:
    """The figure chosen, of all that the unit has; nothing is drawn for a unit without any."""
    goals = found.card.goals if found.card else ()
    options = _options(ask(visit, indicators_of, unit=picked.unit.code), goals, leaf=found.leaf)
    if found.leaf and not options:
        return
    with st.container(key="box_history"):
        if not options:
            st.html(cards.heading(visit.lang, visit.say("unit_page.history")))
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.history_none"))}</p>')
            return
        code = _choice(visit, options)
        number = next(key for key, each in options if each.code == code)
        line = ask(visit, lifeline, unit=picked.unit.code, indicator=number, last=picked.period.last)
        _drawn(visit, picked, found.story, line)
        _ways(visit, [each for each in goals if each.indicator_id == number])


def _options(
    every: Sequence[tuple[int, Indicator]], goals: Sequence[GoalReview], *, leaf: bool
) -> list[tuple[int, Indicator]]:
    """Indicators of goals first, in their order; of a reporting unit no states: they have a block of their own."""
    first = list(dict.fromkeys(each.indicator_id for each in goals))
    kept = [one for one in every if not (leaf and one[1].kind is Kind.STATE)]
    return sorted(kept, key=lambda one: first.index(one[0]) if one[0] in first else len(first))


def _choice(visit: Visit, options: Sequence[tuple[int, Indicator]]) -> str:
    names = {each.code: visit.either(each.name_vi, each.name_en) for _, each in options}
    code = lost.settle(visit, "view", visit.say("unit_page.indicator"), names, options[0][1].code)
    if len(names) > 1:
        st.selectbox(
            visit.say("unit_page.indicator"),
            list(names),
            format_func=names.__getitem__,
            key=state.widget_key("view"),
            on_change=state.picked,
            args=("view",),
        )
    return code


def _drawn(visit: Visit, picked: Picked, life: Story, line: Lifeline) -> None:
    simulated = any(point.simulated for strand in _strands(line) for point in strand.points)
    st.html(cards.heading(visit.lang, _finding(visit, line), _measure(visit, line), is_simulated=simulated))
    if line.empty:
        st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.history_blank"))}</p>')
        return
    if sum(point.value is not None for strand in _strands(line) for point in strand.points) < LEAST:
        st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.history_single"))}</p>')
        _as_table(visit, picked, line)
        return
    threads = _threads(visit, line)
    happened = [each for each in happenings(visit, life, line) if each.on <= picked.period.last]
    surface = theme.DARK if visit.dark else theme.LIGHT
    said = _alt(visit, line, happened)
    for frame in (WIDE, NARROW):
        with st.container(key=f"moc_{frame.name}"):
            draw = partial(
                lifeline_figure,
                threads,
                happened,
                surface,
                frame,
                printed=partial(_printed, visit, line.indicator),
                factor=100 if line.indicator.kind is Kind.SHARE else 1,
            )
            drawn = made(visit, "lifeline", draw, picked.unit.code, line.indicator_id, picked.period, frame.name)
            st.plotly_chart(drawn, theme=None, config=QUIET, key=f"life_{frame.name}", alt=said)
    if happened:
        st.html(marks(visit, happened))
    _as_table(visit, picked, line)


def _as_table(visit: Visit, picked: Picked, line: Lifeline) -> None:
    with st.expander(visit.say("unit_page.history_table")):
        heads, rows = _table(visit, line)
        numeric = tuple(range(1, len(heads) - 1))
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=numeric, stacked=True)}</div>')
        name = f"{picked.unit.code.replace('/', '-')}-{line.indicator.code}.csv"
        download(visit, heads, rows, name, key="lifeline")


def _ways(visit: Visit, goals: Sequence[GoalReview]) -> None:
    """From the figure to the goals that are judged on it."""
    for code, each in {one.goal.code: one for one in reversed(goals)}.items():
        name = visit.say("unit_page.to_goal", goal=headlines.name(visit, each.goal))
        link(visit, "goal", name, goal=code, resolution=each.goal.resolution, source=each.goal.source)


def _strands(line: Lifeline) -> list[Strand]:
    return [line.own, *([line.today] if line.today else []), *line.before]


def _printed(visit: Visit, indicator: Indicator, value: Fraction) -> str:
    if indicator.kind is Kind.SHARE:
        return formats.percent(value * 100, visit.lang, 1, trim=True)
    return formats.number(value, visit.lang)


def _ends(line: Lifeline) -> list[SeriesPoint]:
    """The first and last known point of the unit's own line, or of that on today's boundaries."""
    for strand in (line.own, *([line.today] if line.today else []), *line.before):
        known = [point for point in strand.points if point.value is not None]
        if known:
            return [known[0], known[-1]]
    return []


def _finding(visit: Visit, line: Lifeline) -> str:
    """``48 → 27 thôn, bản chưa có chi bộ``; a flow's last period alone."""
    ends = _ends(line)
    noun = headlines.noun(visit, line.indicator)
    if not ends:
        return visit.either(line.indicator.name_vi, line.indicator.name_en)
    first, last = ends
    when = formats.period(last.period, visit.lang)
    printed = [_printed(visit, line.indicator, point.value or Fraction(0)) for point in ends]
    broken = any(first.period.last < day <= last.period.last for day in (*line.breaks, *line.cuts))
    if first is last or broken or line.indicator.kind is Kind.FLOW:
        return visit.say("unit_page.finding_one", value=printed[1], noun=noun, period=when)
    since = formats.period(first.period, visit.lang)
    if first.value == last.value and (turn := _away(line, last)) is not None:
        key = "finding_rose" if (turn.value or 0) > (last.value or 0) else "finding_fell"
        words = {
            "far": _printed(visit, line.indicator, turn.value or Fraction(0)),
            "when": formats.period(turn.period, visit.lang),
        }
        return visit.say(f"unit_page.{key}", last=printed[1], noun=noun, until=when, **words)
    key = "finding_same" if first.value == last.value else "finding_moved"
    return visit.say(f"unit_page.{key}", first=printed[0], last=printed[1], noun=noun, since=since, until=when)


def _away(line: Lifeline, last: SeriesPoint) -> SeriesPoint | None:
    """Where the unit's own line was furthest from where it ends, the latest of equals; null for a level one."""
    known = [point for point in line.own.points if point.value is not None and point.value != last.value]
    return max(known, key=lambda point: (abs((point.value or 0) - (last.value or 0)), point.period.last), default=None)


def _measure(visit: Visit, line: Lifeline) -> str:
    kind = visit.say("unit_page.measure_flow" if line.indicator.kind is Kind.FLOW else "unit_page.measure_end")
    parts = [kind]
    if line.today is not None:
        parts.append(visit.say("unit_page.measure_today"))
    if line.before:
        parts.append(visit.say("unit_page.measure_before", units=", ".join(each.unit.name for each in line.before)))
    if line.unseen:
        parts.append(visit.say("unit_page.measure_unseen", number=formats.number(line.unseen, visit.lang)))
    return "; ".join(parts) + "."


def _threads(visit: Visit, line: Lifeline) -> list[Thread]:
    found = [Thread("own", line.unit.name, _knots(visit, line, line.own), (*line.cuts, *line.breaks))]
    if line.today is not None:
        found.append(Thread("today", visit.say("unit_page.today"), _knots(visit, line, line.today), line.breaks))
    found += [Thread("before", each.unit.name, _knots(visit, line, each), line.breaks) for each in line.before]
    return found


def _knots(visit: Visit, line: Lifeline, strand: Strand) -> tuple[Knot, ...]:
    return tuple(
        Knot(point.period.last, point.value, point.simulated, _said(visit, line, point)) for point in strand.points
    )


def _said(visit: Visit, line: Lifeline, point: SeriesPoint) -> str:
    if point.value is None:
        return ""
    value = _printed(visit, line.indicator, point.value)
    said = visit.say("chart.alt_point", period=formats.period(point.period, visit.lang), value=value)
    if point.reported < point.expected:
        counts = [formats.number(each, visit.lang) for each in (point.reported, point.expected)]
        said += ", " + visit.say("card.reported", reported=counts[0], expected=counts[1])
    return f"{said} ({visit.say('app.simulated')})" if point.simulated else said


def happenings(visit: Visit, life: Story, line: Lifeline) -> list[Happening]:
    """What stands on the axis: the unit's own turns, what happened below it, breaks of the figure, corrections."""
    found = []
    breaks = set(line.breaks)
    for on in dict.fromkeys(turn.on for turn in life.turns):
        events = ", ".join(dict.fromkeys(visit.say(f"event.{turn.event}") for turn in life.turns if turn.on == on))
        found.append(_event(visit, on, events, breaks=on in breaks or on in line.cuts))
    for each in life.inside:
        if each.on not in line.cuts:
            kinds = headlines.units_of(visit, each.kind, each.units)
            number = formats.number(each.units, visit.lang)
            event = visit.say(f"event.{each.event}")
            said = visit.say("unit_page.inside", number=number, kinds=kinds, event=event)
            found.append(_event(visit, each.on, said, breaks=each.on in breaks))
    told = {each.on for each in found}
    found += [_event(visit, on, visit.say("unit_page.break"), breaks=True) for on in line.breaks if on not in told]
    for fix in line.corrections:
        words = {
            "period": formats.period(fix.period, visit.lang),
            "day": formats.day(fix.on, visit.lang),
            "seq": fix.seq,
            "number": formats.number(fix.units, visit.lang),
        }
        said = visit.say("unit_page.correction", **words)
        found.append(Happening(fix.period.last, said, said, kind="correction"))
    return found


def marks(visit: Visit, happened: Sequence[Happening]) -> str:
    """What stands on the axis, in words and in the order of days: nothing is told by pointing alone."""
    said = dict.fromkeys(each.said for each in sorted(happened, key=lambda each: each.on))
    items = "".join(f"<li>{escape(each)}</li>" for each in said)
    label = escape(visit.say("unit_page.happened"))
    return f'<div class="m u-marks"><span class="m-note">{label}</span><ul>{items}</ul></div>'


def _event(visit: Visit, on: date, said: str, *, breaks: bool) -> Happening:
    day = formats.day(on, visit.lang)
    return Happening(on, f"{day}: {said}", f"{day}: {said}", breaks=breaks)


def _alt(visit: Visit, line: Lifeline, happened: Sequence[Happening]) -> str:
    lines = [_finding(visit, line), _measure(visit, line), *(each.said for each in happened)]
    return ". ".join(each.rstrip(".") for each in lines) + "."


def _table(visit: Visit, line: Lifeline) -> tuple[list[str], list[list[str]]]:
    """One row a period, a column a line, and what was corrected."""
    strands = _strands(line)
    heads = [visit.say("goal_page.period"), line.unit.name]
    heads += [visit.say("unit_page.today")] if line.today else []
    heads += [each.unit.name for each in line.before]
    heads.append(visit.say("unit_page.reported"))
    at: list[dict[Period, SeriesPoint]] = [{point.period: point for point in strand.points} for strand in strands]
    fixed = {each.period for each in line.corrections}
    rows = []
    for period in sorted({period for held in at for period in held}):
        cells = [_cell(visit, line.indicator, held.get(period)) for held in at]
        own = at[0].get(period)
        counts = ""
        if own is not None and own.expected:
            counts = "/".join(formats.number(each, visit.lang) for each in (own.reported, own.expected))
        if period in fixed:
            counts = f"{counts} · {visit.say('unit_page.corrected')}".strip(" ·")
        rows.append([formats.period(period, visit.lang), *cells, counts])
    return heads, rows


def _cell(visit: Visit, indicator: Indicator, point: SeriesPoint | None) -> str:
    if point is None or point.value is None:
        return visit.say("app.none")
    value = _printed(visit, indicator, point.value)
    return f"{value} ({visit.say('app.simulated')})" if point.simulated else value
