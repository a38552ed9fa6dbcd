"""One goal at every unit over time: small pictures on one scale, the same figures to take away."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import streamlit as st

from flows.compare import Compared
from flows.compare.courses import COUNT, OF_BASELINE, Course, Courses, courses
from flows.compare.order import GOOD, OPEN, TROUBLE, ordered
from flows.levels import Level
from metrics.corridor import corridor
from metrics.goals import Goal, Shape, TargetUnit, Verdict
from report import cards, formats
from report.charts.band import Step, steps
from report.charts.multiples import Frame, Panel, Spot, multiples, top_of
from ui import compare, headlines, state
from ui.cache import ask, made
from ui.compare import words
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download

NOTIONAL = Fraction(10_000)
"""A baseline to read a cut's range from where units of every size share it: hundredths of a per cent."""


def asked(visit: Visit, picked: Picked) -> Courses | None:
    """The courses of the picked goal at the level asked for; says what is missing where there are none."""
    if picked.goal is None:
        compare.nothing(visit, "goals")
        return None
    wanted = state.wanted("level")
    with st.spinner(visit.say("app.loading")):
        found = ask(
            visit,
            courses,
            resolution=picked.resolution.code,
            goal=picked.goal.goal.code,
            unit=picked.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            level=Level(wanted) if wanted in (Level.BELOW, Level.COMMUNES) else Level.BELOW,
        )
    if found is None or not found.found.rows:
        compare.nothing(visit, "units", unit=picked.unit.name)
        return None
    return found


def show(visit: Visit, picked: Picked) -> None:
    """The small multiples of what is picked, or why there are none."""
    found = asked(visit, picked)
    if found is None:
        return
    order_choice, order = compare.order_choice(visit, found.found, by_goal=False)
    compare.choices(visit, [*compare.level_choice(visit, found.found), order_choice])
    pairs = paired(found, order)
    drawn = [(row, course) for row, course in pairs if any(place.value is not None for place in course.places)]
    silent = [row for row, course in pairs if all(place.value is None for place in course.places)]
    simulated = any(place.simulated for _, course in drawn for place in course.places)
    with st.container(key="box_multiples"):
        if not drawn:
            compare.nothing(visit, "figures")
            return
        panels = [_panel(visit, found, row, course) for row, course in drawn]
        frame = _frame(found, panels)
        st.html(
            cards.heading(visit.lang, finding(visit, found), measure(visit, found, frame.top), is_simulated=simulated)
        )
        key = (picked.resolution.code, goal_of(found).code, picked.unit.code, picked.period, picked.boundaries)
        label = finding(visit, found)
        build = lambda: multiples(visit.lang, panels, frame, label=label, first=compare.FOLDED)  # noqa: E731
        st.html(made(visit, "multiples", build, *key, found.found.level, order))
        heads, lines = table(visit, found, pairs)
        name = f"{goal_of(found).code}-{picked.unit.code.replace('/', '-')}-{picked.period.code}.csv"
        download(visit, heads, lines, name, key="multiples")
    compare.notes(_notes(visit, found, silent, frame))


def goal_of(found: Courses) -> Goal:
    return found.found.columns[0].row.goal


def paired(found: Courses, order: str) -> list[tuple[Compared, Course]]:
    """Rows in an order, each with its course."""
    by_unit = {course.unit: course for course in found.courses}
    falling = found.found.columns[0].row.indicator.falling
    column = 0 if order != "name" else None
    return [(row, by_unit[row.unit.id]) for row in ordered(found.found.rows, order, column=column, falling=falling)]


def finding(visit: Visit, found: Courses) -> str:
    """How many units stand where on the goal."""
    counts = Counter(row.cells[0].judgement.verdict for row in found.found.rows if row.cells[0])
    counts.pop(None, None)
    goal = headlines.name(visit, goal_of(found))
    total = sum(counts.values())
    if not total:
        return visit.say("multiples.finding_none", goal=goal, number=len(found.found.rows))
    if total == 1 < len(found.found.rows):
        only = next(row for row in found.found.rows if row.cells[0] and row.cells[0].judgement.verdict is not None)
        word = visit.say(f"verdict_lower.{next(iter(counts))}")
        return visit.say("multiples.finding_one", goal=goal, unit=only.unit.name, verdict=word)
    good = sum(counts[one] for one in GOOD)
    numbers = {"good": formats.number(good, visit.lang), "total": formats.number(total, visit.lang)}
    rest = [
        visit.say(
            "multiples.part", number=formats.number(counts[one], visit.lang), verdict=visit.say(f"verdict_lower.{one}")
        )
        for one in (*TROUBLE, *OPEN, Verdict.ON_TRACK, Verdict.NOT_DUE)
        if counts[one]
    ]
    if not rest:
        return visit.say("multiples.finding_all", goal=goal, total=numbers["total"])
    return visit.say("multiples.finding", goal=goal, rest=", ".join(rest), **numbers)


