"""How far a step, a recommendation or a plan is on a day: facts of dates, no judgement.

A thing is done on a day if it has a day of being done that is not after it; so a view of an earlier day shows it open.
The last day itself is still in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction


class State(StrEnum):
    """Of a step or recommendation."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE_LATE = "done_late"
    DONE = "done"


DONE = (State.DONE, State.DONE_LATE)


class PlanState(StrEnum):
    """Of a plan or finding: overdue while any of its steps is, done once all are (and there are some)."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"


def state_on(on: date, *, due_on: date | None, done_on: date | None) -> State:
    """The state of a step on a day. Without a deadline nothing is overdue or late."""
    if done_on is not None and done_on <= on:
        return State.DONE_LATE if due_on is not None and done_on > due_on else State.DONE
    return State.OVERDUE if due_on is not None and due_on < on else State.OPEN


def days_over(on: date, *, due_on: date | None, done_on: date | None) -> int:
    """Days from the deadline to the day it was done, or to ``on`` while it is not; 0 where there is no delay."""
    if due_on is None:
        return 0
    return max(0, ((done_on if done_on is not None and done_on <= on else on) - due_on).days)


def state_of(states: Iterable[State]) -> PlanState:
    """The state of a plan from those of its steps; a plan without steps is open."""
    every = tuple(states)
    if State.OVERDUE in every:
        return PlanState.OVERDUE
    return PlanState.DONE if every and all(one in DONE for one in every) else PlanState.OPEN


def progress(states: Iterable[State]) -> Fraction:
    """Steps done of all steps; 0 where there are none. A step half done is not done."""
    every = tuple(states)
    return Fraction(sum(one in DONE for one in every), len(every)) if every else Fraction(0)
