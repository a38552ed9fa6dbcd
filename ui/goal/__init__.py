"""Which goal the page is about: found at the picked unit, with its other target beside it, and called by name."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st
from sqlalchemy import Connection

from db import units
from flows.asked import find_unit
from flows.one_goal import one_goal
from flows.review import GoalReview, SourceLine
from metrics.periods import Period
from report import cards
from ui import headlines, lost
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href, link


@dataclass(frozen=True, slots=True)
class Asked:
    """The goal at the unit, and ``beside`` it the same goal with the unit's other targets (own and assigned).

    ``reached`` is false where the goal asks nothing of the unit: its figure then stands without a verdict.
    """

    found: GoalReview
    beside: tuple[GoalReview, ...]
    reached: bool


def asked(visit: Visit, picked: Picked) -> Asked | None:
    """The goal at the picked unit; null where the resolution has no goal."""
    if picked.goal is None:
        return None
    with st.spinner(visit.say("app.loading")):
        held = ask(visit, one_goal, **_question(picked))
    by_source = {str(each.goal.source): each for each in held.found}
    labels = {source: visit.say(f"target_source.{source}") for source in by_source}
    found = by_source[lost.settle(visit, "source", visit.say("picker.source"), labels, next(iter(by_source)))]
    return Asked(found, tuple(each for each in held.found if each is not found), held.reached)


def sources(visit: Visit, picked: Picked, shown: Asked) -> tuple[SourceLine, ...]:
    """Where each figure of the verdict comes from; read after the verdict is in sight, for it takes every leaf."""
    held = ask(visit, one_goal, with_sources=True, **_question(picked))
    return next((each.sources for each in held.found if each.goal == shown.found.goal), ())


def _question(picked: Picked) -> dict[str, Any]:
    return {
        "resolution": picked.resolution.code,
        "goal": "" if picked.goal is None else picked.goal.goal.code,
        "unit": picked.unit.code,
        "as_of": picked.period,
        "boundaries": picked.boundaries,
    }


def none_here(visit: Visit) -> None:
    """A resolution without a numeric goal: what it has instead, and the way there."""
    st.html(cards.empty(visit.say("goal_page.no_goal"), visit.say("goal_page.no_goal_fix")))
    link(visit, "overview", visit.say("app.back_home"))


def title(visit: Visit, shown: Asked) -> None:
    """The goal in plain words, its verdict, and the mark of simulated figures."""
    found = shown.found
    badge = cards.badge(visit.lang, found.judgement.verdict)
    chip = cards.simulated(visit.lang) if found.simulated else ""
    name = escape(headlines.name(visit, found.goal))
    st.html(f'<div class="m moc-head"><h1 class="m-title">{name}</h1>{badge}{chip}</div>')


def crumbs(visit: Visit, picked: Picked) -> None:
    """From the unit that the goal was set for down to the one looked at: each a link back up."""
    path = _path(visit, picked)
    if len(path) < 2:
        return
    links = [f'<a href="{escape(href("goal", unit=code, level=None))}">{escape(name)}</a>' for code, name in path[:-1]]
    here = f'<span aria-current="page">{escape(path[-1][1])}</span>'
    label = escape(visit.say("goal_page.crumbs"))
    st.html(f'<nav class="m moc-crumbs" aria-label="{label}">{" › ".join([*links, here])}</nav>')


def _path(visit: Visit, picked: Picked) -> tuple[tuple[str, str], ...]:
    top = picked.unit.code if picked.goal is None else picked.goal.goal.unit
    return ask(visit, path_down, picked.unit.code, top, picked.period)


def path_down(conn: Connection, unit: str, top: str, period: Period) -> tuple[tuple[str, str], ...]:
    """Codes and names from ``top`` down to ``unit``, both included; the unit alone where it lies elsewhere."""
    chain = [(row.code, row.name) for row in units.path(conn, find_unit(conn, unit).id, period.last)]
    start = next((place for place, (code, _) in enumerate(chain) if code == top), len(chain) - 1)
    if chain[start][0] != top:
        head = find_unit(conn, top)
        return ((head.code, head.name), chain[-1])
    return tuple(chain[start:])
