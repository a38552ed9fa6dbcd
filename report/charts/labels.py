"""Labels of a corridor chart, each beside what it names and where it covers nothing."""

from __future__ import annotations

from datetime import date

from metrics.case import Bounds
from metrics.goals import Op, Shape, Verdict
from report import formats, theme
from report.charts import canvas, foreground, place
from report.charts.board import SIDES, Board

ROOM = 60.0
"""A zone whose name would stand worse than this stays without it."""


def baseline(board: Board) -> None:
    """The baseline's figure and year at the left end; a running total's zero needs none."""
    path, size = board.path, board.size
    if path.baseline is None or (path.baseline == 0 and not path.falling):
        return
    figure = path.printed(path.baseline, board.lang)
    start, value = path.goal.baseline_date, path.number(path.baseline)
    if not size.full:
        wide = place.text_width(figure, size.text)
        sides = [(start, value, side) for side in ("above right", "below right")]
        choice = board.best(sides, wide, size.text * 1.4, 5)
        board.beside(figure, choice, 5, colour=board.surface.ink2, size=size.text)
        return
    big = round(size.text * 1.43)
    rest = board.words("baseline", year=start.year)
    text = f"<b><span style='color:{board.surface.ink};font-size:{big}px'>{figure}</span></b> {rest}"
    wide = place.text_width(figure, big, bold=True) + place.text_width(rest, size.text) + 4
    sides = [(start, value, side) for side in ("above right", "below right", "right")]
    choice = board.best(sides, wide, big * 1.3, 8)
    board.beside(text, choice, 8, colour=board.surface.ink2, size=size.text)


def last(board: Board) -> None:
    """The last value in the large figure; below it what it could be, where units are missing."""
    path, size, point = board.path, board.size, board.path.last
    if point is None or point.value is None:
        return
    value, text = path.number(point.value), path.printed(point.value, board.lang)
    step, found = board.at(point.on), path.judgement.range if path.judgement else None
    beyond = step is not None and (value < board.low(step) if path.falling else value > board.high(step))
    short = step is not None and (value > board.high(step) if path.falling else value < board.low(step))
    if path.falling:
        preferred = "right, above right, below, above" if beyond else "below, right, below left, above"
        preferred = "above right, above, below, right" if short else preferred
    else:
        preferred = "above left, above, right" if beyond else "above, above left, right, below right"
        preferred = "below right, right, below, above" if short else preferred
    first = preferred.split(", ")
    sides = [(point.on, value, side) for side in [*first, *(side for side in SIDES if side not in first)]]
    wide, high = place.text_width(text, size.figure, bold=True), size.figure * 1.15
    could = ""
    if size.full and found is not None and not found.is_exact:
        could = _could_be(board, found)
        wide, high = max(wide, place.text_width(could, size.text)), high + size.text * 1.3
    gap = size.symbol / 2 + (5 if size.full else 3)
    choice = board.best(sides, wide, high, gap)
    side, line = choice[2], size.text * 1.3
    above, below = "above" in side, "below" in side
    lift = line if above and could else 0 if above or below or not could else line / 2
    board.beside(f"<b>{text}</b>", choice, gap, colour=board.surface.ink, size=size.figure, lift=lift)
    if could:
        drop = 0 if above else -size.figure * 1.15 if below else -size.figure * 0.6
        board.beside(could, choice, gap, colour=board.surface.ink2, size=size.text, lift=drop)


def _could_be(board: Board, found: Bounds) -> str:
    low, high = (None if end is None else board.path.printed(end, board.lang) for end in (found.low, found.high))
    if low is None or high is None:
        return "" if low is None else board.words("could_be_more", low=low)
    return board.words("could_be", low=low, high=high)


def review_range(board: Board) -> None:
    """The counts that the engine accepts at the review: "khung lúc xét 132–180"."""
    path, size = board.path, board.size
    step = board.at(path.review)
    text = None if step is None else foreground.limits(board, step)
    if step is None or text is None:
        return
    low, high = board.low(step), min(board.high(step), board.canvas.most)
    point = path.last.value if path.last else None
    value = (low + high) / 2 if point is None else path.number(point)
    head = board.words("range_at_review")
    wide = max(place.text_width(head, size.text), place.text_width(text, size.text, bold=True))
    over = [(path.review, high, side) for side in ("above right", "above", "above left")]
    under = [(path.review, low, side) for side in ("below right", "below", "below left")]
    beside = [(path.review, edge, side) for edge in (high, low) for side in ("right", "left")]
    choices = [*under, *over, *beside] if value > high or not path.falling else [*over, *under, *beside]
    if path.goal.shape is not Shape.YEARLY_CUT:
        choices = [choice for choice in choices if choice[1] == (high if path.falling else low)]
        choices += [(path.review, choices[0][1], side) for side in SIDES]
    choice = board.best(choices, wide, size.text * 2.7, 6, bias=15)
    board.beside(f"{head}<br><b>{text}</b>", choice, 6, colour=board.surface.band_ink, size=size.text)


