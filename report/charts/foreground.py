"""The line of a corridor chart and what belongs to its last point: review bracket, bounds, needed pace, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from metrics.goals import Shape
from report import formats
from report.charts import band
from report.charts.board import Board
from report.charts.path import Point
from report.charts.stamp import Stamp
from report.text import say


def review(board: Board) -> None:
    """A thin rule at the review, and as a bracket the range that the engine applies on that day."""
    when, last, step = board.path.review, board.path.last, board.at(board.path.review)
    if last is not None and last.value is not None:
        board.sheet.rule((when, 0, when, board.path.number(last.value)), board.surface.line, 1)
    if step is None:
        return
    low, high = board.low(step), min(board.high(step), board.canvas.most)
    ends = [(low, step.low is None or step.low < 0), (high, step.high is None)]
    if board.path.goal.shape is not Shape.YEARLY_CUT:
        value = low if last is None or last.value is None else board.path.number(last.value)
        ends = [(value, True), (high if board.path.falling else low, False)]
    board.sheet.rule((when, ends[0][0], when, ends[1][0]), board.surface.band_ink, board.size.edge)
    for value, is_open in ends:
        if not is_open:
            _cap(board, value)


def _cap(board: Board, value: float) -> None:
    board.sheet.shape(
        type="line",
        xsizemode="pixel",
        xanchor=board.path.review.isoformat(),
        x0=-5,
        x1=5,
        y0=value,
        y1=value,
        line={"color": board.surface.band_ink, "width": board.size.edge},
    )


def bounds(board: Board) -> None:
    """Best and worst the value can be, where that is not one number: a whisker with both ends; an open one has none."""
    found = board.path.judgement.range if board.path.judgement else None
    if found is None or found.is_exact or (found.low is None and found.high is None):
        return
    when = board.path.review.isoformat()
    low = 0.0 if found.low is None else board.path.number(found.low)
    high = board.canvas.most if found.high is None else board.path.number(found.high)
    line = {"color": board.surface.ink2, "width": 2}
    board.sheet.trace(x=[when, when], y=[low, high], mode="lines", name="bounds", line=line)
    ends = [high] if found.low is None else [low] if found.high is None else [low, high]
    board.sheet.trace(
        x=[when] * len(ends),
        y=ends,
        mode="markers",
        name="bounds-ends",
        marker={"symbol": "line-ew", "size": board.size.symbol, "line": line},
    )


def ahead(board: Board) -> None:
    """A quiet range at the deadline, and the fan that leads to it: where the present pace goes."""
    path, last = board.path, board.path.last
    if path.ahead is None or last is None or last.value is None or last.on >= path.goal.deadline:
        return
    first, end = last.on.isoformat(), path.goal.deadline.isoformat()
    start, low, high = (path.number(value) for value in (last.value, path.ahead.low, path.ahead.high))
    board.sheet.shape(
        type="path",
        path=f"M{first},{start:.6g} L{end},{high:.6g} L{end},{low:.6g}Z",
        line={"width": 0},
        fillcolor=board.surface.ink3,
        opacity=0.12,
        name="ahead",
    )
    for value in (low, high):
        board.sheet.rule((last.on, start, path.goal.deadline, value), board.surface.ink3, 1, "dot")
    board.sheet.trace(
        x=[end, end],
        y=[low, high if high > low else low + board.canvas.value(3)],
        mode="lines",
        name="ahead",
        line={"color": board.surface.ink3, "width": 3 * board.size.line},
        opacity=0.7,
    )


def needed(board: Board) -> None:
    """Dashed from the last value to the target, while the deadline is ahead and the target is not reached."""
    path, last = board.path, board.path.last
    stretches = path.corridor.stretches
    if not stretches or last is None or last.value is None or last.on >= path.goal.deadline:
        return
    wanted = band.verdicts_of(path.goal)
    zone = band.merged(stretches[-1], wanted & band.REACHED or band.REACHED)
    edge = None if zone is None else zone.high if path.falling else zone.low
    if edge is None or (last.value <= edge if path.falling else last.value >= edge):
        return
    board.sheet.trace(
        x=[last.on.isoformat(), path.goal.deadline.isoformat()],
        y=[path.number(last.value), path.number(edge)],
        mode="lines",
        line={"color": board.surface.ink, "width": board.size.needed, "dash": "7px,5.5px"},
        name="needed",
    )


def line(board: Board) -> None:
    """The actual path in ink, unsmoothed; simulated periods hollow; the baseline a solid dot."""
    path, size, surface = board.path, board.size, board.surface
    for run in path.runs():
        board.sheet.trace(
            x=[point.on.isoformat() for point in run],
            y=[path.number(point.value) for point in run if point.value is not None],
            mode="lines",
            line={"color": surface.ink, "width": size.line},
            name="actual",
        )
    if size.point:
        known = [point for point in path.known if point.value is not None]
        _dots(board, [point for point in known if point.simulated], surface.card, "simulated")
        _dots(board, [point for point in known if not point.simulated], surface.ink, "reported")
    if path.baseline is not None:
        day = formats.day(path.goal.baseline_date, board.lang)
        board.sheet.trace(
            x=[path.goal.baseline_date.isoformat()],
            y=[path.number(path.baseline)],
            mode="markers",
            marker={"size": size.start, "color": surface.ink},
            name="baseline",
            hovertemplate=f"{day}: {path.printed(path.baseline, board.lang)}<extra></extra>",
        )


def spoken(board: Board, point: Point) -> str:
    """A point in words: ``Quý III/2018: 177 (mô phỏng)``."""
    value = say(board.lang, "app.none") if point.value is None else board.path.printed(point.value, board.lang)
    value += f" ({say(board.lang, 'app.simulated')})" if point.simulated else ""
    return board.words("alt_point", period=point.label or formats.day(point.on, board.lang), value=value)


def _hovered(board: Board, point: Point) -> str:
    """A point in words, and below it the range that the engine applied on that day."""
    step = board.at(point.on)
    text = None if step is None else limits(board, step)
    return spoken(board, point) + (f"<br>{board.words('range_then')} {text}" if text else "")


def limits(board: Board, step: band.Step) -> str | None:
    """The ends of a drawn range as whole counts or shares: ``132–180``, ``không quá 35``, ``từ 2.939``."""
    path = board.path
    shift = band.HALF if path.corridor.whole else Fraction(0)
    low = None if step.low is None or step.low < 0 else step.low + shift
    high = None if step.high is None else step.high - shift
    two_sided = path.goal.shape is Shape.YEARLY_CUT
    if two_sided and low and high is not None:
        ends = path.printed(low, board.lang), path.printed(high, board.lang)
        return ends[0] if low == high else f"{ends[0]}–{ends[1]}"
    if path.falling:
        return None if high is None else board.words("at_most_counts", high=path.printed(high, board.lang))
    return None if low is None else board.words("at_least_counts", low=path.printed(low, board.lang))


def _dots(board: Board, points: Sequence[Point], fill: str, name: str) -> None:
    if points:
        board.sheet.trace(
            x=[point.on.isoformat() for point in points],
            y=[board.path.number(point.value) for point in points if point.value is not None],
            mode="markers",
            marker={
                "size": board.size.point,
                "color": fill,
                "line": {"color": board.surface.ink, "width": board.size.line / 2.3},
            },
            text=[_hovered(board, point) for point in points],
            hovertemplate="%{text}<extra></extra>",
            name=name,
        )


def verdict(board: Board) -> None:
    """The verdict's shape on the last point."""
    last, judgement = board.path.last, board.path.judgement
    if last is None or last.value is None:
        return
    found = judgement.verdict if judgement else None
    said = say(board.lang, f"verdict.{found}") if found else ""
    hover = f"{_hovered(board, last)}<br>{said}"
    board.sheet.stamp(Stamp(found, last.on, board.path.number(last.value), board.size.symbol, hover))
