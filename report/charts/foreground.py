"""The line of a corridor chart and what belongs to its last point: review bracket, bounds, needed pace, verdict."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.goals import Shape, Verdict
from report import formats, theme
from report.charts import band
from report.charts.board import Board
from report.charts.path import Point
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
    """Best and worst the value can be, where that is not one number."""
    found = board.path.judgement.range if board.path.judgement else None
    if found is None or found.is_exact or found.low is None or found.high is None:
        return
    when = board.path.review.isoformat()
    board.sheet.trace(
        x=[when, when],
        y=[board.path.number(found.low), board.path.number(found.high)],
        mode="lines+markers",
        name="bounds",
        line={"color": board.surface.ink2, "width": 2},
        marker={
            "symbol": "line-ew",
            "size": board.size.symbol,
            "line": {"color": board.surface.ink2, "width": 2},
        },
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
            text=[spoken(board, point) for point in points],
            hovertemplate="%{text}<extra></extra>",
            name=name,
        )


def verdict(board: Board) -> None:
    """The verdict's shape on the last point, clear of the line by a rim in the card's colour."""
    last, judgement, size = board.path.last, board.path.judgement, board.size.symbol
    if last is None or last.value is None:
        return
    found = judgement.verdict if judgement else None
    on, value = last.on, board.path.number(last.value)
    colour = board.surface.verdicts[found].mark if found else board.surface.ink
    symbol = theme.SYMBOLS[found] if found else "circle"
    is_open = symbol.endswith(("open", "open-dot"))
    spot = {"x": [on.isoformat()], "y": [value], "mode": "markers"}
    if is_open:
        ring = {"size": size + 5, "color": board.surface.card, "symbol": "circle"}
        board.sheet.trace(**spot, marker=ring, name="ring")
    if found is Verdict.NOT_COMPARABLE:
        board.sheet.note("<b>≠</b>", on, value, colour=colour, size=size)
        return
    rim = {"width": max(2, size / 9) if is_open else size / 7, "color": colour if is_open else board.surface.card}
    marker = {"symbol": symbol, "size": size if is_open else size * 8 / 7, "color": colour, "line": rim}
    said = say(board.lang, f"verdict.{found}") if found else ""
    board.sheet.trace(
        **spot,
        marker=marker,
        name=f"verdict-{found or 'none'}",
        hovertemplate=f"{spoken(board, last)}<br>{said}<extra></extra>",
    )
    if found is Verdict.MET:
        board.sheet.note("<b>✓</b>", on, value, colour=board.surface.card, size=size * 0.72)