def unknown_baseline(board: Board) -> None:
    """Says why no range is drawn where the baseline that it stands on is not known."""
    path = board.path
    if path.corridor.stretches or path.baseline is not None or path.goal.shape is not Shape.YEARLY_CUT:
        return
    board.sheet.note(
        board.words("no_baseline"),
        board.canvas.first,
        board.canvas.most,
        colour=board.surface.ink3,
        size=board.size.text,
        xanchor="left",
        yanchor="top",
    )


def zones(board: Board) -> None:
    """Names what lies on both sides of the range, where there is room for the words; nothing where none is judged."""
    if not board.path.corridor.stretches:
        return
    for above in (True, False):
        found = _zone(board, above=above)
        if found is not None:
            _name(board, *found, above=above)


def _zone(board: Board, *, above: bool) -> tuple[str, Verdict] | None:
    goal, target = board.path.goal, board.path.goal.target
    bad = above is board.path.falling
    closed = board.path.review >= goal.deadline
    verdict = (Verdict.MISSED if closed else Verdict.BEHIND) if bad else Verdict.EXCEEDED
    if goal.shape is Shape.YEARLY_CUT:
        if target is None or not board.steps:
            return None
        rate = (target.low if target.op is Op.BAND else target.value) if bad else target.high
        if rate is None:
            return None
        return board.words(f"zone_cut_{verdict}", value=formats.measure(rate, target.unit, board.lang)), verdict
    if bad:
        return (board.words(f"zone_count_{verdict}", value=board.asked()), verdict) if target or not closed else None
    if target is None or board.path.aim is None or board.path.falling:
        return None
    verdict = Verdict.MET if target.op is Op.ABOVE else Verdict.EXCEEDED
    asked = board.asked()
    if target.op is not Op.ABOVE and target.value is not None:
        asked = formats.target(type(target)(Op.ABOVE, target.unit, value=target.value), board.lang)
    return board.words(f"zone_count_{verdict}", value=asked), verdict


def _name(board: Board, text: str, verdict: Verdict, *, above: bool) -> None:
    size = board.size.text
    shown = f"<b>{theme.GLYPHS[verdict]}</b> {text}"
    wide, high = place.text_width(f"▲ {text}", size) + 6, size * 1.4
    first, last = board.canvas.first, board.canvas.last
    walls = [_walls(board, scale, above=above) for scale in board.scales]
    best = (ROOM, first, 0.0)
    for across in range(2, 19):
        on = first + (last - first) * across / 20
        for up in range(1, 21):
            value = board.canvas.most * up / 20
            total = abs(across - 8) * 2 + _far(board, on, value, above=above) * 0.12
            boxes = [_around(scale.x(on), scale.y(value), wide, high) for scale in board.scales]
            for scale, box, wrong in zip(board.scales, boxes, walls, strict=True):
                room = place.Box(0, 4, scale.x(board.path.goal.deadline), scale.high)
                total += box.outside(room) * 3 + sum(box.overlap(wall) for wall in wrong)
            if total < best[0] and (total := total + board.worth(boxes)) < best[0]:
                best = (total, on, value)
    total, on, value = best
    if total == ROOM:
        return
    board.take([_around(scale.x(on), scale.y(value), wide, high) for scale in board.scales])
    colour = board.surface.verdicts[verdict].mark
    board.sheet.note(shown, on, value, colour=colour, size=size, shadow=canvas.halo(board.surface))


def _around(x: float, y: float, wide: float, high: float) -> place.Box:
    return place.Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _walls(board: Board, scale: canvas.Canvas, *, above: bool) -> list[place.Box]:
    """Where a zone's name may not stand: in the range and beyond it, on the target's other side."""
    far, every = 1e4, len(board.steps) // 40 + 1
    found = []
    for step in board.steps[::every]:
        left, right = scale.x(step.first), scale.x(step.last) + (every - 1) * scale.wide / len(board.steps)
        low, high = scale.y(board.low(step)), scale.y(board.high(step))
        found.append(place.Box(left, -far, right, high + 4) if above else place.Box(left, low - 4, right, far))
    aim = board.path.aim
    if aim is not None and above is not board.path.falling:
        edge = scale.y(board.path.number(aim))
        found.append(place.Box(-far, -far, far, edge + 4) if above else place.Box(-far, edge - 4, far, far))
    return found


def _far(board: Board, on: date, value: float, *, above: bool) -> float:
    """Distance in px between a zone's name and the range it lies beside."""
    step = board.at(on)
    if step is None:
        return 0.0
    edge = board.high(step) if above else board.low(step)
    return abs(board.canvas.y(edge) - board.canvas.y(value))