def measure(visit: Visit, found: Courses, top: Fraction) -> str:
    """What the pictures are drawn in, and their one scale."""
    row = found.found.columns[0].row
    noun = headlines.noun(visit, row.indicator)
    printed = formats.number(top, visit.lang, 0) if found.scale == COUNT else formats.percent(top, visit.lang, 0)
    days = {"first": formats.day(found.first, visit.lang), "last": formats.day(found.last, visit.lang)}
    return visit.say(f"multiples.measure_{found.scale}", noun=noun, top=printed, year=found.first.year, **days)


def _frame(found: Courses, panels: list[Panel]) -> Frame:
    goal = goal_of(found)
    aim = _aim(found)
    return Frame(
        first=found.first,
        last=found.last,
        top=top_of(panels, aim),
        steps=_steps(found, goal),
        aim=aim,
        gaps=found.gaps,
    )


def _steps(found: Courses, goal: Goal) -> tuple[Step, ...]:
    """The range that a cut asks of every unit alike, in per cent of its own baseline; none for other shapes."""
    if found.scale != OF_BASELINE or goal.shape is not Shape.YEARLY_CUT:
        return ()
    shared = steps(corridor(goal, NOTIONAL), goal, found.last)
    return tuple(
        Step(one.first, one.last, *(None if edge is None else edge * 100 / NOTIONAL for edge in (one.low, one.high)))
        for one in shared
    )


def _aim(found: Courses) -> Fraction | None:
    """The level that is asked of every unit alike."""
    asked = goal_of(found).target
    if asked is None or asked.unit is not TargetUnit.PERCENT or goal_of(found).shape is not Shape.LEVEL_BY:
        return None
    return asked.value if asked.value is not None else asked.low


def _panel(visit: Visit, found: Courses, row: Compared, course: Course) -> Panel:
    column, cell = found.found.columns[0].row, row.cells[0]
    known = [place for place in course.places if place.value is not None]
    figure = words.measured(visit, column, cell) if cell else visit.say("app.none")
    first, last = known[0], known[-1]
    ends = [_end(visit, found, row, course, place.on) for place in (first, last)]
    note = ""
    if course.stops is not None:
        note = visit.say("multiples.stops", period=formats.period(course.stops, visit.lang))
    return Panel(
        name=compare.named(row.unit, row.above),
        spots=tuple(Spot(place.on, place.value, place.simulated) for place in course.places),
        verdict=cell.judgement.verdict if cell else None,
        figure=figure,
        first=f"{first.on.year}: {ends[0]}",
        last=f"{last.on.year}: {ends[1]}",
        note=note,
        spoken=visit.say(
            "multiples.spoken", unit=row.unit.name, first=ends[0], last=ends[1], year=first.on.year, end=last.on.year
        )
        + (f" ({visit.say('app.simulated')})" if any(place.simulated for place in course.places) else ""),
        href=compare.away("goal", goal=goal_of(found).code, unit=row.unit.code, source=None),
    )


def _end(visit: Visit, found: Courses, row: Compared, course: Course, on: date) -> str:
    """The value of a day as printed in the indicator's own measure."""
    place = next(place for place in course.places if place.on == on and place.value is not None)
    assert place.value is not None
    cell = row.cells[0]
    if found.scale == OF_BASELINE and cell is not None and cell.baseline is not None:
        return formats.number(place.value * cell.baseline / 100, visit.lang)
    if found.scale == COUNT:
        return formats.number(place.value, visit.lang)
    return formats.percent(place.value, visit.lang, goal_of(found).digits, goal_of(found).rounding, trim=True)


def table(visit: Visit, found: Courses, pairs: list[tuple[Compared, Course]]) -> tuple[list[str], list[list[str]]]:
    """One line a unit, one column a period, simulated figures marked."""
    days = sorted({place.on for _, course in pairs for place in course.places})
    heads = [visit.say("picker.unit"), visit.say("heat.verdict"), *(formats.day(on, visit.lang) for on in days)]
    lines = []
    for row, course in pairs:
        known = {place.on: place for place in course.places if place.value is not None}
        cell = row.cells[0]
        line = [compare.named(row.unit, row.above), words.word(visit, cell) if cell else ""]
        for on in days:
            mark = f" ({visit.say('app.simulated')})" if on in known and known[on].simulated else ""
            line.append(_end(visit, found, row, course, on) + mark if on in known else "")
        lines.append(line)
    return heads, lines


def _notes(visit: Visit, found: Courses, silent: list[Compared], frame: Frame) -> list[str]:
    said = []
    if frame.steps:
        said.append(visit.say("multiples.note_band", target=words.target(visit, found.found.columns[0].row)))
    elif frame.aim is not None:
        said.append(visit.say("multiples.note_aim", target=words.target(visit, found.found.columns[0].row)))
    if any(place.simulated for course in found.courses for place in course.places):
        said.append(visit.say("multiples.note_simulated"))
    if silent:
        said.append(visit.say("multiples.note_silent", names=compare.several(visit, silent)))
    said += [visit.say("multiples.note_gap", day=formats.day(on, visit.lang)) for on in frame.gaps]
    return said
