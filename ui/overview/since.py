"""What changed since an earlier period of the visitor's choice: verdicts that turned, figures that moved, and where."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape

import streamlit as st

from flows.asked import Unknown
from flows.moves import GoalMove, UnitMove, UnitMoves, furthest, goal_moves, key_of, unit_moves
from flows.review import GoalReview, Review
from metrics.periods import Period
from report import boxes, formats
from report.boxes import Moved, Named, Turned
from ui import headlines, lost, overview, state
from ui.cache import ask, made_here
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href

TIED = 2
"""Units that moved equally far and are still named; of more, none stands out."""

UNITS = 3
"""Units below whose verdicts turned that are shown; their own pages show the rest."""

NONE = UnitMoves((), (), ())


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier period, the goals beside what they were then, and the units below; ``period`` null: there is none."""

    period: Period | None
    options: tuple[Period, ...]
    moves: tuple[GoalMove, ...]
    units: UnitMoves

    def change(self, found: GoalReview) -> Fraction | None:
        """What a goal's figure moved by."""
        return next((each.change for each in self.moves if each.now is found), None)


def settle(visit: Visit, picked: Picked, found: Review) -> Since:
    """The earlier period that the address says, else the one before of the same kind, with both ends judged."""
    options = tuple(each for each in picked.offer.periods if each.last < picked.period.last)
    if not options:
        return Since(None, (), (), NONE)
    same = [each for each in options if each.kind is picked.period.kind]
    codes = {each.code: each for each in options}
    labels = {code: formats.period(each, visit.lang) for code, each in codes.items()}
    code = lost.settle(visit, "since", visit.say("changes.picker"), labels, (same or list(options))[0].code)
    period = codes[code]
    try:
        before = overview.asked(visit, picked, period)
        units = ask(
            visit,
            unit_moves,
            resolution=picked.resolution.code,
            unit=found.unit.code,
            as_of=found.period,
            since=period,
            boundaries=found.boundaries,
        )
    except Unknown:
        return Since(period, options, (), NONE)
    return Since(period, options, goal_moves(found, before), units)


def box(visit: Visit, found: Review, since: Since) -> None:
    """The picker of the earlier period, then what changed, what matters most first."""
    if since.period is None:
        return
    labels = {each.code: formats.period(each, visit.lang) for each in since.options}
    with st.container(key="box_changes"):
        simulated = any(each.now.simulated for each in since.moves)
        st.html(f'<div class="m">{boxes.box_head(visit.lang, visit.say("changes.title"), simulated)}</div>')
        st.selectbox(
            visit.say("changes.picker"),
            list(labels),
            format_func=labels.__getitem__,
            key=state.widget_key("since"),
            on_change=state.picked,
            args=("since",),
        )
        if not since.moves:
            st.html(f'<p class="m m-sub">{escape(visit.say("changes.not_there"))}</p>')
            return
        st.html(made_here(visit, "home_changes", lambda: _changes(visit, found, since)))


def _changes(visit: Visit, found: Review, since: Since) -> str:
    turned = [_turned(visit, each, found.unit.code) for each in since.moves if each.turned]
    turned += _units_turned(visit, found, since)
    moved = [_moved(visit, each, since, found.unit.code) for each in since.moves if each.change]
    return boxes.changes(visit.lang, turned, moved)


def _turned(visit: Visit, move: GoalMove, home: str) -> Turned:
    assert move.turned is not None
    where = href("goal", goal=move.now.goal.code, unit=move.now.unit.code)
    return Turned(Named(headlines.named(visit, move.now, home), where), *move.turned)


def _units_turned(visit: Visit, found: Review, since: Since) -> list[Turned]:
    """Units directly below whose verdict turned, those that slipped first: the goal as a whole may hide them."""
    goals = {key_of(each): each for each in found.goals}
    return [
        Turned(
            Named(f"{each.unit.name}: {headlines.name(visit, goals[each.goal].goal)}", _place(each)),
            each.was,
            each.verdict,
        )
        for each in sorted(since.units.moved, key=lambda move: not move.worse)
        if each.was and each.verdict and each.was is not each.verdict and each.goal in goals
    ][:UNITS]


def _place(move: UnitMove) -> str:
    return href("goal", goal=move.goal[0], unit=move.unit.code)


def _moved(visit: Visit, move: GoalMove, since: Since, home: str) -> Moved:
    """A figure that moved, and the unit that moved furthest against the goal, else furthest for it."""
    found = move.now
    most = furthest(since.units, found, bad=True) or furthest(since.units, found, bad=False)
    note = ""
    if 0 < len(most) <= TIED:
        key = "changes.most_up" if most[0].change > 0 else "changes.most_down"
        names = ", ".join(each.unit.name for each in most)
        note = visit.say(key, unit=names, change=headlines.printed_change(visit, found, most[0].change))
    change = headlines.printed_change(visit, found, move.change)
    where = href("goal", goal=found.goal.code, unit=found.unit.code)
    return Moved(change, Named(headlines.named(visit, found, home), where), note)
