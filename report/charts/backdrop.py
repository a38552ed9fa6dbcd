"""What lies behind the line of a corridor chart: grid, range, guide, axis, deadline, breaks, the rug of simulation."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from metrics.goals import Shape, TargetUnit
from metrics.paths import expected_value
from report import formats, theme
from report.charts import canvas, place
from report.charts.board import Board
from report.charts.path import Point

ONE_DAY = timedelta(days=1)


def grid(board: Board) -> None:
    """Quiet lines at round values, their figures at the left."""
    first, last = board.canvas.first, board.canvas.last
    for tick in board.ticks(board.canvas.most):
        if tick:
            board.sheet.rule((first, tick, last, tick), board.surface.hair, 1)
        board.sheet.note(
            board.tick(tick),
            first,
            tick,
            colour=board.surface.ink3,
            size=board.size.text,
            xanchor="right",
            shift=(-12, 0),
            family=theme.TEXT_FONT,
        )


def target_range(board: Board) -> None:
    """The staircase the engine applies: filled softly, a thin line where it ends; no line where it steps."""
    steps = board.steps
    if not steps:
        return
    spans = [(step, step.first.isoformat(), min(step.last + ONE_DAY, board.path.end).isoformat()) for step in steps]
    upper = [(day, board.high(step)) for step, *days in spans for day in days]
    lower = [(day, board.low(step)) for step, *days in spans for day in days]
    outline = " L".join(f"{day},{value:.6g}" for day, value in [*upper, *reversed(lower)])
    board.sheet.shape(
        type="path",
        path=f"M{outline}Z",
        line={"width": 0},
        fillcolor=board.surface.band,
        opacity=1.0 if board.path.goal.shape is Shape.YEARLY_CUT else 0.6,
        name="range",
    )
    line = {"color": board.surface.band_edge, "width": board.size.edge}
    fine = len(steps) > 40
    for values, is_open in (
        (lower, all(step.low is None or step.low <= 0 for step in steps)),
        (upper, all(step.high is None for step in steps)),
    ):
        if is_open:
            continue
        if fine:
            pieces = "M" + " L".join(f"{day},{value:.6g}" for day, value in values)
        else:
            ends = zip(values[::2], values[1::2], strict=True)
            pieces = " ".join(f"M{a[0]},{a[1]:.6g} L{b[0]},{b[1]:.6g}" for a, b in ends)
        board.sheet.shape(type="path", path=pieces, line=line, name="range-edge")


def guide(board: Board) -> None:
    """A faint straight line through the anniversaries, or along the expected path; no zone."""
    for line in _guides(board):
        for (x0, y0), (x1, y1) in pairwise(line):
            board.sheet.rule((x0, y0, x1, y1), board.surface.band_edge, 1, "dot")


def _guides(board: Board) -> list[list[tuple[date, float]]]:
    path, goal = board.path, board.path.goal
    base, target = path.baseline, goal.target
    if goal.shape is not Shape.YEARLY_CUT:
        days = [goal.baseline_date + (goal.deadline - goal.baseline_date) * part / 24 for part in range(25)]
        values = [(on, expected_value(goal, base, on)) for on in days]
        line = [(on, path.number(value)) for on, value in values if value is not None]
        return [line] if board.size.full and len(line) > 1 else []
    if base is None or target is None or target.unit is not TargetUnit.PERCENT_PER_YEAR:
        return []
    days = [anniversary(goal.baseline_date, year) for year in range(goal.deadline.year - goal.baseline_date.year + 1)]
    days = [on for on in days if on <= goal.deadline]
    rates = [rate for rate in (target.low, target.high, target.value) if rate is not None]
    return [[(on, max(0.0, float(base * (1 - rate * year / 100)))) for year, on in enumerate(days)] for rate in rates]


def anniversary(start: date, years: int) -> date:
    """The same day some years on; 29 February becomes 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def axis(board: Board) -> list[tuple[float, float]]:
    """Zero line and the years, each at its end; the review's period in bold. Gives the places of the labels, in px."""
    path, size, surface = board.path, board.size, board.surface
    first, narrow = board.canvas.first, min(board.scales, key=lambda scale: scale.wide)
    board.sheet.rule((first, 0, board.canvas.last, 0), surface.line, size.rule if size.full else 1)
    if size.full:
        labels = [(path.review, path.review_label, True)]
        labels += [(on, str(on.year), False) for on in reversed(canvas.year_ends(first, path.end))]
    else:
        labels = [(path.review, str(path.review.year), True), (first, str(first.year), False)]
    shown: list[tuple[float, float]] = []
    for on, text, strong in labels:
        half = place.text_width(text, size.text, bold=strong) / 2
        anchor, centre = "center", narrow.x(on)
        if centre - half < -narrow.left:
            anchor, centre = "left", centre + half
        elif centre + half > narrow.wide + narrow.right:
            anchor, centre = "right", centre - half
        if any(abs(centre - other) < half + width + 8 for other, width in shown):
            continue
        shown.append((centre, half))
        if size.full:
            board.sheet.rule((on, 0.0, on, -board.canvas.value(size.text / 3)), surface.line, size.rule)
        board.sheet.note(
            f"<b>{text}</b>" if strong and size.full else text,
            on,
            0,
            colour=surface.ink if strong else surface.ink3,
            size=size.text,
            xanchor=anchor,
            yanchor="top",
            shift=(0, -size.text * 0.6),
        )
    return shown


def deadline(board: Board) -> None:
    """The deadline's rule and name, and at its right the engine's own counts."""
    path, size, top = board.path, board.size, board.canvas.most
    on = path.goal.deadline
    board.sheet.rule((on, 0, on, top), board.surface.ink2, size.rule)
    text = board.words("deadline", year=on.year)
    inside = size.full or on < path.end
    wide = place.text_width(text, size.text)
    board.take_beside(on, top, wide, size.text * 1.4, "above" if inside else "above left", 2)
    board.sheet.note(
        text,
        on,
        top,
        colour=board.surface.ink2,
        size=size.text,
        xanchor="center" if inside else "right",
        yanchor="bottom",
        shift=(0, size.text * 0.2),
    )
    if size.full:
        _marks(board)


def _marks(board: Board) -> None:
    size, end = board.size, board.path.end
    late = board.path.last is not None and board.path.last.on >= end
    gap = size.text * 0.75 + (size.symbol / 2 if late else 0)
    least = -1e9
    coming = board.words("ahead")
    for value, strong, words in sorted(board.marks()):
        asked = words != coming
        at = max(board.canvas.y(value), least, size.text * 1.3)
        least = at + size.text * 2.9
        lift = at - board.canvas.y(value)
        if asked:
            board.sheet.trace(
                x=[end.isoformat()],
                y=[value],
                mode="markers",
                name="mark",
                marker={"size": size.point, "color": board.surface.band_edge},
            )
        bold = f"<b><span style='color:{board.surface.ink}'>{strong}</span></b>"
        text = f"{bold}<br>{words}" if asked else f"{strong}<br>{words}"
        wide = board.mark_width((value, strong, words))
        board.sheet.note(
            text,
            end,
            value,
            colour=board.surface.band_ink if asked else board.surface.ink3,
            size=size.text,
            xanchor="left",
            shift=(gap, lift),
        )
        board.take(
            [place.anchored(c.x(end), c.y(value) + lift, wide, size.text * 2.8, "right", gap) for c in board.scales]
        )


def breaks(board: Board) -> None:
    """A dashed rule at every reform inside the series, named at the top."""
    size, top = board.size, board.canvas.most
    inside = [brk for brk in board.path.breaks if board.canvas.first < brk.on < board.canvas.last]
    for number, brk in enumerate(inside):
        board.sheet.rule((brk.on, 0, brk.on, top), board.surface.ink3, 1, "dash")
        if not size.full:
            continue
        narrow = min(board.scales, key=lambda scale: scale.wide)
        room = narrow.x(brk.on) + narrow.left - 6, narrow.wide - narrow.x(brk.on) - 40
        label = brk.label if place.text_width(brk.label, size.text) < max(room) else formats.day(brk.on, board.lang)
        wide = place.text_width(label, size.text)
        right = wide > room[1]
        drop = 4 + number * size.text * 1.4
        board.sheet.note(
            label,
            brk.on,
            top,
            colour=board.surface.ink3,
            size=size.text,
            yanchor="top",
            xanchor="right" if right else "left",
            shift=(-6 if right else 6, -drop),
            shadow=canvas.halo(board.surface),
        )
        side = "left below" if right else "right below"
        board.take([place.anchored(c.x(brk.on), c.high - drop, wide, size.text * 1.4, side, 6) for c in board.scales])


def rug(board: Board, labels: list[tuple[float, float]]) -> None:
    """Hatched strip below the axis under every run of simulated points, named once."""
    runs = _simulated(board)
    if not runs:
        return
    size = board.size
    above = -size.text * 2.2 if size.full else -1.0
    below = above - size.text * 0.57 if size.full else -7.0
    high, low = board.canvas.value(above), board.canvas.value(below)
    for run in runs:
        first = run[0].on if run[0].on < run[-1].on else run[0].on - (board.path.end - run[0].on) / 60
        x0, x1 = first.isoformat(), run[-1].on.isoformat()
        board.sheet.trace(
            x=[x0, x1, x1, x0, x0],
            y=[low, low, high, high, low],
            mode="none",
            fill="toself",
            name="rug",
            fillpattern={
                "shape": "/",
                "size": 6 if size.text < 20 else 10,
                "solidity": 0.22,
                "fgcolor": board.surface.ink3,
                "bgcolor": canvas.CLEAR,
            },
        )
    longest = max(runs, key=len)
    middle = longest[0].on + (longest[-1].on - longest[0].on) / 2
    count = sum(map(len, runs))
    text = board.words("simulated_some", number=count) if size.full else board.words("simulated")
    half = place.text_width(text, size.text) / 2
    narrow = min(board.scales, key=lambda scale: scale.wide)
    if not size.full and any(abs(narrow.x(middle) - other) < half + width + 8 for other, width in labels):
        return
    early = narrow.x(middle) < half - narrow.left
    board.sheet.note(
        text,
        board.canvas.first if early else middle,
        low if size.full else 0,
        colour=board.surface.ink3,
        size=size.text,
        xanchor="left" if early else "center",
        yanchor="top",
        shift=(0, -3 if size.full else -size.text * 0.6),
    )


def _simulated(board: Board) -> list[list[Point]]:
    points = [point for point in board.path.known if point.value is not None]
    runs: list[list[Point]] = []
    before: Point | None = None
    for point in points:
        if point.simulated:
            if before is not None and before.simulated and runs:
                runs[-1].append(point)
            else:
                runs.append([point])
        before = point
    return runs
